"""Columns that a loop repeats: each figure under its own head, the grid as wide as before, and every table that could go askew refused."""

from __future__ import annotations

import pytest
from specimens import Draft, draft, faults, p, values

from reportgen.base.issues import Unusable
from reportgen.word.numbering import integer
from reportgen.word.package import W

OVER = "总人口 | 按('村（社区）')"
EACH, END = f"{{%tc for 村 in {OVER} %}}", "{%tc endfor %}"
ROWS = f"{{%tr for 村 in {OVER} %}}"
TWO = "村（社区）,户口,人口\n甲村,农业,60\n甲村,非农业,20\n乙村,农业,30\n乙村,非农业,0\n"
THREE = "村（社区）,户口,人口\n甲村,农业,60\n甲村,非农业,20\n乙村,农业,30\n乙村,非农业,0\n丙村,农业,7\n丙村,非农业,1\n"


def cell(text: str, width: int = 2000, settings: str = "") -> str:
    """Return a cell as wide as it says."""
    inside = text if text.startswith("<w:") else p(text)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{settings}</w:tcPr>{inside}</w:tc>'


def cells(*every: str) -> str:
    """Return a row of cells; a text becomes one of the usual width."""
    return f"<w:tr>{''.join(one if one.startswith('<w:tc>') else cell(one) for one in every)}</w:tr>"


def table(*rows: str, columns: int = 4) -> str:
    """Return a table with as many columns of the grid as its template has."""
    grid = '<w:gridCol w:w="2000"/>' * columns
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


BOTH = (cells("指标", EACH, "{{ 村.名称 }}", END), cells("总人口", EACH, "{{ 村 }}", END))


def printed(body: str, population: str = THREE) -> tuple[Draft, list[list[str]]]:
    """Return what a body prints, and the texts of its tables' cells by row."""
    done = draft(body + p("完"), values(population=population))
    lines = [
        ["".join(node.text or "" for node in one.iter(f"{W}t")) for one in line.iter(f"{W}tc")]
        for line in done.root().iter(f"{W}tr")
    ]
    return done, lines


def grid(done: Draft) -> list[int]:
    """Return the widths of a table's columns."""
    return [int(one.get(f"{W}w", "")) for one in done.root().iter(f"{W}gridCol")]


def spans(done: Draft) -> list[list[int]]:
    """Return how many columns each cell of each row takes."""
    return [
        [integer(one, f"tcPr/{W}gridSpan") or 1 for one in line.iter(f"{W}tc")] for line in done.root().iter(f"{W}tr")
    ]


# ---- columns -----------------------------------------------------------------------------------------------------------------


def test_a_table_has_a_column_for_every_village_each_figure_in_a_mark() -> None:
    third = cells("其中农业", EACH, "{{ 农业人口 | 在(村) }}", END)
    done, lines = printed(table(*BOTH, third))
    assert lines == [["指标", "甲村", "乙村", "丙村"], ["总人口", "80", "30", "8"], ["其中农业", "60", "30", "7"]]
    assert done.titled == [
        (f"{name}·{village}", text)
        for name, texts in (("总人口", ("80", "30", "8")), ("农业人口", ("60", "30", "7")))
        for village, text in zip(("甲村", "乙村", "丙村"), texts, strict=True)
    ]


def test_the_columns_share_the_width_that_the_loop_and_its_tags_had() -> None:
    done, _ = printed(table(*BOTH))
    assert grid(done) == [2000, 2000, 2000, 2000]
    done, _ = printed(table(*BOTH), "村（社区）,户口,人口\n甲村,农业,60\n甲村,非农业,20\n乙村,农业,30\n乙村,非农业,0\n")
    assert grid(done) == [2000, 3000, 3000]
    assert [one.get(f"{W}w") for one in done.root().iter(f"{W}tcW")] == ["2000", "3000", "3000"] * 2


def test_two_cells_a_round_keep_their_proportion() -> None:
    head = cells("", EACH, cell("{{ 村.名称 }}人口", 1000), cell("死亡", 3000), END)
    each = cells("数", EACH, cell("{{ 村 }}", 1000), cell("{{ 死亡 }}", 3000), END)
    done, lines = printed(
        table(head, each, columns=5), "村（社区）,户口,人口\n甲村,农业,6\n甲村,非农业,2\n乙村,农业,3\n乙村,非农业,0\n"
    )
    assert lines == [["", "甲村人口", "死亡", "乙村人口", "死亡"], ["数", "8", "85", "3", "85"]]
    assert grid(done) == [2000, 1000, 3000, 1000, 3000]


def test_rows_and_columns_go_together_each_cell_of_both_categories() -> None:
    kinds = "{%tc for 类 in 总人口 | 按('户口') %}"
    rows = (
        cells("村", kinds, "{{ 类.名称 }}", END),
        cells(f"{{%tr for 村 in {OVER} | 排序('数') %}}", "", "", ""),
        cells("{{ 村.名称 }}", kinds, "{{ 总人口 | 在(村, 类) }}", END),
        cells("{%tr endfor %}", "", "", ""),
        cells("合计", kinds, "{{ 类 }}", END),
    )
    done, lines = printed(table(*rows))
    assert lines == [
        ["村", "农业", "非农业"],
        ["丙村", "7", "1"],
        ["乙村", "30", "0"],
        ["甲村", "60", "20"],
        ["合计", "97", "21"],
    ]
    assert done.titled[:2] == [("总人口·丙村·农业", "7"), ("总人口·丙村·非农业", "1")]


def test_a_cell_over_all_columns_grows_and_shrinks_with_them() -> None:
    title = cells(cell("各村人口", 8000, '<w:gridSpan w:val="4"/>'))
    split = cells("单位", cell("人", 6000, '<w:gridSpan w:val="3"/>'))
    done, _ = printed(table(title, split, *BOTH))
    assert spans(done) == [[4], [1, 3], [1, 1, 1, 1], [1, 1, 1, 1]]
    done, _ = printed(table(title, split, *BOTH), "村（社区）,户口,人口\n甲村,农业,6\n甲村,非农业,2\n")
    assert spans(done) == [[2], [1, 1], [1, 1], [1, 1]]


def test_a_year_without_villages_leaves_the_column_of_names() -> None:
    done, lines = printed(table(*BOTH), "户口,人口\n农业,60\n非农业,20\n")
    assert lines == [["指标"], ["总人口"]] and grid(done) == [2000]
    done, lines = printed(table(cells(EACH, "{{ 村 }}", END), columns=3), "户口,人口\n农业,60\n非农业,20\n")
    assert done.lines() == ["完"]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((BOTH[0], cells("死亡", "{%tc for 村 in 农业人口 | 按('村（社区）') %}", "{{ 村 }}", END)), "一个表里各行的列循环要一样"),
        ((BOTH[0], cells("死亡", f"{{%tc for 村 in {OVER} if 村 > 9 %}}", "{{ 村 }}", END)), "一个表里各行的列循环要一样"),
        ((BOTH[0], cells("死亡", f"{{%tc for 村 in {OVER} | 排序('数') %}}", "{{ 村 }}", END)), "一个表里各行的列循环要一样"),
        ((BOTH[0], cells("死亡", "85", "85", "85")), "表里另有一行没有这个循环"),
        ((cells(EACH, "{%tc for 类 in 村 | 按('户口') %}", "{{ 类 }}", END, END),), "列循环里不能再套列循环"),
        ((cells(EACH, "{{ 村 }}", END, EACH, "{{ 村 }}", END),), "一行里只能有一个列循环"),
        ((cells(ROWS), cells("{%tc for 类 in 村 | 按('户口') %}", "{{ 类 }}", END), cells("{%tr endfor %}")), "列不能随行变：循环里不能用「村」"),
        ((cells(f"{EACH}甲", "{{ 村 }}", END),), "要单独占一格，前后不能有文字和别的标签。"),
        ((cells("{%tc if 死亡 %}", "甲", "{%tc endif %}"),), "{%tc 只能写 for 和 endfor"),
        ((cells(EACH, "{{ 村 }}"), cells(END)), "和它的开头不在一处"),
        ((cells("{%TC for 村 in " + OVER + " %}", "{{ 村 }}", END),), "「tc」要小写"),
    ],
)  # fmt: skip
def test_a_table_whose_columns_could_go_askew_is_refused(rows: tuple[str, ...], reason: str) -> None:
    assert any(reason in issue.message for issue in faults(table(*rows)))


def test_a_loop_over_columns_stands_in_a_table() -> None:
    assert "{%tc 只能写在表格的格里" in faults(p(EACH) + p("{{ 村 }}") + p(END))[0].message


# ---- cells -------------------------------------------------------------------------------------------------------------------


def shades(done: Draft) -> list[str | None]:
    return [one.get(f"{W}fill") for one in done.root().iter(f"{W}shd")]


def test_a_cell_has_the_colour_that_its_tag_says() -> None:
    settings = '<w:shd w:val="clear" w:color="auto" w:fill="FF0000"/><w:vAlign w:val="center"/>'
    pair = cells("{% cellbg 'FFF2CC' %}总人口{{ 总人口 }}人", cell("{% cellbg 街道 %}甲", 2000, settings))
    done = draft(table(pair, columns=2) + p("完"), {"街道": "d9e2f3"})
    assert done.lines() == ["总人口110人", "甲", "完"]
    assert shades(done) == ["FFF2CC", "d9e2f3"]


def test_a_cell_spans_as_many_columns_as_its_tag_says() -> None:
    head = cells("指标", cell(f"{{% colspan {OVER} %}}各村", 6000))
    done, lines = printed(table(head, *BOTH))
    assert spans(done)[0] == [1, 3] and lines[0] == ["指标", "各村"]
    done, _ = printed(table(cells("{% colspan 2 %}甲"), cells("乙", "丙"), columns=2))
    assert spans(done) == [[2], [1, 1]]


def test_a_cell_is_merged_down_over_the_rows_of_its_loop_and_says_its_words_and_figures_once() -> None:
    rows = (
        cells(f"{{%tr for 村 in {OVER} %}}", "", ""),
        cells("{%tr for 类 in 村 | 按('户口') %}", "", ""),
        cells(
            cell("{% vm %}{{ 村.名称 }}共{{ 村 }}人", 2000, '<w:vAlign w:val="center"/>'), "{{ 类.名称 }}", "{{ 类 }}"
        ),
        cells("{%tr endfor %}", "", ""),
        cells("{%tr endfor %}", "", ""),
    )
    done, lines = printed(
        table(*rows, columns=3), "村（社区）,户口,人口\n甲村,农业,60\n甲村,非农业,20\n乙村,农业,30\n乙村,非农业,0\n"
    )
    assert lines == [
        ["甲村共80人", "农业", "60"],
        ["", "非农业", "20"],
        ["乙村共30人", "农业", "30"],
        ["", "非农业", "0"],
    ]
    assert [one.get(f"{W}val") for one in done.root().iter(f"{W}vMerge")] == ["restart", "continue"] * 2
    assert [title for title, _ in done.titled].count("总人口·甲村") == 1


def test_a_cell_is_merged_across_the_columns_of_its_loop() -> None:
    head = cells("指标", EACH, cell("{% hm %}各村人口{{ 总人口 }}"), END)
    done, lines = printed(table(head, *BOTH))
    assert lines[0] == ["指标", "各村人口118"] and spans(done)[0] == [1, 3]
    assert [one.get(f"{W}w") for one in done.root().iter(f"{W}tcW")][:2] == ["2000", "6000"]
    assert done.titled[0] == ("总人口", "118")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{% cellbg '红色' %}", "底色要写六位十六进制的颜色，如 {% cellbg 'FFF2CC' %}。"),
        ("{% cellbg 死亡 %}", "后面要写加引号的颜色，如 'FFF2CC'，或者一项文字的名称。"),
        ("{% cellbg %}", "后面要写加引号的颜色"),
        ("{% colspan 0 %}", "跨的列数要是1到63的整数。"),
        ("{% colspan 死亡 %}", "后面要写列数，或者写列表、「数 | 按('列名')」，一条一列。"),
        ("{% colspan %}", "后面要写列数"),
        ("{% vm %}", "vm 只能写在 {%tr for … %} 循环里的格里。"),
        ("{% hm %}", "hm 只能写在 {%tc for … %} 循环里的格里。"),
        ("{% hmm %}", "不认识「hmm」"),
    ],
)
def test_a_tag_of_a_cell_that_can_t_be_meant_is_told(text: str, reason: str) -> None:
    first, *_ = faults(table(cells(text)))
    assert reason in first.message


def test_a_tag_of_a_cell_stands_in_one() -> None:
    assert "cellbg 只能写在表格的一格里" in faults(p("{% cellbg 'FFF2CC' %}"))[0].message


def test_a_colour_that_a_year_s_text_doesn_t_say_is_told() -> None:
    with pytest.raises(Unusable, match="要的是六位十六进制的颜色（如 FFF2CC），这一年的文字写的是「八街街道」"):
        draft(table(cells("{% cellbg 街道 %}")) + p("完"))
