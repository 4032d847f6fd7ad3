"""One story of a report as built, as people left it, and as it would be built now -> people's story renewed, and what became of its places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from reportgen.base.issues import short
from reportgen.merge import besides
from reportgen.merge.conflicts import About
from reportgen.merge.counterparts import Counterparts, counterparts
from reportgen.merge.fitting import columns, moved
from reportgen.merge.marks import renew_marks
from reportgen.merge.placing import Placing
from reportgen.merge.stale import Words, left_over, standing_words
from reportgen.merge.telling import Telling
from reportgen.merge.wordings import Wordings
from reportgen.word.blocks import (
    Block,
    Mark,
    as_block,
    behind,
    blocks,
    cells,
    last_block,
    rows,
    visible_text,
    with_frame,
)
from reportgen.word.events import Kind
from reportgen.word.headings import Headings, headings_above, heads
from reportgen.word.package import W
from reportgen.word.paragraph_content import without_reference
from reportgen.word.revisions import Reviser

_QUIET = (Kind.FIGURE, Kind.KEPT)  # what may be told of a block beside words in it that are out of date


@dataclass
class Merge:
    """Renews one story; `telling` says what became of it."""

    texts: Wordings
    reviser: Reviser
    telling: Telling
    known: besides.Known
    headings: Headings = field(default_factory=Headings)

    def story(self, base: etree._Element, theirs: etree._Element, ours: etree._Element) -> None:
        """Renew people's blocks, put ours where they belong, and take away what is gone and was left alone."""
        self.renew(blocks(base), blocks(theirs), blocks(ours), theirs)

    def renew(
        self, was: Sequence[Block], now: Sequence[Block], is_ours: Sequence[Block], theirs: etree._Element
    ) -> None:
        """Do so with the blocks of the three sides; `theirs` is people's story."""
        # A cell's text says less than its place.
        if theirs.tag == f"{W}tc" and len(was) == len(now) == len(is_ours) == 1:
            self._renewed(now[0], was[0], is_ours[0])
        else:
            self._blocks(counterparts(was, now, is_ours), theirs)
        last = last_block(theirs)
        if now and (last is None or last.tag == f"{W}tbl" != now[-1].element.tag):  # a text ends in a paragraph
            closing = etree.Element(f"{W}p")
            if last is not None:
                behind(last, theirs).addnext(closing)
            else:
                theirs.insert(len(theirs.findall(f"{W}tcPr")), closing)
        self.reviser.finish(theirs)

    def _blocks(self, sides: Counterparts, story: etree._Element) -> None:
        above, told_before = self.telling.heading, len(self.telling.events)  # that of the table which this story is in
        self.telling.stale |= self._stale(sides, story)
        said = self._said_by_people(sides) if story.tag == f"{W}body" else {}
        returned = {sides.now[words.place].element for words in said.values()}
        back = {n: o for o, n in sides.back.items()}
        placed: dict[int, etree._Element] = {}
        under: dict[etree._Element, str] = {}
        going: list[etree._Element] = []
        headings = headings_above([one.element for one in sides.now], self.headings.theirs)
        for n, (block, b, heading) in enumerate(zip(sides.now, sides.base_of, headings, strict=True)):
            self.telling.heading = heading or above
            told = len(self.telling.events)
            o = back.get(n) if b is None else sides.ours_of.get(b)
            if b is None and o is None:
                self.marks(block.marks, ())
                self.telling.settle_words(block)
                if block.element not in self.telling.stale:
                    self.telling.kept("人写的", block, self.telling.heading)
            elif b is None:
                assert o is not None, "a block that came back is one of ours"
                placed[o] = self._back(block, sides.ours[o], whole=o in said and said[o].whole)
            elif o is None:
                going += self._unwanted(block, sides.was[b])
            else:
                placed[o] = self._renewed(block, sides.was[b], sides.ours[o])
            element = block.element if o is None else placed[o]
            under[element] = self.telling.heading
            if block.element in returned:
                self.telling.settle(block, About.GONE)
            if element in self.telling.stale and all(event.kind in _QUIET for event in self.telling.events[told:]):
                self.telling.disagrees(Block(element, block.named, block.marks), "")
        for b, heading in self._headings_of_deleted(sides, headings).items():
            self.telling.kept("人删去的", sides.was[b], heading or above)
        going = [element for element in going if not self.reviser.withdraw(element)]
        placing = Placing(sides, story, placed, under, self.reviser, self.telling, self.known, self.headings)
        placing.move(above)
        placing.insert(above, said)
        for element in going:
            self.reviser.remove(element)
        renewed = headings_above([one.element for one in sides.now], self.headings.theirs)
        self.telling.renamed({was: now for was, now in zip(headings, renewed, strict=True) if now}, told_before)
        self.telling.heading = above

    def _stale(self, sides: Counterparts, story: etree._Element) -> dict[etree._Element, str]:
        """Return what today's draft says in place of words that still stand in another block of people's than they were drafted in."""
        if story.tag != f"{W}body":
            return {}
        was, ours = ([one.named for one in side] for side in (sides.was, sides.ours))
        # A table of ours is renewed by its rows; one that people put around words says them like any paragraph.
        renewed_within = [b is not None and sides.was[b].element.tag == f"{W}tbl" for b in sides.base_of]
        theirs = ["" if within else one.named for one, within in zip(sides.now, renewed_within, strict=True)]
        found = left_over(was, ours, sides.ours_of, theirs, sides.base_of)
        return {
            sides.now[n].element: visible_text(sides.ours[sides.ours_of[b]].element).strip()
            if b in sides.ours_of
            else ""
            for n, b in found.items()
        }

    def _said_by_people(self, sides: Counterparts) -> dict[int, Words]:
        """Return where the words of new blocks of ours stand already; what people changed in them is stale there.

        People had joined them to others, or moved them into others, before the data dropped them.
        """
        new = {o: sides.ours[o].named for o in sides.new}
        if not new:
            return {}
        # What the draft said in that block before was given a place of its own by the data, not by people.
        drafted = standing_words(
            new, {b: sides.was[b].named for n in sides.edited if (b := sides.base_of[n]) is not None}
        )
        said = {o: words for o, words in standing_words(new, sides.edited).items() if o not in drafted}
        for o, words in said.items():
            if not words.whole and o not in sides.back:
                element, due = sides.now[words.place].element, visible_text(sides.ours[o].element).strip()
                self.telling.stale[element] = "\n".join(filter(None, (self.telling.stale.get(element), due)))
        return said

    def _headings_of_deleted(self, sides: Counterparts, headings: Sequence[str]) -> dict[int, str]:
        """Return under which heading of people's each block that they deleted belongs: where its words stand, else where its own heading is.

        `headings` are people's, of each of their blocks; the drafted heading is named where they left nothing of it.
        """
        if not sides.deleted:
            return {}
        drafts = [one.element for one in sides.was]
        above, drafted = heads(drafts, self.headings.base), headings_above(drafts, self.headings.base)
        there = {b: n for n, b in enumerate(sides.base_of) if b is not None}
        said = standing_words({b: sides.was[b].named for b in sides.deleted}, sides.edited)
        found: dict[int, str] = {}
        for b in sides.deleted:
            head = above[b]
            n = said[b].place if b in said and said[b].mostly else None if head is None else there.get(head)
            found[b] = drafted[b] if n is None else headings[n]
        return found

    def _back(self, block: Block, ours: Block, *, whole: bool) -> etree._Element:
        """Renew a block that people kept when the data dropped it, and that the data have brought back; `whole` if people's say all of it."""
        self.marks(block.marks, ours.marks)
        self.telling.settle(block, About.GONE, About.WORDS)
        if block.named != ours.named:
            if whole:
                self.telling.tell(Kind.KEPT, short(visible_text(block.element)))
            else:
                self.telling.disagrees(block, visible_text(ours.element).strip())
        return block.element

    def marks(self, marks: Iterable[Mark], counterparts: Sequence[Mark]) -> None:
        """Renew the marks that still hold what we wrote; tell those that a person changed."""
        renew_marks(marks, counterparts, self.texts, self.reviser, self.telling)

    def _renewed(self, block: Block, was: Block, ours: Block) -> etree._Element:
        """Renew a block that is there on all three sides; return the element that stands for it now."""
        alone = self._left_alone(block, was)
        said = visible_text(ours.element).strip()
        if ours.named != was.named and block.named != ours.named:
            if self._within(block, was, ours):
                return block.element
            put = besides.put_in(block.element, was.element, self.known) if alone else ()
            bound = [kind for kind in put if kind not in besides.PLACES or block.element.tag != f"{W}p"]
            if alone and not bound and without_reference(ours.element) and block.element.tag == ours.element.tag:
                self.telling.settle(block, About.GONE, About.WORDS)
                return self._replaced(block, ours, put)
            self.marks(block.marks, was.marks)
            self.telling.disagrees(block, said, f"有人加的{besides.named(bound)}在上面" if bound else "")
            return block.element
        self.marks(block.marks, was.marks)
        if block.named == ours.named:
            self.telling.settle(block, About.GONE, About.WORDS)
        if block.named != was.named and block.named != ours.named:
            self.telling.settle_words(block)
            self.telling.tell(
                Kind.KEPT, short(visible_text(block.element)) or f"（已清空）{short(visible_text(was.element))}"
            )
        return block.element

    def _within(self, block: Block, was: Block, ours: Block) -> bool:
        """Renew a table by its rows and a row by its cells, so that widths and faces stay; False where the columns differ."""
        elements = (was.element, block.element, ours.element)
        tags = {str(one.tag) for one in elements}
        if tags == {f"{W}tbl"} and len(set(map(columns, elements))) == 1:
            sides = counterparts(*map(rows, elements))
            if any(self._wrote_in_moved_cells(*row) for row in sides.triples()):
                return False
            self._blocks(sides, block.element)
            return True
        held = [cells(one) for one in elements]
        if tags == {f"{W}tr"} and len(set(map(len, held))) == 1:
            for before, now, after in zip(*held, strict=True):
                self.story(before, now, after)
            return True
        return False

    def _wrote_in_moved_cells(self, block: Block, was: Block, ours: Block) -> bool:
        """Return whether people wrote in a cell of a row whose column the data put elsewhere: it would stand under another's head."""
        if self._left_alone(block, was):
            return False
        now, before, after = (list(map(as_block, cells(one.element))) for one in (block, was, ours))
        if not len(now) == len(before) == len(after):
            return False
        places = moved([one.named for one in before], [one.named for one in after])
        return any(not self._left_alone(now[place], before[place]) for place in places)

    def _replaced(self, block: Block, ours: Block, moved: Collection[besides.Kind]) -> etree._Element:
        """Put what ours says in a block's place; the places of people's that were `moved` stand at the new words then."""
        self.telling.changed = True
        where = f"（有人加的{besides.named(moved)}移到新的话上）" if moved else ""
        self.telling.tell(Kind.PARAGRAPH, f"{short(visible_text(ours.element))}{where}")
        if block.element.tag == f"{W}p":
            self.reviser.replace_content(block.element, ours.element)
            return block.element
        story = block.element.getparent()
        assert story is not None
        new = self.reviser.insert_after(block.element, story, ours.element)
        self.reviser.remove(block.element)
        return new

    def _unwanted(self, block: Block, was: Block) -> list[etree._Element]:
        """Return the block to take away: today's report doesn't have it and people left it alone."""
        alone = self._left_alone(block, was)
        put = besides.put_in(block.element, was.element, self.known) if alone else ()
        if alone and with_frame(block.element) is not block.element:
            put = (*put, besides.Kind.CONTROL)  # which would go with it
        if alone and not put and block.element.find(f"{W}pPr/{W}sectPr") is None:
            self.telling.changed = True
            self.telling.tell(Kind.REMOVED, short(visible_text(block.element)))
            return [block.element]
        self.marks(block.marks, was.marks)
        self.telling.settle(block, About.WORDS)
        self.telling.disagrees(block, "", f"上面有人加的{besides.named(put)}" if put else "")
        return []

    def _left_alone(self, block: Block, was: Block) -> bool:
        return block.named == was.named and not any(self.texts.touched(mark) for mark in block.marks)
