"""Blocks that the data add or put in another order -> their places in people's story, between those that people have there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from lxml import etree

from reportgen.base.issues import short
from reportgen.merge import besides
from reportgen.merge.conflicts import About
from reportgen.merge.counterparts import Counterparts
from reportgen.merge.fitting import fitted
from reportgen.merge.telling import Telling
from reportgen.word.alignment import in_order
from reportgen.word.blocks import Block, visible_text, with_frame
from reportgen.word.events import Kind
from reportgen.word.headings import Headings, heads, is_heading
from reportgen.word.paragraph_content import without_reference
from reportgen.word.revisions import Reviser


@dataclass(frozen=True)
class Placing:
    """Puts blocks of ours into people's `story`: `placed` is what stands there of each by number, `under` the heading above each."""

    sides: Counterparts
    story: etree._Element
    placed: dict[int, etree._Element]
    under: dict[etree._Element, str]
    reviser: Reviser
    telling: Telling
    known: besides.Known
    headings: Headings

    def move(self, section: str) -> None:
        """Put blocks where the data have put them, each behind the one before it in ours; tell those that people had moved too.

        `section` is the heading in people's document above the story.
        """
        follow, disputed = self.sides.moved()
        if self.reviser.date:  # a tracked move brings ours in anew, and nothing of people's may be lost with theirs
            edited = {
                o
                for o in follow
                if visible_text(self.placed[o]) != visible_text(self.sides.ours[o].element)
                or besides.put_in(self.placed[o], self.sides.ours[o].element, self.known)
                or not without_reference(self.sides.ours[o].element)
                or self.placed[o].getparent() is not self.story
            }
        else:  # nothing leaves a control that people put around more than it
            edited = {o for o in follow if any(with_frame(one).getparent() is not self.story for one in self._whole(o))}
        edited |= self._leaving(follow, section)
        follow, disputed = [o for o in follow if o not in edited], sorted({*disputed, *edited})
        for o in follow:
            anchor = next((self._whole(before)[-1] for before in range(o - 1, -1, -1) if before in self.placed), None)
            heading = section if anchor is None else self.under.get(anchor, "")
            for piece in self._whole(o):
                anchor = self.reviser.move_after(anchor, self.story, piece, self.sides.ours[o].element)
                self.under[anchor] = heading
                if piece is self.placed[o]:
                    self.placed[o] = anchor
            self.telling.changed = True
            self.telling.tell(Kind.MOVED, short(visible_text(self.placed[o])), heading)
        if disputed:
            said = "、".join(f"「{short(visible_text(self.sides.ours[o].element))}」" for o in disputed)
            first = Block(self.placed[disputed[0]], "", ())
            self.telling.comment(first, About.ORDER, f"{About.ORDER.value}，这里有人调过，请自己排：{said}")
            self.telling.tell(
                Kind.CONFLICT, f"{About.ORDER.value}，有人调过，没有动：{said}", self.under.get(first.element, "")
            )

    def _whole(self, o: int) -> list[etree._Element]:
        """Return what is placed of a block of ours: its counterpart, or the pieces into which people broke that, in their order."""
        return self.sides.pieces.get(self.placed[o], [self.placed[o]])

    def _leaving(self, follow: Collection[int], section: str) -> set[int]:
        """Return which of these blocks the data leave in their section, and would stand in another one behind those before them in ours.

        People put a heading of their own behind ours, or retyped ours and wrote in all that stands below it.
        """
        if not follow:
            return set()
        drafts = ([one.element for one in side] for side in (self.sides.was, self.sides.ours))
        was, now = (
            heads(side, styles) for side, styles in zip(drafts, (self.headings.base, self.headings.ours), strict=True)
        )
        found: set[int] = set()
        for b, o in self.sides.ours_of.items():
            if o in follow and now[o] == (None if (head := was[b]) is None else self.sides.ours_of.get(head)):
                before = next((self.placed[one] for one in range(o - 1, -1, -1) if one in self.placed), None)
                above = section if before is None else self.under.get(before, "")
                found |= {o} if above != self.under.get(self.placed[o], "") else set()
        return found

    def insert(self, section: str, elsewhere: Collection[int]) -> None:
        """Put each block that only ours has behind the counterpart of the one before it, in its section, where people left that.

        `section` is the heading in people's document that ours stands under, at first that above the story. What stands `elsewhere`, in another
        block of people's, isn't put there again.
        """
        known = set(self.sides.ours_of.values())
        if not set(range(len(self.sides.ours))) - known - set(self.placed):
            return
        steady = self._steady()
        others: list[int] = []  # moved by people to between the anchor and the next that stands in order
        anchor: etree._Element | None = None
        gone = ""  # the heading of a section that people deleted
        for o, block in enumerate(self.sides.ours):
            starts = is_heading(block.element, self.headings.ours)
            if starts:
                gone = "" if o in self.placed or o not in known else short(visible_text(block.element).strip())
                section = self.under[self.placed[o]] if o in self.placed else section
            if o in self.placed:
                # One that people moved, in its section or to another one, is followed by nothing of this one.
                here = self.under.get(self.placed[o], "") == section
                if starts or anchor is None or (here and (o in steady or gone)):
                    anchor, gone, others = self._whole(o)[-1], "", steady.get(o, [])
            elif o in known or o in elsewhere:
                continue
            elif gone:
                said = f"新的一段没有放：「{gone}」这一部分有人删去了：{short(visible_text(block.element))}"
                self.telling.tell(Kind.CONFLICT, said, gone)
            elif without_reference(block.element):
                anchor = next((self._whole(other)[-1] for other in reversed(others) if other < o), anchor)
                others = []
                before = "" if anchor is None else self.under.get(anchor, "")
                new, anchor = fitted(block.element, anchor)
                anchor = self.reviser.insert_after(anchor, self.story, new)
                if starts:
                    section = before = short(visible_text(block.element).strip())
                self.under[anchor] = before
                self.telling.changed = True
                self.telling.tell(Kind.ADDED, short(visible_text(block.element)), before)
            else:
                said = f"新的一段带图片、链接或脚注，请自己加上：{short(visible_text(block.element))}"
                self.telling.tell(Kind.CONFLICT, said, "" if anchor is None else self.under.get(anchor, ""))

    def _steady(self) -> dict[int, list[int]]:
        """Return the placed blocks, by their numbers in ours, that stand in ours' order among those under the same heading.

        With each come those out of order that stand behind it, up to the next one.
        """
        kinds = {one.tag for one in self.placed.values()}
        at = {element: number for number, element in enumerate(self.story.iter(*kinds))} if kinds else {}
        sections: dict[str, list[int]] = {}
        for o in sorted(self.placed, key=lambda o: at[self.placed[o]]):
            sections.setdefault(self.under.get(self.placed[o], ""), []).append(o)
        found: dict[int, list[int]] = {}
        for section in sections.values():
            in_place = in_order(section)
            last = -1
            for place, o in enumerate(section):
                if place in in_place:
                    last, found[o] = o, []
                elif last >= 0:
                    found[last].append(o)
        return found
