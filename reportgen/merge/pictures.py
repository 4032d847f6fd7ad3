"""A base's, people's and today's pictures of the data -> today's in people's document, where people left theirs; what became of each.

A picture is people's when its file is another one than the base's: they put theirs there, or their word processor has made it smaller when
it saved. Theirs stays, and that is told when the data have another one by now.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.word.drawingml import BLIP
from reportgen.word.events import Event, Kind
from reportgen.word.package import W, parse_part, serialized
from reportgen.word.pictures import EMBED, ShownPicture, all_pictures, described, pictures_in, resized, with_file
from reportgen.word.relations import OFFICE, only_related, relations_of
from reportgen.word.revisions import Reviser

_LENT = "today:"  # begins the reference to a file of today's draft, until the merge is done
_SLACK = 20_000  # EMU, half a millimetre: word processors round a size


@dataclass(frozen=True)
class _Drawn:
    """A picture of a draft, by its catalogue's name: its file, its size in EMU and its words."""

    data: bytes
    size: tuple[int, int]
    said: str


class Pictures:
    """Renews the pictures of people's document `theirs`, whose main part's root is `root`, from those of a base to those of today's draft."""

    def __init__(
        self,
        base: Mapping[str, bytes],
        theirs: Mapping[str, bytes],
        ours: Mapping[str, bytes],
        root: etree._Element,
        main: str,
    ) -> None:
        self._before, self._now = _drawn(base), _drawn(ours)
        self._theirs, self._ours = theirs, ours
        self._names: set[str] = set()  # of the pictures that stand in people's document
        self.changed: set[str] = set()  # the stories in which one is drawn otherwise than before
        self.touched = frozenset(one.drawing for one in pictures_in(root, theirs, main) if self._is_touched(one))

    def _name(self, one: ShownPicture) -> str:
        """Return by which name of the catalogue a picture was drafted, '' for one of people's own."""
        if one.name or not one.part:
            return one.name if one.name in self._before else ""
        same = [name for name, drawn in self._before.items() if drawn.data == self._theirs[one.part]]
        return same[0] if len(same) == 1 else ""

    def _is_touched(self, one: ShownPicture) -> bool:
        before = self._before.get(self._name(one))
        return before is not None and not (self._theirs.get(one.part) == before.data and _alike(one.size, before.size))

    def lend(self, draft: etree._Element, main: str) -> None:
        """Have the pictures in a root of today's draft name their files as such, wherever the merge puts them."""
        for one in pictures_in(draft, self._ours, main):
            if one.name:
                _refer(one.drawing, f"{_LENT}{one.part}")

    def renew(self, root: etree._Element, story: str, reviser: Reviser) -> Iterator[Event]:
        """Put today's pictures into a story of people's; yield what became of each that was drafted."""
        for one in list(pictures_in(root, self._theirs, story)):
            name = self._name(one)
            self._names.add(name)
            before, now = self._before.get(name), self._now.get(name)
            if before is None or now is None or not one.part:
                continue
            data = self._theirs[one.part]
            if data not in (before.data, now.data):
                kind, what = (Kind.KEPT, "") if before == now else (Kind.CONFLICT, "，今天的图没有放")
                yield Event(kind, "", f"图「{name}」有人换过，或者被字处理软件压缩过{what}")
            elif _put(one, before, now, _today(now, self._ours) if data != now.data else "", reviser):
                self.changed.add(story)
                yield Event(Kind.FIGURE, "", f"图「{name}」换成今天的")

    def gone(self) -> Iterator[Event]:
        """Yield the pictures that people deleted and that the data have otherwise by now; all stories have been renewed before."""
        for name, now in self._now.items():
            if name in self._before and name not in self._names and self._before[name].data != now.data:
                yield Event(Kind.CONFLICT, "", f"图「{name}」有人删去了，今天的图没有放")

    def filed(self, parts: Mapping[str, bytes], root: etree._Element, story: str) -> dict[str, bytes]:
        """Return people's parts with the files of today's that a story's root refers to, and without those that it doesn't show any more."""
        lent = [blip for blip in root.iter(BLIP) if blip.get(EMBED, "").startswith(_LENT)]
        before = pictures_in(parse_part(self._theirs[story]), self._theirs, story) if self._before else ()
        shown = {key for one in before if self._name(one) for key in _keys(one.drawing)}
        gone = shown - {value for element in root.iter("*") for value in element.attrib.values()} if shown else shown
        made = dict(parts)
        if not lent and not gone:
            return made
        for blip in lent:
            name = blip.get(EMBED, "").removeprefix(_LENT)
            made, key = with_file(made, story, self._ours[name], name[name.rindex(".") :])
            blip.set(EMBED, key)
        made[story] = serialized(root)
        ids = {one.get("Id", "") for one in parse_part(made[relations_of(story)])}
        return only_related(made, story, ids - gone) if gone else made


def _drawn(parts: Mapping[str, bytes]) -> dict[str, _Drawn]:
    found: dict[str, _Drawn] = {}
    for one in all_pictures(parts):
        if one.name and one.part:
            found.setdefault(one.name, _Drawn(parts[one.part], one.size, one.said))
    return found


def _today(now: _Drawn, ours: Mapping[str, bytes]) -> str:
    return f"{_LENT}{next(name for name, data in ours.items() if data == now.data)}"


def _keys(drawing: etree._Element) -> Iterator[str]:
    return (blip.get(EMBED, "") for blip in drawing.iter(BLIP))


def _refer(drawing: etree._Element, key: str) -> None:
    for blip in drawing.iter(BLIP):
        blip.set(EMBED, key)
        for link in [name for name in blip.attrib if name == f"{{{OFFICE}}}link"]:
            del blip.attrib[link]


def _alike(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return all(abs(mine - theirs) <= _SLACK for mine, theirs in zip(one, other, strict=True))


def _put(one: ShownPicture, before: _Drawn, now: _Drawn, key: str, reviser: Reviser) -> bool:
    """Draw today's picture in a drawing's place; return whether anything is drawn otherwise than before.

    The size that people gave it stays, as wide as they have it, and so do their words for it.
    """
    size = one.size
    if _alike(one.size, before.size):
        size = now.size
    elif key:
        size = one.size[0], one.size[0] * now.size[1] // (now.size[0] or 1)
    said = now.said if one.said == before.said else one.said
    if not key and _alike(size, one.size) and said == one.said:
        return False
    drawing = _alone(one.drawing, reviser) if reviser.date and key else one.drawing
    if key:
        _refer(drawing, key)
    resized(drawing, *size)
    described(drawing, said)
    return True


def _alone(drawing: etree._Element, reviser: Reviser) -> etree._Element:
    """Return a copy of a drawing, in a run of its own that a revision puts in the place of the one that it stands in."""
    run = next(drawing.iterancestors(f"{W}r"))
    top = next(one for one in (drawing, *drawing.iterancestors()) if one.getparent() is run)
    settings = run.findall(f"{W}rPr")
    rest = etree.Element(f"{W}r")
    rest.extend([*map(copy.deepcopy, settings), *list(top.itersiblings())])
    if len(rest) > len(settings):
        run.addnext(rest)
    own = etree.Element(f"{W}r")
    own.extend([*map(copy.deepcopy, settings), top])
    run.addnext(own)
    new = copy.deepcopy(own)
    reviser.replace_run(own, new)
    return next(new.iter(f"{W}drawing"))
