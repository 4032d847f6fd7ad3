"""Tables of the public edition: a number that the office masks stands in no row and no column that speaks of it, whoever typed it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from leader import Desk, retype
from lxml import etree
from specimens import p, package, row, table

from reportgen.base import libreoffice
from reportgen.commands.cli import ERRORS_STAND, OK
from reportgen.word.blocks import visible_text
from reportgen.word.package import W

CATALOGUE = """
any_table: {村（社区）: ''}
office:
  title: 单位
  tables:
    families: {户数: 户}
  texts: {街道: 文字}
  特殊家庭: {sum: 户数, unit: 户, sensitive: true}
  死亡: 人
"""
OFFICE = """
街道: 八街街道
死亡: 3
public:
  特殊家庭·甲村: {text: 若干, reason: 户数太少}
  特殊家庭·丁村: {text: 若干, reason: 一减就知道}
"""
FAMILIES = "村（社区）,户数\n甲村,3\n乙村,61\n丙村,72\n丁村,83\n"
OVER = "村 in 特殊家庭 | 按('村（社区）')"
BY_COLUMNS = table(
    row("指标", f"{{%tc for {OVER} %}}", "{{ 村.名称 }}", "{%tc endfor %}"),
    row("户数", f"{{%tc for {OVER} %}}", "{{ 村 }}", "{%tc endfor %}"),
    row("死亡", f"{{%tc for {OVER} %}}", "{{ 死亡 }}", "{%tc endfor %}"),
)
MERGED_DOWN = table(
    row(f"{{%tr for {OVER} %}}", "", ""),
    row("{% vm %}{{ 村.名称 }}", "户数", "{{ 村 }}"),
    row("{%tr endfor %}", "", ""),
)


@pytest.fixture(autouse=True)
def no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)


@pytest.fixture
def drafted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[str], Desk]:
    """Return what drafts the report of an office with few special families in one village, with this in its middle."""

    def made(body: str) -> Desk:
        desk = Desk(tmp_path, capsys=capsys)
        (desk.year / "population.csv").unlink()
        desk.writes(OFFICE)
        (desk.year / "families.csv").write_text(FAMILIES, encoding="utf-8")
        (desk.template / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
        (desk.template / "report.docx").write_bytes(package(p("{{ 街道 }}工作报告") + body + p("特此报告。")))
        assert desk.runs() == OK, desk.said
        return desk

    return made


def typed_over(desk: Desk, old: str, new: str) -> None:
    """Type a text in place of the first paragraph that says another one."""
    desk.edits(lambda root: retype(next(one for one in root.iter(f"{W}p") if visible_text(one) == old), new))


@pytest.mark.parametrize("typed", ["3", "3户", "三户", "三"])
def test_a_masked_number_that_is_typed_below_its_village_is_an_error(
    drafted: Callable[[str], Desk], typed: str
) -> None:
    desk = drafted(BY_COLUMNS)
    assert desk.runs("--final") == OK, desk.said
    typed_over(desk, "3", typed)
    assert desk.runs("--final") == ERRORS_STAND
    assert "「特殊家庭·甲村」公开时印「若干」，这里还有打字的3户" in desk.said


def test_the_same_number_of_another_figure_in_the_village_s_column_is_its_own(drafted: Callable[[str], Desk]) -> None:
    desk = drafted(BY_COLUMNS)

    def typed(root: etree._Element) -> None:
        deaths = next(one for one in root.iter(f"{W}tr") if visible_text(one).startswith("死亡"))
        retype(list(deaths.iter(f"{W}p"))[1], "3")

    desk.edits(typed)
    assert desk.runs("--final") == OK, desk.said


def test_a_number_typed_below_another_village_is_no_masked_one(drafted: Callable[[str], Desk]) -> None:
    desk = drafted(BY_COLUMNS)
    typed_over(desk, "61", "3")
    desk.runs("--final")
    assert "「特殊家庭·甲村」公开时印" not in desk.said


def test_a_masked_number_typed_beside_a_village_that_is_merged_down_is_an_error(
    drafted: Callable[[str], Desk],
) -> None:
    second = row("{% vm %}{{ 村.名称 }}", "其中本年", "{{ 村 }}")
    desk = drafted(MERGED_DOWN.replace(row("{%tr endfor %}", "", ""), second + row("{%tr endfor %}", "", "")))

    def typed(root: etree._Element) -> None:
        rows = list(root.iter(f"{W}tr"))
        for merge in rows[1].iter(f"{W}vMerge"):
            merge.set(f"{W}val", "continue")
        village, _, number = rows[1].iter(f"{W}p")
        retype(village, "")
        retype(number, "3")

    desk.edits(typed)
    assert desk.runs("--final") == ERRORS_STAND
    assert "「特殊家庭·甲村」公开时印「若干」，这里还有打字的3户" in desk.said


def test_a_masked_number_typed_in_words_beside_its_village_is_an_error(drafted: Callable[[str], Desk]) -> None:
    desk = drafted(MERGED_DOWN)
    typed_over(desk, "3", "三户")
    assert desk.runs("--final") == ERRORS_STAND
    assert "「特殊家庭·甲村」公开时印「若干」，这里还有打字的3户" in desk.said
