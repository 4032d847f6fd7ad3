"""A text as it is written in a YAML file, and what YAML makes of it -> the text as the person sees it, and what YAML took for a comment."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from reportgen.base.textfile import BLANKS

BLOCKS = ("|", ">")  # the styles of a text that begins on the next line
_COMMENT = re.compile(r"[ \t]+(#.*)")  # behind a scalar, to the end of its line
_COMMENT_BELOW = re.compile(r"(?:[ \t]*\r?\n)+( +)(#[^\s#].*)")
_COMMENT_IN_BLOCK = re.compile(r"(?:[ \t]*\r?\n)*( +)(#[^\s#].*)")
_COMMENT_ABOVE = re.compile(r"(?:[:-][ \t]+|^ +)(#[^\s#].*)")
_INDENT = re.compile(" *")


def written_lines(lines: Sequence[str], style: str) -> tuple[str, ...]:
    """Return the lines that a text stands on, from those between its quotes or from its | or > on."""
    said = [line.strip(BLANKS) for line in (lines[1:] if style in BLOCKS else lines)]
    return tuple(line.replace("''", "'") for line in said) if style == "'" else tuple(said)


def unfolded(folded: str, lines: Sequence[str]) -> str:
    """Return a text as YAML joined its lines, but without the blanks that it put beside Chinese in place of line ends.

    Texts with escapes stay as YAML reads them: hardly any on several lines has one.
    """
    if len(lines) < 2 or any("\\" in line for line in lines):
        return folded
    said, at = "", 0
    for line in filter(None, lines):
        begin = folded.find(line, at)
        if begin < 0:  # a comment behind the last line of a block
            break
        between = folded[at:begin]
        is_blank = said and "\n" not in between and (_is_wide(said[-1]) or _is_wide(line[0]))
        said += ("" if is_blank else between) + line
        at = begin + len(line)
    return said + folded[at:]


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}


def cut_off(source: str, begin: int, column: int, end: int) -> str:
    """Return a line like 「#3」 that ends a text behind | or > because it stands less far in than the text's first line."""
    spaces, below = _INDENT.match(source, begin - column), _COMMENT_IN_BLOCK.match(source, end)
    indent = spaces.end() - spaces.start() if spaces else 0
    return below[2].rstrip() if below and len(below[1]) > indent else ""


def comment_at(source: str, begin: int, column: int, end: int) -> str:
    """Return the comment behind a scalar; or one like 「#3」 that stands where the text's next line would, or its first."""
    if behind := _COMMENT.match(source, end):
        return behind[1].rstrip()
    line = begin - column
    spaces = _INDENT.match(source, line)
    indent = spaces.end() - line if spaces else 0
    if (below := _COMMENT_BELOW.match(source, end)) and len(below[1]) > indent:
        return below[2].rstrip()
    if indent < column or line == 0:
        return ""
    filled = line
    while filled and source[filled - 1] in " \t\r\n":
        filled -= 1
    above = _COMMENT_ABOVE.search(source[source.rfind("\n", 0, filled) + 1 : filled])
    return above[1].rstrip() if above else ""
