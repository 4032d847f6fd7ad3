"""A league + a report's template -> a Word document in the template's look: the metrics one below the other, the offices side by side.

Each metric has a line for its numbers, one for the ranks, one for the shares and one for what changed, and stays on one page. Where the
offices are too many for a page upright it is turned; where they are too many for that too, there are several tables. Its numbers carry no
marks: they stand in the offices' own reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from lxml import etree

from reportgen.annex.drawing import styles_of, type_area
from reportgen.base.terminal import width
from reportgen.compare import league_rows as rows
from reportgen.compare.league import Contest, League
from reportgen.compare.rows import LABEL, PERCENT
from reportgen.template.blank import emptied
from reportgen.template.rendering import ReportTemplate
from reportgen.word.package import DOCUMENT, W, body_of, serialized, write_package

_TITLE, _NOTE, _CELL = 44, 24, 18  # half points: 二号, 小四, 小五
_TITLE_STYLES = ("title", "标题")  # as Word and as another word processor call it
_LABEL_WIDE, _LINE_WIDE, _LEAST_WIDE = 1980, 1010, 700  # twips: a metric's name, what a line says, a number
_HALF, _AROUND = _CELL * 5, 2 * 57 + 60  # twips: half a character, and what a cell has around its text
_NUMBER, _SIGN = "数", "！"
_HERE = "league"  # an instruction that stands where the tables come
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def as_document(league: League, template: ReportTemplate) -> bytes:
    """Return the league as a .docx on the template's page and styles; a header or footer with tags is left out, as in the annex."""
    parts, root = emptied(template.parts, template.tagged)
    body = body_of(root)
    section = body.find(f"{W}sectPr")
    if section is None:
        section = etree.SubElement(body, f"{W}sectPr")
    needs = _needs(league)
    if _at_once(type_area(section), needs) < len(league.offices):
        _turn(section)
    total = type_area(section)
    bands = list(_bands(league.offices, _at_once(total, needs)))
    made = [_paragraph(f"{rows.TITLE}（{league.titles[1]}）", _TITLE, _title_style(parts), just="center", line=720)]
    said = [*((notice, "") for notice in rows.notices(league)), *_standouts(league)]
    made += [_paragraph(text, _NOTE, just="left", line=400, face=face) for text, face in said]
    for number, offices in enumerate(bands, start=1):
        if len(bands) > 1:
            which = f"（{number}）{offices[0]}—{offices[-1]}"
            made.append(_paragraph(which, _NOTE, just="left", line=400, face="黑体", keep=True))
        made += [_table(league, offices, total, needs[0]), _paragraph("", _CELL, line=200)]
    # As text: lxml takes longer to carry a table of hundreds of rows into another tree than all else here.
    here = etree.ProcessingInstruction(_HERE)
    section.addprevious(here)
    document = serialized(root).replace(etree.tostring(here, with_tail=False), "".join(made).encode())
    return write_package({**parts, DOCUMENT: document})


def _title_style(parts: Mapping[str, bytes]) -> str:
    return next((key for key, kind, name, _ in styles_of(parts) if kind == "paragraph" and name in _TITLE_STYLES), "")


def _needs(league: League) -> tuple[int, int]:
    """Return how wide the column of all offices together must be, and that of any office, for the longest text in it."""
    whole, own = [0], [0]
    for contest in league.contests:
        for line in rows.lines(contest):
            sign = _SIGN if line.notes else ""
            longest = max(width(text) for text in _cells(line, league).values()) + width(sign)
            (own if line.standing else whole).append(longest)
    first, second = (max(_LEAST_WIDE, max(found) * _HALF + _AROUND) for found in (whole, own))
    return first, second


def _at_once(total: int, needs: tuple[int, int]) -> int:
    """Return how many offices have room beside all of them together; one at least."""
    return max(1, (total - _LABEL_WIDE - _LINE_WIDE - needs[0]) // needs[1])


def _bands(offices: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    """Yield the offices in tables that are about as wide."""
    tables = -(-len(offices) // most)
    each = -(-len(offices) // max(tables, 1))
    yield from (offices[start : start + each] for start in range(0, len(offices), each or 1))


def _turn(section: etree._Element) -> None:
    """Lay a page on its side, where it stands upright; its margins turn with it."""
    size, margins = (section.find(f"{W}{name}") for name in ("pgSz", "pgMar"))
    if size is None:
        size = etree.SubElement(section, f"{W}pgSz", {f"{W}w": "11906", f"{W}h": "16838"})
    wide, high = (int(size.get(f"{W}{side}", "0")) for side in "wh")
    if wide >= high:
        return
    size.set(f"{W}w", str(high))
    size.set(f"{W}h", str(wide))
    size.set(f"{W}orient", "landscape")
    if margins is not None:
        sides = ("top", "right", "bottom", "left")
        told = [margins.get(f"{W}{side}", "1440") for side in sides]
        for side, said in zip(sides, [told[-1], *told[:-1]], strict=True):
            margins.set(f"{W}{side}", said)


def _cells(line: rows.Line, league: League) -> dict[str, str]:
    """Return what an office's column says in each of a metric's lines that it has, by the line's name."""
    said = {_NUMBER: line.change.entry.text, rows.RANK: line.rank, rows.SHARE: line.share}
    if league.titles[0]:
        change = line.change
        if change.is_rate:
            said[f"增减（{change.difference_unit.removeprefix('个')}）"] = change.difference_text
        else:
            said[PERCENT] = change.percent_text
    return said


def _table(league: League, offices: Sequence[str], total: int, whole: int) -> str:
    each = (total - _LABEL_WIDE - _LINE_WIDE - whole) // len(offices)
    widths = [total - _LINE_WIDE - whole - each * len(offices), _LINE_WIDE, whole, *[each] * len(offices)]
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    heads = (LABEL, "项目", rows.SUM, *offices)
    made = [_row((_cell(text, wide, face="黑体") for text, wide in zip(heads, widths, strict=True)), head=True)]
    for section, contests in groupby(league.contests, lambda contest: contest.entry.section):
        made.append(_row([_cell(section, total, span=len(widths), just="left", face="黑体", keep=True)]))
        for contest in contests:
            made += _rows(contest, league, offices, widths)
    layout = '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
    settings = (
        f'<w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BORDERS}</w:tblBorders>{layout}'
    )
    return f"<w:tbl><w:tblPr>{settings}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"


def _rows(contest: Contest, league: League, offices: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """Yield a metric's lines: those in which anybody says anything."""
    by_office = {line.office: line for line in rows.lines(contest) if line.standing}
    lines = [rows.Line(contest, None), *(by_office[office] for office in offices)]
    columns = [_cells(line, league) for line in lines]
    entry = contest.entry
    named = f"{entry.label}（{entry.unit}）" if entry.unit else entry.label
    asked = [name for name in columns[0] if any(cells[name] for cells in columns)]
    for number, name in enumerate(asked):
        keep = number < len(asked) - 1
        front = (
            _cell(
                "" if number else named, widths[0], just="left", keep=keep, merge="continue" if number else "restart"
            ),
            _cell(name, widths[1], keep=keep),
        )
        signs = [_SIGN if line.notes and name == _NUMBER else "" for line in lines]
        texts = [f"{cells[name]}{sign}" for cells, sign in zip(columns, signs, strict=True)]
        own = [
            _cell(text, wide, keep=keep, face="黑体" if sign else "")
            for text, wide, sign in zip(texts, widths[2:], signs, strict=True)
        ]
        yield _row((*front, *own))


def _standouts(league: League) -> Iterator[tuple[str, str]]:
    """Yield what stands out, with the face in which it is set."""
    told = [
        (line.office, contest.entry.label, line.notes) for contest in league.contests for line in rows.lines(contest)
    ]
    found = [f"{office}：{label}，{'；'.join(notes)}。" for office, label, notes in told if notes]
    if found:
        yield f"打「{_SIGN}」的{len(found)}处突出，请核对：", "黑体"
        yield from ((said, "") for said in found)


def _row(cells: Sequence[str] | Iterator[str], *, head: bool = False) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    height = '<w:trHeight w:val="300" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    text: str,
    wide: int,
    *,
    just: str = "center",
    span: int = 1,
    face: str = "",
    keep: bool = False,
    merge: str = "",
) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    settings = f'<w:tcW w:w="{wide}" w:type="dxa"/>{spans}{merged}<w:vAlign w:val="center"/>'
    said = _paragraph(text, _CELL, just=just, line=260, face=face, keep=keep)
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{said}</w:tc>"


def _paragraph(
    text: str, size: int, style: str = "", *, just: str = "center", line: int, face: str = "", keep: bool = False
) -> str:
    fonts = (
        f'<w:rFonts w:hint="eastAsia" w:ascii="Times New Roman" w:hAnsi="{face}" w:eastAsia="{face}"/>' if face else ""
    )
    look = f'<w:rPr>{fonts}<w:spacing w:val="0"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    settings = (
        (f"<w:pStyle w:val={_quoted(style)}/>" if style else "")
        + ("<w:keepNext/>" if keep else "")
        + '<w:snapToGrid w:val="0"/>'
        + f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="{"exact" if size < _NOTE else "atLeast"}"/>'
        + '<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/>'
        + f'<w:jc w:val="{just}"/>'
    )
    run = f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{settings}{look}</w:pPr>{run}</w:p>"


def _quoted(text: str) -> str:
    return f'"{escape(text, {chr(34): "&quot;"})}"'
