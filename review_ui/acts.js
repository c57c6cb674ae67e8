// The keys of a page's buttons: a key presses its button; the key of the list shows which there are.

const mounted = new WeakMap();

class ActKeys {
  constructor(parent) {
    this.acts = [];
    this.sheet = h("dialog", { class: "qb-sheet", "aria-label": "Keys" });
    this.hint = h("button", { type: "button", class: "qb-sheet-hint", onclick: () => this.toggle() });
    parent.append(this.hint, this.sheet);
    this.abort = new AbortController();
    window.addEventListener("keydown", (event) => this.key(event), { capture: true, signal: this.abort.signal });
  }

  receive({ acts, help }) {
    this.acts = acts;
    this.help = help;
    fill(this.hint, kbd(help), " all keys");
    const rows = [...acts.map(([key, , told]) => [key, told]), [help, "show or hide this list"]];
    const close = h("button", { type: "button", onclick: () => this.sheet.close() }, "Close");
    fill(this.sheet, h("h2", {}, "Keys"), h("dl", {}, rows.map(([key, told]) => [h("dt", {}, kbd(key)), h("dd", {}, told)])), close);
  }

  toggle() {
    if (this.sheet.open) this.sheet.close();
    else this.sheet.showModal();
  }

  key(event) {
    if (isTyping(event) || hasModifier(event) || event.repeat) return;
    const pressed = event.key.toLowerCase();
    const act = this.acts.find(([key]) => key === pressed);
    if (pressed === this.help) this.toggle();
    else if (this.sheet.open && (pressed === " " || pressed.length > 1)) return; // the list's own button, and Escape
    else if (!this.sheet.open && act) press(act[1]);
    else if (!this.sheet.open) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // Streamlit has single-key shortcuts of its own
  }

  close() {
    this.abort.abort();
  }
}

/** Press the button that Streamlit has drawn under this name. */
function press(name) {
  const button = document.querySelector(`.st-key-${CSS.escape(name)} :is(button, a)`);
  if (button) button.click();
}

export default function ({ parentElement, data }) {
  let keys = mounted.get(parentElement);
  if (!keys || !keys.sheet.isConnected) {
    if (keys) keys.close();
    keys = new ActKeys(parentElement);
    mounted.set(parentElement, keys);
  }
  if (data) keys.receive(data);
  return () => {
    keys.close();
    mounted.delete(parentElement);
  };
}
