"""The page of a comparison: what it says by reading its HTML, what it does in a real Chromium."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import ROOT
from lxml import html
from playwright.sync_api import Browser, Page, expect

from reportgen.base.numbers import Exact, written
from reportgen.compare import page as module
from reportgen.compare.page import as_page
from reportgen.compare.rows import header, row
from reportgen.figures.changes import Change, Comparison, Entry, Kind, Side, by_size, compare

pytestmark = pytest.mark.slow  # in a browser

HOSTILE = """</script><img src=x onerror="alert(1)">&amp;'<!--"""


def entry(
    label: str, value: Exact | None, section: str = "人口", unit: str = "人", digits: int = 0, **more: str
) -> Entry:
    text = "待补" if value is None else written(value, digits)
    told = {"how": "填报数", "until": "9月30日", "source": f"a.csv「{label}」第2行"} | more
    return Entry(label, label, section, unit, digits, value, text, **told)


BEFORE = (
    entry("总人口", 15000),
    entry("出生", 200),
    entry("死亡", 0),
    entry("女孩", 90),
    entry("男孩", 2),
    entry("已迁走", 5),
    entry("节育率", Fraction(709200, 7889), "节育", "%", 1, how="选用 / 妇女"),
    entry("长效率", Fraction(181, 2), "节育", "%", 1),
    entry("口径变了", 5, "节育", how="合计 甲"),
    entry("没填", None, "节育"),
    entry(HOSTILE, 10, HOSTILE, HOSTILE),
    entry("性别比", 110, "比例", "女=100"),
)
AFTER = (
    entry("总人口", 15142),
    entry("出生", 163),
    entry("死亡", 85),
    entry("女孩", 90),
    entry("男孩", 9),
    entry("新来的", 7),
    entry("节育率", Fraction(446, 5), "节育", "%", 1, how="选用 / 妇女"),
    entry("长效率", Fraction(183, 2), "节育", "%", 1, source=""),
    entry("口径变了", 6, "节育", how="合计 乙"),
    entry("没填", 3, "节育"),
    entry(HOSTILE, 11, HOSTILE, HOSTILE, how=HOSTILE, source=HOSTILE),
    entry("性别比", 114, "比例", "女=100"),
)
NOTES = {"出生": ("减少18.5%",), "男孩": ("增加350.0%", "请看"), HOSTILE: (HOSTILE,)}


def comparison(before: tuple[Entry, ...] = BEFORE, after: tuple[Entry, ...] = AFTER, demo: str = "") -> Comparison:
    old = Side("2017年", {one.name: one for one in before}, demo)
    new = Side("2018年", {one.name: one for one in after})
    changes = (Change(c.kind, c.before, c.after, c.reason, NOTES.get(c.name, ())) for c in compare(old, new))
    return Comparison(old, new, tuple(changes))


def many(count: int) -> Comparison:
    before = tuple(entry(f"指标{n}", 100 + n, f"部分{n // 12}") for n in range(count))
    after = tuple(entry(f"指标{n}", 100 + n * 7 % 131, f"部分{n // 12}") for n in range(count))
    return comparison(before, after)


def parsed(of: Comparison) -> html.HtmlElement:
    return html.document_fromstring(as_page(of))


def said(element: html.HtmlElement) -> str:
    return str(element.text_content()).strip()


def rows_of(tree: html.HtmlElement) -> list[html.HtmlElement]:
    return list(tree.xpath("//table//tr[@id]"))


def test_every_row_says_what_the_other_forms_say() -> None:
    made = comparison()
    rows = rows_of(parsed(made))
    assert len(rows) == len(made.changes)
    for tr, change in zip(rows, made.changes, strict=True):
        _, label, unit, before, after, difference, percent, remark = row(change)
        cells = [said(cell) for cell in tr.xpath("td[position() < 6]")]
        assert tr.xpath("th/text()")[0].strip() == label
        assert cells == [unit, before, after, difference, percent]
        assert said(tr.xpath(".//summary/span[1]")[0]) == remark
        assert tr.xpath("th/@data-section") == [change.entry.section]


def test_the_table_is_in_the_catalogues_order_by_section() -> None:
    tree = parsed(comparison())
    assert [said(one) for one in tree.xpath("//tr[@class='section']/th")] == ["人口", "节育", HOSTILE, "比例"]
    names = [tr.get("data-name") for tr in rows_of(tree)]
    assert names[:7] == ["总人口", "出生", "死亡", "女孩", "男孩", "新来的", "已迁走"]


def test_changes_that_were_sorted_before_keep_their_order_and_name_their_sections() -> None:
    made = comparison()
    tree = parsed(Comparison(made.before, made.after, by_size(made.changes)))
    assert [tr.get("data-name") for tr in rows_of(tree)] == [change.name for change in by_size(made.changes)]
    assert tree.xpath("//tr[@class='section']") == []
    assert tree.xpath("//table/@class") == ["mixed"]


def test_the_heads_are_those_of_the_other_forms() -> None:
    made = comparison()
    heads = [said(one) for one in parsed(made).xpath("//thead/tr/th")]
    assert [head for head in heads if head != "幅度"] == list(header(made)[1:])


def test_what_stands_out_is_told_first_the_largest_first_with_its_reasons() -> None:
    made = comparison()
    tree = parsed(made)
    items = tree.xpath("//section[@class='standouts']//li")
    assert [said(item[0]) for item in items] == [change.entry.label for change in by_size(made.changes) if change.notes]
    assert [said(part) for part in items[0]] == ["男孩", "2 → 9人", "+7（+350.0%）", "增加350.0%；请看"]
    for item in items:
        target = tree.xpath(f"//tr[@id='{item[0].get('href')[1:]}']")[0]
        assert target.get("data-name") == said(item[0])
    assert [said(one) for one in tree.xpath("//mark")] == ["突出"] * len(NOTES)


def test_what_is_not_compared_is_told_apart_with_the_reason_and_has_no_difference() -> None:
    tree = parsed(comparison())
    items = [[said(part) for part in item] for item in tree.xpath("//section[@class='apart']//li")]
    assert items == [
        ["口径变了", "不可比", "算法不同：2017年「合计 甲」，2018年「合计 乙」"],
        [HOSTILE, "不可比", f"算法不同：2017年「填报数」，2018年「{HOSTILE}」"],
        ["没填", "缺数据", "2017年没有这个数"],
        ["新来的", "新增", "2017年没有这一项"],
        ["已迁走", "取消", "2018年没有这一项"],
    ]
    for name, *_ in items:
        tr = next(tr for tr in rows_of(tree) if tr.get("data-name") == name)
        assert [said(cell) for cell in tr.xpath("td[position() > 3 and position() < 7]")] == ["", "", ""]
        assert not tr.xpath(".//svg")


def test_the_summary_counts_every_kind_that_there_is() -> None:
    items = [said(item) for item in parsed(comparison()).xpath("//ul[@class='counts']/li")]
    assert items == ["指标13项", "有增减7项", "持平1项", "新增1项", "取消1项", "不可比2项", "缺数据1项", "变化突出3项"]


def test_nothing_stands_above_a_table_where_nothing_stands_out() -> None:
    quiet = comparison(BEFORE[:1], AFTER[:1])
    assert parsed(quiet).xpath("//section") == []


def test_two_years_without_figures_still_make_a_page() -> None:
    assert rows_of(parsed(comparison((), ()))) == []


def test_invented_numbers_are_said_to_be_invented_and_only_they() -> None:
    tree = parsed(comparison(demo="数字是<编>的"))
    assert [said(one) for one in tree.xpath("//*[@role='note']")] == ["【演示数据】2017年：数字是<编>的"]
    assert tree.body.get("class") == "demo"
    assert parsed(comparison()).xpath("//*[@role='note']") == []
    assert parsed(comparison()).body.get("class") == "real"


def test_both_figures_say_where_they_come_from() -> None:
    tree = parsed(comparison())
    told = {tr.get("data-name"): said(tr.xpath(".//dl")[0]) for tr in rows_of(tree)}
    assert told["节育率"] == (
        "算法选用 / 妇女统计时点9月30日"
        "2017年89.9%（精确值89.8973…，即709200/7889）a.csv「节育率」第2行"
        "2018年89.2%（精确值89.2）a.csv「节育率」第2行"
    )
    assert told["口径变了"].startswith("2017年算法合计 甲2018年算法合计 乙统计时点9月30日")
    assert told["没填"].endswith("2017年待补a.csv「没填」第2行2018年3人（精确值3）a.csv「没填」第2行")
    assert told["新来的"] == "算法填报数统计时点9月30日2018年7人（精确值7）a.csv「新来的」第2行"
    assert told["长效率"].endswith("2018年91.5%（精确值91.5）")
    assert "114（女=100）（精确值114）" in told["性别比"]


def test_ranks_order_by_exact_values_and_equal_values_share_one() -> None:
    near = Fraction(10**18, 3)
    before = tuple(
        entry(name, value) for name, value in (("甲", near), ("乙", near - Fraction(1, 10**9)), ("丙", near))
    )
    ranks = [tr.xpath("td[2]/@data-rank")[0] for tr in rows_of(parsed(comparison(before, before)))]
    assert ranks == ["1", "0", "1"]


def test_what_has_no_value_has_no_rank() -> None:
    tree = parsed(comparison())
    ranked = {
        tr.get("data-name"): [cell.get("data-rank") is not None for cell in tr.xpath("td")] for tr in rows_of(tree)
    }
    assert ranked["没填"] == [False, False, True, False, False, False, False]
    assert ranked["新来的"] == [False, False, True, False, False, False, False]
    assert ranked["死亡"] == [False, True, True, True, False, False, False]
    assert ranked["节育率"] == [False, True, True, True, False, True, False]


BARS = [
    (Fraction(10), "M0 2H250L250 6 250 10H0z"),
    (Fraction(-10), "M0 2H-250L-250 6 -250 10H0z"),
    (Fraction(20), "M0 2H500L500 6 500 10H0z"),
    (Fraction(201, 10), "M0 2H450L500 6 450 10H0z"),
    (Fraction(-90), "M0 2H-450L-500 6 -450 10H0z"),
]


@pytest.mark.parametrize(("moved", "shape"), BARS)
def test_a_bar_goes_right_for_more_left_for_less_and_ends_in_an_arrow_beyond_its_scale(
    moved: Exact, shape: str
) -> None:
    after = entry("甲", 100 + moved, digits=1)
    tree = parsed(comparison((entry("甲", 100, digits=1),), (after,)))
    assert tree.xpath("//svg/path/@d")[0] == shape


def test_nothing_of_the_data_becomes_markup() -> None:
    page = as_page(comparison(demo=HOSTILE))
    tree = html.document_fromstring(page)
    assert len(tree.xpath("//script")) == 1
    assert tree.xpath("//img | //@onerror") == []
    assert page.count(HOSTILE) == 0
    assert tree.xpath(f"count(//tr[@id][@data-name=concat({', '.join(_quoted(HOSTILE))})])") == 1


def _quoted(text: str) -> list[str]:
    return [f"'{part}'" if part != "'" else '"\'"' for part in re.split("(')", text)]


def test_a_title_with_a_placeholder_of_the_frame_stays_a_text() -> None:
    side = Side("§table $x ${y}", {})
    tree = parsed(Comparison(side, side, ()))
    assert said(tree.xpath("//h1")[0]) == "主要指标对比：§table $x ${y}—§table $x ${y}"


def test_the_page_refers_to_nothing_outside_itself() -> None:
    page = as_page(many(20))
    assert re.findall(r"https?:|//[\w-]+\.|\bsrc=|@import|url\(|<link|<base|<iframe", page) == []
    assert set(re.findall(r'href="(.)', as_page(comparison()))) == {"#"}


def test_the_policy_allows_the_pages_own_code_and_nothing_else() -> None:
    policy = parsed(comparison()).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'; ")
    assert re.fullmatch(r".*; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'", policy)
    assert "unsafe" not in policy


def test_no_script_writes_html() -> None:
    assert re.findall(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", as_page(comparison())) == []


def test_the_table_tells_a_screen_reader_what_its_heads_are() -> None:
    tree = parsed(comparison())
    assert tree.get("lang") == "zh-CN"
    assert tree.xpath("//table/caption") and len(tree.xpath("//thead//th[@scope='col']")) == 8
    assert all(tr.xpath("th/@scope") == ["row"] for tr in rows_of(tree))
    assert all(control.xpath("ancestor::label") for control in tree.xpath("//input | //select"))
    assert len(set(tree.xpath("//@id"))) == len(tree.xpath("//@id"))


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_text_stands_out_from_its_ground() -> None:
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", as_page(comparison()))) | {"paper": "#ffffff"}
    for text in ("ink", "quiet", "rise", "fall", "warn"):
        for ground in ("paper", "ground", "warn-ground"):
            light, dark = sorted((_luminance(colours[text]), _luminance(colours[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)


def test_a_page_of_150_metrics_is_made_at_once() -> None:
    made = many(150)
    spent = []
    for _ in range(5):
        start = time.process_time()
        as_page(made)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.1, "some ten times what it takes"


def test_making_a_page_imports_nothing_heavy_but_what_escapes_it() -> None:
    source = Path(module.__file__).read_text(encoding="utf-8")
    names = {node.module or "" for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)}
    modules = ", ".join(names)
    code = f"import sys, {modules}; print(*{{'pandas', 'jinja2', 'lxml', 'yaml', 'openpyxl'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "jinja2"


def test_only_a_page_takes_the_time_to_import_what_escapes_it() -> None:
    code = "import sys; from reportgen.commands import diff; from reportgen.compare import forms; print('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "False"


def test_an_installed_copy_has_every_template_of_a_page() -> None:
    packaged = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
        "package-data"
    ]
    folder = Path(module.__file__).parent
    taken = {path for pattern in packaged["reportgen.compare"] for path in folder.glob(pattern)}
    assert {path for path in folder.iterdir() if path.suffix not in (".py", "")} == taken != set()


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """Yield the page of `comparison()`; whatever it asks for or complains about fails the test."""
    path = tmp_path / "对比.html"
    path.write_text(as_page(comparison(demo="编的")), encoding="utf-8")
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    yield page
    context.close()
    assert (asked, complaints) == ([path.as_uri()], [])


def shown(page: Page) -> list[str]:
    """Return the names of the rows that can be seen, in their order."""
    return [str(tr.get_attribute("data-name")) for tr in page.locator("tr[id]").all() if tr.is_visible()]


NAMES = [change.name for change in comparison().changes]


def test_typing_filters_by_name_and_section_and_says_how_many_are_left(opened: Page) -> None:
    status = opened.get_by_role("status")
    expect(status).to_have_text("显示全部13项")
    opened.get_by_label("找指标").fill("出生")
    assert shown(opened) == ["出生"]
    expect(status).to_have_text("显示13项中的1项")
    assert opened.locator("tr.section:visible").all_inner_texts() == ["人口"]
    opened.get_by_label("找指标").fill(" 节育　率 ")
    assert shown(opened) == ["节育率", "长效率"]
    opened.get_by_label("找指标").fill("没有这样的")
    expect(status).to_have_text("没有符合条件的指标")
    opened.get_by_role("button", name="全部显示").click()
    expect(status).to_have_text("显示全部13项")
    assert shown(opened) == NAMES


def test_the_boxes_and_the_list_of_sections_filter_together(opened: Page) -> None:
    opened.get_by_label("只看有变化的").check()
    assert shown(opened) == [name for name in NAMES if name != "女孩"]
    opened.get_by_label("只看突出的").check()
    assert shown(opened) == ["出生", "男孩", HOSTILE]
    opened.get_by_role("combobox", name="部分").select_option(HOSTILE)
    assert shown(opened) == [HOSTILE]


def test_enter_in_the_search_box_leaves_the_page_alone(opened: Page) -> None:
    opened.get_by_label("找指标").fill("出生")
    opened.keyboard.press("Enter")
    assert shown(opened) == ["出生"]


def test_a_head_sorts_by_size_then_the_other_way_then_not_at_all(opened: Page) -> None:
    head = opened.get_by_role("columnheader", name="增减", exact=True)
    button = head.get_by_role("button")
    expect(head).to_have_attribute("aria-sort", "none")
    changes = comparison().changes
    known = [change for change in changes if change.difference is not None]
    rest = [change.name for change in changes if change.difference is None]
    for order, sign in (("descending", -1), ("ascending", 1)):
        button.click()
        expect(head).to_have_attribute("aria-sort", order)
        assert shown(opened) == [c.name for c in sorted(known, key=lambda c: sign * (c.difference or 0))] + rest
    button.click()
    expect(head).to_have_attribute("aria-sort", "none")
    assert shown(opened) == NAMES
    expect(opened.locator("tr.section").first).to_be_visible()


def test_a_head_sorts_by_the_keyboard_and_the_order_is_told(opened: Page) -> None:
    opened.get_by_role("button", name="幅度").focus()
    opened.keyboard.press("Enter")
    sized = [c.name for c in by_size(comparison().changes) if c.percent is not None or c.is_rate]
    assert shown(opened)[: len(sized)] == sized
    expect(opened.get_by_role("status")).to_have_text("显示全部13项，按「幅度」从大到小")
    opened.keyboard.press("Space")
    expect(opened.get_by_role("status")).to_have_text("显示全部13项，按「幅度」从小到大")
    opened.get_by_role("button", name="2018年").click()
    expect(opened.get_by_role("columnheader", name="幅度")).to_have_attribute("aria-sort", "none")
    assert shown(opened)[0] == "总人口"


def test_a_filter_stays_while_sorting(opened: Page) -> None:
    opened.get_by_role("combobox", name="部分").select_option("人口")
    opened.get_by_role("button", name="2018年").click()
    assert shown(opened) == ["总人口", "出生", "女孩", "死亡", "男孩", "新来的", "已迁走"]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_opens_where_a_figure_comes_from(opened: Page, key: str) -> None:
    summary = opened.locator("summary", has_text="数据来源：节育率")
    origin = opened.locator("dl", has_text="选用 / 妇女")
    expect(origin).to_be_hidden()
    summary.focus()
    assert opened.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    opened.keyboard.press(key)
    expect(origin).to_be_visible()
    expect(origin).to_contain_text("89.8973…，即709200/7889")
    opened.keyboard.press(key)
    expect(origin).to_be_hidden()


def test_a_click_on_a_figure_opens_where_it_comes_from(opened: Page) -> None:
    opened.get_by_role("cell", name="15142").click()
    expect(opened.locator("tr[data-name=总人口] dl")).to_be_visible()
    opened.get_by_role("cell", name="15142").click()
    expect(opened.locator("tr[data-name=总人口] dl")).to_be_hidden()


def test_tab_goes_through_the_filters_the_heads_and_the_rows(opened: Page) -> None:
    opened.get_by_label("找指标").focus()
    stops = []
    for _ in range(12):
        opened.keyboard.press("Tab")
        stops.append(opened.evaluate("document.activeElement.localName"))
    assert stops == ["select", "input", "input", *["button"] * 6, *["summary"] * 3]


def test_a_link_to_a_row_that_a_filter_hides_shows_it(opened: Page) -> None:
    opened.get_by_label("找指标").fill("性别比")
    opened.get_by_role("link", name="男孩").click()
    expect(opened.locator("tr[data-name=男孩]")).to_be_in_viewport()
    expect(opened.get_by_role("status")).to_have_text("显示全部13项")


def test_a_screen_reader_hears_the_table_with_its_names(opened: Page) -> None:
    tree = opened.locator("main").aria_snapshot()
    for part in (
        '- heading "主要指标对比：2017年—2018年" [level=1]',
        "- note: 【演示数据】2017年：编的",
        '- region "变化突出，请先核对（3项）"',
        '- region "不能直接比较（5项）"',
        '- search "筛选指标"',
        "- searchbox",
        '- combobox "部分"',
        '- checkbox "只看有变化的"',
        "- status: 显示全部13项",
        '- table "主要指标对比：2017年—2018年。',
        '- button "增减（%）"',
        '- rowheader "总人口"',
        '- cell "+142"',
    ):
        assert part in tree, part


@pytest.mark.parametrize("width", [1280, 768, 400])
def test_nothing_hangs_out_at_the_side(opened: Page, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 768, 400])
def test_no_number_is_broken_or_hidden_by_its_neighbour(chromium: Browser, tmp_path: Path, width: int) -> None:
    path = tmp_path / "page.html"
    large = Fraction(12345678901, 100)
    before, after = (entry("金额", large * n, unit="万元", digits=2) for n in (1, 3))
    path.write_text(as_page(comparison((before,), (after,))), encoding="utf-8")
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(path.as_uri())
    boxes = [page.get_by_text(text, exact=True).first.bounding_box() for text in ("金额", before.text, after.text)]
    lefts = [box["x"] for box in boxes if box]
    assert lefts == sorted(lefts) and len(lefts) == 3
    cells = page.locator("tr[id] td:nth-child(n+3):nth-child(-n+6)")
    assert cells.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length") == 0
    assert cells.evaluate_all("all => new Set(all.map(one => one.offsetHeight)).size") == 1
    page.close()


def test_opening_a_row_of_a_narrow_page_leaves_the_numbers_under_their_heads(opened: Page) -> None:
    opened.set_viewport_size({"width": 400, "height": 800})
    opened.locator("tr[data-name=节育率] summary").click()
    columns = "all => all.map(one => Math.round(one.getBoundingClientRect().right))"
    heads = opened.locator("thead th:nth-child(n+3):nth-child(-n+6)").evaluate_all(columns)
    numbers = opened.locator("tr[data-name=节育率] td:nth-child(n+3):nth-child(-n+6)").evaluate_all(columns)
    assert numbers == heads


def test_a_narrow_page_is_still_a_table_to_a_screen_reader(opened: Page) -> None:
    opened.set_viewport_size({"width": 400, "height": 800})
    tree = opened.locator("main").aria_snapshot()
    assert '- rowheader "总人口"' in tree and '- cell "15142"' in tree


def test_without_javascript_the_page_is_whole(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(as_page(comparison()), encoding="utf-8")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert shown(page) == NAMES
    expect(page.locator("form")).to_be_hidden()
    page.locator("summary").first.click()
    expect(page.locator("dl").first).to_be_visible()
    assert page.locator("thead button").count() == 0
    context.close()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_a_print_has_every_row_and_the_heads_on_each_page(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    made = many(150)
    old = Side(made.before.title, made.before.entries, "编的")
    path.write_text(as_page(Comparison(old, made.after, made.changes)), encoding="utf-8")
    page = chromium.new_page()
    page.goto(path.as_uri())
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    page.close()
    command = ["pdftotext", "-layout", str(tmp_path / "page.pdf"), "-"]
    sheets = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\f")[:-1]
    assert len(sheets) > 2
    assert all(re.search(r"指标 +单位 +2017年 +2018年 +增减 +增减（%） +幅度 +说明", sheet) for sheet in sheets)
    assert all(
        "含演示数据" in sheet and f"第 {n} 页，共 {len(sheets)} 页" in sheet for n, sheet in enumerate(sheets, 1)
    )
    assert "找指标" not in sheets[0] and "【演示数据】2017年：编的" in sheets[0]
    printed = [re.sub(r"\s", "", line) for sheet in sheets for line in sheet.splitlines()]
    for change in made.changes:
        assert any(line.startswith("".join(row(change)[1:7])) for line in printed), change.name


def test_what_is_compared_has_every_kind() -> None:
    assert {change.kind for change in comparison().changes} == set(Kind)
