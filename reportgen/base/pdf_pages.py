"""A PDF's bytes -> a picture of each of its pages, through pdftoppm where it is installed."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from reportgen.base.libreoffice import NotConverted
from reportgen.base.program import NotRun, run

_DOTS = 80  # an inch; a page is as wide as a screen is high
_MOST_SECONDS = 120
_MOST_PAGES = 200  # nobody looks at more of them one by one
_NUMBER = re.compile(r"-(\d+)\.png")


def program() -> str | None:
    """Return where pdftoppm is, None where it isn't installed."""
    return shutil.which("pdftoppm")


def pictured(paper: bytes) -> list[bytes]:
    """Return the pages of a PDF as PNG, in their order; raises NotConverted."""
    found = program()
    if found is None:
        raise NotConverted("没有装 pdftoppm（poppler）")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        source = Path(place) / "paper.pdf"
        source.write_bytes(paper)
        words = ["-png", "-r", str(_DOTS), "-l", str(_MOST_PAGES), str(source), str(Path(place) / "page")]
        try:
            run([found, *words], "pdftoppm", _MOST_SECONDS)
        except NotRun as error:
            raise NotConverted(str(error)) from error
        pages = {int(number[1]): path for path in Path(place).iterdir() if (number := _NUMBER.search(path.name))}
        if not pages:
            raise NotConverted("pdftoppm 没有转出来")
        return [pages[number].read_bytes() for number in sorted(pages)]
