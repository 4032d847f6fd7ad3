"""A figure worded by a filter is a figure like any other: printed, marked, renewed in a report that people edited, held, and read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from specimens import p, package

from reportgen.commands.cli import main
from reportgen.word.package import DOCUMENT, read_package, write_package
from reportgen.word.text import plain_text

OK, DIFFERS = 0, 1
CATALOGUE = """\
work:
  title: 工作
  tables: {pay: {村: [], 金额: {unit: 元, digits: 2}}}
  截止日: 日期
  活动: 期间
  户数: 户
  金额: {sum: 金额}
  户均: {formula: 金额 / 户数, unit: 元, digits: 1}
"""
WORDED = (  # the tag, what stands around it, what it prints of the first data, and of the corrected
    ("{{ 户数 | 大写 }}", "共", "户，", "一百零五", "一百零六"),
    ("{{ 金额 | 大写 }}", "发放人民币", "，", "壹万叁仟叁佰肆拾伍元陆角", "贰拾贰万叁仟叁佰肆拾伍元陆角"),
    ("{{ 户均 | 小数(3) }}", "户均", "元，", "127.101", "2107.034"),
    ("{{ 金额 | 小数(0) | 千分位 }}", "约合", "元；", "13,346", "223,346"),
    ("{{ 截止日 | 日期('YYYY-MM-DD') }}", "截止", "，", "2018-09-30", "2018-10-08"),
    ("{{ 活动 | 日期('YYYY/M/D') }}", "活动从", "开展。", "2018/4/17至2018/4/18", "2018/4/17至2018/4/19"),
)
TEXT = "".join(f"{before}{tag}{behind}" for tag, before, behind, *_ in WORDED)


def office(folder: Path, *, corrected: bool = False) -> list[str]:
    """Write the office's year; return the command line's words for its folders."""
    year, template = folder / "data" / "2018", folder / "template"
    year.mkdir(parents=True, exist_ok=True)
    template.mkdir(exist_ok=True)
    (template / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (template / "report.docx").write_bytes(package(p(TEXT)))
    said = ("10月8日", "4月17日至19日", "106") if corrected else ("9月30日", "4月17日至18日", "105")
    (year / "work.yaml").write_text("截止日: {}\n活动: {}\n户数: {}\n".format(*said), encoding="utf-8")
    pay = "222345.6" if corrected else "12345.6"
    (year / "pay.csv").write_text(f"村,金额\n甲村,{pay}\n乙村,1000\n", encoding="utf-8")
    return ["--data", str(folder / "data"), "--template", str(template)]


def printed(*, corrected: bool = False) -> str:
    """Return what the report prints of the office's data."""
    return "".join(f"{before}{second if corrected else first}{behind}" for _, before, behind, first, second in WORDED)


def built(folder: Path, words: list[str]) -> Path:
    """Return the office's report, built."""
    assert main(["2018", *words, "--output", str(folder / "output")]) == OK
    return next((folder / "output").rglob("*.docx"))


def replace_in(report: Path, old: str, new: str) -> None:
    """Type over words of a report, or over what stands in a mark."""
    parts = read_package(report.read_bytes())
    assert parts[DOCUMENT].count(old.encode()) == 1
    report.write_bytes(write_package(parts | {DOCUMENT: parts[DOCUMENT].replace(old.encode(), new.encode())}))


def test_worded_figures_are_printed_and_renewed_in_a_report_that_people_edited(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = office(tmp_path)
    report = built(tmp_path, words)
    assert plain_text(read_package(report.read_bytes())) == printed()
    replace_in(report, "开展。", "在各村开展。")
    office(tmp_path, corrected=True)
    built(tmp_path, words)
    text = plain_text(read_package(report.read_bytes()))
    assert text == printed(corrected=True).replace("开展。", "在各村开展。")
    capsys.readouterr()
    assert main(["verify", str(report), "2018", *words]) == OK, capsys.readouterr().out


@pytest.mark.parametrize(("tag", "due", "wrong"), [(tag, first, second) for tag, _, _, first, second in WORDED])
def test_a_worded_figure_that_says_something_else_is_told(
    tag: str, due: str, wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = office(tmp_path)
    report = built(tmp_path, words)
    replace_in(report, f'<w:t xml:space="preserve">{due}</w:t>', f'<w:t xml:space="preserve">{wrong}</w:t>')
    capsys.readouterr()
    assert main(["verify", str(report), "2018", *words]) == DIFFERS, tag
    assert f"写的是{wrong}，数据是{due}" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["docx", "txt"])
def test_what_says_the_whole_value_is_read_back_and_nothing_else_is(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = office(tmp_path)
    older = report = built(tmp_path, words)
    if form == "txt":
        older = tmp_path / "往年.txt"
        older.write_text(plain_text(read_package(report.read_bytes())), encoding="utf-8")
    back = ["--data", str(tmp_path / "back"), "--template", str(tmp_path / "template"), "--year", "2018"]
    capsys.readouterr()
    assert main(["import", str(older), *back]) == OK
    said = capsys.readouterr().out
    work, pay = ((tmp_path / "back" / "2018" / name).read_text("utf-8-sig") for name in ("work.yaml", "pay.csv"))
    read = [line.partition("#")[0].strip() for line in work.splitlines() if not line.startswith("#")]
    assert read == ["截止日: 9月30日", "活动: 4月17日至4月18日", "户数:"]
    assert "户数: # 导入：没有读到，请填" in work
    assert not any(digit in pay for digit in "123456789")
    assert "不是数字" not in said


def test_the_unit_that_money_in_words_brings_along_is_typed_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = office(tmp_path)
    template = tmp_path / "template" / "report.docx"
    template.write_bytes(
        package(p("发放{{ 金额 | 大写 }}元，共{{ 户数 | 大写 }}户，截止{{ 截止日 | 日期('YYYY年M月D日') }}日。"))
    )
    main(["template", "check", str(tmp_path / "template"), *words[:2]])
    said = capsys.readouterr().out
    assert "「大写」印出来已经带单位，后面又写了「元」，请删去" in said
    assert "印出来的日期已经有「日」字，后面又写了「日」，请删去" in said
    assert "户数 | 大写 }}：" not in said
    template.write_bytes(package(p("发放{{ 金额 | 大写 }}，共{{ 户数 | 大写 }}人。")))
    main(["template", "check", str(tmp_path / "template"), *words[:2]])
    said = capsys.readouterr().out
    assert "已经带单位" not in said and "「户数」的单位是「户」，后面写的是「人」" in said
