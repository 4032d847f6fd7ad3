"""One story of a report as built, as people left it, and as it would be built now -> people's story renewed, and what became of its places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from reportgen.word.alignment import align
from reportgen.word.blocks import Block, Printed, blocks, rows, visible_text
from reportgen.word.comments import Comments
from reportgen.word.events import Event, Kind, short
from reportgen.word.number_forms import in_form_of
from reportgen.word.package import W
from reportgen.word.revisions import Reviser, without_reference
from reportgen.word.wordings import Wordings

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass
class Merge:
    """Renews one story; `events` and `changed` say what became of it."""

    texts: Wordings
    reviser: Reviser
    comments: Comments | None
    headings: frozenset[str]
    events: list[Event] = field(default_factory=list)
    changed: bool = False
    heading: str = ""

    def story(self, base: etree._Element, theirs: etree._Element, ours: etree._Element) -> None:
        """Renew people's blocks, put ours where they belong, and take away what is gone and was left alone."""
        was, now, is_ours = blocks(base), blocks(theirs), blocks(ours)
        # A cell's text says less than its place.
        if theirs.tag == f"{W}tc" and len(was) == len(now) == len(is_ours) == 1:
            self._renewed(now[0], was[0], is_ours[0])
        else:
            self._blocks(was, now, is_ours, theirs)
        last = blocks(theirs)[-1:]
        if now and (not last or last[0].element.tag == f"{W}tbl" != now[-1].element.tag):  # a text ends in a paragraph
            closing = etree.Element(f"{W}p")
            if last:
                last[0].element.addnext(closing)
            else:
                theirs.insert(len(theirs.findall(f"{W}tcPr")), closing)
        self.reviser.finish(theirs)

    def _blocks(self, was: list[Block], now: list[Block], is_ours: list[Block], theirs: etree._Element) -> None:
        base_of = align([one.named for one in was], [one.named for one in now])
        ours_of = {
            b: o
            for o, b in enumerate(align([one.named for one in was], [one.named for one in is_ours]))
            if b is not None
        }
        theirs_of: dict[int, etree._Element] = {}
        going: list[etree._Element] = []
        for block, number in zip(now, base_of, strict=True):
            self._enter(block)
            if number is None:
                self.marks(block.marks, ())
                self._kept("人写的", block, self.heading)
                continue
            mine = ours_of.get(number)
            if mine is None:
                going += self._unwanted(block, was[number])
            else:
                theirs_of[mine] = self._renewed(block, was[number], is_ours[mine])
        for gone in [was[number] for number in sorted(set(range(len(was))) - set(base_of))]:
            self._kept("人删去的", gone, "")
        self._insert(is_ours, set(ours_of.values()), theirs_of, now, base_of, theirs)
        for element in going:
            self.reviser.remove(element)

    def _kept(self, what: str, block: Block, heading: str) -> None:
        """Tell a block that only people's report has, or that they deleted, which stands under no heading any more."""
        text = visible_text(block.element).strip()
        if text:
            self.events.append(Event(Kind.KEPT, heading, f"{what}：{short(text)}"))

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
            if today is None or tag is None or self.texts.says(mark, today):
                continue
            if not self.texts.touched(mark):
                content = mark.control.find(f"{W}sdtContent")
                assert content is not None, "a mark has content"
                for one in (content, *_said_again(mark.control)):
                    self.reviser.set_text(one, in_form_of(today, text))
                self.changed = True
                self._tell(Kind.FIGURE, f"{mark.title} {text} → {in_form_of(today, text)}")
            elif self.texts.before[mark.title][tag] == today:
                self._tell(Kind.KEPT, f"{mark.title} 人工改为{text or '空'}，数据是{today}")
            else:
                said = f"人工改为{text or '空'}，数据现为{today}"
                self._comment(mark.control, mark.control, said)
                self._tell(Kind.CONFLICT, f"{mark.title} {said}")

    def _renewed(self, block: Block, was: Block, ours: Block) -> etree._Element:
        """Renew a block that is there on all three sides; return the element that stands for it now."""
        alone = self._left_alone(block, was)
        if ours.named != was.named and block.named != ours.named:
            if self._within(block, was, ours):
                return block.element
            if alone and without_reference(ours.element) and block.element.tag == ours.element.tag:
                return self._replaced(block, ours)
            self.marks(block.marks, was.marks)
            said = visible_text(ours.element).strip()
            self._comment_block(block, f"现在的数据和模板写作：{said}")
            self._tell(Kind.CONFLICT, f"{short(visible_text(block.element))}（现在应为：{short(said)}）")
            return block.element
        self.marks(block.marks, was.marks)
        if block.named != was.named and block.named != ours.named:
            self._tell(Kind.KEPT, short(visible_text(block.element)) or f"（已清空）{short(visible_text(was.element))}")
        return block.element

    def _within(self, block: Block, was: Block, ours: Block) -> bool:
        """Renew a table by its rows and a row by its cells, so that widths and faces stay; False where the columns differ."""
        elements = (was.element, block.element, ours.element)
        tags = {str(one.tag) for one in elements}
        if tags == {f"{W}tbl"} and len({_columns(one) for one in elements}) == 1:
            before, now, after = map(rows, elements)
            self._blocks(before, now, after, block.element)
            return True
        cells = [one.findall(f"{W}tc") for one in elements]
        if tags == {f"{W}tr"} and len(set(map(len, cells))) == 1:
            for before, now, after in zip(*cells, strict=True):
                self.story(before, now, after)
            return True
        return False

    def _replaced(self, block: Block, ours: Block) -> etree._Element:
        self.changed = True
        self._tell(Kind.PARAGRAPH, short(visible_text(ours.element)))
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
        if self._left_alone(block, was) and block.element.find(f"{W}pPr/{W}sectPr") is None:
            self.changed = True
            self._tell(Kind.REMOVED, short(visible_text(block.element)))
            return [block.element]
        self.marks(block.marks, was.marks)
        self._comment_block(block, "现在的数据和模板里没有这一段，因为有人改过，所以留着。")
        self._tell(Kind.CONFLICT, f"{short(visible_text(block.element))}（现在的报告里没有这一段）")
        return []

    def _insert(
        self,
        ours: list[Block],
        known: set[int],
        theirs_of: dict[int, etree._Element],
        now: list[Block],
        base_of: list[int | None],
        story: etree._Element,
    ) -> None:
        """Put each block that only ours has behind the counterpart of the one before it, unless people wrote the same themselves."""
        added = {block.named: block.element for block, number in zip(now, base_of, strict=True) if number is None}
        anchor: etree._Element | None = None
        for number, block in enumerate(ours):
            if number in known:
                anchor = theirs_of.get(number, anchor)
            elif block.named in added and block.named.strip():
                anchor = added[block.named]
            elif without_reference(block.element):
                anchor = self.reviser.insert_after(anchor, story, block.element)
                self.changed = True
                self._tell(Kind.ADDED, short(visible_text(block.element)))
            else:
                self._tell(
                    Kind.CONFLICT, f"新的一段带图片、链接或脚注，请自己加上：{short(visible_text(block.element))}"
                )

    def _left_alone(self, block: Block, was: Block) -> bool:
        return block.named == was.named and not any(self.texts.touched(mark) for mark in block.marks)

    def _enter(self, block: Block) -> None:
        style = block.element.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") in self.headings:
            self.heading = short(visible_text(block.element).strip())

    def _comment_block(self, block: Block, text: str) -> None:
        paragraph = block.element if block.element.tag == f"{W}p" else next(block.element.iter(f"{W}p"), None)
        if paragraph is None:
            return
        content = [one for one in paragraph if one.tag != f"{W}pPr"]
        if not content:
            content = [etree.SubElement(paragraph, f"{W}r")]
        self._comment(content[0], content[-1], text)

    def _comment(self, first: etree._Element, last: etree._Element, text: str) -> None:
        if self.comments is not None:  # Word knows no comments in headers and notes
            self.comments.at(first, last, text)
            self.changed = True

    def _tell(self, kind: Kind, text: str) -> None:
        self.events.append(Event(kind, self.heading, text))


def _said_again(control: etree._Element) -> Iterator[etree._Element]:
    """Yield the content of the same mark in what Word writes of a text box for programs that know none (mc:Fallback)."""
    choice = next(control.iterancestors(f"{_MC}Choice"), None)
    fallback = None if choice is None else next(choice.itersiblings(f"{_MC}Fallback"), None)
    if choice is not None and fallback is not None:
        controls, others = list(choice.iter(f"{W}sdt")), list(fallback.iter(f"{W}sdt"))
        if len(controls) == len(others):
            yield from others[controls.index(control)].iterchildren(f"{W}sdtContent")


def _columns(table: etree._Element) -> int:
    return len(table.findall(f"{W}tblGrid/{W}gridCol"))
