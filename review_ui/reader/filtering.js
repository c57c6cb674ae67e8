// Which claims to review, and in which order. The choice goes into the page's address and takes effect at once.

const ORDERS = [
  ["document", "by article"],
  ["risk", "riskiest first"],
];

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
    fill(
      this.node,
      this.row("order", "Order", ORDERS.map(([value, words]) => [value, words]), "document"),
      facets.map((facet) => this.row(facet.name, facet.label, this.options(facet), "")),
      this.row("flagged", "Second look", [["", "any"], ["yes", "marked for a second look"]], ""),
    );
    const control = this.node.querySelector(focused ? `[data-facet="${focused}"]` : "select");
    if (control) control.focus();
  }

  options(facet) {
    const any = ["", facet.name === "state" ? "undecided" : "any"];
    const chosen = this.params[facet.name];
    const known = facet.values.map(([value, words, count]) => [value, `${words} (${count.toLocaleString("en")})`]);
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
