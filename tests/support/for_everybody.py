"""A page as everybody has to be able to use it: on a desk's screen and on a phone, with a screen reader and a keyboard."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, ViewportSize, expect

SIZES: dict[str, ViewportSize] = {
    "a desk's screen": {"width": 1366, "height": 768},
    "a phone": {"width": 390, "height": 844},
}


def is_wider_than_the_screen(tab: Page) -> bool:
    return bool(tab.evaluate("document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"))


def assert_for_everybody(tab: Page, grave_faults: Callable[[Page], list[str]]) -> None:
    """Hold a page to one heading, to both widths, and to axe-core on the narrower one, where more of it has to be scrolled."""
    expect(tab.get_by_role("heading", level=1)).to_have_count(1)
    for width, size in SIZES.items():
        tab.set_viewport_size(size)
        tab.reload()  # the sheet is drawn for the width that it finds
        assert not is_wider_than_the_screen(tab), width
    assert grave_faults(tab) == []
