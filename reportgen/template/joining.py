"""A template's paragraphs with {%- or -%} -> the paragraphs that these join, and the text without the blanks that they trim.

As docxtpl's documentation has it: {%- at the begin of a paragraph joins it to the one before, -%} at its end to the one behind. Elsewhere,
and in {{- … -}}, the sign trims blanks as in Jinja. What could be done is done and its sign is gone; a sign that stays is told.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from lxml import etree

from reportgen.base.textfile import TAG
from reportgen.template.tags import own_nodes
from reportgen.word.package import XML_SPACE, W

_SIGNS = ("{%-", "-%}", "{{-", "-}}", "{#-", "-#}")
_SCOPED = re.compile(r"\{%[-+]?(?:p|tr|tc|r)\s")
_BLOCKS = (f"{W}p", f"{W}tbl", f"{W}sdt", f"{W}customXml")


def join_paragraphs(root: etree._Element) -> None:
    """Join the paragraphs of a part, and trim blanks, where its tags say so."""
    for paragraph in list(root.iter(f"{W}p")):
        again: etree._Element | None = paragraph
        while again is not None:
            again = _joined(again)


def _joined(paragraph: etree._Element) -> etree._Element | None:
    """Do what the first sign of a paragraph asks for that can be done; return the paragraph to look at next, None where none can."""
    nodes = own_nodes(paragraph)
    text = "".join(node.text or "" for node in nodes)
    if not any(sign in text for sign in _SIGNS):
        return None
    for tag in TAG.finditer(text):
        if _SCOPED.match(tag[0]) or len(tag[0]) < len("{%-x%}"):
            continue
        joins = tag[0][1] == "%"
        first, last = len(text[: tag.start()].rstrip()), len(text) - len(text[tag.end() :].lstrip())
        for is_there, sign, blanks, before in (
            (tag[0][2] == "-", tag.start() + 2, range(first, tag.start()), True),
            (tag[0][-3] == "-", tag.end() - 3, range(tag.end(), last), False),
        ):
            at_edge = joins and (first == 0 if before else last == len(text))
            other = _neighbour(paragraph, before=before) if at_edge else None
            if not is_there or (at_edge and other is None):
                continue
            _drop(nodes, {sign, *blanks})
            if other is None:
                return paragraph
            upper, lower = (other, paragraph) if before else (paragraph, other)
            _move(lower, upper)
            return upper
    return None


def _neighbour(paragraph: etree._Element, *, before: bool) -> etree._Element | None:
    """Return the paragraph right before or behind one, None where something else stands there or a section ends between them."""
    other = next(paragraph.itersiblings(*_BLOCKS, preceding=before), None)
    if (
        other is None
        or other.tag != f"{W}p"
        or any(one.find(f"{W}pPr/{W}sectPr") is not None for one in (paragraph, other))
    ):
        return None
    return other


def _drop(nodes: Iterable[etree._Element], dropped: Container[int]) -> None:
    """Take characters, counted over all nodes, away from their texts."""
    begin = 0
    for node in nodes:
        text = node.text or ""
        node.text = "".join(sign for at, sign in enumerate(text, begin) if at not in dropped)
        node.set(XML_SPACE, "preserve")
        begin += len(text)


def _move(lower: etree._Element, upper: etree._Element) -> None:
    """Put what a paragraph holds behind what another one holds, whose settings stay."""
    upper.extend([one for one in lower if one.tag != f"{W}pPr"])
    parent = lower.getparent()
    assert parent is not None, "a paragraph stands in something"
    parent.remove(lower)
