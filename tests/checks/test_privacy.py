"""What looks like one person's data is told and never repeated. All numbers here are invented: no place has the code 000000."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from conftest import DATA, ROOT, TEMPLATE
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.base.issues import Issue, Severity
from reportgen.checks.privacy import is_id_card, personal_details
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources

CATALOGUE = """\
s:
  tables: {t: {村: [], 户数: 户}}
  texts: {地点: 文字, 计划: 列表, 问题: [标题, 内容]}
  户: {sum: 户数}
"""
MOBILE = "19900000000"


def card(area: str = "000000", born: str = "19000101", order: str = "001") -> str:
    """Return an ID-card number with its check digit: ISO 7064 MOD 11-2, by doubling from the left and not by weights."""
    carried = 0
    for digit in area + born + order:
        carried = (carried + int(digit)) * 2 % 11
    return area + born + order + "0123456789X"[(12 - carried) % 11]


def found(folder: Path, yaml: str = "", table: str = "村,户数\n甲村,5\n") -> list[Issue]:
    (folder / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / "s.yaml").write_text(yaml, encoding="utf-8")
    (folder / "t.csv").write_text(table, encoding="utf-8")
    catalogue = read_catalogue(folder)
    data = folder / "2018"
    data.mkdir(exist_ok=True)
    for name in ("s.yaml", "t.csv"):
        (folder / name).replace(data / name)
    return list(personal_details(read_sources(data, 2018, catalogue)))


def kinds(text: str) -> set[str | None]:
    """Return what a text looks like."""
    with tempfile.TemporaryDirectory() as folder:
        return {issue.found for issue in found(Path(folder), f"地点: '{text}'\n")}


# ---- the check digit ---------------------------------------------------------------------------------------------------------


def test_the_algorithm_of_this_test_gives_the_example_of_the_standard() -> None:
    assert card("110105", "19491231", "002") == "11010519491231002X"  # printed in GB 11643


@settings(max_examples=30)
@given(st.from_regex("[0-9]{6}", fullmatch=True), st.from_regex("[0-9]{8}", fullmatch=True), st.integers(0, 999))
def test_a_number_with_its_check_digit_is_an_id_card_and_with_any_other_is_not(
    area: str, born: str, order: int
) -> None:
    number = card(area, born, f"{order:03}")
    assert is_id_card(number)
    assert is_id_card(number.lower())
    assert not any(is_id_card(number[:17] + last) for last in "0123456789X" if last != number[17])


@settings(max_examples=30)
@given(st.integers(0, 16), st.integers(1, 9), st.integers(0, 999))
def test_a_slip_in_one_digit_is_noticed(at: int, by: int, order: int) -> None:
    number = card(order=f"{order:03}")
    slip = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    assert not is_id_card(slip)


# ---- in a text ---------------------------------------------------------------------------------------------------------------

ENDING_IN_X = next(number for order in range(99) if (number := card(order=f"{order:03}")).endswith("X"))


@pytest.mark.parametrize(
    "text",
    [
        card(),
        f"已走访{card()}一户",
        ENDING_IN_X,
        ENDING_IN_X.lower(),
        f"{card()[:6]} {card()[6:14]} {card()[14:]}",
        f"{card()[:6]}-{card()[6:14]}-{card()[14:]}",
        card().translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        f"（{card()}）",
    ],
)
def test_an_id_card_number_is_found(text: str) -> None:
    assert kinds(text) == {"身份证号"}


@pytest.mark.parametrize(
    "text",
    [
        card()[:17],
        card()[:17] + str((int(card()[17]) + 1) % 10),  # the check digit is wrong
        f"1{card()}",  # a longer number
        f"{card()}0",
        "00000019000101",
    ],
)
def test_other_long_numbers_are_no_id_card(text: str) -> None:
    assert kinds(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        MOBILE,
        "电话19900000000。",
        "199 0000 0000",
        "199-0000-0000",
        "+8619900000000",
        "+86 199 0000 0000",
        "0086-19900000000",
        "１９９００００００００",
    ],
)
def test_a_mobile_number_is_found(text: str) -> None:
    assert kinds(text) == {"手机号"}


@pytest.mark.parametrize(
    "text",
    [
        "工作群374552990",
        "12900000000",  # no network has 12
        "1990000000",
        "199000000001",
        "91990000000012",
        "电话0871-60000000",
        "云卫办家庭发〔2015〕5号",
        "63360元",
        "2018-09-30至2018-10-30",
    ],
)
def test_other_numbers_are_no_mobile_number(text: str) -> None:
    assert kinds(text) == set()


@pytest.mark.parametrize(
    "text", ["姓名：某某某", "户主: 某某", "请找联系人：某某", "填表人：某某", "审核人：某某", "某女士", "某某先生"]
)
def test_a_name_behind_its_label_is_found(text: str) -> None:
    assert kinds(text) == {"人名"}


@pytest.mark.parametrize(
    "text",
    ["负责人、联系人各1名", "建立联系人制度", "姓名、住址由村委会登记", "杜绝未婚先生育", "提高妇女士气", "庄科村委会"],
)
def test_a_label_without_a_name_is_fine(text: str) -> None:
    assert kinds(text) == set()


# ---- where it is told --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yaml", "place"),
    [
        (f"地点: {MOBILE}\n", "s.yaml「地点」"),
        (f"计划: [走访, 请打{MOBILE}]\n", "s.yaml「计划」"),
        (f"问题:\n  - {{标题: 随访难, 内容: 请打{MOBILE}}}\n", "s.yaml「问题」"),
        (f"问题:\n  - 请打{MOBILE}\n", "s.yaml「问题」"),
        (f"reported:\n  户: {{value: 5, reason: 请打{MOBILE}}}\n", "s.yaml 第2行「户」"),
        (f"accepted:\n  - {{issue: 上报数：户, reason: 请打{MOBILE}}}\n", "s.yaml 第2行「accepted」"),
        (f"demo: 请打{MOBILE}\n", "s.yaml「demo」"),
    ],
)
def test_every_text_of_a_section_is_read(yaml: str, place: str, tmp_path: Path) -> None:
    (issue,) = found(tmp_path, yaml)
    assert str(issue) == f"{place}：里面像有手机号。报告要公开，只写数，不写个人信息，请删去。"
    assert (issue.check, issue.severity) == ("个人信息", Severity.ERROR)


def test_the_categories_of_a_table_are_read_with_their_row(tmp_path: Path) -> None:
    (issue,) = found(tmp_path, table=f"村,户数\n甲村,5\n乙村{MOBILE},5\n")
    assert str(issue.location) == "t.csv 第3行「村」"


def test_two_kinds_in_one_text_are_two_findings_and_one_kind_twice_is_one(tmp_path: Path) -> None:
    issues = found(tmp_path, f"地点: {MOBILE}、{MOBILE}、{card()}\n计划: [{MOBILE}, {MOBILE}]\n")
    assert [(str(issue.location), issue.found) for issue in issues] == [
        ("s.yaml「地点」", "身份证号"),
        ("s.yaml「地点」", "手机号"),
        ("s.yaml「计划」", "手机号"),
    ]
    assert len({issue.key for issue in issues}) == 3


def test_findings_in_two_rows_have_keys_of_their_own(tmp_path: Path) -> None:
    reasons = "".join(f"  - {{issue: 上报数：户, reason: 请打{MOBILE}}}\n" for _ in range(2))
    table = f"村,户数\n甲村{MOBILE},5\n乙村{MOBILE},5\n"
    assert [issue.key for issue in found(tmp_path, f"accepted:\n{reasons}", table)] == [
        "个人信息：s.yaml「accepted」第2行手机号",
        "个人信息：s.yaml「accepted」第3行手机号",
        "个人信息：t.csv「村」第2行手机号",
        "个人信息：t.csv「村」第3行手机号",
    ]


@pytest.mark.parametrize(
    ("yaml", "key"),
    [
        (f"计划: [走访, 请打{MOBILE}]\n", "个人信息：s.yaml「计划」第2条手机号"),
        (f"计划: [请打{MOBILE}, 走访, 请打{MOBILE}]\n", "个人信息：s.yaml「计划」第1、3条手机号"),
        (f"问题: [{{标题: '{MOBILE}', 内容: '{MOBILE}'}}]\n", "个人信息：s.yaml「问题」第1条手机号"),
        (f"地点: {MOBILE}\n", "个人信息：s.yaml「地点」手机号"),
    ],
)
def test_accepting_one_text_of_a_list_does_not_accept_another(yaml: str, key: str, tmp_path: Path) -> None:
    (issue,) = found(tmp_path, yaml)
    assert issue.key == key


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 999), st.integers(0, 99_999_999))
def test_the_finding_never_repeats_the_number_or_the_name(order: int, line: int) -> None:
    number, mobile = card(order=f"{order:03}"), f"199{line:08}"
    with tempfile.TemporaryDirectory() as folder:
        issues = found(Path(folder), f"地点: 户主：某某某，{number}，{mobile}\n")
    assert {issue.found for issue in issues} == {"身份证号", "手机号", "人名"}
    for issue in issues:
        for said in (str(issue), issue.key, issue.found or "", issue.expected or "", repr(issue)):
            assert number not in said
            assert mobile not in said
            assert "某某某" not in said


# ---- the shipped data --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "year"),
    [(DATA, 2018), (ROOT / "tests" / "offices" / "qingshi", 2024), (ROOT / "tests" / "offices" / "qingshi", 2025)],
)
def test_the_shipped_years_hold_no_person(folder: Path, year: int) -> None:
    sources = read_sources(folder / str(year), year, read_catalogue(TEMPLATE))
    assert list(personal_details(sources)) == []
