// What one key or button does. Screen builds on it.

const WRITES = new Set(["accept", "fix", "reject", "skip", "flag", "undo", "add"]);

class Acting extends Showing {
  act(name) {
    if (name === "help") return this.help.toggle();
    if (WRITES.has(name) && !this.progress.decides) return this.say(LOOKS, "block");
    if (name === "save") return this.fixing.save();
    if (name === "cancel") return this.fixing.leave();
    if (name === "undo") return this.undo();
    if (name === "article") return this.nextArticle();
    if (name === "whole") return this.wholeArticle();
    if (name === "missing") return this.missing.open();
    if (name === "filter") return this.filtering.open();
    if (name === "publish") return this.visit("publish");
    if (name === "guide") return this.beside("guide");
    if (name === "next" || name === "previous") return this.step(name === "next" ? 1 : -1);
    const view = this.deck.current;
    if (!view || this.root.dataset.blank === "true") return undefined;
    if (name === "add") return this.fixing.openNew(view.document, this.article.selected());
    if (name === "why") return this.toggleTrace();
    if (name === "fix") return this.openFix();
    if (name === "reject") return this.openReject();
    return this.decide(name);
  }

  /** Another page of the app, through Streamlit's own link to it. */
  visit(page) {
    const link = document.querySelector(`a[href$="/${page}"]`);
    if (link) link.click();
  }

  /** Another page in a tab of its own, always the same one. */
  beside(page) {
    const link = document.querySelector(`a[href$="/${page}"]`);
    window.open(link ? link.href : page, `quotebound-${page}`);
  }

  decide(action, extra = {}) {
    const view = this.deck.current;
    if (this.isRefused(view, action)) return undefined;
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

  /** Why the store would not take an act on a claim, in words; null if it would. Until it has answered, what was decided here counts. */
  refusal(view, action) {
    const local = this.deck.local.get(view.id);
    if (!local) return view.refused[action] || null;
    if (action === "undo") return null;
    if (OPEN.has(local.state)) return (action === "accept" && view.blocked && view.refused.accept) || null;
    return `Just ${local.state}: ${this.setup.keys.undo.toUpperCase()} takes that back.`;
  }

  /** Whether an act is refused: then the reviewer is told, and the server asked whether that is still so. */
  isRefused(view, action) {
    const refusal = this.refusal(view, action);
    if (!refusal) return false;
    if (!this.deck.local.has(view.id)) this.outbox.flush();
    const line = this.els.bar.querySelector(".qb-why-not");
    if (!line || !line.textContent.includes(refusal)) return this.say(refusal, "block") || true;
    this.say(""); // it stands above the buttons already: there it is said louder
    line.replaceWith(h("p", { class: "qb-why-not qb-pressed", role: "alert" }, line.textContent));
    return true;
  }

  openFix() {
    if (this.isRefused(this.deck.current, "fix")) return undefined;
    return this.fixing.open(this.article.selected());
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

  /** Take back the decision on the claim that is shown, if it is the reviewer's own; else their last one in this session. */
  undo() {
    const id = uuid();
    const shown = this.mode === "read" && this.root.dataset.blank === "false" ? this.deck.current : null;
    const own = shown && !OPEN.has(this.deck.stateOf(shown.id)) && !this.refusal(shown, "undo");
    const last = own ? this.deck.lastOn(shown) : this.deck.history.at(-1);
    const view = last && this.deck.views.get(last.claim);
    if (!view) return this.say(last ? "One moment: it is being stored." : "Nothing to take back in this session.");
    if (!this.deck.local.has(view.id) && !QUIET.has(last.action) && this.isRefused(view, "undo")) return this.deck.forget(last);
    this.deck.undo(last, id);
    const revision = QUIET.has(last.action) ? view.revision : view.revision - 1;
    this.outbox.add({ id, claim: last.claim, action: "undo", version: last.version, revision, undoes: last.id });
    this.say(`${DONE_WORDS.undo}: ${DONE_WORDS[last.action].toLowerCase()}`, "plain", view.statement);
    this.mode = "read";
    return this.goTo(last.claim, true);
  }

  settled(entry, ack) {
    this.deck.settle(entry, ack);
    if (ack.ok) return;
    if (ack.same) return void this.say(ack.message);
    this.say("Not stored", "block");
    this.notices.push({ title: ack.title, message: ack.message, sides: ack.sides, claim: this.deck.views.has(entry.claim) ? entry.claim : null, edit: this.refused(entry) });
  }

  /** The edit of a decision that was not stored: it is kept, and can be gone on with. */
  refused(entry) {
    if (!entry.draft) return null;
    const view = { id: entry.action === "add" ? null : entry.claim, document: entry.document || this.deck.views.get(entry.claim)?.document, revision: entry.revision };
    const edit = unsavedEdit(view, entry.draft, Object.keys(entry.draft), this.deck.current);
    this.unsaved.put(unsavedName(view), edit);
    return edit;
  }

  /** An edit that an earlier page has left behind. */
  offer(edit) {
    if (Date.now() - edit.when > LONGEST) return this.unsaved.drop(edit.claim || `new.${edit.document}`);
    return this.notices.push({ title: "An edit of yours is not saved", message: edit.draft.statement || "A claim by hand, without a statement yet.", edit });
  }

  /** The claim of an unsaved edit is on the screen: open the form. */
  takeUp() {
    const { claim, document } = this.resuming;
    this.resuming = null;
    if (claim) this.fixing.open();
    else this.fixing.openNew(document, null);
  }

  troubled(trouble) {
    this.notices = this.notices.filter((notice) => !notice.trouble);
    if (trouble) this.notices.unshift({ ...trouble, trouble: true });
  }

  openNotice(notice) {
    this.dismiss(notice);
    if (!notice.edit) return this.goTo(notice.claim, true);
    this.resuming = notice.edit;
    if (this.deck.views.has(notice.edit.at)) return this.arrive(notice.edit.at);
    this.wanted.add(notice.edit.at);
    return this.send();
  }

  dismiss(notice) {
    this.notices = this.notices.filter((other) => other !== notice);
    this.renderFrame();
  }

  openReject() {
    if (this.isRefused(this.deck.current, "reject")) return undefined;
    this.mode = "reject";
    fill(this.els.reasons, renderReasons(this.setup.reasons, (reason) => this.reject(reason), () => this.leaveReject()));
    this.renderFrame();
    return this.els.reasons.scrollIntoView({ block: "nearest" }); // in a small window they reach below its end
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
}
