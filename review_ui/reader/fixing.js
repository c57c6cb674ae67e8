// Fixing a claim: the form over its record, words taken from the article, the checks asked after every change.

const CHECK_PAUSE = 160;
const LONGEST = 7 * 24 * 3600 * 1000; // an edit that nobody has taken up again for so long is let go

/** Under which name an unsaved edit is kept: its claim's, or its article's for a claim made by hand. */
function unsavedName(view) {
  return view.id || `new.${view.document}`;
}

/** `current`: the claim on the screen, from which the way leads back to the edit. */
function unsavedEdit(view, draft, touched, current) {
  return { claim: view.id, document: view.document, at: view.id || (current && current.id), revision: view.revision, draft, touched, when: Date.now() };
}

class Fixing {
  constructor(screen) {
    this.screen = screen;
    this.form = new FixForm(h("div", { class: "qb-form" }), {
      change: () => this.askSoon(),
      arm: (path, label) => this.arm(path, label),
      pick: (path, label) => this.pick(path, label),
    });
  }

  open(span = null) {
    const view = this.screen.deck.current;
    if (!view) return;
    this.begin({ ...view, title: "Fix this claim" }, span);
    const found = view.findings.find((finding) => finding.severity !== "info");
    if (!found || span || this.resumed || !this.form.focusField(found.field)) this.form.focus("statement");
  }

  /** A claim by hand, of a passage that is selected or picked by keyboard; `figure` is its figure's place, where it is known. */
  openNew(documentId, span, figure = null) {
    this.begin({ id: null, document: documentId, record: this.screen.setup.blank, lost_quotes: [], quotes: [], words: [], title: "A claim by hand" }, span);
    if (figure && !this.resumed) this.form.take("figure.text", figure);
    if (!span && !this.resumed) return this.pick("evidence.0.text", "Quote");
    return this.form.focus("statement");
  }

  begin(view, span) {
    this.view = view;
    this.from = null;
    this.screen.mode = "fix";
    this.saving = false;
    this.tried = false;
    this.verdict = null;
    this.screen.say("");
    this.form.open(view.record, this.screen.setup.forms);
    this.resume();
    this.problems = h("div", { class: "qb-verdict", role: "status" });
    this.lost = h("div", {});
    fill(this.screen.els.pane, h("h2", { class: "qb-form-title" }, view.title), this.lost, this.problems, this.form.node);
    fill(this.lost, view.lost_quotes.map((quote, index) => renderLostQuote(quote, index ? null : view.suggestion, { reveal: (...s) => this.screen.flash(...s), take: (s) => this.take(this.screen.spanOf(s)) })));
    fill(this.screen.els.bar, renderFixBar(this.screen.setup.keys, (name) => this.screen.act(name)), (this.armedNote = h("span", { class: "qb-armed" })));
    this.screen.els.pane.scrollTop = 0;
    this.arm("evidence.0.text", "Quote");
    if (span && !(this.resumed && view.id === null)) this.take(span);
    this.ask();
    this.screen.renderFrame();
  }

  /** An edit of this claim that was not saved is taken up again. */
  resume() {
    const kept = this.screen.unsaved.get(unsavedName(this.view));
    this.resumed = Boolean(kept);
    this.since = kept ? kept.revision : this.view.revision;
    if (!kept) return;
    this.form.resume(kept);
    this.screen.say("Your unsaved edit is back.");
  }

  /** Keep what was typed, over a reload, a closed tab, another page of the app. */
  keep() {
    const { view, form, screen } = this;
    if (!form.changed) return screen.unsaved.drop(unsavedName(view));
    return screen.unsaved.put(unsavedName(view), unsavedEdit(view, form.draft, [...form.touched], screen.deck.current));
  }

  /** What happened to the claim since this edit of it was begun, or null. */
  get overtaken() {
    const now = this.screen.deck.views.get(this.view.id);
    if (!now || !now.past.length || now.revision === this.since) return null;
    return `While you edited: ${now.past[0].who} ${now.past[0].what}.`;
  }

  /** The field that takes the next selection in the article. */
  arm(path, label) {
    this.armed = { path, label };
    this.showArmed();
    fill(this.armedNote, "Select words in the article for: ", h("b", {}, label));
  }

  showArmed() {
    for (const field of this.form.node.querySelectorAll("[data-armed]")) delete field.dataset.armed;
    const control = this.form.controlOf(this.armed.path);
    if (control) control.dataset.armed = "true";
  }

  selectionMade() {
    if (this.screen.mode !== "fix") return;
    const span = this.screen.article.selected();
    if (span) this.take(span);
  }

  take(span) {
    this.screen.article.clearSelection();
    this.form.take(this.armed.path, span);
    this.showArmed();
  }

  /** Choose the words of a field by keyboard. */
  pick(path, label) {
    this.arm(path, label);
    const back = document.activeElement;
    this.screen.mode = "pick";
    this.screen.root.dataset.mode = "pick";
    this.screen.els.article.focus({ preventScroll: true });
    this.picker = new WordPicker(this.screen.article, (span) => {
      this.screen.mode = "fix";
      this.screen.root.dataset.mode = "fix";
      if (span) this.take(span);
      if (back instanceof HTMLElement && this.form.node.contains(back)) back.focus({ preventScroll: true });
      else this.form.focus(path);
    });
    this.picker.begin(this.pickStart(path));
  }

  pickStart(path) {
    const { view } = this;
    const mark = (this.verdict ? this.verdict.words : view.words).find((candidate) => candidate.path === path);
    if (mark) return mark;
    const quote = (this.verdict ? this.verdict.quotes : view.quotes)[0];
    if (quote) return { start: quote[0], end: path.startsWith("evidence") ? quote[1] : quote[0] + 1 };
    return view.suggestion;
  }

  askSoon() {
    this.keep();
    this.verdict = null;
    this.screen.question = { n: this.screen.question.n + 1 }; // an answer on its way speaks of an older draft
    clearTimeout(this.askTimer);
    this.askTimer = setTimeout(() => this.ask(), CHECK_PAUSE);
  }

  ask() {
    clearTimeout(this.askTimer);
    this.screen.question = { n: this.screen.question.n + 1, claim: this.view.id, document: this.view.document, draft: this.form.draft, touched: [...this.form.touched] };
    this.screen.send();
  }

  answered(answer) {
    if (this.screen.mode !== "fix" && this.screen.mode !== "pick") return;
    this.verdict = answer;
    this.form.complete(answer.filled);
    this.screen.markQuote(answer.quotes, answer.words, null);
    this.renderVerdict(answer);
    fill(this.lost);
    if (this.saving) this.save();
  }

  /** A new claim that nobody has begun to fill in: what it lacks is no news. */
  get untold() {
    return this.view.id === null && !this.form.entered && !this.tried;
  }

  renderVerdict(answer) {
    const act = { reveal: (...span) => this.screen.flash(...span) };
    const hushed = this.untold && answer.findings.some((finding) => finding.code === "draft.invalid");
    this.form.explain(hushed ? [] : answer.findings.filter((finding) => finding.severity !== "info"));
    if (hushed) {
      delete this.problems.dataset.state;
      return void fill(this.problems, h("p", { class: "qb-note" }, "Say in one sentence of yours what is claimed. The checks answer while you fill in the rest."));
    }
    const { overtaken } = this;
    const good = !answer.why && !answer.findings.some((finding) => finding.severity === "warn");
    fill(
      this.problems,
      overtaken && h("p", { class: "qb-overtaken" }, overtaken),
      good && h("p", { class: "qb-good" }, "✓ Every word found, every check passed."),
      renderFindings(answer.findings, act),
    );
    this.problems.dataset.state = answer.why ? "block" : good ? "good" : "warn";
    return undefined;
  }

  save() {
    this.selectionMade(); // a selection of this very moment counts
    if (!this.verdict) {
      this.saving = true;
      return this.screen.say("Checking …");
    }
    this.saving = false;
    if (this.untold) {
      this.tried = true;
      this.renderVerdict(this.verdict);
    }
    if (this.verdict.why) return this.screen.say(`Not saved: ${this.verdict.why}`, "block");
    if (!this.form.changed) return this.screen.say("Nothing was changed: leave with Esc and accept it, or change something.", "block");
    this.screen.unsaved.drop(unsavedName(this.view)); // from here on the outbox keeps it
    this.close();
    const { version, revision } = this.view; // as the form was opened on it, whatever has come in since
    if (this.view.id) return this.screen.decide("fix", { draft: this.verdict.record, version, revision });
    return this.screen.add(this.view.document, this.verdict, this.from);
  }

  leave() {
    if (this.form.changed && !this.leaving) {
      this.leaving = true;
      setTimeout(() => (this.leaving = false), 4000);
      return this.screen.say("Unsaved changes. Esc once more leaves without them; Ctrl Enter saves.", "block");
    }
    this.leaving = false;
    this.screen.unsaved.drop(unsavedName(this.view));
    this.screen.mode = "read";
    this.close();
    this.screen.say("");
    if (this.from) return this.from.open();
    if (this.screen.deck.current) this.screen.showClaim(this.screen.deck.current);
    return this.screen.renderFrame();
  }

  /** Leave the form behind: nothing of it is asked about any more, and no key goes into it. */
  close() {
    this.screen.question = { n: this.screen.question.n };
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }
}
