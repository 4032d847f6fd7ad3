"""A file as it would be is read in place of the one on disk, which stays as it is: what a check will say is said before it is saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TEMPLATE

from reportgen.base.issues import Issue, Unusable
from reportgen.inputs.folder import read_partly
from reportgen.report import drafting
from reportgen.report.report_folder import read_report


def found(data: Path, typed: dict[str, bytes]) -> tuple[Issue, ...]:
    folder = read_report(TEMPLATE)
    read = read_partly(data / "2018", 2018, folder.catalogue, typed=typed)
    year = drafting.understood(folder, data, 2018, read=read)
    return drafting.review(year, drafting.draft(year, folder.template))


def test_what_is_typed_is_checked_as_if_it_had_been_saved(year_folder: Path) -> None:
    path = year_folder / "basic_stats_population.csv"
    on_disk = path.read_bytes()
    typed = on_disk.replace(b"1950", b"2179")  # 流入人口, which its parts don't add up to
    assert typed != on_disk
    before = found(year_folder.parent, {})
    now = found(year_folder.parent, {path.name: typed})
    assert path.read_bytes() == on_disk
    path.write_bytes(typed)
    assert now == found(year_folder.parent, {}) != before


def test_a_fault_that_was_typed_is_told_with_its_cell(year_folder: Path) -> None:
    typed = (year_folder / "certificates.csv").read_text(encoding="utf-8-sig").replace("一孩,", "一孩,一百多")
    with pytest.raises(Unusable) as refused:
        found(year_folder.parent, {"certificates.csv": typed.encode()})
    (issue,) = refused.value.issues
    assert issue.location is not None
    assert (issue.location.file, issue.location.row) == ("certificates.csv", 2)


def test_a_file_that_nobody_has_made_yet_is_read_too(year_folder: Path) -> None:
    path = year_folder / "certificates.csv"
    whole = path.read_bytes()
    path.unlink()
    assert found(year_folder.parent, {path.name: whole})
    assert not path.exists()
