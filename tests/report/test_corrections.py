"""What a correction changed since the last build: which figures, from which cells, and where the report prints them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import TEMPLATE

from reportgen.commands.cli import OK, UNUSABLE, main
from reportgen.report import building, drafting
from reportgen.report.corrections import Correction, as_text, changed_text
from reportgen.report.records.record import read_record, record_path


@pytest.fixture
def built(year_folder: Path, tmp_path: Path) -> Path:
    """Return a report built from a copy of data/2018 that a test may correct."""
    report = tmp_path / "out" / "report.docx"
    building.build(year_folder.parent, TEMPLATE, 2018, tmp_path, report)
    return report


def correct(year_folder: Path, file: str, old: str, new: str) -> None:
    path = year_folder / file
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def found(year_folder: Path, report: Path) -> dict[str, Correction]:
    year, prepared = drafting.read_all(year_folder.parent, TEMPLATE, 2018)
    record = read_record(record_path(report))
    corrections = drafting.corrections_since(record, year, drafting.draft(year, prepared))
    assert corrections is not None
    return {correction.change.name: correction for correction in corrections}


def test_nothing_was_corrected(year_folder: Path, built: Path) -> None:
    assert found(year_folder, built) == {}
    assert as_text([]) == "和上次生成时的数据一样。\n"


def test_a_corrected_cell_is_told_with_every_figure_that_rests_on_it(year_folder: Path, built: Path) -> None:
    correct(year_folder, "sex_ratio_births.csv", "女孩,76\n男孩,87\n合计,163", "女孩,78\n男孩,85\n合计,163")
    corrections = found(year_folder, built)
    assert list(corrections) == ["女孩", "男孩", "出生婴儿性别比"]
    girls, ratio = corrections["女孩"], corrections["出生婴儿性别比"]
    assert changed_text(girls.change) == "女孩 76人 → 78人（+2）"
    assert girls.cells == ("sex_ratio_births.csv 第2行「出生人数」：76 → 78",)
    assert set(ratio.cells) == {
        "sex_ratio_births.csv 第2行「出生人数」：76 → 78",
        "sex_ratio_births.csv 第3行「出生人数」：87 → 85",
    }
    assert len(girls.places) == 1 and "女孩78人" in girls.places[0]


def test_a_row_that_only_moved_is_no_correction(year_folder: Path, built: Path) -> None:
    correct(year_folder, "certificates.csv", "一孩,41\n二孩,23\n", "二孩,23\n一孩,41\n")
    assert found(year_folder, built) == {}


def test_of_a_table_with_moved_rows_only_the_corrected_cell_is_told(year_folder: Path, built: Path) -> None:
    correct(year_folder, "certificates.csv", "一孩,41\n二孩,23\n", "二孩,23\n一孩,42\n")
    (correction,) = found(year_folder, built).values()
    assert correction.cells == ("certificates.csv 第3行「发证数」：41 → 42",)


def test_a_row_that_is_gone_is_told(year_folder: Path, built: Path) -> None:
    correct(year_folder, "special_families.csv", "安丰营村委会,1\n", "")
    corrections = found(year_folder, built)
    assert corrections["特殊家庭"].cells == ("special_families.csv「户数」：1 → 没有了",)


def test_a_record_that_holds_a_number_without_its_last_zero_tells_no_correction_of_it(
    year_folder: Path, tmp_path: Path
) -> None:
    correct(year_folder, "associations.yaml", "8.33", "8.40")
    report = tmp_path / "out" / "report.docx"
    building.build(year_folder.parent, TEMPLATE, 2018, tmp_path, report)
    record = record_path(report)
    earlier = re.sub(r'"checksum": .*\n', "", record.read_text(encoding="utf-8"))  # from before records had one
    assert '"8.40"' in earlier
    record.write_text(earlier.replace('"8.40"', '"8.4"'), encoding="utf-8")
    assert found(year_folder, report) == {}
    correct(year_folder, "associations.yaml", "意外伤害保险任务: 6", "意外伤害保险任务: 7")
    assert found(year_folder, report)["意外伤害保险完成率"].cells == (
        "associations.yaml 第3行「意外伤害保险任务」：6 → 7",
    )


def test_a_corrected_rate_is_told_in_points(year_folder: Path, built: Path) -> None:
    correct(year_folder, "contraceptive_supplies.yaml", "流动人口药具获得率: 95", "流动人口药具获得率: 96")
    change = found(year_folder, built)["流动人口药具获得率"].change
    assert changed_text(change) == "流动人口药具获得率 95% → 96%（+1.0个百分点）"


def test_a_cell_that_was_emptied_is_told(year_folder: Path, built: Path) -> None:
    correct(year_folder, "certificates.csv", "一孩,41", "一孩,")
    (correction,) = found(year_folder, built).values()
    assert changed_text(correction.change) == "一孩《生育服务证》 41本 → 待补（2018年没有这个数）"
    assert correction.cells == ("certificates.csv 第2行「发证数」：41 → 空",)


def test_a_build_prints_what_was_corrected_by_itself(
    year_folder: Path, built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["2018", "--data", str(year_folder.parent), "--template", str(TEMPLATE), "-o", str(built)]
    assert main(words) == OK
    assert "和上次生成相比" not in capsys.readouterr().out
    correct(year_folder, "certificates.csv", "一孩,41", "一孩,43")
    assert main(words) == OK
    told = capsys.readouterr().out
    assert "和上次生成相比，1个数变了：\n一孩《生育服务证》 41本 → 43本（+2）\n" in told
    assert "    数据 certificates.csv 第2行「发证数」：41 → 43\n" in told
    assert "    印在 " in told


def diff(year_folder: Path, *words: str) -> list[str]:
    return ["diff", *words, "--data", str(year_folder.parent), "--template", str(TEMPLATE)]


def test_the_command_tells_it_without_building(
    year_folder: Path, built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    correct(year_folder, "certificates.csv", "一孩,41", "一孩,43")
    before = built.read_bytes()
    assert main(diff(year_folder, "2018", "--record", str(record_path(built)))) == OK
    assert "一孩《生育服务证》 41本 → 43本（+2）" in capsys.readouterr().out
    assert main(diff(year_folder, "2018", "--record", str(record_path(built)), "--format", "json")) == OK
    (entry,) = json.loads(capsys.readouterr().out)["corrections"]
    assert (entry["name"], entry["before"], entry["after"]) == ("一孩生育服务证", "41", "43")
    assert built.read_bytes() == before


def test_the_last_build_is_found_by_its_record(
    year_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "output"
    building.build(year_folder.parent, TEMPLATE, 2018, output, None)
    correct(year_folder, "certificates.csv", "一孩,41", "一孩,43")
    assert main(diff(year_folder, "--since-last-build", "--output", str(output))) == OK
    assert "41本 → 43本" in capsys.readouterr().out
    record = next((output / "2018").glob("*.生成记录.json"))
    shutil.copy(record, record.with_name("又一份.生成记录.json"))
    assert main(diff(year_folder, "--since-last-build", "--output", str(output))) == UNUSABLE
    assert "有2份生成记录，请用 --record 指明是哪一份。" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"output": {}}', '{"output": {}, "figures": [{"section_title": 1}]}']
)
def test_what_is_no_record_is_told(
    content: str, year_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "x.生成记录.json"
    record.write_text(content, encoding="utf-8")
    assert main(diff(year_folder, "--record", str(record))) == UNUSABLE
    assert "不是生成记录，或者是旧版本写的，读不出里面的数。" in capsys.readouterr().err


def test_without_a_build_there_is_nothing_to_compare_with(
    year_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(diff(year_folder, "--since-last-build", "--output", str(tmp_path / "none"))) == UNUSABLE
    assert "还没有生成过报告，请用 --record 指明是哪一份。" in capsys.readouterr().err
