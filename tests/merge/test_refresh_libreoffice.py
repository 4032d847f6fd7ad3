"""A draft edited and saved by LibreOffice, as a real person's word processor would, and corrected afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TEMPLATE
from writer import edited_by_libreoffice, saved_by_libreoffice

from reportgen.report import building
from reportgen.report.built import Way
from reportgen.word.package import DOCUMENT, W, parse_part, read_package
from reportgen.word.text import plain_text

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("tracked", ["", "2018-12-09T21:00:00Z"], ids=["plainly", "as revisions"])
def test_what_was_edited_in_libreoffice_stays_and_the_figures_are_new(
    tracked: str, year_folder: Path, tmp_path: Path
) -> None:
    report = tmp_path / "out" / "report.docx"
    building.build(year_folder.parent, TEMPLATE, 2018, tmp_path, report)
    published = plain_text(read_package(report.read_bytes()))
    edited_by_libreoffice(report, tmp_path)
    table = year_folder / "certificates.csv"
    table.write_text("孩次,发证数\n一孩,45\n二孩,24\n多孩,4\n", encoding="utf-8")
    built = building.build(year_folder.parent, TEMPLATE, 2018, tmp_path, report, Way(tracked=tracked))
    assert built.edited and not built.apart
    text = plain_text(read_package(report.read_bytes()))
    assert "这一段是领导加的。" in text and "常住总人口" in text
    assert "一孩《生育服务证》45本" in text
    assert not [event for event in built.events if event.kind.value == "两边都改了"]
    corrected = published.replace("《生育服务证》41本", "《生育服务证》45本").replace(
        "《生育服务证》23本", "《生育服务证》24本"
    )
    lost = {line.strip() for line in corrected.splitlines()} - {line.strip() for line in text.splitlines()}
    assert all("总人口" in line or "《生育服务证》" in line for line in lost), lost


@pytest.mark.parametrize(
    ("decision", "shown", "told"),
    [
        ("", "45", "一孩《生育服务证》46本"),
        ("AcceptAllTrackedChanges", "45", "一孩《生育服务证》46本"),
        ("RejectAllTrackedChanges", "41", "人工改为41，数据现为46"),
    ],
    ids=["undecided", "accepted", "rejected"],
)
def test_a_figure_as_a_revision_is_read_right_by_libreoffice_and_its_mark_stays(
    decision: str, shown: str, told: str, year_folder: Path, tmp_path: Path
) -> None:
    report, table = tmp_path / "out" / "report.docx", year_folder / "certificates.csv"
    building.build(year_folder.parent, TEMPLATE, 2018, tmp_path, report)
    edited_by_libreoffice(report, tmp_path)
    table.write_text("孩次,发证数\n一孩,45\n二孩,23\n多孩,4\n", encoding="utf-8")
    building.build(year_folder.parent, TEMPLATE, 2018, tmp_path, report, Way(tracked="2018-12-09T21:00:00Z"))
    saved_by_libreoffice(report, tmp_path, "Decide", decision)
    parts = read_package(report.read_bytes())
    changes = [one.tag for one in parse_part(parts[DOCUMENT]).iter(f"{W}ins", f"{W}del")]
    assert bool(changes) == (decision == "")
    assert f"一孩《生育服务证》{shown}本" in plain_text(parts)
    table.write_text("孩次,发证数\n一孩,46\n二孩,23\n多孩,4\n", encoding="utf-8")
    built = building.build(year_folder.parent, TEMPLATE, 2018, tmp_path, report)
    said = [plain_text(read_package(report.read_bytes())), *(event.text for event in built.events)]
    assert told in "\n".join(said)
