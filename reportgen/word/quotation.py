"""A number in a sentence or row -> the words around it: enough for a line of the screen, or the few that name the place while numbers change.

A row is quoted by what stands left of the number, its label first. Nothing is left in that YAML could misread.
"""

from __future__ import annotations

import re

from reportgen.base.issues import SHORT, on_one_line, short
from reportgen.word.blocks import Mark, pieces
from reportgen.word.package import W
from reportgen.word.sentences import CLAUSE_END, ENDS

_ANY = "…"  # stands for numbers, dates and what is left out
_NUMBER = re.compile(r"[\d０-９](?:[年月日至到～~—–-]|[,，.．]?[\d０-９])*")
_WINDOW = 200  # characters at either end of a text that are looked at
_MOST_BEFORE, _FIRST, _LAST, _BEHIND = 16, 6, 8, 4  # characters


def quotation(before: str, behind: str) -> str:
    """Return the words around a number that stands between two texts: 开展孕前优生服务服用叶酸…人."""
    if len(before) > 2 * _WINDOW:
        before = before[:_WINDOW] + before[-_WINDOW:]
    behind = behind[:_WINDOW]
    said = _words(before)
    if len(said) > _MOST_BEFORE:
        said = f"{said[:_FIRST]}{_ANY}{said[-_LAST:]}"
    unit = _words(CLAUSE_END.split(behind.lstrip(), maxsplit=1)[0])
    return re.sub(f"{_ANY}+", _ANY, f"{said}{_ANY}{unit[:_BEHIND]}")


def quoted_in(text: str, number: str) -> str:
    """Return the words around a number in the text of a sentence or row; those of the whole where it says it otherwise."""
    found = re.search(r"(?<![\d.])" + "[,，]?".join(map(re.escape, number)), text)
    return quotation(text, "") if found is None else quotation(text[: found.start()], text[found.end() :])


def quoted_at(mark: Mark) -> str:
    """Return the words around a mark in its sentence, or in its row."""
    before, behind = beside(mark)
    return quotation(before, behind)


def beside(mark: Mark) -> tuple[str, str]:
    """Return the texts before and behind a mark in its sentence, or in its row."""
    row = next(mark.control.iterancestors(f"{W}tr"), None)
    holder = next(mark.control.iterancestors(f"{W}p"), mark.control) if row is None else row
    said = [(text, one is not None and one.control is mark.control) for text, one in pieces(holder)]
    at = next((number for number, (_, is_it) in enumerate(said) if is_it), len(said))
    before, behind = ("".join(text for text, _ in part) for part in (said[:at], said[at + 1 :]))
    return before if row is not None else re.split(f"[{ENDS}\n]", before)[-1], behind


def _words(text: str) -> str:
    return "".join(char for char in _NUMBER.sub(_ANY, text) if char.isalpha() or char == _ANY)


def excerpt(text: str, found: str) -> str:
    """Return a text on one line, cut at both ends where it is long, so that what was `found` in it stays."""
    line = on_one_line(text).rstrip("。")
    return short(line, begin=max(line.find(found) + len(found) - SHORT * 2 // 3, 0))
