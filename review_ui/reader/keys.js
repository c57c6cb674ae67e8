// One key, one act. Keys never act while somebody types, with a modifier, or while an input method composes.

const KEY_HELP = [
  ["accept", "accept the claim as it stands"],
  ["fix", "fix it; with words selected in the article, they become the quote"],
  ["reject", "reject it, then a digit for the reason"],
  ["skip", "skip it: it comes back at the end"],
  ["flag", "mark it for a second look and go on"],
  ["undo", "take back your last decision"],
  ["add", "make a claim by hand, of the words selected or picked"],
  ["missing", "what is missing in this article: sentences that no claim covers"],
  ["whole", "the whole article, claim by claim, then what is missing; again: back to the queue"],
  ["why", "how the model came to the claim"],
  ["next", "next claim, without deciding"],
  ["previous", "previous claim"],
  ["article", "next article with undecided claims"],
  ["filter", "choose which claims to see, and in which order"],
  ["publish", "the publish page"],
  ["guide", "the guidelines, in a tab beside the work"],
  ["help", "show or hide this page"],
];
const REPEATING = new Set(["next", "previous"]);

function isTyping(event) {
  const target = event.composedPath ? event.composedPath()[0] : event.target;
  if (event.isComposing || !(target instanceof Element)) return Boolean(event.isComposing);
  return Boolean(target.closest("input, textarea, select, [contenteditable=''], [contenteditable=true], [role=combobox], [role=listbox], [role=menu]"));
}

function hasModifier(event) {
  return event.ctrlKey || event.metaKey || event.altKey;
}

/** The act of `keys` ({act: key}) that `event` calls for, or null. A held key repeats only what repeats harmlessly. */
function actOf(event, keys) {
  if (isTyping(event) || hasModifier(event)) return null;
  const found = Object.keys(keys).find((act) => keys[act] === event.key.toLowerCase() || keys[act] === event.key);
  if (!found || (event.repeat && !REPEATING.has(found))) return null;
  return found;
}

const KEY_GROUPS = [
  [
    "While fixing",
    [
      [["Ctrl", "Enter"], "save and go on"],
      [["Esc"], "leave without saving"],
      [["Alt", "J"], "the next field; Alt K the one before"],
      [["Alt", "P"], "choose the field's words in the article by keyboard"],
    ],
  ],
  [
    "Choosing words by keyboard",
    [
      [["←", "→"], "one word"],
      [["Shift", "→"], "stretch or shrink the end"],
      [["Alt", "→"], "stretch or shrink the beginning"],
      [["↑", "↓"], "a paragraph; with Shift to its end"],
      [["."], "with or without the punctuation around it"],
      [["Enter"], "take it"],
    ],
  ],
];
