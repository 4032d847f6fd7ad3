"""Word's numbered lists within loops: a list of several items begins anew in each round, one item a round goes on counting."""

from __future__ import annotations

from specimens import Draft, draft, p, part, row, table

from reportgen.word.numbering import Numbering, read_lists, read_styles
from reportgen.word.package import DOCUMENT, W, parse_part

EACH_VILLAGE = p("{%p for 村 in 总人口 | 按('村（社区）') %}")
END = p("{%p endfor %}")


def levels(number: int, *, style: str = "", text: str = "%1.") -> str:
    """Return the two levels that a list counts by, the first perhaps linked to a style."""
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>{linked}<w:lvlText w:val="{text}"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="(%2)"/></w:lvl></w:abstractNum>'
    )


def numbering(*abstracts: str) -> dict[str, bytes]:
    """Return the part of lists, one for each of some levels, under the numbers 1, 2, …"""
    nums = (
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in range(1, len(abstracts) + 1)
    )
    return {"numbering.xml": part("numbering", "".join((*abstracts, *nums)))}


def item(text: str, level: int = 0, listed: int = 1, style: str = "") -> str:
    """Return a paragraph of a list."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return p(text, properties=f'{styled}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{listed}"/></w:numPr>')


def numbered(done: Draft) -> list[str]:
    """Return the paragraphs with their numbers as Word shows them."""
    styles = read_styles(parse_part(done.parts["word/styles.xml"]))
    counts = Numbering(read_lists(parse_part(done.parts["word/numbering.xml"]), styles), styles)
    body = parse_part(done.parts[DOCUMENT])
    numbers = [counts.number(one.find(f"{W}pPr")).strip() for one in body.iter(f"{W}p")]
    return [f"{number}{line}" for number, line in zip(numbers, done.lines(), strict=True)]


def printed(body: str, *abstracts: str) -> list[str]:
    """Return the lines that a body with such lists prints."""
    return numbered(draft(body + p("完"), others=numbering(*(abstracts or (levels(1),)))))


def test_a_list_of_several_items_begins_anew_in_each_round() -> None:
    body = EACH_VILLAGE + p("{{ 村.名称 }}：") + item("人口{{ 村 }}人；") + item("按月上报。") + END
    assert printed(body) == ["甲村：", "1.人口80人；", "2.按月上报。", "乙村：", "1.人口30人；", "2.按月上报。", "完"]


def test_a_list_that_is_all_that_a_round_prints_begins_anew_too() -> None:
    assert printed(EACH_VILLAGE + item("{{ 村.名称 }}") + item("{{ 村 }}人") + END) == [
        "1.甲村",
        "2.80人",
        "1.乙村",
        "2.30人",
        "完",
    ]


def test_one_item_a_round_goes_on_counting() -> None:
    assert printed(EACH_VILLAGE + item("{{ 村.名称 }}") + END) == ["1.甲村", "2.乙村", "完"]
    assert printed(EACH_VILLAGE + item("{{ 村.名称 }}") + p("人口{{ 村 }}人") + END) == [
        "1.甲村",
        "人口80人",
        "2.乙村",
        "人口30人",
        "完",
    ]


def test_one_item_a_row_goes_on_counting() -> None:
    head = row("{%tr for 村 in 总人口 | 按('村（社区）') %}", "")
    each = row("{{ 村.名称 }}", item("{{ 村 }}"))
    assert printed(table(head, each, row("{%tr endfor %}", ""))) == ["甲村", "1.80", "乙村", "2.30", "完"]


def test_items_of_a_loop_within_a_round_begin_anew_with_the_round() -> None:
    inner = p("{%p for 项 in 存在的问题 %}") + item("{{ 项 }}") + END
    assert printed(EACH_VILLAGE + p("{{ 村.名称 }}：") + inner + END) == [
        "甲村：",
        "1.人手不足",
        "2.经费不足",
        "乙村：",
        "1.人手不足",
        "2.经费不足",
        "完",
    ]


def test_items_of_two_branches_are_one_item() -> None:
    inner = p("{%p if 村 > 50 %}") + item("大") + p("{%p else %}") + item("小") + p("{%p endif %}")
    assert printed(EACH_VILLAGE + inner + END) == ["1.大", "2.小", "完"]


def test_the_lower_level_alone_begins_anew_where_the_upper_goes_on() -> None:
    body = EACH_VILLAGE + item("{{ 村.名称 }}") + item("{{ 村 }}人", 1) + item("按月上报", 1) + END
    assert printed(body) == ["1.甲村", "(1)80人", "(2)按月上报", "2.乙村", "(1)30人", "(2)按月上报", "完"]


def test_what_stands_before_the_loop_counts_for_itself() -> None:
    body = item("总则") + EACH_VILLAGE + item("{{ 村.名称 }}") + item("{{ 村 }}人") + END
    assert printed(body) == ["1.总则", "1.甲村", "2.80人", "1.乙村", "2.30人", "完"]


def test_two_lists_of_a_round_begin_anew_each_by_itself() -> None:
    body = EACH_VILLAGE + item("甲") + item("乙") + item("丙", 0, 2) + item("丁", 0, 2) + END
    assert printed(body, levels(1), levels(2, text="%1)")) == [*["1.甲", "2.乙", "1)丙", "2)丁"] * 2, "完"]


def test_headings_go_on_counting_through_all_rounds() -> None:
    heading = item("{{ 村.名称 }}", style="Heading1") + p("情况") + item("措施", style="Heading1")
    assert printed(EACH_VILLAGE + heading + END, levels(1, style="Heading1")) == [
        "1.甲村",
        "情况",
        "2.措施",
        "3.乙村",
        "情况",
        "4.措施",
        "完",
    ]


def test_a_list_without_a_definition_stays_as_it_is() -> None:
    body = EACH_VILLAGE + item("甲", 0, 9) + item("乙", 0, 9) + END + p("完")
    assert numbered(draft(body, others=numbering(levels(1)), audited=False)) == ["甲", "乙", "甲", "乙", "完"]


def test_the_same_inputs_give_the_same_lists() -> None:
    body = EACH_VILLAGE + item("{{ 村.名称 }}") + item("{{ 村 }}人") + END
    one, other = (draft(body, others=numbering(levels(1))) for _ in range(2))
    assert one.document == other.document
