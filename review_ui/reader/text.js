// Code points and words. Python counts code points, the DOM counts UTF-16 units: every offset that crosses the border is a code point,
// every offset inside the browser is a unit, and only this file converts.

/** Map between code points and UTF-16 units of `text`; free of charge for texts without astral characters. */
function textMap(text) {
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) {
    return { text, points: text.length, unit: (point) => point, point: (unit) => unit };
  }
  const units = [];
  for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) units.push(at);
  units.push(text.length);
  const unit = (point) => units[Math.min(Math.max(point, 0), units.length - 1)];
  return { text, points: units.length - 1, unit, point: (wanted) => lowerBound(units, wanted) };
}

/** Index of the first of the ascending `numbers` that is not below `wanted`. */
function lowerBound(numbers, wanted) {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** `text` with a visible sign, one for one, for each that turns the direction of what follows: 14 must not look like 41. */
function shown(text) {
  return text.replaceAll(TURNING, "\ufffd");
}

const wordSegmenter = new Intl.Segmenter("en", { granularity: "word" });
const SPACE = /[\s\u200b\ufeff]/u;
const POSSESSIVE = /^(.+)['’]s$/iu;

/** The run of characters without white space around `unit`, as [start, end] in units. */
function spaceless(text, unit) {
  let start = unit;
  let end = unit;
  while (start > 0 && !SPACE.test(text[start - 1])) start -= 1;
  while (end < text.length && !SPACE.test(text[end])) end += 1;
  return [start, end];
}

/**
 * Where an edge that falls inside a word belongs: its beginning for `side` "start", its end for "end". Segments of the word
 * segmenter never divide a grapheme, so an emoji or a base letter with its accents stays whole. The edge before a possessive 's is kept.
 */
function snapEdge(text, unit, side) {
  const [start, end] = spaceless(text, unit);
  for (const part of wordSegmenter.segment(text.slice(start, end))) {
    const from = start + part.index;
    const to = from + part.segment.length;
    if (unit <= from || unit >= to) continue;
    const owner = POSSESSIVE.exec(part.segment);
    if (owner && from + owner[1].length === unit) return unit;
    return side === "start" ? from : to;
  }
  return unit;
}

/** Snap [start, end) in units outwards to whole words, without white space at its ends; null if nothing is left. */
function snapSpan(text, start, end) {
  let from = start;
  let to = end;
  while (from < to && SPACE.test(text[from])) from += 1;
  while (to > from && SPACE.test(text[to - 1])) to -= 1;
  if (from >= to) return null;
  return [snapEdge(text, from, "start"), snapEdge(text, to, "end")];
}

/** The words of `text` as [start, end] in units, for moving a selection by keyboard. */
function wordSpans(text) {
  const found = [];
  for (const part of wordSegmenter.segment(text)) {
    if (part.isWordLike) found.push([part.index, part.index + part.segment.length]);
  }
  return found;
}
