"""A sheet that a real browser shows: its cells, and what somebody types into them by keys and an input method."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect


def cell(page: Page, column: int, row: int) -> Locator:
    """Return a cell of the sheet by its place, both from 0."""
    return page.locator(f'#sheet td[data-x="{column}"][data-y="{row}"]:not(.jss_row)').last


def types(page: Page, column: int, cells: Mapping[int, str]) -> None:
    """Type into cells of one column of the sheet, by their rows from 0, and save."""
    expect(page.locator("#checked")).to_be_visible()
    for row, text in cells.items():
        cell(page, column, row).click()
        types_chinese(page, text)
        page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("已保存。")


def types_chinese(page: Page, text: str) -> None:
    """Type by an input method: the key that begins it is 229, its name Process, and the text comes behind it."""
    session = page.context.new_cdp_session(page)
    key = {"type": "rawKeyDown", "key": "Process", "windowsVirtualKeyCode": 229}
    session.send("Input.dispatchKeyEvent", key)
    page.keyboard.insert_text(text)
