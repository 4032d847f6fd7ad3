"""The invented county that the tests and the benchmark run on: the same each time, and nothing is wrong in it that isn't meant to be."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented_county import YEARS, Twelve, invented_county, office_name, the_twelve

from reportgen.api import check
from reportgen.base.issues import Severity, Unusable
from reportgen.offices.county import read_county


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def errors(county: Path, office: str, year: int) -> list[str]:
    found = check(county / "offices" / office / "data", county / "template", year)
    return [issue.key for issue in found if issue.severity is Severity.ERROR]


@pytest.mark.parametrize("villages", [0, 3])
def test_the_same_seed_writes_the_same_county_and_another_seed_another(tmp_path: Path, villages: int) -> None:
    first, second = (files(invented_county(tmp_path / name, 2, villages=villages)) for name in "ab")
    other = files(invented_county(tmp_path / "c", 2, seed=2, villages=villages))
    assert first == second
    assert first.keys() == other.keys()
    assert sum(first[name] != other[name] for name in first) > 40


@pytest.mark.slow
@pytest.mark.parametrize("villages", [0, 3, 12])
def test_no_error_stands_in_an_invented_year(tmp_path: Path, villages: int) -> None:
    county = invented_county(tmp_path / "county", 3, villages=villages)
    for office in read_county(county).offices:
        for year in YEARS:
            assert errors(county, office.folder.name, year) == []


def test_every_file_of_values_says_that_its_numbers_are_invented(tmp_path: Path) -> None:
    county = invented_county(tmp_path, 1)
    sections = list((county / "offices").rglob("*.yaml"))
    assert len(sections) == 2 * 13
    for section in sections:
        assert section.read_text(encoding="utf-8").startswith("demo: 虚构的青石街道，数字都是编的，只供测试\n")


def test_three_thousand_offices_have_three_thousand_names() -> None:
    assert len({office_name(number) for number in range(3000)}) == 3000


@pytest.fixture
def twelve(tmp_path: Path) -> Twelve:
    return the_twelve(tmp_path)


@pytest.mark.slow
def test_of_the_twelve_one_is_late_one_is_wrong_and_one_has_a_broken_file(twelve: Twelve) -> None:
    county = read_county(twelve.folder)
    assert [str(office) for office in county.offices] == twelve.offices
    assert county.issues == ()
    last = YEARS[-1]
    lacking = [office.folder.name for office in county.offices if not (office.data / str(last)).is_dir()]
    assert lacking == [twelve.late]
    assert {office.due for office in county.offices if office.folder.name == twelve.late} == {"12月1日"}
    assert errors(twelve.folder, twelve.wrong, last) == [
        "合计：sex_ratio_births.csv「出生人数」",
        "勾稽关系：落款日期 <= 专题报告期限",
        "勾稽关系：出生婴儿 == 女孩 + 男孩",
    ]
    with pytest.raises(Unusable, match=r"certificates\.xlsx"):
        errors(twelve.folder, twelve.broken, last)
    for office in twelve.offices:
        assert errors(twelve.folder, office, YEARS[0]) == []
