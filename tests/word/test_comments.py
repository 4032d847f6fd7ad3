"""The findings as Word comments: each once, at a figure that it is about, and the report's own text untouched."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from conftest import DATA, ROOT, TEMPLATE, Office, assert_sound
from lxml import etree
from specimens import p, package, part, r

from reportgen.base.issues import Issue
from reportgen.figures.wording import value_text
from reportgen.report import drafting
from reportgen.report.drafting import Year
from reportgen.word.comments import Remark, add_comments
from reportgen.word.package import CONTENT_TYPES, DOCUMENT, W, parse_part, read_package, write_package
from reportgen.word.text import plain_text

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@functools.cache
def drafted() -> tuple[Year, bytes, tuple[Issue, ...], bytes]:
    """Return the published year, its draft without comments, the issues, and the draft with them."""
    year, prepared = drafting.read_all(DATA, TEMPLATE, 2018)
    plain = drafting.draft(year, prepared)
    issues = drafting.review(year, plain)
    return year, write_package(plain), issues, write_package(drafting.commented(plain, year, issues))


def remarks(document: bytes) -> dict[str, str]:
    """Return the comments' texts by id, as python-docx reads them; those by reportgen."""
    return {
        str(comment.comment_id): "\n".join(paragraph.text for paragraph in comment.paragraphs)
        for comment in docx.Document(io.BytesIO(document)).comments
        if comment.author == "reportgen"
    }


def anchors(document: bytes) -> dict[str, tuple[str, str]]:
    """Return the title and text of the one control between each comment's start and end; fails on any other shape."""
    root = parse_part(read_package(document)[DOCUMENT])
    found: dict[str, tuple[str, str]] = {}
    for start in root.iter(f"{W}commentRangeStart"):
        number = start.get(f"{W}id", "")
        assert number not in found
        (end,) = root.findall(f".//{W}commentRangeEnd[@{W}id='{number}']")
        (reference,) = root.findall(f".//{W}commentReference[@{W}id='{number}']")
        assert end.getparent() is start.getparent()
        behind = end.getnext()
        assert behind is not None and behind.tag == f"{W}r" and reference.getparent() is behind
        between: list[etree._Element] = []
        node = start.getnext()
        while node is not None and node is not end:
            between.append(node)
            node = node.getnext()
        (control,) = [one for one in between if one.tag == f"{W}sdt"]
        assert {str(one.tag) for one in between} <= {
            f"{W}sdt",
            f"{W}commentRangeStart",
            f"{W}commentRangeEnd",
            f"{W}r",
        }
        alias = control.find(f"{W}sdtPr/{W}alias")
        assert alias is not None
        found[number] = alias.get(f"{W}val", ""), "".join(text.text or "" for text in control.iter(f"{W}t"))
    return found


# ---- the draft of the published year -----------------------------------------------------------------------------------------


def test_every_issue_about_a_figure_has_one_comment_at_such_a_figure() -> None:
    year, _, issues, document = drafted()
    concerning = [issue for issue in issues if issue.metrics]
    told, placed = remarks(document), anchors(document)
    assert len(concerning) == 11
    assert [text.split("\n")[0] for text in told.values()] == [
        f"{one.severity.value}：{one.message}" for one in concerning
    ]
    assert list(told) == sorted(placed, key=int) == [str(number) for number in range(len(concerning))]
    for issue, number in zip(concerning, told, strict=True):
        title, text = placed[number]
        assert title in issue.metrics
        figure = year.figures[title]
        assert text == value_text(figure.metric, figure.value)


def test_a_comment_stands_at_the_figure_it_is_about_first() -> None:
    _, _, issues, document = drafted()
    placed = [title for title, _ in anchors(document).values()]
    assert sorted(placed) == sorted(issue.metrics[0] for issue in issues)


def test_a_comment_tells_what_was_expected_and_found_and_the_cells_to_look_at() -> None:
    _, _, _, document = drafted()
    (told,) = [text for text in remarks(document).values() if "跨省流入856人" in text]
    assert told.split("\n") == [
        "错误：流入人口1950人 应等于 跨省流入856人 + 省内流入1323人（2179），相差229。请核对这几个数。",
        "应为2179，现为1950",
        "请看 流入人口：basic_stats_population.csv「人口」第4行",
        "请看 跨省流入：migrants_inflow.csv「人数」第2行",
        "请看 省内流入：migrants_inflow.csv「人数」第3行",
    ]


def test_a_comment_names_the_cells_below_a_formula() -> None:
    _, _, _, document = drafted()
    (told,) = [text for text in remarks(document).values() if "综合节育率" in text]
    assert "应为89.9，现为89.2" in told
    assert (
        "请看 综合节育率：basic_stats_persons.csv「人数」第4行；basic_stats_population.csv「已婚育龄妇女」第2–4行"
        in told
    )


def test_a_draft_with_comments_is_a_sound_document(tmp_path: Path) -> None:
    assert_sound(drafted()[3], tmp_path)


def test_comments_change_nothing_of_the_text() -> None:
    _, plain, _, document = drafted()
    before, after = read_package(plain), read_package(document)
    assert plain_text(after) == plain_text(before)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {DOCUMENT, CONTENT_TYPES, "word/_rels/document.xml.rels", "word/comments.xml"}
    assert set(after) - set(before) == {"word/comments.xml"}
    root = parse_part(after[DOCUMENT])
    for tag in ("commentRangeStart", "commentRangeEnd"):
        for node in root.findall(f".//{W}{tag}"):
            node.getparent().remove(node)  # type: ignore[union-attr]
    for reference in root.findall(f".//{W}commentReference"):
        run = reference.getparent()
        assert run is not None
        run.getparent().remove(run)  # type: ignore[union-attr]
    assert etree.tostring(root, method="c14n") == etree.tostring(parse_part(before[DOCUMENT]), method="c14n")


def test_the_same_inputs_give_the_same_bytes() -> None:
    year, plain, issues, document = drafted()
    again = drafting.commented(read_package(plain), year, issues)
    assert write_package(again) == document
    assert b"w:date" not in read_package(document)["word/comments.xml"]


@pytest.mark.slow
def test_a_year_without_findings_has_no_comments() -> None:
    year, prepared = drafting.read_all(ROOT / "tests" / "offices" / "qingshi", TEMPLATE, 2025)
    plain = drafting.draft(year, prepared)
    issues = drafting.review(year, plain)
    assert [issue.key for issue in issues] == ["小数目：特殊家庭"]  # accepted
    assert drafting.commented(plain, year, issues) == plain


# ---- templates that have comments of their own -------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_template_s_own_comments_are_none_of_the_report_s(template_folder: Path, tmp_path: Path) -> None:
    path = template_folder / "report.docx"
    template = docx.Document(str(path))
    paragraph = next(one for one in template.paragraphs if "村民委员会" in one.text)
    template.add_comment(paragraph.runs, text="请街道核对村数", author="审稿人", initials="审")
    template.save(str(path))
    parts = read_package(path.read_bytes())
    # python-docx names a style that the template has not.
    parts[DOCUMENT] = parts[DOCUMENT].replace(b'<w:rStyle w:val="CommentReference"/>', b"")
    path.write_bytes(write_package(parts))
    year, prepared = drafting.read_all(DATA, template_folder, 2018)
    plain = drafting.draft(year, prepared)
    issues = drafting.review(year, plain)
    document = write_package(drafting.commented(plain, year, issues))
    comments = list(docx.Document(io.BytesIO(document)).comments)
    assert [one.text for one in comments if one.author != "reportgen"] == [] and len(comments) == 11
    assert len({one.comment_id for one in comments}) == len(comments)
    ours = {number: where for number, where in anchored_by(document).items() if number in remarks(document)}
    assert set(ours) == set(remarks(document))
    assert_sound(document, tmp_path)


def anchored_by(document: bytes) -> dict[str, str]:
    """Return the title of the first control behind each comment's start."""
    root = parse_part(read_package(document)[DOCUMENT])
    found: dict[str, str] = {}
    for start in root.iter(f"{W}commentRangeStart"):
        alias = next(start.itersiblings(f"{W}sdt")).find(f"{W}sdtPr/{W}alias")
        assert alias is not None
        found[start.get(f"{W}id", "")] = alias.get(f"{W}val", "")
    return found


COMMENT = '<w:comment w:id="7" w:author="审稿人"><w:p><w:r><w:t>核对</w:t></w:r></w:p></w:comment>'


def mark(title: str, text: str) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{title}"/><w:text/></w:sdtPr><w:sdtContent>{r(text)}</w:sdtContent></w:sdt>'
    )


def commented(body: str, *said: Remark, others: dict[str, bytes] | None = None) -> bytes:
    return write_package(add_comments(read_package(package(body, others)), said))


def test_new_numbers_follow_those_that_are_taken(tmp_path: Path) -> None:
    reviewed = '<w:commentRangeStart w:id="7"/>', r("甲"), '<w:commentRangeEnd w:id="7"/>'
    body = p(*reviewed, '<w:r><w:commentReference w:id="7"/></w:r>', mark("乙", "5"))
    document = commented(
        body, Remark(("乙",), "一"), Remark(("乙",), "二"), others={"comments.xml": part("comments", COMMENT)}
    )
    assert remarks(document) == {"8": "一", "9": "二"}
    assert [one.author for one in docx.Document(io.BytesIO(document)).comments] == ["审稿人", "reportgen", "reportgen"]
    assert_sound(document, tmp_path)


def test_comments_under_another_name_are_found_by_their_relationship(tmp_path: Path) -> None:
    body = p(mark("乙", "5"), '<w:r><w:commentReference w:id="7"/></w:r>')
    document = commented(body, Remark(("乙",), "一"), others={"comments1.xml": part("comments", COMMENT)})
    parts = read_package(document)
    assert "word/comments.xml" not in parts
    assert parts["word/_rels/document.xml.rels"].count(b'/comments"') == 1
    assert remarks(document) == {"8": "一"}


def test_a_package_without_relationships_gets_some() -> None:
    parts = read_package(package(p(mark("乙", "5"))))
    del parts["word/_rels/document.xml.rels"]
    document = add_comments(parts, [Remark(("乙",), "一")])
    assert b'Target="comments.xml"' in document["word/_rels/document.xml.rels"]


# ---- where a comment goes ----------------------------------------------------------------------------------------------------


def test_a_figure_printed_again_and_again_is_commented_once() -> None:
    document = commented(p(mark("甲", "1")) * 3, Remark(("甲",), "话"))
    assert list(anchors(document)) == ["0"]
    assert document == commented(p(mark("甲", "1")) * 3, Remark(("甲",), "话"))


def test_the_paragraph_with_most_of_the_figures_is_chosen() -> None:
    body = p(mark("甲", "1")) + p(mark("乙", "2"), mark("甲", "1")) + p(mark("丙", "3"))
    root = parse_part(read_package(commented(body, Remark(("甲", "乙", "丙"), "话")))[DOCUMENT])
    (start,) = root.iter(f"{W}commentRangeStart")
    before = start.getprevious()
    assert before is not None and before.tag == f"{W}sdt"  # 乙 before 甲 in the second paragraph


def test_another_figure_concerned_serves_where_the_first_is_not_printed() -> None:
    assert anchors(commented(p(mark("乙", "2")), Remark(("甲", "乙"), "话"))) == {"0": ("乙", "2")}


def test_one_category_serves_where_only_a_breakdown_is_printed() -> None:
    body = p("其中", mark("特殊家庭·甲村", "2"), mark("特殊家庭·乙村", "1"))
    assert anchors(commented(body, Remark(("特殊家庭",), "话"))) == {"0": ("特殊家庭·甲村", "2")}


def test_a_total_is_preferred_to_its_categories() -> None:
    body = p(mark("特殊家庭·甲村", "2"), "，共", mark("特殊家庭", "3"))
    assert anchors(commented(body, Remark(("特殊家庭",), "话"))) == {"0": ("特殊家庭", "3")}


def test_two_comments_at_one_figure_lie_in_each_other(tmp_path: Path) -> None:
    document = commented(p("共", mark("甲", "1"), "人"), Remark(("甲",), "一"), Remark(("甲",), "二"))
    assert anchors(document) == {"0": ("甲", "1"), "1": ("甲", "1")}
    assert plain_text(read_package(document)) == "共1人"
    assert_sound(document, tmp_path)


def test_a_remark_whose_figures_are_not_printed_leaves_the_document_as_it_is() -> None:
    parts = read_package(package(p(mark("甲", "1"))))
    assert add_comments(parts, [Remark(("乙",), "话")]) == parts
    assert add_comments(parts, []) == parts


@pytest.mark.parametrize("text", ["甲 < 乙 & 丙", '“引号”"和"', "一行\n二行\n三行", ""])
def test_any_text_can_be_said(text: str, tmp_path: Path) -> None:
    document = commented(p(mark("甲", "1")), Remark(("甲",), text))
    assert remarks(document) == {"0": text}
    assert_sound(document, tmp_path)


def test_findings_in_a_loop_have_numbers_of_their_own(year_folder: Path) -> None:
    path = year_folder / "special_families.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("庄科村委会,2", "庄科村委会,9"), encoding="utf-8")
    year, prepared = drafting.read_all(year_folder.parent, TEMPLATE, 2018)
    plain = drafting.draft(year, prepared)
    issues = drafting.review(year, plain)
    document = write_package(drafting.commented(plain, year, issues))
    numbers = re.findall(rb'<w:commentReference w:id="(\d+)"', read_package(document)[DOCUMENT])
    assert len(numbers) == len(set(numbers)) == len(remarks(document)) > 10
    assert set(anchors(document)) == set(remarks(document))


# ---- another word processor --------------------------------------------------------------------------------------------------


def test_libreoffice_shows_each_comment_at_its_figure_and_the_same_text(office: Office, tmp_path: Path) -> None:
    _, plain, _, document = drafted()
    opened: list[tuple[list[str], dict[str, tuple[str, str]]]] = []
    for name, data in (("plain", plain), ("commented", document)):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(data)
        with zipfile.ZipFile(office(path, "odt")) as archive:
            opened.append(read_odt(etree.fromstring(archive.read("content.xml"))))
    (before, none), (after, notes) = opened
    assert none == {}
    assert after == before
    told, placed = remarks(document), anchors(document)
    assert sorted(notes.values()) == sorted((told[number].replace("\n", ""), placed[number][1]) for number in told)


def read_odt(root: etree._Element) -> tuple[list[str], dict[str, tuple[str, str]]]:
    """Return the paragraphs' texts without annotations, and for each annotation its own text and the text it spans."""
    texts: list[str] = []
    notes: dict[str, tuple[str, str]] = {}
    for paragraph in root.iter(f"{_TEXT}p", f"{_TEXT}h"):
        if next(paragraph.iterancestors(f"{_OFFICE}annotation"), None) is None:
            said = ""
            begun: dict[str, tuple[str, int]] = {}
            for sign, text in pieces(paragraph):
                if sign is None:
                    said += text
                elif sign.tag == f"{_OFFICE}annotation":
                    own = "".join("".join(one.itertext()) for one in sign.iter(f"{_TEXT}p"))
                    begun[sign.get(f"{_OFFICE}name", "")] = own, len(said)
                else:
                    own, at = begun[sign.get(f"{_OFFICE}name", "")]
                    notes[sign.get(f"{_OFFICE}name", "")] = own, said[at:]
            texts.append(said)
    return texts, notes


def pieces(node: etree._Element) -> list[tuple[etree._Element | None, str]]:
    """Return text and annotation signs below a node in order, what an annotation says left out."""
    found: list[tuple[etree._Element | None, str]] = [(None, node.text or "")]
    for child in node:
        if child.tag in {f"{_OFFICE}annotation", f"{_OFFICE}annotation-end"}:
            found.append((child, ""))
        else:
            found += pieces(child)
        found.append((None, child.tail or ""))
    return found
