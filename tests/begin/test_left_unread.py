"""An older report of a small office read back: each number in a loop is read with whose it is, and what can't be read is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from leader import unmark
from specimens import CATALOGUE, NOTE_ENDS, OFFICE, POPULATION, p, package, part, prepared, row, table, values

from reportgen.begin.old_report.importing import read_older
from reportgen.template.reading import FILE
from reportgen.template.rendering import render
from reportgen.word.blocks import marks_of
from reportgen.word.package import DOCUMENT, parse_part, read_package, serialized, write_package
from reportgen.word.relations import stories

VILLAGES = "按('村（社区）')"
EACH = f"村 in 总人口 | {VILLAGES}"
HEAD = p("{{ 街道 }}{{ 年度 }}年工作报告") + p("截止{{ 截止日 }}，全街道总人口{{ 总人口 }}人，年末核对无误。")
FARMERS = p("其中农业人口{{ 农业人口 }}人，年末核对无误。")
TWO_A_ROUND = p(
    f"分村看，{{% for {EACH} %}}{{{{ 村.名称 }}}}{{{{ 村 }}}}人（农业{{{{ 农业人口 | 在(村) }}}}人）、{{% endfor %}}都已核对。"
)
TWO_A_PARAGRAPH = (
    p(f"{{%p for {EACH} %}}")
    + p("{{ 村.名称 }}总人口{{ 村 }}人，其中农业人口{{ 农业人口 | 在(村) }}人。")
    + p("{%p endfor %}")
)
SIGN = '<w:r><w:footnoteReference w:id="{}"/></w:r>'


def notes(*texts: str) -> dict[str, bytes]:
    """Return a part of footnotes that say these texts, numbered from 1."""
    each = (f'<w:footnote w:id="{number}">{p(text)}</w:footnote>' for number, text in enumerate(texts, 1))
    return {"footnotes.xml": part("footnotes", NOTE_ENDS + "".join(each))}


@dataclass(frozen=True)
class Read:
    """What was read of a report, by 「metric」 and 「metric·category」, what was told as unread, as (line, number, reason), and the issues."""

    said: dict[str, object]
    unread: list[tuple[int, str, str]]
    issues: list[str]


def read(
    folder: Path,
    body: str,
    others: dict[str, bytes] | None = None,
    *,
    marked: bool = False,
    edit: tuple[str, str] = ("", ""),
    population: str = POPULATION,
) -> Read:
    """Return what is read of the report that a body prints, in which people then put one text for another."""
    template = package(HEAD + FARMERS + body, others)
    parts = read_package(render(prepared(template), values(OFFICE, population)))
    titles = {mark.title for mark in marks_of(parts)}
    for name in stories(parts) if not marked else ():
        root = parse_part(parts[name])
        for title in titles:
            unmark(root, title)
        parts[name] = serialized(root)
    if edit[0]:
        assert edit[0].encode() in parts[DOCUMENT]
        parts[DOCUMENT] = parts[DOCUMENT].replace(edit[0].encode(), edit[1].encode())
    (folder / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / FILE).write_bytes(template)
    path = folder / "往年报告.docx"
    path.write_bytes(write_package(parts))
    found, _ = read_older(path, folder, None)
    said = {name: one.value for name, one in found.deduced.values.items()}
    said |= {f"{one.name}·{one.category}": one.value for one in found.parts}
    unread = [(one.line, one.number, one.reason) for one in found.report.unread]
    return Read(said, unread, [str(issue) for issue in found.issues])


BOTH = {"总人口·甲村": 80, "总人口·乙村": 30, "农业人口·甲村": 60, "农业人口·乙村": 30}


@pytest.mark.parametrize("marked", [False, True])
@pytest.mark.parametrize("body", [TWO_A_ROUND, TWO_A_PARAGRAPH])
def test_two_figures_of_a_round_are_both_read_with_whose_they_are(tmp_path: Path, body: str, marked: bool) -> None:
    found = read(tmp_path, body, marked=marked)
    assert found.said.items() >= BOTH.items() and found.said["总人口"] == 110
    assert (found.unread, found.issues) == ([], [])


def test_villages_that_have_as_many_are_no_total(tmp_path: Path) -> None:
    """Two paragraphs that say 30 people of a village each said 30 of the whole street office."""
    found = read(
        tmp_path,
        TWO_A_PARAGRAPH,
        population="村（社区）,户口,人口\n甲村,农业,30\n甲村,非农业,0\n乙村,农业,30\n乙村,非农业,0\n",
        edit=("全街道总人口", "全街道登记的总人口"),
    )
    assert "总人口" not in found.said or found.said["总人口"] == 60


def test_a_number_that_does_not_say_whose_it_is_is_told(tmp_path: Path) -> None:
    body = p(f"{{%p for {EACH} %}}") + p("{{ 村.名称 }}情况较好。登记在册的总人口{{ 村 }}人。") + p("{%p endfor %}")
    found = read(tmp_path, body)
    reason = "这一句没有写是哪个村（社区）的"
    assert found.unread == [(4, "80", reason), (5, "30", reason)]
    assert [name for name in found.said if name.startswith("总人口")] == ["总人口"]


def test_a_number_printed_in_numerals_alone_is_told_and_one_that_stands_in_digits_too_is_not(tmp_path: Path) -> None:
    found = read(tmp_path, p("另外死亡{{ 死亡 | 大写 }}人，情况属实无误。"))
    assert found.unread == [(4, "八十五", "这样写的数读不回来")]
    found = read(tmp_path, p("另外死亡{{ 死亡 | 大写 }}人，情况属实无误。") + p("全年共死亡{{ 死亡 }}人，都已注销。"))
    assert (found.said["死亡"], found.unread) == (85, [])


def test_parts_printed_in_numerals_alone_are_told(tmp_path: Path) -> None:
    found = read(
        tmp_path, p(f"分村看，{{% for {EACH} %}}{{{{ 村.名称 }}}}有{{{{ 村 | 大写 }}}}人、{{% endfor %}}都已核对。")
    )
    assert [number for _, number, _ in found.unread] == ["八十", "三十"]


@pytest.mark.parametrize("marked", [False, True])
def test_the_numbers_of_notes_are_told_in_loops_and_outside(tmp_path: Path, marked: bool) -> None:
    each = p(f"{{%p for {EACH} %}}") + p("{{ 村.名称 }}情况见注", SIGN.format(1), "。") + p("{%p endfor %}")
    body = each + p("死亡情况见注", SIGN.format(2), "。")
    noted = notes("{{ 村.名称 }}总人口{{ 村 }}人", "截至{{ 截止日 }}，死亡{{ 死亡 }}人")
    found = read(tmp_path, body, noted, marked=marked)
    reason = "脚注、尾注里的数不读"
    assert found.unread == [(4, "80", reason), (5, "30", reason), (6, "85", reason)]  # not the report's own date


def test_a_note_without_numbers_is_nothing_to_tell(tmp_path: Path) -> None:
    found = read(tmp_path, p("死亡情况见注", SIGN.format(1), "。"), notes("由{{ 街道 }}提供"))
    assert (found.unread, found.issues) == ([], [])


# ---- marks decide ------------------------------------------------------------------------------------------------------------


def test_a_mark_says_whose_a_number_is_though_people_wrote_the_sentence_anew(tmp_path: Path) -> None:
    anew = ("人，其中农业人口", "口人在册登记，农业人口里现有")
    found = read(tmp_path, TWO_A_PARAGRAPH, marked=True, edit=anew)
    assert found.said.items() >= BOTH.items()
    assert not [reason for _, _, reason in found.unread if "数据标记" in reason]


def test_a_mark_behind_the_name_of_another_village_is_not_believed(tmp_path: Path) -> None:
    found = read(tmp_path, TWO_A_PARAGRAPH, marked=True, edit=(">甲村总人口<", ">丙村现在有<"))
    told = [(number, reason) for _, number, reason in found.unread if "数据标记" in reason]
    assert ("80", "数据标记「总人口」：这句话写的是别的时候、别的地方") in told


def test_a_mark_of_a_village_in_a_sentence_of_last_year_is_not_believed(tmp_path: Path) -> None:
    found = read(tmp_path, TWO_A_PARAGRAPH, marked=True, edit=(">甲村总人口<", ">上年甲村现在有<"))
    told = [(number, reason) for _, number, reason in found.unread if "数据标记" in reason]
    assert ("80", "数据标记「总人口」：这句话写的是别的时候、别的地方") in told


def test_marks_below_a_heading_that_names_their_village_are_believed(tmp_path: Path) -> None:
    body = (
        p(f"{{%p for {EACH} %}}")
        + p("{{ 村.名称 }}的基本情况")
        + p("登记在册的总人口{{ 村 }}人。")
        + p("{%p endfor %}")
    )
    found = read(tmp_path, body, marked=True, edit=("登记在册的总人口", "在册的人有"))
    assert (found.said["总人口·甲村"], found.said["总人口·乙村"]) == (80, 30)
    assert found.unread == []


def test_rows_of_a_table_are_read_as_before(tmp_path: Path) -> None:
    rows = table(
        row("村", "人口", "农业"),
        row(f"{{%tr for {EACH} %}}", "", ""),
        row("{{ 村.名称 }}", "{{ 村 }}", "{{ 农业人口 | 在(村) }}"),
        row("{%tr endfor %}", "", ""),
    )
    for marked in (False, True):
        assert read(tmp_path, rows, marked=marked).said.items() >= BOTH.items()
