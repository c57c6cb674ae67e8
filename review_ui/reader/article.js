// The article pane: the text as blocks, spans laid over it as runs, scrolling to a span, and spans read back from a selection.
// A span is [start, end) in code points; a mark is {start, end, role, claim?, title?}, and marks may overlap.

class Article {
  constructor(pane) {
    this.pane = pane;
    this.doc = null;
    this.map = null;
    this.blocks = [];
    this.ends = [];
    this.touched = new Set();
    this.layers = new Map();
  }

  /** Show `doc` ({id, text, blocks}); nothing happens if it is there already. */
  show(doc) {
    if (this.doc && this.doc.id === doc.id) return;
    this.doc = doc;
    this.map = textMap(doc.text);
    this.words = null;
    this.layers.clear();
    this.touched.clear();
    this.blocks = doc.blocks.map((block) => this.makeBlock(block));
    this.ends = this.blocks.map((block) => block.end);
    fill(this.pane, this.blocks.map((block) => block.node));
    this.pane.scrollTop = 0;
  }

  makeBlock(block) {
    const start = this.map.unit(block.start);
    const end = this.map.unit(block.end);
    const tag = block.kind === "heading" ? "h2" : "p";
    const classes = ["qb-block", `qb-block-${block.kind}`, block.grey && "qb-furniture", block.wrapped && "qb-wrapped"];
    const node = h(tag, { class: classes.filter(Boolean).join(" "), dir: "auto", "data-furniture": block.furniture || null });
    append(node, [this.map.text.slice(start, end)]);
    return { start, end, node };
  }

  /** Put `marks` on the layer `name` (others, quote, words, gaps, pick), replacing what was there. */
  mark(name, marks) {
    this.layers.set(name, marks.filter((mark) => mark.end > mark.start).map((mark) => this.placed(mark)));
    this.paint();
  }

  placed(mark) {
    return { ...mark, from: this.map.unit(mark.start), to: this.map.unit(mark.end) };
  }

  /** Rebuild the blocks that carry marks now or carried some before; a selection that somebody is making stays. */
  paint() {
    const kept = this.selectionUnits();
    const marks = [...this.layers.values()].flat();
    const dirty = new Map([...this.touched].map((block) => [block, []]));
    for (const mark of marks) {
      for (const block of this.blocksWithin(mark.from, mark.to)) {
        if (!dirty.has(block)) dirty.set(block, []);
        dirty.get(block).push(mark);
      }
    }
    this.touched.clear();
    for (const [block, own] of dirty) {
      this.paintBlock(block, own);
      if (own.length) this.touched.add(block);
    }
    if (kept) this.restoreSelection(kept);
  }

  selectionUnits() {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !this.pane.contains(selection.anchorNode) || !this.pane.contains(selection.focusNode)) return null;
    return [this.unitOf(selection.anchorNode, selection.anchorOffset), this.unitOf(selection.focusNode, selection.focusOffset)];
  }

  restoreSelection([anchor, focus]) {
    const back = focus < anchor;
    const from = this.pointAt(anchor, back);
    const to = this.pointAt(focus, !back);
    if (from && to) document.getSelection().setBaseAndExtent(...from, ...to);
  }

  blocksWithin(from, to) {
    const found = [];
    let index = lowerBound(this.ends, from + 1);
    for (; index < this.blocks.length && this.blocks[index].start < to; index += 1) found.push(this.blocks[index]);
    return found;
  }

  paintBlock(block, marks) {
    const edges = new Set([block.start, block.end]);
    for (const mark of marks) {
      edges.add(Math.max(mark.from, block.start));
      edges.add(Math.min(mark.to, block.end));
    }
    block.node.classList.toggle("qb-has-quote", marks.some((mark) => mark.role === "quote"));
    const cuts = [...edges].sort((a, b) => a - b);
    const look = JSON.stringify(marks.map((mark) => [mark.from, mark.to, mark.role, mark.claim, mark.title]));
    if (block.look === look) return;
    block.look = look;
    const runs = [];
    for (let index = 0; index + 1 < cuts.length; index += 1) runs.push(this.makeRun(cuts[index], cuts[index + 1], marks));
    fill(block.node, runs);
  }

  /** One run of text under the same marks: a text node, or an element with the classes of all of them. */
  makeRun(from, to, marks) {
    const text = this.map.text.slice(from, to);
    const over = marks.filter((mark) => mark.from <= from && mark.to >= to);
    if (!over.length) return document.createTextNode(shown(text));
    const classes = new Set(["qb-run"]);
    for (const mark of over) {
      classes.add(`qb-${mark.role}`);
      if (mark.from === from) classes.add(`qb-${mark.role}-first`);
      if (mark.to === to) classes.add(`qb-${mark.role}-last`);
    }
    const titles = [...new Set(over.map((mark) => mark.title).filter(Boolean))];
    const owner = over.find((mark) => mark.claim);
    const tag = over.some((mark) => mark.role === "quote") ? "mark" : "span";
    const gap = over.find((mark) => mark.role === "unclaimed");
    const props = { class: [...classes].join(" "), title: titles.join(" · ") || null, "data-claim": owner ? owner.claim : null, "data-gap": gap ? gap.start : null };
    return h(tag, props, text);
  }

  /** Bring [start, end) into view inside the pane; stays where it is if the span is in view already. */
  reveal(start, end) {
    this.scrollTo(start, end);
    requestAnimationFrame(() => this.scrollTo(start, end)); // blocks far away get their true height only when near
  }

  scrollTo(start, end) {
    const box = this.boxOf(start, end);
    if (!box) return;
    const view = this.pane.getBoundingClientRect();
    const margin = Math.min(48, view.height / 6);
    if (box.top >= view.top + margin / 2 && box.bottom <= view.bottom - margin / 2) return;
    const room = Math.max(margin, (view.height - box.height) * 0.36);
    this.pane.scrollTop += box.top - view.top - room;
  }

  boxOf(start, end) {
    const range = this.rangeOf(this.map.unit(start), this.map.unit(end));
    return range ? range.getBoundingClientRect() : null;
  }

  rangeOf(from, to) {
    const first = this.pointAt(from, false);
    const last = this.pointAt(to, true);
    if (!first || !last) return null;
    const range = document.createRange();
    range.setStart(...first);
    range.setEnd(...last);
    return range;
  }

  /** The text node and offset in it for `unit`; at a border between blocks the earlier one if `before`. */
  pointAt(unit, before) {
    const index = lowerBound(this.ends, before ? unit : unit + 1);
    const block = this.blocks[Math.min(index, this.blocks.length - 1)];
    if (!block) return null;
    let left = Math.max(0, unit - block.start);
    const walker = document.createTreeWalker(block.node, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    while (node && left > node.length) {
      left -= node.length;
      node = walker.nextNode() || null;
    }
    return node ? [node, Math.min(left, node.length)] : null;
  }

  /** What the user has selected in the article as [start, end) in code points, snapped to whole words; null if nothing. */
  selected() {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount || !this.doc) return null;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(this.pane) || !this.pane.contains(range.commonAncestorContainer)) return null;
    const from = this.unitOf(range.startContainer, range.startOffset);
    const to = this.unitOf(range.endContainer, range.endOffset);
    const span = from === null || to === null ? null : snapSpan(this.map.text, from, to);
    return span && { start: this.map.point(span[0]), end: this.map.point(span[1]), text: this.map.text.slice(span[0], span[1]) };
  }

  /** The unit of the document at a DOM position inside the pane. */
  unitOf(node, offset) {
    const probe = document.createRange();
    const block = this.blocks.find((candidate) => candidate.node === node || candidate.node.contains(node));
    if (!block) {
      const next = this.blocks.find((candidate) => comparePoints(candidate.node, node, offset) >= 0);
      return next ? next.start : this.map.text.length;
    }
    probe.setStart(block.node, 0);
    probe.setEnd(node, offset);
    return block.start + probe.toString().length;
  }

  clearSelection() {
    const selection = document.getSelection();
    if (selection && selection.rangeCount && this.pane.contains(selection.anchorNode)) selection.removeAllRanges();
  }

  text(start, end) {
    return this.map.text.slice(this.map.unit(start), this.map.unit(end));
  }

  wordList() {
    if (!this.words) this.words = wordSpans(this.map.text);
    return this.words;
  }
}

/** Whether `element` lies after (1), at or before (-1) the DOM position (node, offset). */
function comparePoints(element, node, offset) {
  const probe = document.createRange();
  probe.setStart(node, offset);
  const other = document.createRange();
  other.selectNode(element);
  return other.compareBoundaryPoints(Range.START_TO_START, probe);
}
