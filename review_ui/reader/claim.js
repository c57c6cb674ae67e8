// The claim pane: a view (views.py, ClaimView) as nodes. `act` holds what its links do: reveal(span), take(suggestion), open(claim).

const STATE_WORDS = { pending: "to decide", blocked: "blocked", proposed: "to decide" };
const SAID = 6; // findings above the rows; more of them would push the rows out of sight
const SEVERITY_GLYPHS = { block: "✕", warn: "!", info: "i" };

function renderClaim(view, state, act) {
  const { noted, rest } = sorted(view);
  return [
    renderHead(view, state),
    h("p", { class: "qb-statement", dir: "auto" }, view.statement),
    view.lost_quotes.map((quote, index) => renderLostQuote(quote, index === 0 ? view.suggestion : null, act)),
    view.figure && renderFigure(view.figure, view, act),
    renderFindings(rest.slice(0, SAID), act),
    rest.length > SAID && h("details", { class: "qb-further" }, h("summary", {}, `${plural(rest.length - SAID, "further finding")}`), renderFindings(rest.slice(SAID), act)),
    h("dl", { class: "qb-rows" }, view.rows.map((row) => renderRow(row, view, act, noted.get(row)))),
    view.missing.length > 0 && h("p", { class: "qb-missing" }, `Not stated: ${view.missing.join(", ").toLowerCase()}`),
    renderOrigin(view),
    view.trace.length > 0 && renderTrace(view.trace, act),
    view.past.length > 0 && renderPast(view.past),
  ];
}

function renderHead(view, state) {
  const [kind, ...rest] = view.tags;
  return h(
    "div",
    { class: "qb-head" },
    h("span", { class: "qb-kind" }, kind.words),
    rest.map((tag) => h("span", { class: "qb-tag", title: tag.label }, tag.words)),
    view.flagged && h("span", { class: "qb-tag qb-flagged" }, "second look"),
    h("span", { class: `qb-state qb-state-${state}` }, STATE_WORDS[state] || state.replaceAll("_", " ")),
  );
}

/** Words of the document, in their tint; a click shows where they stand. */
function renderWords(words, role, path, view, act) {
  const mark = view.words.find((candidate) => candidate.path === path);
  const props = { class: `qb-said qb-${role}`, dir: "auto" };
  if (!mark) return h("span", { ...props, class: `${props.class} qb-nowhere`, title: "Not found in the article" }, words);
  return h("button", { ...props, type: "button", title: "Show in the article", onclick: () => act.reveal(mark.start, mark.end) }, words);
}

function renderFigure(row, view, act) {
  return h(
    "div",
    { class: "qb-figure-card" },
    renderWords(row.words, "figure", row.path, view, act),
    h("span", { class: "qb-arrow", "aria-label": "means" }, "→"),
    h("strong", { class: "qb-bounds" }, row.value),
    h("span", { class: "qb-note" }, row.note),
  );
}

/** `noted`: the notes on this field; a field that a worse finding speaks of has its label in that finding's tone. */
function renderRow(row, view, act, noted = []) {
  const value = row.chain ? renderChain(row.chain, view, act) : renderValue(row, view, act);
  const worst = view.findings.find((finding) => finding.severity !== "info" && rowOf(finding, view) === row);
  return [h("dt", worst ? { "data-severity": worst.severity, title: worst.message } : {}, row.label), h("dd", {}, value, renderFindings(noted, act))];
}

/** The row of the field that a finding speaks of: the longest path that its own begins with. */
function rowOf(finding, view) {
  const path = (row) => row.path.replace(/\.text$/, "");
  const over = view.rows.filter((row) => finding.field === path(row) || finding.field.startsWith(`${path(row)}.`));
  return over.sort((one, other) => path(other).length - path(one).length)[0];
}

/** Mere notes stand with their field, so that the rows stay where the eye expects them; what warns or blocks stands above them all. */
function sorted(view) {
  const noted = new Map();
  const rest = [];
  for (const finding of view.findings.filter((one) => !isSaidAbove(one, view))) {
    const row = finding.severity === "info" ? rowOf(finding, view) : null;
    if (row) noted.set(row, [...(noted.get(row) || []), finding]);
    else rest.push(finding);
  }
  return { noted, rest };
}

function renderValue(row, view, act) {
  return [
    row.words && renderWords(row.words, row.role, row.path, view, act),
    row.words && row.value && h("span", { class: "qb-arrow", "aria-label": "means" }, "→"),
    row.value && h("span", { class: "qb-value" }, row.value),
    row.note && h("span", { class: "qb-note" }, row.note),
  ];
}

function renderChain(chain, view, act) {
  return h(
    "ol",
    { class: "qb-chain" },
    chain.map((link) =>
      h(
        "li",
        { class: `qb-link qb-link-${link.role}` },
        link.words && renderWords(link.words, "source", link.path, view, act),
        link.name && h("span", { class: "qb-value" }, link.name),
        link.note && h("span", { class: "qb-note" }, link.note),
      ),
    ),
  );
}

/** The box of a quote that is not in the text says so itself. */
function isSaidAbove(finding, view) {
  return view.lost_quotes.length > 0 && finding.severity === "block" && finding.field.startsWith("evidence") && !finding.span;
}

function renderFindings(findings, act) {
  if (!findings.length) return null;
  return h("ul", { class: "qb-findings", "aria-label": "Findings" }, findings.map((finding) => renderFinding(finding, act)));
}

function renderFinding(finding, act) {
  const untold = (words) => words && !finding.message.includes(words);
  const detail = [untold(finding.expected) && `expected “${finding.expected}”`, untold(finding.found) && `found “${finding.found}”`].filter(Boolean);
  return h(
    "li",
    { class: `qb-finding qb-sev-${finding.severity}`, "data-code": finding.code },
    h("span", { class: "qb-glyph", title: finding.label, "aria-label": `${finding.label}:` }, SEVERITY_GLYPHS[finding.severity]),
    h(
      "span",
      { class: "qb-message" },
      finding.message,
      detail.length > 0 && h("span", { class: "qb-detail" }, ` ${detail.join(", ")}`),
      h("code", { class: "qb-code" }, finding.code),
    ),
    finding.span && h("button", { type: "button", class: "qb-jump", title: "Show the place", onclick: () => act.reveal(...finding.span) }, "show"),
  );
}

/** A quote that is not in the text: the model's words, and the likeliest place as a suggestion with what differs. */
function renderLostQuote(quote, suggestion, act) {
  return h(
    "section",
    { class: "qb-lost", "aria-label": "Quote not in the text" },
    h("h3", {}, "This quote is not in the article"),
    h("blockquote", { dir: "auto" }, quote),
    suggestion && renderSuggestion(suggestion, act),
  );
}

function renderSuggestion(suggestion, act) {
  return h(
    "div",
    { class: "qb-suggestion" },
    h("h4", {}, "Suggestion only: the most similar passage ", h("span", { class: "qb-note" }, `${suggestion.score}% alike`)),
    h("p", { dir: "auto" }, suggestion.diff.map(renderChange)),
    h("button", { type: "button", class: "qb-jump", onclick: () => act.reveal(suggestion.start, suggestion.end) }, "show"),
    h("button", { type: "button", class: "qb-jump", onclick: () => act.take(suggestion) }, "fix with this passage"),
  );
}

function renderChange(change) {
  if (change.op === "same") return `${change.document} `;
  return [change.quote && [h("del", {}, change.quote), " "], change.document && [h("ins", {}, change.document), " "]];
}

function renderOrigin(view) {
  return h("p", { class: "qb-origin" }, view.origin);
}

/** Which pattern, which words, why this source: as the model tells it. */
function renderTrace(trace, act) {
  const said = (line) => (line.span ? h("button", { type: "button", class: "qb-jump", dir: "auto", title: "Show in the article", onclick: () => act.reveal(...line.span) }, line.words) : line.words);
  return h(
    "details",
    { class: "qb-trace" },
    h("summary", {}, "How it was found"),
    h("dl", { class: "qb-rows" }, trace.map((line) => [h("dt", {}, line.label), h("dd", {}, said(line))])),
  );
}

/** What happened to the claim, the latest first. */
function renderPast(past) {
  return h(
    "ol",
    { class: "qb-past", "aria-label": "History" },
    past.map((event) =>
      h(
        "li",
        {},
        h("span", { class: "qb-when" }, event.when),
        h("span", {}, h("strong", {}, event.who), ` ${event.what}`, event.changes.map(renderFieldChange)),
      ),
    ),
  );
}

function renderFieldChange([label, before, after]) {
  return h("span", { class: "qb-change" }, `${label}: `, h("del", {}, before), " ", h("ins", {}, after));
}
