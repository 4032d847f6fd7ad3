"""A text file's bytes as Excel, WPS and Notepad save them -> text; and the characters that no report can carry."""

from __future__ import annotations

import re

# XML 1.0, production Char, and the control characters that Word shows as boxes.
_UNPRINTABLE = re.compile("[^\\t\\n\\r\\u0020-\\u007e\\u00a0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def decode(data: bytes) -> str:
    """Return text from UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030.

    Raises UnicodeDecodeError when it is none of them.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def bad_character(text: str) -> str:
    """Return the first character that Word can't hold, as U+0007, or '' when there is none."""
    found = _UNPRINTABLE.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""
