// Building the page. Article and model text only ever becomes a text node: nothing here parses HTML.

/** Element `tag` with `props` (class, dataset, on…, aria-…, plain attributes) and children (nodes, strings, arrays, null). */
function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) setProp(node, name, value);
  append(node, children);
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name === "value" || name === "checked" || name === "disabled" || name === "selected") node[name] = value;
  else node.setAttribute(name, value === true ? "" : value);
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(shown(String(child))));
  }
}

/** Replace the content of `node`; scroll position and identity of `node` stay. */
function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

function kbd(key) {
  return h("kbd", {}, key);
}

/** A number of things in words: plural(2, "claim") → "2 claims". */
function plural(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
