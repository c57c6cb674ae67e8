// Which claims to review, and in which order. The choice goes into the page's address and takes effect at once.

const ORDERS = [
  ["document", "by article"],
  ["risk", "riskiest first"],
  ["age", "oldest first"],
];

const TYPING_PAUSE = 250;

class Filtering {
  constructor(screen) {
    this.screen = screen;
    this.node = h("div", { class: "qb-form qb-filter" });
  }

  open() {
    const { screen } = this;
    screen.mode = "filter";
    this.params = { ...(screen.chosen || screen.filter.params) };
    fill(screen.els.pane, h("h2", { class: "qb-form-title" }, "Which claims?"), this.node);
    fill(this.node, h("p", { class: "qb-note" }, "Looking …"));
    fill(screen.els.bar, renderButton("close", "Done", {}, () => this.close(), { key: "Esc" }), renderButton("clear", "All undecided", {}, () => this.set({}), { key: "0" }));
    screen.root.dataset.blank = "false";
    screen.renderFrame();
    screen.send();
  }

  /** What there is to choose from, each with how many claims have it. */
  show(facets) {
    const focused = document.activeElement && document.activeElement.dataset.facet;
    if (focused === "search" && this.node.querySelector("[data-facet=order]")) return this.recount(facets);
    fill(
      this.node,
      this.search(),
      this.row("order", "Order", ORDERS.map(([value, words]) => [value, words]), "document"),
      facets.map((facet) => this.row(facet.name, facet.label, this.options(facet), "")),
      this.row("flagged", "Second look", [["", "any"], ["yes", "marked for a second look"]], ""),
    );
    const control = this.node.querySelector(`[data-facet="${focused || "search"}"]`);
    if (control) control.focus();
  }

  /** New counts while somebody types: their field stays as it is. */
  recount(facets) {
    for (const facet of facets) {
      const row = this.node.querySelector(`[data-facet="${facet.name}"]`)?.closest(".qb-field");
      if (row) row.replaceWith(this.row(facet.name, facet.label, this.options(facet), ""));
    }
  }

  /** Words that the claims are to hold; they take effect with a pause in typing. */
  search() {
    const change = (event) => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.set({ ...this.params, search: event.target.value.trim() }), TYPING_PAUSE);
    };
    const props = { id: "qb-facet-search", "data-facet": "search", type: "search", maxlength: 200, placeholder: "words, or “words together”", autocomplete: "off" };
    const input = h("input", { ...props, value: this.params.search || "", oninput: change });
    return h("div", { class: "qb-field" }, h("label", { for: props.id }, "Search"), h("div", { class: "qb-control" }, input));
  }

  options(facet) {
    const any = ["", facet.name === "state" ? "undecided" : "any"];
    const chosen = this.params[facet.name];
    const number = (count) => (facet.partial ? (count ? ` (${count.toLocaleString("en")}+)` : "") : ` (${count.toLocaleString("en")})`);
    const known = facet.values.map(([value, words, count]) => [value, words + number(count)]); // "+": not all were counted
    const lost = chosen && !facet.values.some(([value]) => value === chosen) ? [[chosen, `${chosen.replaceAll("_", " ")} (0)`]] : [];
    return [any, ...known, ...lost];
  }

  row(name, label, options, usual) {
    const chosen = this.params[name] || usual;
    const select = h(
      "select",
      { id: `qb-facet-${name}`, "data-facet": name, onchange: (event) => this.set({ ...this.params, [name]: event.target.value }) },
      options.map(([value, words]) => h("option", { value, selected: value === chosen }, words)),
    );
    return h("div", { class: "qb-field" }, h("label", { for: `qb-facet-${name}` }, label), h("div", { class: "qb-control" }, select));
  }

  set(params) {
    const given = Object.entries(params).filter(([name, value]) => value && !(name === "order" && value === "document"));
    this.params = Object.fromEntries(given);
    this.screen.choose(this.params);
  }

  close() {
    const { screen } = this;
    screen.mode = "read";
    screen.shown = null;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    if (screen.deck.current) screen.showClaim(screen.deck.current);
    screen.refresh();
  }
}
