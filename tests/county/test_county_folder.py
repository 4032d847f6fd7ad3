"""A county's year on disk: what is written is what was added up, people's own work stays, every ordinary command goes on from there."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from added_up import PEOPLE, Rows, small_county, write_county, write_office
from hypothesis import given, settings
from hypothesis import strategies as some
from specimens import p, package

from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main
from reportgen.commands.screen import INTERRUPTED
from reportgen.figures.compute import compute
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources
from reportgen.inputs.sources import Sources
from reportgen.offices import county_folder
from reportgen.offices.county import County, read_county
from reportgen.offices.county_folder import Written, begun_report
from reportgen.offices.county_folder import write_county as write_rolled
from reportgen.offices.lock import held
from reportgen.word.package import read_package
from reportgen.word.text import plain_text

BODY = p("{{ 年度 }}年工作报告") + p(
    "{{ 已报单位 }}个单位，共{{ 应报单位 }}个，总人口{{ 总人口 }}人，知晓率{{ 知晓率 }}%。"
)
Said = pytest.CaptureFixture[str]


def written(county: County, **how: bool) -> Written:
    return write_rolled(county, county.template, county.folder / "report", 2025, **how)


def as_added(sources: Sources) -> Sources:
    """Return inputs without what only their files say: their hashes."""
    return replace(sources, hashes={}, issues=())


def report(folder: Path, body: str = BODY, own: str = "") -> None:
    (folder / "report").mkdir(exist_ok=True)
    (folder / "report" / "report.docx").write_bytes(package(body))
    if own:
        (folder / "report" / "own.yaml").write_text(own, encoding="utf-8")


def run(said: Said, *words: object) -> tuple[int, str]:
    code = main([str(word) for word in words])
    return code, said.readouterr().out


def ordinary(folder: Path) -> list[object]:
    return ["--data", folder / "data", "--template", folder / "report"]


# ---- what is written


CELL = some.sampled_from(["", "0", "7", "1234"])
AREA = some.sampled_from(["", "0", "1.25", "1000"])
VILLAGES = some.lists(some.sampled_from(["东村", "西村", "大井村"]), unique=True, max_size=2)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(data=some.data(), partly=some.booleans())
def test_what_is_read_from_the_folder_is_what_was_added_up(
    tmp_path_factory: pytest.TempPathFactory, data: some.DataObject, partly: bool
) -> None:
    folder = tmp_path_factory.mktemp("county")
    names = ["青石街道", "白水镇", "黑土乡"]
    write_county(folder, names)
    for number, name in enumerate(names, 1):
        for year in (2024, 2025):
            if not data.draw(some.booleans(), label="has handed in") and number > 1:
                continue
            kinds = data.draw(some.sampled_from([["农业", "非农业"], ["农业"], ["非农业", "农业"]]))
            villages = data.draw(VILLAGES)
            people = [
                (*([village] if village else []), kind, data.draw(CELL), data.draw(AREA))
                for village in villages or [""]
                for kind in kinds
            ]
            typed = {
                "干部": data.draw(CELL),
                "经费": data.draw(AREA),
                "知晓率": data.draw(some.sampled_from(["", "97.5"])),
            }
            write_office(folder, f"{number:04} {name}", typed, people, year=year)
    county = read_county(folder)
    found = written(county, partly=partly)
    catalogue = read_catalogue(folder / "report")
    for rolled, earlier in ((found.rolled, False), (found.before and found.before.rolled, True)):
        if rolled is None:
            continue
        sources = read_sources(folder / "data" / str(rolled.year), rolled.year, catalogue, earlier=earlier)
        assert sources.issues == ()
        assert as_added(sources) == rolled.sources
        read, added = compute(catalogue, sources), rolled.figures
        assert read.by_name.keys() == added.by_name.keys()
        for name in added.by_name:
            assert (read[name].value, read[name].cells) == (added[name].value, added[name].cells)
            assert {str(one) for one in read[name].missing} == {str(one) for one in added[name].missing}


def test_a_file_says_the_office_first_and_last_where_a_row_comes_from(tmp_path: Path) -> None:
    found = written(small_county(tmp_path, ["青石街道", "白水镇"]))
    assert (found.folder / "population.csv").read_text(encoding="utf-8-sig").splitlines() == [
        "街道（单位）,户口,人口,面积,出处",
        "青石街道,农业,1000,1.25,0001 青石街道/population.csv 第2行",
        "青石街道,非农业,500,0.5,0001 青石街道/population.csv 第3行",
        "白水镇,农业,1000,1.25,0002 白水镇/population.csv 第2行",
        "白水镇,非农业,500,0.5,0002 白水镇/population.csv 第3行",
    ]
    assert (found.folder / "office_typed.csv").read_text(encoding="utf-8-sig").splitlines()[:2] == [
        "街道（单位）,干部,经费,网点,净迁入,知晓率加权,出处",
        "青石街道,3,8.33,2,-4,1462.5,0001 青石街道/office.yaml 第5、6、8、9、10行",
    ]
    assert (found.folder / "units.yaml").read_text(encoding="utf-8").splitlines()[1:] == [
        "街道单位名单:",
        "  - 青石街道",
        "  - 白水镇",
        "已报单位: 2",
        "应报单位: 2",
    ]


def test_the_same_numbers_give_the_same_bytes(tmp_path: Path) -> None:
    county = small_county(tmp_path)
    found = written(county)
    before = {path.name: path.read_bytes() for path in found.folder.iterdir()}
    again = written(county)
    assert {path.name: path.read_bytes() for path in again.folder.iterdir()} == before
    assert again.kept == ()


# ---- people's own work


def test_a_table_that_people_edited_is_kept_and_told(tmp_path: Path, capsys: Said) -> None:
    county = small_county(tmp_path)
    table = written(county).folder / "population.csv"
    made = table.read_bytes()
    table.write_bytes(made.replace(b"1000", b"1001"))
    assert table.read_bytes() != made
    code, said = run(capsys, "rollup", tmp_path)
    assert code == OK
    kept = tmp_path / "output" / "2025" / "population（有人改过1）.csv"
    assert f"汇总出来的表有人改过，改动没有用到，那一份留在 {kept}。" in said
    assert b"1001" in kept.read_bytes()
    assert table.read_bytes() == made


def test_a_table_that_is_no_longer_made_goes_unless_people_edited_it(tmp_path: Path) -> None:
    county = small_county(tmp_path)
    folder = written(county).folder
    catalogue = (tmp_path / "template" / "catalogue.yaml").read_text(encoding="utf-8")
    (tmp_path / "template" / "catalogue.yaml").write_text(
        catalogue.replace("  检查次数: {sum: 检查}\n", ""), encoding="utf-8"
    )
    found = written(county)
    assert (folder / "quality.csv").exists(), "nobody reads its column 检查, which may be asked for"
    (tmp_path / "template" / "catalogue.yaml").write_text(
        catalogue.replace("  检查次数: {sum: 检查}\n", "").replace(", 检查: 次}", "}"), encoding="utf-8"
    )
    for number, name in enumerate(["青石街道", "白水镇", "黑土乡"], 1):
        quality = tmp_path / "offices" / f"{number:04} {name}" / "data" / "2025" / "quality.csv"
        quality.write_text("项目,合格率\n达标,96\n", encoding="utf-8")
    found = written(county)
    assert not (folder / "quality.csv").exists()
    assert found.kept == ()


def test_a_catalogue_that_people_edited_is_not_replaced(tmp_path: Path, capsys: Said) -> None:
    county = small_county(tmp_path)
    written(county)
    catalogue = tmp_path / "report" / "catalogue.yaml"
    edited = catalogue.read_text(encoding="utf-8") + "\nown:\n  自己的: 个\n"
    catalogue.write_text(edited, encoding="utf-8")
    shutil.rmtree(tmp_path / "data")
    assert main(["rollup", str(tmp_path)]) == UNUSABLE
    assert "自己的部分和指标请写到旁边的 own.yaml 里" in capsys.readouterr().err
    assert catalogue.read_text(encoding="utf-8") == edited
    assert not (tmp_path / "data").exists(), "nothing is written"


def test_the_county_s_own_sections_are_begun_once_and_stay(tmp_path: Path, capsys: Said) -> None:
    county = small_county(tmp_path)
    own = """
properties: {author: 县, date: 印发日}
county:
  title: 县里的
  tables: {county_staff: {岗位: [专职, 兼职], 人数: 人}}
  texts: {县: 文字, 打算: 列表}
  印发日: 日期
  县级干部: {sum: 人数}
  每个干部: {formula: 总人口 / 县级干部, unit: 人}
office:
  合计干部: {formula: 干部 + 县级干部, unit: 名}
"""
    report(tmp_path, BODY + p("{{ 县 }}{{ 每个干部 }}{{ 合计干部 }}"), own)
    found = written(county)
    assert sorted(found.begun) == ["county.yaml", "county_staff.csv"]
    typed = "县: 青山县\n打算: []\n印发日: 12月20日\n"
    (found.folder / "county.yaml").write_text(typed, encoding="utf-8")
    (found.folder / "county_staff.csv").write_text("岗位,人数\n专职,6\n兼职,3\n", encoding="utf-8")
    again = written(county)
    assert again.begun == ()
    assert (found.folder / "county.yaml").read_text(encoding="utf-8") == typed
    code, said = run(capsys, "figures", 2025, *ordinary(tmp_path), "--format", "csv")
    assert code == OK
    assert "每个干部,500,人" in said
    assert "合计干部,18,名" in said


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("office:\n  干部: 名\n", "own.yaml 第2行「干部」：「干部」各单位的指标目录里已经有了，请换一个名称。"),
        ("county:\n  新的: {formula: 没有的 + 1}\n", "own.yaml 第2行「新的」：「新的」的算式里「没有的」没有定义。"),
    ],
)
def test_a_fault_of_the_county_s_own_sections_is_told_with_its_row(
    tmp_path: Path, capsys: Said, own: str, told: str
) -> None:
    small_county(tmp_path)
    report(tmp_path, own=own)
    assert main(["rollup", str(tmp_path)]) == UNUSABLE
    assert told in capsys.readouterr().err


# ---- the year before


def test_the_year_before_is_added_up_to_be_compared_with(tmp_path: Path, capsys: Said) -> None:
    county = small_county(tmp_path, ["青石街道", "白水镇"])
    for office in ("0001 青石街道", "0002 白水镇"):
        write_office(tmp_path, office, people=(("农业", "900", "1"), ("非农业", "500", "0.5")), year=2024)
    found = written(county)
    assert found.before is not None
    report(tmp_path)
    code, said = run(capsys, "diff", 2025, *ordinary(tmp_path), "--format", "csv")
    assert code == OK
    row = next(line for line in said.splitlines() if ",总人口," in line)
    assert "2800" in row and "3000" in row


def test_a_year_before_that_people_made_themselves_is_left_alone(tmp_path: Path) -> None:
    county = small_county(tmp_path, ["青石街道"])
    write_office(tmp_path, "0001 青石街道", year=2024)
    (tmp_path / "data" / "2024").mkdir(parents=True)
    (tmp_path / "data" / "2024" / "population.csv").write_text("手工", encoding="utf-8")
    assert written(county).before is None
    assert [path.name for path in (tmp_path / "data" / "2024").iterdir()] == ["population.csv"]


def test_rows_that_their_own_offices_look_at_are_not_looked_at_again(tmp_path: Path, capsys: Said) -> None:
    names = ["青石街道", "白水镇", "黑土乡", "红塘街道"]
    county = small_county(tmp_path, names)
    for number, name in enumerate(names, 1):
        people = (("农业", "2345", "1"), ("非农业", "500", "0.5"))
        write_office(tmp_path, f"{number:04} {name}", people=people, year=2024)
        now = (("农业", "3245" if number == 1 else "2346", "1"), ("非农业", "501", "0.5"))
        write_office(tmp_path, f"{number:04} {name}", people=now)
    written(county)
    report(tmp_path)
    _, said = run(capsys, "check", 2025, *ordinary(tmp_path))
    assert "对调" not in said
    own = ["--data", county.offices[0].data, "--template", tmp_path / "template"]
    _, said = run(capsys, "check", 2025, *own)
    assert "population.csv 第2行「人口」" in said and "对调" in said


def test_a_part_of_the_offices_is_compared_with_the_same_offices_of_last_year(tmp_path: Path, capsys: Said) -> None:
    write_county(tmp_path, ["青石街道", "白水镇", "黑土乡"])
    for office in ("0001 青石街道", "0002 白水镇", "0003 黑土乡"):
        write_office(tmp_path, office, people=(("农业", "900", "1"), ("非农业", "500", "0.5")), year=2024)
    write_office(tmp_path, "0001 青石街道")
    write_office(tmp_path, "0003 黑土乡")
    report(tmp_path)
    code, said = run(capsys, "rollup", tmp_path, 2025, "--partly", "--build")
    assert code == OK
    assert "2024年的也汇总了，只加今年已报的这2个单位，用来比较" in said
    assert "2024年要全部3个单位的合计，运行 rollup" in said
    assert "上年的表里有" not in said
    _, said = run(capsys, "diff", 2025, *ordinary(tmp_path), "--format", "csv")
    row = next(line for line in said.splitlines() if ",总人口," in line)
    assert "2800" in row and "3000" in row and "4200" not in row
    assert "已报单位: 2\n应报单位: 3\n" in (tmp_path / "data" / "2024" / "units.yaml").read_text(encoding="utf-8")


def test_when_all_have_handed_in_last_year_is_all_offices_again(tmp_path: Path, capsys: Said) -> None:
    write_county(tmp_path, ["青石街道", "白水镇"])
    for office in ("0001 青石街道", "0002 白水镇"):
        write_office(tmp_path, office, year=2024)
    write_office(tmp_path, "0001 青石街道")
    run(capsys, "rollup", tmp_path, 2025, "--partly")
    write_office(tmp_path, "0002 白水镇")
    _, said = run(capsys, "rollup", tmp_path, 2025, "--partly")
    assert "2024年的也汇总了，2个单位，用来比较。" in said
    assert "已报单位: 2\n应报单位: 2\n" in (tmp_path / "data" / "2024" / "units.yaml").read_text(encoding="utf-8")


def test_an_office_that_is_new_this_year_makes_last_year_missing_and_is_named(tmp_path: Path, capsys: Said) -> None:
    write_county(tmp_path, ["青石街道", "白水镇"])
    write_office(tmp_path, "0001 青石街道", year=2024)
    write_office(tmp_path, "0001 青石街道")
    write_office(tmp_path, "0002 白水镇")
    report(tmp_path)
    _, said = run(capsys, "rollup", tmp_path, 2025)
    assert "2024年的也汇总了，2个单位里1个有数，缺0002 白水镇的，合计不能和上年比。" in said
    _, said = run(capsys, "diff", 2025, *ordinary(tmp_path), "--format", "csv")
    row = next(line for line in said.splitlines() if ",总人口," in line)
    assert "1500" not in row


def test_a_part_and_a_last_year_of_people_s_own_is_told_to_be_of_other_offices(tmp_path: Path, capsys: Said) -> None:
    write_county(tmp_path, ["青石街道", "白水镇"])
    write_office(tmp_path, "0001 青石街道")
    (tmp_path / "data" / "2024").mkdir(parents=True)
    (tmp_path / "data" / "2024" / "population.csv").write_text("手工", encoding="utf-8")
    _, said = run(capsys, "rollup", tmp_path, 2025, "--partly")
    told = f"{tmp_path / 'data' / '2024'} 不是汇总出来的，可能是全部单位的；今年只有1个单位，和它比的增减都要核对。"
    assert told in said
    write_office(tmp_path, "0002 白水镇")
    _, said = run(capsys, "rollup", tmp_path, 2025, "--partly")
    assert "不是汇总出来的" not in said


# ---- every ordinary command goes on from there


def test_explain_reaches_the_office_s_own_file_and_row(tmp_path: Path, capsys: Said) -> None:
    written(small_county(tmp_path, ["青石街道", "白水镇"]))
    report(tmp_path)
    code, said = run(capsys, "explain", "农业比重", 2025, *ordinary(tmp_path))
    assert code == OK
    assert "population.csv 第4行「人口」：1000（0002 白水镇/population.csv 第2行）" in said
    code, said = run(capsys, "explain", "知晓率", 2025, *ordinary(tmp_path))
    assert "office_typed.csv 第3行「知晓率加权」：1462.5（0002 白水镇/office.yaml 第10行）" in said


def test_the_list_of_figures_says_each_cell_s_origin_to_machines(tmp_path: Path, capsys: Said) -> None:
    written(small_county(tmp_path, ["青石街道"]))
    report(tmp_path)
    _, said = run(capsys, "figures", 2025, *ordinary(tmp_path), "--format", "json")
    figures = {one["name"]: one for one in json.loads(said)["figures"]}
    assert figures["干部"]["cells"] == [
        {
            "file": "office_typed.csv",
            "row": 2,
            "column": "干部",
            "value": "3",
            "origin": "0001 青石街道/office.yaml 第5行",
        }
    ]


def test_a_report_is_built_from_the_sums(tmp_path: Path, capsys: Said) -> None:
    small_county(tmp_path)
    report(tmp_path)
    code, said = run(capsys, "rollup", tmp_path, 2025, "--build")
    assert (code, "2025年：已报3个单位，共3个。" in said) == (OK, True)
    assert (
        f"这里只加数；各单位自己的数有没有错误，用 status 看：python build_report.py status {tmp_path} 2025\n" in said
    )
    (made,) = (tmp_path / "output" / "2025").glob("*.docx")
    _, text = run(capsys, "text", made)
    assert "3个单位，共3个，总人口4500人，知晓率97.5%。" in text


def test_a_missing_office_ends_with_1_and_is_named_with_the_reason(tmp_path: Path, capsys: Said) -> None:
    write_county(tmp_path, ["青石街道", "白水镇", "黑土乡"])
    write_office(tmp_path, "0001 青石街道")
    write_office(tmp_path, "0003 黑土乡", {"干部": "三名"})
    report(tmp_path)
    code, said = run(capsys, "rollup", tmp_path, 2025, "--build")
    assert code == ERRORS_STAND
    assert "缺  0003 黑土乡：office.yaml 第5行「干部」：「三名」不是数字" in said
    assert "缺  0002 白水镇：" in said
    assert "2025年：已报1个单位，共3个。缺的单位没有报，合计都待补；只要已报的单位的合计，加 --partly。" in said


def test_partly_ends_with_0_and_the_report_says_how_many(tmp_path: Path, capsys: Said) -> None:
    write_county(tmp_path, ["青石街道", "白水镇"])
    write_office(tmp_path, "0001 青石街道")
    report(tmp_path)
    code, said = run(capsys, "rollup", tmp_path, 2025, "--partly", "--build")
    assert code == OK
    assert "合计只是已报的单位的，报告里要写明，用 {{ 已报单位 }} 和 {{ 应报单位 }} 印。" in said
    assert "已报单位1个 应等于 应报单位2个" in said
    (made,) = (tmp_path / "output" / "2025").glob("*.docx")
    _, text = run(capsys, "text", made)
    assert "1个单位，共2个，总人口1500人" in text


def test_a_template_that_doesn_t_say_how_many_is_told(tmp_path: Path, capsys: Said) -> None:
    write_county(tmp_path, ["青石街道", "白水镇"])
    write_office(tmp_path, "0001 青石街道")
    told = "报告里没有写明只是部分单位的数：请在模板里印上已报{{ 已报单位 }}个单位，共{{ 应报单位 }}个。"
    for body, is_told in ((p("{{ 总人口 }}"), True), (BODY, False)):
        report(tmp_path, body)
        _, said = run(capsys, "rollup", tmp_path, 2025, "--partly", "--build")
        assert (told in said) is is_told
    report(tmp_path, p("{{ 总人口 }}"))
    write_office(tmp_path, "0002 白水镇")
    _, said = run(capsys, "rollup", tmp_path, 2025, "--partly", "--build")
    assert told not in said


def test_a_county_without_any_year_asks_for_one(tmp_path: Path, capsys: Said) -> None:
    write_county(tmp_path, ["青石街道"])
    assert main(["rollup", str(tmp_path)]) == UNUSABLE
    assert "哪个单位都还没有数据" in capsys.readouterr().err
    assert main(["rollup"]) == UNUSABLE
    assert "rollup 后面要写县区文件夹" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["rollup", "compare", "batch"])
def test_a_year_that_no_office_has_is_refused_and_nothing_written(tmp_path: Path, capsys: Said, command: str) -> None:
    small_county(tmp_path, ["青石街道", "白水镇"])
    write_office(tmp_path, "0002 白水镇", year=2024)
    before = sorted(tmp_path.rglob("*"))
    assert main([command, str(tmp_path), "2030"]) == UNUSABLE
    assert "没有一个单位有2030年的数据文件夹，年份是不是写错了？各单位有的是2024、2025。" in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


def test_status_of_a_folder_without_a_list_of_offices_asks_for_the_list(tmp_path: Path, capsys: Said) -> None:
    for words in ([], ["2025"]):
        assert main(["status", str(tmp_path), *words]) == UNUSABLE
        assert "缺单位名单：请放一张 offices.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    "typed, people",
    [
        ({}, (("农业", "", "1.25"), ("非农业", "500", "0.5"))),
        ({}, (("非农业", "500", "0.5"),)),
        ({"干部": ""}, PEOPLE),
    ],
)
def test_an_office_that_lacks_a_number_is_named_behind_how_many_handed_in(
    tmp_path: Path, capsys: Said, typed: dict[str, str], people: Rows
) -> None:
    small_county(tmp_path, ["青石街道", "白水镇", "东山乡"])
    report(tmp_path)
    _, said = run(capsys, "rollup", tmp_path)
    assert "2025年：已报3个单位，共3个。已写" in said
    write_office(tmp_path, "0003 东山乡", typed, people)
    _, said = run(capsys, "rollup", tmp_path)
    see = f"（用 status {tmp_path} 2025 看缺什么）"
    assert f"2025年：已报3个单位，共3个，其中1个没有填全：0003 东山乡{see}。已写" in said


def test_a_number_that_an_office_lacks_is_told_with_the_office_and_its_file(tmp_path: Path, capsys: Said) -> None:
    county = small_county(tmp_path, ["青石街道", "白水镇"])
    write_office(tmp_path, "0002 白水镇", {"干部": ""}, people=(("农业", "", "1.25"), ("非农业", "500", "0.5")))
    written(county)
    report(tmp_path)
    _, said = run(capsys, "check", 2025, *ordinary(tmp_path))
    assert (
        "office_typed.csv 第3行「干部」：是空的（0002 白水镇/office.yaml 第5行），报告里暂写「待补」：干部。"
        "请在那里填上，再汇总一次。"
    ) in said
    assert "population.csv 第4行「人口」：是空的（0002 白水镇/population.csv 第2行），" in said
    assert "请填0" not in said


def test_rows_that_an_office_lacks_are_to_be_filled_in_there(tmp_path: Path, capsys: Said) -> None:
    write_county(tmp_path, ["青石街道", "白水镇"])
    write_office(tmp_path, "0001 青石街道")
    written(read_county(tmp_path))
    report(tmp_path)
    _, said = run(capsys, "check", 2025, *ordinary(tmp_path))
    assert "population.csv「农业、白水镇」：缺这一行" in said
    assert "请在这个单位自己的表里补上，再汇总一次。" in said
    assert "请填0" not in said


# ---- what the offices correct after they were added up


def outdated(said: Said, county: Path) -> str:
    """Return what a build of the county's report says below all else of sums that are too old."""
    _, text = run(said, 2025, *ordinary(county), "--output", county / "output")
    return "\n".join(line for line in text.splitlines() if "汇总以后" in line)


def test_a_build_says_nothing_while_the_sums_are_the_offices_own(tmp_path: Path, capsys: Said) -> None:
    written(small_county(tmp_path))
    report(tmp_path)
    assert outdated(capsys, tmp_path) == ""


def test_a_build_says_which_offices_were_corrected_since_they_were_added_up(tmp_path: Path, capsys: Said) -> None:
    county = small_county(tmp_path)
    for code in ("0001 青石街道", "0002 白水镇", "0003 黑土乡"):
        write_office(tmp_path, code, year=2024)
    written(county)
    report(tmp_path)
    write_office(tmp_path, "0002 白水镇", {"干部": "4"})
    told = outdated(capsys, tmp_path)
    assert "1个单位的数据改过或刚报来（0002 白水镇），这里的合计还是以前的。" in told
    assert f"请再运行 rollup {tmp_path} 2025。" in told
    _, said = run(capsys, "check", 2025, *ordinary(tmp_path))
    assert "（0002 白水镇）" in said
    (made,) = (tmp_path / "output" / "2025").glob("*.docx")
    _, said = run(capsys, "verify", made, 2025, *ordinary(tmp_path), "--output", tmp_path / "output")
    assert "（0002 白水镇）" in said
    write_office(tmp_path, "0003 黑土乡", {"干部": "4"}, year=2024)
    assert f"{tmp_path / 'data' / '2024'}：汇总以后，1个单位的数据改过或刚报来（0003 黑土乡）" in outdated(
        capsys, tmp_path
    )
    written(county)
    assert outdated(capsys, tmp_path) == ""


def test_an_office_that_hands_in_after_the_others_were_added_up_is_named(tmp_path: Path, capsys: Said) -> None:
    county = write_county(tmp_path, ["青石街道", "白水镇"])
    write_office(county, "0001 青石街道")
    written(read_county(county), partly=True)
    report(tmp_path)
    assert outdated(capsys, tmp_path) == ""
    write_office(county, "0002 白水镇")
    assert "（0002 白水镇）" in outdated(capsys, tmp_path)


def test_a_build_says_which_sums_people_edited(tmp_path: Path, capsys: Said) -> None:
    written(small_county(tmp_path))
    report(tmp_path)
    table = tmp_path / "data" / "2025" / "population.csv"
    table.write_text(table.read_text(encoding="utf-8-sig").replace("1000", "1001"), encoding="utf-8")
    assert "汇总以后population.csv有人改过或删了，报告里的数不全是各单位的合计。" in outdated(capsys, tmp_path)


def test_a_build_says_that_the_list_of_offices_or_their_catalogue_is_another(tmp_path: Path, capsys: Said) -> None:
    written(small_county(tmp_path))
    report(tmp_path)
    names = tmp_path / "offices.csv"
    names.write_text(
        names.read_text(encoding="utf-8").replace("黑土乡", "黑土镇") + "0004,红河街道\n", encoding="utf-8"
    )
    told = "汇总以后单位名单改过（多了0003 黑土镇、0004 红河街道，少了0003 黑土乡），合计还是按以前的名单。"
    assert told in outdated(capsys, tmp_path)
    catalogue = tmp_path / "template" / "catalogue.yaml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + "\n# 改了\n", encoding="utf-8")
    assert "汇总以后各单位的指标目录改过，这里还是按以前的。" in outdated(capsys, tmp_path)
    names.write_text("代码\n", encoding="utf-8")
    assert "单位名单现在读不出来，不知道汇总以后有没有改过：" in outdated(capsys, tmp_path)


@pytest.mark.parametrize("how", [(), ("--partly",), ("--build",)])
def test_a_year_of_which_no_office_has_anything_is_refused_and_makes_no_folder(
    tmp_path: Path, capsys: Said, how: tuple[str, ...]
) -> None:
    small_county(tmp_path)
    report(tmp_path)
    assert main(["rollup", str(tmp_path), "2052", *how]) == UNUSABLE
    assert "没有一个单位有2052年的数据文件夹，年份是不是写错了？各单位有的是2025。" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()
    assert not (tmp_path / "output").exists()


@pytest.mark.slow
def test_a_build_says_that_last_year_is_of_other_offices(tmp_path: Path, capsys: Said) -> None:
    write_county(tmp_path, ["青石街道", "白水镇"])
    for office in ("0001 青石街道", "0002 白水镇"):
        write_office(tmp_path, office, year=2024)
    write_office(tmp_path, "0001 青石街道")
    report(tmp_path)
    run(capsys, "rollup", tmp_path, 2025, "--partly")
    assert outdated(capsys, tmp_path) == ""
    run(capsys, "rollup", tmp_path, 2024)
    assert (
        "汇总以后2024年另汇总过，加的是2个单位，2025年是1个，不是同样的单位，和上年比的数都不能用。"
        f"请再运行 rollup {tmp_path} 2025 --partly。"
    ) in outdated(capsys, tmp_path)
    run(capsys, "rollup", tmp_path, 2025, "--partly")
    assert outdated(capsys, tmp_path) == ""


def test_a_second_run_at_once_is_refused_and_nothing_stays_locked(tmp_path: Path, capsys: Said) -> None:
    small_county(tmp_path)
    with held(tmp_path / "output", "2026-01-05 09:00:00", doing="汇总"):
        assert main(["rollup", str(tmp_path), "2025"]) == UNUSABLE
    said = capsys.readouterr().err
    assert "另一次运行正在汇总：" in said
    assert "2026-01-05 09:00:00开始的。请等它做完" in said
    assert not (tmp_path / "data").exists()
    assert main(["rollup", str(tmp_path), "2025"]) == OK
    assert not list((tmp_path / "output").glob("*.lock"))


def test_ctrl_c_ends_a_rollup_without_a_traceback_and_the_next_run_adds_up_all(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_county(tmp_path)

    def interrupted(*_: object, **__: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(county_folder, "as_csv", interrupted)
        assert main(["rollup", str(tmp_path), "2025"]) == INTERRUPTED
    assert capsys.readouterr().err == "按 Ctrl-C 停下了。没有做完的，再运行同一条命令就重新做。\n"
    assert not (tmp_path / "data" / "2025").exists()
    assert main(["rollup", str(tmp_path), "2025"]) == OK
    assert not list((tmp_path / "output").glob("*.lock"))


# ---- levels


def test_a_report_over_counties_begins_with_the_counties_words(tmp_path: Path, capsys: Said) -> None:
    write_county(tmp_path, ["青山县"])
    below = tmp_path / "offices" / "0001 青山县"
    write_county(below, ["城关镇"])
    write_office(below, "0001 城关镇")
    model = tmp_path / "model"
    report(model.parent, p("已报{{ 已报单位 }}个{% for 单位 in 总人口 | 按('街道（单位）') %}{{ 单位 }}{% endfor %}"))
    (tmp_path / "report").rename(model)
    (own,) = begun_report(below / "report", model, below / "template").values()
    assert own and "已报单位" in plain_text(read_package(own))
    run(capsys, "rollup", below, 2025)
    (over,) = begun_report(tmp_path / "report", model, below / "report").values()
    told = plain_text(read_package(over or b""))
    assert told.strip() == "已报{{ 已报县 }}个{% for 单位 in 总人口 | 按('县（单位）') %}{{ 单位 }}{% endfor %}"


def test_where_the_offices_catalogue_can_t_be_used_nothing_is_written(tmp_path: Path, capsys: Said) -> None:
    small_county(tmp_path)
    (tmp_path / "template" / "catalogue.yaml").write_text("office: {死亡: {sum: 没有}}\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    assert run(capsys, "rollup", tmp_path, 2025)[0] == UNUSABLE
    assert [path for path in sorted(tmp_path.rglob("*")) if path not in before and path.is_file()] == []


def test_counties_are_added_up_to_a_prefecture(tmp_path: Path, capsys: Said) -> None:
    write_county(tmp_path, ["青山县", "绿水县"])
    total = 0
    for number, county in enumerate(["青山县", "绿水县"], 1):
        folder = tmp_path / "offices" / f"{number:04} {county}"
        write_county(folder, ["城关镇", "河口镇"])
        for place, office in enumerate(["城关镇", "河口镇"], 1):
            people = number * 1000 + place
            total += people + 500
            rate = {"知晓率": f"{90 + number + place}"}
            write_office(folder, f"{place:04} {office}", rate, (("农业", str(people), "1"), ("非农业", "500", "0.5")))
        assert run(capsys, "rollup", folder, 2025)[0] == OK
    below = tmp_path / "offices" / "0001 青山县"
    code, _ = run(capsys, "rollup", tmp_path, 2025, "--template", below / "report")
    assert code == OK
    report(tmp_path, p("{{ 总人口 }}"))
    catalogue = read_catalogue(tmp_path / "report")
    assert list(catalogue.any_table) == ["县（单位）", "街道（单位）", "村"]
    figures = compute(catalogue, read_sources(tmp_path / "data" / "2025", 2025, catalogue))
    values = {name: figures[name].value for name in ("总人口", "干部", "已报单位", "应报单位", "已报县", "应报县")}
    assert values == {"总人口": total, "干部": 12, "已报单位": 4, "应报单位": 4, "已报县": 2, "应报县": 2}
    assert [(name, part.value) for name, part in figures.parts("总人口", "县（单位）")] == [
        ("青山县", 3003),
        ("绿水县", 5003),
    ]
    offices = figures.parts("总人口", "街道（单位）", (("县（单位）", "绿水县"),))
    assert [(name, part.value) for name, part in offices] == [("绿水县城关镇", 2501), ("绿水县河口镇", 2502)]
    towns = [(name, part.value) for name, part in figures.parts("总人口", "街道（单位）")]
    assert towns[0] == ("青山县城关镇", 1501) and len(towns) == 4, "two towns of one name"
    rates = [(1501, 92), (1502, 93), (2501, 93), (2502, 94)]
    assert figures["知晓率"].value == Fraction(sum(people * rate for people, rate in rates), total)
    code, said = run(capsys, "explain", "干部", 2025, *ordinary(tmp_path))
    assert "office_typed.csv 第2行「干部」：3（0001 青山县/office_typed.csv 第2行）" in said
    code, said = run(capsys, "explain", "干部", 2025, *ordinary(below)[:2], "--template", tmp_path / "report")
