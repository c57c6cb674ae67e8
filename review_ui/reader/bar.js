// The decision bar, the reasons for a rejection, progress and notices: everything below and above the claim.

const DONE_WORDS = { accept: "Accepted", fix: "Fixed", reject: "Rejected", skip: "Skipped", flag: "Marked for a second look", undo: "Taken back", add: "Claim added and accepted" };

const LOOKS = "You may look. Deciding takes the role of a reviewer.";

function renderButton(act, label, keys, press, options = {}) {
  return h(
    "button",
    {
      type: "button",
      class: `qb-button qb-do-${act}`,
      "data-act": act,
      title: options.title || null,
      "aria-label": options.wide ? options.title : null,
      "aria-keyshortcuts": keys[act] || options.key || null,
      "aria-disabled": options.off ? "true" : null,
      onclick: () => press(act),
    },
    kbd((options.key || keys[act] || "").replace("Control", "Ctrl")),
    h("span", { class: options.wide ? "qb-wide" : null }, label),
  );
}

/** A button that shows its key alone where the window is narrow. */
function renderSmallButton(act, label, title, keys, press) {
  return renderButton(act, label, keys, press, { title, wide: true });
}

/**
 * Just what the store would take. `decides`: whether the reviewer has the role at all; `refusal(act)`: why an act is refused for this
 * claim, or null. A button that does nothing is struck through, and a line above the buttons says why.
 */
function renderReadBar(keys, refusal, press, decides) {
  const rest = h(
    "span",
    { class: "qb-rest" },
    renderSmallButton("missing", "Missing", "What is missing in this article", keys, press),
    decides && renderButton("undo", "Undo", keys, press),
    renderSmallButton("previous", "Back", "Previous claim", keys, press),
    renderSmallButton("next", "Next", "Next claim", keys, press),
    renderSmallButton("help", "Keys", "All keys", keys, press),
  );
  if (!decides) return [h("span", { class: "qb-looks" }, LOOKS), rest];
  const acts = { accept: "Accept", fix: "Fix", reject: "Reject" };
  const reasons = new Set(Object.keys(acts).map(refusal).filter(Boolean));
  return [
    reasons.size > 0 && h("p", { class: "qb-why-not" }, [...reasons].join(" ")),
    Object.entries(acts).map(([act, label]) => renderButton(act, label, keys, press, { off: Boolean(refusal(act)), title: refusal(act) })),
    renderButton("skip", "Skip", keys, press),
    rest,
  ];
}

function renderFixBar(keys, press) {
  return [
    renderButton("save", "Save", {}, press, { key: "Ctrl Enter" }),
    renderButton("cancel", "Leave", {}, press, { key: "Esc" }),
    h("span", { class: "qb-gap" }),
  ];
}

/** Reasons by digit; 0 takes one in your own words. */
function renderReasons(reasons, choose, cancel) {
  const own = h("input", { class: "qb-own-reason", "aria-label": "Another reason", placeholder: "another reason, then Enter", maxlength: 400 });
  own.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && own.value.trim()) choose(own.value.trim());
  });
  return h(
    "div",
    { class: "qb-reasons", role: "group", "aria-label": "Why reject?" },
    h("h3", {}, "Reject: why? ", h("button", { type: "button", class: "qb-jump", onclick: cancel }, "cancel ", kbd("Esc"))),
    h(
      "div",
      { class: "qb-reason-grid" },
      reasons.map((reason, index) =>
        h("button", { type: "button", class: "qb-reason", "data-digit": index + 1, onclick: () => choose(reason) }, kbd(index + 1), h("span", {}, reason)),
      ),
      h("label", { class: "qb-reason qb-reason-own" }, kbd("0"), own),
    ),
  );
}

function renderProgress(progress, { waiting, ahead, connected, filter, open }) {
  const decided = Math.min(progress.total, progress.decided + ahead);
  const share = progress.total ? decided / progress.total : 0;
  const words = `${decided.toLocaleString("en")} of ${plural(progress.total, "claim")} decided`;
  return [
    h("div", { class: "qb-meter", role: "progressbar", "aria-valuemin": 0, "aria-valuemax": progress.total, "aria-valuenow": decided, "aria-label": words }, h("div", { style: `width:${(share * 100).toFixed(2)}%` })),
    h("span", { class: "qb-count" }, words),
    progress.blocked > 0 && h("span", { class: "qb-count qb-count-blocked" }, `${progress.blocked.toLocaleString("en")} blocked`),
    h("button", { type: "button", class: "qb-filter-button", title: "Which claims, in which order", onclick: open }, h("span", {}, filter ? filter.sentence : ""), " ", kbd("/")),
    h("span", { class: "qb-gap" }),
    connected && waiting > 0 && h("span", { class: "qb-waiting", role: "status" }, `saving ${plural(waiting, "decision")} …`),
    !connected && h("span", { class: "qb-lost-connection", role: "status" }, `Not connected: ${waiting ? `${plural(waiting, "decision")} kept here` : "decisions are kept here"}`),
    h("span", { class: "qb-reviewer", title: `Decisions are stored under this name: ${progress.reviewer}` }, progress.reviewer),
  ];
}

/** Something the reviewer has to know: a decision that was not stored, with the other version beside it. */
function renderNotice(notice, open, dismiss) {
  return h(
    "div",
    { class: "qb-notice", role: "alert" },
    h("strong", {}, notice.title),
    h("p", {}, notice.message),
    notice.sides && h("dl", { class: "qb-sides" }, notice.sides.map(([who, what]) => [h("dt", {}, who), h("dd", {}, what)])),
    h(
      "div",
      { class: "qb-notice-acts" },
      (notice.claim || notice.edit) && h("button", { type: "button", class: "qb-button", onclick: () => open(notice) }, kbd("o"), h("span", {}, notice.edit ? "Go on with your edit" : "Open the claim")),
      h("button", { type: "button", class: "qb-button", onclick: () => dismiss(notice) }, kbd("Esc"), h("span", {}, notice.claim ? "Leave it as it is" : notice.edit ? "Later" : "Close")),
    ),
  );
}

function renderEmpty(empty, keys, press) {
  return h(
    "div",
    { class: "qb-empty" },
    h("h2", {}, empty.title),
    empty.lines.map((line) => h("p", {}, line)),
    empty.act && renderButton(empty.act, empty.act[0].toUpperCase() + empty.act.slice(1), keys, press),
    empty.commands.map((command) => h("pre", {}, h("code", {}, command))),
  );
}
