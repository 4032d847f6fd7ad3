"""A caption, head or title of people's and the draft's that it is -> what it says otherwise of the figures below it: a unit, a column's name.

What a table counts stands above it, away from its numbers: 「各村人口（人）」, 「单位：万元」, a head of two rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reportgen.base.counting import unit_behind
from reportgen.verify.printed_as import names, plainest
from reportgen.word.blocks import cells, printed_in
from reportgen.word.package import W
from reportgen.word.sentences import ENDS
from reportgen.word.units import CELL_END, Unit

_UNIT_SAID = re.compile(r"[（(](?:单位\s*[：:]\s*)?([^（）()\s]{1,6})[)）]|单位\s*[：:]\s*([^（）()\s，。；]{1,6})")
_MOST = 40  # characters of a caption or title
_HEAD_ROWS = 3  # from a table's top, among which a head of several rows stands


def is_heading(unit: Unit) -> bool:
    """Return whether a unit is a caption, a title or a row without figures: it speaks for figures that stand elsewhere."""
    if CELL_END in unit.text:
        return not any(token.title for token in unit.tokens)
    said = unit.text.strip()
    return 0 < len(said) <= _MOST and said[-1] not in ENDS


def other_unit(theirs: Unit, draft: Unit, units: Sequence[str]) -> tuple[str, str] | None:
    """Return the unit that people's caption, head or sentence says in brackets or behind 「单位：」 instead of the draft's, and that one."""
    said, due = (_units_of(unit, units) for unit in (theirs, draft))
    mine, ours = (Counter(map(plainest, found)) for found in (said, due))
    other = next((one for one in said if (mine - ours)[plainest(one)]), "")
    lacking = next((one for one in due if (ours - mine)[plainest(one)]), "")
    return (other, lacking) if other and lacking else None


def other_heads(theirs: Unit, draft: Unit) -> Iterator[tuple[str, str]]:
    """Yield the cells of a head that name something else than the draft's, and what these name.

    A head of one row is held where its figures' marks are; here only above columns that lost them.
    """
    table = next(theirs.element.iterancestors(f"{W}tbl"), None) if CELL_END in theirs.text else None
    said, due = theirs.text.split(CELL_END), draft.text.split(CELL_END)
    if table is None or len(said) != len(due) or not is_heading(theirs) or not is_heading(draft):
        return
    rows = list(table.iterchildren(f"{W}tr"))[:_HEAD_ROWS]
    if theirs.element not in rows:
        return
    is_spanned = next(theirs.element.iter(f"{W}gridSpan"), None) is not None
    is_of_one_row = theirs.element is rows[0] and not is_spanned
    if not is_of_one_row and next(printed_in(table), None) is None:
        return
    for at, (mine, ours) in enumerate(zip(said, due, strict=True)):
        if "".join(mine.split()) == "".join(ours.split()) or _goes_on(mine, ours):
            continue
        if is_of_one_row:
            figures = _figures_below(draft, at)
            if not figures or figures & _figures_below(theirs, at) or mine.strip() in map(str.strip, due):
                continue
        yield mine.strip(), ours.strip()


def _figures_below(head: Unit, column: int) -> set[str]:
    """Return the titles of the marks in a column of a head's table."""
    table = next(head.element.iterancestors(f"{W}tbl"), head.element)
    rows = [cells(row) for row in table.iterchildren(f"{W}tr")]
    return {mark.title for row in rows for cell in row[column : column + 1] for mark in printed_in(cell)}


def _goes_on(mine: str, ours: str) -> bool:
    return bool(ours.strip()) and ours.strip() in mine and not names(mine.replace(ours.strip(), ""), ours)


def _units_of(unit: Unit, units: Sequence[str]) -> list[str]:
    said = (found[1] or found[2] for found in _UNIT_SAID.finditer(unit.text.replace("％", "%")))
    return [one for one in said if unit_behind(one, units) == one]
