"""A text that takes several lines in a YAML file, and what YAML folds it to -> the text as the person sees it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from reportgen.base.textfile import BLANKS

BLOCKS = ("|", ">")  # the styles of a text that begins on the next line


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
