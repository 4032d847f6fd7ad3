"""The page of those who run a county: who is behind, everybody's reports, the county's own year, all offices side by side."""

from __future__ import annotations

import datetime
import io
import re
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from county_on_a_page import due_county, in_this_process, without
from lxml import html
from on_a_page import OnAPage
from small_county import NAMES, YEAR, SmallCounty

from reportgen.base.issues import Issue, Severity, Unusable
from reportgen.base.saving import CannotWrite
from reportgen.commands import page as command
from reportgen.commands.arguments import BadArguments
from reportgen.commands.cli import OK, main
from reportgen.offices.county import Office, read_county
from reportgen.offices.lock import held
from reportgen.offices.notice import as_text
from reportgen.offices.one_office import Done, Order
from reportgen.offices.processes import built
from reportgen.offices.progress import read_progress
from reportgen.page import county_desk, offices_batch, offices_league, offices_rollup
from reportgen.page.gate import POLICY
from reportgen.page.views import MENU, MENU_OF_COUNTY

AT = f"/{YEAR}/offices/"
WORKING = f"/{YEAR}/working/"
DAY = datetime.date(2019, 1, 7)  # as a page's clock in these tests says


@pytest.fixture
def county(tmp_path: Path) -> SmallCounty:
    """Return a county in which every office is complete, and due before today."""
    return due_county(tmp_path / "青山县")


@pytest.fixture
def page(county: SmallCounty) -> OnAPage:
    return OnAPage(county.folder, template="report")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have offices built in this process, one after the other; whatever was stopped begins no other."""
    monkeypatch.setattr(offices_batch, "in_processes", in_this_process())


def rows(page: OnAPage, show: str = "all") -> dict[str, str]:
    """Return what the table says of each office, its blanks made one."""
    tree = html.document_fromstring(page.get(f"{AT}?show={show}").get_data(as_text=True))
    found = tree.xpath("//table[@class='offices']//tr[th[@scope='row']]")
    return {
        one.xpath("./th")[0].text_content().split()[1]: re.sub(r"\s+", " ", one.text_content()).strip() for one in found
    }


def menu(page: OnAPage, address: str) -> list[str]:
    tree = html.document_fromstring(page.comes_to(address).get_data(as_text=True))
    return [one.text_content() for one in tree.xpath("//nav[@aria-label='页面']//a")]


def ended(page: OnAPage) -> list[tuple[str, str]]:
    return [(one.name, one.how) for one in page.done().each]


# ---- where there is a county


def test_a_county_s_page_opens_on_its_offices_and_a_single_office_s_knows_none(
    page: OnAPage, county: SmallCounty, tmp_path: Path
) -> None:
    opened = page.comes_to("/")
    assert opened.request.path == AT
    assert menu(page, "/") == [*MENU_OF_COUNTY.values()], "the county has no year of its own yet"
    shutil.copytree(county.office("青石街道"), tmp_path / "alone")
    shutil.copytree(county.folder / "template", tmp_path / "alone" / "template")
    alone = OnAPage(tmp_path / "alone")
    assert menu(alone, "/") == [*MENU.values()]
    for address in (
        "/offices/",
        AT,
        f"{AT}notice",
        f"{AT}league/",
        f"{AT}league/xlsx",
        f"{AT}files/0001/a.docx",
        f"{AT}found/0001",
    ):
        assert alone.get(address).status_code == 404, address
    for deed in ("batch", "rollup"):
        assert alone.sends(f"{AT}{deed}", {"which": "every"}).status_code == 404


def test_a_list_of_offices_that_comes_while_the_page_is_open_is_shown(county: SmallCounty, tmp_path: Path) -> None:
    shutil.copytree(county.office("青石街道"), tmp_path / "alone")
    shutil.copytree(county.folder / "template", tmp_path / "alone" / "template")
    alone = OnAPage(tmp_path / "alone")
    assert menu(alone, f"/{YEAR}/") == [*MENU.values()]
    shutil.copy(county.folder / "offices.csv", tmp_path / "alone")
    assert menu(alone, f"/{YEAR}/") == [*MENU_OF_COUNTY.values(), *MENU.values()]
    assert alone.get("/").headers["Location"] == "/offices/"


def test_years_of_the_offices_are_shown_and_no_other_page_knows_them(page: OnAPage) -> None:
    tree = html.document_fromstring(page.get(AT).get_data(as_text=True))
    links = {one.text_content(): one.get("href") for one in tree.xpath("//nav[@aria-label='年份']//a")}
    assert links == {"2018年": "/2018/offices/", "2017年": "/2017/offices/"}
    assert "没有一个单位有2031年的数据文件夹" in page.words("/2031/offices/")
    assert page.get("/2018/").status_code == page.get("/2018/report/").status_code == 404


@pytest.mark.parametrize(
    ("words", "folders"),
    [
        (["青山县"], ["青山县/data", "青山县/report", "青山县/output"]),
        (["--data", "青山县/data"], ["青山县/data", "青山县/report", "青山县/output"]),
        (["--data", "青山县/data", "--template", "别处"], ["青山县/data", "别处", "青山县/output"]),
        (["--data", "青山县/data", "--output", "output"], ["青山县/data", "青山县/report", "output"]),
        (
            ["--data", "青山县/offices/0001 青石街道/data"],
            ["青山县/offices/0001 青石街道/data", "templates/annual", "output"],
        ),
        ([], ["data", "templates/annual", "output"]),
    ],
)
def test_the_command_finds_a_county_s_own_folders(
    words: list[str], folders: list[str], county: SmallCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(county.folder.parent)
    found = command._folders(command.PAGE.parser("page").read(words))
    assert [one.as_posix() for one in found] == folders


def test_a_double_click_in_a_county_s_folder_or_beside_its_settings_opens_the_county(
    county: SmallCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(county.folder)
    assert [*map(str, command._folders(command.PAGE.parser("page").read([])))] == ["data", "report", "output"]
    monkeypatch.chdir(county.folder.parent)
    Path("reportgen.toml").write_text('data = "青山县/data"\n', encoding="utf-8")
    assert command._folders(command.PAGE.parser("page").read([]))[1] == Path("青山县/report")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["青山县/offices"], "不是县区文件夹：里面要有单位名单 offices.csv"),
        (["青山县", "--output", "a"], "后面不写 --data"),
    ],
)
def test_what_is_no_county_is_told(
    words: list[str], said: str, county: SmallCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(county.folder.parent)
    with pytest.raises(BadArguments, match=said):
        command._folders(command.PAGE.parser("page").read(words))


# ---- who is behind


def behind(county: SmallCounty) -> None:
    """Let one office lack a number, one everything, and one hand in what can't be so."""
    county.corrects("白水镇", "死亡: 46", "死亡:")
    without(county, "黑土乡")
    catalogue = county.folder / "template" / "catalogue.yaml"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(f"{text}  identities: [叶酸 >= 任务]\n", encoding="utf-8")
    county.corrects("红河街道", "叶酸: 85", "叶酸: 5")


def test_the_table_says_of_each_office_what_the_notice_says(page: OnAPage, county: SmallCounty) -> None:
    behind(county)
    assert county.runs("--only", "青石街道") == OK
    found = rows(page)
    assert list(found) == list(NAMES)
    assert re.fullmatch(r"0001 青石街道 12月10日 已报齐 (\d+)/\1 全部问题 下载", found["青石街道"])
    assert "没报齐 逾期" in found["白水镇"] and "还差单位（单项数和文字）1项。" in found["白水镇"]
    assert "没有报 逾期" in found["黑土乡"] and "没有生成" in found["黑土乡"]
    assert "1处错误" in found["红河街道"] and "叶酸" in found["红河街道"]
    said = read_progress(read_county(county.folder), county.folder / "template", YEAR, DAY)
    tree = html.document_fromstring(page.get(AT).get_data(as_text=True))
    assert tree.xpath("//textarea")[0].text.strip() == as_text(said).strip()
    notice = page.get(f"{AT}notice")
    assert notice.get_data().decode("utf-8-sig").replace("\r\n", "\n") == as_text(said)
    assert notice.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.usefixtures("here")
def test_an_office_s_files_are_called_as_people_call_them_before_the_county_has_a_catalogue_of_its_own(
    page: OnAPage, county: SmallCounty
) -> None:
    shutil.rmtree(county.folder / "report")
    county.corrects("白水镇", "死亡: 46", "死亡:")
    county.data("红河街道", "population.csv").write_text("户口,人口\n农业,一百\n", encoding="utf-8")
    found = rows(page)
    said = f"{found['白水镇']}{found['红河街道']}"
    assert "还差单位（单项数和文字）1项。" in said and "单位第2行「人口」：" in said, said
    page.sends(f"{AT}batch", {"which": "every"})
    page.done()
    assert "单位第2行「人口」：" in page.words(WORKING)
    for address in (AT, WORKING):
        assert "/tables/" not in page.get(address).get_data(as_text=True), "the county has no sheet of any year"


def test_invented_numbers_are_said_before_all(page: OnAPage, county: SmallCounty) -> None:
    assert "演示数据" not in page.words(AT)
    county.corrects("白水镇", "街道: ", "demo: 编的\n街道: ")
    said = page.words(AT)
    assert said.index("【演示数据】0002 白水镇的数字是虚构的。") < said.index("应报")


def test_it_shows_only_who_is_behind(page: OnAPage, county: SmallCounty) -> None:
    behind(county)
    assert county.runs("--only", "青石街道", "白水镇") == OK
    assert {show: [*rows(page, show)] for show in ("behind", "late", "wrong", "unwritten")} == {
        "behind": ["白水镇", "黑土乡"],
        "late": ["白水镇", "黑土乡"],
        "wrong": ["红河街道"],
        "unwritten": ["黑土乡", "红河街道"],
    }
    assert page.get(f"{AT}?show=x").status_code == 404


def test_a_report_that_is_older_than_what_its_office_says_now_is_shown_as_such(
    page: OnAPage, county: SmallCounty
) -> None:
    assert county.runs() == OK
    assert rows(page)["白水镇"].endswith("下载") and rows(page, "older") == {}
    county.corrects("白水镇", "死亡: 46", "死亡: 64")
    assert rows(page)["白水镇"].endswith("下载 数据后来改过，请再生成") and [*rows(page, "older")] == ["白水镇"]
    assert county.runs() == OK
    assert rows(page, "older") == {}, "no byte of the data has changed since the page read them"


def test_the_offices_are_read_again_when_a_byte_of_them_is_another(
    page: OnAPage, county: SmallCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[int] = []
    whole = county_desk.read_progress

    def counted(*words: Any) -> object:
        times.append(1)
        return whole(*words)

    monkeypatch.setattr(county_desk, "read_progress", counted)
    assert "没有生成" in rows(page)["青石街道"]
    assert county.runs() == OK
    assert "下载" in rows(page)["青石街道"] and len(times) == 1, "reports are looked for each time"
    county.corrects("青石街道", "死亡: 45", "死亡:")
    assert "没报齐" in rows(page)["青石街道"] and len(times) == 2


def test_reading_that_takes_longer_shows_how_far_it_is_and_leads_back(
    page: OnAPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, whole = threading.Event(), county_desk.read_progress

    def slow(*words: Any) -> object:
        assert go.wait(20)
        return whole(*words)

    monkeypatch.setattr(county_desk, "read_progress", slow)
    monkeypatch.setattr("reportgen.page.working._MOMENT", 0.05)
    assert page.get(f"{AT}?show=late").headers["Location"] == WORKING
    assert "正在看2018年各单位报到哪里了" in page.words(WORKING)
    go.set()
    page.done()
    assert page.get(WORKING).headers["Location"] == f"{AT}?show=late"
    assert page.get(AT).status_code == 200


def test_faults_of_the_list_and_of_the_offices_template_are_told(page: OnAPage, county: SmallCounty) -> None:
    (county.folder / "template" / "catalogue.yaml").write_text("a: [", encoding="utf-8")
    page.comes_to(AT)
    page.done()
    assert "catalogue.yaml" in page.words(WORKING)
    assert "现在看不了2031年的各单位" in page.words("/2031/offices/")
    (county.folder / "offices.csv").write_text("代码,名称\n0001,\n0001,甲\n", encoding="utf-8")
    said = page.words(AT)
    assert "offices.csv 第2行「名称」：「名称」是空的" in said and "和第2行一样" in said


# ---- every office's report


@pytest.mark.usefixtures("here")
def test_all_offices_are_written_as_the_command_writes_them(page: OnAPage, county: SmallCounty, tmp_path: Path) -> None:
    shutil.copytree(county.folder, tmp_path / "same")
    assert page.sends(f"{AT}batch", {"which": "every"}).headers["Location"] == WORKING
    assert ended(page) == [(f"{number:04} {name}", "已写") for number, name in enumerate(NAMES, 1)]
    assert "2018年，4个单位：已写4个。" in page.words(WORKING)
    assert main(["batch", str(tmp_path / "same"), "--workers", "1"]) == OK
    for path in (tmp_path / "same" / "offices").rglob("*.docx"):
        own = county.folder / "offices" / path.relative_to(tmp_path / "same" / "offices")
        assert own.read_bytes() == path.read_bytes(), path.name
    assert county.states == ["written"] * 4 and not (county.ledger.parent / "batch.lock").exists()
    page.sends(f"{AT}batch", {"which": "every"})
    assert [how for _, how in ended(page)] == ["没有变化"] * 4


@pytest.mark.slow
def test_processes_of_their_own_write_them(page: OnAPage, county: SmallCounty) -> None:
    page.sends(f"{AT}batch", {"which": "some", "ticked": ["0001", "0004"]})
    assert ended(page) == [("0001 青石街道", "已写"), ("0004 红河街道", "已写")]
    assert county.states == ["written"] * 2


@pytest.mark.usefixtures("here")
def test_only_those_that_are_ticked_are_written(page: OnAPage, county: SmallCounty) -> None:
    assert page.sends(f"{AT}batch", {"which": "some"}).headers["Location"] == AT
    assert "没有勾单位" in page.words(AT)
    page.sends(f"{AT}batch", {"which": "some", "ticked": ["0002"]})
    assert ended(page) == [("0002 白水镇", "已写")]
    assert page.sends(f"{AT}batch", {"which": "some", "ticked": ["0009"]}).status_code == 409


@pytest.mark.usefixtures("here")
def test_an_office_that_cannot_be_used_is_told_and_the_others_are_written(page: OnAPage, county: SmallCounty) -> None:
    county.data("白水镇").write_text("街道: [白水\n", encoding="utf-8")
    page.sends(f"{AT}batch", {"which": "every"})
    assert [how for _, how in ended(page)] == ["已写", "不能用", "已写", "已写"]
    tree = html.document_fromstring(page.get(WORKING).get_data(as_text=True))
    (row,) = tree.xpath("//tr[@class='wrong']")
    assert "白水镇" in row.text_content() and "单位（单项数和文字）第1行" in row.text_content()
    assert "已写3个、不能用1个" in page.words(WORKING)


@pytest.mark.usefixtures("here")
def test_the_warnings_that_are_counted_of_an_office_can_be_looked_at(page: OnAPage, county: SmallCounty) -> None:
    county.corrects("白水镇", "死亡: 46", "死亡: 460")
    page.sends(f"{AT}rollup", {})
    page.done()
    page.sends(f"{AT}batch", {"which": "every"})
    (said,) = (one.said for one in page.done().each if one.name == "0002 白水镇")
    found = re.search(r"(\d+)个提醒", said[0])
    assert found
    leads = {
        address: html.document_fromstring(page.get(address).get_data(as_text=True)).xpath(
            "//tr[contains(., '白水镇')]//a[.='全部问题']/@href"
        )
        for address in (WORKING, AT)
    }
    assert leads == {WORKING: [f"{AT}found/0002"], AT: [f"{AT}found/0002"]}
    tree = html.document_fromstring(page.get(f"{AT}found/0002").get_data(as_text=True))
    assert len(tree.xpath("//li[@class='warning']")) == int(found[1]) > 0
    assert "0002 白水镇的全部问题（2018年）" in page.words(f"{AT}found/0002")
    assert not tree.xpath("//main//a[contains(@href, 'tables')]"), "the county's sheets are others"
    county.data("白水镇").write_text("街道: [白水\n", encoding="utf-8")
    assert "单位（单项数和文字）第1行" in page.words(f"{AT}found/0002")
    assert page.get(f"{AT}found/0009").status_code == 404


def test_a_run_says_how_far_it_is_stops_between_two_offices_and_goes_on_the_next_time(
    page: OnAPage, county: SmallCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, go = threading.Event(), threading.Event()

    def wait() -> None:
        first.set()
        assert go.wait(20)

    monkeypatch.setattr(offices_batch, "in_processes", in_this_process(wait))
    page.sends(f"{AT}batch", {"which": "every"})
    assert first.wait(60)
    assert (page.job.says, page.job.share) == ("做完1个，共4个：0001 青石街道（已写）", 25)
    page.job.stop()
    assert page.job.says == "正在停下，手上的做完就停"
    go.set()
    said = page.done().said
    assert said[-1] == "停下了，还有2个单位没有做。做完的都在，到「各单位」里再生成一次，就接着做。"
    assert county.states == ["written"] * 2 and not list(county.office("黑土乡").rglob("*.docx"))
    page.sends(f"{AT}batch", {"which": "every"})
    assert [how for _, how in ended(page)] == ["没有变化", "没有变化", "已写", "已写"]


@pytest.mark.usefixtures("here")
def test_nothing_begins_while_something_else_is_being_done(page: OnAPage, county: SmallCounty) -> None:
    asked = threading.Event()
    page.app.extensions["reportgen.work"].start(
        "别的", AT, lambda step: (asked.wait(20), offices_batch.Result(("好",)))[1]
    )
    before = county.files()
    assert page.sends(f"{AT}batch", {"which": "every"}).headers["Location"] == WORKING
    assert "还在做「别的」，请等它做完" in page.words(WORKING)
    asked.set()
    page.done()
    assert county.files() == before


@pytest.mark.parametrize("deed", ["batch", "rollup"])
def test_a_run_of_somebody_else_is_told_and_nothing_is_done(deed: str, page: OnAPage, county: SmallCounty) -> None:
    before = county.files()
    with held(county.ledger.parent if deed == "batch" else county.ledger.parent.parent, "2019-01-07 08:00:00"):
        page.sends(f"{AT}{deed}", {"which": "every"})
        (issue,) = page.done().issues
    assert re.search(r"另一次运行正在(做这一年|汇总)：.+@.+，2019-01-07 08:00:00开始的", issue.message)
    assert county.files() == before and not (county.folder / "data").exists()


def test_an_office_s_report_is_taken_away_and_nothing_else(page: OnAPage, county: SmallCounty) -> None:
    assert county.runs() == OK
    tree = html.document_fromstring(page.get(AT).get_data(as_text=True))
    address = tree.xpath("//a[contains(., '下载') and contains(@aria-label, '白水镇')]/@href")[0]
    sent = page.get(address)
    assert sent.get_data() == county.report("白水镇").read_bytes()
    (county.folder / "secret.docx").write_bytes(b"secret")
    (county.office("白水镇") / "output" / str(YEAR) / "secret.txt").write_bytes(b"secret")
    for name in [
        "secret.txt",
        "../secret.docx",
        "..%2f..%2f..%2f..%2fsecret.docx",
        "..\\secret.docx",
        "%00",
        county.report("青石街道").name + "x",
    ]:
        for said in (f"{AT}files/0002/{name}", f"{AT}files/{name}/a.docx"):
            answer = page.get(said.replace(" ", "%20").replace("\\", "%5c"))
            assert answer.status_code in (308, 400, 404), said
            assert b"secret" not in answer.get_data()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Unusable([Issue("版本", Severity.ERROR, "模板改过了。")]), "模板改过了。"),
        (CannotWrite("写不进 gathered.jsonl：磁盘满了。"), "写不进 gathered.jsonl：磁盘满了。"),
    ],
)
def test_a_run_that_is_broken_off_says_which_offices_are_done_and_why_the_others_are_not(
    error: Exception, told: str, page: OnAPage, county: SmallCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(order: Order, offices: Sequence[Office], *_: object) -> Iterator[Done]:
        yield from built(order, offices[:2], 1)
        raise error

    monkeypatch.setattr(offices_batch, "in_processes", breaks)
    page.sends(f"{AT}batch", {"which": "every"})
    assert [how for _, how in ended(page)] == ["已写", "已写"] and county.states == ["written", "written"]
    said = page.words(WORKING)
    assert told in said and "2018年，2个单位：已写2个。" in said and "还有2个单位没有做" in said


# ---- the county's own year


@pytest.mark.usefixtures("here")
def test_the_county_s_year_is_added_up_as_the_command_does_it_and_shown_by_every_page(
    page: OnAPage, county: SmallCounty, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(county.folder, tmp_path / "same")
    page.sends(f"{AT}rollup", {"build": "yes"})
    said = page.done().said
    assert main(["rollup", str(tmp_path / "same"), "--build"]) == OK
    printed = capsys.readouterr().out.replace(str(tmp_path / "same"), str(county.folder))
    left_out = [line for line in printed.splitlines() if line.startswith("没有汇总")]
    assert left_out and [one for one in said if one.startswith("没有汇总")] == left_out
    files = [path.relative_to(tmp_path / "same") for path in (tmp_path / "same" / "data").rglob("*") if path.is_file()]
    assert files
    for path in [
        *files,
        *(one.relative_to(tmp_path / "same") for one in (tmp_path / "same" / "output").rglob("*.docx")),
    ]:
        assert (county.folder / path).read_bytes() == (tmp_path / "same" / path).read_bytes(), path
    assert any("核对过，报告里的数和数据没有不一样的。" in one for one in said)
    assert menu(page, "/") == [*MENU_OF_COUNTY.values(), *MENU.values()]
    for name in MENU:
        assert page.get(f"/{YEAR}/" if name == "overview" else f"/{YEAR}/{name}/").status_code == 200, name


def test_what_was_added_up_is_not_typed_in_and_the_county_s_own_is(page: OnAPage, county: SmallCounty) -> None:
    page.sends(f"{AT}rollup", {})
    page.done()
    told = "这是汇总各单位得来的，不在这里改：请改那个单位自己的表，再到「各单位」里汇总一次。"
    typed = {
        "population.csv": {"cells": [[2, 3, "9"]], "added": [], "deleted": []},
        "units.yaml": {"cells": [["已报单位", 1, "9"]]},
    }
    for file, said in typed.items():
        address = f"/{YEAR}/tables/{file}"
        drawn = page.drawn(address)["sheet"]
        assert drawn["locked"] == told and {why for row in drawn["rows"] for why in row["locked"]} == {told}
        assert told in page.words(address) and 'id="save"' not in page.get(address).get_data(as_text=True)
        before = (county.folder / "data" / str(YEAR) / file).read_bytes()
        answer = page.asks(f"{address}/save", {"digest": drawn["digest"], **said})
        assert answer.status_code == 409 and told in answer.get_data(as_text=True), answer.get_data(as_text=True)
        page.sends(f"{address}/item", {"digest": drawn["digest"], "name": "单位名单", "number": "1", "do": "delete"})
        assert (county.folder / "data" / str(YEAR) / file).read_bytes() == before
        assert "直接打字就填" not in page.words(address)
    assert page.drawn(f"/{YEAR}/tables/office.yaml")["sheet"]["locked"] == ""
    assert "直接打字就填" in page.words(f"/{YEAR}/tables/office.yaml")


def test_what_offices_have_corrected_since_leads_from_the_report_back_to_adding_up(
    page: OnAPage, county: SmallCounty
) -> None:
    page.sends(f"{AT}rollup", {})
    page.done()
    assert "再汇总一次" not in page.words(f"/{YEAR}/report/")
    county.corrects("白水镇", "死亡: 46", "死亡: 47")
    report = page.words(f"/{YEAR}/report/")
    assert "1个单位的数据改过或刚报来（0002 白水镇）" in report and "到「各单位」里再汇总一次" in report
    assert "请到2018年的「各单位」里再汇总一次。" in report and "rollup" not in report


def test_who_is_missing_is_told_with_what_to_click(page: OnAPage, county: SmallCounty) -> None:
    without(county, "黑土乡")
    page.sends(f"{AT}rollup", {})
    said = "\n".join(page.done().said)
    assert "缺  0003 黑土乡：" in said and "合计都待补；只要已报的单位的合计，勾上「只加已报的单位」再汇总。" in said
    assert "python" not in said and "--" not in said
    page.sends(f"{AT}rollup", {"partly": "yes"})
    said = "\n".join(page.done().said)
    assert "2018年：已报3个单位，共4个。" in said and "到2017年的「各单位」里汇总" in said


def test_adding_up_that_is_stopped_or_whose_report_can_t_be_built_says_what_stands(
    page: OnAPage, county: SmallCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go = threading.Event(), threading.Event()

    def waiting(*_: Any, **__: Any) -> Iterator[None]:
        for _office in NAMES:
            begun.set()
            assert go.wait(20)
            yield None

    with monkeypatch.context() as patched:
        patched.setattr(county_desk, "one_by_one", waiting)
        page.sends(f"{AT}rollup", {"build": "yes"})
        assert begun.wait(20)
        page.job.stop()
        go.set()
        assert page.done().said == ("「汇总2018年各单位的数，生成县里的报告」停下了，没有做完的一样也没有写。",)
    assert not (county.folder / "data").exists()
    whole = offices_rollup.write_county

    def stopped_behind(*words: Any, **how: Any) -> object:
        made = whole(*words, **how)
        page.job.stop()
        return made

    with monkeypatch.context() as patched:
        patched.setattr(offices_rollup, "write_county", stopped_behind)
        page.sends(f"{AT}rollup", {"build": "yes"})
        assert page.done().said[-1] == "停下了：数汇总好了，县里的报告没有生成。"
    (county.folder / "report" / "report.docx").write_bytes(b"no document")
    page.sends(f"{AT}rollup", {"build": "yes"})
    result = page.done()
    assert result.issues and result.said[-1] == "县里的报告没有生成，上面的先要改好。"
    assert (county.folder / "data" / str(YEAR) / "population.csv").is_file()


def test_an_office_that_is_corrected_after_adding_up_is_the_next_thing_of_the_county_s_year(
    page: OnAPage, county: SmallCounty
) -> None:
    page.sends(f"{AT}rollup", {"build": "yes"})
    page.done()
    assert "再汇总一次" not in page.words("/2018/")
    county.corrects("白水镇", "死亡: 46", "死亡: 64")
    for address in ("/2018/", "/2018/report/"):
        said = page.words(address)
        assert (
            "1个单位的数据改过或刚报来（0002 白水镇），这里的合计还是以前的。请到2018年的「各单位」里再汇总一次。"
            in said
        )
        assert "请再运行 rollup" not in said
    assert "出公开版" not in page.words("/2018/")
    page.sends(f"{AT}rollup", {"build": "yes"})
    page.done()
    assert "再汇总一次" not in page.words("/2018/")


def test_what_only_the_offices_can_fill_leads_to_them_and_what_the_county_types_itself_to_its_tables(
    page: OnAPage, county: SmallCounty
) -> None:
    def next_of() -> tuple[str, str]:
        page.sends(f"{AT}rollup", {})
        page.done()
        tree = html.document_fromstring(page.get("/2018/").get_data(as_text=True))
        (section,) = tree.xpath("//section[@class='next']")
        return section.xpath("./p")[0].text_content(), section.xpath(".//a/@href")[0]

    without(county, "黑土乡")
    said, leads = next_of()
    assert leads == AT and re.match(r"还有\d+处是各单位没有报来的，这里不填：", said)
    (county.folder / "report" / "own.yaml").write_text(
        "county:\n  title: 县里的\n  texts: {结语: 文字}\n", encoding="utf-8"
    )
    said, leads = next_of()
    assert leads == "/2018/tables/" and re.match(r"还有1处没有填。另有\d+处要各单位报，看「各单位」。", said), said


def test_what_is_accepted_in_a_county_s_year_outlives_the_next_adding_up(page: OnAPage, county: SmallCounty) -> None:
    without(county, "黑土乡")

    def adds_up() -> str:
        page.sends(f"{AT}rollup", {"build": "yes", "partly": "yes"})
        return "".join(page.done().said)

    adds_up()
    text = page.get("/2018/issues/?text=应报单位").get_data(as_text=True)
    (issue,) = {*re.findall(r'name="issue" value="(\w+)"', text)}
    page.sends("/2018/issues/accept", {"issue": issue, "reason": "黑土乡今年不报"})
    assert "再汇总一次" not in page.words("/2018/"), "no table that was added up is another"
    assert "有人改过" not in adds_up()
    assert "认可的原因：黑土乡今年不报" in page.words("/2018/issues/")


# ---- side by side


def test_the_offices_are_compared_in_a_frame_and_taken_away(page: OnAPage, county: SmallCounty) -> None:
    page.comes_to(f"{AT}league/")
    page.done()
    answer = page.get(f"{AT}league/")
    assert answer.headers["Content-Security-Policy"] == f"{POLICY}; frame-src 'self'"
    (frame,) = html.document_fromstring(answer.get_data(as_text=True)).xpath("//iframe")
    assert frame.get("sandbox") == "allow-scripts"
    shown = page.get(frame.get("src"))
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert "unsafe" not in shown.headers["Content-Security-Policy"]
    assert all(name in shown.get_data(as_text=True) for name in NAMES)
    book = openpyxl.load_workbook(io.BytesIO(page.get(f"{AT}league/xlsx").get_data()))
    assert any(cell.value == "白水镇" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "白水镇" in page.get(f"{AT}league/csv").get_data().decode("utf-8-sig")
    word = page.get(f"{AT}league/docx")
    assert word.get_data().startswith(b"PK") and ".docx" in word.headers["Content-Disposition"]
    for address in ("league/exe", "league/text", f"league/shown/{'0' * 64}", "league/shown/x"):
        assert page.get(f"{AT}{address}").status_code == 404, address


def test_a_league_is_made_again_when_an_office_hands_in_another_number(page: OnAPage, county: SmallCounty) -> None:
    def frame(query: str = "") -> str:
        page.comes_to(f"{AT}league/{query}")
        page.done()
        tree = html.document_fromstring(page.get(f"{AT}league/{query}").get_data(as_text=True))
        return str(tree.xpath("//iframe/@src")[0])

    first = frame()
    assert frame() == first != frame("?partly=yes")
    county.corrects("白水镇", "死亡: 46", "死亡: 4600")
    assert frame() != first and "4600" in page.get(frame()).get_data(as_text=True)


def test_what_an_office_saves_while_it_is_read_and_takes_back_is_shown_no_more(
    page: OnAPage, county: SmallCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    def saving(where: Any, name: str) -> None:
        whole = getattr(where, name)

        def saved_meanwhile(*words: Any, **more: Any) -> object:
            monkeypatch.setattr(where, name, whole)
            county.corrects("青石街道", "死亡: 45", "死亡:")
            return whole(*words, **more)

        monkeypatch.setattr(where, name, saved_meanwhile)

    saving(county_desk, "read_progress")
    page.get(AT)
    page.done()
    county.corrects("青石街道", "死亡:", "死亡: 45")
    assert "已报齐" in rows(page)["青石街道"]
    saving(offices_league, "read_league")
    page.get(f"{AT}league/")
    page.done()
    county.corrects("青石街道", "死亡:", "死亡: 45")
    frame = re.search(r'src="([^"]*/shown/[^"]*)"', page.comes_to(f"{AT}league/").get_data(as_text=True))
    assert frame and "45" in page.get(frame[1]).get_data(as_text=True)
