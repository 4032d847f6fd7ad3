"""A report as built, the same as people left it, and the report as it would be built now -> people's report with today's figures.

What people wrote stays, to the character. A figure that still stands as we wrote it is renewed, a paragraph that they left alone
follows the data and the template; where both changed, theirs stays and a comment says what ours would be. What need not change isn't
touched, to the XML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from reportgen.word.alignment import align
from reportgen.word.annex_held import is_other
from reportgen.word.annex_renewal import HEADING, renewed_table
from reportgen.word.annex_table import Table, match, read_table
from reportgen.word.annexed import Taken, put_annexes, take_annexes
from reportgen.word.annexed_chart import with_chart_of, without_chart
from reportgen.word.blocks import Block, Printed, blocks, printed_in, rows, visible_text
from reportgen.word.comments import Comments
from reportgen.word.events import Event, Kind, short
from reportgen.word.number_forms import in_form_of, plain
from reportgen.word.package import DOCUMENT, W, body_of, parse_part, serialized
from reportgen.word.relations import stories
from reportgen.word.revisions import Reviser, without_reference
from reportgen.word.stutter import without_stutter

_HEADING = re.compile(r"(heading|标题) ?\d", re.IGNORECASE)
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# A mark's title and expression -> what it says today, None for what nobody knows.
Worded = Callable[[str, str], str | None]


@dataclass(frozen=True)
class Renewed:
    """People's package with today's figures, and what happened in it, in the order of the document."""

    parts: dict[str, bytes]
    events: tuple[Event, ...]


def refresh(
    base: Mapping[str, bytes],
    theirs: Mapping[str, bytes],
    ours: Mapping[str, bytes],
    *,
    tracked: str = "",
    worded: Worded = lambda title, tag: None,
) -> Renewed:
    """Return `theirs` renewed from `base` to `ours`; with `tracked`, a w:date, every change is a Word revision.

    `worded` says what a mark would say today that ours doesn't print any more, as a copy in people's own paragraph.
    """
    texts = _Texts(_texts_of(base), _texts_of(ours), worded)
    roots = [parse_part(one[DOCUMENT]) for one in (base, theirs, ours)]
    root = roots[1]
    mended = without_stutter(root)
    comments = Comments(theirs, root)
    merge = _Merge(texts, Reviser(root, tracked), comments, _heading_styles(theirs))
    was, now, mine = (take_annexes(one) for one in roots)
    merge.story(*map(body_of, roots))
    drafted, due = next(iter(was), None), next(iter(mine), None)
    put_annexes(root, [_renewed_annex(merge, drafted, one, due) for one in now])
    parts = comments.parts()
    if (merge.changed or mended) and not comments.changed:
        parts[DOCUMENT] = serialized(root)
    for name in [one for one in stories(theirs) if one != DOCUMENT]:
        story = parse_part(theirs[name])
        other = _Merge(texts, Reviser(story, tracked), None, frozenset())
        other.marks(printed_in(story), ())
        merge.events += other.events
        if other.changed:
            parts[name] = serialized(story)
    if due and any(drafted or not is_other(match(_table(one), _table(due))) for one in now):
        parts = with_chart_of(parts, base, ours)
    elif now and not due:
        parts = without_chart(parts)
    return Renewed(parts, tuple(merge.events))


def _renewed_annex(merge: _Merge, base: Taken | None, theirs: Taken, ours: Taken | None) -> Taken | None:
    """Return people's annex with today's numbers, None where it goes: it is ours, so that it is renewed or taken away with the rest.

    Its places are told as one, but for those that people wrote in, and for an annex that people put there themselves.
    """
    own = _Merge(merge.texts, merge.reviser, merge.comments, frozenset(), heading=HEADING)
    left: Taken | None = theirs
    if ours is not None:
        if base is not None:
            own.story(base.body, theirs.body, ours.body)
        renewed = renewed_table(None if base is None else _table(base), _table(theirs), _table(ours), merge.reviser)
        own.changed |= any(event.kind not in {Kind.KEPT, Kind.CONFLICT} for event in renewed)
        own.events += renewed
        for element in (*([theirs.body] if base is None else []), *theirs.annex.tables):
            own.marks(printed_in(element), ())
    elif base is not None and _said(base) == _said(theirs):
        own.changed, left = True, None
        own.events.append(Event(Kind.REMOVED, HEADING, "按要求不再附对比表"))
    else:
        own.events.append(Event(Kind.CONFLICT, HEADING, "附件有人改过，所以留着；里面的数没有更新"))
    everything = base is None or left is None
    told = [event for event in own.events if event.kind in {Kind.KEPT, Kind.CONFLICT} or everything]
    if len(told) < len(own.events):
        told.append(Event(Kind.PARAGRAPH, HEADING, f"更新了{len(own.events) - len(told)}处"))
    merge.events += told
    merge.changed |= own.changed
    return left


def _table(annex: Taken) -> Table:
    return read_table(annex.annex.tables)


def _said(annex: Taken) -> list[str]:
    rows_of = [row.named for table in annex.annex.tables for row in rows(table)]
    return [one.named for one in blocks(annex.body)] + rows_of


def has_marks(base: Mapping[str, bytes], theirs: Mapping[str, bytes]) -> bool:
    """Return whether any of our marks is still in people's document; a word processor or a person may have stripped them all."""
    titles = _texts_of(base).keys()
    return any(mark.title in titles for mark in printed_in(parse_part(theirs[DOCUMENT])))


_Wordings = dict[str, dict[str, str]]  # title -> expression -> text


@dataclass(frozen=True)
class _Texts:
    """What the marks said when the report was built, and what they say today."""

    before: _Wordings
    now: _Wordings
    worded: Worded

    def is_ours(self, mark: Printed) -> bool:
        """Return whether a mark is one of this report's."""
        return mark.title in self.before or mark.title in self.now

    def touched(self, mark: Printed) -> bool:
        """Return whether a person wrote something else into a mark."""
        return mark.title in self.before and plain(mark.text) not in map(plain, self.before[mark.title].values())

    def says(self, mark: Printed, today: str) -> bool:
        """Return whether a mark says what it should: to the letter where we wrote it, the same number where a person did."""
        ours = mark.text.strip() in self.before.get(mark.title, {}).values()
        return mark.text.strip() == today or (not ours and plain(mark.text) == plain(today))

    def tag(self, mark: Printed, near: Printed | None) -> str | None:
        """Return the expression by which a mark is worded: its own, else that of its counterpart, else one that said the same."""
        wordings = self.before.get(mark.title, {})
        same = [tag for tag, text in wordings.items() if plain(text) == plain(mark.text)] or list(wordings)
        for tag in (mark.tag, near.tag if near else ""):
            if tag in same:
                return tag
        return same[0] if same else None

    def said_now(self, mark: Printed, tag: str) -> str | None:
        """Return what a mark says today, None where nobody knows."""
        found = self.now.get(mark.title, {}).get(tag)
        return self.worded(mark.title, tag) if found is None else found


@dataclass
class _Merge:
    """Renews one story; `events` and `changed` say what became of it."""

    texts: _Texts
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


def _texts_of(package: Mapping[str, bytes]) -> _Wordings:
    found: _Wordings = {}
    for name in stories(package):
        for mark in printed_in(parse_part(package[name])):
            found.setdefault(mark.title, {}).setdefault(mark.tag, mark.text.strip())
    return found


def _heading_styles(package: Mapping[str, bytes]) -> frozenset[str]:
    """Return the ids of the styles of headings, by their names, which all word processors keep."""
    content = package.get("word/styles.xml")
    if content is None:
        return frozenset()
    named = ((style, style.find(f"{W}name")) for style in parse_part(content).iter(f"{W}style"))
    return frozenset(
        style.get(f"{W}styleId", "")
        for style, name in named
        if name is not None and _HEADING.fullmatch(name.get(f"{W}val", ""))
    )


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
