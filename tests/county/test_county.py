"""A county's folder: which offices there are, where their data lie, when they are due."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from reportgen.base.issues import Unusable
from reportgen.offices.county import County, read_county
from reportgen.offices.fingerprint import fingerprint

LISTED = "代码,名称,上级,截止日\n0001,青石街道,青山县,12月10日\n0002,白水镇,青山县,\n"


def county(folder: Path, listed: str = LISTED, *folders: str) -> County:
    (folder / "offices.csv").write_text(listed, encoding="utf-8")
    for name in folders:
        (folder / "offices" / name).mkdir(parents=True)
    return read_county(folder)


def faults(folder: Path, listed: str, *folders: str) -> list[str]:
    with pytest.raises(Unusable) as raised:
        county(folder, listed, *folders)
    return [str(issue) for issue in raised.value.issues]


@pytest.mark.parametrize("name", ["0001 青石街道", "0001", "青石街道", "1 青石街道"])
def test_an_office_s_folder_is_found_by_code_name_or_both(tmp_path: Path, name: str) -> None:
    assert county(tmp_path, LISTED, name).offices[0].folder == tmp_path / "offices" / name


def test_a_spreadsheet_that_took_the_noughts_away_loses_no_office(tmp_path: Path) -> None:
    found = county(tmp_path, "代码,名称\n1,青石街道\n", "0001 青石街道")
    assert (found.offices[0].folder.name, found.issues) == ("0001 青石街道", ())


def test_a_folder_is_no_other_office_s_whose_code_is_the_same_but_for_noughts(tmp_path: Path) -> None:
    found = county(tmp_path, "代码,名称\n01,青山县\n0001,青石街道\n", "0001 青石街道")
    assert [office.folder.name for office in found.offices] == ["01 青山县", "0001 青石街道"]


def test_an_office_without_a_folder_is_one_all_the_same(tmp_path: Path) -> None:
    assert county(tmp_path).offices[1].data == tmp_path / "offices" / "0002 白水镇" / "data"


def test_a_deadline_is_of_the_year_asked_for(tmp_path: Path) -> None:
    first, second = county(tmp_path).offices
    assert (first.deadline(2025), second.deadline(2025)) == (datetime.date(2025, 12, 10), None)


def test_an_office_that_others_belong_to_is_not_added_up(tmp_path: Path) -> None:
    listed = "代码,名称,上级\n01,青山县,云岭市\n0101,青石街道,青山县\n0102,白水镇,01\n"
    assert [office.code for office in county(tmp_path, listed).lowest] == ["0101", "0102"]


@pytest.mark.parametrize("upper", ["青山县", "青 山县", "０１", "01 青山县"])
def test_an_office_s_upper_one_is_known_however_its_name_is_spelled(tmp_path: Path, upper: str) -> None:
    listed = f"代码,名称,上级\n01,青山县,云岭市\n0101,青石街道,{upper}\n"
    assert [office.code for office in county(tmp_path, listed).lowest] == ["0101"]


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        (
            "01,甲县,1\n",
            ["第2行「上级」：「1」和甲县的代码 01 只差前面的0。是它的就写成一样的，不是的写上级的名称。"],
        ),
        ("01,甲县,\n0101,乙镇,1\n", ["第3行「上级」：「1」和甲县的代码 01 只差前面的0。"]),
        ("01,甲县,甲县\n", ["第2行「上级」：「甲县」是它自己。请写上面的单位，没有的不写。"]),
        (
            "01,甲县,丙乡\n02,乙镇,甲县\n03,丙乡,乙镇\n04,丁镇,甲县\n",
            [
                "第2行「上级」：甲县、丙乡、乙镇绕成了一圈，谁是谁的上级不清楚，请改。",
                "第3行「上级」：乙镇、甲县、丙乡绕成了一圈",
                "第4行「上级」：丙乡、乙镇、甲县绕成了一圈",
            ],
        ),
    ],
)
def test_an_office_that_is_its_own_upper_one_is_refused_and_none_is_left_out(
    tmp_path: Path, listed: str, told: list[str]
) -> None:
    found = faults(tmp_path, f"代码,名称,上级\n{listed}")
    assert len(found) == len(told)
    assert all(line.startswith(f"offices.csv {begin}") for line, begin in zip(found, told, strict=True))


def test_a_code_that_is_another_s_but_for_noughts_is_that_of_a_line_that_has_it(tmp_path: Path) -> None:
    listed = "代码,名称,上级\n1,青山县,\n01,云水县,\n0101,青石街道,1\n"
    assert [office.code for office in county(tmp_path, listed).lowest] == ["01", "0101"]


def test_a_folder_with_one_office_s_code_and_another_s_name_is_asked_about(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, "代码,名称\n0001,白水镇\n0002,青石街道\n", "0001 青石街道")
    assert told == (
        "offices.csv 第2行：文件夹「0001 青石街道」的代码是白水镇的，名称是青石街道的，不知道是谁的数据。请改文件夹名或名单。"
    )


def test_an_office_that_was_renamed_keeps_its_folder(tmp_path: Path) -> None:
    found = county(tmp_path, "代码,名称\n0001,青山街道\n0002,白水镇\n", "0001 青石街道")
    assert found.offices[0].folder.name == "0001 青石街道"


def test_a_folder_that_no_line_names_is_told(tmp_path: Path) -> None:
    (issue,) = county(tmp_path, LISTED, "0003 黑土乡").issues
    assert str(issue) == "offices/0003 黑土乡：单位名单里没有这个单位，没有用到。请在名单里加一行，或移走这个文件夹。"


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        ("代码,上级\n0001,青山县\n", "offices.csv 第1行：单位名单缺「名称」这一列。"),
        ("代码,名称\n0001,\n", "offices.csv 第2行「名称」：「名称」是空的，请填上。"),
        ("代码,名称\n0001,甲\n0001,乙\n", "offices.csv 第3行：「0001」和第2行一样，代码和名称各单位要不同。"),
        ("代码,名称\n0001,甲\n0002,甲\n", "offices.csv 第3行：「甲」和第2行一样，代码和名称各单位要不同。"),
        (
            "代码,名称\n0001,甲/乙\n",
            "offices.csv 第2行「名称」：「甲/乙」不能作文件夹名，请去掉空格和 \\ / : * ? 这样的符号。",
        ),
        ("代码,名称,截止日\n0001,甲,13月1日\n", "offices.csv 第2行「截止日」：「截止日」日历上没有这一天。"),
        ("代码,名称\n", "offices.csv：单位名单里没有单位，一个单位写一行。"),
    ],
)
def test_a_fault_of_the_list_is_told_with_its_place(tmp_path: Path, listed: str, told: str) -> None:
    assert faults(tmp_path, listed) == [told]


def test_without_a_list_it_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"缺单位名单：请放一张 offices\.csv 或 offices\.xlsx"):
        read_county(tmp_path)


def test_two_folders_of_one_office_are_asked_about(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, LISTED, "0001", "青石街道")
    assert "青石街道有2个文件夹：0001、青石街道，不知道以哪个为准" in told


def test_a_fingerprint_changes_with_a_byte_or_a_name_and_not_with_a_lock(tmp_path: Path) -> None:
    assert fingerprint(tmp_path / "nothing") == ""
    (tmp_path / "a.csv").write_text("人数\n41\n", encoding="utf-8")
    first = fingerprint(tmp_path)
    (tmp_path / "~$a.csv").write_text("", encoding="utf-8")
    (tmp_path / "below").mkdir()
    assert fingerprint(tmp_path) == first
    (tmp_path / "a.csv").write_text("人数\n45\n", encoding="utf-8")
    second = fingerprint(tmp_path)
    (tmp_path / "a.csv").rename(tmp_path / "b.csv")
    assert len({first, second, fingerprint(tmp_path)}) == 3
