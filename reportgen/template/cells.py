"""A cell's own tags, {% vm %} {% hm %} {% colspan … %} {% cellbg … %} -> the cell as Jinja; what they may say -> what is printed of it.

docxtpl writes these by patterns over the text, behind whatever the cell's settings hold, and leaves what stands in a cell that another one
covers; a mark in it would be a number that nobody sees. So the cell is made here, with its settings in the order of the schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Sized

from lxml import etree

from reportgen.base.issues import Issue, Location, Severity, Unusable, quoted
from reportgen.template.tags import FILE, NUMBERED, Tag
from reportgen.word.block_settings import put_setting, settings_of
from reportgen.word.numbering import integer
from reportgen.word.package import W

_DOWN, ACROSS, SPAN, SHADE = "vm", "hm", "colspan", "cellbg"
CELL_WORDS = (_DOWN, ACROSS, SPAN, SHADE)
LOOPS = {_DOWN: "tr", ACROSS: "tc"}  # which loop a cell is merged over
QUOTES = ("'", '"')
_SIX_DIGITS = re.compile(r"[0-9A-Fa-f]{6}")
_MOST_COLUMNS = 63  # Word's
_COUNT, _COLOUR = "_count", "_colour"


def calls() -> dict[str, Callable[..., object]]:
    """Return what a template with such cells calls."""
    return {_COUNT: _count, _COLOUR: _colour}


def fault_of_constant(word: str, said: str) -> str:
    """Return why a number of columns or a colour can't be what a tag says, '' where it can; a name is none of both."""
    if word == SPAN and said.isdecimal() and not 1 <= int(said) <= _MOST_COLUMNS:
        return f"跨的列数要是1到{_MOST_COLUMNS}的整数"
    if word == SHADE and said.startswith(QUOTES) and not _SIX_DIGITS.fullmatch(said.strip("'\"")):
        return f"底色要写六位十六进制的颜色，如 {{% {SHADE} 'FFF2CC' %}}"
    return ""


def _count(entries: int | Sized) -> int:
    """Return how many columns a cell spans: as it is typed, or one for each entry of a loop."""
    return entries if isinstance(entries, int) else max(1, len(entries))


def _colour(said: object) -> str:
    if not _SIX_DIGITS.fullmatch(str(said)):
        message = (
            f"模板里 {{% {SHADE} … %}} 要的是六位十六进制的颜色（如 FFF2CC），这一年的文字写的是{quoted(str(said))}。"
        )
        raise Unusable([Issue("模板", Severity.ERROR, message, Location(FILE))])
    return str(said)


def make_cells(root: etree._Element, tags: Sequence[Tag]) -> None:
    """Put what the tags of cells say into the cells of a part, once its other tags have their places."""
    for node in list(root.iter(f"{W}t")):
        for number in [int(one) for one in NUMBERED.findall(node.text or "")]:
            if tags[number].word in CELL_WORDS:
                node.text = (node.text or "").replace(f"{{{{{number}}}}}", "")
                cell = next(node.iterancestors(f"{W}tc"))
                _make(cell, tags[number])


def _make(cell: etree._Element, tag: Tag) -> None:
    settings = settings_of(cell, "tcPr")
    if tag.word == SHADE:
        _put(settings, "shd", {"val": "clear", "color": "auto", "fill": f"{{{{ {_COLOUR}({tag.rest}) }}}}"})
    elif tag.word == SPAN:
        _put(settings, "gridSpan", {"val": f"{{{{ {_COUNT}({tag.rest}) }}}}"})
    elif tag.word == ACROSS:
        own = integer(settings, "gridSpan") or 1
        _put(settings, "gridSpan", {"val": f"{{{{ loop.length * {own} }}}}"})
        _say_before(cell, "{% if loop.first %}")
        cell.tail = "{% endif %}" + (cell.tail or "")
    else:
        _merge_rounds(cell, settings)


def _put(settings: etree._Element, name: str, values: dict[str, str]) -> None:
    put_setting(settings, etree.Element(W + name, {W + key: value for key, value in values.items()}))


def _merge_rounds(cell: etree._Element, settings: etree._Element) -> None:
    """Merge a cell down over the rounds of the loop that it stands in; what it says, the first of them says."""
    _put(settings, "vMerge", {"val": "{% if loop.first %}restart{% else %}continue{% endif %}"})
    settings.tail = "{% if loop.first %}"
    cell[-1].tail = "{% else %}"
    etree.SubElement(cell, f"{W}p").tail = "{% endif %}"


def _say_before(cell: etree._Element, text: str) -> None:
    before = cell.getprevious()
    row = cell.getparent()
    assert row is not None, "a cell stands in a row"
    if before is None:
        row.text = (row.text or "") + text
    else:
        before.tail = (before.tail or "") + text
