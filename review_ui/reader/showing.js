// What the screen shows of a claim: the article with its marks on the left, the claim on the right. Screen builds on it.

class Showing {
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
    this.shownState = state;
    const doc = this.docs.get(view.document);
    if (!inPlace) this.turned = Boolean(this.article.doc) && this.article.doc.id !== doc.id;
    this.renderDocHead(doc, view);
    this.article.show(doc);
    this.markArticle(view, doc);
    const act = { reveal: (...span) => this.flash(...span), take: (suggestion) => this.fixing.open(this.spanOf(suggestion)) };
    fill(this.els.pane, renderClaim(view, state, act));
    if (!inPlace) this.els.pane.scrollTop = this.root.scrollTop = 0; // the root scrolls in small windows
    fill(this.els.bar, renderReadBar(this.setup.keys, (name) => this.refusal(view, name), (name) => this.act(name), this.progress.decides));
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
        doc.subtitle.map((part) => h("span", { class: part.length < 25 ? "qb-short" : null }, part)),
        doc.url && h("a", { href: doc.url, target: "_blank", rel: "noopener noreferrer" }, "original"),
        place > 0 && h("span", { class: this.turned ? "qb-place-in qb-turned" : "qb-place-in" }, `${this.turned ? "new article: " : ""}claim ${place} of ${siblings.length}${this.turned ? "" : " in this article"}`),
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
    const run = event.target instanceof Element ? event.target.closest("[data-claim], [data-gap]") : null;
    const selection = document.getSelection();
    if (!run || this.mode !== "read" || (selection && !selection.isCollapsed)) return;
    if (run.dataset.claim) this.goTo(run.dataset.claim, true);
    else this.missing.makeOf(Number(run.dataset.gap));
  }
}
