// The review screen: article left, claim right. It decides by itself what to show next; the server is told and answers later.
// Modes: read (one key decides), reject (a digit gives the reason), fix (the form), pick (words by keyboard).

const CONNECTION = "data-test-connection-state"; // Streamlit says here how it stands with the server
const WAITING = { title: "One moment …", lines: [], commands: [], act: null };
const POLL = 4000;
const HEARTBEAT = 60000;

class Screen extends Acting {
  constructor(parent) {
    super();
    this.deck = new Deck();
    this.docs = new Map();
    this.siblings = {};
    this.notices = [];
    this.wanted = new Set();
    this.chosen = null; // the filter chosen here; null = as the page's address says
    this.mode = "read";
    this.note = null;
    this.question = { n: 0 };
    this.line = new Line(() => this.message());
    this.help = new Help(this);
    this.build(parent);
    this.article = new Article(this.els.article);
    this.fixing = new Fixing(this);
    this.filtering = new Filtering(this);
    this.missing = new Missing(this);
    this.abort = new AbortController();
    const { signal } = this.abort;
    this.keyboard = new Keyboard(this, signal);
    this.els.article.addEventListener("pointerup", () => setTimeout(() => this.fixing.selectionMade(), 0), { signal });
    window.addEventListener("focus", () => this.outbox && this.outbox.flush(), { signal }); // much may have happened meanwhile
    this.watcher = new MutationObserver(() => this.connectionChanged());
    this.watcher.observe(document.querySelector(".stApp"), { attributes: true, attributeFilter: [CONNECTION] });
    this.els.article.addEventListener("click", (event) => this.clicked(event), { signal });
  }

  build(parent) {
    const els = {
      docHead: h("header", { class: "qb-doc-head" }),
      article: h("div", { class: "qb-article", tabindex: "0", role: "document", "aria-label": "Article text" }),
      progress: h("div", { class: "qb-progress" }),
      pane: h("div", { class: "qb-pane", tabindex: "0" }),
      notices: h("div", { class: "qb-notices" }),
      reasons: h("div", { class: "qb-reason-slot" }),
      status: h("div", { class: "qb-status", role: "status", "aria-live": "polite" }),
      bar: h("div", { class: "qb-bar", role: "toolbar", "aria-label": "Decide" }),
      help: this.help.node,
      blank: h("div", { class: "qb-blank" }),
    };
    this.els = els;
    this.root = h(
      "div",
      { class: "qb", "data-mode": "read" },
      h("section", { class: "qb-left", "aria-label": "Article" }, els.docHead, els.article),
      h("section", { class: "qb-right", "aria-label": "Claim" }, els.progress, els.pane, els.reasons, els.notices, els.status, els.bar),
      els.blank,
      els.help,
    );
    parent.append(this.root);
  }

  /** New data from the server; `wire` sends to it. */
  receive(data, wire) {
    this.line.wire = wire;
    this.setup = data.setup;
    const first = !this.outbox;
    if (first) this.start(data.setup);
    for (const [id, doc] of Object.entries(data.documents)) this.docs.set(id, doc);
    Object.assign(this.siblings, data.siblings);
    this.deck.receive(data.claims);
    for (const entry of this.outbox.settle(data.acks)) this.settled(entry, data.acks[entry.id]);
    if (!this.chosen || sameParams(this.chosen, data.filter.params)) this.deck.extend(data.queue);
    this.filter = data.filter;
    this.deck.anyState = Boolean(data.filter.params.state);
    this.missing.received(data.gaps);
    if (data.keys) this.help.kept(data.keys.refused);
    if (this.mode === "filter" && data.filter.facets) this.filtering.show(data.filter.facets);
    for (const id of data.missing) if (this.wanted.delete(id)) this.say(`There is no claim ${id}.`, "block");
    if (!data.trouble || first) this.progress = data.progress; // what was known last is nearer than nothing
    this.empty = data.empty;
    this.troubled(data.trouble);
    if (data.answer && data.answer.n === this.question.n) this.fixing.answered(data.answer);
    if (this.seeking && this.seeking === data.tail) this.sought();
    this.refresh();
    this.line.landed(data.seq);
    if (first) this.outbox.flush(); // an earlier page may have left decisions, and the server must know what this page holds
  }

  connectionChanged() {
    if (!this.setup) return;
    this.renderFrame();
    if (!isConnected()) return;
    this.line.reset();
    this.outbox.flush();
  }

  start(setup) {
    this.outbox = new Outbox(setup.place, () => this.send());
    for (const entry of this.outbox.entries) this.deck.local.set(entry.claim, { state: AFTER[entry.action] || "pending", id: entry.id });
    this.unsaved = new Shelf("unsaved", setup.place);
    for (const edit of this.unsaved.all()) this.offer(edit);
    this.deck.history = setup.recent.slice();
    if (setup.moved) this.notices.push({ title: "Your keys", message: setup.moved });
    if (setup.start) this.wanted.add(setup.start); // the address asks for a claim: it is shown as soon as it is here
  }

  send() {
    this.line.send();
  }

  /** What the server is to know (exchange.py, Message). */
  message() {
    return {
      have: this.deck.held(),
      documents: [...this.docs.keys()],
      at: this.deck.current ? this.deck.current.id : null,
      tail: this.seeking || this.deck.order.at(-1) || null,
      ahead: this.seeking ? 0 : this.deck.ahead(),
      wanted: [...this.wanted],
      filter: this.chosen,
      facets: this.mode === "filter",
      keys: this.help.wanted || null,
      uncovered: this.mode === "missing" ? this.missing.document : null,
      keep: this.line.isDue("keep", HEARTBEAT) ? this.deck.reserved() : [],
      outbox: this.outbox.entries,
      question: this.question.draft ? this.question : null,
    };
  }

  /** Another choice of claims: begin with an empty deck; what was decided stays decided. */
  choose(params) {
    this.chosen = params;
    this.deck.clear();
    this.moved = false;
    this.empty = null;
    this.send();
    this.renderFrame();
  }

  /** Bring the screen up to date after data came in, without disturbing what the reviewer is doing. */
  refresh() {
    for (const id of [...this.wanted]) if (this.deck.views.has(id)) this.arrive(id);
    const shown = this.shown;
    const view = this.deck.current;
    const overtaken = this.isOvertaken(view); // then it stays where it is: nothing changes under a finger that is about to decide
    if (overtaken) this.moved = true;
    if (this.mode === "read" && (!view || (!this.moved && !this.deck.isOpen(view.id)))) {
      const next = this.deck.nextOpen();
      if (next >= 0) return this.goTo(this.deck.order[next]);
    }
    if (overtaken && this.mode === "read") this.say(`Meanwhile: ${view.past[0].who} ${view.past[0].what}. ${this.setup.keys.next.toUpperCase()} goes on.`, "block");
    if (view && this.mode === "read" && shown !== this.fingerprint(view)) this.showClaim(view, shown && shown.startsWith(`${view.id}:`));
    this.renderFrame();
    return undefined;
  }

  /** Whether the claim on the screen has been decided elsewhere since it was shown. */
  isOvertaken(view) {
    const shownOpen = view && this.root.dataset.blank === "false" && this.root.dataset.claim === view.id && this.shownState !== null && OPEN.has(this.shownState);
    return Boolean(shownOpen && view.past.length && !this.deck.local.has(view.id) && !OPEN.has(view.state));
  }

  fingerprint(view) {
    return `${view.id}:${view.version}:${view.revision}:${view.past.length}:${this.deck.stateOf(view.id)}:${Object.keys(view.refused)}`;
  }

  arrive(id) {
    this.wanted.delete(id);
    if (this.mode !== "read") return;
    this.goTo(id, true);
    if (this.resuming && this.resuming.at === id) this.takeUp();
  }

  renderFrame() {
    const blank = this.mode !== "read" && this.mode !== "reject" ? false : !this.deck.current || (this.mode === "read" && !this.moved && !this.deck.isOpen(this.deck.current.id));
    this.root.dataset.mode = this.mode;
    this.root.dataset.blank = blank ? "true" : "false";
    this.root.dataset.claim = this.deck.current && !blank ? this.deck.current.id : "";
    this.root.dataset.waiting = this.outbox.entries.length;
    this.keepAlive(blank);
    if (blank) fill(this.els.blank, renderEmpty(this.nothingHere(), this.setup.keys, (name) => this.act(name)));
    fill(this.els.progress, renderProgress(this.progress, this.surroundings()));
    fill(this.els.notices, this.notices.map((notice) => renderNotice(notice, (n) => this.openNotice(n), (n) => this.dismiss(n))));
    this.renderStatus();
  }

  /** What stands where no claim is: what keeps the next one from coming, else what the server says. */
  nothingHere() {
    const kept = this.outbox.entries.length ? `${plural(this.outbox.entries.length, "decision")} kept here, and stored when it is back. ` : "";
    const trouble = this.notices.find((notice) => notice.trouble);
    if (!isConnected()) return { ...WAITING, title: "Not connected", lines: [`${kept}The next claims come with the connection.`] };
    if (trouble) return { ...WAITING, title: trouble.title, lines: [trouble.message] };
    return this.empty || WAITING;
  }

  /** What the progress line says besides the progress; `ahead`: decided here, and not in the server's count yet. */
  surroundings() {
    const waiting = this.outbox.entries.length;
    const ahead = [...this.deck.local.values()].filter((local) => !OPEN.has(local.state)).length;
    return { waiting, ahead, connected: isConnected(), filter: this.filter, open: () => this.act("filter") };
  }

  /** Look for new claims while there is nothing to do, and keep what is reserved for us reserved. */
  keepAlive(blank) {
    clearTimeout(this.aliveTimer);
    this.aliveTimer = setTimeout(() => this.outbox.flush(), blank ? POLL : HEARTBEAT);
  }

  renderStatus() {
    const note = this.note;
    fill(this.els.status, note && [h("span", { class: `qb-note-${note.tone}` }, note.words), note.claim && h("span", { class: "qb-note-claim" }, note.claim)]);
  }

  say(words, tone = "plain", claim = null) {
    this.note = { words, tone, claim };
    this.renderStatus();
  }

  /** Other keys: they show on the buttons at once. */
  keysChanged() {
    if (this.mode === "read" && this.deck.current) this.showClaim(this.deck.current, true);
    this.renderFrame();
  }

  close() {
    clearTimeout(this.aliveTimer);
    this.line.close();
    this.abort.abort();
    this.watcher.disconnect();
    if (this.outbox) this.outbox.close();
    this.root.remove();
  }
}

/** Whether the page is connected to the server, as far as Streamlit lets know. */
function isConnected() {
  const state = document.querySelector(".stApp")?.getAttribute(CONNECTION);
  return !state || state === "CONNECTED";
}

function sameParams(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] || "") === (other[name] || ""));
}
