"""`--final` as a clerk runs it: what stands in its way, what it writes, and that nothing of people's is lost."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from conftest import DATA, ROOT, TEMPLATE, Office, assert_sound, document_text
from editions import control, field, squeezed, words_of_page
from specimens import r
from writer import edited_by_libreoffice

from reportgen.base import libreoffice, saving
from reportgen.base.issues import Severity
from reportgen.base.libreoffice import NotConverted
from reportgen.base.saving import CannotWrite
from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main
from reportgen.public import files, paper
from reportgen.report import drafting
from reportgen.word.package import DOCUMENT, read_package, write_package

pytestmark = pytest.mark.slow  # each a whole season

INVENTED = ROOT / "tests" / "offices" / "qingshi"
TITLE = "禄脿街道办事处2018年计划生育工作执行情况报告"
PUBLIC = """
public:
  特殊家庭: {text: 若干, reason: 户数太少}
"""


@pytest.fixture(autouse=True)
def no_libreoffice(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take LibreOffice away from all tests but those that ask for it: it takes seconds."""
    if "office" not in request.fixturenames:
        monkeypatch.setattr(libreoffice, "program", lambda: None)


class Clerk:
    """Runs the command on a year's copy and says what was printed."""

    def __init__(self, data: Path, year: int, output: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self.year, self.output, self.capsys = data, year, output, capsys
        self.said = ""

    def runs(self, *words: str) -> int:
        folders = ["--data", str(self.data), "--template", str(TEMPLATE), "--output", str(self.output)]
        code = main([str(self.year), *folders, *words])
        printed = self.capsys.readouterr()
        self.said = printed.out + printed.err
        return code

    @property
    def refused(self) -> list[str]:
        """Return the errors that the public edition was refused for."""
        after = self.said.partition("\n公开版：\n")[2]
        return [line.removeprefix("错误  ") for line in after.split("\n") if line.startswith("错误")]

    @property
    def warned(self) -> list[str]:
        return [
            line.removeprefix("提醒  ")
            for line in self.said.partition("\n公开版：\n")[2].split("\n")
            if line.startswith("提醒")
        ]

    @property
    def report(self) -> Path:
        (found,) = (self.output / str(self.year)).glob("*.docx")
        return found

    def public(self, ending: str = ".docx") -> Path:
        return self.report.parent / "公开版" / f"{self.report.stem}{ending}"

    def edits(self, change: Callable[[str], str]) -> None:
        """Edit the report's XML, as a person does in Word."""
        parts = read_package(self.report.read_bytes())
        before = parts[DOCUMENT].decode()
        after = change(before)
        assert after != before, "the edit found its place"
        self.report.write_bytes(write_package({**parts, DOCUMENT: after.encode()}))


@pytest.fixture
def clerk(year_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Clerk:
    """Return a clerk of a copy of 2018 in which every error is accepted and small numbers are disclosed as 若干."""
    understood, prepared = drafting.read_all(DATA, TEMPLATE, 2018)
    issues = drafting.review(understood, drafting.draft(understood, prepared))
    keys = [issue.key for issue in issues if issue.severity is Severity.ERROR]
    assert len(keys) == 5
    accepted = "".join(f"  - {{issue: '{key}', reason: 已向市局说明}}\n" for key in keys)
    append(year_folder / "migrants.yaml", f"\naccepted:\n{accepted}")
    append(year_folder / "special_families.yaml", PUBLIC)
    return Clerk(year_folder.parent, 2018, tmp_path / "out", capsys)


@pytest.fixture
def invented(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Clerk:
    """Return a clerk of the invented office."""
    data = Path(shutil.copytree(INVENTED, tmp_path / "qingshi"))
    return Clerk(data, 2025, tmp_path / "out", capsys)


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def correct(clerk: Clerk) -> None:
    """Correct one number, as a village does on the last evening."""
    (clerk.data / "2018" / "certificates.csv").write_text("孩次,发证数\n一孩,42\n二孩,23\n多孩,3\n", encoding="utf-8")


# ---- what stands in the way ----------------------------------------------------------------------------------------------------


def test_2018_as_published_is_refused_for_its_errors_and_small_numbers_and_the_report_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = Clerk(DATA, 2018, tmp_path, capsys)
    assert clerk.runs("--final") == ERRORS_STAND
    assert clerk.refused == [
        "还有5个「错误」没有改好，也没有认可：上报数、勾稽关系，见上面。",
        "special_families.csv 第2行「户数」：小于5的数还没有定怎么公开：特殊家庭·庄科村委会、特殊家庭·安丰营村委会、"
        "特殊家庭·禄脿社区。请在 special_families.yaml 的 public 里写怎么印，如「特殊家庭·庄科村委会: {text: 若干, reason: 原因}」；"
        "可以照印的，在 accepted 里认可「小数目：特殊家庭」。",
    ]
    assert "公开版没有写：上面2处「错误」要先处理。报告本身照常生成了，什么也没有丢。" in clerk.said
    assert clerk.report.name == f"{TITLE}.docx"
    assert not (tmp_path / "2018" / "公开版").exists()


def test_with_all_errors_accepted_and_small_numbers_decided_it_is_written(clerk: Clerk) -> None:
    assert clerk.runs("--final") == OK
    assert clerk.refused == [] and clerk.warned == []
    for ending in (".docx", ".txt", ".html"):
        assert f"已写 {clerk.public(ending)}" in clerk.said
    assert "没有 PDF：没有装 LibreOffice。要 PDF 的，用 Word 或 WPS 打开公开版另存为 PDF。" in clerk.said


def test_small_numbers_stand_as_the_office_decided_and_the_report_itself_keeps_them(clerk: Clerk) -> None:
    clerk.runs("--final")
    public, report = (document_text(path.read_bytes()) for path in (clerk.public(), clerk.report))
    assert "特殊家庭5户，其中庄科村委会若干户，安丰营村委会若干户，禄脿社区若干户。" in public
    assert "特殊家庭5户，其中庄科村委会2户，安丰营村委会1户，禄脿社区2户。" in report
    for ending in (".txt", ".html"):
        assert "安丰营村委会若干户" in clerk.public(ending).read_text(encoding="utf-8")
        assert "安丰营村委会1户" not in clerk.public(ending).read_text(encoding="utf-8")


def test_small_numbers_that_were_accepted_stand_as_they_are(clerk: Clerk) -> None:
    path = clerk.data / "2018" / "special_families.yaml"
    text = path.read_text(encoding="utf-8").replace(
        PUBLIC, "\naccepted: {issue: 小数目：特殊家庭, reason: 各户都同意公开}\n"
    )
    path.write_text(text, encoding="utf-8")
    assert clerk.runs("--final") == OK
    assert "安丰营村委会1户" in document_text(clerk.public().read_bytes())


def test_a_masked_part_that_can_be_had_by_subtracting_is_refused(clerk: Clerk) -> None:
    path = clerk.data / "2018" / "special_families.yaml"
    only = "\npublic: {特殊家庭·安丰营村委会: {text: 若干, reason: 只有1户}}\naccepted: {issue: 小数目：特殊家庭, reason: 其余同意}\n"
    path.write_text(path.read_text(encoding="utf-8").replace(PUBLIC, only), encoding="utf-8")
    assert clerk.runs("--final") == ERRORS_STAND
    (said,) = clerk.refused
    assert said.startswith("「特殊家庭·安丰营村委会」换掉了，可是「特殊家庭」的合计和其余各部分都印着，一减就知道。")


def few_families(clerk: Clerk) -> None:
    """Let the families be 4 in all, and everything that must be as many."""
    folder = clerk.data / "2018"
    (folder / "special_families.csv").write_text("村（社区）,户数\n甲村,2\n乙村,1\n丙村,1\n", encoding="utf-8")
    applications = folder / "subsidies_applications.csv"
    text = applications.read_text(encoding="utf-8")
    applications.write_text(re.sub("(昆明市计划生育家庭特扶,)\\d+", r"\g<1>4", text), encoding="utf-8")
    path = folder / "special_families.yaml"
    path.write_text(re.sub(r": 5\b", ": 4", path.read_text(encoding="utf-8")), encoding="utf-8")


def test_a_masked_total_that_other_metrics_repeat_is_refused_until_those_are_gone(clerk: Clerk) -> None:
    few_families(clerk)
    clerk.runs("--final")
    told = [line for line in clerk.refused if "一算就知道" in line]
    assert told[0].startswith(
        "「特殊家庭」公开时印「若干」，可是完成信息维护录入4户印着，按「完成信息维护录入 == 特殊家庭」一算就知道。请在报告里改写"
    )
    assert [name for name in ("走访慰问特殊家庭", "村委会领导联系人", "村委会工作人员联系人") if name in "".join(told)]
    assert len(told) == 4
    assert not (clerk.report.parent / "公开版").exists()
    for name in ("完成信息维护录入", "走访慰问特殊家庭", "村委会领导联系人", "村委会工作人员联系人"):
        clerk.edits(
            lambda xml, name=name: re.sub(
                rf'<w:sdt>(?:(?!</w:sdt>).)*<w:alias w:val="{name}"/>.*?</w:sdt>', r("若干"), xml, count=1
            )
        )
    clerk.runs("--final")
    assert clerk.refused == [], clerk.said


def test_small_numbers_of_last_year_in_the_annex_are_shown(clerk: Clerk) -> None:
    shutil.copytree(DATA / "2017", clerk.data / "2017")
    assert clerk.runs("--final", "--annex") == OK, clerk.said
    assert "「特殊家庭」上年的数4户小于5，也印在里面（或算得出来）。请看能不能公开，不能的在报告里改写。" in "".join(
        clerk.warned
    )
    assert clerk.runs("--final", "--fresh") == OK
    assert "上年的数" not in "".join(clerk.warned)


def test_a_masked_number_that_somebody_typed_elsewhere_is_refused_at_its_place(clerk: Clerk) -> None:
    clerk.runs()
    clerk.edits(lambda xml: xml.replace("建立特殊家庭联系人制度", "建立特殊家庭联系人制度，安丰营村委会1户已走访"))
    assert clerk.runs("--final") == ERRORS_STAND
    (said,) = clerk.refused
    assert said == (
        f"{TITLE}.docx「建立特殊家庭联系人制度，安丰营村委会1户已走访」：「特殊家庭·安丰营村委会」公开时印「若干」，"
        "这里还有打字的1户。请在报告里改写这一句。"
    )


def test_a_control_of_somebodys_does_not_hide_a_masked_number(clerk: Clerk) -> None:
    clerk.runs()
    own = control(r("其中安丰营村委会1户"), '<w:alias w:val="说明"/>')
    clerk.edits(lambda xml: xml.replace("</w:pPr><w:r>", f"</w:pPr>{own}<w:r>", 1))
    assert clerk.runs("--final") == ERRORS_STAND
    (said,) = clerk.refused
    assert "「特殊家庭·安丰营村委会」公开时印「若干」，这里还有打字的1户。" in said


def test_a_number_that_nobody_filled_in_is_refused(clerk: Clerk) -> None:
    folder = clerk.data / "2018"
    outlook = folder / "outlook.yaml"
    outlook.write_text(
        re.sub(r"下步工作计划:\n(  - .*\n)+", "下步工作计划:\n", outlook.read_text(encoding="utf-8")), encoding="utf-8"
    )
    assert clerk.runs("--final") == ERRORS_STAND
    assert [line for line in clerk.refused if "还有「待补」。请补上数或改写这一句。" in line]


def test_revisions_that_nobody_decided_are_refused(clerk: Clerk) -> None:
    clerk.runs()
    who = 'w:id="77" w:author="张三" w:date="2018-11-11T00:00:00Z"'
    added = f"<w:ins {who}><w:r><w:t>全面</w:t></w:r></w:ins>"
    clerk.edits(lambda xml: xml.replace("</w:pPr><w:r>", f"</w:pPr>{added}<w:r>", 3))
    assert clerk.runs("--final") == ERRORS_STAND
    assert len(clerk.refused) == 3
    assert all(
        "有1处修订没有接受也没有拒绝。请在 Word「审阅」里逐处决定，保存后再做一次。" in line for line in clerk.refused
    )
    assert "张三" not in clerk.said


def test_a_number_that_the_leader_changed_by_hand_is_refused_with_both_numbers(clerk: Clerk) -> None:
    clerk.runs()
    clerk.edits(lambda xml: xml.replace(">15142<", ">15200<", 1))
    assert clerk.runs("--final") == ERRORS_STAND
    assert clerk.refused == [f"{TITLE}.docx「总人口」：「总人口」写的是15200，数据是15142。请核对。"]
    assert ">15200<" in read_package(clerk.report.read_bytes())[DOCUMENT].decode()


def test_a_leader_who_writes_the_disclosed_text_over_a_number_is_not_refused(clerk: Clerk) -> None:
    clerk.runs()
    clerk.edits(
        lambda xml: re.sub(r'(<w:alias w:val="特殊家庭·安丰营村委会"/>.*?<w:t [^>]*>)1<', r"\1若干<", xml, count=1)
    )
    assert clerk.runs("--final") == OK, clerk.said


def test_a_report_that_cannot_be_renewed_is_refused_and_stays(clerk: Clerk) -> None:
    clerk.runs()
    clerk.report.write_bytes(b"rewritten by the leader")
    assert clerk.runs("--final") == ERRORS_STAND
    assert "公开版没有写：领导改过的报告没有更新成功（它不是 .docx 文件或已损坏" in clerk.said
    assert b"rewritten by the leader" in {path.read_bytes() for path in (clerk.output / "2018").glob("*.docx")}


def test_a_control_that_nobody_filled_in_is_refused(clerk: Clerk) -> None:
    clerk.runs()
    form = control(r("单击此处输入文字"), "<w:showingPlcHdr/>")
    clerk.edits(lambda xml: xml.replace("</w:pPr><w:r>", f"</w:pPr>{form}<w:r>", 1))
    assert clerk.runs("--final") == ERRORS_STAND
    assert clerk.refused == [f"{TITLE}.docx：控件里还是提示的话「单击此处输入文字」，没有人填。请填上或删去。"]


def test_invented_numbers_without_their_note_are_refused(invented: Clerk) -> None:
    invented.runs()
    invented.edits(lambda xml: xml.replace("【演示数据】虚构的青石街道，数字只供测试", ""))
    assert invented.runs("--final") == ERRORS_STAND
    (said,) = invented.refused
    assert said.endswith("数字是虚构的，报告开头的说明「虚构的青石街道，数字只供测试」却没有了。请放回去。")


def test_refused_files_of_an_earlier_edition_are_said_to_be_old(clerk: Clerk) -> None:
    clerk.runs("--final")
    before = clerk.public().read_bytes()
    clerk.edits(lambda xml: xml.replace(">15142<", ">15200<", 1))
    assert clerk.runs("--final") == ERRORS_STAND
    assert "「公开版」文件夹里的是以前生成的，和现在的报告可能不一样，先不要用。" in clerk.said
    assert clerk.public().read_bytes() == before


def test_a_build_after_the_public_edition_says_that_it_is_old(clerk: Clerk) -> None:
    old = "「公开版」文件夹里的还是以前那份报告的。要发的话，用 --final 再生成一次。"
    clerk.runs("--final")
    assert clerk.runs() == OK and old not in clerk.said
    correct(clerk)
    assert clerk.runs() == OK and old in clerk.said
    assert clerk.runs("--final") == OK and old not in clerk.said
    clerk.edits(lambda xml: xml.replace("建立特殊家庭联系人制度", "建立健全特殊家庭联系人制度"))
    assert clerk.runs() == OK and old in clerk.said
    shutil.rmtree(clerk.report.parent / "公开版")
    assert clerk.runs() == OK and old not in clerk.said


def test_tracked_changes_and_a_public_edition_exclude_each_other(clerk: Clerk) -> None:
    assert clerk.runs("--final", "--track-changes") == UNUSABLE
    assert "公开版（--final）里不能有修订" in clerk.said
    assert not clerk.output.exists()


# ---- what a person should know -------------------------------------------------------------------------------------------------


def test_a_comment_that_stands_is_shown_and_is_not_in_the_edition(clerk: Clerk) -> None:
    clerk.runs()
    document = docx.Document(io.BytesIO(clerk.report.read_bytes()))
    paragraph = next(one for one in document.paragraphs if "已婚育龄妇女" in one.text)
    document.add_comment(paragraph.runs[0], text="这个数再核一下", author="某领导")
    document.save(str(clerk.report))
    assert clerk.runs("--final") == OK
    (said,) = clerk.warned
    assert "批注还在：「这个数再核一下」。公开版里没有批注，请看它说的处理了没有。" in said
    assert "某领导" not in clerk.said
    assert not [name for name in read_package(clerk.public().read_bytes()) if "comment" in name]


def test_a_comment_of_a_merge_is_taken_back_once_the_leader_has_taken_the_data_s_number(clerk: Clerk) -> None:
    """The leader wrote a number, the data changed under it, and the leader has taken the data's by now."""
    clerk.runs()
    clerk.edits(lambda xml: re.sub(r'("一孩生育服务证"/>.{0,300}?<w:t [^>]*>)41<', r"\g<1>4477<", xml, count=1))
    correct(clerk)
    clerk.runs()
    assert clerk.runs("--final") == ERRORS_STAND
    (said,) = clerk.refused
    assert "写的是4477，数据是42" in said
    clerk.edits(lambda xml: xml.replace(">4477<", ">42<"))
    assert clerk.runs("--final") == OK, clerk.said
    assert clerk.warned == [] and "人工改为" not in clerk.said


def test_a_number_that_people_typed_and_no_figure_says_is_shown(clerk: Clerk) -> None:
    clerk.runs()
    clerk.edits(lambda xml: xml.replace("建立特殊家庭联系人制度", "建立特殊家庭联系人制度，投入3344元"))
    assert clerk.runs("--final") == OK
    assert [line for line in clerk.warned if "「3344元」是人写的，和数据里的数都不一样。请核对它的依据。" in line]
    assert "投入3344元" in document_text(clerk.public().read_bytes())


# ---- what is written -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_words_are_the_same_in_every_form(year: int, invented: Clerk, tmp_path: Path) -> None:
    invented.year = year
    assert invented.runs("--final") == OK, invented.said
    text = invented.public(".txt").read_bytes().decode("utf-8-sig")
    assert text.replace("\r\n", "\n") == document_text(invented.public().read_bytes()) + "\n"
    assert squeezed(words_of_page(invented.public(".html").read_bytes())) == squeezed(text)
    read = docx.Document(io.BytesIO(invented.public().read_bytes()))
    assert squeezed("".join(paragraph.text for paragraph in read.paragraphs)) == squeezed(text)
    assert text.startswith("【演示数据】虚构的青石街道") and "（十）" in text and "①" in text and "待补" not in text
    assert_sound(invented.public().read_bytes(), tmp_path)


def test_the_leaders_words_are_in_the_edition_and_corrected_figures_too(clerk: Clerk) -> None:
    clerk.runs("--final")
    clerk.edits(lambda xml: xml.replace("建立特殊家庭联系人制度", "建立健全特殊家庭联系人制度"))
    correct(clerk)
    assert clerk.runs("--final") == OK, clerk.said
    for ending in (".docx", ".txt", ".html"):
        said = clerk.public(ending).read_bytes()
        said = document_text(said).encode() if ending == ".docx" else said
        assert "5.建立健全特殊家庭联系人制度".encode() in said
        assert "《生育服务证》42本".encode() in said


def test_the_same_inputs_give_the_same_bytes(clerk: Clerk) -> None:
    clerk.runs("--final")
    first = {path.name: path.read_bytes() for path in clerk.public().parent.iterdir()}
    shutil.rmtree(clerk.output)
    clerk.runs("--final")
    assert {path.name: path.read_bytes() for path in clerk.public().parent.iterdir()} == first
    stamps = {path: path.stat().st_mtime_ns for path in clerk.output.rglob("*")}
    assert clerk.runs("--final") == OK
    assert clerk.said.count("没有变化 ") == 3
    assert {path: path.stat().st_mtime_ns for path in clerk.output.rglob("*")} == stamps


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(clerk: Clerk) -> None:
    assert clerk.runs("--final", "--dry-run") == OK
    assert "可以公开，只是试一遍，什么都没有写。" in clerk.said
    assert not clerk.output.exists()


def test_a_public_file_that_a_person_changed_is_kept_and_said(clerk: Clerk) -> None:
    clerk.runs("--final")
    mine = clerk.public(".html").read_bytes() + b"<!-- mine -->"
    clerk.public(".html").write_bytes(mine)
    assert clerk.runs("--final") == OK
    (kept,) = clerk.public().parent.glob("history/*.html")
    assert kept.read_bytes() == mine
    assert f"公开版里有文件被人改过，改过的那份留在 {kept}。" in clerk.said
    assert b"mine" not in clerk.public(".html").read_bytes()


def test_public_files_that_only_the_data_made_old_are_not_kept(clerk: Clerk) -> None:
    clerk.runs("--final")
    correct(clerk)
    clerk.runs("--final")
    assert not (clerk.public().parent / "history").exists()
    assert "《生育服务证》42本" in clerk.public(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("note", [b"", b"[]", b'{"files": 5}', b'{"files": {"a": 5}}', None])
def test_without_a_readable_note_every_older_file_is_kept(note: bytes | None, clerk: Clerk) -> None:
    clerk.runs("--final")
    path = files._note_path(clerk.report)
    path.unlink() if note is None else path.write_bytes(note)
    clerk.public(".txt").write_bytes(b"older")
    assert clerk.runs("--final") == OK
    (kept,) = clerk.public().parent.glob("history/*.txt")
    assert kept.read_bytes() == b"older"


def test_one_file_that_cannot_be_written_leaves_the_edition_before(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.runs("--final")
    before = {path: path.read_bytes() for path in clerk.public().parent.iterdir()}
    correct(clerk)
    write = saving.write_safely

    def refuse(path: Path, data: bytes) -> None:
        if path.suffix == ".html" and b"42" in data:
            raise CannotWrite(f"写不进 {path}：文件可能正在别的程序里打开。")
        write(path, data)

    monkeypatch.setattr(saving, "write_safely", refuse)
    assert clerk.runs("--final") == UNUSABLE
    assert "文件可能正在别的程序里打开" in clerk.said
    assert {path: path.read_bytes() for path in clerk.public().parent.iterdir()} == before
    monkeypatch.setattr(saving, "write_safely", write)
    assert clerk.runs("--final") == OK
    assert not (clerk.public().parent / "history").exists()


def test_a_pdf_of_an_older_edition_goes_when_no_new_one_can_be_made(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "convert", lambda path, form, folder: made(path, form, folder))

    def made(path: Path, form: str, folder: Path) -> Path:
        folder.mkdir()
        result = folder / f"{path.stem}.{form}"
        result.write_bytes(b"%PDF of " + str(len(path.read_bytes())).encode())
        return result

    clerk.runs("--final")
    assert clerk.public(".pdf").read_bytes().startswith(b"%PDF of ")
    correct(clerk)

    def missing(*_: object) -> Path:
        raise NotConverted("没有装 LibreOffice")

    monkeypatch.setattr(paper, "convert", missing)
    assert clerk.runs("--final") == OK
    assert not clerk.public(".pdf").exists()
    assert "没有 PDF：没有装 LibreOffice" in clerk.said
    assert ".pdf" not in "".join(json.loads(files._note_path(clerk.report).read_bytes())["files"])


def with_contents(clerk: Clerk) -> None:
    """Put a table of contents before the report's text, as somebody does in Word: its page is the one before last autumn's edits."""
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    toc = f'{begin}<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h </w:instrText></w:r>{separate}'
    page = field("PAGEREF _Toc77 \\h", "99")
    line = f'<w:p>{toc}<w:hyperlink w:anchor="_Toc77">{r("基本情况")}<w:r><w:tab/></w:r>{page}</w:hyperlink>{end}</w:p>'
    start = '<w:bookmarkStart w:id="77" w:name="_Toc77"/>'
    parts = read_package(clerk.report.read_bytes())
    head, heading, rest = parts[DOCUMENT].decode().partition('<w:p><w:pPr><w:pStyle w:val="Heading1"/>')
    head = head.replace("<w:body>", f"<w:body>{line}", 1)
    told = (heading + rest).replace("</w:pPr>", f'</w:pPr>{start}<w:bookmarkEnd w:id="77"/>', 1)
    clerk.report.write_bytes(write_package({**parts, DOCUMENT: (head + told).encode()}))


def test_without_libreoffice_the_pages_of_a_table_of_contents_stay_and_one_line_says_so(invented: Clerk) -> None:
    invented.runs()
    with_contents(invented)
    assert invented.runs("--final") == OK, invented.said
    said = "目录的页码没有更新：没有装 LibreOffice。页码变了的，请先用 Word 打开报告更新目录，存好再生成公开版。"
    assert [line for line in invented.warned if "目录" in line] == [f"{invented.report.name}：{said}"]
    assert "基本情况\t99" in invented.public(".txt").read_text(encoding="utf-8-sig")


def test_a_year_without_final_writes_no_public_edition(clerk: Clerk) -> None:
    assert clerk.runs() == OK
    assert sorted(path.suffix for path in (clerk.output / "2018").iterdir()) == [".docx", ".json"]


# ---- with LibreOffice ----------------------------------------------------------------------------------------------------------


def words_of_pdf(path: Path) -> str:
    """Return a PDF's words without its page numbers."""
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout
    return squeezed(re.sub(r"^\s*— ?\d+ ?—\s*$", "", text.replace("\f", "\n"), flags=re.MULTILINE))


def test_the_pdf_says_the_same_words_and_bears_the_reports_date(invented: Clerk, office: Office) -> None:
    assert invented.runs("--final") == OK
    pdf = invented.public(".pdf")
    assert words_of_pdf(pdf) == squeezed(invented.public(".txt").read_text(encoding="utf-8"))
    said = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    assert re.search(r"Author: +云溪市人民政府青石街道办事处\n", said) and re.search(
        r"CreationDate: .*Dec +8 .*2025", said
    )
    before = pdf.read_bytes()
    assert invented.runs("--final") == OK
    assert pdf.read_bytes() == before


def test_a_table_of_contents_has_today_s_pages_in_every_form_of_the_edition(invented: Clerk, office: Office) -> None:
    invented.runs()
    with_contents(invented)
    assert invented.runs("--final") == OK, invented.said
    assert "基本情况\t1\r\n" in invented.public(".txt").read_bytes().decode("utf-8-sig")
    assert "基本情况1" in words_of_pdf(invented.public(".pdf"))
    assert "99" not in document_text(invented.public().read_bytes()).partition("一、")[0]
    assert "基本情况\t99" in document_text(invented.report.read_bytes())  # the report itself Word renews on opening


def test_a_report_that_a_person_edited_in_libreoffice_is_published_whole(
    invented: Clerk, office: Office, tmp_path: Path
) -> None:
    invented.runs()
    source = invented.report
    edited_by_libreoffice(source, tmp_path / "lo")
    shutil.copy(tmp_path / "lo" / "edited.docx", source)
    code = invented.runs("--final")
    assert code == OK, invented.said
    text = invented.public(".txt").read_text(encoding="utf-8-sig")
    assert "全街道常住总人口15967人" in text and "这一段是领导加的。" in text
    assert text.count("2025年12月8日") == 1  # LibreOffice says the text of some controls again and again
    assert squeezed(words_of_page(invented.public(".html").read_bytes())) == squeezed(text)
    assert_sound(invented.public().read_bytes(), tmp_path)


def test_libreoffice_converts_and_says_why_it_could_not(tmp_path: Path, office: Office) -> None:
    source = tmp_path / "甲 乙.txt"
    source.write_text("总人口", encoding="utf-8")
    made = libreoffice.convert(source, "docx", tmp_path / "new")
    assert made == tmp_path / "new" / "甲 乙.docx"
    assert "总人口" in document_text(made.read_bytes())
    with pytest.raises(NotConverted, match="LibreOffice 没有转出来"):
        libreoffice.convert(tmp_path / "missing.docx", "pdf", tmp_path)


def test_without_libreoffice_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotConverted, match="没有装 LibreOffice"):
        libreoffice.convert(tmp_path / "a.docx", "pdf", tmp_path)


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell")
def test_a_libreoffice_that_hangs_is_ended_with_what_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "soffice"
    child = tmp_path / "child"
    fake.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > '{child}'\nwait\n")
    fake.chmod(0o755)
    monkeypatch.setattr(libreoffice, "program", lambda: str(fake))
    monkeypatch.setattr(libreoffice, "_MOST_SECONDS", 1)
    with pytest.raises(NotConverted, match="过了1秒还没有转完"):
        libreoffice.convert(tmp_path / "a.docx", "pdf", tmp_path)
    state = Path("/proc") / child.read_text().strip() / "stat"
    with contextlib.suppress(FileNotFoundError):
        assert state.read_text().split()[2] == "Z"


def test_a_libreoffice_that_fails_is_said_to_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "soffice"
    fake.write_text("#!/bin/sh\nexit 3\n")
    fake.chmod(0o755)
    monkeypatch.setattr(libreoffice, "program", lambda: str(fake))
    with pytest.raises(NotConverted, match="LibreOffice 运行不起来"):
        libreoffice.convert(tmp_path / "a.docx", "pdf", tmp_path)
