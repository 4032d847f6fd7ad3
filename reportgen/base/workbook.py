"""An .xlsx workbook's bytes -> its filled sheets: their cells as people see them, by row."""

from __future__ import annotations

import datetime
import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reportgen.base.shown import Look, Problem, code_of, look, tidy
from reportgen.base.spreadsheet_xml import TRUE, Attributes, BeyondATable, Budget, elements
from reportgen.base.worksheet import Merged, Stored, StoredRow, StoredSheet, read_formats, read_sheet, read_texts

MOST_UNPACKED = 100_000_000  # bytes; a small file can hold a sheet without end
# Cells, their values and formulas, of all sheets together. Twenty columns bordered down to row 65,536, filled or not, are below the half.
MOST_ELEMENTS = 6_000_000
_MOST_SHEETS = 50
_OF_NUMBERS = re.compile(r"[-+*/^().,% 0-9]+")
_EPOCH, _EPOCH_OF_MACS = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)
MOST_EXACT = 10**15  # a spreadsheet keeps 15 digits
# Excel lists the formulas that it has computed in a part of its own. These have no such part and compute whatever they save; WPS calls
# itself Microsoft Excel at times, and says who it is in a property of its own, KSOProductBuildVer.
_COMPUTED = "xl/calcChain.xml"
COMPUTING = (
    "WPS",
    "KSOProductBuildVer",
    "Kingsoft",
    "MicrosoftOffice/",  # Excel, in an .ods; as Microsoft Excel any program's .xlsx may come
    "LibreOffice",
    "OpenOffice",
    "Collabora",
    "ONLYOFFICE",
    "Yozo",
    "永中",
)


CANT_BE_CHANGED = "这个工作簿读得出、改不了，请用表格软件重新另存为 .xlsx 或 CSV。"


class NotAWorkbook(Exception):
    """The bytes are no workbook that can be read; the message is a whole Chinese sentence."""


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows that hold anything, as (number, cells), by row and position how cells look whose text is not all, the ranges of cells
    that are merged, the numbers of the rows that nobody sees, hidden or filtered out, and the positions of such
    columns. `formulas` are the cells whose number comes from other cells. `others` are the filled sheets behind it."""

    name: str = ""
    is_hidden: bool = False
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    looks: dict[tuple[int, int], Look] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    others: tuple[Sheet, ...] = ()


def read_workbook(data: bytes) -> Sheet:
    """Return the first filled sheet, without rows where there is none; a formula counts with its last saved value. Raises NotAWorkbook."""
    return first_filled(data, ".xlsx", lambda archive: Book(archive).filled_sheets())


def first_filled(data: bytes, ending: str, read: Callable[[zipfile.ZipFile], list[Sheet]]) -> Sheet:
    """Return the first of the filled sheets that `read` finds in a file of this ending, with those behind it; one without rows where there is
    none. Raises NotAWorkbook, whatever `read` raises."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
                raise NotAWorkbook("工作簿展开后太大，不像一张数据表，请把数据贴到新的工作簿里。")
            first, *others = read(archive) or [Sheet()]
            return replace(first, others=tuple(others))
    except NotAWorkbook:
        raise
    except BeyondATable as error:
        raise NotAWorkbook(str(error)) from None
    except Exception as error:  # whatever a damaged file makes of zipfile and the XML parser
        message = f"打不开，不是 {ending} 工作簿、已损坏或设了密码，请用表格软件重新另存为 .xlsx。"
        raise NotAWorkbook(message) from error


class Book:
    """A workbook's parts, found by their relations (ECMA-376, part 2, 9.3)."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.budget = Budget(MOST_ELEMENTS)
        self.main = next(iter(self.related("", "officeDocument").values()))
        described = list(self.elements(self.main))
        self.sheets = [attributes for name, attributes, _ in described if name == "sheet"]
        if not self.sheets:
            raise ValueError("a package of another kind, such as a Word file")
        is_of_macs = any(name == "workbookPr" and said.get("date1904") in TRUE for name, said, _ in described)
        self.epoch = _EPOCH_OF_MACS if is_of_macs else _EPOCH

    def filled_sheets(self) -> list[Sheet]:
        """Return the sheets that hold anything; raises NotAWorkbook, BeyondATable."""
        if len(self.sheets) > _MOST_SHEETS:
            raise NotAWorkbook(f"工作簿里有{len(self.sheets)}张工作表，请只留有数据的一张。")
        related = self.related(self.main, "worksheet")
        texts = self.texts()
        filled: list[tuple[Attributes, StoredSheet]] = []
        for sheet in self.sheets:
            path = related.get(sheet["id"])  # none for a sheet that is a chart
            stored = read_sheet(self.archive.open(path), texts, self.budget) if path else None
            if stored and stored.rows:
                filled.append((sheet, stored))
        codes = self.codes()
        return [self._seen(sheet, stored, codes) for sheet, stored in filled]

    def texts(self) -> list[str]:
        """Return the workbook's shared texts."""
        return [
            text for path in self.parts("sharedStrings") for text in read_texts(self.archive.open(path), self.budget)
        ]

    def codes(self) -> list[str]:
        """Return the code of each cell style's number format, '' for General."""
        formats = [one for path in self.parts("styles") for one in read_formats(self.archive.open(path), self.budget)]
        return [code_of(number, code) for number, code in formats]

    def _seen(self, described: Attributes, stored: StoredSheet, codes: list[str]) -> Sheet:
        is_hidden = described.get("state", "visible") != "visible"
        unseen = stored.hidden_columns
        sheet = Sheet(described["name"], is_hidden, merged=stored.merged, hidden=stored.hidden, hidden_columns=unseen)
        computed = self._is_computed(stored.rows)
        for row in stored.rows:
            cells = [""] * (max(row.cells) + 1)
            for position, cell in row.cells.items():
                code = codes[cell.style] if cell.style < len(codes) else ""
                cells[position], looks = seen(cell, code, self.epoch, computed)
                if looks is not None:
                    sheet.looks[row.number, position] = looks
                if cell.formula is not None and is_of_cells(cell.formula):
                    sheet.formulas.add((row.number, position))
            sheet.rows.append((row.number, cells))
        return sheet

    def _is_computed(self, rows: list[StoredRow]) -> bool:
        """Return whether the formulas' values were computed: a program that writes a file may write 0 for each, or nothing."""
        formulas = [cell for row in rows for cell in row.cells.values() if cell.formula is not None]
        there = self.archive.namelist()
        if not formulas or any(cell.text not in {"", "0"} for cell in formulas) or _COMPUTED in there:
            return True
        said = (
            text if name == "Application" else attributes.get("name", "")
            for kind in ("extended-properties", "custom-properties")
            for path in self.parts(kind, "")
            if path in there
            for name, attributes, text in self.elements(path)
        )
        return any(one.startswith(COMPUTING) for one in said)

    def parts(self, kind: str, source: str | None = None) -> list[str]:
        """Return the paths of the parts of a kind that one part names, the workbook's own without one."""
        return list(self.related(self.main if source is None else source, kind).values())

    def related(self, source: str, kind: str) -> dict[str, str]:
        """Return the parts that one part names as of a kind, by the relation's id; '' is the package."""
        folder, name = posixpath.split(source)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        return {
            relation["Id"]: posixpath.normpath(posixpath.join("/", folder, relation["Target"])).lstrip("/")
            for name, relation, _ in self.elements(relations)
            if name == "Relationship" and relation["Type"].endswith(f"/{kind}")
        }

    def elements(self, path: str) -> Iterator[tuple[str, Attributes, str]]:
        """Yield a small part's elements, as spreadsheet_xml.elements does."""
        return elements(self.archive.open(path), self.budget)


def seen(cell: Stored, code: str, epoch: datetime.date, computed: bool) -> tuple[str, Look | None]:
    """Return what people see in a cell, and how it looks where that is not all."""
    if cell.formula is not None and (_is_without_result(cell) or (not computed and cell.text in {"", "0"})):
        return cell.text, Look(f"={cell.formula}", problem=Problem.NOT_COMPUTED)
    if cell.kind == "b":
        return ("TRUE" if cell.text == "1" else "FALSE"), None
    if cell.kind == "d":
        when = datetime.datetime.fromisoformat(cell.text)
        since = when.replace(tzinfo=None) - datetime.datetime(epoch.year, epoch.month, epoch.day)
        return look(Decimal(str(since / datetime.timedelta(days=1))), code or code_of(14, ""), epoch)
    if cell.kind != "n" or not cell.text:
        return cell.text, None
    if not any(sign in cell.text for sign in ".eE") and not code:
        return str(int(cell.text)), None
    value = float(cell.text)
    if abs(value) >= MOST_EXACT:
        return format(value, ".15g"), None
    return look(tidy(value), code, epoch)


def is_of_cells(formula: str) -> bool:
    """Return whether a formula's number depends on other cells: that of 300+88 doesn't; '' is one that another cell of the file says."""
    return not _OF_NUMBERS.fullmatch(formula)


def _is_without_result(cell: Stored) -> bool:
    return not cell.text and cell.kind != "str"  # a formula's text may well be empty
