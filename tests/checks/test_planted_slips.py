"""A year that differs from the one before by a few per cent is left alone, and one slip planted anywhere in it is told.

The slips are those that a person makes and no identity may show: the first two digits swapped, a row forgotten, a digit too many or too
few. What is not told, and why: digits swapped further back change a number by as little as an ordinary year does; a number below 10 has
nothing to swap, and one below 100 of a single village goes up and down by itself.
"""

from __future__ import annotations

import copy
import random
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reportgen.base.issues import Issue
from reportgen.report import drafting

CATALOGUE = """\
any_table: {村: ''}
people:
  tables:
    births: {孩次: [一孩, 二孩], 计划内: 人, 计划外: 人}
    population: {户口: [农业, 流入], 人口: 人, 妇女: 人}
    houses: {村: [], 户数: 户}
    supplies: {药具: [], 数量: ''}
  stocks:
    - {stock: 总人口, flow: 出生 - 死亡}
  出生: {formula: 计划内一孩 + 计划内二孩 + 计划外一孩 + 计划外二孩, unit: 人}
  计划内一孩: {sum: 计划内, where: {孩次: 一孩}}
  计划内二孩: {sum: 计划内, where: {孩次: 二孩}}
  计划外一孩: {sum: 计划外, where: {孩次: 一孩}}
  计划外二孩: {sum: 计划外, where: {孩次: 二孩}}
  死亡: 人
  总人口: {sum: 人口}
  农业人口: {sum: 人口, where: {户口: 农业}}
  流入人口: {sum: 人口, where: {户口: 流入}}
  妇女: {sum: 妇女}
  妇女比例: {formula: 妇女 / 总人口, unit: '%', at_most: 100}
  户数: {sum: 户数}
  药具: {sum: 数量}
  宣传员: 名
  补贴标准: {value: 补贴标准, unit: 元, steady: true}
  补贴: {value: 补贴, unit: 元, steady: true}
  保险: {value: 保险, unit: 万元, digits: 2}
  identities:
    - 补贴 == 宣传员 * 补贴标准
    - 妇女 <= 总人口
    - 出生 <= 妇女
"""
VILLAGES = ("东村", "西村", "南村", "北村")
STANDARD = 720
ORDINARY = 3  # per cent

Rows = dict[tuple[str, ...], list[int]]


@dataclass
class Year:
    """One year's numbers as typed, in each table by its rows; 保险 is typed in 万元 and held in hundredths."""

    tables: dict[str, Rows] = field(default_factory=dict)
    typed: dict[str, int] = field(default_factory=dict)
    total: int = 0  # under the births

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        for name, rows in self.tables.items():
            lines = [HEADERS[name], *(",".join([*key, *map(str, numbers)]) for key, numbers in rows.items())]
            lines += [f"合计,{self.total},"] if name == "births" else []
            (folder / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
        values = {**self.typed, "保险": f"{self.typed['保险'] / 100:.2f}", "补贴标准": STANDARD}
        text = "".join(f"{name}: {value}\n" for name, value in values.items())
        (folder / "people.yaml").write_text(text, encoding="utf-8")


HEADERS = {
    "births": "孩次,计划内,计划外",
    "population": "村,户口,人口,妇女",
    "houses": "村,户数",
    "supplies": "药具,数量",
}


def any_year(chance: random.Random) -> Year:
    """Return a year of a street that could be."""
    births: Rows = {(kind,): [chance.randint(30, 60), chance.randint(12, 25)] for kind in ("一孩", "二孩")}
    population: Rows = {
        (village, kind): [chance.randint(2000, 9000), chance.randint(200, 900)]
        for village in VILLAGES
        for kind in ("农业", "流入")
    }
    houses: Rows = {(village,): [chance.randint(100, 2000)] for village in VILLAGES}
    supplies: Rows = {(kind,): [chance.randint(100, 10_000)] for kind in ("套", "片")}
    typed = {"死亡": chance.randint(60, 100), "宣传员": chance.randint(8, 60), "保险": chance.randint(300, 900)}
    return settled(Year({"births": births, "population": population, "houses": houses, "supplies": supplies}, typed))


def settled(year: Year) -> Year:
    """Return the year with what follows from its other numbers."""
    year.typed["补贴"] = year.typed["宣传员"] * STANDARD
    year.total = sum(numbers[0] for numbers in year.tables["births"].values())
    return year


def next_year(year: Year, chance: random.Random) -> Year:
    """Return a year after it: every number a little otherwise, as far as a small one can be."""
    after = copy.deepcopy(year)
    for rows in after.tables.values():
        for numbers in rows.values():
            numbers[:] = [moved(number, chance) for number in numbers]
    after.typed = {name: moved(number, chance) for name, number in after.typed.items()}
    return settled(after)


def moved(number: int, chance: random.Random) -> int:
    most = number * ORDINARY // 100
    return number + chance.choice([step for step in range(-most, most + 1) if step] or [0])


def forget_a_row(year: Year, chance: random.Random) -> set[str]:
    name = chance.choice(list(year.tables))
    del year.tables[name][chance.choice(list(year.tables[name]))]
    return {f"{name}.csv"}


def mistype(year: Year, chance: random.Random, slip: str) -> set[str]:
    """Plant a slip in any number that can have it, not in what follows from it; return the file and the metric it is in."""
    places = [(name, key, n) for name, rows in year.tables.items() for key in rows for n in range(len(rows[key]))]
    typed = [(name, None, 0) for name in ("死亡", "宣传员", "保险")]
    chance.shuffle(everywhere := [*places, *typed])
    for name, key, n in everywhere:
        old = year.typed[name] if key is None else year.tables[name][key][n]
        digits = str(old)
        new = {"swapped": digits[1:2] + digits[:1] + digits[2:], "more": f"{old}0", "less": digits[:-1]}[slip]
        if new in {digits, ""}:
            continue
        if key is None:
            year.typed[name] = int(new)
            return {name, "people.yaml"}
        year.tables[name][key][n] = int(new)
        return {f"{name}.csv"}
    return set()


def told(before: Year, after: Year) -> list[Issue]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
        before.write(folder / "data" / "2017")
        after.write(folder / "data" / "2018")
        return list(drafting.read_year(folder / "data", folder, 2018).issues)


def concerns(issue: Issue, where: set[str]) -> bool:
    return (issue.location is not None and issue.location.file in where) or bool(where & set(issue.metrics))


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_an_ordinary_year_is_left_alone_and_a_slip_in_it_is_told(chance: random.Random) -> None:
    before = next_year(any_year(chance), chance)
    after = next_year(before, chance)
    # Small numbers stay here as they are; a whole table of them that does was forgotten.
    assume(all(rows != before.tables[name] for name, rows in after.tables.items()))
    assert told(before, after) == []
    for slip in ("forgotten", "swapped", "more", "less"):
        mistaken = copy.deepcopy(after)
        where = forget_a_row(mistaken, chance) if slip == "forgotten" else mistype(mistaken, chance, slip)
        assert any(concerns(issue, where) for issue in told(before, mistaken)), (slip, where)
