"""The page on which a year begins: from the year before, from the catalogue, or from an older report that somebody confirms value by value."""

from __future__ import annotations

import io
import re
import time
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from clerk import Clerk
from conftest import REFERENCE

from reportgen.base import libreoffice
from reportgen.begin.old_report.year_files import RECORD
from reportgen.commands.cli import OK, main
from reportgen.page.work import NAME as WORK

REDIRECT = 302
PUBLISHED = (REFERENCE / "report_2018.txt").read_text(encoding="utf-8-sig")


@pytest.fixture
def nobody(tmp_path: Path) -> Clerk:
    """Return a clerk whose office has no year yet."""
    return Clerk(tmp_path, ())


def sends_report(
    clerk: Clerk, text: str = PUBLISHED, name: str = "2018年报告.txt", address: str = "/begin/older", of: str = ""
) -> int:
    """Upload a report, and wait until it is read; return the status of the answer."""
    answer = clerk.sends(address, {"report": (io.BytesIO(text.encode()), name), "of": of})
    if answer.status_code == REDIRECT:
        job = clerk.app.extensions[WORK].last
        assert job is not None and job.wait(60)
        clerk.gets(answer.headers["Location"])
    return answer.status_code


def form(clerk: Clerk) -> tuple[str, dict[str, str]]:
    """Return where the page of what was read sends its form, and what its fields say."""
    assert clerk.answer is not None
    text = clerk.answer.text
    address = re.search(r'<form method="post" action="([^"]*/begin/older/[^"]*)"', text)
    assert address, text
    fields = re.findall(r'<input id="\w+" name="(value-\w+)" value="([^"]*)"', text)
    return unescape(address[1]), {name: unescape(value) for name, value in fields}


def field(clerk: Clerk, label: str) -> str:
    """Return the name of the field of a value."""
    assert clerk.answer is not None
    found = re.search(rf'<label for="(\w+)">{re.escape(label)}</label>', clerk.answer.text)
    assert found, label
    return f"value-{found[1]}"


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_an_older_report_is_shown_value_by_value_with_its_sentences_before_anything_is_written(nobody: Clerk) -> None:
    clerk = nobody
    clerk.gets("/")
    assert "建第一年，或者从往年的 Word 报告读回数据" in clerk.said
    clerk.gets("/begin/")
    assert "从往年的 Word 报告读回数据" in clerk.said and "照指标目录建一个空的文件夹" in clerk.said
    assert sends_report(clerk) == REDIRECT
    assert "核对读到的数：2018年" in clerk.said
    _, fields = form(clerk)
    assert fields[field(clerk, "总人口")] == "15142"
    sentence = next(one for one in re.split("[。\n]", PUBLISHED) if "总人口" in one and "15142" in one)
    assert "".join(sentence.split())[:20] in "".join(clerk.said.split())
    assert "没有读到，请填" in clerk.said or "报告里不印，要另外填" in clerk.said
    assert not clerk.data.exists() or not list(clerk.data.iterdir())


@pytest.mark.slow
def test_what_was_confirmed_is_written_as_the_command_writes_it(nobody: Clerk, tmp_path: Path) -> None:
    sends_report(nobody)
    address, fields = form(nobody)
    nobody.sends(address, fields)
    assert "已写" in nobody.said and "下一步：在「填表」里补上没有读到的" in nobody.said
    report = tmp_path / "2018年报告.txt"
    report.write_text(PUBLISHED, encoding="utf-8")
    words = ["import", str(report), "--data", str(tmp_path / "其他"), "--template", str(nobody.template)]
    assert main(words) == OK
    assert files(nobody.data / "2018") == files(tmp_path / "其他" / "2018")


@pytest.mark.slow
def test_a_corrected_number_is_written_with_who_said_so(nobody: Clerk) -> None:
    sends_report(nobody)
    address, fields = form(nobody)
    wanted = next(name for name, text in fields.items() if text == "44")
    label = re.search(
        rf'<label for="{wanted.removeprefix("value-")}">(.*?)</label>', nobody.answer.text if nobody.answer else ""
    )
    nobody.sends(address, {**fields, wanted: "45"})
    record = (nobody.data / "2018" / RECORD).read_text(encoding="utf-8-sig")
    assert label and re.search(rf"(?m)^{re.escape(label[1])}\t45个?\t人改的\t第\d+行", record)


@pytest.mark.slow
def test_a_correction_that_cannot_be_meant_is_asked_again_with_all_that_was_typed(nobody: Clerk) -> None:
    sends_report(nobody)
    address, fields = form(nobody)
    people, other = field(nobody, "总人口"), next(name for name, text in fields.items() if text == "44")
    answer = nobody.sends(address, {**fields, people: "一万多", other: "46"})
    assert answer.status_code == 409
    assert "什么都没有写：有1处改的数用不上" in nobody.said and "「总人口」读到的是「一万多」" in nobody.said
    assert not (nobody.data / "2018").exists()
    again, texts = form(nobody)
    assert (texts[people], texts[other]) == ("一万多", "46")
    nobody.sends(again, {**texts, people: "15142"})
    assert (nobody.data / "2018").is_dir()


@pytest.mark.slow
def test_a_year_that_has_data_is_replaced_only_when_somebody_says_so_and_kept_beside(clerk: Clerk) -> None:
    before = files(clerk.data / "2018")
    sends_report(clerk, address="/2018/begin/older")
    assert "2018年已经有数据" in clerk.said
    address, fields = form(clerk)
    assert address.startswith("/2018/begin/older/")
    assert clerk.sends(address, fields).status_code == 409
    assert "什么都没有写：2018年已经有数据" in clerk.said
    assert files(clerk.data / "2018") == before
    clerk.sends(address, {**fields, "replace": "on"})
    assert "原来的数据留在" in clerk.said
    assert files(clerk.data / "2018（原有1）") == before
    assert (clerk.data / "2018" / RECORD).is_file()


@pytest.mark.slow
def test_a_form_that_names_other_values_than_the_report_says_writes_nothing(nobody: Clerk) -> None:
    sends_report(nobody)
    address, fields = form(nobody)
    assert nobody.sends(address, {**fields, "value-" + "0" * 32: "1"}).status_code == 409
    assert nobody.sends(address, dict(list(fields.items())[1:])).status_code == 409
    assert "指标目录或模板改过了" in nobody.said
    assert not (nobody.data / "2018").exists()


def test_an_upload_that_is_gone_is_asked_for_again(nobody: Clerk) -> None:
    for address in (f"/begin/older/{'0' * 64}", "/begin/older/..%2F..%2Fetc"):
        nobody.gets(address)
        assert "请再选一次" in nobody.said or "没有这一页" in nobody.said
    nobody.sends(f"/begin/older/{'0' * 64}", {})
    assert "请再选一次" in nobody.said


def libreoffice_of(folder: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    """Have a program in LibreOffice's place that does this; $out is the folder that it is to write into."""
    path = folder / "soffice"
    path.write_text(f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\nout=$2\nmkdir -p "$out"\n{does}\n')
    path.chmod(0o755)
    monkeypatch.setattr(libreoffice, "program", lambda: str(path))


def test_a_report_that_libreoffice_has_to_convert_is_read_behind_a_page_that_says_so_and_can_be_stopped(
    nobody: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = nobody
    libreoffice_of(tmp_path, monkeypatch, "sleep 60")
    begun = time.monotonic()
    answer = clerk.sends("/begin/older", {"report": (io.BytesIO(b"\xd0\xcf\x11\xe0"), "2018年报告.doc")})
    assert answer.headers["Location"] == "/working/"
    assert "正在读往年的报告" in clerk.said and "请 LibreOffice 把 .doc 转成 .docx" in clerk.said
    clerk.sends("/working/stop")
    assert time.monotonic() - begun < 30
    assert "「读往年的报告」停下了，没有做完的一样也没有写。" in clerk.said
    assert clerk.answer is not None and 'href="/begin/"' in clerk.answer.text
    assert not clerk.app.extensions[WORK].is_running


@pytest.mark.slow
def test_a_converted_report_leads_to_its_values_and_is_converted_once(
    drafted: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    libreoffice_of(
        tmp_path, monkeypatch, f'echo once >> {tmp_path}/runs; cp "{drafted.report()}" "$out/2018年报告.docx"'
    )
    assert sends_report(drafted, "不是文字", "2018年报告.doc", "/2018/begin/older") == REDIRECT
    assert "核对读到的数：2018年" in drafted.said
    address, fields = form(drafted)
    assert fields[field(drafted, "总人口")] == "15142"
    drafted.sends(address, {**fields, "replace": "on"})
    assert "已写" in drafted.said
    assert (tmp_path / "runs").read_text() == "once\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "name", "of", "told"),
    [
        ("今天天气很好。", "通知.txt", "", "看不出是哪一年的报告，请在「哪一年的」里写明年份"),
        ("今天天气很好，共来了15人。", "通知.txt", "2018", "没有读到任何数"),
        (PUBLISHED, "报告.txt", "2017", "写的是2018年的情况，指明的却是2017年"),
        ("一二三", "报告.docx", "", "报告.docx"),
        ("一二三", "表.xlsx", "", "只认 .docx、.txt"),
        (PUBLISHED, "../../报告", "", "报告：只认"),
    ],
)
def test_a_file_that_is_no_older_report_is_told_by_the_name_that_it_has(
    nobody: Clerk, text: str, name: str, of: str, told: str
) -> None:
    sends_report(nobody, text, name, of=of)
    assert told in nobody.said
    assert "/tmp" not in nobody.said and "reportgen-" not in nobody.said


def test_nothing_chosen_and_a_year_that_is_none_are_told(nobody: Clerk) -> None:
    assert nobody.sends("/begin/older", {}).status_code == 409
    assert "请先选往年的报告" in nobody.said
    assert sends_report(nobody, of="18年") == 409
    assert "「18年」不是年份" in nobody.said


def test_next_year_is_made_from_this_one_and_says_what_to_look_at(clerk: Clerk) -> None:
    clerk.gets("/2018/begin/")
    assert 'name="wanted" value="2019"' in (clerk.answer.text if clerk.answer else "")
    answer = clerk.sends("/2018/begin/new", {"wanted": "2019", "from": ""})
    assert answer.status_code == 200
    assert "2019年建好了" in clerk.said and "照2018年的。数字都空着" in clerk.said
    assert "日期已移到新的一年，请逐个核对" in clerk.said
    assert {path.name for path in (clerk.data / "2019").iterdir()} <= {
        path.name for path in (clerk.data / "2018").iterdir()
    }
    assert 'href="/2019/tables/"' in answer.text
    assert 'aria-current="true">2019年' in answer.text, "the menu leads on in the new year"
    assert clerk.gets("/2019/").status_code == 200


@pytest.mark.slow
def test_a_year_in_wide_digits_is_a_year(clerk: Clerk) -> None:
    assert clerk.sends("/2018/begin/new", {"wanted": "２０１９", "from": ""}).status_code == 200
    assert "2019年建好了" in clerk.said
    pattern = re.search(r'name="wanted"[^>]* pattern="([^"]*)"', clerk.gets("/2018/begin/").text)
    assert pattern and re.fullmatch(pattern[1], "２０１９"), "and the browser sends it"
    assert sends_report(clerk, address="/2018/begin/older", of="２０１８") == REDIRECT
    assert "核对读到的数：2018年" in clerk.said


@pytest.mark.slow
def test_its_tables_are_workbooks_where_somebody_wants_them(clerk: Clerk) -> None:
    clerk.sends("/2018/begin/new", {"wanted": "2019", "from": "2018", "forms": "on"})
    made = {path.suffix for path in (clerk.data / "2019").iterdir()}
    assert ".xlsx" in made and ".csv" not in made


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"wanted": ""}, "请写要建哪一年"),
        ({"wanted": "19"}, "「19」不是年份"),
        ({"wanted": "../2019"}, "不是年份"),
        ({"wanted": "2018"}, "2018年的文件夹已经有了，不会覆盖"),
        ({"wanted": "2019", "from": "2016"}, "没有2016年的数据"),
        ({"wanted": "2017", "from": "2018"}, "照着建的2018年要早于2017年"),
    ],
)
def test_a_year_that_cannot_be_made_is_told_and_nothing_is_written(
    clerk: Clerk, sent: dict[str, str], told: str
) -> None:
    before = sorted(path.name for path in clerk.data.iterdir())
    assert clerk.sends("/2018/begin/new", sent).status_code == 409
    assert told in clerk.said
    assert sorted(path.name for path in clerk.data.iterdir()) == before


def test_the_first_year_begins_from_the_catalogue_and_its_rest_follows_when_the_villages_are_named(
    nobody: Clerk,
) -> None:
    clerk = nobody
    clerk.sends("/begin/new", {"wanted": "2019"})
    assert "2019年建好了" in clerk.said and "照指标目录建的，都空着" in clerk.said
    assert "再到「新的一年」里建还缺的文件" in clerk.said
    first = files(clerk.data / "2019")
    clerk.gets("/2019/begin/")
    assert "2019年还缺的文件" in clerk.said
    at = re.search(r'/2019/tables/(\w+\.yaml)#list-([^"]+)"', unquote(clerk.answer.text if clerk.answer else ""))
    assert at
    clerk.gets(f"/2019/tables/{at[1]}")
    assert "一次加几个" in clerk.said and "前面是「- 」" not in clerk.said and "冒号后面空一格" not in clerk.said
    path = clerk.data / "2019" / at[1]
    text = path.read_text(encoding="utf-8")
    assert f"\n{at[2]}:" in text
    path.write_text(re.sub(rf"(?m)^{at[2]}:.*$", f"{at[2]}: [甲村, 乙村]", text), encoding="utf-8")
    clerk.sends("/2019/begin/new", {"wanted": "2019"})
    assert len(files(clerk.data / "2019")) > len(first)
    clerk.gets("/2019/begin/")
    assert "还缺的文件" not in clerk.said
