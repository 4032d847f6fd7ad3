"""What people put into a block besides words is found by its kind; what Word and other programs put there by themselves is not theirs."""

from __future__ import annotations

import pytest
from lxml import etree
from specimens import p, part, r, row, table

from reportgen.merge.besides import Kind, Known, named, put_in
from reportgen.word.package import W, parse_part

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
EQUATION = f'<w:r><w:t/></w:r><m:oMath xmlns:m="{MATH}"><m:r><m:t>a+b</m:t></m:r></m:oMath>'
COMMENT = '<w:commentRangeStart w:id="7"/>', '<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DA</w:instrText></w:r><w:r><w:instrText>TE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>人手</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
BOOKMARK = '<w:bookmarkStart w:id="1" w:name="{}"/>', '<w:bookmarkEnd w:id="1"/>'
CONTROL = '<w:sdt><w:sdtPr><w:alias w:val="{}"/></w:sdtPr><w:sdtContent>' + r("人手") + "</w:sdtContent></w:sdt>"
HIGHLIGHT = '<w:highlight w:val="yellow"/>'


def block(*runs: str) -> etree._Element:
    """Return a paragraph of runs."""
    return parse_part(part("body", p(*runs)))[0]


def found(*runs: str, drafted: tuple[str, ...] = ("人手", "不足"), known: Known = Known()) -> tuple[Kind, ...]:  # noqa: B008
    return put_in(block(*runs), block(*drafted), known)


@pytest.mark.parametrize(
    ("runs", "kind"),
    [
        ((COMMENT[0], r("人手"), COMMENT[1], "不足"), Kind.COMMENT),
        ((COMMENT[0], "人手", "不足"), Kind.COMMENT),
        (("人手", "不足", COMMENT[1]), Kind.COMMENT),
        ((f"<w:ins>{COMMENT[1]}</w:ins>", "人手"), Kind.COMMENT),
        ((EQUATION, "人手"), Kind.EQUATION),
        (("<w:r><w:drawing/></w:r>", "人手"), Kind.PICTURE),
        (("<w:r><w:pict/></w:r>", "人手"), Kind.PICTURE),
        ((FIELD, "不足"), Kind.FIELD),
        (('<w:fldSimple w:instr=" DATE ">' + r("人手") + "</w:fldSimple>", "不足"), Kind.FIELD),
        (('<w:hyperlink w:anchor="甲">' + r("人手") + "</w:hyperlink>", "不足"), Kind.LINK),
        ((FIELD.replace(" DA", "HYPER").replace("TE ", 'LINK "http://a"'), "不足"), Kind.LINK),
        (('<w:r><w:footnoteReference w:id="2"/></w:r>', "人手"), Kind.FOOTNOTE),
        (('<w:r><w:endnoteReference w:id="2"/></w:r>', "人手"), Kind.FOOTNOTE),
        ((BOOKMARK[0].format("要点"), "人手", BOOKMARK[1]), Kind.BOOKMARK),
        ((CONTROL.format("选一个"), "不足"), Kind.CONTROL),
        ((r("人手", HIGHLIGHT), "不足"), Kind.HIGHLIGHT),
        ((r("人手", '<w:shd w:val="clear" w:fill="FFFF00"/>'), "不足"), Kind.HIGHLIGHT),
    ],
    ids=lambda value: value.name if isinstance(value, Kind) else "",
)
def test_each_kind_is_found_where_people_put_it_and_not_where_it_was_drafted(runs: tuple[str, ...], kind: Kind) -> None:
    assert found(*runs) == (kind,)
    assert found(*runs, drafted=runs) == ()
    assert found("人手", "不足", drafted=runs) == ()  # what people took away is not theirs


@pytest.mark.parametrize(
    "runs",
    [
        ("人手", "不足"),
        ("人", "手", "不足"),
        (BOOKMARK[0].format("_GoBack"), "人手", BOOKMARK[1]),
        (BOOKMARK[0].format("_Toc12345"), "人手", BOOKMARK[1]),
        ('<w:hyperlink w:anchor="_Toc12345">' + r("人手") + "</w:hyperlink>", "不足"),
        (FIELD.replace(" DA", "PAGEREF ").replace("TE ", "_Toc12345 \\h"), "不足"),
        ('<w:proofErr w:type="spellStart"/>', "人手", '<w:proofErr w:type="spellEnd"/>'),
        (r("人手", '<w:lang w:eastAsia="zh-CN"/>'), "不足"),
        (r("人手", '<w:highlight w:val="none"/><w:shd w:val="clear" w:fill="auto"/>'), "不足"),
        (r("人手", "<w:b/>"), "不足"),
        ("<w:del><w:r><w:drawing/></w:r></w:del>", "人手"),
        (r("  ", HIGHLIGHT), "人手"),
    ],
    ids=[
        "same",
        "runs",
        "GoBack",
        "Toc",
        "contents",
        "page of it",
        "proof",
        "language",
        "no highlight",
        "bold",
        "deleted",
        "blanks",
    ],
)
def test_what_programs_put_there_by_themselves_is_not_peoples(runs: tuple[str, ...]) -> None:
    assert found(*runs) == ()


def test_our_own_comments_and_marks_are_not_peoples() -> None:
    assert found(COMMENT[0], "人手", COMMENT[1], known=Known(comments={"7"})) == ()
    assert found(CONTROL.format("死亡"), known=Known(marks={"死亡"})) == ()
    assert found(COMMENT[0], "人手", COMMENT[1], known=Known(comments={"8"})) == (Kind.COMMENT,)


def test_a_second_one_of_a_kind_is_found_beside_the_drafted_one() -> None:
    picture = "<w:r><w:drawing/></w:r>"
    assert found(picture, picture, drafted=(picture,)) == (Kind.PICTURE,)
    assert found(r("人手不足", HIGHLIGHT), drafted=(r("人手", HIGHLIGHT), "不足")) == (Kind.HIGHLIGHT,)


def test_what_stands_in_a_table_is_found_too() -> None:
    plain = parse_part(part("body", table(row("甲村", "2"))))[0]
    theirs = parse_part(part("body", table(row("甲村", p(r("2", HIGHLIGHT), COMMENT[1])))))[0]
    assert put_in(theirs, plain, Known()) == (Kind.COMMENT, Kind.HIGHLIGHT)
    assert named(put_in(theirs, plain, Known())) == "批注、突出显示"
    assert put_in(theirs.find(f"{W}tr"), plain.find(f"{W}tr"), Known()) == (Kind.COMMENT, Kind.HIGHLIGHT)
