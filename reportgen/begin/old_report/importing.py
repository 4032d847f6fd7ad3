"""An older report's file and a report's folder -> the year's folder that gives it again, on disk.

.docx and .txt are read here; .doc and .wps go through LibreOffice first.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.base.faced import Faced, advised
from reportgen.base.issues import Finder, Issue, Location, Severity, Unusable
from reportgen.base.libreoffice import NotConverted, convert, linked_in
from reportgen.base.terminal import width
from reportgen.base.textfile import BLANKS, printable, read_bytes, read_text
from reportgen.begin.old_report.cells import deduce
from reportgen.begin.old_report.document import Said, read_document
from reportgen.begin.old_report.marked import readings_of_marks
from reportgen.begin.old_report.reader import OlderReport, read_report
from reportgen.begin.old_report.readings import Line, Reading, lines_of
from reportgen.begin.old_report.spelling import CUT
from reportgen.begin.old_report.values import decide
from reportgen.begin.old_report.year_files import Imported
from reportgen.figures.wording import DEMO
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.renaming import Renaming, renaming_of
from reportgen.merge.renamed import renamed
from reportgen.template.content import vocabulary
from reportgen.template.frames import Elements, Loop, paragraphs, read_frames, slots, unconditional
from reportgen.template.reading import FILE as TEMPLATE_FILE
from reportgen.template.reading import outside_said
from reportgen.word.opening import open_document
from reportgen.word.origin import Origin
from reportgen.word.outside import Outside, self_contained

_BRACES = re.compile("[{}｛｝]")
_MOST_BYTES = 100_000_000
_MOST_CHARACTERS = 200_000  # of text; the published report has seven thousand
_LINKED = "链接来的内容"
_OLD_FORMS = (".doc", ".wps", ".rtf", ".odt")


@dataclass(frozen=True)
class Heard:
    """What was read of one document, before it is decided which of its readings are right; `told` is what is to be said of the reading."""

    file: str
    year: int
    report: OlderReport
    catalogue: Catalogue
    elements: Elements
    told: tuple[Issue, ...]
    demo: str
    origin: Origin | None


def read_older(file: Path, template: Path, year: int | None) -> tuple[Imported, Catalogue]:
    """Return what an older report says, placed as a year's inputs; raises Unusable."""
    one = heard(file, template, year)
    return placed(one), one.catalogue


def heard(file: Path, template: Path, year: int | None, as_docx: Path | None = None) -> Heard:
    """Return what an older report says, in each of its sentences; raises Unusable.

    `as_docx` is the same file as LibreOffice has converted it, where somebody has had that done already.
    """
    catalogue = read_catalogue(template)
    elements = read_frames(template, TEMPLATE_FILE, vocabulary(catalogue))
    taken, told = _said(file, renaming_of(catalogue), as_docx)
    said = _printable(taken)
    marks = list(readings_of_marks(said, catalogue, elements))
    origin = said.origin
    lines = lines_of(said.paragraphs)
    if sum(len(line.text) for line in lines) > _MOST_CHARACTERS:
        raise _unusable(
            file, f"超过{_MOST_CHARACTERS}个字，不像一份报告，请只留报告的正文。", f"最多{_MOST_CHARACTERS}个字"
        )
    demo = next((line.text.removeprefix(DEMO).strip(BLANKS) for line in lines if line.text.startswith(DEMO)), "")
    lines = [line for line in lines if not line.text.startswith(DEMO)]
    notes = [Line(number, text, numbered=False) for number, text in said.notes]
    report = read_report(lines, elements, catalogue, marks, year, notes)
    if origin and not year and not report.year:
        year = origin.year
        report = read_report(lines, elements, catalogue, marks, year, notes)
    if origin and not year and report.year != origin.year:
        raise _unusable(
            file,
            Faced(
                f"它说自己是{origin}，写的却是{report.year}年的情况，请用 --year 指明是哪一年的。",
                f"它说自己是{origin.year}年的报告，写的却是{report.year}年的情况，请在「哪一年的」里写明是哪一年的。",
            ),
            "年份",
        )
    if year and report.year and report.year != year:
        raise _unusable(file, f"写的是{report.year}年的情况，指明的却是{year}年，请核对。", str(year), str(report.year))
    year = year or report.year
    if year is None:
        raise _unusable(
            file,
            advised("看不出是哪一年的报告，", "请指明年份，如 --year 2017。", "请在「哪一年的」里写明年份。"),
            "年份",
        )
    if not report.readings:
        raise _unusable(file, "没有读到任何数：和模板没有一句相同，是不是另一种报告？", "和模板相同的句子")
    return Heard(file.name, year, report, catalogue, elements, told, demo, origin)


def placed(one: Heard) -> Imported:
    """Return what was read, decided and placed as a year's inputs."""
    report, catalogue, elements = one.report, one.catalogue, one.elements
    metrics, parts, texts, issues = decide(report.readings, catalogue, one.year, one.file)
    printed = {loop.name for loop in elements if isinstance(loop, Loop)}
    for paragraph in paragraphs(elements):
        printed |= {slot.name for slot in slots(paragraph.pieces)}
        printed |= {piece.name for piece in paragraph.pieces if isinstance(piece, Loop)}
    always = {slot.name for slot in unconditional(elements)}
    deduced = deduce(metrics, parts, catalogue, set(catalogue.metrics) - always)
    texts, report, braced = _without_braces(texts, report, one.file)
    return Imported(
        one.file,
        one.year,
        report,
        deduced,
        tuple(parts),
        texts,
        (*one.told, *issues, *braced),
        frozenset(printed),
        one.demo,
        one.origin,
    )


def _without_braces(
    texts: Mapping[str, Reading], report: OlderReport, file: str
) -> tuple[dict[str, Reading], OlderReport, tuple[Issue, ...]]:
    """Return the texts and lists that hold no brace: in a year's YAML it would begin a tag. What is left out is told."""
    kept = {name: one for name, one in texts.items() if not _BRACES.search(one.text)}
    lists = tuple(
        one for one in report.lists if not any(_BRACES.search(text) for entry in one.entries for text in entry.values())
    )
    gone = [*(name for name in texts if name not in kept), *(one.name for one in report.lists if one not in lists)]
    told = (
        Issue(
            "导入",
            Severity.WARNING,
            f"「{name}」里有花括号，会当成标签，没有读。请自己填。",
            Location(file, None, name),
        )
        for name in gone
    )
    return kept, replace(report, lists=lists), tuple(told)


def _printable(said: Said) -> Said:
    """Return what a document says without the characters that no report can carry."""
    return Said(
        tuple((printable(text), numbered) for text, numbered in said.paragraphs),
        tuple(
            (printable(title), printable(text), at, printable(around), tag)
            for title, text, at, around, tag in said.marks
        ),
        tuple((number, printable(text)) for number, text in said.notes),
        said.origin,
    )


def _unusable(file: Path, message: str, expected: str, found: str | None = None) -> Unusable:
    return Unusable([Issue("导入", Severity.ERROR, message, Location(str(file)), expected=expected, found=found)])


def is_old_form(file: Path) -> bool:
    """Return whether a file is of a form that only LibreOffice reads, which takes long."""
    return file.suffix.lower() in _OLD_FORMS


def converted(file: Path, folder: Path) -> Path:
    """Have a file of an old form written as .docx into a folder; raises Unusable."""
    finder = Finder()
    read_bytes(file, file.name, _MOST_BYTES, finder)
    finder.stop_if_any()
    try:
        return convert(file, "docx", folder)
    except NotConverted as error:
        suffix = file.suffix.lower()
        message = f"{suffix} 要先另存为 .docx 再导入（{error}）。"
        raise _unusable(file, message, ".docx 或 .txt", suffix) from error


def _said(file: Path, renaming: Renaming, as_docx: Path | None) -> tuple[Said, tuple[Issue, ...]]:
    """Return the paragraphs and marks, by today's names of metrics, of a file in any of its forms, and what is to be said of it."""
    suffix = file.suffix.lower()
    finder = Finder()
    if as_docx is not None:
        return _said_converted(as_docx, file, renaming)
    if is_old_form(file):
        with tempfile.TemporaryDirectory() as folder:
            return _said_converted(converted(file, Path(folder)), file, renaming)
    if suffix == ".docx":
        return read_document(renamed(open_document(file), renaming).parts), ()
    if suffix != ".txt":
        raise _unusable(
            file, "只认 .docx、.txt，以及装了 LibreOffice 时的 .doc、.wps。", ".docx 或 .txt", suffix or "没有后缀"
        )
    data = read_bytes(file, file.name, _MOST_BYTES, finder)
    text = None if data is None else read_text(data, file.name, "UTF-8 的 .txt", finder)
    finder.stop_if_any()
    return Said(tuple((line, False) for line in _unwrapped((text or "").splitlines())), ()), ()


def _said_converted(path: Path, file: Path, renaming: Renaming) -> tuple[Said, tuple[Issue, ...]]:
    """Return what a file says that was converted, with a warning for what it only links to: that was fetched by nobody."""
    parts, found = self_contained(open_document(path, at=Location(str(file))))
    links = [*found, *(Outside(_LINKED, address) for address in linked_in(file))]
    told = (
        f"里面有{said}，转换时没有去取，也没有读。要的话请用 Word 打开，另存为 .docx 再导入。"
        for said in outside_said(links)
    )
    return read_document(renamed(parts, renaming).parts), tuple(
        Issue("导入", Severity.WARNING, one, Location(str(file))) for one in told
    )


_LEAST_WIDTH, _MOST_WIDTH = 20, 160  # characters, or columns, of which a Chinese character takes two
_SLACK = 10  # that a full line may lack: numbers and closing signs aren't parted
_LEAST_FULL = 5
_LEAST_SHARE = 4  # one line of so many must be full


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Undo what only the width of a page did to a text, copied from a PDF or sent by mail.

    Return as many lines, a paragraph in the first of those that it was broken into and the others empty, so that each keeps its number.
    """
    said = [line.rstrip(BLANKS) for line in lines]
    full = next(filter(None, (_full([*map(measure, said)]) for measure in (width, len))), [False] * len(lines))
    found: list[str] = []
    first = 0
    for number, line in enumerate(lines):
        found.append("")
        if not number or not full[number - 1] or not _goes_on(line):
            first = number
        elif found[first][-1:].isdecimal() and line[0].isdecimal():
            found[first] += CUT
        if first == number and _may_go_on_a_number(line, lines[number - 1] if number else ""):
            line = CUT + line
        found[first] += line
    return found


def _full(widths: Sequence[int]) -> list[bool] | None:
    """Return which lines are as wide as lines get, None where too few are for a page's width to have ended them."""
    widest = max(widths, default=0)
    full = [width > widest - _SLACK for width in widths]
    enough = sum(full) >= max(_LEAST_FULL, sum(map(bool, widths)) / _LEAST_SHARE)
    return full if enough and _LEAST_WIDTH <= widest <= _MOST_WIDTH else None


def _may_go_on_a_number(line: str, above: str) -> bool:
    """Return whether a line that begins with a digit stands under one that ends with one; a line of digits alone is a cell or a page's number."""
    return (
        line[:1].isdecimal()
        and above.rstrip(BLANKS)[-1:].isdecimal()
        and _goes_on(line)
        and not line.strip(BLANKS).isdecimal()
    )


def _goes_on(line: str) -> bool:
    """Return whether a line may be the middle of a paragraph: it isn't empty, indented, numbered or a row of a table."""
    return (
        bool(line)
        and line[0] not in BLANKS
        and "\t" not in line
        and not any(one.numbered for one in lines_of([(line, False)]))
    )
