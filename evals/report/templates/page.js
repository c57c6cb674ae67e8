"use strict";
const one = (selector) => document.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const filter = () => {
  const flipped = one("#flipped")?.checked, wrong = one("#wrong")?.checked, tag = one("#tag")?.value ?? "", run = one("#run")?.value ?? "";
  let shown = 0;
  for (const doc of all("details.doc")) {
    const tags = doc.dataset.tags.split(" ");
    doc.hidden = (flipped && doc.dataset.flipped === "0") || (wrong && doc.dataset.tags === "") || (tag !== "" && !tags.includes(tag)) || (run !== "" && doc.dataset.run !== run);
    if (!doc.hidden) shown += 1;
    for (const pair of all(".pair", doc)) pair.hidden = tag !== "" && !pair.dataset.tags.split(" ").includes(tag);
  }
  for (const part of all("section.run")) part.hidden = run !== "" && part.dataset.run !== run;
  if (one("#shown")) one("#shown").textContent = `${shown} shown`;
};
for (const control of all("nav input, nav select")) control.addEventListener("change", filter);
const light = (doc, key) => {
  for (const lit of all(".lit", doc)) lit.classList.remove("lit");
  for (const piece of all(".article span[data-keys]", doc)) if (piece.dataset.keys.split(" ").includes(key)) piece.classList.add("lit");
  one(`#${doc.id} .pair[data-key="${key}"]`)?.classList.add("lit");
};
document.addEventListener("click", (event) => {
  const doc = event.target.closest("details.doc"), pair = event.target.closest(".pair"), piece = event.target.closest(".article span[data-keys]");
  if (!doc) return;
  if (pair) { light(doc, pair.dataset.key); one(`#${doc.id} .article .lit`)?.scrollIntoView({ block: "nearest" }); }
  else if (piece) { const key = piece.dataset.keys.split(" ")[0]; light(doc, key); one(`#${doc.id} .pair[data-key="${key}"]`)?.scrollIntoView({ block: "nearest" }); }
});
filter();
