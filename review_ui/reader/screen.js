// The review screen: article left, claim right. It decides by itself what to show next; the server is told and answers later.
// Modes: read (one key decides), reject (a digit gives the reason), fix (the form), pick (words by keyboard).

const CONNECTION = "data-test-connection-state"; // Streamlit says here how it stands with the server
const WAITING = { title: "One moment …", lines: [], commands: [], act: null };
const POLL = 4000;
const HEARTBEAT = 60000;

class Screen {
  constructor(parent) {
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
    this.progress = data.progress;
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
    this.deck.history = setup.recent.slice();
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
    const shown = this.shown;
    const view = this.deck.current;
    for (const id of [...this.wanted]) if (this.deck.views.has(id)) this.arrive(id);
    if (this.mode === "read" && (!view || (!this.moved && !this.deck.isOpen(view.id)))) {
      const next = this.deck.nextOpen();
      if (next >= 0) return this.goTo(this.deck.order[next]);
    }
    if (view && this.mode === "read" && shown !== this.fingerprint(view)) this.showClaim(view, shown && shown.startsWith(`${view.id}:`));
    this.renderFrame();
    return undefined;
  }

  fingerprint(view) {
    return `${view.id}:${view.version}:${view.revision}:${view.past.length}:${this.deck.stateOf(view.id)}`;
  }

  arrive(id) {
    this.wanted.delete(id);
    if (this.mode === "read") this.goTo(id, true);
  }

  renderFrame() {
    const blank = this.mode !== "read" && this.mode !== "reject" ? false : !this.deck.current || (this.mode === "read" && !this.moved && !this.deck.isOpen(this.deck.current.id));
    this.root.dataset.mode = this.mode;
    this.root.dataset.blank = blank ? "true" : "false";
    this.root.dataset.claim = this.deck.current && !blank ? this.deck.current.id : "";
    this.root.dataset.waiting = this.outbox.entries.length;
    this.keepAlive(blank);
    if (blank) fill(this.els.blank, renderEmpty(this.empty || WAITING, this.setup.keys, (name) => this.act(name)));
    fill(this.els.progress, renderProgress(this.progress, this.surroundings()));
    fill(this.els.notices, this.notices.map((notice) => renderNotice(notice, (n) => this.openNotice(n), (n) => this.dismiss(n))));
    this.renderStatus();
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

  // ---- showing a claim

  goTo(id, moved = false) {
    if (!this.deck.views.has(id)) {
      this.wanted.add(id);
      this.send();
      return;
    }
    this.deck.go(id);
    this.deck.trim();
    this.moved = moved;
    this.showClaim(this.deck.current);
    this.renderFrame();
    if (this.deck.ahead() < this.setup.low) this.outbox.flush();
  }

  showClaim(view, inPlace = false) {
    const state = this.deck.stateOf(view.id);
    this.shown = this.fingerprint(view);
    const doc = this.docs.get(view.document);
    this.renderDocHead(doc, view);
    this.article.show(doc);
    this.markArticle(view, doc);
    const act = { reveal: (...span) => this.flash(...span), take: (suggestion) => this.fixing.open(this.spanOf(suggestion)) };
    fill(this.els.pane, renderClaim(view, state, act));
    if (!inPlace) this.els.pane.scrollTop = this.root.scrollTop = 0; // the root scrolls in small windows
    fill(this.els.bar, renderReadBar(this.setup.keys, view.why, (name) => this.act(name)));
    const target = view.quotes[0] || (view.suggestion && [view.suggestion.start, view.suggestion.end]);
    if (target && !inPlace) this.article.reveal(...target);
  }

  spanOf({ start, end }) {
    return { start, end, text: this.article.text(start, end) };
  }

  renderDocHead(doc, view) {
    const siblings = this.siblings[doc.id] || [];
    const place = siblings.findIndex((sibling) => sibling.id === view.id) + 1;
    fill(
      this.els.docHead,
      h("h1", { dir: "auto", title: doc.title }, doc.title),
      h(
        "p",
        {},
        doc.subtitle.map((part) => h("span", {}, part)),
        doc.url && h("a", { href: doc.url, target: "_blank", rel: "noopener noreferrer" }, "original"),
        place > 0 && h("span", { class: "qb-place-in" }, `claim ${place} of ${siblings.length} in this article`),
      ),
    );
  }

  markArticle(view, doc) {
    const others = (this.siblings[doc.id] || []).filter((sibling) => sibling.id !== view.id);
    const marks = others.flatMap((sibling) => {
      const state = this.deck.views.has(sibling.id) ? this.deck.stateOf(sibling.id) : sibling.state;
      const role = OPEN.has(state) ? "other" : `other-${state === "rejected" ? "rejected" : "accepted"}`;
      return sibling.spans.map(([start, end]) => ({ start, end, role, claim: sibling.id, title: sibling.statement }));
    });
    this.article.layers.clear();
    this.article.layers.set("gaps", doc.gaps.map((gap) => this.article.placed({ ...gap, role: "unclaimed" })));
    this.article.layers.set("others", marks.map((mark) => this.article.placed(mark)));
    this.markQuote(view.quotes, view.words, view.suggestion);
  }

  markQuote(quotes, words, suggestion) {
    const spans = quotes.map(([start, end], index) => ({ start, end, role: index ? "quote qb-quote-more" : "quote" }));
    if (suggestion && !quotes.length) spans.push({ start: suggestion.start, end: suggestion.end, role: "suggested", title: "Suggestion only" });
    this.article.layers.set("quote", spans.map((mark) => this.article.placed(mark)));
    this.article.mark("words", words);
  }

  /** Show a place and let it light up for a moment. */
  flash(start, end) {
    this.article.mark("flash", [{ start, end, role: "flash" }]);
    this.article.reveal(start, end);
    clearTimeout(this.flashTimer);
    this.flashTimer = setTimeout(() => this.article.mark("flash", []), 1200);
  }

  clicked(event) {
    const run = event.target instanceof Element ? event.target.closest("[data-claim]") : null;
    const selection = document.getSelection();
    if (run && this.mode === "read" && (!selection || selection.isCollapsed)) this.goTo(run.dataset.claim, true);
  }

  // ---- acting

  act(name) {
    if (name === "help") return this.help.toggle();
    if (name === "save") return this.fixing.save();
    if (name === "cancel") return this.fixing.leave();
    if (name === "undo") return this.undo();
    if (name === "article") return this.nextArticle();
    if (name === "whole") return this.wholeArticle();
    if (name === "missing") return this.missing.open();
    if (name === "filter") return this.filtering.open();
    if (name === "publish") return this.visit("publish");
    if (name === "next" || name === "previous") return this.step(name === "next" ? 1 : -1);
    const view = this.deck.current;
    if (!view || this.root.dataset.blank === "true") return undefined;
    if (name === "add") return this.fixing.openNew(view.document, this.article.selected());
    if (name === "why") return this.toggleTrace();
    if (name === "fix") return this.fixing.open(this.article.selected());
    if (name === "reject") return this.openReject();
    return this.decide(name);
  }

  /** Another page of the app, through Streamlit's own link to it. */
  visit(page) {
    const link = document.querySelector(`a[href$="/${page}"]`);
    if (link) link.click();
  }

  decide(action, extra = {}) {
    const view = this.deck.current;
    const refusal = this.refusal(view, action);
    if (refusal) return this.say(refusal, "block");
    const entry = this.outbox.add({ id: uuid(), claim: view.id, action, version: view.version, revision: view.revision, ...extra });
    this.deck.decide(entry);
    this.say(DONE_WORDS[action], action === "reject" ? "reject" : QUIET.has(action) ? "plain" : "accept", view.statement);
    this.mode = "read";
    this.advance();
    return undefined;
  }

  /** A claim made by hand, as it was checked last; `from` is where the reviewer goes on. */
  add(documentId, verdict, from) {
    const entry = this.outbox.add({ id: uuid(), claim: verdict.id, action: "add", document: documentId, version: 1, revision: 1, draft: verdict.record });
    this.deck.history.push({ claim: entry.claim, id: entry.id, action: "add", version: 1 });
    this.deck.done.add(entry.claim);
    this.say(DONE_WORDS.add, "accept", verdict.record.statement);
    this.mode = "read";
    if (from) return from.open();
    if (this.deck.current) this.showClaim(this.deck.current);
    return this.renderFrame();
  }

  /** All claims of the article in order, whatever was decided; a second time: what was chosen before. */
  wholeArticle() {
    const view = this.deck.current;
    if (this.beforeWhole) {
      const before = this.beforeWhole;
      this.beforeWhole = null;
      if (this.mode === "missing") this.missing.leave();
      return this.choose(before);
    }
    if (!view) return undefined;
    if (this.mode === "missing") this.missing.leave();
    this.beforeWhole = { ...(this.chosen || this.filter.params) };
    return this.choose({ document: view.document, state: "all" });
  }

  toggleTrace() {
    const trace = this.els.pane.querySelector(".qb-trace");
    if (!trace) return this.say("The model gives no trace; its whole answer is kept among the run's calls.");
    trace.open = !trace.open;
    return trace.scrollIntoView({ block: "nearest" });
  }

  refusal(view, action) {
    if (action === "accept" && view.why) return `Can't be accepted: ${view.why} Fix it (${this.setup.keys.fix}) or reject it (${this.setup.keys.reject}).`;
    const state = this.deck.stateOf(view.id);
    if (action === AFTER_KEY[state]) return `Already ${state}. Undo with ${this.setup.keys.undo}.`;
    return null;
  }

  advance() {
    const next = this.deck.nextOpen();
    if (next >= 0 && next !== this.deck.at) this.goTo(this.deck.order[next]);
    else if (this.beforeWhole) this.missing.open();
    else {
      this.moved = false;
      const view = this.deck.current;
      if (view) this.showClaim(view);
      this.renderFrame();
    }
  }

  step(direction) {
    const index = this.deck.at + direction;
    if (index < 0) return this.say("This is the first claim you have seen.");
    if (index >= this.deck.order.length) return this.beforeWhole ? this.missing.open() : this.say("No further claim is waiting.");
    return this.goTo(this.deck.order[index], true);
  }

  /** On to the next article: at hand, or asked for behind the last claim of this one. */
  nextArticle() {
    if (this.mode === "missing") this.missing.leave();
    if (this.beforeWhole) this.wholeArticle();
    const index = this.deck.nextArticle();
    if (index >= 0) return this.goTo(this.deck.order[index]);
    const view = this.deck.current;
    if (!view) return undefined;
    this.seeking = (this.siblings[view.document] || []).at(-1)?.id || view.id;
    return this.send();
  }

  /** The answer to `nextArticle` has come. */
  sought() {
    this.seeking = null;
    const index = this.deck.nextArticle();
    if (this.mode !== "read") return;
    if (index >= 0) this.goTo(this.deck.order[index]);
    else this.say("No further article has undecided claims.");
  }

  undo() {
    const id = uuid();
    const last = this.deck.undo(id);
    if (!last) return this.say(this.deck.history.length ? "One moment: it is being stored." : "Nothing to take back in this session.");
    const view = this.deck.views.get(last.claim);
    const revision = QUIET.has(last.action) ? view.revision : view.revision - 1;
    this.outbox.add({ id, claim: last.claim, action: "undo", version: last.version, revision, undoes: last.id });
    this.say(`${DONE_WORDS.undo}: ${DONE_WORDS[last.action].toLowerCase()}`, "plain", view.statement);
    this.mode = "read";
    return this.goTo(last.claim, true);
  }

  settled(entry, ack) {
    this.deck.settle(entry, ack);
    if (ack.ok) return;
    this.say("Not stored", "block");
    this.notices.push({ title: ack.title, message: ack.message, sides: ack.sides, claim: this.deck.views.has(entry.claim) ? entry.claim : null });
  }

  troubled(trouble) {
    this.notices = this.notices.filter((notice) => !notice.trouble);
    if (trouble) this.notices.unshift({ ...trouble, trouble: true });
  }

  openNotice(notice) {
    this.dismiss(notice);
    this.goTo(notice.claim, true);
  }

  dismiss(notice) {
    this.notices = this.notices.filter((other) => other !== notice);
    this.renderFrame();
  }

  // ---- rejecting

  openReject() {
    const refusal = this.refusal(this.deck.current, "reject");
    if (refusal) return this.say(refusal, "block");
    this.mode = "reject";
    fill(this.els.reasons, renderReasons(this.setup.reasons, (reason) => this.reject(reason), () => this.leaveReject()));
    return this.renderFrame();
  }

  reject(reason) {
    fill(this.els.reasons);
    this.mode = "read";
    this.decide("reject", { reason });
  }

  leaveReject() {
    fill(this.els.reasons);
    this.mode = "read";
    this.renderFrame();
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

const AFTER_KEY = { accepted: "accept", fixed: "accept", published: "accept", corrected: "accept", rejected: "reject" };

/** Whether the page is connected to the server, as far as Streamlit lets know. */
function isConnected() {
  const state = document.querySelector(".stApp")?.getAttribute(CONNECTION);
  return !state || state === "CONNECTED";
}

function sameParams(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] || "") === (other[name] || ""));
}
