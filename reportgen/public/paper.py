"""A Word file -> its PDF through LibreOffice, with no more space between Chinese and digits than Word sets.

LibreOffice knows no w:autoSpaceDN of a Word file and puts a quarter of a character beside each number, so that lines hold less than Word's
28 characters. Its own format has the setting: where the document's base style says so, it goes that way. But not with anything drawn:
LibreOffice's flat file loses charts.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from reportgen.base.libreoffice import convert
from reportgen.word.numbering import is_on, read_styles
from reportgen.word.package import W, parse_part, read_package
from reportgen.word.relations import root_of_kind, stories

_OWN = "fodt"
_DRAWN = tuple(W + name for name in ("drawing", "pict", "object"))
_SPACED = re.compile(rb'(<style:paragraph-properties\b[^<>]*\bstyle:text-autospace=)"ideograph-alpha"')


def printed(document: bytes, stem: str, form: str = "pdf") -> bytes:
    """Return a document, called `stem`, as LibreOffice prints it in a `form` of its PDF; raises NotConverted."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        source = Path(place) / f"{stem}.docx"
        source.write_bytes(document)
        parts = read_package(document)
        if _is_close(parts) and not _is_drawn(parts):
            own = convert(source, _OWN, Path(place) / "own")
            own.write_bytes(_SPACED.sub(rb'\g<1>"none"', own.read_bytes()))
            source = own
        return convert(source, form, Path(place) / "pdf").read_bytes()


def _is_drawn(parts: Mapping[str, bytes]) -> bool:
    """Return whether anything is drawn in a document, or stands in it as a picture."""
    return any(next(parse_part(parts[name]).iter(*_DRAWN), None) is not None for name in stories(parts))


def _is_close(parts: Mapping[str, bytes]) -> bool:
    """Return whether the style that all others are made of leaves no space between Chinese and digits."""
    root = root_of_kind(parts, "styles")
    styles = read_styles(root)
    base = styles.by_id.get(styles.default, etree.Element("absent"))
    said = (base.find(f"{W}pPr/{W}autoSpaceDN"), root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr/{W}autoSpaceDN"))
    nearest = next((one for one in said if one is not None), None)
    return nearest is not None and not is_on(nearest)
