"""The bytes of an .xls or .et workbook -> the same as .xlsx, through LibreOffice where it is installed."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from reportgen.base.libreoffice import NotConverted, convert
from reportgen.base.workbook import NotAWorkbook

BEGINNING = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of a compound file, in which Excel kept workbooks up to 2003, and WPS keeps its own
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # in a compound file too, whatever the workbook's form


@functools.lru_cache(maxsize=1)  # making next year's tables reads each file twice in a row; a conversion takes seconds
def as_xlsx(data: bytes) -> bytes:
    """Return the workbook as .xlsx; raises NotAWorkbook with a whole Chinese sentence."""
    if not data.startswith(BEGINNING):
        raise NotAWorkbook("打不开，不是旧格式的工作簿或已损坏，请用表格软件打开，另存为 .xlsx。")
    if _ENCRYPTED in data:
        raise NotAWorkbook("设了密码，请用表格软件打开、去掉密码，另存为 .xlsx。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xls"
        path.write_bytes(data)
        try:
            return convert(path, "xlsx", path.parent).read_bytes()
        except NotConverted as error:
            raise NotAWorkbook(f"是旧格式的工作簿，请用表格软件打开，另存为 .xlsx（{error}）。") from error
