"""A part's root -> its paragraphs' texts, each character with its place, so that stretches of a text can be put otherwise.

A field's result, pinyin and formulas can be read and not changed: Word writes them itself. They stand as one sign for each character.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from reportgen.authoring.adopt.patterns import Put
from reportgen.word.blocks import Mark, printed_in
from reportgen.word.fields import remove_from_run, unwrap
from reportgen.word.package import XML_SPACE, W

CLOSED = "\ufffc"  # stands for what can't be changed
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}
_CLOSED_IN = (f"{W}fldSimple", f"{W}ruby")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass
class Passage:
    """A paragraph's text; `places` are each character's node and offset, None for what can't be changed, `nodes` the nodes of all.

    `marks` are the stretches that marks held, `again` says that Word shows this text elsewhere: it is what older versions see.
    """

    paragraph: etree._Element
    again: bool
    text: str = ""
    places: list[tuple[etree._Element, int] | None] = field(default_factory=list)
    nodes: list[etree._Element] = field(default_factory=list)
    marks: list[tuple[int, int, Mark]] = field(default_factory=list)

    def put(self, puts: Sequence[Put]) -> list[Put]:
        """Write the sources where they belong, each in the formatting of its first character; return those that couldn't be."""
        refused: list[Put] = []
        for one in sorted(puts, key=lambda put: (put.begin, put.end), reverse=True):
            places = self.places[one.begin : one.end] or self._beside(one.begin)
            known = [place for place in places if place is not None]
            if not known or len(known) != len(places):
                refused.append(one)
            elif one.begin == one.end:
                node, offset = known[0]
                _write(node, (node.text or "")[:offset] + one.source + (node.text or "")[offset:])
            else:
                _replace(known, one.source)
        return refused

    def drop(self, end: int) -> None:
        """Take away the first characters, tabs and line breaks too."""
        for at in reversed(range(end)):
            place = self.places[at]
            if place is None:
                remove_from_run(self.nodes[at])
            else:
                _replace([place], "")

    def _beside(self, at: int) -> list[tuple[etree._Element, int] | None]:
        """Return where something goes between two characters: behind the one before, or before the one behind."""
        before = self.places[at - 1] if at else None
        if before is not None:
            return [(before[0], before[1] + 1)]
        return self.places[at : at + 1]


def _replace(places: Sequence[tuple[etree._Element, int]], source: str) -> None:
    first = places[0][0]
    taken: dict[etree._Element, list[int]] = {}
    for node, offset in places:
        taken.setdefault(node, []).append(offset)
    for node, offsets in taken.items():
        text = node.text or ""
        _write(node, text[: offsets[0]] + (source if node is first else "") + text[offsets[-1] + 1 :])
        if not node.text:
            remove_from_run(node)


def _write(node: etree._Element, text: str) -> None:
    node.text = text
    node.set(XML_SPACE, "preserve")


def passages(root: etree._Element, marked: Mapping[etree._Element, Mark]) -> list[Passage]:
    """Return the passages of a part in document order; `marked` are the nodes of marks that have been unwrapped."""
    found: dict[etree._Element, Passage] = {}
    codes = 0  # fields that are open; one may begin in one paragraph and end in another, as a table of contents does
    for element in root.iter():
        if element.tag == f"{W}p":
            found[element] = Passage(element, next(element.iterancestors(_FALLBACK), None) is not None)
        elif element.tag == f"{W}fldChar":
            codes += {"begin": 1, "end": -1}.get(element.get(f"{W}fldCharType", ""), 0)
        elif element.tag == f"{W}t" or element.tag in _SIGNS:
            passage = next((found[one] for one in element.iterancestors(f"{W}p")), None)
            run = element.getparent()
            if passage is None or run is None or run.tag not in {f"{W}r", f"{W}rt"}:
                continue
            closed = codes > 0 or run.tag != f"{W}r" or next(element.iterancestors(*_CLOSED_IN), None) is not None
            _append(passage, element, closed, marked.get(element))
    return list(found.values())


def _append(passage: Passage, element: etree._Element, closed: bool, mark: Mark | None) -> None:
    begin, text = len(passage.text), _SIGNS.get(str(element.tag), element.text or "")
    passage.text += CLOSED * len(text) if closed else text
    fixed = closed or element.tag in _SIGNS
    passage.nodes += [element] * len(text)
    passage.places += [None if fixed else (element, offset) for offset in range(len(text))]
    if mark is not None and not closed and text:
        last = passage.marks[-1] if passage.marks else None
        if last and last[2] is mark:
            begin = passage.marks.pop()[0]
        passage.marks.append((begin, len(passage.text), mark))


def unwrapped(root: etree._Element) -> dict[etree._Element, Mark]:
    """Take a part's marks away, leave what stands in them, and return each of their texts' nodes with the mark."""
    marked: dict[etree._Element, Mark] = {}
    for mark in list(printed_in(root)):
        content = mark.control.find(f"{W}sdtContent")
        if content is not None:
            marked |= dict.fromkeys(content.iter(f"{W}t"), mark)
            unwrap(mark.control, content)
    return marked
