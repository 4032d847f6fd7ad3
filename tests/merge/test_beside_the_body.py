"""Headers, footers and notes of a report that people edited: their words follow the data as the body's do, what people wrote there stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import assert_sound
from leader import Desk, paragraph_of, retype, unmark
from lxml import etree
from specimens import NOTE_ENDS, p, part, read_marks

from reportgen.commands.cli import OK
from reportgen.word.blocks import visible_text
from reportgen.word.package import DOCUMENT, W, parse_part

NOTES, HEADER = "word/footnotes.xml", "word/header1.xml"
SIGN = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
REF = "<w:r><w:footnoteRef/></w:r>"
MANY = "{% if 死亡 > 50 %}，比较多{% else %}，不算多{% endif %}"
EACH_VILLAGE = "{%p for 村 in 总人口 | 按('村（社区）') %}"
BIG = "{% if 村 > 7500 %}，属于大村{% else %}，属于小村{% endif %}"
Office = Callable[..., Desk]


def notes(*texts: str) -> bytes:
    """Return the part of footnotes that say these texts, numbered from 1."""
    each = (f'<w:footnote w:id="{number}">{p(REF, text)}</w:footnote>' for number, text in enumerate(texts, 1))
    return part("footnotes", NOTE_ENDS + "".join(each))


@pytest.fixture
def drafted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """Return what drafts a report with these notes and this header, in which a leader then rewrites the last sentence."""

    def made(body: str, noted: bytes, header: str = "{{ 街道 }}") -> Desk:
        others = {"footnotes.xml": noted, "header1.xml": part("hdr", p(header))}
        desk = Desk(tmp_path, p("{{ 街道 }}情况") + body + p("特此报告。"), capsys, others)
        assert desk.runs() == OK, desk.said
        desk.retypes("特此报告", "特此报告，请审阅。")
        return desk

    return made


def said(desk: Desk, name: str) -> list[str]:
    """Return the paragraphs of a part that say anything."""
    texts = (visible_text(one) for one in parse_part(desk.parts[name]).iter(f"{W}p"))
    return [text for text in texts if text.strip()]


def rebuilt(desk: Desk, *words: str) -> Desk:
    """Build again; fails where the report isn't sound."""
    assert desk.runs(*words) == OK, desk.said
    assert_sound(desk.report.read_bytes(), desk.folder)
    return desk


def note_of_deaths(drafted: Office) -> Desk:
    return drafted(p("死亡{{ 死亡 }}人", SIGN.format(1)), notes("{{ 负责人 }}报：死亡{{ 死亡 }}人" + MANY))


def test_the_words_of_a_note_follow_the_data_with_its_figure(drafted: Office) -> None:
    desk = note_of_deaths(drafted)
    assert said(desk, NOTES) == ["计生办报：死亡45人，不算多"]
    desk.corrects("死亡: 45", "死亡: 60")
    desk.corrects("负责人: 计生办", "负责人: 卫健办")
    rebuilt(desk)
    assert said(desk, NOTES) == ["卫健办报：死亡60人，比较多"]
    assert "段落更新  卫健办报：死亡60人，比较多" in desk.said
    assert [one.tag for one in parse_part(desk.parts[NOTES]).iter(f"{W}footnoteRef")] == [f"{W}footnoteRef"]
    assert desk.lines[1:3] == ["死亡60人", "特此报告，请审阅。"]
    assert desk.runs("verify", str(desk.report)) == OK, desk.said


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_report_whose_only_mark_stands_in_a_note_is_renewed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    noted = notes("死亡{{ 死亡 }}人").replace(b"footnote", kind.encode())
    body = p("工作报告") + p("死亡情况见注", SIGN.format(1).replace("footnote", kind)) + p("特此报告。")
    desk = Desk(tmp_path, body, capsys, {f"{kind}s.xml": noted})
    assert desk.runs() == OK, desk.said
    desk.retypes("特此报告", "特此报告，请审阅。")
    desk.corrects("死亡: 45", "死亡: 60")
    rebuilt(desk)
    assert said(desk, f"word/{kind}s.xml") == ["死亡60人"]
    assert desk.lines[2:3] == ["特此报告，请审阅。"]


def test_a_report_whose_only_mark_stands_in_the_header_is_renewed_and_without_it_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = {"header1.xml": part("hdr", p("死亡{{ 死亡 }}人"))}
    desk = Desk(tmp_path, p("工作报告") + p("特此报告。"), capsys, header)
    assert desk.runs() == OK, desk.said
    desk.retypes("特此报告", "特此报告，请审阅。")
    desk.corrects("死亡: 45", "死亡: 60")
    rebuilt(desk)
    assert said(desk, HEADER) == ["死亡60人"] and desk.lines[-1:] == ["特此报告，请审阅。"]
    desk.edits(lambda root: unmark(root, "死亡"), HEADER)
    desk.corrects("死亡: 60", "死亡: 61")
    desk.runs()
    assert "它里面的数据标记都没有了" in desk.said


def test_a_report_that_never_had_marks_is_not_refused_for_having_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = p("{{ 街道 }}工作报告") + p("特此报告。") + p("{{ 负责人 }}")
    desk = Desk(tmp_path, body, capsys)
    assert desk.runs() == OK, desk.said
    desk.retypes("特此报告", "特此报告，请审阅。")
    desk.corrects("负责人: 计生办", "负责人: 卫健办")
    rebuilt(desk)
    assert desk.lines == ["八街街道工作报告", "特此报告，请审阅。", "卫健办"]


def test_the_words_of_a_header_follow_the_data(drafted: Office) -> None:
    desk = drafted(p("死亡{{ 死亡 }}人"), notes(), "{{ 街道 }}" + MANY.strip("，"))
    desk.corrects("死亡: 45", "死亡: 60")
    desk.corrects("街道: 八街街道", "街道: 九街街道")
    rebuilt(desk)
    assert said(desk, HEADER) == ["九街街道，比较多"]


def test_a_note_that_says_what_it_said_stays_the_same_bytes(drafted: Office) -> None:
    desk = note_of_deaths(drafted)
    before = desk.parts[NOTES]
    desk.corrects("叶酸: 85", "叶酸: 86")
    rebuilt(desk)
    assert desk.parts[NOTES] == before


def test_a_note_that_people_rewrote_stays_and_what_the_data_say_is_told(drafted: Office) -> None:
    desk = note_of_deaths(drafted)

    def rewrite(root: etree._Element) -> None:
        for node in root.iter(f"{W}t"):
            node.text = (node.text or "").replace("，不算多", "，不算多，都已核实")

    desk.edits(rewrite, NOTES)
    desk.corrects("死亡: 45", "死亡: 60")
    rebuilt(desk)
    assert said(desk, NOTES) == ["计生办报：死亡60人，不算多，都已核实"]
    assert "现在应为：计生办报：死亡60人，比较多" in desk.said
    desk.runs("verify", str(desk.report))
    assert "还是更正以前的说法，现在应为：计生办报：死亡60人，比较多" in desk.said


def test_a_note_that_goes_with_its_paragraph_is_told_where_people_wrote_in_it(drafted: Office) -> None:
    body = p(EACH_VILLAGE) + p("{{ 村.名称 }}{{ 村 }}人", SIGN.format(1)) + p("{%p endfor %}")
    desk = drafted(body, notes("{{ 村.名称 }}另有{{ 村 }}人"))

    def rewrite(root: etree._Element) -> None:
        for node in root.iter(f"{W}t"):
            node.text = (node.text or "").replace("甲村另有", "经核实，甲村另有")

    desk.edits(rewrite, NOTES)
    desk.corrects("甲村,农业,7000\n甲村,非农业,142\n", "", "population.csv")
    rebuilt(desk)
    assert said(desk, NOTES) == ["乙村另有8000人"]
    assert "脚注和它的段落一起删去了，里面有人改过：经核实，甲村另有7142人" in desk.said


def test_a_note_of_people_s_own_stays(drafted: Office) -> None:
    desk = note_of_deaths(drafted)

    def add(root: etree._Element) -> None:
        note = etree.SubElement(root, f"{W}footnote", {f"{W}id": "7"})
        retype(etree.SubElement(note, f"{W}p"), "另据派出所数据。")

    def refer(root: etree._Element) -> None:
        run = etree.SubElement(paragraph_of(root, "特此报告"), f"{W}r")
        etree.SubElement(run, f"{W}footnoteReference", {f"{W}id": "7"})

    desk.edits(add, NOTES)
    desk.edits(refer)
    desk.corrects("死亡: 45", "死亡: 60")
    rebuilt(desk)
    assert said(desk, NOTES) == ["计生办报：死亡60人，比较多", "另据派出所数据。"]


def test_each_round_s_note_follows_its_own_village(drafted: Office) -> None:
    body = p(EACH_VILLAGE) + p("{{ 村.名称 }}{{ 村 }}人", SIGN.format(1)) + p("{%p endfor %}")
    desk = drafted(body, notes("{{ 村.名称 }}另有{{ 村 }}人" + BIG))
    assert said(desk, NOTES) == ["甲村另有7142人，属于小村", "乙村另有8000人，属于大村"]
    desk.corrects("甲村,农业,7000", "甲村,农业,7600", "population.csv")
    desk.corrects("乙村,农业,8000", "乙村,农业,7400", "population.csv")
    rebuilt(desk)
    assert said(desk, NOTES) == ["甲村另有7742人，属于大村", "乙村另有7400人，属于小村"]
    titles = [(one.title, one.text) for one in read_marks(parse_part(desk.parts[NOTES]))]
    assert titles == [("总人口·甲村", "7742"), ("总人口·乙村", "7400")]
    assert desk.runs("verify", str(desk.report)) == OK, desk.said


def test_a_note_is_found_again_under_the_number_that_word_gave_it(drafted: Office) -> None:
    body = p("死亡{{ 死亡 }}人", SIGN.format(1)) + p("叶酸{{ 叶酸 }}人", SIGN.format(2))
    desk = drafted(body, notes("死亡{{ 死亡 }}人" + MANY, "{{ 负责人 }}提供"))

    def renumber(root: etree._Element) -> None:
        for one in root.iter(f"{W}footnote", f"{W}footnoteReference"):
            number = one.get(f"{W}id")
            one.set(f"{W}id", {"1": "2", "2": "1"}.get(number, number))

    def turn(root: etree._Element) -> None:
        renumber(root)
        root.append(root[2])

    desk.edits(renumber)
    desk.edits(turn, NOTES)
    desk.corrects("死亡: 45", "死亡: 60")
    desk.corrects("负责人: 计生办", "负责人: 卫健办")
    rebuilt(desk)
    assert said(desk, NOTES) == ["卫健办提供", "死亡60人，比较多"]
    assert desk.lines[1:3] == ["死亡60人", "叶酸85人"]


def test_with_tracked_changes_a_note_s_new_words_are_a_revision(drafted: Office) -> None:
    desk = note_of_deaths(drafted)
    desk.corrects("死亡: 45", "死亡: 60")
    rebuilt(desk, "--track-changes")
    root = parse_part(desk.parts[NOTES])
    deleted = "".join(one.text or "" for one in root.iter(f"{W}delText"))
    assert said(desk, NOTES) == ["计生办报：死亡60人，比较多"] and "不算多" in deleted
    assert any(True for _ in parse_part(desk.parts[DOCUMENT]).iter(f"{W}ins"))
