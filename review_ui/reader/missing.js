// What is missing in an article: sentences with figures, people or harm that no claim covers. One key or click makes a claim of one.

class Missing {
  constructor(screen) {
    this.screen = screen;
    this.at = 0;
  }

  open() {
    const view = this.screen.deck.current;
    if (!view) return;
    this.document = view.document;
    this.screen.mode = "missing";
    this.asked = true;
    this.render();
    this.screen.renderFrame();
    this.screen.send();
  }

  /** The claim form for the gap at `start`, which was clicked in the article. */
  makeOf(start) {
    this.open();
    this.pick(this.sentences.findIndex((sentence) => sentence.gaps.some((gap) => gap.start === start)), true);
  }

  /** The gaps of the article by sentence: [{start, end, gaps}]. */
  get sentences() {
    const found = new Map();
    for (const gap of this.screen.docs.get(this.document).gaps) {
      const key = gap.sentence.join();
      if (!found.has(key)) found.set(key, { start: gap.sentence[0], end: gap.sentence[1], gaps: [] });
      found.get(key).gaps.push(gap);
    }
    return [...found.values()];
  }

  /** The server has answered: what no claim covers now. */
  received(gaps) {
    this.asked = false;
    for (const [id, found] of Object.entries(gaps)) this.screen.docs.get(id).gaps = found;
    if (this.screen.mode === "missing") this.render();
  }

  render() {
    const { screen, sentences } = this;
    this.at = Math.max(0, Math.min(this.at, sentences.length - 1));
    const count = sentences.length ? `${plural(sentences.length, "sentence")} with something that no claim covers` : "Nothing: every figure and every word of harm is covered";
    fill(
      screen.els.pane,
      h("h2", { class: "qb-form-title" }, "What is missing in this article?"),
      h("p", { class: "qb-note", role: "status" }, count),
      h("ol", { class: "qb-gaps", role: "listbox", "aria-label": "What is missing" }, sentences.map((sentence, index) => this.item(sentence, index))),
    );
    fill(
      screen.els.bar,
      screen.progress.decides && sentences.length > 0 && renderButton("claim", "Make a claim", {}, () => this.make(), { key: "Enter" }),
      screen.progress.decides && renderButton("add", "Other words", screen.setup.keys, (name) => screen.act(name)),
      renderButton("article", "Next article", screen.setup.keys, (name) => screen.act(name)),
      renderButton("back", "Back", {}, () => this.leave(), { key: "Esc" }),
    );
    this.show();
  }

  item(sentence, index) {
    const reasons = [...new Set(sentence.gaps.map((gap) => gap.title))];
    return h(
      "li",
      { class: "qb-gap-item", role: "option", "aria-selected": index === this.at ? "true" : "false", onclick: () => this.pick(index, true) },
      h("span", { class: "qb-gap-words", dir: "auto" }, this.screen.article.text(sentence.start, sentence.end)),
      h("span", { class: "qb-note" }, reasons.join(" ")),
    );
  }

  show() {
    const { screen, sentences } = this;
    screen.article.layers.set("gaps", screen.docs.get(this.document).gaps.map((gap) => screen.article.placed(gap)));
    const sentence = sentences[this.at];
    screen.article.layers.set("quote", []);
    screen.article.layers.set("words", []);
    screen.article.mark("pick", sentence ? [{ start: sentence.start, end: sentence.end, role: "pick" }] : []);
    if (sentence) screen.article.reveal(sentence.start, sentence.end);
    const item = screen.els.pane.querySelector("[aria-selected=true]");
    if (item) item.scrollIntoView({ block: "nearest" });
  }

  pick(index, make = false) {
    this.at = index;
    this.render();
    if (make) this.make();
  }

  /** The claim form with the sentence as its quote, and its first uncovered figure. */
  make() {
    const sentence = this.sentences[this.at];
    if (!sentence) return;
    if (!this.screen.progress.decides) return void this.screen.say(LOOKS, "block");
    const { article, fixing } = this.screen;
    article.mark("pick", []);
    const counted = sentence.gaps.find((gap) => gap.figure);
    fixing.openNew(this.document, this.screen.spanOf(sentence), counted && { ...this.screen.spanOf(counted), text: counted.figure });
    fixing.from = this;
  }

  key(event) {
    const { screen } = this;
    if (isTyping(event) || hasModifier(event)) return false;
    const { next, previous } = screen.setup.keys;
    if (event.key === "ArrowDown" || event.key === next) this.pick(this.at + 1);
    else if (event.key === "ArrowUp" || event.key === previous) this.pick(this.at - 1);
    else if (event.key === "Enter") this.make();
    else if (event.key === "Escape" || actOf(event, screen.setup.keys) === "missing") this.leave();
    else if (["add", "article", "help", "undo", "whole"].includes(actOf(event, screen.setup.keys))) {
      screen.act(actOf(event, screen.setup.keys));
    } else return false;
    return true;
  }

  leave() {
    const { screen } = this;
    screen.mode = "read";
    screen.article.mark("pick", []);
    screen.showClaim(screen.deck.current);
    screen.renderFrame();
  }
}
