"""Workbooks as Excel, WPS and programs write them: cells with number formats, formulas with or without the result that was saved."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl
from openpyxl.packaging.custom import StringProperty

Cells = Sequence[Sequence[object]]  # a pair is a number and its format
EXCEL, WPS, LIBREOFFICE = "Microsoft Excel", "WPS Office_11.1.0.9584", "LibreOffice/7.4.7.2$Linux_X86_64"


def workbook(
    rows: Cells,
    results: Mapping[str, str] | None = None,
    *,
    program: str = EXCEL,
    calculated: bool = False,
    properties: tuple[str, ...] = (),
) -> bytes:
    """Return a workbook of one sheet; `results` are what formulas came to, by cell, None of them where a program wrote the file.

    A file that Excel itself `calculated` and saved has the part that says so; `properties` are names of custom ones.
    """
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, start=1):
        for column, content in enumerate(row, start=1):
            cell = book.active.cell(number, column)
            cell.value, cell.number_format = content if isinstance(content, tuple) else (content, "General")
    for name in properties:
        book.custom_doc_props.append(StringProperty(name=name, value="2052-11.1.0.9584"))
    written = io.BytesIO()
    book.save(written)
    made = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name).decode()
            if name == "docProps/app.xml":
                content, changes = re.subn("<Application>[^<]*<", f"<Application>{program}<", content)
                assert changes == 1
            elif name == "xl/worksheets/sheet1.xml":
                for cell, result in (results or {}).items():
                    content, changes = re.subn(
                        rf'(<c r="{cell}")([^>]*><f>[^<]*</f>)<v ?/?>(</v>)?',
                        (r'\1 t="str"' if not _is_number(result) else r"\1") + rf"\2<v>{result}</v>",
                        content,
                    )
                    assert changes == 1, cell
            target.writestr(name, content)
        if calculated:
            target.writestr("xl/calcChain.xml", "<calcChain/>")
    return made.getvalue()


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?[0-9.]+", text) is not None
