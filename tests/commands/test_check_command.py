"""`check` as a clerk runs it: text, JSON, exit codes, and that it finds faults planted in an office without any."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import DATA, ROOT, TEMPLATE

from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main

QINGSHI = ROOT / "tests" / "offices" / "qingshi"
SMALL = "小数目：特殊家庭"  # what the invented office accepts
FIELDS = {"check", "severity", "message", "file", "row", "column", "metrics", "expected", "found", "key", "accepted"}


def check(data: Path, *words: str) -> int:
    return main(["check", *words, "--data", str(data), "--template", str(TEMPLATE)])


def found(data: Path, year: int, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, Any]]]:
    """Return the exit code and the issues of the JSON."""
    code = check(data, str(year), "--format", "json")
    return code, json.loads(capsys.readouterr().out)["issues"]


@pytest.fixture
def office_2025(tmp_path: Path) -> Path:
    """Return a copy of the invented office's folder for 2025."""
    return Path(shutil.copytree(QINGSHI / "2025", tmp_path / "data" / "2025"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the one place where a file says `old`; an empty `old` adds to its end."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    if old:
        assert text.count(old) == 1, f"{file} says {old} {text.count(old)} times"
    path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")


# ---- text --------------------------------------------------------------------------------------------------------------------


def test_the_published_year_is_told_line_by_line_with_the_words_that_accept_a_finding(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check(DATA, "2018") == ERRORS_STAND
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert printed.err == ""
    assert lines[-1] == "2018年：5个错误、4个提醒、2个不可核。"
    assert len(lines) == 2 * 11 + 1
    assert [line.split("  ")[0] for line in lines[:-1:2]] == (
        ["错误", "错误", "提醒", "错误", "错误", "错误", "提醒", "不可核", "不可核", "提醒", "提醒"]
    )
    assert all(line.startswith("      认可这一条就在 accepted 里写 issue: ") for line in lines[1:-1:2])
    at = lines.index("      认可这一条就在 accepted 里写 issue: 勾稽关系：落款日期 <= 专题报告期限")
    assert lines[at - 1] == (
        "错误  office.yaml 第9行「落款日期」：落款日期2018年12月12日 应早于或等于 专题报告期限2018年12月10日。请核对这几个日期。"
    )


def test_without_a_year_the_newest_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(QINGSHI) == OK
    assert capsys.readouterr().out.splitlines()[-1] == "2025年：没有发现问题。"


def test_invented_numbers_are_said_to_be_invented(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(QINGSHI, "2024") == OK
    assert capsys.readouterr().out.startswith("【演示数据】虚构的青石街道，数字只供测试\n")


def test_real_numbers_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    check(DATA, "2018")
    assert "演示" not in capsys.readouterr().out


def test_nothing_is_written(office_2025: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(office_2025.parent)
    before = sorted(office_2025.parent.rglob("*"))
    assert check(office_2025.parent) == OK
    assert sorted(office_2025.parent.rglob("*")) == before


# ---- JSON --------------------------------------------------------------------------------------------------------------------


def test_machines_get_every_field_of_every_issue(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(DATA, "2018", "--format", "json") == ERRORS_STAND
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"year", "issues"}
    assert told["year"] == 2018
    assert len(told["issues"]) == 11
    assert all(set(issue) == FIELDS for issue in told["issues"])
    assert {issue["severity"] for issue in told["issues"]} == {"error", "warning", "unverifiable"}
    assert len({issue["key"] for issue in told["issues"]}) == 11
    (issue,) = [issue for issue in told["issues"] if issue["key"] == "勾稽关系：流动人口宣传品入户 <= 流入人口"]
    assert issue == {
        "check": "勾稽关系",
        "severity": "error",
        "message": "流动人口宣传品入户2000户 应不大于 流入人口1950人，相差50。请核对这几个数（一户至少一人）。",
        "file": "migrants.yaml",
        "row": 4,
        "column": "流动人口宣传品入户",
        "metrics": ["流动人口宣传品入户", "流入人口"],
        "expected": "1950",
        "found": "2000",
        "key": "勾稽关系：流动人口宣传品入户 <= 流入人口",
        "accepted": None,
    }


def test_text_and_json_tell_the_same_issues(capsys: pytest.CaptureFixture[str]) -> None:
    check(DATA, "2018")
    text = capsys.readouterr().out
    _, issues = found(DATA, 2018, capsys)
    for issue in issues:
        assert f"「{issue['column']}」：{issue['message']}" in text
        assert f"issue: {issue['key']}\n" in text


def test_an_accepted_issue_stays_in_the_json_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    code, issues = found(QINGSHI, 2025, capsys)
    assert code == OK
    assert [(issue["key"], issue["accepted"]) for issue in issues] == [(SMALL, "虚构的户数，认不出谁")]


# ---- exit codes --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "json"])
def test_unusable_data_gives_2_and_says_why(form: str, office_2025: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(office_2025, "office.yaml", "落款日期: 12月8日", "落款日期: 12月38日")
    assert check(office_2025.parent, "2025", "--format", form) == UNUSABLE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "office.yaml 第10行「落款日期」" in printed.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2018", "--format", "yaml"], "--format 只能是 text、json"),
        (["2018", "--format", "jsn"], "是不是「json」？"),
        (["2018", "--strict"], "不认识「--strict」"),
        (["十八"], "不是年份也不是命令"),
    ],
)
def test_bad_arguments_give_2(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(DATA, *words) == UNUSABLE
    assert said in capsys.readouterr().err


def test_a_year_without_a_folder_gives_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(DATA, "1999") == UNUSABLE
    assert "没有1999年的数据文件夹" in capsys.readouterr().err


def test_warnings_alone_give_0(office_2025: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = office_2025 / "special_families.yaml"
    path.write_text(path.read_text(encoding="utf-8").partition("accepted:")[0], encoding="utf-8")
    code, issues = found(office_2025.parent, 2025, capsys)
    assert (code, [issue["severity"] for issue in issues]) == (OK, ["warning"])


# ---- planted faults ----------------------------------------------------------------------------------------------------------


class Fault(NamedTuple):
    """A slip of the pen in the invented office's data, and what `check` must say of it: the file and the issue's key."""

    file: str
    old: str
    new: str
    told_at: str
    key: str


POPULATION, BIRTHS, MONEY = "basic_stats_population.csv", "sex_ratio_births.csv", "subsidies_scholarships.csv"
FAULTS = {
    "two digits of the population swapped": Fault(
        POPULATION, "青石社区,流入,737", "青石社区,流入,773", POPULATION, "勾稽关系：流入人口 == 跨省流入 + 省内流入"
    ),
    "births by sex are others than by order": Fault(
        BIRTHS, "青石社区,女孩,9", "青石社区,女孩,6", BIRTHS, "勾稽关系：出生婴儿 == 女孩 + 男孩"
    ),
    "an amount that is not persons times standard": Fault(
        MONEY,
        "云雾寨村委会,初中,8,2080",
        "云雾寨村委会,初中,8,2800",
        MONEY,
        "勾稽关系：奖学金初中金额 == 奖学金初中人数 * 初中奖学金标准",
    ),
    "a subsidy of another number of persons": Fault(
        "grassroots.yaml",
        "岗位生活补贴: 74520",
        "岗位生活补贴: 75420",
        "grassroots.yaml",
        "勾稽关系：宣传员岗位生活补贴 == 领补贴宣传员 * 宣传员补贴年标准",
    ),
    "a rate typed with its digits swapped": Fault(
        "migrants.yaml",
        "宣传入户率: 97",
        "宣传入户率: 79",
        "migrants.yaml",
        "勾稽关系：流动人口宣传入户率 == 流动人口宣传品入户 / 流动人口户数",
    ),
    "a rate typed from another year": Fault(
        "free_services.yaml",
        "健康检查率: 51",
        "健康检查率: 50",
        "free_services.yaml",
        "勾稽关系：生殖健康检查率 == 生殖健康检查 / 应检查人数",
    ),
    "a rate whose whole was left out": Fault(
        "free_services.yaml",
        "应检查人数: 2131\n",
        "",
        "free_services.yaml",
        "不可核：生殖健康检查率 == 生殖健康检查 / 应检查人数",
    ),
    "a reported rate that the tables do not give": Fault(
        "contraception.yaml",
        "",
        "reported: {综合节育率: {value: 89.2, reason: 上级核定}}\n",
        "contraception.yaml",
        "上报数：综合节育率",
    ),
    "signed after the deadline": Fault(
        "office.yaml", "落款日期: 12月8日", "落款日期: 12月18日", "office.yaml", "勾稽关系：落款日期 <= 专题报告期限"
    ),
    "money handed out after the report was signed": Fault(
        "grassroots.yaml",
        "补贴兑现日: 3月21日",
        "补贴兑现日: 12月21日",
        "grassroots.yaml",
        "勾稽关系：宣传员补贴兑现日 <= 落款日期",
    ),
    "a rate above 100 %": Fault(
        "contraceptive_supplies.yaml",
        "帐实符合率: 99",
        "帐实符合率: 199",
        "contraceptive_supplies.yaml",
        "超过上限：帐实符合率",
    ),
    "more households than persons": Fault(
        "publicity.yaml", "总户数: 6261", "总户数: 62610", "publicity.yaml", "勾稽关系：总户数 <= 总人口"
    ),
    "more registered households than households": Fault(
        "associations.yaml", "户籍户数: 4997", "户籍户数: 9497", "associations.yaml", "勾稽关系：户籍户数 <= 总户数"
    ),
    "a missing row": Fault(
        "certificates.csv",
        "云雾寨村委会,多孩,0\n",
        "",
        "certificates.csv",
        "缺数据：certificates.csv「多孩、云雾寨村委会」",
    ),
    "an empty cell": Fault(
        "contraceptive_supplies.csv",
        "\n避孕药具,11800",
        "\n避孕药具,",
        "contraceptive_supplies.csv",
        "缺数据：contraceptive_supplies.csv「发放数量」避孕药具",
    ),
    "a village without its propagandist": Fault(
        "grassroots.yaml",
        "领补贴宣传员: 10",
        "领补贴宣传员: 7",
        "grassroots.yaml",
        "勾稽关系：领补贴宣传员 >= 领补贴村社区",
    ),
    "a family that nobody visited": Fault(
        "special_families.yaml",
        "走访慰问特殊家庭: 11",
        "走访慰问特殊家庭: 10",
        "special_families.yaml",
        "勾稽关系：走访慰问特殊家庭 == 特殊家庭",
    ),
    "a digit left out": Fault(
        "basic_stats.yaml",
        "村（居）民小组: 52",
        "村（居）民小组: 5",
        "basic_stats.yaml",
        "勾稽关系：村居民小组 >= 村民委员会 + 社区居委会",
    ),
    "fewer leaflets than households that got one": Fault(
        "publicity_activities.csv",
        "户数,775\n",
        "户数,7750\n",
        "publicity_activities.csv",
        "勾稽关系：发放宣传品户数 <= 宣传品发放",
    ),
    "a paragraph's number copied": Fault(
        "migrants_services.csv",
        "青石社区,孕产妇和儿童保健,57",
        "青石社区,孕产妇和儿童保健,112",
        "migrants_services.csv",
        "照抄的段落：预防接种服务、孕产妇和儿童保健服务",
    ),
    "somebody's telephone number": Fault(
        "migrants.yaml",
        "宣传地点: 各厂区",
        "宣传地点: 请打19900000000，各厂区",
        "migrants.yaml",
        "个人信息：migrants.yaml「流动人口宣传地点」手机号",
    ),
    "a sentence pasted twice": Fault(
        "outlook.yaml",
        "",
        "  - 完善村级台账，做到账实相符；\n  - 继续做好计划生育特殊家庭的走访和帮扶；\n",
        "报告正文",
        "重复的话：继续做好计划生育特殊家庭的走访和帮扶；",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_at_its_file(name: str, office_2025: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fault = FAULTS[name]
    change(office_2025, fault.file, fault.old, fault.new)
    code, issues = found(office_2025.parent, 2025, capsys)
    new = {issue["key"]: issue for issue in issues if issue["key"] != SMALL}
    assert fault.key in new
    assert new[fault.key]["file"] == fault.told_at
    assert code == (ERRORS_STAND if any(issue["severity"] == "error" for issue in new.values()) else OK)
