"""Footnotes within loops: each round has a note of its own, which says its round's names and figures; Word numbers them."""

from __future__ import annotations

from specimens import NOTE_ENDS, Draft, draft, faults, p, part, row, table, text_of

from reportgen.word.package import W

EACH = "{%p for 村 in 总人口 | 按('村（社区）') %}"
SIGN = '<w:r><w:footnoteReference w:id="1"/></w:r>'
OTHER = '<w:r><w:footnoteReference w:id="2"/></w:r>'


def notes(*texts: str) -> dict[str, bytes]:
    """Return the part of footnotes, numbered from 1."""
    every = "".join(f'<w:footnote w:id="{number}">{p(text)}</w:footnote>' for number, text in enumerate(texts, 1))
    return {"footnotes.xml": part("footnotes", NOTE_ENDS + every)}


def signs(done: Draft) -> list[str | None]:
    """Return the numbers that the signs of notes name, in the order of the text."""
    return [one.get(f"{W}id") for one in done.root().iter(f"{W}footnoteReference")]


def said(done: Draft) -> dict[str | None, str]:
    """Return what each note says, by its number."""
    root = done.root("word/footnotes.xml")
    return {one.get(f"{W}id"): "".join(map(text_of, one.iter(f"{W}p"))) for one in root if one.get(f"{W}type") is None}


def test_each_round_has_a_note_of_its_own_with_its_own_figures_in_marks() -> None:
    body = p(EACH) + p("{{ 村.名称 }}", SIGN) + p("{%p endfor %}") + p("完")
    done = draft(body, others=notes("{{ 村.名称 }}{{ 村 }}人，全街道{{ 总人口 }}人。"))
    assert signs(done) == ["1", "2"]
    assert said(done) == {"1": "甲村80人，全街道110人。", "2": "乙村30人，全街道110人。"}
    titles = [(one.title, one.text) for one in done.marks("word/footnotes.xml")]
    assert titles == [("总人口·甲村", "80"), ("总人口", "110"), ("总人口·乙村", "30"), ("总人口", "110")]


def test_notes_outside_of_loops_keep_their_numbers() -> None:
    body = p("前", OTHER) + p(EACH) + p("{{ 村.名称 }}", SIGN) + p("{%p endfor %}") + p("完")
    done = draft(body, others=notes("{{ 村 }}人", "死亡{{ 死亡 }}人"))
    assert signs(done) == ["2", "1", "3"]
    assert said(done) == {"1": "80人", "2": "死亡85人", "3": "30人"}


def test_a_note_without_tags_stands_once_a_round_too() -> None:
    body = p("{% for 项 in 存在的问题 %}{{ 项 }}", SIGN, "；{% endfor %}")
    done = draft(body, others=notes("以上级为准"))
    assert done.lines() == ["人手不足；经费不足；"]
    assert (signs(done), said(done)) == (["1", "2"], {"1": "以上级为准", "2": "以上级为准"})


def test_a_note_in_a_row_of_a_loop_and_one_that_a_condition_takes() -> None:
    rows = (
        row("{%tr for 村 in 总人口 | 按('村（社区）') %}", ""),
        row("{{ 村.名称 }}", p("{{ 村 }}{% if 村 > 50 %}", SIGN, "{% endif %}")),
        row("{%tr endfor %}", ""),
    )
    done = draft(table(*rows) + p("完"), others=notes("{{ 村.名称 }}人多"))
    assert (signs(done), said(done)) == (["1"], {"1": "甲村人多"})


def test_a_list_that_has_nothing_leaves_no_note() -> None:
    body = p("{% for 项 in 存在的问题 %}{{ 项 }}", SIGN, "；{% endfor %}完")
    done = draft(body, {"存在的问题": ()}, others=notes("以上级为准"))
    assert (done.lines(), signs(done), said(done)) == (["完"], [], {})


def test_a_fault_of_a_note_in_a_loop_is_told() -> None:
    body = p(EACH) + p("{{ 村.名称 }}", SIGN) + p("{%p endfor %}") + p("完")
    (issue,) = faults(body, notes("{{ 村村 }}人"))
    assert "没有「村村」这个名称" in issue.message
    (issue,) = faults(p("前", SIGN) + body.replace(SIGN, ""), notes("{{ 村 }}人"))
    assert "没有「村」这个名称" in issue.message


def test_the_same_inputs_give_the_same_notes() -> None:
    body = p(EACH) + p("{{ 村.名称 }}", SIGN) + p("{%p endfor %}") + p("完")
    one, other = (draft(body, others=notes("{{ 村 }}人")) for _ in range(2))
    assert one.document == other.document
