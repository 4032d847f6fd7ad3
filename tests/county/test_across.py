"""What only several offices together show: numbers copied from one to another, another's name, a total that isn't the sum of its parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from leagues import NUMBERS, field

from reportgen.base.issues import Issue
from reportgen.compare.league import Field
from reportgen.figures.changes import Side
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources
from reportgen.offices.across import against_children, other_names, same_numbers
from reportgen.offices.county import read_county
from reportgen.offices.handed_in import HandedIn

CATALOGUE = """
any_table: {村: ''}
properties: {author: 落款, date: 落款日}
office:
  title: 单位
  tables:
    births: {孩次: [一孩, 二孩], 人数: 人}
  texts: {街道: 文字, 落款: 文字, 地点: 文字}
  落款日: 日期
  出生: {sum: 人数}
  培训: 人
  宣传: 人
  标准: {value: 标准, unit: 元, steady: true}
"""
OFFICE = (
    "街道: {called}\n落款: 青山县{called}办事处\n地点: {place}\n落款日: 12月1日\n培训: {a}\n宣传: {b}\n标准: 3600\n"
)


class Offices:
    """A county of small offices on disk, each with numbers of its own until a test writes others."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.folder = folder
        lines = (f"{n:04},{name},青山县\n" for n, name in enumerate(names, start=1))
        (folder / "offices.csv").write_text(f"代码,名称,上级\n{''.join(lines)}", encoding="utf-8")
        (folder / "template").mkdir()
        (folder / "template" / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
        for number, name in enumerate(names):
            self.writes(name, (103 + 17 * number, 59 + 23 * number, 31 + number, 47 - number))
            self.says(name, a=157 + 11 * number, b=2311 + 101 * number)

    def _data(self, name: str) -> Path:
        found = self.folder / "offices" / name / "data" / "2025"
        found.mkdir(parents=True, exist_ok=True)
        return found

    def writes(self, name: str, numbers: tuple[int, int, int, int], villages: str = "甲村 乙村") -> None:
        places = [(village, kind) for village in villages.split() for kind in ("一孩", "二孩")]
        rows = (f"{village},{kind},{n}\n" for (village, kind), n in zip(places, numbers, strict=True))
        (self._data(name) / "births.csv").write_text("村,孩次,人数\n" + "".join(rows), encoding="utf-8")

    def says(self, name: str, a: int, b: int, **words: str) -> None:
        text = OFFICE.format(a=a, b=b, **({"called": name, "place": "广场"} | words))
        (self._data(name) / "office.yaml").write_text(text, encoding="utf-8")

    def found(self) -> list[Issue]:
        county, catalogue = read_county(self.folder), read_catalogue(self.folder / "template")
        read = [HandedIn(one, read_sources(one.data / "2025", 2025, catalogue)) for one in county.offices]
        return [*same_numbers(catalogue, read), *other_names(catalogue, read, county.offices)]


@pytest.fixture
def offices(tmp_path: Path) -> Offices:
    return Offices(tmp_path, "青石街道", "白岭镇", "黑土乡", "红河镇")


# ---- numbers


def test_offices_with_numbers_of_their_own_have_nothing_in_common(offices: Offices) -> None:
    assert offices.found() == []


def test_a_table_copied_from_another_office_is_told_whatever_its_villages_are_called(offices: Offices) -> None:
    offices.writes("黑土乡", (103, 59, 31, 47), villages="丙村 丁村")
    (issue,) = offices.found()
    assert str(issue) == (
        "offices/黑土乡/data/2025/births.csv：0001 青石街道、0003 黑土乡的births.csv里4个数一个也不差，像是照抄的。请核对是哪个单位的数。"
    )


def test_typed_numbers_and_a_table_copied_from_another_office_are_one_finding(offices: Offices) -> None:
    offices.writes("黑土乡", (103, 59, 31, 47))
    offices.says("黑土乡", a=157, b=2311)
    (issue,) = offices.found()
    assert "0001 青石街道、0003 黑土乡的births.csv、office.yaml里6个数一个也不差" in issue.message


def test_small_numbers_that_are_the_same_by_chance_are_nobody_s_copy(offices: Offices) -> None:
    for name in ("青石街道", "黑土乡"):
        offices.writes(name, (3, 0, 1, 12))
    assert offices.found() == []


def test_one_number_that_stands_in_every_cell_tells_nothing(offices: Offices) -> None:
    for name in ("青石街道", "黑土乡"):
        offices.writes(name, (117, 117, 117, 117))
    assert offices.found() == []


def test_what_is_set_for_most_offices_is_no_copy(offices: Offices) -> None:
    for number, name in enumerate(("青石街道", "白岭镇", "黑土乡")):
        offices.says(name, a=1571, b=2311 + (0 if number < 2 else 7))
    offices.says("红河镇", a=1571, b=999)
    assert offices.found() == []  # 2311 alone is the same in two, 1571 is set for all


# ---- names


def test_a_text_that_is_another_office_s_name_is_told(offices: Offices) -> None:
    offices.says("黑土乡", a=5, b=6, called="白岭镇")
    assert [str(issue) for issue in offices.found()] == [
        f"offices/黑土乡/data/2025/office.yaml 第{row}行「{name}」：「{name}」写的是「{said}」，这里是0003 黑土乡，"
        "像是从0002 白岭镇抄来的。请改成自己的。"
        for row, name, said in ((1, "街道", "白岭镇"), (2, "落款", "青山县白岭镇办事处"))
    ]


def test_a_text_that_speaks_of_another_office_is_nobody_s_copy(offices: Offices) -> None:
    offices.says("黑土乡", a=5, b=6, place="和白岭镇交界的集市")
    assert offices.found() == []


def test_an_author_who_has_another_s_name_inside_its_own_is_itself(tmp_path: Path) -> None:
    offices = Offices(tmp_path, "石街道", "青石街道", "新青石街道")
    assert offices.found() == []
    offices.says("石街道", a=5, b=6, called="新青石街道")
    assert [issue.found for issue in offices.found()] == ["新青石街道"]  # the author's text has 石街道 in it


# ---- sums


def upper(folder: Path, own: dict[str, int], below: Field) -> list[str]:
    (folder / "county").mkdir()
    (folder / "county" / "offices.csv").write_text("代码,名称\n01,青山县\n", encoding="utf-8")
    (office,) = read_county(folder / "county").offices
    entries = {name: below.whole.entries[name]._replace(value=value, text=str(value)) for name, value in own.items()}
    added = ("总人口", "出生", "任务", "完成")
    return [str(issue) for issue in against_children(office, Side("2025年", entries), below.offices, added)]


def test_an_upper_office_that_says_the_sum_is_right(tmp_path: Path) -> None:
    assert upper(tmp_path, {"总人口": 80000, "出生": 270, "任务": 900}, field(tmp_path, 2025, NUMBERS)) == []


def test_an_upper_office_that_says_something_else_is_told_with_both_numbers(tmp_path: Path) -> None:
    said = upper(tmp_path, {"总人口": 80000, "出生": 274}, field(tmp_path, 2025, NUMBERS))
    assert said == ["offices.csv 第2行：01 青山县自己填的出生是274人，所属单位合计270人，相差4人。请核对。"]


def test_while_an_office_lacks_a_number_the_rest_is_too_much_or_nobody_can_tell(tmp_path: Path) -> None:
    below = field(tmp_path, 2025, NUMBERS | {"白岭镇": ("", "", 300, 285)})
    assert upper(tmp_path, {"总人口": 50000, "出生": 200, "任务": 900}, below) == [
        "offices.csv 第2行：01 青山县自己填的总人口是50000人，所属单位合计60000人（还没算上白岭镇，它们没有数），相差10000人。请核对。",
        "offices.csv 第2行：01 青山县自己填的1项还不能和所属单位的合计核对，白岭镇没有数：出生200人（已报的合计180人）。",
    ]
