"""What a year accepts of the findings: it stays visible with its reason, and counts no longer."""

from __future__ import annotations

import functools
import io
import json
import shutil
from collections import Counter
from pathlib import Path

import docx
import pytest
from conftest import DATA, ROOT, TEMPLATE
from specimens import p, package

from reportgen.base.issues import Issue, Location, Severity
from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main
from reportgen.inputs import acceptance
from reportgen.inputs.acceptance import Accepted
from reportgen.report import drafting
from reportgen.report.drafting import Year
from reportgen.template.rendering import ReportTemplate
from reportgen.word.package import write_package

PRINTED = "认可这一条就在 accepted 里写 "
AT = Location("migrants.yaml", 15, "accepted")
STRAY = Issue(
    "勾稽关系", Severity.ERROR, "甲5人 应等于 乙4人。", Location("s.yaml", 1, "甲"), ("甲",), key="勾稽关系：甲 == 乙"
)
PLAIN = Issue("未用的列", Severity.WARNING, "没有指标用到。", Location("catalogue.yaml", 3))


@functools.cache
def shipped() -> tuple[Year, ReportTemplate]:
    return drafting.read_all(DATA, TEMPLATE, 2018)


def review(year: Year, prepared: ReportTemplate) -> tuple[Issue, ...]:
    return drafting.review(year, drafting.draft(year, prepared))


def accept(folder: Path, text: str, file: str = "migrants.yaml") -> None:
    """Append to a section's file."""
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def check(folder: Path, *words: str) -> int:
    return main(["check", "2018", "--data", str(folder.parent), "--template", str(TEMPLATE), *words])


# ---- by key ------------------------------------------------------------------------------------------------------------------


def test_an_accepted_issue_carries_its_reason_and_is_otherwise_the_same() -> None:
    (accepted, other) = acceptance.apply([STRAY, PLAIN], [Accepted("勾稽关系：甲==乙", "已说明", AT)])
    assert accepted.accepted == "已说明"
    assert (accepted.message, accepted.severity, accepted.key) == (STRAY.message, STRAY.severity, STRAY.key)
    assert other == PLAIN


@pytest.mark.parametrize(
    "written",
    ["勾稽关系：甲 == 乙", "勾稽关系：甲==乙", "  勾稽关系： 甲  ==　乙 ", '"勾稽关系：甲 == 乙"'],
)
def test_blanks_in_the_key_do_not_matter(written: str, tmp_path: Path) -> None:
    folder = tmp_path / "2018"
    folder.mkdir()
    (tmp_path / "catalogue.yaml").write_text("s:\n  甲: 人\n  乙: 人\n  identities: [甲 == 乙]\n", encoding="utf-8")
    (folder / "s.yaml").write_text(
        f"甲: 5\n乙: 4\naccepted:\n  - issue: {written}\n    reason: 已说明\n", encoding="utf-8"
    )
    (issue,) = drafting.read_year(tmp_path, tmp_path, 2018).issues
    assert (issue.key, issue.accepted) == (STRAY.key, "已说明")


def test_an_issue_without_a_key_can_not_be_accepted() -> None:
    assert acceptance.apply([PLAIN], [Accepted("未用的列：甲", "已说明", AT)]) == (PLAIN,)


def test_an_acceptance_that_is_not_needed_any_more_is_told_with_the_nearest_key() -> None:
    (issue,) = acceptance.outlived([STRAY, PLAIN], [Accepted("勾稽关系：甲<=乙", "已说明", AT)])
    assert str(issue) == (
        "migrants.yaml 第15行「accepted」：accepted 里的「勾稽关系：甲<=乙」现在没有这条问题，请删去或改正。"
        "是不是「勾稽关系：甲 == 乙」？"
    )
    assert (issue.check, issue.severity) == ("认可", Severity.WARNING)


def test_an_acceptance_that_is_needed_is_not_told() -> None:
    assert list(acceptance.outlived([STRAY], [Accepted("勾稽关系：甲==乙", "已说明", AT)])) == []


# ---- as the office writes it -------------------------------------------------------------------------------------------------


def test_an_accepted_error_is_printed_with_its_reason_after_those_that_stand(
    year_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accept(
        year_folder, "accepted:\n  - {issue: 勾稽关系：流入人口 == 跨省流入 + 省内流入, reason: 两项含年内又流出的人}\n"
    )
    assert check(year_folder) == ERRORS_STAND
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2] == (
        "已认可  basic_stats_population.csv 第4行「人口」：流入人口1950人 应等于 跨省流入856人 + 省内流入1323人（2179），"
        "相差229。请核对这几个数。（认可的原因：两项含年内又流出的人）"
    )
    assert lines[-1] == "2018年：4个错误、4个提醒、2个不可核。"


def test_one_acceptance_may_stand_without_a_list_and_in_any_section(year_folder: Path) -> None:
    accept(year_folder, "accepted: {issue: 上报数：综合节育率, reason: 上级核定}\n", "outlook.yaml")
    year, prepared = drafting.read_all(year_folder.parent, TEMPLATE, 2018)
    assert [issue.accepted for issue in review(year, prepared) if issue.accepted] == ["上级核定"]


def test_a_key_with_a_slip_accepts_nothing_and_is_told(year_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accept(year_folder, "accepted:\n  - issue: 上报数：综合节肓率\n    reason: 上级核定\n")
    assert check(year_folder) == ERRORS_STAND
    printed = capsys.readouterr().out
    assert (
        "提醒  migrants.yaml 第13行「accepted」：accepted 里的「上报数：综合节肓率」现在没有这条问题，请删去或改正。"
        "是不是「上报数：综合节育率」？"
    ) in printed
    assert "错误  contraception.yaml 第2行「综合节育率」" in printed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("accepted: 上报数：综合节育率\n", 12),
        ("accepted:\n  - 上报数：综合节育率\n", 13),
        ("accepted:\n  - issue: 上报数：综合节育率\n", 13),
        ("accepted:\n  - issue: 上报数：综合节育率\n    reason:\n", 13),
        ("accepted:\n  - reason: 上级核定\n", 13),
        ("accepted:\n  - {issue: 上报数：综合节育率, reason: 上级核定, severity: 提醒}\n", 13),
        ("accepted:\n  - {issue: 上报数：综合节育率, reasons: 上级核定}\n", 13),
        ("accepted:\n  - {issue: [上报数：综合节育率], reason: 上级核定}\n", 13),
        ("accepted:\n  - {issue: 上报数：综合节育率, reason: 上级核定}\n  - [甲, 乙]\n", 14),
    ],
)
def test_what_is_not_an_issue_with_its_reason_is_told_with_file_and_row(
    text: str, row: int, year_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accept(year_folder, text)
    assert check(year_folder) == UNUSABLE
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("错误")]
    assert told == [
        f"错误  migrants.yaml 第{row}行「accepted」：要写 issue（哪一条问题，照 check 打印的抄）和 reason（为什么可以）"
        "两项，都不能空。"
    ]


@pytest.mark.parametrize("text", ["accepted:\n", "accepted: []\n", "accepted: ~\n", "accepted:\n  -\n"])
def test_accepting_nothing_is_fine(text: str, year_folder: Path) -> None:
    accept(year_folder, text)
    year, prepared = drafting.read_all(year_folder.parent, TEMPLATE, 2018)
    assert review(year, prepared) == review(*shipped())


# ---- there and back ----------------------------------------------------------------------------------------------------------


def test_every_key_that_check_prints_is_accepted_as_printed(
    year_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = review(*shipped())
    assert check(year_folder) == ERRORS_STAND
    printed = capsys.readouterr().out.splitlines()
    keys = [line.partition(PRINTED)[2] for line in printed if PRINTED in line]
    assert len(keys) == len(before)
    accept(year_folder, "accepted:\n" + "".join(f"  - {key}\n    reason: 第{n}条\n" for n, key in enumerate(keys)))
    assert check(year_folder) == OK
    after = capsys.readouterr().out.splitlines()
    assert after == [
        *(f"已认可  {issue}（认可的原因：第{number}条）" for number, issue in enumerate(before)),
        "2018年：没有发现问题。",
    ]


EVERYTHING = """\
s:
  tables: {t: {类: [甲类, 乙类], 人数: 人, 户数: 户, 备用: 人, 留用: 人}}
  texts: {地点: 文字, 计划: 列表}
  人: {sum: 人数, sensitive: true}
  户: {sum: 户数, sensitive: true}
  甲: 人
  乙: 人
  丙: {value: 丙, unit: 人, optional: true}
  丁: {value: 丁, unit: 人, optional: true}
  丙的双倍: {formula: 丙 * 2}
  丁的双倍: {formula: 丁 * 2}
  戊: 人
  己: 人
  庚: 元
  辛: 元
  率: {formula: 己 / 戊, unit: '%', at_most: 10}
  比: {formula: 戊 / 己, unit: '%', at_most: 10}
  identities: [戊 < 己, 己 < 戊, 戊 < 丙, 己 < 丁]
"""
EVERY_CHECK = {
    *("缺数据", "上报数", "合计", "超过上限", "小数目", "勾稽关系", "不可核"),
    *("未用的列", "文件", "个人信息", "重复的话", "照抄的段落", "打字的数"),
}


def everything_wrong(folder: Path) -> Path:
    """Write a year in which every check finds two things, and its template; return the year's folder."""
    data = folder / "2018"
    data.mkdir()
    (folder / "catalogue.yaml").write_text(EVERYTHING, encoding="utf-8")
    at, paid = "在各社区、村委会卫生服务站接受服务的一共", "按上级下达的标准全年一共兑现奖励扶助金"
    said = p("认真核对各类台账数据，及时更正错误信息。"), p("认真做好各类痕迹资料，及时归档备查保存。")
    copied = [p(at, f"{{{{ {name} }}}}人。") for name in "戊己"] + [p(paid, f"{{{{ {name} }}}}元。") for name in "庚辛"]
    typed = p("总的是47人。又是47人。{{ 地点 }}")
    (folder / "report.docx").write_bytes(package("".join((*said, *said, *copied, typed))))
    rows = "类,人数,户数,备用,留用\n甲类,3,2,,\n乙类,,4,1,\n合计,,9,,\n总计,,8,,\n"
    (data / "t.csv").write_text(rows, encoding="utf-8")
    (data / "旧 #1.csv").write_text("甲\n", encoding="utf-8")
    (data / "旧.yaml").write_text("甲: 1\n", encoding="utf-8")
    (data / "s.yaml").write_text(
        "戊: 47\n己: 47\n庚: 900\n辛: 900\n地点: 请打19900000000\n计划: [请打19900000000]\n"
        "reported:\n  率: {value: 90, reason: 上级核定}\n  比: {value: 80, reason: 上级核定}\n",
        encoding="utf-8",
    )
    return data


def test_whatever_check_finds_has_a_key_of_its_own_and_can_be_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = everything_wrong(tmp_path)
    words = ["check", "2018", "--data", str(tmp_path), "--template", str(tmp_path)]
    assert main([*words, "--format", "json"]) == ERRORS_STAND
    issues = json.loads(capsys.readouterr().out)["issues"]
    counts = Counter(issue["check"] for issue in issues)
    assert set(counts) == EVERY_CHECK
    assert min(counts.values()) > 1, counts
    keys = [issue["key"] for issue in issues]
    assert "" not in keys
    assert len({"".join(key.split()) for key in keys}) == len(keys)
    assert main(words) == ERRORS_STAND
    printed = [line.partition(PRINTED)[2] for line in capsys.readouterr().out.splitlines() if PRINTED in line]
    accept(data, "accepted:\n" + "".join(f"  - {key}\n    reason: 已说明\n" for key in printed), "s.yaml")
    assert main(words) == OK
    assert capsys.readouterr().out.splitlines()[-1] == "2018年：没有发现问题。"


def test_machines_are_told_the_reason_too(year_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accept(year_folder, "accepted:\n  - {issue: 小数目：特殊家庭, reason: 已征得同意}\n")
    check(year_folder, "--format", "json")
    reasons = {issue["key"]: issue["accepted"] for issue in json.loads(capsys.readouterr().out)["issues"]}
    assert reasons.pop("小数目：特殊家庭") == "已征得同意"
    assert set(reasons.values()) == {None}


def test_an_accepted_issue_has_no_comment_in_the_draft_and_the_others_keep_theirs(year_folder: Path) -> None:
    key = "勾稽关系：流入人口 == 跨省流入 + 省内流入"

    def remarks(data: Path) -> list[str]:
        year, prepared = drafting.read_all(data, TEMPLATE, 2018)
        plain = drafting.draft(year, prepared)
        document = write_package(drafting.commented(plain, year, drafting.review(year, plain)))
        return [comment.text for comment in docx.Document(io.BytesIO(document)).comments]

    before = remarks(DATA)
    accept(year_folder, f"accepted:\n  - {{issue: {key}, reason: 已说明}}\n")
    after = remarks(year_folder.parent)
    assert len(after) == len(before) - 1
    (gone,) = set(before) - set(after)
    assert "流入人口1950人 应等于 跨省流入856人" in gone


@pytest.mark.slow
def test_an_accepted_error_is_no_error_for_a_strict_build(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "tests" / "offices" / "qingshi" / "2025", tmp_path / "data" / "2025"))
    path = folder / "office.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("落款日期: 12月8日", "落款日期: 12月18日"), encoding="utf-8"
    )
    words = ["2025", "--data", str(folder.parent), "--template", str(TEMPLATE), "--output", str(tmp_path), "--strict"]
    assert main(words) == ERRORS_STAND
    accept(folder, "accepted: {issue: 勾稽关系：落款日期 <= 专题报告期限, reason: 市局同意延期}\n", "office.yaml")
    assert main(words) == OK
