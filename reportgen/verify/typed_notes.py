"""People's renewed document + the numbers that people typed where a figure stands -> a comment at each whose figure has changed.

A typed number is theirs and stays; the comment says the figure, is brought up to date with it, and goes when both agree again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.annex.annexed import units_outside
from reportgen.annex.held import held_cells
from reportgen.base.stated import Agreement
from reportgen.word.blocks import visible_text
from reportgen.word.comments import Comments
from reportgen.word.headings import heading_styles, headings_above
from reportgen.word.package import DOCUMENT, W, body_of, parse_part
from reportgen.word.resaved import put_inside
from reportgen.word.retyped import Retyped, retyped

_SAID = "这里是打字的"  # how each of these comments goes on behind the figure's name
# How a typed number stands to the figure; None where it speaks of another time, place or part.
Judge = Callable[[Retyped], Agreement | None]


@dataclass(frozen=True)
class Noted:
    """A number typed where a figure stands, in today's document, and the heading that it stands under.

    `changed` says that the figure has changed since the last build.
    """

    found: Retyped
    changed: bool
    heading: str

    @property
    def text(self) -> str:
        """Return what the comment says."""
        return f"「{self.found.title}」{_SAID}{self.found.typed}，数据现为{self.found.due}。"


def with_notes(
    parts: Mapping[str, bytes],
    theirs: Mapping[str, bytes],
    base: Mapping[str, bytes],
    ours: Mapping[str, bytes],
    judge: Judge,
) -> tuple[dict[str, bytes], list[Noted]]:
    """Return the renewed parts with a comment at each typed number whose figure has changed, and all typed numbers that differ.

    `theirs` is the document before it was renewed, `base` and `ours` are what was and what would be drafted.
    """
    root = parse_part(parts[DOCUMENT])
    put_inside(root)
    comments = Comments(parts, root)
    said = {number: text for number, text in comments.ours().items() if f"」{_SAID}" in text}
    draft = parse_part(ours[DOCUMENT])
    shown, due = list(units_outside(parts, root)), list(units_outside(ours, draft))
    found = [one for one in retyped(shown, due) if judge(one) is Agreement.OTHER]
    found += held_cells(root, draft)
    if not found and not said:
        return dict(parts), []
    before, drafted = parse_part(theirs[DOCUMENT]), parse_part(base[DOCUMENT])
    earlier = list(retyped(list(units_outside(theirs, before)), list(units_outside(base, drafted))))
    known = {_key(one): one.due for one in (*earlier, *held_cells(before, drafted))}
    body = list(body_of(root))
    above = dict(zip(body, headings_above(body, heading_styles(parts)), strict=True)) if found else {}
    noted = [Noted(one, known.get(_key(one), one.typed) != one.due, _heading(one.unit.element, above)) for one in found]
    holding = {one.text for one in noted}
    for number, text in said.items():
        if text not in holding:
            comments.remove(number)
    for one in noted:
        outdated = any(text.startswith(one.text.partition("，数据现为")[0]) for text in said.values())
        if one.text not in said.values() and (one.changed or outdated) and one.found.unit.place == DOCUMENT:
            paragraph = _paragraph(one.found)
            content = [child for child in paragraph if child.tag != f"{W}pPr"]
            if content:
                comments.at(content[0], content[-1], one.text)
    return (comments.parts() if comments.changed else dict(parts)), noted


def _heading(element: etree._Element, above: Mapping[etree._Element, str]) -> str:
    """Return the heading that an element stands under, '' outside of the body."""
    holders = (element, *element.iterancestors())
    return next((above[one] for one in holders if one in above), "")


def _key(one: Retyped) -> tuple[str, str, str]:
    return one.title, one.typed, one.unit.skeleton


def _paragraph(one: Retyped) -> etree._Element:
    """Return the paragraph that holds the number: of a row, that of its cell."""
    element = one.unit.element
    if element.tag == f"{W}p":
        return element
    paragraphs = list(element.iter(f"{W}p"))
    return next((p for p in paragraphs if visible_text(p).strip() == one.typed), paragraphs[0])
