"""`new` where there is no year yet: a folder from the catalogue alone, every place empty and named, filled by a clerk, read by every command."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from conftest import TEMPLATE
from specimens import p, package

from reportgen.base import saving
from reportgen.begin.filling.asked import Lack
from reportgen.begin.filling.of_year import how_far
from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources

CATALOGUE = """
any_table: {村: 村名单}
office:
  title: 单位
  from: 办公室
  texts:
    街道: {kind: 文字, steady: true}
    村名单: 列表
    打算: 列表
    问题: [标题, 内容]
  截止日: 日期
  发证月: 月份
  服务期: 期间
  死亡: 人
  村居民小组: {value: 村（居）民小组, unit: 个}
  净迁入: {value: 净迁入, unit: 人, below_zero: true}
  达标率: {value: 达标率, unit: '%', digits: 2}
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
# What `new` writes: each key with what is asked for it, on its line where something may stand behind it, else above.
OFFICE = """\
# 单位：向办公室要。冒号后面空一格再填；# 后面是说明，程序不读。
# 一段文字，年年相同的
街道:
# 各村的名单，一个一行，前面是「- 」；不按村填的写 []
村名单:
# 一条一行，前面是「- 」；没有的写 []
打算:
# 一条一条写，每条的样子是「- 标题: ……」，下一行空四格「内容: ……」；没有的写 []
问题:
截止日:   # 日期，如 9月30日
发证月:   # 月份，如 9月
服务期:   # 期间，如 上年10月至9月
死亡:   # 人
村（居）民小组:   # 个
净迁入:   # 人，可以是负数
达标率:   # %，最多两位小数
应查:   # 人，可以不填
"""
FILLED = {
    "街道:": "街道: 八街街道",
    "打算:": "打算:\n- 加强宣传",
    "问题:": "问题:\n- 标题: 人手\n  内容: 人手不足",
    "截止日:": "截止日: 9月30日",
    "发证月:": "发证月: 9月",
    "服务期:": "服务期: 上年10月至9月",
    "死亡:": "死亡: 85",
    "村（居）民小组:": "村（居）民小组: 12",
    "净迁入:": "净迁入: -3",
    "达标率:": "达标率: 98.5",
}


@pytest.fixture
def beginning(tmp_path: Path) -> Path:
    """Return the data folder that an office with nothing but a catalogue and a template will have."""
    (tmp_path / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "report.docx").write_bytes(package(p("{{ 街道 }}总人口{{ 总人口 }}人")))
    return tmp_path / "data"


def run(data: Path, *words: str) -> int:
    return main([*words, "--data", str(data), "--template", str(data.parent)])


def names(data: Path, *villages: str) -> None:
    """Write the villages into the list, as the comment above it asks."""
    fill(data, {"村名单:": "\n".join(["村名单:", *(f"- {village}" for village in villages)])})


def fill(data: Path, filled: dict[str, str]) -> None:
    path = data / "2025" / "office.yaml"
    text = path.read_text(encoding="utf-8")
    for key, entry in filled.items():
        text, times = re.subn(rf"^{re.escape(key)}", entry, text, flags=re.MULTILINE)
        assert times == 1, key
    path.write_text(text, encoding="utf-8")


def table(data: Path, name: str = "population") -> list[str]:
    return (data / "2025" / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()


# ---- the files -----------------------------------------------------------------------------------------------------------------


def test_every_key_of_a_section_is_there_empty_with_what_is_asked_for(beginning: Path) -> None:
    assert run(beginning, "new", "2025") == OK
    assert (beginning / "2025" / "office.yaml").read_text(encoding="utf-8") == OFFICE


def test_tables_by_village_wait_for_the_list_of_villages(beginning: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(beginning, "new", "2025")
    assert [path.name for path in beginning.joinpath("2025").iterdir()] == ["office.yaml"]
    said = capsys.readouterr().out
    assert f"已建 {beginning / '2025'}：1个文件，照指标目录建的，都空着。" in said
    assert (
        "还有2张表没有建（population、helped），要先有名单：在 office.yaml 的「村名单」里写上，再运行一次 new 2025。"
        in said
    )
    assert run(beginning, "new", "2025") == UNUSABLE
    assert "要先有名单：在 office.yaml 的「村名单」里写上，再运行一次 new 2025" in capsys.readouterr().err


def test_with_the_list_each_village_has_a_row_for_each_category(beginning: Path) -> None:
    run(beginning, "new", "2025")
    names(beginning, "甲村", "乙村")
    assert run(beginning, "new", "2025") == OK
    assert table(beginning) == [
        "村,户口,人口,户数",
        "甲村,农业,,",
        "甲村,非农业,,",
        "乙村,农业,,",
        "乙村,非农业,,",
    ]
    assert table(beginning, "helped") == ["村,类别,户数"]  # nobody says which there are: people add rows


def test_an_empty_list_is_an_office_that_does_not_count_by_village(beginning: Path) -> None:
    run(beginning, "new", "2025")
    fill(beginning, {"村名单:": "村名单: []"})
    assert run(beginning, "new", "2025") == OK
    assert table(beginning) == ["户口,人口,户数", "农业,,", "非农业,,"]


def test_where_the_catalogue_says_which_tables_go_by_village_only_those_do(beginning: Path) -> None:
    path = beginning.parent / "catalogue.yaml"
    path.write_text(CATALOGUE.replace("helped: {类别: [],", "helped: {村: [],"), encoding="utf-8")
    run(beginning, "new", "2025")
    assert table(beginning) == ["户口,人口,户数", "农业,,", "非农业,,"]  # waits for no list
    names(beginning, "甲村", "乙村")
    run(beginning, "new", "2025")
    assert table(beginning, "helped") == ["村,户数", "甲村,", "乙村,"]


def test_a_catalogue_without_villages_has_all_its_files_at_once(beginning: Path) -> None:
    path = beginning.parent / "catalogue.yaml"
    path.write_text(CATALOGUE.replace("any_table: {村: 村名单}", ""), encoding="utf-8")
    assert run(beginning, "new", "2025") == OK
    assert table(beginning) == ["户口,人口,户数", "农业,,", "非农业,,"]
    assert "# 一条一行，前面是「- 」；没有的写 []\n村名单:\n" in (beginning / "2025" / "office.yaml").read_text("utf-8")


def test_what_is_filled_in_beside_the_words_is_read_as_it_is_meant(beginning: Path) -> None:
    run(beginning, "new", "2025")
    names(beginning, "甲村", "乙村")
    fill(beginning, FILLED)
    run(beginning, "new", "2025")
    sources = read_sources(beginning / "2025", 2025, read_catalogue(beginning.parent))
    assert [str(issue) for issue in sources.issues] == []
    values = sources.sections["office"]
    assert values.typed["净迁入"].value == -3 and values.lists["打算"] == ("加强宣传",)
    assert values.texts["街道"] == "八街街道" and values.items["问题"] == ({"标题": "人手", "内容": "人手不足"},)


def test_the_year_after_shows_last_years_number_and_keeps_what_is_asked(beginning: Path) -> None:
    run(beginning, "new", "2025")
    names(beginning, "甲村")
    fill(beginning, FILLED)
    run(beginning, "new", "2025")
    assert run(beginning, "new", "2026") == OK
    text = (beginning / "2026" / "office.yaml").read_text(encoding="utf-8")
    assert "达标率:   # 2025年：98.5；%，最多两位小数\n" in text
    assert "年的说明" not in text


# ---- what is said ---------------------------------------------------------------------------------------------------------------


def test_status_names_each_place_that_is_missing(beginning: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(beginning, "new", "2025")
    capsys.readouterr()
    assert run(beginning, "status") == ERRORS_STAND
    assert (
        "先在 office.yaml 的「村名单」里写上名单，再用 new 2025 建还缺的文件；已有的不动。" in capsys.readouterr().out
    )
    names(beginning, "甲村", "乙村")
    run(beginning, "new", "2025")
    missing = how_far(beginning, beginning.parent, 2025).missing
    keys = [one.at.column for one in missing if one.at.file == "office.yaml"]
    assert keys == ["截止日", "发证月", "服务期", "死亡", "村（居）民小组", "净迁入", "达标率", "街道", "打算", "问题"]
    cells = [(one.village, *one.row, one.at.column) for one in missing if one.at.file == "population.csv"]
    assert cells[:3] == [("甲村", "农业", "人口"), ("甲村", "农业", "户数"), ("甲村", "非农业", "人口")]
    assert len(cells) == 8
    assert [one.lack for one in missing if one.at.file == "helped.csv"] == [Lack.NO_ROW] * 2  # one a village


@pytest.mark.parametrize("words", [["check"], ["status"], ["figures"], []], ids=["check", "status", "figures", "build"])
def test_where_there_is_no_year_yet_every_command_names_new(
    beginning: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(beginning, *words) == UNUSABLE
    assert "用「new 年份」照指标目录建第一年的，如 new 2018" in capsys.readouterr().err


def test_a_year_without_folder_says_what_it_can_be_made_from(
    beginning: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(beginning, "check", "2025") == UNUSABLE
    assert "没有2025年的数据文件夹：用 new 2025 照指标目录建，或建立后放入数据。" in capsys.readouterr().err
    run(beginning, "new", "2025")
    assert run(beginning, "check", "2026") == UNUSABLE
    assert "没有2026年的数据文件夹：用 new 2026 照上一年建，或建立后放入数据。" in capsys.readouterr().err


# ---- never overwrites -----------------------------------------------------------------------------------------------------------


def test_what_stands_there_stays_to_the_byte_and_only_what_is_missing_comes(beginning: Path) -> None:
    folder = beginning / "2025"
    folder.mkdir(parents=True)
    own = "村名单: [甲村]\n死亡: 85   # 派出所\n".encode()
    (folder / "office.yaml").write_bytes(own)
    (folder / "HELPED.CSV").write_bytes("类别,户数\n困难,3\n".encode())
    assert run(beginning, "new", "2025") == OK
    assert (folder / "office.yaml").read_bytes() == own
    assert sorted(path.name for path in folder.iterdir()) == ["HELPED.CSV", "office.yaml", "population.csv"]


def test_a_folder_that_has_every_file_is_left_alone(beginning: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(beginning, "new", "2025")
    names(beginning, "甲村")
    run(beginning, "new", "2025")
    before = {path.name: path.read_bytes() for path in (beginning / "2025").iterdir()}
    assert run(beginning, "new", "2025") == UNUSABLE
    assert "已经有了，不会覆盖。要看还差什么，用 status 2025" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in (beginning / "2025").iterdir()} == before


def test_a_fault_in_what_stands_there_is_told_and_nothing_is_made(
    beginning: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(beginning, "new", "2025")
    fill(beginning, {"村名单:": "村名单: 甲村", "死亡:": "死亡: 八十五人"})
    assert run(beginning, "new", "2025") == UNUSABLE
    said = capsys.readouterr().err
    assert "office.yaml 第5行「村名单」：「村名单」应是一条一条的列表" in said and "「死亡」" in said
    assert "缺这张表" not in said
    assert [path.name for path in (beginning / "2025").iterdir()] == ["office.yaml"]


def test_a_full_disk_leaves_the_folder_as_it_was(beginning: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(beginning, "new", "2025")
    names(beginning, "甲村")
    really = saving.write_safely

    def until_full(path: Path, data: bytes) -> None:
        if path.name == "helped.csv":
            raise saving.CannotWrite(f"写不进 {path}：磁盘满了。")
        really(path, data)

    monkeypatch.setattr(saving, "write_safely", until_full)
    assert run(beginning, "new", "2025") == UNUSABLE
    assert [path.name for path in (beginning / "2025").iterdir()] == ["office.yaml"]


def test_the_shipped_catalogue_gives_a_folder_that_is_read_and_lacks_everything(tmp_path: Path) -> None:
    words = ["--data", str(tmp_path), "--template", str(TEMPLATE)]
    assert main(["new", "2031", *words]) == OK
    text = (tmp_path / "2031" / "office.yaml").read_text(encoding="utf-8")
    (tmp_path / "2031" / "office.yaml").write_text(
        text.replace("村社区名单:", "村社区名单: [甲村, 乙村]"), encoding="utf-8"
    )
    assert main(["new", "2031", *words]) == OK
    found = how_far(tmp_path, TEMPLATE, 2031)
    assert found.faults == () and len(found.missing) == len(found.inputs) > 140
    by_village = []
    for path in (tmp_path / "2031").glob("*.csv"):
        header, *rows = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
        assert rows and not any("".join(row[-1:]) for row in rows), path.name
        by_village += [path.stem] if "村（社区）" in header and {row[0] for row in rows} == {"甲村", "乙村"} else []
    assert by_village == ["special_families"]  # the catalogue says so; in all tables where it says it of none
