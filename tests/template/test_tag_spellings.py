"""One tag written in other ways, with brackets, blanks or sides exchanged: what prints the same is read the same by every reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import document_text
from leader import Desk
from lxml import etree
from specimens import CATALOGUE, POPULATION, p, package, prepared, row, table, values

from reportgen.begin.old_report.importing import read_older
from reportgen.commands.cli import OK
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.template.content import vocabulary
from reportgen.template.frames import Loop, Slot, SlotKind, read_frames
from reportgen.template.reading import FILE
from reportgen.template.rendering import render
from reportgen.word.package import W

HEAD = p("{{ 街道 }}{{ 年度 }}年工作报告") + p("截止{{ 截止日 }}，全街道总人口{{ 总人口 }}人，年末核对无误。")
BORN = p("全年出生{{ 出生 }}人，男孩{{ 男孩 }}人，女孩{{ 女孩 }}人，已经登记。")
VILLAGES = "分村看，{{% for {loop} %}}{{{{ {name} }}}}{{{{ {part} }}}}人、{{% endfor %}}都已核对。"


def office(folder: Path, body: str) -> Path:
    """Return the folder of a small report with this body."""
    (folder / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / FILE).write_bytes(package(body))
    return folder


def read_back(folder: Path, body: str, typed: str = "") -> dict[str, object]:
    """Return what is read of the report that a body prints, by metric or 「metric·category」."""
    told = values(f"街道: 八街街道\n截止日: 9月30日\n出生: 178\n男孩: 93\n女孩: 88\n{typed}", POPULATION)
    (folder / "往年报告.txt").write_text(document_text(render(prepared(package(body)), told)), encoding="utf-8")
    found, _ = read_older(folder / "往年报告.txt", office(folder, body), None)
    said: dict[str, object] = {name: one.value for name, one in found.deduced.values.items()}
    return said | {f"{one.name}·{one.category}": one.value for one in found.parts}


@pytest.mark.parametrize(
    "loop",
    [
        "部分 in 总人口 | 按('村（社区）')",
        "部分 in (总人口 | 按('村（社区）'))",
        "部分 in ((总人口)|按(“村（社区）”)) if 部分 > 0",
        "部分 in 总人口 | 按('村' '（社区）') if 部分 > 0 or 部分.名称 == '甲村'",
        "( 部分 ) in ( 总人口 ) | 按( '村（社区）' )",
    ],
)
@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("部分.名称", "部分"),
        ("(部分.名称)", "( 部分 )"),
        ("(部分).名称", "总人口 | 在(部分)"),
        ("部分 .名称", "(总人口) | 在((部分))"),
    ],
)
def test_a_loop_over_villages_is_read_back_however_it_is_written(
    loop: str, name: str, part: str, tmp_path: Path
) -> None:
    body = HEAD + BORN + p(VILLAGES.format(loop=loop, name=name, part=part))
    said = read_back(tmp_path, body)
    assert (said["总人口·甲村"], said["总人口·乙村"]) == (80, 30)


def test_rows_of_a_table_by_village_are_read_back_too(tmp_path: Path) -> None:
    rows = (
        row("村", "人数"),
        row("{%tr for 部分 in (总人口 | 按('村（社区）')) if 部分 > 0 %}"),
        row("{{ (部分).名称 }}", "{{ (部分) }}"),
        row("{%tr endfor %}"),
    )
    folder = office(tmp_path, HEAD + table(*rows))
    catalogue = read_catalogue(folder)
    (loop,) = (one for one in read_frames(folder, FILE, vocabulary(catalogue)) if isinstance(one, Loop))
    assert (loop.name, loop.detail) == ("总人口", "村（社区）")


@pytest.mark.parametrize(
    ("tag", "slot"),
    [
        ("( 死亡 )", Slot(SlotKind.NUMBER, "死亡")),
        ("(截止日)|月日", Slot(SlotKind.DATE, "截止日", "月日")),
        ("((截止日) | 简写)", Slot(SlotKind.DATE, "截止日", "简写")),
        ("(活动期间) | 起止月", Slot(SlotKind.OTHER, "活动期间", "起止月")),
        ("(街道)", Slot(SlotKind.TEXT, "街道")),
    ],
)
def test_a_tag_is_the_same_slot_however_it_is_written(tag: str, slot: Slot, tmp_path: Path) -> None:
    folder = office(tmp_path, p(f"说的是{{{{ {tag} }}}}。"))
    (paragraph,) = read_frames(folder, FILE, vocabulary(read_catalogue(folder)))
    assert slot in getattr(paragraph, "pieces", ())


def test_a_variable_says_what_its_own_loop_goes_through(tmp_path: Path) -> None:
    body = p(
        "{% for 项 in (存在的问题) %}{{ 项 }}{% for 条 in 下步工作 %}{{ (条).标题 }}{% endfor %}{{ loop.index }}{% endfor %}"
        "{% for 项 in 死亡构成 %}{{ 项 }}{% endfor %}".replace("死亡构成", "总人口 | 按('户口')")
    )
    folder = office(tmp_path, body)
    (paragraph,) = read_frames(folder, FILE, vocabulary(read_catalogue(folder)))
    assert getattr(paragraph, "pieces", ()) == (
        Loop(
            "存在的问题",
            "",
            (
                Slot(SlotKind.ITEM, "存在的问题"),
                Loop("下步工作", "", (Slot(SlotKind.ITEM, "下步工作", "标题"),)),
                Slot(SlotKind.COUNT),
            ),
        ),
        Loop("总人口", "户口", (Slot(SlotKind.PART, "总人口", "户口"),)),
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "全年{% if 死亡 == 0 %}没有人死亡{% else %}死亡{{ 死亡 }}人{% endif %}，已经登记。",
        "全年{% if (死亡 == 0) %}没有人死亡{% else %}死亡{{ 死亡 }}人{% endif %}，已经登记。",
        "全年{% if 0 == 死亡 %}没有人死亡{% else %}死亡{{ 死亡 }}人{% endif %}，已经登记。",
        "全年{% if not 死亡 != 0 %}没有人死亡{% else %}死亡{{ 死亡 }}人{% endif %}，已经登记。",
        "全年{% if 死亡 != 0 %}死亡{{ 死亡 }}人{% else %}没有人死亡{% endif %}，已经登记。",
        "全年{% if 死亡 == 0 and 出生 == 178 %}没有人死亡{% else %}死亡{{ 死亡 }}人{% endif %}，已经登记。",
    ],
)
def test_what_a_condition_takes_for_granted_is_read_back_however_it_is_written(sentence: str, tmp_path: Path) -> None:
    assert read_back(tmp_path, HEAD + BORN + p(sentence), "死亡: 0\n")["死亡"] == 0
    assert read_back(tmp_path, HEAD + BORN + p(sentence), "死亡: 7\n")["死亡"] == 7


@pytest.mark.parametrize("condition", ["死亡 == 0 or 出生 == 9", "死亡 < 1", "not (死亡 == 1 and 出生 == 178)"])
def test_a_condition_that_leaves_a_number_open_says_none(condition: str, tmp_path: Path) -> None:
    sentence = f"全年{{% if {condition} %}}没有人死亡{{% else %}}死亡{{{{ 死亡 }}}}人{{% endif %}}，已经登记。"
    assert "死亡" not in read_back(tmp_path, HEAD + BORN + p(sentence), "死亡: 0\n")


@pytest.mark.parametrize("tag", ["截止日 | 月日", "(截止日)|月日", "((截止日) | 月日)"])
def test_a_mark_whose_sentence_the_template_has_given_up_is_renewed_however_its_tag_is_written(
    tag: str, tmp_path: Path
) -> None:
    body = p(f"{{% if 死亡 > 40 %}}到{{{{ {tag} }}}}为止，死亡较多。{{% endif %}}全年死亡{{{{ 死亡 }}}}人。")
    desk = Desk(tmp_path, body)
    assert desk.runs("2018") == OK
    desk.adds("同意。")
    desk.edits(lambda root: replaced(root, "死亡较多", "死亡确实较多"))
    desk.corrects("死亡: 45", "死亡: 40")
    desk.corrects("截止日: 9月30日", "截止日: 9月29日")
    assert desk.runs("2018") == OK
    assert desk.lines[0] == "到9月29日为止，死亡确实较多。全年死亡40人。"


def replaced(root: etree._Element, old: str, new: str) -> None:
    """Type other words in place of some."""
    (node,) = (one for one in root.iter(f"{W}t") if old in (one.text or ""))
    node.text = (node.text or "").replace(old, new)
