// The fix form: controls generated from the record (form.py, FieldView) over a draft, which is the claim as JSON.
// `host` gives: change() after an edit, arm(path, label) when a words field takes the selection, pick(path, label) to choose by keyboard.
//
// A record inside the record is one line of words and, once it has words, a line of what they mean. Words given make the record,
// words taken away unmake it, so that nothing has to be added or removed first.

function getPath(record, path) {
  return path.split(".").reduce((value, part) => (value === null || value === undefined ? undefined : value[part]), record);
}

function setPath(record, path, value) {
  const parts = path.split(".");
  const last = parts.pop();
  const holder = parts.reduce((inner, part) => inner[part], record);
  holder[last] = value;
}

function parentOf(path) {
  return path.split(".").slice(0, -1).join(".");
}

class FixForm {
  constructor(node, host) {
    this.node = node;
    this.host = host;
    this.touched = new Set();
  }

  /** Open for `record`; `forms` has the fields of every kind. */
  open(record, forms) {
    this.forms = forms;
    this.original = JSON.stringify(record);
    this.draft = structuredClone(record);
    this.touched.clear();
    this.entered = false; // by hand, not taken from the article
    this.rebuild();
  }

  /** Put an unsaved edit in place of the record. */
  resume({ draft, touched }) {
    this.draft = structuredClone(draft);
    this.touched = new Set(touched);
    this.entered = true;
    this.rebuild();
  }

  get changed() {
    return JSON.stringify(this.draft) !== this.original;
  }

  rebuild() {
    const focused = this.node.contains(document.activeElement) ? document.activeElement.dataset.path : null;
    this.blanks = new Map(); // path of a record → what it is made from when words are given
    const kinds = Object.keys(this.forms).map((kind) => [kind, kind.replaceAll("_", " ")]);
    fill(
      this.node,
      this.row("Kind", "kind", this.select("kind", kinds, false, (kind) => this.turn(kind))),
      this.forms[this.draft.kind].map((field) => this.control(field, field.path)),
    );
    if (focused) this.focus(focused);
  }

  /** Change the kind: fields of the same name keep their value, the others start blank. */
  turn(kind) {
    const kept = {};
    for (const field of this.forms[kind]) {
      const old = this.draft[field.name];
      const fits = old !== undefined && (!field.options || old === null || field.options.some(([value]) => value === old));
      kept[field.name] = fits ? old : this.blankOf(field);
    }
    this.draft = { kind, ...kept };
    this.edited("kind", true);
  }

  blankOf(field) {
    if (field.optional) return null;
    if (field.widget === "list") return [];
    if (field.widget === "group") return structuredClone(field.blank);
    return field.options ? field.options[0][0] : "";
  }

  control(field, path) {
    if (field.widget === "list") return this.list(field, path);
    if (field.widget !== "group") return this.row(field.label, path, this.input(field, path));
    return field.fields.some((child) => child.fields) ? this.section(field, path) : this.record(field, path);
  }

  /** A record with records inside: a heading and its controls. */
  section(field, path) {
    const inner = field.fields.map((child) => this.control(child, child.path.replace(field.path, path)));
    return h("fieldset", { class: `qb-section qb-edge-${field.role}` }, h("legend", {}, field.label), inner);
  }

  /** A record of plain fields: its words lead, what they mean follows in small. */
  record(field, path, label = field.label) {
    const lead = field.fields.find((child) => child.name === "text" && !child.optional);
    const value = getPath(this.draft, path);
    const small = field.fields.filter((child) => child !== lead);
    this.blanks.set(path, { blank: field.blank, optional: field.optional });
    const line = value && small.length > 0 && h("div", { class: "qb-small" }, small.map((child) => this.small(child, `${path}.${child.name}`)));
    if (!lead) return this.row(label, path, line);
    return this.row(label, `${path}.text`, [this.words(`${path}.text`, value ? value.text : "", field.role, label), line]);
  }

  list(field, path) {
    const items = getPath(this.draft, path) || [];
    const names = (index) => (items.length > 1 ? `${field.label} ${index + 1}` : field.label);
    const item = { ...field, widget: "group", optional: true };
    const rows = items.map((_, index) => this.record(item, `${path}.${index}`, names(index)));
    const next = `${path}.${items.length}`;
    const spare = this.spare === path || items.length === 0 ? this.record(item, next, `${field.label} ${items.length + 1}`.replace(/ 1$/, "")) : null;
    const more = h("button", { type: "button", class: "qb-add", onclick: () => this.another(path, next) }, `+ another ${field.label.toLowerCase()}`);
    return [rows, spare || h("div", { class: "qb-field" }, h("span", {}), more)];
  }

  another(path, next) {
    this.spare = path;
    this.rebuild();
    this.focus(`${next}.text`);
  }

  row(label, path, control) {
    return h(
      "div",
      { class: "qb-field", "data-field": path },
      h("label", { for: `qb-f-${path}`, title: label }, label),
      h("div", { class: "qb-control" }, control),
    );
  }

  small(field, path) {
    const control = field.widget === "words" ? this.words(path, getPath(this.draft, path), field.role, field.label) : this.input(field, path);
    return h("label", { class: `qb-sub qb-sub-${field.widget}`, "data-field": path }, h("span", {}, field.label), control);
  }

  input(field, path) {
    const value = getPath(this.draft, path);
    if (field.widget === "choice") return this.select(path, field.options, field.optional, (chosen) => this.set(path, chosen));
    if (field.widget === "number") return this.number(path, value, field);
    if (field.widget === "words") return this.words(path, value, field.role, field.label);
    const tag = field.widget === "area" ? "textarea" : "input";
    const change = (event) => this.set(path, event.target.value || (field.optional ? null : ""));
    return h(tag, { ...this.common(path), rows: tag === "textarea" ? 1 : null, value: value ?? "", oninput: change });
  }

  common(path) {
    return { id: `qb-f-${path}`, "data-path": path, autocomplete: "off", spellcheck: "false", dir: "auto" };
  }

  number(path, value, field) {
    const read = (words) => (/^\d+$/.test(words) ? Number(words) : words || (field.optional ? null : ""));
    const change = (event) => this.set(path, read(event.target.value.replaceAll(/[\s,]/g, "")));
    return h("input", { ...this.common(path), inputmode: "numeric", placeholder: "open", value: value ?? "", oninput: change });
  }

  /** Verbatim words: typed, or taken from the article by selection (the focused field is armed) or by keyboard (pick). */
  words(path, value, role, label) {
    const area = h("textarea", {
      ...this.common(path),
      rows: 1,
      class: `qb-input-words qb-tint-${role}`,
      placeholder: "select in the article",
      value: value ?? "",
      onfocus: () => this.host.arm(path, label),
      oninput: (event) => this.typed(path, event.target.value),
    });
    const pick = h("button", { type: "button", class: "qb-pick-button", tabindex: "-1", title: "Choose the words by keyboard (Alt P)", onclick: () => this.host.pick(path, label) }, "pick");
    return h("div", { class: "qb-words-control" }, area, pick);
  }

  /** Words that were typed have no place until the program has found it. */
  typed(path, words) {
    this.entered = true;
    this.write(path, words, { start: null, end: null });
  }

  /** Words taken from the article: `span` is {start, end, text} in code points. */
  take(path, span) {
    this.write(path, span.text, { start: span.start, end: span.end });
    this.show(path);
  }

  write(path, words, place) {
    const parent = parentOf(path);
    const made = path.endsWith(".text") ? this.blanks.get(parent) : null;
    const rebuild = made ? this.make(parent, made, words) : false;
    const holder = parent ? getPath(this.draft, parent) : this.draft;
    if (holder) {
      const name = path.split(".").at(-1);
      holder[name] = words || (made ? "" : null);
      if ("start" in holder) Object.assign(holder, place, { prefix: "", suffix: "" });
    }
    this.edited(path, rebuild);
  }

  /** Make the record at `path` when words are given, unmake it when they are taken away; true if the form has changed its shape. */
  make(path, { blank, optional }, words) {
    const there = getPath(this.draft, path);
    const index = Number(path.split(".").at(-1));
    const list = Number.isInteger(index) ? getPath(this.draft, parentOf(path)) : null;
    if (words && !there) {
      setPath(this.draft, path, structuredClone(blank));
      this.spare = null;
      return true;
    }
    if (words || !there || !optional || (list && list.length === 1 && "start" in there)) return false;
    if (list) list.splice(index, 1);
    else setPath(this.draft, path, null);
    return true;
  }

  select(path, options, optional, change) {
    const value = getPath(this.draft, path) ?? "";
    const all = optional ? [["", "—"], ...options] : options;
    return h(
      "select",
      { ...this.common(path), onchange: (event) => change(event.target.value || null) },
      all.map(([key, words]) => h("option", { value: key, selected: key === value }, words)),
    );
  }

  set(path, value) {
    this.entered = true;
    setPath(this.draft, path, value);
    this.edited(path, false);
  }

  edited(path, rebuild) {
    this.touched.add(path);
    if (rebuild) this.rebuild();
    this.host.change();
  }

  /** What the program worked out from the words (bounds, dates): into fields that the reviewer has not set by hand. */
  complete(filled) {
    for (const [path, value] of Object.entries(filled)) {
      if (this.touched.has(path) || getPath(this.draft, path) === undefined) continue;
      setPath(this.draft, path, value);
      this.show(path);
    }
  }

  show(path) {
    const control = this.controlOf(path);
    if (control) control.value = getPath(this.draft, path) ?? "";
  }

  focus(path) {
    const control = this.controlOf(path);
    if (!control) return;
    control.focus();
    if (control.setSelectionRange) control.setSelectionRange(control.value.length, control.value.length);
  }

  /** The field that a finding speaks of; false if there is none. */
  focusField(path) {
    const row = this.rowOf(path);
    const control = row && row.querySelector("[data-path]");
    if (control) this.focus(control.dataset.path);
    return Boolean(control);
  }

  /** To the next field (-1: the one before), past what belongs to the same line. */
  step(direction) {
    const rows = [...this.node.querySelectorAll(".qb-field:has([data-path])")];
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const row = rows[Math.max(0, Math.min(rows.length - 1, here + direction))];
    row.scrollIntoView({ block: "nearest" });
    this.focus(row.querySelector("[data-path]").dataset.path);
  }

  controlOf(path) {
    return this.node.querySelector(`[data-path="${CSS.escape(path)}"]`);
  }

  /** Mark the fields that problems speak of, the worst first; what they say stands above the form. */
  explain(problems) {
    for (const row of this.node.querySelectorAll("[data-severity]")) delete row.dataset.severity;
    for (const problem of problems) {
      const row = this.rowOf(problem.field);
      if (row && !row.dataset.severity) row.dataset.severity = problem.severity;
    }
  }

  rowOf(path) {
    for (let at = path; at; at = parentOf(at)) {
      const field = this.node.querySelector(`[data-field="${CSS.escape(at)}"]`) || this.node.querySelector(`[data-field="${CSS.escape(`${at}.text`)}"]`);
      if (field) return field.closest(".qb-field");
    }
    return null;
  }
}
