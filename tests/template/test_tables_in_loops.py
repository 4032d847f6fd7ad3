"""Tables that loops repeat or leave rows out of: each stands by itself, and cells merged down stay merged with their own."""

from __future__ import annotations

from lxml import etree
from specimens import Draft, draft, p, row, table

from reportgen.word.package import DOCUMENT, W, parse_part, read_part, serialized

EACH_VILLAGE = "{%p for 村 in 总人口 | 按('村（社区）') %}"
RESTART, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def cell(text: str, settings: str = "") -> str:
    """Return a table cell with settings of its own."""
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{p(text)}</w:tc>"


def cells(*every: str) -> str:
    """Return a row of such cells."""
    return f"<w:tr>{''.join(every)}</w:tr>"


def kinds(done: Draft) -> list[str]:
    """Return what stands in the body one behind the other: p or tbl."""
    body = done.root().find(f"{W}body")
    assert body is not None
    return [str(child.tag).removeprefix(W) for child in body if child.tag != f"{W}sectPr"]


def merged_down(done: Draft) -> list[str]:
    """Return how each cell of the first column is merged: restart, continue, or '' for not at all."""
    found: list[etree._Element | None] = [one.find(f"{W}tc/{W}tcPr/{W}vMerge") for one in done.root().iter(f"{W}tr")]
    return ["" if one is None else one.get(f"{W}val", "continue") for one in found]


def test_tables_of_a_loop_stand_apart() -> None:
    done = draft(p(EACH_VILLAGE) + table(row("{{ 村.名称 }}", "{{ 村 }}")) + p("{%p endfor %}") + p("完"))
    assert kinds(done) == ["tbl", "p", "tbl", "p"]
    assert done.lines() == ["甲村", "80", "", "乙村", "30", "完"]


def test_tables_stand_apart_where_a_condition_took_the_words_between_them() -> None:
    between = p("{%p if 死亡 > 100 %}") + p("死亡较多") + p("{%p endif %}")
    done = draft(table(row("甲", "乙")) + between + table(row("丙", "丁")) + p("完"))
    assert kinds(done) == ["tbl", "p", "tbl", "p"]


def test_tables_stand_apart_within_a_frame_and_within_a_cell() -> None:
    def framed(inside: str) -> str:
        return f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    inner = p("{%p if 死亡 > 100 %}") + p("死亡较多") + p("{%p endif %}")
    done = draft(framed(table(row("甲", "乙"))) + inner + table(row("丙", "丁")) + p("完"))
    assert done.lines() == ["甲", "乙", "", "丙", "丁", "完"]
    one = f"<w:tc><w:tcPr/>{p(EACH_VILLAGE)}{table(row('{{ 村 }}', ''))}{p('{%p endfor %}')}{p('尾')}</w:tc>"
    assert draft(table(f"<w:tr>{one}</w:tr>") + p("完")).lines() == ["80", "", "", "30", "", "尾", "完"]


def test_tables_with_words_between_them_get_no_paragraph() -> None:
    done = draft(p(EACH_VILLAGE) + p("{{ 村.名称 }}") + table(row("{{ 村 }}", "")) + p("{%p endfor %}") + p("完"))
    assert kinds(done) == ["p", "tbl", "p", "tbl", "p"]


def test_a_cell_merged_down_from_the_head_holds_all_rounds() -> None:
    done = draft(
        table(
            cells(cell("各村", RESTART), cell("人口")),
            cells(cell("", GOES_ON), cell("{%tr for 村 in 总人口 | 按('村（社区）') %}")),
            cells(cell("", GOES_ON), cell("{{ 村 }}")),
            cells(cell("", GOES_ON), cell("{%tr endfor %}")),
        )
        + p("完")
    )
    assert merged_down(done) == ["restart", "continue", "continue"]


def test_a_cell_merged_down_from_a_row_that_only_holds_a_tag_begins_where_that_row_was() -> None:
    done = draft(
        table(
            cells(cell("各村"), cell("人口")),
            cells(cell("", RESTART), cell("{%tr for 村 in 总人口 | 按('村（社区）') %}")),
            cells(cell("", GOES_ON), cell("{{ 村 }}")),
            cells(cell("", GOES_ON), cell("{%tr endfor %}")),
            cells(cell("合计"), cell("{{ 总人口 }}")),
        )
        + p("完")
    )
    assert merged_down(done) == ["", "restart", "continue", ""]


def test_each_round_of_two_rows_has_a_merged_cell_of_its_own() -> None:
    done = draft(
        table(
            cells(cell(""), cell("{%tr for 村 in 总人口 | 按('村（社区）') %}")),
            cells(cell("{{ 村.名称 }}", RESTART), cell("{{ 村 }}")),
            cells(cell("", GOES_ON), cell("{{ 死亡 | 千分位 }}")),
            cells(cell(""), cell("{%tr endfor %}")),
        )
        + p("完")
    )
    assert merged_down(done) == ["restart", "continue", "restart", "continue"]


def test_a_merged_cell_whose_first_row_a_condition_took_joins_no_other_cell_above_it() -> None:
    done = draft(
        table(
            cells(cell("户籍", RESTART), cell("甲")),
            cells(cell("", GOES_ON), cell("乙")),
            cells(cell(""), cell("{%tr if 死亡 > 100 %}")),
            cells(cell("流动", RESTART), cell("丙")),
            cells(cell("", GOES_ON), cell("{%tr endif %}")),
            cells(cell("", GOES_ON), cell("丁")),
        )
        + p("完")
    )
    assert merged_down(done) == ["restart", "continue", "restart"]


def test_what_the_review_reads_of_a_mended_draft_is_what_its_bytes_say() -> None:
    for before in (table(row("甲", "{{ 总人口 }}")), p("一")):  # mended, and as it was rendered
        content = draft(before + table(row("乙", "丁")) + p("完")).parts[DOCUMENT]
        said = [(one.tag, one.text, one.tail, dict(one.attrib)) for one in parse_part(content).iter()]
        assert [(one.tag, one.text, one.tail, dict(one.attrib)) for one in read_part(content).iter()] == said
        assert serialized(read_part(content)) == serialized(parse_part(content))
