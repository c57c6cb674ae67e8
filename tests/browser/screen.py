"""The review screen as a test sees it."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PageTimeout

SECONDS = 90_000


class Screen:
    """One open page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(SECONDS)
        try:
            page.wait_for_selector(".qb[data-blank]")
        except PageTimeout:  # on a machine with ten times more to do than cores, a first page once never arrived: people reload, too
            page.reload()
            page.wait_for_selector(".qb[data-blank]")

    @property
    def statement(self) -> str:
        """The statement of the claim that is shown."""
        return self.page.locator(".qb-statement").inner_text()

    def awaits(self, statement: str) -> None:
        """Wait until the claim with this statement is shown."""
        expect(self.page.locator(".qb-statement")).to_have_text(statement, timeout=SECONDS)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, without waiting in between."""
        for key in keys:
            self.page.keyboard.press(key)

    def settle(self) -> None:
        """Wait until the server has acknowledged every decision."""
        self.page.wait_for_selector('.qb[data-waiting="0"]')

    def shows(self, selector: str, words: str = "") -> None:
        """Wait until something is visible and holds these words."""
        expect(self.page.locator(selector).first).to_be_visible(timeout=SECONDS)
        expect(self.page.locator(selector).first).to_contain_text(words, timeout=SECONDS)

    def marked(self, role: str) -> str:
        """The words of the article under marks of a role, put together."""
        return "".join(self.page.locator(f".qb-article .qb-{role}").all_text_contents())

    def select(self, words: str) -> None:
        """Select the first occurrence of `words` in the article with the mouse, from its first to its last character."""
        self.page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")  # a font that arrives late moves words
        box = self.page.evaluate(
            """(words) => {
              const pane = document.querySelector(".qb-article");
              for (const block of pane.children) {
                const at = block.textContent.indexOf(words);
                if (at < 0) continue;
                block.scrollIntoView({block: "center"});
                const point = (offset) => {
                  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
                  let node = walker.nextNode();
                  while (offset > node.length) { offset -= node.length; node = walker.nextNode(); }
                  return [node, offset];
                };
                const edge = (offset, left) => {
                  const range = document.createRange();
                  range.setStart(...point(left ? offset : offset - 1));
                  range.setEnd(...point(left ? offset + 1 : offset));
                  const box = range.getBoundingClientRect();
                  return [left ? box.left + 1 : box.right - 1, (box.top + box.bottom) / 2];
                };
                return [...edge(at, true), ...edge(at + words.length, false)];
              }
              return null;
            }""",
            words,
        )
        assert box is not None, f"{words!r} is not in the article"
        self.page.mouse.move(box[0], box[1])
        self.page.mouse.down()
        self.page.mouse.move(box[2], box[3], steps=4)
        self.page.mouse.up()
