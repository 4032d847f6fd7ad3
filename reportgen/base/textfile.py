"""A file's bytes as Excel, WPS and Notepad save them -> text; its blanks and widths, and the characters that no report can carry; its tags."""

from __future__ import annotations

import codecs
import csv
import io
import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from reportgen.base.issues import Finder, Location, reason_of

SPACES = "\u0020\u00a0\u2002\u2003\u2009\u202f\u3000\t"
INVISIBLE = (
    "\u00ad\ufeff\u200b\u200c\u200d\u200e\u200f\u2060"  # come along when a number is copied from a web page or a chat
)
BLANKS = f"{SPACES}{INVISIBLE}\r\n"

# XML 1.0, production Char, without the control characters that Word shows as boxes and the sign of lost text (U+FFFD).
_UNPRINTABLE = "[^\\t\\n\\r\\u0020-\\u007e\\u00a0-\\ud7ff\\ue000-\\ufffc\\U00010000-\\U0010ffff]"
_CHINESE = "[\\u3000-\\u9fff\\uff00-\\uffef]"
_NOBODYS = "[\ue000-\uf8ff]"  # for private use
_LOST_TWICE = "锟斤拷"  # the sign of lost text, saved as UTF-8 and read as GBK
_LOST = re.compile(rf"\?\?|{_LOST_TWICE}")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def read_bytes(path: Path, shown: str, most: int, finder: Finder) -> bytes | None:
    """Return the file's bytes, or None with the reason noted; more than `most` bytes are no file of this kind."""
    at, most_shown = Location(shown), f"{most // 1_000_000}兆字节"
    try:
        state = path.stat()
        size = state.st_size
        if not stat.S_ISREG(state.st_mode):  # from a pipe or a device it could be read for ever
            finder.error("文件", at, "这不是一个文件，请换成文件。", expected="一个文件", found="文件夹或设备")
            return None
        if size <= most:
            return path.read_bytes()
        message = f"文件超过{most_shown}，不像一份手填的文件，请检查。"
        finder.error("文件", at, message, expected=f"最多{most_shown}", found=f"{size}字节")
    except FileNotFoundError:
        finder.error("文件", at, f"找不到文件 {shown}，请放到 {path.parent}。", expected="有这个文件", found="没有")
    except (OSError, ValueError) as error:  # ValueError for a name that no system takes
        reason = reason_of(error)
        message = f"文件读不出来（{reason}），请看它是否被别的程序占用或没有读取权限。"
        finder.error("文件", at, message, expected="能读的文件", found=reason)
    return None


def read_text(data: bytes, shown: str, save_as: str, finder: Finder) -> str | None:
    """Return the text of a file's bytes, or None with the reason and the row noted; `save_as` is the form to save it in."""
    row: int | None = None
    try:
        text = decode(data)
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        message = f"文件的编码认不出来，从这一行起有坏字，请检查后另存为{save_as}。"
    else:
        lost = _LOST.search(text)
        if lost and (lost[0] == _LOST_TWICE or not re.search(_CHINESE, text)):
            row = text[: lost.start()].count("\n") + 1
            message = f"中文丢了，成了「{lost[0]}」，存的时候就没有了；请打开原来的文件，另存为{save_as}。"
        elif _is_big5(data, text):
            message = f"文件的编码是 BIG5（繁体），这里不认，请另存为{save_as}。"
        else:
            return text
    finder.error("编码", Location(shown, row), message, expected="UTF-8 或 GB18030")
    return None


class Decoded(NamedTuple):
    """A file's text, the encoding that it is in, and the mark of bytes before it, b'' without one."""

    text: str
    encoding: str
    mark: bytes


def decode(data: bytes) -> str:
    """Return text from UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030 (with or without BOM).

    Raises UnicodeDecodeError when it is none of them.
    """
    return decoded(data).text


def decoded(data: bytes) -> Decoded:
    """Return the same text with the encoding that it is in; raises UnicodeDecodeError."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding), encoding, mark)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        return Decoded(data.decode("utf-8-sig"), "utf-8", mark)
    except UnicodeDecodeError:
        # Nearly any bytes are some GB18030; one bad byte in UTF-8 must not turn the whole file into other characters.
        nearly = data.decode("utf-8", "replace")
        if len(re.findall(_CHINESE, nearly)) > nearly.count("\ufffd"):
            raise
        own = "\ufeff".encode("gb18030")
        mark += own if data.startswith(own, len(mark)) else b""
        return Decoded(data[len(mark) :].decode("gb18030"), "gb18030", mark)


def _is_big5(data: bytes, text: str) -> bool:
    """Return whether a file in BIG5 was taken for GB 18030: some of its characters are nobody's there, and all of them are Chinese in BIG5."""
    if not re.search(_NOBODYS, text):
        return False
    try:
        return re.search(_NOBODYS, data.decode("big5")) is None
    except UnicodeDecodeError:
        return False


def bad_character(text: str) -> str:
    """Return the first character that Word can't hold, as U+0007, or '' when there is none."""
    if text.isprintable() and "\ufffd" not in text:  # nearly always; the pattern takes long to compile
        return ""
    found = re.search(_UNPRINTABLE, text)
    return f"U+{ord(found[0]):04X}" if found else ""


def printable(text: str) -> str:
    """Return text without the characters that Word can't hold."""
    return re.sub(_UNPRINTABLE, "", text)


def half_width(text: str) -> str:
    """Return text with full-width letters, digits and signs in half width: １２，０００ is 12,000.

    Nothing else changes: Unicode's own compatibility forms would make 851 of the footnoted 85①.
    """
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def word_length(text: str) -> int:
    """Return the length as Word counts it for a content control's title: characters outside the basic plane are two."""
    return len(text.encode("utf-16-le")) // 2


RUN = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # a Chinese Excel takes the full-width ones too
_NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?")


def inert(cell: str) -> str:
    """Return a cell's text such that no spreadsheet runs it: an apostrophe before what begins like a formula and is no number."""
    return f"'{cell}" if cell.startswith(RUN) and not _NEGATIVE.fullmatch(cell) else cell


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as CSV that Excel opens: without the mark before them it takes UTF-8 for the system's code page."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return "\ufeff" + out.getvalue()


# A template's tags, their braces perhaps in full width; bounded, or many open braces take hours.
TAG = re.compile(r"[{｛]{2}.{0,2000}?[}｝]{2}|[{｛][%％].{0,2000}?[%％][}｝]|[{｛][#＃].{0,2000}?[#＃][}｝]", re.DOTALL)
BRACES = re.compile(r"[{｛][{｛%％#＃]|[}｝%％#＃][}｝]")  # either end of one, also alone
EMPHASIS = "**"  # around what a year's text says in bold, where a tag asks for that
VALUE = "\ufffc"  # stands for what a tag prints: a number, a date, a name
STEER = "\ufffb"  # stands for a tag that prints nothing; what stands before it and behind it may never meet


def with_stand_ins(text: str) -> str:
    """Return a text with VALUE or STEER in place of each tag."""
    return TAG.sub(lambda tag: VALUE if half_width(tag[0][1]) == "{" else STEER, text)
