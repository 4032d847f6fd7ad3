"""A template's numbered lists in loops -> which loop begins them anew; the rounds of a render -> the lists that it needs beside the template's.

Word counts a list on wherever its paragraphs stand. A round begins one anew through a w:num of its own over the same levels, which starts
again (w:startOverride, ECMA-376 17.9.27).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from reportgen.template.nesting import Block, Nodes, blocks, in_a_row, nested
from reportgen.template.tags import NUMBERED, Tag, own_text
from reportgen.word.numbering import NumberedList, integer
from reportgen.word.package import W, parse_part, serialized

_ROUND, _LISTED = "_round", "_listed"  # what a template calls where a round begins, and for the list of a paragraph
_LISTS = "word/numbering.xml"


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph: the number of the tag that takes it away, None where it is printed, and its own list and level."""

    tag: int | None
    num: etree._Element | None
    list: NumberedList | None
    level: int

    @property
    def counter(self) -> str | None:
        return None if self.list is None else self.list.counter


def let_restart(root: etree._Element, tags: Sequence[Tag], lists: Mapping[int, NumberedList]) -> frozenset[int]:
    """Let the lists of a part's loops begin anew where one round can hold several items; return the numbers of these loops' tags.

    One item a round is an item of one list over all rounds, and what a style counts (headings) counts through the document.
    """
    if not any(tag.word == "for" for tag in tags):
        return frozenset()
    row = [_paragraph(paragraph, tags, lists) for paragraph in root.iter(f"{W}p")]

    def word(one: _Paragraph) -> str:
        return "" if one.tag is None else tags[one.tag].word

    found: set[int] = set()
    begun: dict[etree._Element, str] = {}
    for block in blocks(nested(row, word)):
        first, body = block.branches[0].tag, block.branches[0].body
        if first.tag is None or tags[first.tag].word != "for":
            continue
        inside = [one for node in body for one in in_a_row(node) if one.list is not None]
        for counter in {one.counter for one in inside}:
            items = [one for one in inside if one.counter == counter]
            top = min(one.level for one in items)
            if _most(body, counter, top, word) > 1:
                begun |= {one.num: _listed(first.tag, one.list) for one in items if one.num is not None and one.list}
                found.add(first.tag)
    for num, source in begun.items():
        num.set(f"{W}val", source)
    return frozenset(found)


def round_begins(tag: int) -> str:
    """Return what stands where a round of a loop begins that lets lists begin anew, as Jinja."""
    return f"{{{{ {_ROUND}({tag}) }}}}"


def _listed(tag: int, listed: NumberedList) -> str:
    return f"{{{{ {_LISTED}({tag}, {listed.num_id}) }}}}"


def _paragraph(element: etree._Element, tags: Sequence[Tag], lists: Mapping[int, NumberedList]) -> _Paragraph:
    numbers = [int(one) for one in NUMBERED.findall(own_text(element))]
    taking = next((number for number in numbers if tags[number].scope and tags[number].sort == "%"), None)
    num = element.find(f"{W}pPr/{W}numPr/{W}numId")
    listed = lists.get(integer(element, f"pPr/{W}numPr/{W}numId") or 0)
    level = integer(element, f"pPr/{W}numPr/{W}ilvl") or 0
    by_style = listed is not None and any(one.style for one in listed.levels.values())
    return _Paragraph(taking, num, None if by_style else listed, level)


def _most(nodes: Nodes[_Paragraph], counter: str | None, level: int, word: Callable[[_Paragraph], str]) -> int:
    """Return how many items of a list, at one of its levels, these paragraphs can print: 2 for several."""

    def of(node: _Paragraph | Block[_Paragraph]) -> int:
        if not isinstance(node, Block):
            return int(node.counter == counter and node.list is not None and node.level == level)
        most = max(_most(branch.body, counter, level, word) for branch in node.branches)
        return min(2, most * 2) if word(node.branches[0].tag) == "for" else most

    return min(2, sum(map(of, nodes)))


@dataclass
class Rounds:
    """The lists that one render begins anew: `known` are the template's, `made` the new ones, each with the one that it is like."""

    known: Mapping[int, NumberedList]
    made: dict[int, int] = field(default_factory=dict)
    _now: dict[int, dict[int, int]] = field(default_factory=dict)

    @property
    def names(self) -> dict[str, Callable[..., object]]:
        """Return what the template calls."""
        return {_ROUND: self._begin, _LISTED: self._listed}

    def _begin(self, tag: int) -> str:
        self._now[tag] = {}
        return ""

    def _listed(self, tag: int, num: int) -> int:
        """Return the number of a list in this round of a loop."""
        if num not in self._now[tag]:
            self._now[tag][num] = max(self.known) + len(self.made) + 1
            self.made[self._now[tag][num]] = num
        return self._now[tag][num]

    def defined(self, parts: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return a document's parts with the lists that are new."""
        if not self.made:
            return dict(parts)
        root = parse_part(parts[_LISTS])
        end = next(root.iterchildren(f"{W}numIdMacAtCleanup"), None)
        for num in self._nums(root):
            if end is None:
                root.append(num)
            else:
                end.addprevious(num)
        return {**parts, _LISTS: serialized(root)}

    def _nums(self, root: etree._Element) -> Iterator[etree._Element]:
        levels = {one.get(f"{W}numId"): one.find(f"{W}abstractNumId") for one in root.iterfind(f"{W}num")}
        for number, like in self.made.items():
            known, counts = self.known[like], levels[str(like)]
            assert counts is not None, "a list that is known has levels"
            num = etree.Element(f"{W}num", {f"{W}numId": str(number)})
            etree.SubElement(num, f"{W}abstractNumId", {f"{W}val": counts.get(f"{W}val", "")})
            for level in sorted(known.levels):
                override = etree.SubElement(num, f"{W}lvlOverride", {f"{W}ilvl": str(level)})
                start = str(known.starts.get(level, known.levels[level].start))
                etree.SubElement(override, f"{W}startOverride", {f"{W}val": start})
            yield num
