"""What axe finds on a page: the rules of WCAG that a program can check."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Without what axe does to style sheets that import others, which the pages' own policy refuses.
_OPTIONS = {"preload": False}
# Colours between two others, on their way to the dark or back, are nobody's choice.
_AT_REST = "Promise.allSettled(document.getAnimations().map(each => each.finished)).then(() => 0)"


def axe_faults(page: Page) -> list[tuple[str, str]]:
    """Each broken rule with the first element that breaks it; none is the aim."""
    page.evaluate(_AT_REST)
    found = Axe().run(page, options=_OPTIONS).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


def sideways(page: Page) -> int:
    """By how many px a page is wider than its window; `innerWidth` would grow with the page."""
    window = page.viewport_size
    assert window
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width - window["width"]
