"""How wide people's screens are, and whether a page fits on one."""

from __future__ import annotations

from playwright.sync_api import Page, ViewportSize

SIZES: dict[str, ViewportSize] = {
    "a desk's screen": {"width": 1366, "height": 768},
    "a phone": {"width": 390, "height": 844},
}


def is_wider_than_the_screen(tab: Page) -> bool:
    return bool(tab.evaluate("document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"))
