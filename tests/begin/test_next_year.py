"""`new` and `status` as a clerk runs them: next year's folder, what it holds, what is said, and what is still missing later."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import DATA, ROOT, TEMPLATE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.base import saving
from reportgen.base.dates import Period, Point, moved
from reportgen.base.issues import Unusable
from reportgen.begin.filling.asked import Filling, Lack
from reportgen.begin.filling.of_year import how_far
from reportgen.begin.next_year.next_folder import make_next_year
from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main
from reportgen.figures.compute import compute
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources

QINGSHI = ROOT / "tests" / "offices" / "qingshi"

CATALOGUE = """
any_table: {村: 村名单}
office:
  title: 单位
  from: 办公室
  texts:
    街道: {kind: 文字, steady: true}
    村名单: 列表
    打算: 列表
  截止日: 日期
  落款日: 日期
  死亡: 人
  应查: {value: 应查, unit: 人, optional: true}
people:
  title: 人口
  tables:
    population: {户口: [农业, 非农业], 人口: 人, 户数: 户}
    helped: {类别: [], 户数: 户}
  总人口: {sum: 人口, as_of: 截止日}
  总户数: {sum: 户数, table: population}
  帮扶户数: {sum: 户数, table: helped}
"""
OFFICE = """\
demo: 虚构的
街道: 八街街道
村名单: [甲村, 乙村]
打算: [加强宣传, 加强培训]
截止日: 9月30日
落款日: 10月17日
死亡: 85
"""
POPULATION = "村,户口,人口,户数\n甲村,农业,60,20\n甲村,非农业,20,10\n乙村,农业,30,9\n乙村,非农业,0,0\n合计,,110,39\n"
HELPED = "类别,户数\n困难,3\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return the data folder of a small office with its year 2018; the catalogue stands beside it."""
    folder = tmp_path / "data" / "2018"
    folder.mkdir(parents=True)
    (tmp_path / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    for name, text in (("office.yaml", OFFICE), ("population.csv", POPULATION), ("helped.csv", HELPED)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder.parent


def run(data: Path, *words: str, template: Path | None = None) -> int:
    return main([*words, "--data", str(data), "--template", str(template or data.parent)])


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# ---- new -----------------------------------------------------------------------------------------------------------------------


def test_the_next_years_folder_has_the_same_files_and_no_number(office: Path) -> None:
    assert run(office, "new", "2019") == OK
    made = office / "2019"
    assert (made / "office.yaml").read_text(encoding="utf-8") == (
        "街道: 八街街道\n"
        "村名单: [甲村, 乙村]\n"
        "# 待改写：下面是2018年的，请改成2019年的\n"
        "打算: [加强宣传, 加强培训]\n"
        "截止日: 9月30日\n"
        "落款日: 10月17日   # 待核对：沿用2018年的\n"
        "死亡:\n"
    )
    population = "\ufeff村,户口,人口,户数\n甲村,农业,,\n甲村,非农业,,\n乙村,农业,,\n乙村,非农业,,\n合计,,,\n"
    assert (made / "population.csv").read_text(encoding="utf-8") == population
    assert sorted(path.name for path in made.iterdir()) == ["helped.csv", "office.yaml", "population.csv"]
    assert sorted(path.name for path in office.iterdir()) == ["2018", "2019"]


def test_it_says_what_must_be_filled_and_from_whom_and_what_to_look_at(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (office / "2018" / "便条.txt").write_text("记得问八街", encoding="utf-8")
    run(office, "new", "2019")
    assert (
        capsys.readouterr().out
        == f"""\
已建 {office / "2019"}：3个文件，照2018年的。数字都空着。
注意，2018年是演示数据（虚构的）：里面的名称、文字和日期也要逐个看过，换成自己的。

要填的，括号里是向谁要：
2019年：已填 3/14
单位  已填 3/5
  office.yaml（办公室） 差2项：死亡、打算（还是2018年的原文）
人口  已填 0/9
  population.csv（各村） 全部8格，2个村：人口、户数
  helped.csv（本单位） 全部1格：户数
各村还差：甲村4格，乙村4格

日期已移到新的一年，请逐个核对：
  office.yaml「截止日」：9月30日，即2019年9月30日
  office.yaml「落款日」：10月17日，即2019年10月17日  ← 不是统计时点，今年可能不同

只属于2018年、没有带过来的：
  office.yaml「demo」：「虚构的」
  没有用到的文件：便条.txt

还要看一看：
  helped.csv 的行照2018年的，有增减的请自己加、删。

不写年份的命令从现在起指2019年。还差什么，随时用 status 2019 看。
"""
    )


def test_the_tables_that_were_kept_when_numbers_were_replaced_are_no_file_that_nobody_used(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (office / "2018" / "原有").mkdir()
    (office / "2018" / "原有" / "population（原有1）.csv").write_text(POPULATION, encoding="utf-8")
    assert run(office, "new", "2019") == OK
    assert "没有用到" not in capsys.readouterr().out


def test_the_newest_year_before_it_is_the_model_unless_another_is_named(office: Path) -> None:
    for year, number in ((2015, 15), (2016, 16)):
        shutil.copytree(office / "2018", office / str(year))
        change(office / str(year) / "office.yaml", "死亡: 85", f"死亡: {number}")
        change(office / str(year) / "office.yaml", "demo: 虚构的\n", "")
    assert run(office, "new", "2017") == OK
    assert "死亡:   # 2016年：16" in (office / "2017" / "office.yaml").read_text(encoding="utf-8")
    assert run(office, "new", "2019", "--from", "2015") == OK
    assert "死亡:   # 2015年：15" in (office / "2019" / "office.yaml").read_text(encoding="utf-8")


def test_only_a_newest_year_becomes_the_usual_one(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(office / "2018", office / "2020")
    run(office, "new", "2019")
    assert "不写年份的命令" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["new"], "new 后面写要建哪一年，如 new 2019"),
        (["new", "明年"], "「明年」不是年份"),
        (["new", "2019", "--from", "2019"], "--from 2019 要早于 2019"),
        (["new", "2019", "--from", "2017"], "没有2017年的数据文件夹"),
        (["new", "2018"], "已经有了，不会覆盖。要看还差什么，用 status 2018"),
        (["new", "2017"], "没有2017年以前的数据，没有可以照着建的"),
        (["status", "2017"], "没有2017年的数据文件夹"),
        (["status", "--format", "html"], "--format 只能是 text、json"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    office: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(office, *words) == UNUSABLE
    assert said in capsys.readouterr().err
    assert [path.name for path in office.iterdir()] == ["2018"]


def test_an_earlier_year_with_faults_is_no_model(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(office / "2018" / "population.csv", "甲村,农业,60", "甲村,农业,六十")
    change(office / "2018" / "office.yaml", "死亡: 85", "死忙: 85")
    assert run(office, "new", "2019") == UNUSABLE
    errors = capsys.readouterr().err
    assert "错误  2018/population.csv 第2行「人口」：「六十」不是数字" in errors
    assert "错误  2018/office.yaml 第7行「死忙」：不认识「死忙」" in errors
    assert "什么都没有写" in errors
    assert [path.name for path in office.iterdir()] == ["2018"]


@pytest.mark.parametrize("there", ["folder", "file", "link"])
def test_nothing_that_stands_there_is_replaced(office: Path, there: str) -> None:
    path = office / "2019"
    {"folder": path.mkdir, "file": path.touch, "link": lambda: path.symlink_to(office / "nowhere")}[there]()
    assert run(office, "new", "2019") == UNUSABLE
    assert not path.is_dir() or not any(path.iterdir())


def test_a_full_disk_leaves_nothing(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written: list[Path] = []
    really = saving.write_safely

    def until_full(path: Path, data: bytes) -> None:
        if len(written) == 2:
            raise saving.CannotWrite(f"写不进 {path}：磁盘满了。")
        written.append(path)
        really(path, data)

    monkeypatch.setattr(saving, "write_safely", until_full)
    assert run(office, "new", "2019") == UNUSABLE
    assert "磁盘满了" in capsys.readouterr().err
    assert [path.name for path in office.iterdir()] == ["2018"]


def test_the_same_year_gives_the_same_bytes(office: Path) -> None:
    folders = [QINGSHI, Path(shutil.copytree(QINGSHI, office.parent / "other"))]
    made = []
    for folder in folders:
        copy = Path(shutil.copytree(folder / "2024", office.parent / f"of{len(made)}" / "2024")).parent
        make_next_year(copy, TEMPLATE, 2026, None)
        made.append({path.name: path.read_bytes() for path in (copy / "2026").iterdir()})
    assert made[0] == made[1] and len(made[0]) == 29


# ---- the offices ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("data", "earlier"), [(DATA, 2018), (DATA, 2017), (QINGSHI, 2024), (QINGSHI, 2025)])
def test_a_new_year_of_a_whole_office_is_read_at_once_and_has_no_number(
    data: Path, earlier: int, tmp_path: Path
) -> None:
    shutil.copytree(data / str(earlier), tmp_path / str(earlier))
    made = make_next_year(tmp_path, TEMPLATE, earlier + 1, None)
    catalogue = read_catalogue(TEMPLATE)
    before, after = (read_sources(tmp_path / str(year), year, catalogue) for year in (earlier, earlier + 1))
    assert not after.demo and not after.accepted and not any(values.reported for values in after.sections.values())
    for name, table in after.tables.items():
        assert table.dimensions == before.tables[name].dimensions
        assert table.categories == before.tables[name].categories
        assert not any(cell is not None for column in table.numbers.values() for cell in column)
        assert [total.row for total in table.totals] == [total.row for total in before.tables[name].totals]
        assert not any(value for total in table.totals for value in total.values.values())
    for name, values in after.sections.items():
        then = before.sections[name]
        assert (values.texts, values.lists, values.items) == (then.texts, then.lists, then.items)
        for key, typed in values.typed.items():
            date = then.typed[key].value
            assert typed.value == (moved(date, 1) if isinstance(date, (Point, Period)) else None)
    stale = {one.at.column for one in made.filling.missing if one.lack is Lack.UNCHANGED}
    assert stale == {"存在的问题", "下步工作计划"}


def test_a_new_year_is_drafted_at_once_with_every_number_pending(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    assert run(data, "new", "2019", template=TEMPLATE) == OK
    capsys.readouterr()
    assert main(["--data", str(data), "--template", str(TEMPLATE), "--output", str(tmp_path / "out")]) == OK
    issues = [line for line in capsys.readouterr().out.splitlines() if line.startswith(("错误", "提醒", "不可核"))]
    unfilled = re.compile("是空的，报告里暂写「待补」|还是2018年的原文")
    others = [line for line in issues if not unfilled.search(line)]
    assert others == [
        "错误  office.yaml 第9行「落款日期」：落款日期2019年12月12日 应早于或等于 专题报告期限2019年12月10日。请核对这几个日期。"
    ]
    report = next((tmp_path / "out" / "2019").glob("*.docx"))
    assert main(["text", str(report)]) == OK
    text = capsys.readouterr().out
    assert "全街道总人口待补人" in text and "2019年9月30日" in text
    assert main(["check", "--data", str(data), "--template", str(TEMPLATE)]) == ERRORS_STAND
    assert main(["diff", "--data", str(data), "--template", str(TEMPLATE)]) == OK


def test_what_is_filled_in_beside_the_comments_is_read_as_it_was(tmp_path: Path) -> None:
    shutil.copytree(DATA / "2018", tmp_path / "2018")
    make_next_year(tmp_path, TEMPLATE, 2019, None)
    for path in (tmp_path / "2019").iterdir():
        if path.suffix == ".csv":
            shutil.copy(tmp_path / "2018" / path.name, path)
        else:
            text = path.read_text(encoding="utf-8").replace("；\n", "。\n").replace("督促参加", "动员参加")
            path.write_text(re.sub(r":( +# 2018年：([0-9.]+))", r": \2\1", text), encoding="utf-8")
    assert how_far(tmp_path, TEMPLATE, 2019).missing == ()
    catalogue = read_catalogue(TEMPLATE)
    then, now = (compute(catalogue, read_sources(tmp_path / str(year), year, catalogue)) for year in (2018, 2019))
    assert {figure.name: figure.computed for figure in now if figure.number is not None} == {
        figure.name: figure.computed for figure in then if figure.number is not None
    }


# ---- status --------------------------------------------------------------------------------------------------------------------


def fill(office: Path) -> None:
    """Fill 2019 as people do."""
    folder = office / "2019"
    change(folder / "office.yaml", "死亡:", "死亡: 90")
    change(folder / "office.yaml", "[加强宣传, 加强培训]", "[加强宣传, 加强走访]")
    (folder / "population.csv").write_text(POPULATION.replace("60", "61"), encoding="utf-8")
    (folder / "helped.csv").write_text(HELPED, encoding="utf-8")


def test_a_filled_year_lacks_nothing(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(office, "new", "2019")
    assert run(office, "status") == ERRORS_STAND
    fill(office)
    capsys.readouterr()
    assert run(office, "status", "2019") == OK
    assert (
        capsys.readouterr().out
        == """\
2019年：已填 14/14
填齐了的部分：单位、人口

和2018年同一天的日期，请核对（不算缺）：
  office.yaml 第6行「落款日」
"""
    )


def test_what_is_missing_is_said_by_section_file_and_village(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(office, "new", "2019")
    fill(office)
    change(office / "2019" / "population.csv", "甲村,农业,61,20", "甲村,农业,,20")
    change(office / "2019" / "population.csv", "乙村,农业,30,9\n乙村,非农业,0,0\n", "乙村,农业,,\n")
    change(office / "2019" / "office.yaml", "落款日: 10月17日", "落款日: 10月18日")
    capsys.readouterr()
    assert run(office, "status", "2019") == ERRORS_STAND
    assert (
        capsys.readouterr().out
        == """\
2019年：已填 9/14
人口  已填 4/9
  population.csv（各村） 差5格
    甲村 1格：农业「人口」
    乙村 4格：全部
各村还差：甲村1格，乙村4格
填齐了的部分：单位
"""
    )


def test_half_a_folder_with_faults_is_told_as_far_as_it_goes(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(office, "new", "2019")
    fill(office)
    (office / "2019" / "population.csv").unlink()
    change(office / "2019" / "helped.csv", "3", "三户")
    change(office / "2019" / "office.yaml", "死亡: 90", "死忙: 90")
    (office / "2019" / "旧表.csv").write_text("", encoding="utf-8")
    capsys.readouterr()
    assert run(office, "status", "2019") == ERRORS_STAND
    found = capsys.readouterr().out
    assert "错误  office.yaml 第7行「死忙」：不认识「死忙」。是不是「死亡」？" in found
    assert "错误  population.csv：缺这张表" in found
    assert "错误  helped.csv 第2行「户数」：「三户」不是数字" in found
    assert "提醒  旧表.csv：这个文件没有用到。" in found
    assert "  office.yaml（办公室） 差1项：死亡\n" in found
    assert "  population.csv（本单位） 全部4格：人口、户数\n" in found
    assert "  helped.csv（本单位） 全部1格：户数\n" in found


def test_faults_alone_give_1(office: Path) -> None:
    (office / "2018" / "office.yaml").write_text(OFFICE + "死忙: 1\n", encoding="utf-8")
    assert run(office, "status", "2018") == ERRORS_STAND
    (office / "2018" / "office.yaml").write_text(OFFICE, encoding="utf-8")
    assert run(office, "status", "2018") == OK


def test_a_text_is_rewritten_when_any_of_its_words_is_another(office: Path) -> None:
    run(office, "new", "2019")
    for text, lacks in (
        ("[ 加强宣传,  加强培训 ]", True),
        ("[加强宣传]", False),
        ("[加强宣传, 加强培训。]", False),
        ("", True),
    ):
        written = (office / "2019" / "office.yaml").read_text(encoding="utf-8")
        lines = [line for line in written.splitlines() if not line.startswith("打算")]
        (office / "2019" / "office.yaml").write_text("\n".join([*lines, f"打算: {text}", ""]), encoding="utf-8")
        assert ("打算" in {one.at.column for one in status(office).missing}) == lacks, text


def test_an_earlier_year_that_cannot_be_read_hides_nothing_else(office: Path) -> None:
    run(office, "new", "2019")
    (office / "2018" / "office.yaml").write_text("打算: [加强宣传\n", encoding="utf-8")
    assert len(status(office).missing) == 10  # all but the text, which can't be held against anything
    shutil.rmtree(office / "2018")
    assert status(office).earlier is None and len(status(office).missing) == 10


def status(office: Path) -> Filling:
    return how_far(office, office.parent, 2019)


def test_machines_read_the_same(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(office, "new", "2019")
    change(office / "2019" / "population.csv", "甲村,农业,,", "甲村,农业,61,20")
    capsys.readouterr()
    assert run(office, "status", "--format", "json") == ERRORS_STAND
    found = json.loads(capsys.readouterr().out)
    assert (found["year"], found["earlier"], found["filled"], found["of"], found["issues"]) == (2019, 2018, 5, 14, [])
    population = found["sections"][1]["files"][0]
    assert (population["file"], population["from"], population["filled"], population["of"]) == (
        "population.csv",
        "各村",
        2,
        8,
    )
    first = {"lack": "empty", "row": 3, "column": "人口", "village": "甲村", "categories": ["非农业"]}
    assert population["missing"][0] == first
    assert found["same_dates"] == [{"file": "office.yaml", "row": 6, "key": "落款日"}]


@pytest.mark.parametrize(
    ("data", "year", "inputs"), [(DATA, 2017, 144), (DATA, 2018, 144), (QINGSHI, 2024, 485), (QINGSHI, 2025, 485)]
)
def test_a_whole_year_of_an_office_is_filled(data: Path, year: int, inputs: int) -> None:
    found = how_far(data, TEMPLATE, year)
    assert (found.missing, found.faults, len(found.inputs)) == ((), (), inputs)


def damaged(folder: Path, draw: st.DataObject) -> Iterator[None]:
    """Damage files of a folder, as a hurried hand or a bad copy does."""
    for path in sorted(folder.iterdir()):
        how = draw.draw(st.sampled_from(["leave", "leave", "cut", "remove", "line", "noise", "empty"]), path.name)
        data = path.read_bytes()
        if how == "cut":
            path.write_bytes(data[: draw.draw(st.integers(0, len(data)))])
        elif how == "remove":
            path.unlink()
        elif how == "line":
            lines = data.split(b"\n")
            del lines[draw.draw(st.integers(0, len(lines) - 1))]
            path.write_bytes(b"\n".join(lines))
        elif how == "noise":
            at = draw.draw(st.integers(0, len(data)))
            path.write_bytes(data[:at] + draw.draw(st.binary(max_size=4)) + data[at:])
        elif how == "empty":
            path.write_bytes(b"")
        yield


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.data())
def test_a_status_is_given_of_whatever_stands_there(office: Path, data: st.DataObject) -> None:
    shutil.rmtree(office / "2019", ignore_errors=True)
    shutil.copytree(office / "2018", office / "2019")
    for _ in damaged(office / "2019", data):
        pass
    found = status(office)
    assert len(found.inputs) >= len(found.missing)
    try:
        made = make_next_year(office, office.parent, 2020, 2019)
    except Unusable as error:
        assert [issue.message for issue in error.issues] == [
            issue.message for issue in found.faults if issue.severity.name == "ERROR"
        ]
    else:
        assert not any(cell.lack is None for section in made.filling.sections[1:] for cell in section.inputs)
        shutil.rmtree(office / "2020")


def test_a_table_with_a_header_alone_and_no_list_of_villages_gets_no_rows(office: Path) -> None:
    (office / "2018" / "office.yaml").write_text("", encoding="utf-8")
    (office / "2018" / "population.csv").write_text("村,户口,人口,户数\n", encoding="utf-8")
    make_next_year(office, office.parent, 2019, 2018)
    assert (office / "2019" / "population.csv").read_text(encoding="utf-8-sig") == "村,户口,人口,户数\n"
