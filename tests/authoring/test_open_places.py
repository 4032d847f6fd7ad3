"""Places that other tools leave open in a template: merge fields, names in brackets, lines to write on; and merge fields of a report adopted."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from lxml import etree
from specimens import catalogue, p, package, part, r, vocabulary

from reportgen.authoring.findings import check_template
from reportgen.authoring.open_places import open_place_issues
from reportgen.base.issues import Severity
from reportgen.template.line_reader import read_lines
from reportgen.template.reading import read_template
from reportgen.word.fields import codes, merge_field, put_in_place_of
from reportgen.word.package import W, parse_part


def merge(name: str, *shows: str) -> str:
    """Return a field of a mail merge in runs."""
    code = f"<w:r><w:instrText> MERGEFIELD {name} \\* MERGEFORMAT </w:instrText></w:r>"
    inside = "".join(r(one) for one in shows)
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}{code}{middle}{inside}{end}"


def told(body: str) -> list[str]:
    """Return what is said of a template's open places."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.docx"
        path.write_bytes(package(body))
        read = read_template(path, vocabulary())
        found = list(open_place_issues(read, list(read_lines(read, path.name)), catalogue(), path.name))
    assert all(issue.severity is Severity.WARNING for issue in found)
    return [str(issue) for issue in found]


def test_a_merge_field_is_told_once_with_the_tag_to_write() -> None:
    body = p("第一段") + p("死亡", merge("死亡", "«", "死亡", "»"), "人，出生", merge('"出生人口"', "«出生人口»"), "人")
    assert told(body) == [
        "report.docx 第2段：这里是邮件合并的域「死亡」，生成报告时不会填。请改成标签 {{ 死亡 }}。",
        "report.docx 第2段：这里是邮件合并的域「出生人口」，生成报告时不会填。请改成标签，指标目录里没有「出生人口」。"
        "是不是「出生」？",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("死亡«死亡»人", "这里是「«死亡»」，是邮件合并留下的，生成报告时不会填。请改成标签 {{ 死亡 }}。"),
        ("死亡【死亡】人", "这里是「【死亡】」，不是标签，生成报告时不会填。请改成标签 {{ 死亡 }}。"),
        ("死亡〖 死亡 〗人", "请改成标签 {{ 死亡 }}。"),
        ("死亡____人", "这里是一道空线，生成报告时不会填。是数据的请改成标签；要手写、盖章的，可以不改。"),
        ("死亡＿＿人", "这里是一道空线"),
    ],
)
def test_what_looks_like_a_place_to_fill_is_told(text: str, said: str) -> None:
    (one,) = told(p(text))
    assert said in one


def test_brackets_of_the_office_and_what_a_tag_prints_are_no_places_to_fill() -> None:
    assert told(p("【2018】12号，【注】死亡{{ 死亡 }}人，《死亡》，a_b__c")) == []


def test_they_are_told_by_the_check_of_a_template(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_text("work:\n  title: 工作\n  死亡: 人\n", encoding="utf-8")
    (tmp_path / "report.docx").write_bytes(package(p("死亡{{ 死亡 }}人，比上年死亡【死亡】人")))
    found = check_template(tmp_path, tmp_path / "data").issues
    assert [issue.found for issue in found if issue.check == "没有填的位置"] == ["【死亡】"]


def test_a_merge_field_is_known_by_its_column() -> None:
    written = (" MERGEFIELD 死亡 ", ' mergefield "总 人口" \\* Upper', " PAGE ", "MERGEFIELDS 甲")
    assert [merge_field(code) for code in written] == ["死亡", "总 人口", "", ""]


def test_a_merge_field_of_a_metric_becomes_its_tag_in_the_looks_of_what_it_showed() -> None:
    simple = '<w:fldSimple w:instr=" MERGEFIELD 出生 "><w:r><w:t>178</w:t></w:r></w:fldSimple>'
    body = p("死亡", merge("死亡", "8", "5"), "人，", merge("不知道", "«不知道»"), "，出生", simple)
    root = parse_part(part("document", f"<w:body>{body}</w:body>"))
    known = {"死亡", "出生"}
    put = put_in_place_of(root, lambda code: f"{{{{ {name} }}}}" if (name := merge_field(code)) in known else "")
    assert sorted(put) == ["{{ 出生 }}", "{{ 死亡 }}"]
    assert text(root) == "死亡{{ 死亡 }}人，«不知道»，出生{{ 出生 }}"
    assert [merge_field(code) for code in codes(root)] == ["不知道"]


def text(root: etree._Element) -> str:
    """Return a part's text."""
    return "".join(node.text or "" for node in root.iter(f"{W}t"))
