"""A simulated person who edits a drafted report as people do in Word, and who remembers what they typed.

What is typed are characters that no report holds, each once: whether one was lost or doubled can be seen. While the person works, paragraphs
carry where they come from and marks what was written into them, in attributes that the saved file hasn't.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from reportgen.word.package import DOCUMENT, XML_SPACE, W, parse_part, serialized

_Thing = TypeVar("_Thing")
FROM, MOVED, TAG, WROTE, HAND = "person-from", "person-moved", "person-tag", "person-wrote", "person-hand"
_PRIVATE = (FROM, MOVED, TAG, WROTE, HAND)
AUTHOR, DATE = "某人", "2026-11-20T09:00:00Z"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_BOX = f"{W}txbxContent"
_FIRST = 0x3400  # rare characters that no report of an office uses
_GONE = (f"{W}del", f"{W}moveFrom", FALLBACK)
_AFTER_JC = frozenset(W + name for name in ("textDirection", "outlineLvl", "rPr", "sectPr", "pPrChange"))


def is_typed(character: str) -> bool:
    """Return whether a character is one that the person typed."""
    return _FIRST <= ord(character) < 0x4DB6


@dataclass(frozen=True)
class Edited:
    """The file as the person left it, the tree with its private attributes, and the typed characters that still stand in it."""

    parts: dict[str, bytes]
    annotated: etree._Element
    typed: frozenset[str]
    edits: tuple[str, ...]


class Person:
    """Edits a copy of a document; an edit for which there is no place does nothing."""

    def __init__(self, base: Mapping[str, bytes], answers: Mapping[tuple[str, str], str] | None = None) -> None:
        self.base = base
        self.answers = answers or {}
        self.root = parse_part(base[DOCUMENT])
        self.typed: set[str] = set()
        self.edits: list[str] = []
        self.character = _FIRST
        self.revision = 9000
        for number, paragraph in enumerate(self.paragraphs()):
            paragraph.set(FROM, str(number))
        for control in self.root.iter(f"{W}sdt"):
            if control.find(f"{W}sdtPr/{W}alias") is not None:
                tag = control.find(f"{W}sdtPr/{W}tag")
                control.set(TAG, "" if tag is None else tag.get(f"{W}val", ""))
                control.set(WROTE, "".join(node.text or "" for node in control.iter(f"{W}t")))

    def edit(self, kind: str, seed: int) -> None:
        """Do one edit; the seed decides where."""
        before = etree.tostring(self.root)
        getattr(self, kind)(random.Random(seed))
        if etree.tostring(self.root) != before:
            self.edits.append(kind)

    def finish(self) -> Edited:
        """Return what the person saves; nothing was edited -> the file's own bytes."""
        self._renew_fallbacks()
        clean = copy.deepcopy(self.root)
        for element in clean.iter(etree.Element):
            for name in _PRIVATE:
                element.attrib.pop(name, "")
        parts = dict(self.base)
        if self.edits:
            parts[DOCUMENT] = serialized(clean)
        return Edited(parts, self.root, frozenset(self.typed), tuple(self.edits))

    # ---- words ----------------------------------------------------------------------------------------------------------------

    def insert_words(self, dice: random.Random) -> None:
        """Type into a paragraph, within a run or as a run of one's own."""
        node = self._some_text(dice)
        if node is None:
            paragraph = self._some(dice, self.paragraphs())
            if paragraph is not None:
                paragraph.append(self._run(self._words(dice)))
            return
        text = node.text or ""
        at = dice.randint(0, len(text))
        if dice.random() < 0.6:
            _set_text(node, text[:at] + self._words(dice) + text[at:])
        else:
            first, _ = split_run(node, at)
            first.addnext(self._run(self._words(dice), bold=dice.random() < 0.5))

    def delete_words(self, dice: random.Random) -> None:
        """Delete some characters of the report's own."""
        found = self._some_range(dice)
        if found is not None:
            node, begin, end = found
            text = node.text or ""
            _set_text(node, text[:begin] + text[end:])

    def replace_words(self, dice: random.Random) -> None:
        """Type over some characters of the report's own."""
        found = self._some_range(dice)
        if found is not None:
            node, begin, end = found
            text = node.text or ""
            _set_text(node, text[:begin] + self._words(dice) + text[end:])

    def rewrite_paragraph(self, dice: random.Random) -> None:
        """Type over most of a paragraph; its marks stay."""
        paragraph = self._some(dice, self.paragraphs())
        if paragraph is None:
            return
        for node in self._texts(paragraph):
            text = node.text or ""
            if len(text) > 3 and not any(map(is_typed, text)):
                _set_text(node, text[:1] + self._words(dice) + text[-1:])

    def insert_tracked(self, dice: random.Random) -> None:
        """Type with changes tracked."""
        node = self._some_text(dice, tracked=True)
        if node is not None:
            first, _ = split_run(node, dice.randint(0, len(node.text or "")))
            first.addnext(self._revision("ins", self._run(self._words(dice))))

    def delete_tracked(self, dice: random.Random) -> None:
        """Delete with changes tracked."""
        found = self._some_range(dice, tracked=True)
        if found is not None:
            node, begin, end = found
            split_run(node, end)
            _, middle = split_run(node, begin)
            self._strike(middle)

    # ---- paragraphs -----------------------------------------------------------------------------------------------------------

    def add_paragraph(self, dice: random.Random) -> None:
        """Write a new paragraph behind another."""
        after = self._some(dice, self._movable())
        if after is not None:
            after.addnext(self._paragraph(after, self._run(self._words(dice, 6))))

    def add_paragraph_tracked(self, dice: random.Random) -> None:
        """Write a new paragraph with changes tracked."""
        after = self._some(dice, self._movable())
        if after is not None:
            paragraph = self._paragraph(after, self._revision("ins", self._run(self._words(dice, 6))))
            self._mark_properties(paragraph).insert(0, self._revision("ins"))
            after.addnext(paragraph)

    def move_paragraph(self, dice: random.Random) -> None:
        """Cut a paragraph and paste it elsewhere in the same text."""
        paragraph = self._some(dice, self._removable())
        if paragraph is None:
            return
        parent = paragraph.getparent()
        others = [one for one in self._movable() if one.getparent() is parent and one is not paragraph]
        target = self._some(dice, others)
        if target is not None and target is not paragraph.getprevious():
            paragraph.set(MOVED, "1")
            target.addnext(paragraph)

    def delete_paragraph(self, dice: random.Random) -> None:
        """Delete a paragraph."""
        paragraph = self._some(dice, self._removable())
        if paragraph is not None:
            self._remove(paragraph)

    def delete_paragraph_tracked(self, dice: random.Random) -> None:
        """Delete a paragraph with changes tracked."""
        paragraph = self._some(dice, self._removable())
        if paragraph is None or paragraph.find(f".//{_BOX}") is not None:
            return
        following = paragraph.getnext()
        if following is None or following.tag != f"{W}p":  # whose mark stays
            return
        if paragraph.find(f".//{W}ins") is not None or paragraph.find(f".//{W}del") is not None:
            return
        self._forget(paragraph)
        for child in list(paragraph):
            if child.tag in (f"{W}r", f"{W}sdt"):
                self._strike(child)
        self._mark_properties(paragraph).insert(0, self._revision("del"))

    def split_paragraph(self, dice: random.Random) -> None:
        """Press Enter within a paragraph."""
        nodes = [node for one in self._movable() if _is_plain(one) for node in self._texts(one, tracked=True)]
        nodes = [node for node in nodes if len(node.text or "") > 1]
        node = self._some(dice, nodes)
        if node is None:
            return
        first, second = split_run(node, dice.randint(1, len(node.text or "") - 1))
        paragraph = first.getparent()
        assert paragraph is not None
        rest = [second, *second.itersiblings()]
        behind = self._paragraph(paragraph, *rest)
        behind.set(FROM, paragraph.get(FROM, ""))
        if paragraph.get(MOVED):
            behind.set(MOVED, "1")
        paragraph.addnext(behind)

    def join_paragraphs(self, dice: random.Random) -> None:
        """Delete the end of a paragraph, so that the next one joins it."""
        pairs = [
            (one, two)
            for one in self._movable()
            if _is_plain(one) and (two := one.getnext()) is not None and two.tag == f"{W}p" and _is_plain(two)
        ]
        pair = self._some(dice, pairs)
        if pair is None:
            return
        one, two = pair
        one.extend([child for child in two if child.tag != f"{W}pPr"])
        one.set(FROM, " ".join(sorted({*one.get(FROM, "").split(), *two.get(FROM, "").split()}, key=int)))
        _drop(two)

    # ---- marks ----------------------------------------------------------------------------------------------------------------

    def overwrite_mark(self, dice: random.Random) -> None:
        """Type another number into a mark."""
        control = self._some(dice, self.marks())
        if control is not None:
            self._type_into(control, self._number(dice))

    def correct_mark(self, dice: random.Random) -> None:
        """Type into a mark what the corrected data will say."""
        wrong = [
            (control, answer)
            for control in self.marks()
            if (answer := self.answers.get((title_of(control), control.get(TAG, "")))) and answer != control.get(WROTE)
        ]
        found = self._some(dice, wrong)
        if found is not None:
            self._type_into(*found)

    def overwrite_mark_tracked(self, dice: random.Random) -> None:
        """Type another number into a mark with changes tracked."""
        control = self._some(dice, self.marks())
        content = None if control is None else control.find(f"{W}sdtContent")
        if control is None or content is None or not all(child.tag == f"{W}r" for child in content):
            return
        self._forget(content)
        for run in list(content):
            self._strike(run)
        content.append(self._revision("ins", self._run(self._number(dice))))
        control.set(HAND, "1")

    def delete_mark(self, dice: random.Random) -> None:
        """Delete a mark with its number."""
        control = self._some(dice, self.marks())
        if control is not None:
            self._remove(control)

    def delete_mark_tracked(self, dice: random.Random) -> None:
        """Delete a mark with its number, with changes tracked."""
        control = self._some(dice, self.marks())
        if control is None:
            return
        parent = control.getparent()
        if (
            parent is not None
            and parent.tag == f"{W}p"
            and control.find(f".//{W}ins") is None
            and control.find(f".//{W}del") is None
        ):
            self._forget(control)
            self._strike(control)

    def unwrap_mark(self, dice: random.Random) -> None:
        """Remove a content control and keep its number."""
        control = self._some(dice, self.marks())
        content = None if control is None else control.find(f"{W}sdtContent")
        if control is not None and content is not None:
            for child in list(content):
                control.addprevious(child)
            _drop(control)

    def copy_sentence(self, dice: random.Random) -> None:
        """Paste some words with a mark into another paragraph, or into a new one."""
        controls = [one for one in self.marks() if (parent := one.getparent()) is not None and parent.tag == f"{W}p"]
        control = self._some(dice, controls)
        target = self._some(dice, self._movable())
        if control is None or target is None:
            return
        pieces = [copy.deepcopy(one) for one in _around(control)]
        for piece in pieces:
            for node in piece.iter(f"{W}t"):
                node.text = "".join(self._typed() if is_typed(one) else one for one in node.text or "")
        said = [self._run("另" + self._words(dice)), *pieces, self._run(self._words(dice) + "。")]
        if dice.random() < 0.5:
            target.addnext(self._paragraph(target, *said))
        else:
            target.extend(said)

    def wrap_mark_in_insertion(self, dice: random.Random) -> None:
        """Paste a mark with changes tracked: the control stands in a w:ins."""
        control = self._some(dice, self.marks())
        parent = None if control is None else control.getparent()
        if control is not None and parent is not None and parent.tag == f"{W}p":
            frame = self._revision("ins")
            control.addprevious(frame)
            frame.append(control)

    # ---- formatting, and what word processors do ------------------------------------------------------------------------------

    def make_bold(self, dice: random.Random) -> None:
        """Make a run bold, in a mark or beside it."""
        run = self._some(dice, [one for one in self.root.iter(f"{W}r") if _stands(one)])
        if run is not None:
            _make_bold(run)

    def center_paragraph(self, dice: random.Random) -> None:
        """Centre a paragraph."""
        paragraph = self._some(dice, self.paragraphs())
        if paragraph is None:
            return
        properties = _properties(paragraph)
        known = properties.find(f"{W}jc")
        if known is not None:
            known.set(f"{W}val", dice.choice(["center", "right", "both"]))
            return
        alignment = etree.Element(f"{W}jc", {f"{W}val": "center"})
        behind = next((child for child in properties if child.tag in _AFTER_JC), None)
        if behind is None:
            properties.append(alignment)
        else:
            behind.addprevious(alignment)

    def split_runs(self, dice: random.Random) -> None:
        """Break runs in two, as word processors do for spelling and fonts; marks are not spared."""
        for paragraph in dice.sample(list(self.paragraphs()), k=min(5, len(list(self.paragraphs())))):
            for node in list(paragraph.iter(f"{W}t")):
                if _stands(node) and len(node.text or "") > 1 and dice.random() < 0.5:
                    split_run(node, dice.randint(1, len(node.text or "") - 1))

    def drop_tags(self, dice: random.Random) -> None:
        """Save with LibreOffice, which drops w:tag."""
        some = dice.random() < 0.3
        for control in self.root.iter(f"{W}sdt"):
            for tag in control.findall(f"{W}sdtPr/{W}tag"):
                if not some or dice.random() < 0.5:
                    _drop(tag)

    def number_anew(self, dice: random.Random) -> None:
        """Save with Word, which gives ids to paragraphs, runs and controls."""
        for number, paragraph in enumerate(self.root.iter(f"{W}p")):
            paragraph.set(f"{W}rsidR", f"00{dice.randrange(0x100000, 0xFFFFFF):06X}")
            paragraph.set(f"{_W14}paraId", f"{0x10000000 + dice.randrange(0xFFFF) * 0x1000 + number:08X}")
        for run in self.root.iter(f"{W}r"):
            if dice.random() < 0.3:
                run.set(f"{W}rsidRPr", f"00{dice.randrange(0x100000, 0xFFFFFF):06X}")
        for number, settings in enumerate(self.root.iter(f"{W}sdtPr")):
            known = settings.find(f"{W}id")
            if known is None:
                known = etree.Element(f"{W}id")
                behind = settings.find(f"{W}text")
                settings.append(known) if behind is None else behind.addprevious(known)
            known.set(f"{W}val", str(dice.randrange(1, 0x10000) * 0x4000 + number))

    # ---- tables ---------------------------------------------------------------------------------------------------------------

    def add_row(self, dice: random.Random) -> None:
        """Write a new row into a table."""
        row = self._some(dice, self._rows())
        if row is None:
            return
        new = etree.Element(f"{W}tr")
        for cell in row.iterchildren(f"{W}tc"):
            made = etree.SubElement(new, f"{W}tc")
            made.extend(copy.deepcopy(cell.findall(f"{W}tcPr")))
            made.append(self._paragraph(None, self._run(self._words(dice))))
        row.addnext(new)

    def delete_row(self, dice: random.Random) -> None:
        """Delete a row, not the last that a table has."""
        rows = [row for row in self._rows() if len(_parent(row).findall(f"{W}tr")) > 1]
        row = self._some(dice, rows)
        if row is not None:
            self._remove(row)

    def delete_table(self, dice: random.Random) -> None:
        """Delete a table."""
        table = self._some(dice, [one for one in self.root.iter(f"{W}tbl") if _stands(one)])
        if table is not None and _parent(table).tag == f"{W}body":
            self._remove(table)

    # ---- where ----------------------------------------------------------------------------------------------------------------

    def paragraphs(self) -> Iterator[etree._Element]:
        """Yield the paragraphs that stand in the document."""
        for paragraph in self.root.iter(f"{W}p"):
            if _stands(paragraph) and paragraph.find(f"{W}pPr/{W}rPr/{W}del") is None:
                yield paragraph

    def marks(self) -> list[etree._Element]:
        """Return the marks that stand in the document."""
        return [one for one in self.root.iter(f"{W}sdt") if one.get(WROTE) is not None and _stands(one)]

    def _movable(self) -> list[etree._Element]:
        return [one for one in self.paragraphs() if _parent(one).tag in (f"{W}body", f"{W}tc", _BOX)]

    def _removable(self) -> list[etree._Element]:
        """Return the paragraphs that can go: a text, cell or box ends in a paragraph, as Word sees to."""
        return [
            one
            for one in self._movable()
            if one.find(f"{W}pPr/{W}sectPr") is None
            and len(_parent(one).findall(f"{W}p")) > 1
            and (_follows(one) == f"{W}p" or (not _follows(one) and _follows(one, preceding=True) == f"{W}p"))
        ]

    def _rows(self) -> list[etree._Element]:
        return [row for row in self.root.iter(f"{W}tr") if _stands(row)]

    def _texts(self, paragraph: etree._Element, *, tracked: bool = False) -> list[etree._Element]:
        """Return the w:t of a paragraph outside of marks; with `tracked` only those whose run stands in the paragraph itself."""
        return [
            node
            for node in paragraph.iter(f"{W}t")
            if _stands(node)
            and node.text
            and next(node.iterancestors(f"{W}p", f"{W}sdt")) is paragraph
            and (not tracked or _parent(_parent(node)) is paragraph)
        ]

    def _some_text(self, dice: random.Random, *, tracked: bool = False) -> etree._Element | None:
        paragraph = self._some(dice, [one for one in self.paragraphs() if self._texts(one, tracked=tracked)])
        return None if paragraph is None else self._some(dice, self._texts(paragraph, tracked=tracked))

    def _some_range(self, dice: random.Random, *, tracked: bool = False) -> tuple[etree._Element, int, int] | None:
        """Return some characters that the report wrote, all of one w:t."""
        node = self._some_text(dice, tracked=tracked)
        if node is None:
            return None
        text = node.text or ""
        begin = dice.randrange(len(text))
        end = min(len(text), begin + dice.randint(1, 12))
        return None if any(map(is_typed, text[begin:end])) else (node, begin, end)

    @staticmethod
    def _some(dice: random.Random, things: Iterable[_Thing]) -> _Thing | None:
        found = list(things)
        return dice.choice(found) if found else None

    # ---- what is written ------------------------------------------------------------------------------------------------------

    def _typed(self) -> str:
        self.character += 1
        self.typed.add(chr(self.character))
        return chr(self.character)

    def _words(self, dice: random.Random, least: int = 1) -> str:
        words = "".join(self._typed() for _ in range(dice.randint(least, least + 6)))
        return words + dice.choice(["", "", "，", "。", "3人", "；"])

    def _number(self, dice: random.Random) -> str:
        kind = dice.randrange(3)
        return (
            f"{dice.randrange(70000, 99999)}"
            if not kind
            else f"约{self._typed()}"
            if kind == 1
            else f"{self._typed()}8"
        )

    def _type_into(self, control: etree._Element, text: str) -> None:
        nodes = [node for node in control.iter(f"{W}t") if _stands(node)]
        if nodes:
            for node in nodes:
                self._forget(node)
                _set_text(node, text if node is nodes[0] else "")
            control.set(HAND, "1")
            self.typed |= set(filter(is_typed, text))

    def _run(self, text: str, *, bold: bool = False) -> etree._Element:
        run = etree.Element(f"{W}r")
        _set_text(etree.SubElement(run, f"{W}t"), text)
        if bold:
            _make_bold(run)
        return run

    def _paragraph(self, like: etree._Element | None, *content: etree._Element) -> etree._Element:
        paragraph = etree.Element(f"{W}p")
        properties = None if like is None else like.find(f"{W}pPr")
        if properties is not None:
            paragraph.append(copy.deepcopy(properties))
            for lost in (f"{W}sectPr", f"{W}rPr", f"{W}pPrChange"):
                for one in paragraph[0].findall(lost):
                    paragraph[0].remove(one)
        paragraph.extend(content)
        paragraph.set(FROM, "")
        return paragraph

    def _revision(self, kind: str, *content: etree._Element) -> etree._Element:
        self.revision += 1
        key = {f"{W}id": str(self.revision), f"{W}author": AUTHOR, f"{W}date": DATE}
        revision = etree.Element(f"{W}{kind}", key)
        revision.extend(content)
        return revision

    def _strike(self, element: etree._Element) -> None:
        """Put a run or a mark into a tracked deletion."""
        frame = self._revision("del")
        element.addprevious(frame)
        frame.append(element)
        for node in element.iter(f"{W}t"):
            node.tag = f"{W}delText"

    def _mark_properties(self, paragraph: etree._Element) -> etree._Element:
        properties = _properties(paragraph)
        found = properties.find(f"{W}rPr")
        if found is None:
            found = etree.Element(f"{W}rPr")
            behind = next((one for one in properties if one.tag in (f"{W}sectPr", f"{W}pPrChange")), None)
            properties.append(found) if behind is None else behind.addprevious(found)
        return found

    def _remove(self, element: etree._Element) -> None:
        self._forget(element)
        _drop(element)

    def _forget(self, element: etree._Element) -> None:
        """Take what stands in an element off the characters that must stay: the person deletes it."""
        for node in element.iter(f"{W}t"):
            self.typed -= set(filter(is_typed, node.text or ""))

    def _renew_fallbacks(self) -> None:
        """Write text boxes twice, as Word does."""
        for fallback in self.root.iter(FALLBACK):
            choice = fallback.getprevious()
            box = None if choice is None or choice.tag != _CHOICE else choice.find(f".//{_BOX}")
            other = fallback.find(f".//{_BOX}")
            if box is not None and other is not None:
                other[:] = [copy.deepcopy(one) for one in box]


EDITS = tuple(
    name for name in vars(Person) if not name.startswith("_") and name not in {"edit", "finish", "paragraphs", "marks"}
)


def title_of(control: etree._Element) -> str:
    """Return a mark's title."""
    alias = control.find(f"{W}sdtPr/{W}alias")
    return "" if alias is None else alias.get(f"{W}val", "")


def _follows(paragraph: etree._Element, *, preceding: bool = False) -> str:
    """Return what the next block is, a paragraph or a table, '' for none."""
    return str(next((one.tag for one in paragraph.itersiblings(f"{W}p", f"{W}tbl", preceding=preceding)), ""))


def _stands(element: etree._Element) -> bool:
    return next(element.iterancestors(*_GONE), None) is None


def _is_plain(paragraph: etree._Element) -> bool:
    return (
        paragraph.find(f".//{_BOX}") is None
        and paragraph.find(f"{W}pPr/{W}sectPr") is None
        and paragraph.find(f"{W}pPr/{W}rPr") is None
    )


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def _drop(element: etree._Element) -> None:
    _parent(element).remove(element)


def _properties(paragraph: etree._Element) -> etree._Element:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    return properties


def _around(control: etree._Element) -> list[etree._Element]:
    """Return a mark with the run before and the run behind it."""
    sides = (control.getprevious(), control, control.getnext())
    return [
        one for one in sides if one is not None and one.tag in (f"{W}r", f"{W}sdt") and one.find(f".//{_BOX}") is None
    ]


def _set_text(node: etree._Element, text: str) -> None:
    node.text = text
    node.set(XML_SPACE, "preserve")


def split_run(node: etree._Element, at: int) -> tuple[etree._Element, etree._Element]:
    """Break the run of a w:t in two and return both."""
    run = _parent(node)
    text = node.text or ""
    second = etree.Element(f"{W}r", dict(run.attrib))
    second.extend(copy.deepcopy(run.findall(f"{W}rPr")))
    rest = etree.SubElement(second, f"{W}t")
    _set_text(rest, text[at:])
    second.extend(list(node.itersiblings()))
    _set_text(node, text[:at])
    run.addnext(second)
    return run, second


def _make_bold(run: etree._Element) -> None:
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    if properties.find(f"{W}b") is None:
        before = [one for one in properties if one.tag in (f"{W}rStyle", f"{W}rFonts")]
        properties.insert(len(before), etree.Element(f"{W}b"))
