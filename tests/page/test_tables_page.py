"""The year's files as sheets: what is shown, what the checks say of what is typed, what a save writes, and what it never writes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from leader import CATALOGUE, OFFICE, POPULATION, Desk
from on_a_page import OnAPage
from werkzeug.test import TestResponse
from workbooks import workbook

from reportgen.editing.saved import digest_of

TABLE = "/2018/tables/population.csv"
VALUES = "/2018/tables/office.yaml"


@pytest.fixture
def office(tmp_path: Path, body: str, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, body, capsys)


@pytest.fixture
def page(office: Desk) -> OnAPage:
    return OnAPage(office.folder)


def typed(data: str | bytes | None, *cells: list[object], **more: object) -> dict[str, object]:
    """Return what the script sends for a file as it was shown: cells [row or name, column from 1, text]."""
    shown = data.encode() if isinstance(data, str) else data
    return {"digest": digest_of(shown), "cells": cells, "added": [], "deleted": []} | more


def marks(page: OnAPage, said: dict[str, object], address: str = TABLE) -> list[tuple[Any, Any, str]]:
    """Return what the checks say of what is typed: the row's id, the column from 0, the words."""
    found = page.asks(f"{address}/check", said).get_json()
    return [(one["row"], one["column"], one["text"]) for one in found["faults"]]


def test_the_list_of_files_says_how_far_each_is_filled(page: OnAPage, office: Desk) -> None:
    office.corrects("甲村,非农业,142", "甲村,非农业,", "population.csv")
    words = page.words("/2018/tables/")
    assert "已填 10/11，还差1处" in words
    assert "户口、人口 population.csv 各村（社区） 3/4 差1处" in words
    assert "单项数和文字 office.yaml 本单位 7/7 填齐了" in words
    assert "户口、人口 population.csv 各村（社区） 3/4" in page.words("/2018/")
    assert "单位：户口、人口 population.csv" in page.words(TABLE)
    (office.year / "population.csv").unlink()
    assert "population.csv" in (words := page.words("/2018/tables/")) and "还没有这个文件，第一次保存时建" in words


def test_what_was_rewritten_is_no_longer_called_last_years(page: OnAPage, office: Desk) -> None:
    marked = OFFICE.replace("存在的问题:", "# 待改写：下面是2017年的，请改成2018年的\n存在的问题:").replace(
        "9月30日", "9月30日   # 待核对：沿用2017年的；市里定的"
    )
    office.writes(OFFICE, POPULATION, 2017)
    office.writes(marked)
    words = page.words(VALUES)
    assert "待核对：沿用2017年的；市里定的" in words and "待改写：下面是2017年的" in words
    office.writes(marked.replace("9月30日", "9月29日").replace("人手不足", "人手还是不足"))
    words = page.words(VALUES)
    assert "待核对" not in words and "待改写" not in words and "市里定的" in words


def test_a_text_that_is_last_years_still_is_named_where_it_is_missed(page: OnAPage, office: Desk) -> None:
    office.writes(OFFICE, POPULATION, 2017)
    said = "还是上年的原文"
    assert f"差3处：街道、负责人、存在的问题{said}" in page.words("/2018/tables/")
    assert f"{said}，要改写：街道、负责人、存在的问题。" in page.words(VALUES) and said not in page.words(TABLE)
    office.writes(OFFICE.replace("人手不足", "人手还是不足"))
    assert f"差2处：街道、负责人{said}" in page.words("/2018/tables/")
    assert f"{said}，要改写：街道、负责人。" in page.words(VALUES)


def test_a_table_is_drawn_with_the_rows_that_excel_counts_and_the_reason_where_nothing_can_be_typed(
    page: OnAPage, office: Desk
) -> None:
    office.writes(population=POPULATION + "合计,,15142\n")
    office.writes(OFFICE, POPULATION.replace("7000", "6990"), 2017)
    sheet = page.drawn(TABLE)["sheet"]
    assert [one["title"] for one in sheet["columns"]] == ["村（社区）", "户口", "人口（人）"]
    assert [one["kind"] for one in sheet["columns"]] == ["text", "text", "number"]
    first, *_, total = sheet["rows"]
    assert (first["id"], first["label"], first["cells"]) == (2, "2", ["甲村", "农业", "7000"])
    assert first["locked"] == ["", "这一列填什么由指标目录和名单定，不在这里改。", ""]
    assert (first["last"][2], first["change"][2]) == ("6990", "+10")
    assert (total["kind"], total["locked"][0]) == ("total", "这是合计行的名称，不在这里改。")


def test_a_cell_that_another_page_names_is_where_one_begins(page: OnAPage) -> None:
    assert page.drawn(f"{TABLE}?row=3&column=人口")["go"] == [1, 2]
    assert page.drawn(f"{TABLE}?row=3&column=C")["go"] == [1, 2]
    assert page.drawn(f"{TABLE}?row=3")["go"] == [1, 0]
    assert page.drawn(f"{TABLE}?row=99&column=人口")["go"] is None
    assert page.drawn(TABLE)["go"] is None
    rows = page.drawn(VALUES)["sheet"]["rows"]
    row, column = page.drawn(f"{VALUES}?row=6&column=死亡")["go"]
    assert (rows[row]["id"], column) == ("死亡", 1)
    assert page.drawn(f"{VALUES}?row={rows[row]['label']}")["go"] == [row, 1]


def test_what_is_typed_is_checked_in_the_words_of_check_and_nothing_is_written(page: OnAPage, office: Desk) -> None:
    said = typed(POPULATION, [2, 3, "七千多"])
    assert [(row, column) for row, column, _ in marks(page, said)] == [(2, 2)]
    assert (office.year / "population.csv").read_text(encoding="utf-8") == POPULATION
    (_, _, words), *_ = marks(page, said)
    office.corrects("甲村,农业,7000", "甲村,农业,七千多", "population.csv")
    office.runs("check", "2018")
    assert words in office.said


def test_what_is_right_has_no_mark(page: OnAPage) -> None:
    assert marks(page, typed(POPULATION, [2, 3, "7001"])) == []
    assert marks(page, typed(POPULATION)) == []


def test_a_list_of_villages_that_is_empty_is_said_to_be_so(page: OnAPage, office: Desk) -> None:
    named = CATALOGUE.replace("{村（社区）: ''}", "{村（社区）: 村名单}").replace(
        "问题: 列表", "问题: 列表, 村名单: 列表"
    )
    (office.template / "catalogue.yaml").write_text(named, encoding="utf-8")
    of_yaml = re.compile("office.yaml 本单位 [0-9/]+ (.*?) 户口")
    assert of_yaml.findall(page.words("/2018/tables/")) == ["村名单还空着"]
    (office.year / "population.csv").unlink()
    assert of_yaml.findall(page.words("/2018/tables/")) == ["村名单还空着，有1张表等着它"]
    office.writes(f"{OFFICE}村名单: [甲村, 乙村]\n", POPULATION)
    assert of_yaml.findall(page.words("/2018/tables/")) == ["填齐了"]


def test_a_date_that_is_the_same_as_last_year_is_confirmed_on_the_page(page: OnAPage, office: Desk) -> None:
    address, path = "/2018/tables/office.yaml", office.year / "office.yaml"
    office.writes(OFFICE, POPULATION, 2017)
    marked = OFFICE.replace("9月30日", "9月30日   # 待核对：沿用2017年的；市里定的")
    path.write_text(marked, encoding="utf-8")
    assert "要核对的日期" in page.words(address) and "截止日：9月30日 照旧" in page.words(address)
    form = {"do": "confirm", "digest": digest_of(path.read_bytes()), "name": "截止日", "number": "1"}
    assert page.sends(f"{address}/item", form).status_code == 302
    assert path.read_text(encoding="utf-8") == marked.replace("待核对：沿用2017年的；", "")
    words = page.words(address)
    assert "「截止日」核对过了，今年照旧。" in words and "要核对的日期" not in words
    again = page.sends(f"{address}/item", {**form, "digest": digest_of(path.read_bytes())})
    assert again.status_code == 409 and "没有要核对的了" in again.get_data(as_text=True)
    path.write_text(OFFICE.replace("9月30日", "9月28日   # 待核对：沿用2017年的"), encoding="utf-8")
    assert "要核对的日期" not in page.words(address), "another day has been looked at"


def test_a_column_of_village_names_is_pasted_into_their_list_at_once(page: OnAPage, office: Desk) -> None:
    named = CATALOGUE.replace("{村（社区）: ''}", "{村（社区）: 村名单}").replace(
        "问题: 列表", "问题: 列表, 村名单: 列表"
    )
    (office.template / "catalogue.yaml").write_text(named, encoding="utf-8")
    address, path = "/2018/tables/office.yaml", office.year / "office.yaml"
    names = [f"{one}村" for one in "甲乙丙丁戊己庚辛"]

    def pastes(text: str) -> TestResponse:
        form = {"do": "paste", "digest": digest_of(path.read_bytes()), "name": "村名单", "number": "1", "text-0": text}
        return page.sends(f"{address}/item", form)

    assert "一次加几个：一行一个" in page.words(address)
    assert pastes("\r\n".join([*names, "", "甲村"])).status_code == 302
    written = "村名单:\n" + "".join(f"  - {name}\n" for name in names)
    assert path.read_text(encoding="utf-8").replace(written, "") == OFFICE, "nothing else is another"
    said = page.words(address)
    assert "「村名单」已加8个。" in said and "已经有了，没有再加：甲村。" in said and "空行没有加：1行。" in said
    before = path.read_bytes()
    refused = pastes("子村\t120\n丑村\t85")
    assert refused.status_code == 409 and "一行只写一个名称" in refused.get_data(as_text=True)
    assert "子村\t120" in refused.get_data(as_text=True), "what was pasted stays on the page"
    assert path.read_bytes() == before
    form = {"do": "paste", "digest": digest_of(before), "name": "存在的问题", "number": "1", "text-0": "一"}
    assert page.sends(f"{address}/item", form).status_code == 400


def test_a_cell_that_nobody_has_filled_yet_is_to_be_filled_and_no_error(page: OnAPage, office: Desk) -> None:
    found = page.asks(f"{TABLE}/check", typed(POPULATION, [2, 3, ""], [3, 3, "几个"])).get_json()
    kinds = {(one["row"], one["code"], one["word"]) for one in found["faults"]}
    assert kinds == {(3, "error", "错误")} and found["read"] is False, "what can't be read goes before"
    found = page.asks(f"{TABLE}/check", typed(POPULATION, [2, 3, ""])).get_json()
    assert {(one["row"], one["code"], one["word"]) for one in found["faults"]} == {(2, "open", "待填")}
    office.corrects("死亡: 45", "死亡:")
    assert page.asks(f"{TABLE}/check", typed(POPULATION)).get_json()["elsewhere"] == 0
    assert "还有1处没有填" in page.words("/2018/")
    assert "填了的没有发现问题" in page.words("/2018/")
    assert "待填" in page.words("/2018/issues/?kind=open") and "1条里的0条" in page.words("/2018/issues/?kind=error")


def test_what_cannot_be_written_is_told_at_its_cell_before_it_is_saved(page: OnAPage) -> None:
    ((row, column, words),) = marks(page, typed(POPULATION, [2, 3, "=1+1"]))
    assert (row, column) == (2, 2) and "表格软件会当成公式" in words


def test_a_fault_stands_at_the_row_as_it_is_shown_though_rows_before_it_go_and_new_ones_come(page: OnAPage) -> None:
    said = typed(POPULATION, [5, 3, "没有"], added=[["丙村", "农业", "5"], ["丙村", "非农业", "几个"]], deleted=[2, 3])
    assert [(row, column, words.split("：")[0]) for row, column, words in marks(page, said)] == [
        (5, 2, "第5行「人口」"),
        (-2, 2, "新的第2行「人口」"),
    ]


def test_errors_in_other_files_are_counted_and_those_of_this_file_s_figures_lead_to_their_cell(
    page: OnAPage, office: Desk
) -> None:
    office.corrects("死亡: 45", "死亡: 很多")
    found = page.asks(f"{TABLE}/check", typed(POPULATION)).get_json()
    assert (found["faults"], found["elsewhere"]) == ([], 1)
    text = CATALOGUE + "  identities: ['死亡 <= 总人口']\n"
    (office.template / "catalogue.yaml").write_text(text, encoding="utf-8")
    office.corrects("死亡: 很多", "死亡: 20000")
    (fault,) = page.asks(f"{TABLE}/check", typed(POPULATION)).get_json()["faults"]
    assert "应不大于 总人口15142人" in fault["text"]
    assert fault["row"] is None and "/2018/tables/office.yaml?" in fault["link"]


def test_a_check_of_a_file_that_somebody_has_changed_says_so(page: OnAPage, office: Desk) -> None:
    office.corrects("8000", "8001", "population.csv")
    assert page.asks(f"{TABLE}/check", typed(POPULATION, [2, 3, "1"])).get_json() == {"changed": True}


def test_a_save_writes_what_was_typed_and_shows_the_file_as_it_is_now(page: OnAPage, office: Desk) -> None:
    said = typed(POPULATION, [2, 3, "7001"], added=[["丙村", "农业", "5"]], deleted=[5])
    answer = page.asks(f"{TABLE}/save", said)
    now = POPULATION.replace("7000", "7001").replace("乙村,非农业,0\n", "丙村,农业,5\n")
    assert (office.year / "population.csv").read_text(encoding="utf-8") == now
    sheet = answer.get_json()["saved"]
    assert (answer.status_code, sheet["digest"]) == (200, digest_of(now.encode()))
    assert sheet == page.drawn(TABLE)["sheet"]


def test_a_save_over_somebody_else_s_change_is_refused_and_shows_it(page: OnAPage, office: Desk) -> None:
    office.corrects("8000", "8001", "population.csv")
    answer = page.asks(f"{TABLE}/save", typed(POPULATION, [4, 3, "7999"]))
    assert answer.status_code == 409
    assert "别人（或者 Excel、WPS）改过" in answer.get_json()["told"][0]
    assert answer.get_json()["changed"]["rows"][2]["cells"] == ["乙村", "农业", "8001"]
    assert "8001" in (office.year / "population.csv").read_text(encoding="utf-8")
    (office.year / "population.csv").unlink()
    gone = page.asks(f"{TABLE}/save", typed(POPULATION, [4, 3, "7999"])).get_json()
    assert gone["changed"] is None and "被删掉或改名了" in gone["told"][0]
    assert not (office.year / "population.csv").exists()


def test_a_cell_that_cannot_be_typed_in_is_not_written_whoever_sends_it(page: OnAPage, office: Desk) -> None:
    answer = page.asks(f"{TABLE}/save", typed(POPULATION, [2, 2, "非农业"], [2, 3, "7001"]))
    assert answer.status_code == 409
    assert answer.get_json()["told"] == ["单位第2行「B」：这一列填什么由指标目录和名单定，不在这里改。"]
    assert (office.year / "population.csv").read_text(encoding="utf-8") == POPULATION


def test_a_file_keeps_its_encoding_and_a_workbook_stays_one(page: OnAPage, office: Desk) -> None:
    path = office.year / "population.csv"
    path.write_bytes(POPULATION.replace("\n", "\r\n").encode("gb18030"))
    assert page.asks(f"{TABLE}/save", typed(path.read_bytes(), [2, 3, "7001"])).status_code == 200
    assert path.read_bytes() == POPULATION.replace("7000", "7001").replace("\n", "\r\n").encode("gb18030")
    path.unlink()
    rows: list[list[object]] = [["村（社区）", "户口", "人口"], ["甲村", "农业", 7000], ["甲村", "非农业", 142]]
    path = office.year / "population.xlsx"
    path.write_bytes(workbook(rows))
    # The table is asked for as .csv; whoever follows such a link comes to the file that is there.
    assert page.get(TABLE).headers["Location"].endswith("/2018/tables/population.xlsx")
    address = "/2018/tables/population.xlsx"
    assert page.asks(f"{address}/save", typed(path.read_bytes(), [2, 3, "7001"])).status_code == 200
    assert page.drawn(address)["sheet"]["rows"][0]["cells"] == ["甲村", "农业", "7001"]


def test_a_table_that_nobody_has_made_is_made_by_the_first_save(page: OnAPage, office: Desk) -> None:
    path = office.year / "population.csv"
    text = CATALOGUE.replace("村（社区）: ''", "村（社区）: 村名单").replace(
        "存在的问题: 列表", "存在的问题: 列表, 村名单: 列表"
    )
    (office.template / "catalogue.yaml").write_text(text, encoding="utf-8")
    path.unlink()
    assert "要看「村名单」：请先在单位（单项数和文字）里填" in page.words(TABLE)
    office.writes(OFFICE + "村名单: [甲村, 乙村]\n")
    drawn = page.drawn(TABLE)["sheet"]
    assert [row["cells"] for row in drawn["rows"]] == [
        ["甲村", "农业", ""],
        ["甲村", "非农业", ""],
        ["乙村", "农业", ""],
        ["乙村", "非农业", ""],
    ]
    assert drawn["digest"] == "" and not path.exists()
    assert marks(page, typed(None, [2, 3, "很多"]))[0][:2] == (2, 2)
    assert not path.exists()
    assert page.asks(f"{TABLE}/save", typed(None, [2, 3, "7000"])).status_code == 200
    assert path.read_bytes().decode("utf-8-sig").splitlines()[:2] == ["村（社区）,户口,人口", "甲村,农业,7000"]
    assert page.asks(f"{TABLE}/save", typed(None, [2, 3, "1"])).status_code == 409


def test_a_form_that_is_only_looked_at_says_so_and_is_not_written(page: OnAPage, office: Desk) -> None:
    path = office.year / "population.csv"
    path.rename(office.year / "population.xls")  # a text that somebody named so: Excel writes such
    path = office.year / "population.xls"
    path.write_bytes(POPULATION.replace(",", "\t").encode())
    drawn = page.drawn("/2018/tables/population.xls")["sheet"]
    assert "这里只能看" in drawn["locked"] and {*drawn["rows"][0]["locked"]} == {drawn["locked"]}
    before = path.read_bytes()
    assert marks(page, typed(before), "/2018/tables/population.xls") == []
    answer = page.asks("/2018/tables/population.xls/save", typed(before, [2, 3, "1"]))
    assert answer.status_code == 409 and "这里只能看" in answer.get_json()["told"][0]
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_read_says_what_is_wrong_with_it(page: OnAPage, office: Desk) -> None:
    office.writes(population='村（社区）,户口,人口\n甲村,"农业,7000\n')
    assert "打不开成表格" in (words := page.words(TABLE)) and "引号不成对" in words
    office.writes(office="街道: [八街\n")
    assert "打不开成表格" in page.words(VALUES)


@pytest.mark.parametrize(
    "name",
    [
        "nobody.csv",
        "office.csv",
        "..%2Foffice.yaml",
        "..%2f..%2ftemplate%2fcatalogue.yaml",
        "population",
        "C:population.csv",
    ],
)
def test_a_name_that_the_year_does_not_ask_for_opens_nothing(page: OnAPage, name: str) -> None:
    for address in (f"/2018/tables/{name}", "/1999/tables/population.csv"):
        assert page.get(address).status_code == 404
    for doing in ("save", "check"):
        assert page.asks(f"/2018/tables/{name}/{doing}", typed(None)).status_code == 404
    assert page.sends(f"/2018/tables/{name}/item", {"do": "add"}).status_code == 404


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {"digest": 1, "cells": []},
        {"digest": "", "cells": [[2, 3]], "added": [], "deleted": []},
        {"digest": "", "cells": [["2", 3, "1"]], "added": [], "deleted": []},
        {"digest": "", "cells": [[True, 3, "1"]], "added": [], "deleted": []},
        {"digest": "", "cells": [], "added": [[1]], "deleted": []},
        {"digest": "", "cells": [], "added": [], "deleted": ["2"]},
    ],
    ids=str,
)
def test_what_our_script_does_not_send_is_not_understood(page: OnAPage, said: object) -> None:
    assert page.asks(f"{TABLE}/save", said).status_code == 400


def test_a_section_is_drawn_as_rows_of_which_one_column_is_typed_in(page: OnAPage, office: Desk) -> None:
    office.writes(OFFICE.replace("死亡: 45", "死亡: 45  # 派出所给的"), POPULATION)
    office.writes(OFFICE.replace("死亡: 45", "死亡: 40"), POPULATION, 2017)
    sheet = page.drawn(VALUES)["sheet"]
    assert [one["title"] for one in sheet["columns"]] == ["指标", "数", "单位", "上年", "来源", "备注"]
    rows = {row["id"]: row for row in sheet["rows"]}
    assert rows["死亡"]["cells"] == ["死亡", "45", "人", "40", "", "派出所给的"]
    assert [bool(lock) for lock in rows["死亡"]["locked"]] == [True, False, True, True, True, True]
    assert rows["存在的问题"]["cells"][1] == "2条" and "在下面" in rows["存在的问题"]["locked"][1]


def test_values_are_saved_in_place_and_their_comments_stay(page: OnAPage, office: Desk) -> None:
    office.writes(OFFICE.replace("死亡: 45", "死亡: 45  # 派出所给的"))
    before = (office.year / "office.yaml").read_text(encoding="utf-8")
    said = typed(before, ["死亡", 2, "46"], ["街道", 2, "八街"])
    assert marks(page, typed(before, ["死亡", 2, "四十多"]), VALUES)[0][:2] == ("死亡", 1)
    answer = page.asks(f"{VALUES}/save", said)
    now = before.replace("45  #", "46  #").replace("八街街道", "八街")
    assert (office.year / "office.yaml").read_text(encoding="utf-8") == now
    assert answer.get_json()["saved"]["digest"] == digest_of(now.encode())
    refused = page.asks(f"{VALUES}/save", said)
    assert refused.status_code == 409 and refused.get_json()["changed"]["rows"][0]["cells"][1] == "八街"


def item(data: str, do: str, name: str, number: int, *texts: str) -> dict[str, str]:
    form = {"digest": digest_of(data.encode()), "do": do, "name": name, "number": str(number)}
    return form | {f"text-{at}": text for at, text in enumerate(texts)}


@pytest.mark.parametrize(
    ("do", "number", "text", "after", "said"),
    [
        ("save", 1, "人手不够", "[人手不够, 经费不足]", "已保存「存在的问题」第1条。"),
        ("add", 3, "场地不足", "[人手不足, 经费不足, 场地不足]", "「存在的问题」已加一条，是第3条。"),
        ("delete", 1, "", "[经费不足]", "已删去「存在的问题」第1条。"),
        ("up", 2, "经费不足", "[经费不足, 人手不足]", "「存在的问题」第2条已上移。"),
        # What was typed into an item that is moved isn't lost.
        ("down", 1, "人手不够", "[经费不足, 人手不够]", "「存在的问题」第1条已下移。"),
    ],
)
def test_an_item_of_a_list_is_changed_by_a_form(
    page: OnAPage, office: Desk, do: str, number: int, text: str, after: str, said: str
) -> None:
    answer = page.sends(f"{VALUES}/item", item(OFFICE, do, "存在的问题", number, text))
    assert answer.status_code == 302
    assert (office.year / "office.yaml").read_text(encoding="utf-8") == OFFICE.replace("[人手不足, 经费不足]", after)
    assert said in page.words(VALUES)


def test_what_was_typed_stays_on_the_page_where_it_cannot_be_saved(page: OnAPage, office: Desk) -> None:
    office.corrects("死亡: 45", "死亡: 46")
    answer = page.sends(f"{VALUES}/item", item(OFFICE, "save", "存在的问题", 1, "人手一直不够"))
    assert answer.status_code == 409
    said = answer.get_data(as_text=True)
    # Not in the item's own place, which may be another item's by now.
    assert "别人改过" in said and re.findall(r"<textarea[^>]*readonly[^>]*>\s*([^<]+)<", said) == ["人手一直不够"]
    assert said.count("人手一直不够") == 1
    now = (office.year / "office.yaml").read_text(encoding="utf-8")
    assert "人手一直不够" not in now
    empty = page.sends(f"{VALUES}/item", item(now, "add", "存在的问题", 3, " "))
    assert empty.status_code == 409 and "新加的一条是空的" in empty.get_data(as_text=True)
    assert (office.year / "office.yaml").read_text(encoding="utf-8") == now


def test_a_number_is_reported_with_its_reason_and_taken_back(page: OnAPage, office: Desk) -> None:
    page.sends(f"{VALUES}/item", item(OFFICE, "report", "总人口", 1, "15140", "公安的数"))
    now = (office.year / "office.yaml").read_text(encoding="utf-8")
    assert "reported:" in now and "15140" in now and "公安的数" in now
    assert "「总人口」按上报的数印。" in page.words(VALUES)
    refused = page.sends(f"{VALUES}/item", item(now, "report", "总人口", 1, "15141", ""))
    assert refused.status_code == 409 and "数和原因都不能空" in refused.get_data(as_text=True)
    page.sends(f"{VALUES}/item", item(now, "take-back", "总人口", 1))
    assert "15140" not in (office.year / "office.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"do": "burn", "digest": "", "name": "存在的问题"},
        {"do": "add", "digest": "", "name": "没有", "text-0": "1"},
        {"do": "take-back", "digest": "", "name": "没有"},
        {"do": "save", "digest": "", "name": "存在的问题", "number": "-1"},
    ],
    ids=str,
)
def test_a_form_that_is_not_ours_is_not_understood(page: OnAPage, office: Desk, form: dict[str, str]) -> None:
    sent = form | ({"digest": digest_of(OFFICE.encode())} if form else {})
    assert page.sends(f"{VALUES}/item", sent).status_code == 400
    assert (office.year / "office.yaml").read_text(encoding="utf-8") == OFFICE


def test_a_page_without_script_prints_the_table(page: OnAPage) -> None:
    assert "<noscript>" in (said := page.get(TABLE).get_data(as_text=True))
    assert '<tr><th scope="row">2</th><td>甲村</td><td>农业</td><td class="number">7000</td></tr>' in " ".join(
        line.strip() for line in said.splitlines()
    )


def test_what_the_office_typed_is_text_on_the_page_whatever_it_says(page: OnAPage, office: Desk) -> None:
    office.corrects("甲村,农业", '"</script><img src=x onerror=alert(1)>",农业', "population.csv")
    said = page.get(TABLE).get_data(as_text=True)
    assert "<img src=x" not in said
    assert page.drawn(TABLE)["sheet"]["rows"][0]["cells"][0] == "</script><img src=x onerror=alert(1)>"
