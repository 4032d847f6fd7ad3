"""A sheet in a real Chromium: typing, faults while one types, paste, undo, save, somebody else's change, a thousand villages, the keyboard alone."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from leader import CATALOGUE, OFFICE, POPULATION
from leader import Desk as Office
from on_a_page import CLOCK
from on_a_sheet import cell, types_chinese
from playwright.sync_api import Browser, Locator, Page, expect

from reportgen.page.desk import Desk
from reportgen.page.serving import Server

pytestmark = pytest.mark.slow  # in a browser


@pytest.fixture
def office(tmp_path: Path, body: str, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, body, capsys)


@pytest.fixture
def page(office: Office, chromium: Browser) -> Iterator[Page]:
    """Yield a page that has come in, at the overview; in its console stands nothing in the end, but that a save was refused."""
    folder = office.folder
    server = Server(Desk(folder / "data", folder / "template", folder / "output", CLOCK))
    running = threading.Thread(target=server.run)
    running.start()
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(server.address())
    yield page
    context.close()
    server.stop()
    running.join()
    assert [one for one in said if "409" not in one] == []


def opens(page: Page, file: str = "population.csv", cell: str = "") -> None:
    """Open a file's sheet, and wait until it was checked."""
    page.goto(f"{page.url.split('/2018/')[0]}/2018/tables/{file}{cell}")
    expect(page.locator("#checked")).to_be_visible()


def state(page: Page) -> Locator:
    return page.locator("#state")


def pastes(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def on_disk(office: Office) -> str:
    return (office.year / "population.csv").read_text(encoding="utf-8")


def test_a_fault_is_told_while_one_types_and_a_save_writes_what_stands_there(page: Page, office: Office) -> None:
    opens(page)
    expect(page.locator("#found")).to_have_text("这个文件没有发现问题。")
    cell(page, 2, 0).click()
    expect(page.locator("#here")).to_have_text("甲村、农业「人口（人）」：7000。")
    types_chinese(page, "七千多")
    expect(page.locator("#found")).to_contain_text("第2行「人口」")
    assert on_disk(office) == POPULATION
    page.keyboard.press("Enter")
    expect(cell(page, 2, 0)).to_have_class(re.compile("fault-error"))
    expect(state(page)).to_have_text("有1处还没有保存")
    page.keyboard.press("Control+z")
    expect(cell(page, 2, 0)).to_have_text("7000")
    expect(page.locator("td.fault-error")).to_have_count(0)
    cell(page, 2, 0).click()
    page.keyboard.type("7001")
    page.keyboard.press("Enter")
    page.keyboard.type("143")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("已保存。")
    assert on_disk(office) == POPULATION.replace("7000", "7001").replace("142", "143")
    page.keyboard.press("Control+z")
    expect(cell(page, 2, 1)).to_have_text("142")
    expect(state(page)).to_have_text("有1处还没有保存")


def test_a_block_is_pasted_and_copied_as_excel_does_and_never_beside_another_village(
    page: Page, office: Office
) -> None:
    opens(page)
    cell(page, 0, 0).click()
    pastes(page, "甲村\t农业\t7001\r\n甲村\t非农业\t\r\n乙村\t农业\t8001\r\n乙村\t非农业\t2\r\n丙村\t农业\t3\r\n")
    expect(state(page)).to_have_text(
        "要贴的有5行3列，从这一格起表里只有4行3列，多出的1行没有贴。要贴全，先按「加一行」。"
    )
    numbers = [cell(page, 2, row) for row in range(4)]
    assert [one.text_content() for one in numbers] == ["7001", "", "8001", "2"]
    page.keyboard.press("Control+z")
    assert [one.text_content() for one in numbers] == ["7000", "142", "8000", "0"]
    cell(page, 1, 0).click()
    pastes(page, "非农业\t1\r\n农业\t2\r\n")
    expect(state(page)).to_contain_text("没有贴：要贴的是「非农业」，表里这一行是「农业」，对不上。")
    assert [one.text_content() for one in numbers] == ["7000", "142", "8000", "0"]
    cell(page, 1, 0).click()
    pastes(page, "户口\t人口\r\n农业\t7002\r\n非农业\t144\r\n")
    expect(state(page)).to_have_text("第一行是表头，没有贴。")
    assert [one.text_content() for one in numbers] == ["7002", "144", "8000", "0"]
    page.keyboard.press("Control+z")
    cell(page, 2, 0).click()
    pastes(page, "5")
    cell(page, 2, 3).click(modifiers=["Shift"])
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == "5\r\n142\r\n8000\r\n0"
    cell(page, 2, 1).click()
    page.keyboard.press("Control+x")
    expect(numbers[1]).to_have_text("")
    page.keyboard.press("Control+z")
    expect(numbers[1]).to_have_text("142")


AS_EXCEL_COPIES = {
    "1\t2\r\n3\t4\r\n": [["1", "2"], ["3", "4"]],
    "1": [["1"]],
    "": [[""]],
    "\t\r\n1\t": [["", ""], ["1", ""]],
    '"两\n行"\t"他说""好"""\t5"\n': [["两\n行", '他说"好"', '5"']],
    '"没完\t1': [['"没完', "1"]],
    "A&B\t<b>\n": [["A&B", "<b>"]],
}


def test_a_text_from_excel_is_read_cell_by_cell_and_written_as_excel_does(page: Page) -> None:
    module = "import('/static/sheet_clipboard.js')"
    for text, rows in AS_EXCEL_COPIES.items():
        assert page.evaluate(f"text => {module}.then(m => m.rowsOf(text))", text) == rows
        assert page.evaluate(f"rows => {module}.then(m => m.rowsOf(m.textOf(rows)))", rows) == rows


def test_two_who_change_the_same_file_choose_cell_by_cell_and_nothing_is_lost(page: Page, office: Office) -> None:
    opens(page)
    cell(page, 2, 0).click()
    page.keyboard.type("7001")
    page.keyboard.press("Enter")
    page.keyboard.type("143")
    page.keyboard.press("Enter")
    # Meanwhile Excel: the same cell, another one, and a row before ours.
    theirs = POPULATION.replace("7000", "7777").replace("8000", "8888").replace("甲村,农业", "丙村,农业,1\n甲村,农业")
    office.writes(population=theirs)
    page.keyboard.press("Control+s")
    conflict = page.locator("#conflict")
    expect(conflict).to_be_visible()
    rows = conflict.locator("tbody tr")
    assert [one.inner_text().split("\t")[:4] for one in rows.all()] == [
        ["甲村、农业「人口（人）」", "7000", "7777", "7001"],
        ["甲村、非农业「人口（人）」", "142", "142", "143"],
    ]
    expect(conflict.get_by_role("listitem")).to_have_text(["乙村、农业「人口（人）」：8000 → 8888"])
    # Where both changed a cell, theirs stays until somebody says otherwise.
    expect(rows.nth(0).locator("input[value=theirs]")).to_be_checked()
    expect(rows.nth(1).locator("input[value=mine]")).to_be_checked()
    assert on_disk(office) == theirs
    rows.nth(0).locator("input[value=mine]").check()
    conflict.get_by_role("button").click()
    expect(state(page)).to_have_text("有2处还没有保存")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("已保存。")
    assert on_disk(office) == theirs.replace("7777", "7001").replace("142", "143")


def test_a_row_that_somebody_else_has_changed_meanwhile_is_not_deleted_unseen(page: Page, office: Office) -> None:
    opens(page)
    for row in (0, 2):
        cell(page, 2, row).click()
        page.get_by_role("button", name="删去这一行").click()
    theirs = POPULATION.replace("8000", "8888")
    office.writes(population=theirs)
    page.keyboard.press("Control+s")
    conflict = page.locator("#conflict")
    expect(conflict.get_by_role("listitem")).to_have_text(["乙村、农业「人口（人）」：8000 → 8888"])
    conflict.get_by_role("button").click()
    expect(state(page)).to_have_text("有1处还没有保存。要删的行里有1行别人改过，没有删；还要删请再按「删去这一行」。")
    expect(page.locator("#sheet tr.deleted")).to_have_count(1)
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("已保存。")
    assert on_disk(office) == theirs.replace("甲村,农业,7000\n", "")


def test_rows_come_and_go(page: Page, office: Office) -> None:
    office.writes(population=POPULATION + "合计,,15142\n")
    opens(page)
    page.get_by_role("button", name="删去这一行").click()
    expect(state(page)).to_have_text("先点一下要删的那一行。")
    page.get_by_role("button", name="加一行").click()
    for text in ("丙村", "农业", "5"):
        types_chinese(page, text)
        page.keyboard.press("Tab")
    for _ in range(4):
        page.keyboard.press("Control+z")
    expect(page.locator("#sheet tbody tr")).to_have_count(5)
    for _ in range(4):
        page.keyboard.press("Control+y")
    assert page.locator("#sheet tbody tr").last.inner_text().split() == ["新", "丙村", "农业", "5"]
    cell(page, 2, 3).click()
    page.get_by_role("button", name="删去这一行").click()
    expect(state(page)).to_have_text("有2处还没有保存")
    # A row of totals isn't the office's to delete here.
    cell(page, 2, 4).click()
    page.get_by_role("button", name="删去这一行").click()
    expect(state(page)).to_have_text("这一行不是数据，不能在这里删。")
    page.get_by_role("button", name="保存").click()
    expect(state(page)).to_have_text("已保存。")
    assert on_disk(office) == POPULATION.replace("乙村,非农业,0\n", "丙村,农业,5\n合计,,15142\n")
    expect(page.locator("#found")).to_contain_text("「非农业、丙村」：缺这一行")


def test_a_thousand_villages_are_typed_into_without_a_lost_key(page: Page, office: Office) -> None:
    rows = "".join(f"第{number}村,{kind},{number + 10}\n" for number in range(1000) for kind in ("农业", "非农业"))
    office.writes(population="村（社区）,户口,人口\n" + rows)
    opens(page, cell="?row=1500&column=人口")
    expect(page.locator("#here")).to_contain_text("第749村、农业")
    for number in range(8):
        page.keyboard.type(str(9000 + number))
        page.keyboard.press("Enter")
    assert [cell(page, 2, 1498 + number).text_content() for number in range(8)] == [str(9000 + n) for n in range(8)]
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("已保存。")
    assert on_disk(office).splitlines()[1499] == "第749村,农业,9000"


def test_values_and_last_year_stand_beside_what_is_typed(page: Page, office: Office) -> None:
    office.writes(OFFICE.replace("死亡: 45", "死亡: 40"), POPULATION.replace("7000", "6990"), 2017)
    opens(page)
    assert cell(page, 2, 0).evaluate("one => getComputedStyle(one, '::after').content") == "none"
    page.get_by_label("和上年比").check()
    assert cell(page, 2, 0).evaluate("one => getComputedStyle(one, '::after').content") != "none"
    expect(cell(page, 2, 0)).to_have_attribute("data-last", "上年 6990（+10）")
    cell(page, 2, 0).click()
    page.keyboard.type("7010")
    expect(cell(page, 2, 0)).to_have_attribute("data-last", "上年 6990（+20）")
    expect(state(page)).to_have_text("有1处还没有保存")
    page.keyboard.press("Escape")
    expect(state(page)).to_have_text("")
    expect(cell(page, 2, 0)).to_have_attribute("data-last", "上年 6990（+10）")
    opens(page, "office.yaml", "?column=死亡")
    expect(page.locator("#here")).to_have_text("死亡：45。")
    page.keyboard.type("46")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("已保存。")
    assert "死亡: 46" in (office.year / "office.yaml").read_text(encoding="utf-8")


def test_after_a_save_the_items_below_can_be_saved_too_and_the_cell_says_what_stands_there(
    page: Page, office: Office
) -> None:
    opens(page, "office.yaml", "?column=死亡")
    pastes(page, "46")
    expect(page.locator("#here")).to_have_text("死亡：46。")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("已保存。")
    page.locator("#list-存在的问题").get_by_label("新的一条").fill("设备陈旧")
    page.get_by_role("button", name="加这一条").click()
    expect(page.locator(".done")).to_have_text("「存在的问题」已加一条，是第3条。")
    said = (office.year / "office.yaml").read_text(encoding="utf-8")
    assert "死亡: 46" in said and "设备陈旧" in said


def test_the_keyboard_alone_goes_in_and_out_and_nobody_leaves_by_mistake(page: Page, office: Office) -> None:
    opens(page)
    page.locator("#compare").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#sheet")).to_be_focused()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#save")).to_be_focused()
    asked: list[str] = []

    def stays(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.once("dialog", stays)
    page.get_by_role("link", name="数据").click(no_wait_after=True)
    expect(state(page)).to_have_text("有1处还没有保存")
    assert asked == ["beforeunload"] and "tables/population.csv" in page.url
    page.locator("#save").press("Enter")
    expect(state(page)).to_have_text("已保存。")
    page.get_by_role("link", name="填表").first.click()
    assert page.url.endswith("/2018/tables/") and asked == ["beforeunload"]


def test_what_the_office_typed_is_text_in_the_sheet_whatever_it_says(page: Page, office: Office) -> None:
    office.writes(population=POPULATION.replace("甲村,农业", '"<img src=x>&amp;",农业'))
    opens(page)
    expect(cell(page, 0, 0)).to_have_text("<img src=x>&amp;")
    assert page.locator("#sheet img").count() == 0
    cell(page, 0, 0).click()
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == "<img src=x>&amp;"


def test_a_table_that_nobody_has_made_is_made_on_the_page(page: Page, office: Office) -> None:
    text = CATALOGUE.replace("存在的问题: 列表", "存在的问题: 列表, 村名单: 列表").replace(
        "村（社区）: ''", "村（社区）: 村名单"
    )
    (office.template / "catalogue.yaml").write_text(text, encoding="utf-8")
    office.writes(OFFICE + "村名单: [甲村]\n")
    (office.year / "population.csv").unlink()
    opens(page, cell="?row=2&column=人口")
    page.keyboard.type("7000")
    page.keyboard.press("Enter")
    page.keyboard.type("142")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("已保存。")
    assert on_disk(office).lstrip("\ufeff").splitlines() == [
        "村（社区）,户口,人口",
        "甲村,农业,7000",
        "甲村,非农业,142",
    ]
