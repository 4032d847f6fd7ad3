"""Blocks of today's draft in a document whose word processor gave styles and lists other ids."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import DATA, TEMPLATE, assert_sound
from lxml import etree
from specimens import p, package, part, r, row, table, text_of
from test_refresh import ONE, TWO, births, mark

from reportgen import pipeline
from reportgen.libreoffice import convert, program
from reportgen.word.numbering import value
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, write_package
from reportgen.word.refresh import Kind, refresh
from reportgen.word.text import plain_text

Styles = dict[str, tuple[str, str]]  # id -> kind and name
OURS: Styles = {
    "GWBody": ("paragraph", "公文正文"),
    "Heading1": ("paragraph", "heading 1"),
    "Strong": ("character", "强调"),
    "Grid": ("table", "网格型"),
}


def styles(known: Styles, more: str = "") -> bytes:
    made = "".join(
        f'<w:style w:type="{kind}" w:styleId="{one}"><w:name w:val="{name}"/></w:style>'
        for one, (kind, name) in known.items()
    )
    usual = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    return part("styles", usual + made + more)


def numbering(*lists: tuple[int, int, str, str]) -> bytes:
    """Return lists: numId, abstractNumId, the first level's text, and more of its w:num."""
    abstracts = {
        counter: f'<w:abstractNum w:abstractNumId="{counter}"><w:nsid w:val="0000000{counter}"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        for _, counter, text, _ in lists
    }
    nums = "".join(
        f'<w:num w:numId="{one}"><w:abstractNumId w:val="{counter}"/>{more}</w:num>' for one, counter, _, more in lists
    )
    return part("numbering", "".join(abstracts.values()) + nums)


ANEW = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


def document(body: str, known: bytes, lists: bytes | None = None) -> dict[str, bytes]:
    parts = read_package(package(body, {} if lists is None else {"numbering.xml": lists}))
    return {**parts, "word/styles.xml": known}


def styled(text: str, style: str) -> str:
    return p(text, properties=f'<w:pStyle w:val="{style}"/>')


def item(text: str, number: int) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')


def renewed(
    base: dict[str, bytes], theirs: dict[str, bytes], ours: dict[str, bytes], tmp_path: Path
) -> dict[str, bytes]:
    """Return people's parts renewed, which must be sound; doing it again must do nothing."""
    done = refresh(base, theirs, ours).parts
    assert_sound(write_package(done), tmp_path)
    assert refresh(ours, done, ours).parts == done
    return done


def paragraph_with(parts: dict[str, bytes], text: str) -> etree._Element:
    return next(one for one in parse_part(parts[DOCUMENT]).iter(f"{W}p") if text in text_of(one))


def test_an_added_paragraph_has_the_style_of_its_name(tmp_path: Path) -> None:
    ours = ONE + styled("新的一段，要求按季度走访。", "GWBody") + TWO
    theirs: Styles = {"Style14": ("paragraph", "公文正文"), "GWBody": ("character", "别的")}
    done = renewed(
        document(ONE + TWO, styles(OURS)), document(ONE + TWO, styles(theirs)), document(ours, styles(OURS)), tmp_path
    )
    assert value(paragraph_with(done, "新的一段"), "pPr/" + W + "pStyle") == "Style14"
    assert done["word/styles.xml"] == styles(theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("heading 1", "标题 1"),
        ("标题 1", "Heading 1"),
        ("Heading 1", "heading 1"),
        ("正文", "Normal"),
        ("List Paragraph", "列出段落"),
    ],
)
def test_a_built_in_style_is_known_in_both_languages(ours: str, theirs: str, tmp_path: Path) -> None:
    mine = part("styles", f'<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="{ours}"/></w:style>')
    localised = part("styles", f'<w:style w:type="paragraph" w:styleId="1"><w:name w:val="{theirs}"/></w:style>')
    done = renewed(
        document(ONE, mine),
        document(ONE, localised),
        document(ONE + styled("新的一段，要求按季度走访。", "Mine"), mine),
        tmp_path,
    )
    assert value(paragraph_with(done, "新的一段"), "pPr/" + W + "pStyle") == "1"


def test_runs_rows_and_tables_have_the_styles_of_their_names(tmp_path: Path) -> None:
    strong = '<w:rStyle w:val="Strong"/>'
    theirs: Styles = {"a5": ("character", "强调"), "a6": ("table", "Table Grid"), "a7": ("paragraph", "公文正文")}

    def made(number: str, *villages: str) -> str:
        rows = [row(styled(name, "GWBody"), p(mark(f"户数·{name}", "1", "部分"))) for name in villages]
        return births(number) + table(row("村", "户数"), *rows) + p("完")

    ours = p("出生", r("婴儿", strong), mark("男孩", "80"), "人，", mark("女孩", "80"), "人。")
    ours += (
        made("160", "甲村", "乙村").removeprefix(births("160"))
        + table(row("新表", "1")).replace("<w:tblPr>", '<w:tblPr><w:tblStyle w:val="Grid"/>')
        + p("终")
    )
    base = made("163", "甲村") + p("终")
    done = renewed(
        document(base, styles(OURS)),
        document(base.replace("GWBody", "a7"), styles(theirs)),
        document(ours, styles(OURS)),
        tmp_path,
    )
    root = parse_part(done[DOCUMENT])
    assert [one.get(f"{W}val") for one in root.iter(f"{W}rStyle")] == ["a5"]
    assert [one.get(f"{W}val") for one in root.iter(f"{W}tblStyle")] == ["a6"]
    assert value(paragraph_with(done, "乙村"), "pPr/" + W + "pStyle") == "a7"


def test_a_style_that_people_s_document_lacks_comes_with_those_that_it_is_based_on(tmp_path: Path) -> None:
    more = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="公文底"/><w:basedOn w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Style1"><w:name w:val="公文附注"/><w:basedOn w:val="Base"/><w:next w:val="Style1"/></w:style>'
    )
    theirs: Styles = {"Style1": ("paragraph", "领导的")}
    ours = document(ONE + styled("新的一段，要求按季度走访。", "Style1"), styles(OURS, more))
    done = renewed(document(ONE, styles(OURS, more)), document(ONE, styles(theirs)), ours, tmp_path)
    known = {one.get(f"{W}styleId"): one for one in parse_part(done["word/styles.xml"]).iter(f"{W}style")}
    style = value(paragraph_with(done, "新的一段"), "pPr/" + W + "pStyle")
    assert list(known) == ["Normal", "Style1", "Style11", "Base"] or list(known) == [
        "Normal",
        "Style1",
        "Base",
        "Style11",
    ]
    assert (
        style == "Style11"
        and value(known["Style11"], "basedOn") == "Base"
        and value(known["Style11"], "next") == "Style11"
    )


def test_nothing_is_added_to_people_s_styles_that_nothing_uses() -> None:
    theirs = document(births("163"), styles({}), numbering((1, 1, "%1.", "")))
    done = refresh(
        document(births("163"), styles(OURS)),
        theirs,
        document(births("160"), styles(OURS), numbering((7, 3, "%1、", ""))),
    )
    assert {name for name in done.parts if done.parts[name] != theirs.get(name)} == {DOCUMENT}


ITEMS = ("人手不足，工作任务重。", "经费不足，宣传不到位。", "台账不全，痕迹不够。")


def listed(number: int, *texts: str) -> str:
    return p("存在的问题") + "".join(item(text, number) for text in texts) + p("完")


def test_an_added_item_is_in_the_list_of_its_neighbours(tmp_path: Path) -> None:
    mine, clients = (
        numbering((7, 3, "%1、", ""), (8, 4, "（%1）", "")),
        numbering((1, 1, "%1、", ""), (2, 2, "%1、", "")),
    )
    theirs = item("领导的一条，另成一列。", 1) + listed(2, *ITEMS[:2])
    done = renewed(
        document(listed(7, *ITEMS[:2]), styles(OURS), mine),
        document(theirs, styles(OURS), clients),
        document(listed(7, *ITEMS), styles(OURS), mine),
        tmp_path,
    )
    assert value(paragraph_with(done, "台账"), "pPr/" + W + "numPr/" + W + "numId") == "2"
    assert f"3、\t{ITEMS[2]}" in plain_text(done)
    assert done["word/numbering.xml"] == clients


@pytest.mark.parametrize(
    "clients",
    [None, numbering((1, 1, "%1.", "")), numbering((7, 3, "%1.", ""))],
    ids=["no lists", "others", "the id is taken"],
)
def test_a_list_that_people_s_document_lacks_comes_with_its_items(clients: bytes | None, tmp_path: Path) -> None:
    mine = numbering((7, 3, "%1、", ""))
    theirs = document(ONE + TWO, styles(OURS), clients)
    done = renewed(
        document(ONE + TWO, styles(OURS), mine),
        theirs,
        document(ONE + listed(7, *ITEMS) + TWO, styles(OURS), mine),
        tmp_path,
    )
    assert [f"{number}、\t{text}" for number, text in enumerate(ITEMS, 1)] == plain_text(done).split("\n")[2:5]


def test_a_list_that_begins_anew_is_a_list_of_its_own_over_people_s(tmp_path: Path) -> None:
    mine = numbering((7, 3, "%1、", ""), (8, 3, "%1、", ANEW))
    clients = numbering((1, 1, "%1、", ""))
    ours = document(listed(7, *ITEMS[:2]) + p("又一类") + item(ITEMS[2], 8) + p("终"), styles(OURS), mine)
    base = document(listed(7, *ITEMS[:2]) + p("终"), styles(OURS), mine)
    done = renewed(base, document(listed(1, *ITEMS[:2]) + p("终"), styles(OURS), clients), ours, tmp_path)
    assert f"1、\t{ITEMS[2]}" in plain_text(done)
    assert len(parse_part(done["word/numbering.xml"]).findall(f"{W}abstractNum")) == 1


def test_a_copied_list_leaves_people_s_styles_in_theirs(tmp_path: Path) -> None:
    linked = numbering((7, 3, "%1、", "")).replace(b"<w:lvlText", b'<w:pStyle w:val="Heading1"/><w:lvlText')
    mine = styles(OURS)
    theirs: Styles = {"1": ("paragraph", "heading 1")}
    ours = document(ONE + item(ITEMS[0], 7), mine, linked)
    done = renewed(
        document(ONE, mine, linked), document(ONE, styles(theirs), numbering((1, 1, "%1.", ""))), ours, tmp_path
    )
    assert f"1、\t{ITEMS[0]}" in plain_text(done)
    assert b"pStyle" not in done["word/numbering.xml"]


@pytest.mark.slow
def test_what_the_data_add_to_a_report_that_libreoffice_saved_has_style_and_number(
    year_folder: Path, tmp_path: Path
) -> None:
    if program() is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    year, prepared = pipeline.read_all(DATA, TEMPLATE, 2018)
    base = pipeline.draft(year, prepared)
    (tmp_path / "saved.docx").write_bytes(write_package(base))
    saved = read_package(convert(tmp_path / "saved.docx", "docx", tmp_path / "out").read_bytes())
    assert saved["word/styles.xml"] != base["word/styles.xml"]
    root = parse_part(base[DOCUMENT])
    headings = [one for one in root.iter(f"{W}p") if value(one, "pPr/" + W + "pStyle") == "Heading2"]
    added = etree.fromstring(etree.tostring(headings[-1]))
    for node in list(added.iter(f"{W}t")):
        node.text = "新增的一节"
    headings[-1].addnext(added)
    ours = {**base, DOCUMENT: etree.tostring(root)}
    done = refresh(base, saved, ours)
    assert [event.text for event in done.events if event.kind is Kind.ADDED] and not [
        one for one in done.events if one.kind is Kind.CONFLICT
    ]
    wanted = next(line for line in plain_text(ours).split("\n") if "新增的一节" in line)
    assert wanted in plain_text(done.parts).split("\n")
    style = value(paragraph_with(done.parts, "新增的一节"), "pPr/" + W + "pStyle")
    assert style in {one.get(f"{W}styleId") for one in parse_part(done.parts["word/styles.xml"]).iter(f"{W}style")}
