"""An .xlsx workbook's bytes + what to change on one of its sheets -> the workbook so changed; openpyxl changes it."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from typing import Any, TypeVar

from reportgen.base.workbook import CANT_BE_CHANGED, NotAWorkbook

_NEVER_KEPT = ("xl/calcChain.xml", "xl/sharedStrings.xml")  # Excel and openpyxl make them anew
_Told = TypeVar("_Told")


def changed_book(data: bytes, sheet: str, change: Callable[[Any, Any], _Told]) -> tuple[bytes, _Told]:
    """Return the workbook as `change` leaves it, and what that returns. The file is one that was read.

    `change` takes the sheet of this name twice: with its formulas, to be changed, and with what they gave last. Raises NotAWorkbook where
    openpyxl can read the values and no more.
    """
    import openpyxl  # noqa: PLC0415  costs a fifth of a second; most offices' folders hold only CSV

    from reportgen.base.book import saved  # noqa: PLC0415  as above

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl doesn't keep `lost_parts` finds
            values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
        told = change(book[sheet], values[sheet])
        return saved(book), told
    except Exception as error:  # whatever an odd file makes of openpyxl
        raise NotAWorkbook(CANT_BE_CHANGED) from error


def lost_parts(data: bytes, made: bytes) -> tuple[str, ...]:
    """Return the parts of a workbook, pictures and the like, that it hasn't got any more after openpyxl saved it as `made`."""
    before, after = (set(zipfile.ZipFile(io.BytesIO(one)).namelist()) for one in (data, made))
    lost = sorted(name for name in before - after if name.startswith("xl/") and name not in _NEVER_KEPT)
    return tuple(name for name in lost if not _is_renamed(name))


def _is_renamed(name: str) -> bool:
    # openpyxl numbers sheets and comments anew, and writes their relations under the new names.
    return bool(re.search(r"/_rels/|^xl/worksheets/|^xl/comments|/vmlDrawing|^xl/theme/|^xl/printerSettings", name))
