// The page of keys: what each does, and giving an act another key. Kept for the reviewer by the server; a conflict is refused with words.

class Help {
  constructor(screen) {
    this.screen = screen;
    this.node = h("dialog", { class: "qb-help", "aria-label": "Keys", onclose: () => (this.asking = null) });
  }

  get isOpen() {
    return this.node.open;
  }

  toggle() {
    if (this.isOpen) return this.node.close();
    this.note = null;
    this.render();
    return this.node.showModal();
  }

  render() {
    const { keys } = this.screen.setup;
    fill(
      this.node,
      h(
        "div",
        { class: "qb-help-page" },
        h("h2", {}, "Keys"),
        h("p", { class: "qb-note", role: "status" }, this.note || "A click on a key, or Enter on it, gives the act another one."),
        h(
          "div",
          { class: "qb-help-columns" },
          h("dl", {}, KEY_HELP.map(([act, words]) => [h("dt", {}, this.button(act, keys[act], words)), h("dd", {}, words)])),
          h("div", {}, KEY_GROUPS.map(([title, rows]) => [h("h3", {}, title), h("dl", {}, rows.map(([names, words]) => [h("dt", {}, names.map(kbd)), h("dd", {}, words)]))])),
        ),
        h("div", { class: "qb-help-acts" }, h("button", { type: "button", class: "qb-button", onclick: () => this.node.close() }, "Close"), h("button", { type: "button", class: "qb-button", onclick: () => this.keep({}) }, "Usual keys")),
      ),
    );
  }

  button(act, key, words) {
    const asked = this.asking === act;
    const props = { type: "button", class: "qb-key", "data-key-of": act, "aria-label": `${key}: ${words}. Give it another key`, "aria-pressed": asked ? "true" : "false" };
    return h("button", { ...props, onclick: () => this.ask(act) }, kbd(asked ? "…" : key));
  }

  ask(act) {
    this.asking = act;
    this.note = "Press the new key; Esc leaves it as it is.";
    this.show(act);
  }

  show(act) {
    this.render();
    const button = this.node.querySelector(`[data-key-of="${act}"]`);
    if (button) button.focus();
  }

  /** Handle a key while the page is open; true if it was one of ours. */
  key(event) {
    if (this.asking) {
      if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return false;
      const act = this.asking;
      this.asking = null;
      if (event.key === "Escape") this.note = null;
      else this.keep({ ...this.own(), [act]: event.key });
      this.show(act);
      return true;
    }
    if (event.key !== this.screen.setup.keys.help) return false;
    this.node.close();
    return true;
  }

  own() {
    return { ...this.screen.setup.keys };
  }

  keep(keys) {
    this.wanted = keys;
    this.note = "One moment …";
    this.render();
    this.screen.send();
  }

  /** The server's word on the keys that were wanted: null, or why not. */
  kept(refused) {
    if (!this.wanted) return;
    this.wanted = null;
    this.note = refused || "Kept: these are your keys now.";
    const at = this.node.contains(document.activeElement) ? document.activeElement.dataset.keyOf : null;
    if (this.isOpen) this.show(at);
    this.screen.keysChanged();
  }
}
