"""The page of a series: what it says by reading its HTML, what it does in a real Chromium."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect
from test_page import HOSTILE, entry, said, shown

from reportgen.compare.series_page import as_series_page
from reportgen.figures.changes import Entry, Side
from reportgen.figures.series import Series, series_of

pytestmark = pytest.mark.slow  # in a browser

YEARS = {
    2014: (entry("总人口", 100), entry("没变", 7), entry("口径", 50, "乙"), entry("迟来", None, "乙")),
    2015: (entry("总人口", 90), entry("没变", 7), entry("口径", 60, "乙"), entry("迟来", None, "乙")),
    2017: (entry("总人口", 130), entry("没变", 7), entry("口径", 5, "乙", how="别的"), entry(HOSTILE, 1, "乙")),
    2018: (entry("总人口", 120), entry("没变", 7), entry("口径", 6, "乙", how="别的"), entry("迟来", 3, "乙")),
}


def made(demo: str = "", years: dict[int, tuple[Entry, ...]] = YEARS) -> Series:
    sides = {year: Side(f"{year}年", {one.name: one for one in entries}) for year, entries in years.items()}
    first = min(sides)
    return series_of(sides | {first: Side(sides[first].title, sides[first].entries, demo)})


def many(count: int, years: int) -> Series:
    numbers = [[100 + (n * 7 + year * 11) % 31 for n in range(count)] for year in range(years)]
    entries = {
        2019 - years + y: tuple(entry(f"指标{n}", value, f"部分{n // 12}") for n, value in enumerate(of))
        for y, of in enumerate(numbers)
    }
    return made(years=entries)


def tree_of(series: Series) -> html.HtmlElement:
    return html.document_fromstring(as_series_page(series))


def tr_of(tree: html.HtmlElement, name: str) -> html.HtmlElement:
    return next(tr for tr in tree.xpath("//tr[@id]") if tr.get("data-name") == name)


def test_a_line_is_an_image_whose_name_says_every_value_the_extremes_and_the_breaks() -> None:
    tree = tree_of(made())
    names = {tr.get("data-name"): tr.xpath("string(.//td/svg[@role='img']/title)") for tr in tree.xpath("//tr[@id]")}
    assert names["总人口"] == "走势：2014年100人，2015年90人，2017年130人，2018年120人；最高2017年；最低2015年"
    assert names["没变"] == "走势：2014年7人，2015年7人，2017年7人，2018年7人"
    assert names["口径"].endswith("；算法不同：2015年「填报数」，2017年「别的」，不可比")
    assert names["迟来"] == names[HOSTILE] == ""  # one point is no line


def test_first_last_highest_and_lowest_have_shapes_of_their_own() -> None:
    line = tr_of(tree_of(made()), "总人口").xpath(".//svg")[0]
    across = {one.get("class"): int(one.get("cx")) for one in line.xpath("circle[@class != 'dot']")}
    assert across["first"] < across["last"]
    (peak,) = line.xpath("path[@class='peak']/@transform")
    (low,) = line.xpath("path[@class='low']/@transform")
    assert int(peak.split()[1].rstrip(")")) < int(low.split()[1].rstrip(")"))
    legend = said(tree_of(made()).xpath("//caption")[0])
    assert legend.endswith("首年末年最高最低前后不可比")


def runs(name: str, series: Series) -> list[list[tuple[int, int]]]:
    """Return the stretches that a metric's line joins, as points."""
    (d,) = tr_of(tree_of(series), name).xpath(".//path[@class='run']/@d")
    return [[tuple(map(int, point.split())) for point in run.split("L")] for run in d.split("M")[1:]]


def test_a_line_has_a_gap_where_a_year_is_left_out_and_keeps_its_place() -> None:
    first, second = runs("总人口", made())
    assert [len(first), len(second)] == [2, 2]
    assert second[0][0] - first[1][0] == pytest.approx(2 * (first[1][0] - first[0][0]), abs=2)


def test_a_line_has_a_gap_where_a_year_lacks_the_value() -> None:
    values = (5, 6, None, 8)
    series = made(years={2015 + n: (entry("甲", value),) for n, value in enumerate(values)})
    assert [len(run) for run in runs("甲", series)] == [2, 1]
    assert "2017年没有这个数" in tree_of(series).xpath("string(//tr[@id]//svg/title)")


def test_what_cannot_be_compared_is_parted_by_a_line_and_has_no_extremes() -> None:
    tree = tree_of(made())
    tr = tr_of(tree, "口径")
    assert len(tr.xpath(".//svg/path[@class='break']")) == 1
    assert tr.xpath(".//svg/path[@class='peak' or @class='low']") == []
    assert [said(cell) for cell in tr.xpath("td[contains(@class, 'broken')]")] == ["5"]
    assert said(tr.xpath(".//summary/span[1]")[0]).startswith("不可比：算法不同")


def test_a_small_change_looks_small_and_a_large_one_fills_the_picture() -> None:
    def rise(value: int) -> int:
        (points,) = runs("甲", made(years={2017: (entry("甲", 1000),), 2018: (entry("甲", value),)}))
        return points[0][1] - points[1][1]

    assert 0 < rise(1010) < 6
    assert rise(2000) == rise(9000) == 90
    assert rise(500) == -90
    assert rise(1000) == 0


def test_each_reason_stands_once_above_the_table_with_its_metrics() -> None:
    tree = tree_of(made())
    items = [[said(part) for part in item] for item in tree.xpath("//section[@class='apart']//li")]
    assert items[0] == ["不可比", "算法不同：2015年「填报数」，2017年「别的」", "口径（1项）"]
    assert ["缺数据", "2014年、2015年、2017年没有这个数", "迟来（1项）"] in items
    for link in tree.xpath("//section[@class='apart']//a"):
        assert tree.xpath(f"//tr[@id='{link.get('href')[1:]}']")[0].get("data-name") == said(link)


def test_every_year_says_where_its_figure_comes_from() -> None:
    told = said(tr_of(tree_of(made()), "口径").xpath(".//dl")[0])
    assert told.startswith("2014年算法填报数2015年算法填报数2017年算法别的2018年算法别的统计时点9月30日")
    assert told.endswith("2018年6人（精确值6）a.csv「口径」第2行")


def test_ranks_are_of_exact_values() -> None:
    near = Fraction(10**18, 3)
    values = {"甲": near, "乙": near - Fraction(1, 10**9), "丙": near}
    entries = tuple(entry(name, value) for name, value in values.items())
    tree = tree_of(made(years={2017: entries, 2018: entries}))
    assert tree.xpath("//tr[@id]/td[2]/@data-rank") == ["1", "0", "1"]


def test_nothing_of_the_data_becomes_markup_and_nothing_comes_from_elsewhere() -> None:
    page = as_series_page(made(HOSTILE))
    tree = html.document_fromstring(page)
    assert HOSTILE not in page and tree.xpath("//img | //@onerror | //@style | //@src") == []
    assert re.findall(r"https?:|//[\w-]+\.|@import|url\(|<link|§", page) == []
    assert len(re.findall(r"'sha256-[\w+/=]+'", page)) == 3  # the frame's style and script, and the table's own style
    assert len(set(tree.xpath("//@id"))) == len(tree.xpath("//@id"))


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """Yield the page of `made()`; whatever it asks for or complains about fails the test."""
    path = tmp_path / "历年.html"
    path.write_text(as_series_page(made("编的")), encoding="utf-8")
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page = context.new_page()
    heard: list[str] = []
    page.on("request", lambda request: heard.append(request.url))
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(path.as_uri())
    yield page
    context.close()
    assert heard == [path.as_uri()]


NAMES = [row.entry.name for row in made().rows]


def test_a_head_sorts_by_size_and_back(opened: Page) -> None:
    button = opened.get_by_role("button", name="2018年")
    button.click()
    assert shown(opened) == ["总人口", "没变", "口径", "迟来", HOSTILE]
    button.press("Enter")
    assert shown(opened) == ["迟来", "口径", "没变", "总人口", HOSTILE]
    button.press("Space")
    assert shown(opened) == NAMES


def test_words_a_section_and_boxes_filter(opened: Page) -> None:
    opened.get_by_label("找指标").fill("口径")
    assert shown(opened) == ["口径"]
    opened.get_by_role("button", name="全部显示").click()
    expect(opened.get_by_role("status")).to_have_text(f"显示全部{len(NAMES)}项")
    opened.get_by_role("combobox", name="部分").select_option("人口")
    assert shown(opened) == ["总人口", "没变"]
    opened.get_by_label("只看有变化的").check()
    assert shown(opened) == ["总人口"]
    opened.get_by_role("button", name="全部显示").click()
    opened.get_by_label("只看不可比和缺数据的").check()
    assert sorted(shown(opened)) == sorted(["口径", "迟来", HOSTILE])


def test_no_row_grows_under_the_pointer(opened: Page) -> None:
    row = opened.locator("tr[data-name=口径]")
    before = row.bounding_box()
    row.hover()
    assert row.bounding_box() == before


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_opens_where_the_figures_come_from(opened: Page, key: str) -> None:
    origin = opened.locator("tr[data-name=总人口] dl")
    expect(origin).to_be_hidden()
    opened.locator("summary", has_text="数据来源：总人口").focus()
    opened.keyboard.press(key)
    expect(origin).to_be_visible()


def test_a_click_on_a_line_or_a_number_opens_them_too(opened: Page) -> None:
    origin = opened.locator("tr[data-name=总人口] dl")
    opened.locator("tr[data-name=总人口] svg").click()
    expect(origin).to_be_visible()
    opened.get_by_role("cell", name="130", exact=True).click()
    expect(origin).to_be_hidden()


def test_a_screen_reader_hears_each_line_as_an_image(opened: Page) -> None:
    tree = opened.locator("table").aria_snapshot()
    assert '- img "走势：2014年100人' in tree
    assert '- rowheader "总人口"' in tree
    opened.set_viewport_size({"width": 400, "height": 800})
    assert '- cell "130 2017年"' in opened.locator("tbody").first.aria_snapshot()


@pytest.mark.parametrize("width", [1600, 1280, 768, 400])
@pytest.mark.parametrize("years", [2, 3, 5, 10])
def test_nothing_hangs_out_at_the_side(chromium: Browser, tmp_path: Path, width: int, years: int) -> None:
    path = tmp_path / "page.html"
    path.write_text(as_series_page(many(5, years)), encoding="utf-8")
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(path.as_uri())
    page.locator("summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cells = page.locator("tr[id] td[data-head]")
    assert cells.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length") == 0
    page.close()


def test_without_javascript_the_page_is_whole(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(as_series_page(made()), encoding="utf-8")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert shown(page) == NAMES
    page.locator("summary").first.click()
    expect(page.locator("dl").first).to_be_visible()
    context.close()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
@pytest.mark.parametrize(("years", "size"), [(3, (595, 842)), (10, (842, 595))])
def test_a_print_on_a4_has_every_row_and_the_heads_on_each_sheet(
    chromium: Browser, tmp_path: Path, years: int, size: tuple[int, int]
) -> None:
    series = many(120, years)
    path = tmp_path / "page.html"
    path.write_text(as_series_page(series), encoding="utf-8")
    page = chromium.new_page()
    page.goto(path.as_uri())
    pdf = page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    page.close()
    boxes = {tuple(round(float(part)) for part in box.split()[2:]) for box in re.findall(rb"/MediaBox \[(.*?)\]", pdf)}
    assert boxes == {size}
    command = ["pdftotext", "-layout", str(tmp_path / "page.pdf"), "-"]
    sheets = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\f")[:-1]
    titles = " +".join(side.title for side in series.sides)
    assert len(sheets) > 2
    assert all(re.search(rf"指标 +单位 +{titles} +首尾增减 +首尾增减（%） +走势 +说明", sheet) for sheet in sheets)
    printed = [re.sub(r"\s", "", line) for sheet in sheets for line in sheet.splitlines()]
    for row in series.rows:
        text = row.entry.label + row.entry.unit + "".join(one.text for one in row.entries if one)
        assert any(line.startswith(text) for line in printed), text
