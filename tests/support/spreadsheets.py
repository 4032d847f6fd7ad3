"""OpenDocument spreadsheets as LibreOffice, WPS and programs write them: cells with what was shown, formulas with or without a result."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
LIBREOFFICE, ODFPY = "LibreOffice/7.4.7.2$Linux_X86_64 LibreOffice_project/40$Build-2", "ODFPY/1.4.1"
_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style", "meta", "drawing")
)
_NAMESPACES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
_NAMESPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'


def cell(kind: str = "", value: str = "", shown: str | None = None, *, formula: str = "", more: str = "") -> str:
    """Return a cell; `kind` is its value-type, `shown` its text, None where the file says none, `more` other attributes of it."""
    named = {"date": "date-value", "time": "time-value", "boolean": "boolean-value", "string": "string-value"}
    said = f' office:value-type="{kind}"' if kind else ""
    said += f" office:{named.get(kind, 'value')}={quoteattr(value)}" if value else ""
    said += f" table:formula={quoteattr(formula)}" if formula else ""
    return f"<table:table-cell{said}{more}>{'' if shown is None else f'<text:p>{escape(shown)}</text:p>'}</table:table-cell>"


def text(said: str) -> str:
    """Return a cell with a text, an empty one without."""
    return cell("string", "", said) if said else cell()


def number(value: float, shown: str = "") -> str:
    """Return a cell with a number."""
    return cell("float", repr(value), shown or repr(value))


def row(*cells: str, more: str = "") -> str:
    """Return a row, and the empty cells behind it that LibreOffice writes."""
    return f'<table:table-row{more}>{"".join(cells)}<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'


def sheet(*rows: str, name: str = "表", style: str = "ta1") -> str:
    """Return a sheet, and the empty rows below that LibreOffice writes."""
    below = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    return f'<table:table table:name="{name}" table:style-name="{style}">{"".join(rows)}{below}</table:table>'


def spreadsheet(sheets: str, *, generator: str = LIBREOFFICE, others: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return the file; a sheet in the style `hidden` is one that nobody sees."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{shown}"/></style:style>'
        for name, shown in (("ta1", "true"), ("hidden", "false"))
    )
    parts: dict[str, str | bytes] = {
        "mimetype": MIMETYPE,
        "content.xml": f"<office:document-content {_NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>",
        "meta.xml": f"<office:document-meta {_NAMESPACES}><office:meta><meta:generator>{generator}</meta:generator>"
        "<dc:date>2018-09-30</dc:date></office:meta></office:document-meta>",
        **(others or {}),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part, zipfile.ZIP_STORED if name == "mimetype" else None)
    return made.getvalue()


def of_rows(rows: Iterable[Iterable[str]]) -> str:
    """Return a sheet of cells that are given as XML."""
    return sheet(*(row(*cells) for cells in rows))
