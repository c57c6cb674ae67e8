// Choosing a stretch of the article by keyboard: a span of whole words, moved and stretched with the arrow keys.

class WordPicker {
  constructor(article, done) {
    this.article = article;
    this.done = done; // called with {start, end, text} or null
  }

  /** Begin at `span` ({start, end} in code points), or at the first word in view. */
  begin(span) {
    const words = this.article.wordList();
    if (!words.length) return this.done(null);
    const from = span ? this.article.map.unit(span.start) : this.firstVisible();
    const to = span ? this.article.map.unit(span.end) : from;
    const ends = words.map((word) => word[1]);
    this.first = Math.min(lowerBound(ends, from + 1), words.length - 1);
    this.last = Math.max(this.first, lowerBound(words.map((word) => word[0]), to) - 1);
    this.words = words;
    this.head = Math.max(0, words[this.first][0] - from); // punctuation of the span it begins with stays
    this.tail = Math.max(0, to - words[this.last][1]);
    this.show();
    return undefined;
  }

  firstVisible() {
    const top = this.article.pane.getBoundingClientRect().top;
    const block = this.article.blocks.find((candidate) => candidate.node.getBoundingClientRect().bottom > top + 24);
    return block ? block.start : 0;
  }

  /** The chosen words, with the punctuation before (`head`) and after them (`tail`) that belongs to the choice. */
  span() {
    const { map } = this.article;
    const from = this.words[this.first][0] - this.head;
    const to = this.words[this.last][1] + this.tail;
    return { start: map.point(from), end: map.point(to), text: map.text.slice(from, to) };
  }

  show() {
    const { start, end } = this.span();
    this.article.mark("pick", [{ start, end, role: "pick" }]);
    this.article.reveal(this.edge === "first" ? start : Math.max(start, end - 1), this.edge === "first" ? start + 1 : end);
  }

  /** Handle a key; true if it was one of ours. */
  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const leap = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.move(step, event);
    else if (leap) this.leap(leap, event);
    else if (event.key === ".") this.takePunctuation();
    else if (event.key === "Enter") this.finish(this.span());
    else if (event.key === "Escape") this.finish(null);
    else return false;
    return true;
  }

  move(step, event) {
    if (!event.altKey && !event.ctrlKey) this.tail = 0;
    if (!event.shiftKey) this.head = 0;
    const top = this.words.length - 1;
    const clamp = (index, low, high) => Math.min(Math.max(index, low), high);
    if (event.shiftKey) {
      this.edge = "last";
      this.last = clamp(this.last + step, this.first, top);
    } else if (event.altKey || event.ctrlKey) {
      this.edge = "first";
      this.first = clamp(this.first + step, 0, this.last);
    } else {
      this.edge = "first";
      this.first = clamp((step > 0 ? this.last : this.first) + step, 0, top);
      this.last = this.first;
    }
    this.show();
  }

  /** To the next or previous line of blocks; with Shift the end goes there and the beginning stays. */
  leap(step, event) {
    this.tail = 0;
    if (!event.shiftKey) this.head = 0;
    const { blocks } = this.article;
    const from = this.words[event.shiftKey ? this.last : this.first][0];
    const index = lowerBound(this.article.ends, from + 1) + step;
    const block = blocks[Math.min(Math.max(index, 0), blocks.length - 1)];
    const starts = this.words.map((word) => word[0]);
    if (event.shiftKey) this.last = Math.max(this.first, lowerBound(starts, block.end) - 1);
    else this.first = this.last = Math.min(lowerBound(starts, block.start), this.words.length - 1);
    this.edge = event.shiftKey ? "last" : "first";
    this.show();
  }

  /** With or without the punctuation around the words: quotation marks, brackets, full stop. */
  takePunctuation() {
    const { text } = this.article.map;
    const taken = this.head + this.tail > 0;
    const before = /["'“”‘’«»(\[]*$/u.exec(text.slice(Math.max(0, this.words[this.first][0] - 8), this.words[this.first][0]))[0];
    const after = /^[.,!?…"'“”‘’«»)\]]*/u.exec(text.slice(this.words[this.last][1]))[0];
    this.head = taken ? 0 : before.length;
    this.tail = taken ? 0 : after.length;
    this.show();
  }

  finish(span) {
    this.article.mark("pick", []);
    this.done(span);
  }
}
