"""Several offices' years read, added up and understood together: each as it is alone, and one that can't be read stops no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented_county import invented_county

from reportgen.base.issues import Unusable
from reportgen.offices.county import read_county
from reportgen.report.building import build, build_from
from reportgen.report.drafting import understood, understood_of_many
from reportgen.report.report_folder import read_report


def test_each_office_is_understood_as_it_is_alone_and_a_broken_one_stops_no_other(tmp_path: Path) -> None:
    county = read_county(invented_county(tmp_path / "county", offices=4, villages=2))
    folder = read_report(county.template)
    broken, plain = county.offices[1], [county.offices[n] for n in (0, 2, 3)]
    table = broken.data / "2025" / "basic_stats_births.csv"
    table.write_text(table.read_text(encoding="utf-8-sig").replace("一孩", "一子"), encoding="utf-8")
    found = list(understood_of_many(folder, [office.data for office in county.offices], 2025))
    with pytest.raises(Unusable) as alone:
        understood(folder, broken.data, 2025)
    assert isinstance(found[1], Unusable) and found[1].issues == alone.value.issues
    for office, year in zip(plain, (found[0], *found[2:]), strict=True):
        own = understood(folder, office.data, 2025)
        assert not isinstance(year, Unusable)
        assert (year.figures.by_name, year.issues, year.comparison) == (own.figures.by_name, own.issues, own.comparison)


@pytest.mark.slow
def test_a_report_built_from_what_was_read_for_many_is_the_one_built_alone(tmp_path: Path) -> None:
    county = read_county(invented_county(tmp_path / "county", offices=2))
    folder = read_report(county.template)
    for office, year in zip(
        county.offices, understood_of_many(folder, [office.data for office in county.offices], 2025), strict=True
    ):
        assert not isinstance(year, Unusable)
        together = build_from(folder, year, tmp_path / "together" / office.code, None)
        alone = build(office.data, county.template, 2025, tmp_path / "alone" / office.code, None)
        files = [sorted(path.parent.iterdir()) for path in (together.report, alone.report)]
        assert [one.read_bytes() for one in files[0]] == [one.read_bytes() for one in files[1]] and len(files[0]) > 1
