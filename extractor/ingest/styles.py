"""What a page's own style sheets hide: elements that a simple rule of a `<style>` block takes out of sight.

A small part of CSS, and the cautious one: visible text must never be lost. Selectors of one element, id and classes hide (`.x`, `p.x`,
`#x`); any rule that could show the element again, whatever its selector or its `@media`, is heard by specificity and order. Sheets of
other addresses are not read, nor what is hidden for some media only. https://www.w3.org/TR/CSS22/cascade.html
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NOT_RULES = re.compile(r"""/\*.*?(?:\*/|\Z)|<!--|-->|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""", re.DOTALL)
_PART = re.compile(r"[{};]|[^{};]+")
_HIDES = {
    "display": re.compile(r"none"),
    "visibility": re.compile(r"hidden|collapse"),
    "font-size": re.compile(r"0(?:\.0*)?(?:%|[a-z]+)?"),
}
_NAME = r"-?[_a-z][\w-]*"
_SIMPLE = re.compile(rf"(?:{_NAME})?(?:[.#]{_NAME})*", re.IGNORECASE)
_NAMES = re.compile(rf"(?P<mark>[.#]?)(?P<name>{_NAME})", re.IGNORECASE)
_LAST = re.compile(r"[^\s>+~]*$")
_MOST_RULES = 500
"""Rules that hide or show of a page that are weighed; with more nothing is hidden, for each is held against each element."""
_WHOLE = 0.5
"""An element with more than this share of the page's text is shown by a script, or there would be no page."""

_Weight = tuple[bool, int, int, int, int]


@dataclass(frozen=True)
class _Rule:
    """One declaration for one selector. `weight` says which of two wins: `!important`, ids, classes, elements, order."""

    names: frozenset[str]
    about: str
    hides: bool
    weight: _Weight


_Rules = Mapping[str, Sequence[_Rule]]
"""Rules by one of the names that an element must have; by "" those for any element."""


def hidden_elements(tree: HtmlElement) -> list[HtmlElement]:
    """The outermost elements of a page that its own style sheets hide."""
    rules = list(_rules("\n".join(_sheets(tree))))
    if not any(rule.hides for rule in rules) or len(rules) > _MOST_RULES:
        return []
    whole = len("".join(tree.itertext()))
    return list(_outermost(tree, _by_name(rules, hides=True), _by_name(rules, hides=False), _WHOLE * whole))


def _by_name(rules: Iterable[_Rule], *, hides: bool) -> _Rules:
    named: defaultdict[str, list[_Rule]] = defaultdict(list)
    for rule in rules:
        if rule.hides is hides:
            named[min(rule.names, default="")].append(rule)
    return named


def _sheets(tree: HtmlElement) -> Iterator[str]:
    for sheet in tree.iter("style"):
        media = (sheet.get("media") or "all").strip().lower()
        if media in {"all", "screen"} and next(sheet.iterancestors("noscript", "template"), None) is None:
            yield sheet.text or ""


def _rules(css: str) -> Iterator[_Rule]:
    for order, (selectors, nested, name, value) in enumerate(_declarations(_NOT_RULES.sub(" ", css))):
        if name not in _HIDES:
            continue
        plain, _, mark = value.partition("!")
        hides = _HIDES[name].fullmatch(plain.strip()) is not None
        for selector in map(str.strip, selectors.split(",")):
            if hides and (nested or not selector or not _SIMPLE.fullmatch(selector)):
                continue
            names = _names(_LAST.findall(selector)[0].partition(":")[0].partition("[")[0])
            if not (hides and names <= {"html", "body"}):
                yield _Rule(names, name, hides, (bool(mark), *_specificity(selector), order))


def _declarations(css: str) -> Iterator[tuple[str, bool, str, str]]:
    """(selectors, whether within another block, property, value), all in lower case but the selectors."""
    opened: list[str] = []
    before = ""
    for part in _PART.findall(css):
        if part == "{":
            opened.append(before.strip())
        elif part in "};":
            name, colon, value = before.partition(":")
            if colon and opened and not opened[-1].startswith("@"):
                yield opened[-1], len(opened) > 1, name.strip().lower(), value.strip().lower()
            if part == "}" and opened:
                opened.pop()
        before = "" if part in "{};" else part


def _names(compound: str) -> frozenset[str]:
    """The element, `.class` and `#id` names that an element must have."""
    found = ((one["mark"], one["name"]) for one in _NAMES.finditer(compound))
    return frozenset(mark + name if mark else name.lower() for mark, name in found)


def _specificity(selector: str) -> tuple[int, int, int]:
    """At least the selector's own: what stands in brackets counts as if it stood alone."""
    elements = len(re.findall(rf"(?:^|[\s>+~(]){_NAME}", selector, re.IGNORECASE))
    return selector.count("#"), sum(map(selector.count, ".[:")), elements


def _names_of(element: HtmlElement) -> set[str]:
    classes = {f".{name}" for name in (element.get("class") or "").split()}
    return {str(element.tag).lower(), f"#{element.get('id')}", *classes}


def _fitting(element: HtmlElement, rules: _Rules) -> Iterator[_Rule]:
    names = {"", *_names_of(element)}
    return (rule for name in names for rule in rules.get(name, ()) if rule.names <= names)


def _outermost(tree: HtmlElement, hiding: _Rules, showing: _Rules, whole: float) -> Iterator[HtmlElement]:
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        if any(_holds(rule, element, showing) for rule in _fitting(element, hiding)) and len("".join(element.itertext())) <= whole:
            yield element
        else:
            waiting.extend(element)


def _holds(rule: _Rule, element: HtmlElement, showing: _Rules) -> bool:
    """Whether nothing shows the element again, or a part of it where parts can show themselves."""
    if rule.about == "font-size" and len(element):
        return False  # the space between inline blocks is taken away so
    parts = element.iterdescendants() if rule.about == "visibility" else ()
    shown = (_shown(part, rule.about, None, showing) for part in parts if isinstance(part.tag, str))
    return not (_shown(element, rule.about, rule.weight, showing) or any(shown))


def _shown(element: HtmlElement, about: str, weight: _Weight | None, showing: _Rules) -> bool:
    """Whether a style of its own or a rule of more than `weight` shows an element."""
    if re.search(rf"(?:^|;)\s*{about}\s*:", element.get("style") or "", re.IGNORECASE):
        return True  # what it says there to hide is known from there
    rules = (rule for rule in _fitting(element, showing) if rule.about == about)
    return any(weight is None or rule.weight > weight for rule in rules)
