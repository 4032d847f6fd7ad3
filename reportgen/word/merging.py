"""One story of a report as built, as people left it, and as it would be built now -> people's story renewed, and what became of its places."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lxml import etree

from reportgen.word import besides
from reportgen.word.blocks import Block, Printed, blocks, cells, rows, visible_text
from reportgen.word.conflicts import About, Conflicts
from reportgen.word.counterparts import Counterparts, counterparts
from reportgen.word.events import Event, Kind, short
from reportgen.word.fitting import columns, fitted
from reportgen.word.headings import Headings, headings_above, is_heading
from reportgen.word.number_forms import in_form_of
from reportgen.word.package import W
from reportgen.word.revisions import Reviser, behind, with_frame, without_reference
from reportgen.word.stale import left_over
from reportgen.word.wordings import Wordings

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


_QUIET = (Kind.FIGURE, Kind.KEPT)  # what may be told of a block beside words in it that are out of date


@dataclass
class Merge:
    """Renews one story; `events` and `changed` say what became of it.

    `lines` is what the paragraphs of today's draft say.
    """

    texts: Wordings
    reviser: Reviser
    conflicts: Conflicts
    known: besides.Known
    headings: Headings = field(default_factory=Headings)
    lines: frozenset[str] = frozenset()
    events: list[Event] = field(default_factory=list)
    changed: bool = False
    heading: str = ""
    stale: dict[etree._Element, str] = field(default_factory=dict)  # see _stale

    def story(self, base: etree._Element, theirs: etree._Element, ours: etree._Element) -> None:
        """Renew people's blocks, put ours where they belong, and take away what is gone and was left alone."""
        was, now, is_ours = blocks(base), blocks(theirs), blocks(ours)
        # A cell's text says less than its place.
        if theirs.tag == f"{W}tc" and len(was) == len(now) == len(is_ours) == 1:
            self._renewed(now[0], was[0], is_ours[0])
        else:
            self._blocks(counterparts(was, now, is_ours), theirs)
        last = blocks(theirs)[-1:]
        if now and (not last or last[0].element.tag == f"{W}tbl" != now[-1].element.tag):  # a text ends in a paragraph
            closing = etree.Element(f"{W}p")
            if last:
                behind(last[0].element, theirs).addnext(closing)
            else:
                theirs.insert(len(theirs.findall(f"{W}tcPr")), closing)
        self.reviser.finish(theirs)

    def _blocks(self, sides: Counterparts, story: etree._Element) -> None:
        above = self.heading  # of the table that this story is in
        self.stale |= self._stale(sides, story)
        back = {n: o for o, n in sides.back.items()}
        placed: dict[int, etree._Element] = {}
        under: dict[etree._Element, str] = {}
        going: list[etree._Element] = []
        headings = headings_above([one.element for one in sides.now], self.headings.theirs)
        for n, (block, b, heading) in enumerate(zip(sides.now, sides.base_of, headings, strict=True)):
            self.heading = heading or above
            told = len(self.events)
            o = back.get(n) if b is None else sides.ours_of.get(b)
            if b is None and o is None:
                self.marks(block.marks, ())
                self._settle_words(block)
                if block.element not in self.stale:
                    self._kept("人写的", block, self.heading)
            elif b is None:
                assert o is not None, "a block that came back is one of ours"
                placed[o] = self._back(block, sides.ours[o])
            elif o is None:
                going += self._unwanted(block, sides.was[b])
            else:
                placed[o] = self._renewed(block, sides.was[b], sides.ours[o])
            element = block.element if o is None else placed[o]
            under[element] = self.heading
            if element in self.stale and all(event.kind in _QUIET for event in self.events[told:]):
                self._disagrees(Block(element, block.named, block.marks), "")
        drafted = headings_above([one.element for one in sides.was], self.headings.base) if sides.deleted else []
        for b in sides.deleted:
            self._kept("人删去的", sides.was[b], drafted[b] or above)
        going = [element for element in going if not self.reviser.withdraw(element)]
        self._move(sides, placed, under, story)
        self._insert(sides, placed, under, story, above)
        for element in going:
            self.reviser.remove(element)
        self.heading = above

    def _stale(self, sides: Counterparts, story: etree._Element) -> dict[etree._Element, str]:
        """Return what today's draft says in place of words that still stand in another block of people's than they were drafted in."""
        if story.tag != f"{W}body":
            return {}
        was, ours = ([one.named for one in side] for side in (sides.was, sides.ours))
        theirs = ["" if one.element.tag == f"{W}tbl" else one.named for one in sides.now]
        found = left_over(was, ours, sides.ours_of, theirs, sides.base_of)
        return {
            sides.now[n].element: visible_text(sides.ours[sides.ours_of[b]].element).strip()
            if b in sides.ours_of
            else ""
            for n, b in found.items()
        }

    def _kept(self, what: str, block: Block, heading: str) -> None:
        """Tell a block that only people's report has, or that they deleted."""
        text = visible_text(block.element).strip()
        if text:
            self.events.append(Event(Kind.KEPT, heading, f"{what}：{short(text)}"))

    def _disagrees(self, block: Block, said: str, why: str = "") -> None:
        """Tell that a block which stays says otherwise than today's draft, which has `said` in its place or nothing.

        `why` says in Chinese why it stays, '' because people wrote in it.
        """
        text = short(visible_text(block.element))
        saying = list(filter(None, (said, self.stale.get(block.element))))
        if saying:
            self._comment_block(block, About.WORDS, About.WORDS.value + "\n".join(saying))
            self._tell(Kind.CONFLICT, f"{text}（现在应为：{short(saying[0])}{why and f'；{why}，没有换'}）")
            for other in saying[1:]:
                self._tell(Kind.CONFLICT, f"{text}（里面还有一段现在应为：{short(other)}）")
        else:
            self._comment_block(block, About.GONE, f"{About.GONE.value}，因为{why or '有人改过'}，所以留着。")
            self._tell(Kind.CONFLICT, f"{text}（现在的报告里没有这一段{why and f'，{why}'}）")

    def _back(self, block: Block, ours: Block) -> etree._Element:
        """Renew a block that people kept when the data dropped it, and that the data have brought back."""
        self.marks(block.marks, ours.marks)
        self._settle(block, About.GONE, About.WORDS)
        if block.named != ours.named:
            text = short(visible_text(ours.element))
            self._tell(Kind.KEPT, f"{short(visible_text(block.element))}（数据和模板又写作：{text}）")
        return block.element

    def marks(self, marks: Iterator[Printed] | tuple[Printed, ...], counterparts: tuple[Printed, ...]) -> None:
        """Renew the marks that still hold what we wrote; tell those that a person changed."""
        seen: dict[str, int] = {}
        for mark in marks:
            if not self.texts.is_ours(mark):
                continue
            alike = [one for one in counterparts if one.title == mark.title]
            place = seen.get(mark.title, 0)
            seen[mark.title] = place + 1
            tag = self.texts.tag(mark, alike[place] if place < len(alike) else None)
            today = None if tag is None else self.texts.said_now(mark, tag)
            text = mark.text.strip()
            if today is None or tag is None:
                continue
            said = f"{About.FIGURE.value}{text or '空'}，数据现为{today}"
            if self.texts.says(mark, today) or not self.texts.touched(mark):
                self.changed |= self.conflicts.settle(mark.control, About.FIGURE)
            if self.texts.says(mark, today):
                continue
            if not self.texts.touched(mark):
                content = mark.control.find(f"{W}sdtContent")
                assert content is not None, "a mark has content"
                for one in (content, *_said_again(mark.control)):
                    self.reviser.set_text(one, in_form_of(today, text))
                self.changed = True
                self._tell(Kind.FIGURE, f"{mark.title} {text} → {in_form_of(today, text)}")
            elif self.texts.before[mark.title][tag] == today:
                self.changed |= self.conflicts.settle(mark.control, About.FIGURE, holds=said.__eq__)
                self._tell(Kind.KEPT, f"{mark.title} 人工改为{text or '空'}，数据是{today}")
            else:
                self.changed |= self.conflicts.say(mark.control, mark.control, About.FIGURE, said)
                self._tell(Kind.CONFLICT, f"{mark.title} {said}")

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
                self._settle(block, About.GONE, About.WORDS)
                return self._replaced(block, ours, put)
            self.marks(block.marks, was.marks)
            self._disagrees(block, said, f"有人加的{besides.named(bound)}在上面" if bound else "")
            return block.element
        self.marks(block.marks, was.marks)
        if block.named == ours.named:
            self._settle(block, About.GONE, About.WORDS)
        if block.named != was.named and block.named != ours.named:
            self._settle_words(block)
            self._tell(Kind.KEPT, short(visible_text(block.element)) or f"（已清空）{short(visible_text(was.element))}")
        return block.element

    def _settle(self, block: Block, *about: About) -> None:
        """Take back what we said about a paragraph; what we said of rows and cells is theirs."""
        if block.element.tag == f"{W}p":
            self.changed |= self.conflicts.settle(block.element, *about)

    def _settle_words(self, block: Block) -> None:
        """Take back what we said that the draft says, if it says so nowhere any more."""
        if block.element.tag == f"{W}p":
            begins = len(About.WORDS.value)
            self.changed |= self.conflicts.settle(
                block.element, About.WORDS, holds=lambda text: self.lines.issuperset(text[begins:].split("\n"))
            )

    def _within(self, block: Block, was: Block, ours: Block) -> bool:
        """Renew a table by its rows and a row by its cells, so that widths and faces stay; False where the columns differ."""
        elements = (was.element, block.element, ours.element)
        tags = {str(one.tag) for one in elements}
        if tags == {f"{W}tbl"} and len(set(map(columns, elements))) == 1:
            before, now, after = map(rows, elements)
            self._blocks(counterparts(before, now, after), block.element)
            return True
        held = [cells(one) for one in elements]
        if tags == {f"{W}tr"} and len(set(map(len, held))) == 1:
            for before, now, after in zip(*held, strict=True):
                self.story(before, now, after)
            return True
        return False

    def _replaced(self, block: Block, ours: Block, moved: Collection[besides.Kind]) -> etree._Element:
        """Put what ours says in a block's place; the places of people's that were `moved` stand at the new words then."""
        self.changed = True
        where = f"（有人加的{besides.named(moved)}移到新的话上）" if moved else ""
        self._tell(Kind.PARAGRAPH, f"{short(visible_text(ours.element))}{where}")
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
            self.changed = True
            self._tell(Kind.REMOVED, short(visible_text(block.element)))
            return [block.element]
        self.marks(block.marks, was.marks)
        self._settle(block, About.WORDS)
        self._disagrees(block, "", f"上面有人加的{besides.named(put)}" if put else "")
        return []

    def _move(
        self,
        sides: Counterparts,
        placed: dict[int, etree._Element],
        under: dict[etree._Element, str],
        story: etree._Element,
    ) -> None:
        """Put blocks where the data have put them, each behind the one before it in ours; tell those that people had moved too."""
        follow, disputed = sides.moved()
        if self.reviser.date:  # a tracked move brings ours in anew, and nothing of people's may be lost with theirs
            edited = {
                o
                for o in follow
                if visible_text(placed[o]) != visible_text(sides.ours[o].element)
                or besides.put_in(placed[o], sides.ours[o].element, self.known)
                or not without_reference(sides.ours[o].element)
                or placed[o].getparent() is not story
            }
        else:  # nothing leaves a control that people put around more than it
            edited = {o for o in follow if with_frame(placed[o]).getparent() is not story}
        follow, disputed = [o for o in follow if o not in edited], sorted({*disputed, *edited})
        for o in follow:
            anchor = next((placed[before] for before in range(o - 1, -1, -1) if before in placed), None)
            placed[o] = self.reviser.move_after(anchor, story, placed[o], sides.ours[o].element)
            self.changed = True
            self._tell(Kind.MOVED, short(visible_text(placed[o])), under.get(anchor, "") if anchor is not None else "")
        if disputed:
            said = "、".join(f"「{short(visible_text(sides.ours[o].element))}」" for o in disputed)
            first = Block(placed[disputed[0]], "", ())
            self._comment_block(first, About.ORDER, f"{About.ORDER.value}，这里有人调过，请自己排：{said}")
            self._tell(Kind.CONFLICT, f"{About.ORDER.value}，有人调过，没有动：{said}", under.get(first.element, ""))

    def _insert(
        self,
        sides: Counterparts,
        placed: dict[int, etree._Element],
        under: dict[etree._Element, str],
        story: etree._Element,
        section: str,
    ) -> None:
        """Put each block that only ours has behind the counterpart of the one before it, in its section, where people left that.

        `section` is the heading in people's document that ours stands under, at first that above the story.
        """
        known = set(sides.ours_of.values())
        anchor: etree._Element | None = None
        gone = ""  # the heading of a section that people deleted
        for o, block in enumerate(sides.ours):
            starts = is_heading(block.element, self.headings.ours)
            if starts:
                gone = "" if o in placed or o not in known else short(visible_text(block.element).strip())
                section = under[placed[o]] if o in placed else section
            if o in placed:
                if (
                    starts or anchor is None or under.get(placed[o], "") == section
                ):  # not one that people moved elsewhere
                    anchor, gone = placed[o], ""
            elif o in known:
                continue
            elif gone:
                said = f"新的一段没有放：「{gone}」这一部分有人删去了：{short(visible_text(block.element))}"
                self._tell(Kind.CONFLICT, said, gone)
            elif without_reference(block.element):
                before = "" if anchor is None else under.get(anchor, "")
                new, anchor = fitted(block.element, anchor)
                anchor = self.reviser.insert_after(anchor, story, new)
                if starts:
                    section = before = short(visible_text(block.element).strip())
                under[anchor] = before
                self.changed = True
                self._tell(Kind.ADDED, short(visible_text(block.element)), before)
            else:
                said = f"新的一段带图片、链接或脚注，请自己加上：{short(visible_text(block.element))}"
                self._tell(Kind.CONFLICT, said, "" if anchor is None else under.get(anchor, ""))

    def _left_alone(self, block: Block, was: Block) -> bool:
        return block.named == was.named and not any(self.texts.touched(mark) for mark in block.marks)

    def _comment_block(self, block: Block, about: About, text: str) -> None:
        paragraph = block.element if block.element.tag == f"{W}p" else next(block.element.iter(f"{W}p"), None)
        if paragraph is None:
            return
        content = [one for one in paragraph if one.tag != f"{W}pPr"]
        if not content:
            content = [etree.SubElement(paragraph, f"{W}r")]
        self.changed |= self.conflicts.say(content[0], content[-1], about, text)

    def _tell(self, kind: Kind, text: str, heading: str | None = None) -> None:
        self.events.append(Event(kind, self.heading if heading is None else heading, text))


def _said_again(control: etree._Element) -> Iterator[etree._Element]:
    """Yield the content of the same mark in what Word writes of a text box for programs that know none (mc:Fallback)."""
    choice = next(control.iterancestors(f"{_MC}Choice"), None)
    fallback = None if choice is None else next(choice.itersiblings(f"{_MC}Fallback"), None)
    if choice is not None and fallback is not None:
        controls, others = list(choice.iter(f"{W}sdt")), list(fallback.iter(f"{W}sdt"))
        if len(controls) == len(others):
            yield from others[controls.index(control)].iterchildren(f"{W}sdtContent")
