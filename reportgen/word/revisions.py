"""What a run changes in a document that people have edited -> the change itself, or Word's tracked revision of it.

A revision (ECMA-376 17.13.5) keeps old and new side by side until somebody accepts or rejects it. What an earlier run of ours had
inserted and nobody has accepted yet isn't deleted visibly, it goes: rejecting gives back what people had.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree

from reportgen.word.blocks import visible_runs, visible_text
from reportgen.word.package import XML_SPACE, W
from reportgen.word.undecided import leave_undecided

AUTHOR = "reportgen"
_RANGES = tuple(
    W + name
    for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd")
)
_MOVED = tuple(W + name for name in ("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"))
_UNSEEN = frozenset((f"{W}pPr", f"{W}del", f"{W}moveFrom", *_RANGES, *_MOVED))  # all else of a paragraph is seen
_BLOCKS = tuple(W + name for name in ("p", "tbl", "tr", "tc", "sdt", "sdtContent", "customXml"))


class Reviser:
    """Changes a document, tracked with `date` (a w:date) or plainly where it is ''."""

    def __init__(self, root: etree._Element, date: str) -> None:
        self.date = date
        ids = (element.get(f"{W}id", "") for element in root.iter(f"{W}ins", f"{W}del"))
        self._number = 1 + max((int(one) for one in ids if one.isdecimal()), default=899)

    def set_text(self, content: etree._Element, text: str) -> None:
        """Put another text into a mark's content, in the formatting of the first that stands there."""
        runs = visible_runs(content)
        if not runs:
            return
        new = _run_like(runs[0], text)
        if not self.date:
            holder = runs[0].getparent()
            assert holder is not None
            holder.replace(runs[0], new)
            for run in runs[1:]:
                _take_out(run)
            return
        last = _child_of(content, runs[-1])
        for run in runs:
            self._delete_run(run)
        at = last if last.getparent() is content else None
        inserted = self._change("ins")
        inserted.append(new)
        if at is None:
            content.append(inserted)
        else:
            at.addnext(inserted)
        for control in inserted.iterancestors(f"{W}sdt"):
            leave_undecided(control)

    def replace_content(self, paragraph: etree._Element, new: etree._Element) -> None:
        """Give a paragraph the content of another and leave it its own settings, bookmarks and people's comments, around the new words."""
        fresh = [copy.deepcopy(child) for child in new if child.tag != f"{W}pPr" and child.tag not in _RANGES]
        if self.date:
            for child in [one for one in paragraph if one.tag not in _UNSEEN]:
                self._delete(child)
            inserted = self._change("ins")
            inserted.extend(fresh)
            _leave_undecided(inserted)
            end = next((one for one in paragraph if one.tag.endswith("End") or _refers(one)), None)
            if end is None:
                paragraph.append(inserted)
            else:
                end.addprevious(inserted)
            return
        begins, ends = _places(paragraph)
        seen = [one for one in paragraph if one.tag not in _UNSEEN]
        fresh = _revised_like(seen, fresh)
        for child in seen:
            paragraph.remove(child)
        settings = len(paragraph.findall(f"{W}pPr"))
        paragraph[settings:settings] = begins
        paragraph.extend([*fresh, *ends])

    def insert_after(self, anchor: etree._Element | None, story: etree._Element, new: etree._Element) -> etree._Element:
        """Put a copy of a block behind `anchor`, or first in the story; return it."""
        block = copy.deepcopy(new)
        if self.date:
            for paragraph in block.iter(f"{W}p"):
                self._insert_paragraph(paragraph)
            for row in block.iter(f"{W}tr"):
                _row_settings(row).append(self._change("ins"))
        while anchor is not None and _mark_has(anchor, "del") and _next_paragraph(anchor) is not None:
            anchor = _next_paragraph(anchor)  # which the anchor is to be joined to
        if anchor is None:
            settings = [one for one in story if one.tag in {f"{W}tcPr", f"{W}tblPr", f"{W}tblGrid"}]
            story.insert(len(settings), block)
        else:
            behind(anchor, story).addnext(block)
        return block

    def move_after(
        self, anchor: etree._Element | None, story: etree._Element, block: etree._Element, new: etree._Element
    ) -> etree._Element:
        """Put a block behind `anchor`, or first in the story; return the element that is it there. Tracked, `new` comes and it goes."""
        if self.date:
            copied = self.insert_after(anchor, story, new)
            self.remove(block)
            return copied
        if anchor is None:
            settings = [one for one in story if one.tag in {f"{W}tcPr", f"{W}tblPr", f"{W}tblGrid"}]
            story.insert(len(settings), block)
        else:
            behind(anchor, story).addnext(block)
        return block

    def remove(self, block: etree._Element) -> None:
        """Take a block away."""
        if not self.date:
            _take_out_block(block)
            return
        for row in block.iter(f"{W}tr"):
            _row_settings(row).append(self._change("del"))
        for paragraph in block.iter(f"{W}p"):
            _paragraph_mark(paragraph).insert(0, self._change("del"))
            for child in [one for one in paragraph if one.tag not in _UNSEEN]:
                self._delete(child)

    def finish(self, root: etree._Element) -> None:
        """Move our changes of a paragraph's mark to the paragraph before where nothing follows that it could join.

        A text's last mark can be neither inserted nor deleted: rejecting or accepting would leave an empty line. Word changes the mark
        before it, and the last paragraph takes the settings of the one that it is joined to.
        """
        if not self.date:
            return
        for paragraph in list(root.iter(f"{W}p")):
            if next(paragraph.itersiblings(f"{W}p", f"{W}tbl"), None) is None:
                for kind in ("ins", "del"):
                    self._move_mark(paragraph, kind)

    def _move_mark(self, last: etree._Element, kind: str) -> None:
        mark = last.find(f"{W}pPr/{W}rPr/{W}{kind}[@{W}author='{AUTHOR}']")
        before = (one for one in last.itersiblings(f"{W}p", f"{W}tbl", preceding=True))
        target = next((one for one in before if one.tag == f"{W}tbl" or not _mark_has(one, kind)), None)
        if mark is None or target is None or target.tag == f"{W}tbl":
            return
        face = _paragraph_mark(target)
        face.insert(0 if kind == "ins" else len(face.findall(f"{W}ins")), mark)
        settings, joined = _settings(last, "pPr"), _settings(target, "pPr")
        if settings.find(f"{W}pPrChange") is not None:
            return
        own, others = _plain_settings(settings), _plain_settings(joined)
        before_settings = others if kind == "ins" else own
        if kind == "del":
            for one in own:
                settings.remove(one)
            settings[:0] = [copy.deepcopy(one) for one in others]
        change = self._change("pPrChange")
        etree.SubElement(change, f"{W}pPr").extend(copy.deepcopy(one) for one in before_settings)
        settings.append(change)

    def _insert_paragraph(self, paragraph: etree._Element) -> None:
        content = [one for one in paragraph if one.tag != f"{W}pPr"]
        _paragraph_mark(paragraph).insert(0, self._change("ins"))
        if content:
            inserted = self._change("ins")
            paragraph.append(inserted)
            inserted.extend(content)
            _leave_undecided(inserted)

    def _delete(self, child: etree._Element) -> None:
        if _refers(child):
            return
        if child.tag == f"{W}r":
            self._delete_run(child)
        else:
            for run in visible_runs(child):
                self._delete_run(run)
            for control in list(child.iter(f"{W}sdt")):
                if _is_inserted_by_us(control) and not visible_text(control):
                    _take_out(control)

    def _delete_run(self, run: etree._Element) -> None:
        """Mark one run as deleted; our own insertion that nobody has accepted goes for good."""
        if _is_inserted_by_us(run):
            _take_out(run)
            return
        holder = run.getparent()
        assert holder is not None
        deleted = self._change("del")
        deleted.tail, run.tail = run.tail, None
        holder.replace(run, deleted)
        deleted.append(run)
        for control in deleted.iterancestors(f"{W}sdt"):
            leave_undecided(control)
        for node in run.iter(f"{W}t"):
            node.tag = f"{W}delText"
            node.set(XML_SPACE, "preserve")

    def _change(self, kind: str) -> etree._Element:
        self._number += 1
        names = {f"{W}id": str(self._number), f"{W}author": AUTHOR, f"{W}date": self.date}
        return etree.Element(W + kind, names)


def _leave_undecided(inserted: etree._Element) -> None:
    for control in inserted.iter(f"{W}sdt"):
        leave_undecided(control)


def without_reference(element: etree._Element) -> bool:
    """Return whether an element needs nothing of its own package: no picture, link, note or embedded object."""
    notes = (f"{W}footnoteReference", f"{W}endnoteReference", f"{W}commentReference")
    linked = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    return not any(
        one.tag in notes or any(str(name).startswith(linked) for name in one.attrib) for one in element.iter("*")
    )


def _places(paragraph: etree._Element) -> tuple[list[etree._Element], list[etree._Element]]:
    """Take where bookmarks and comments begin, and where they end and are referred to, out of a paragraph, however deep they stand."""
    begins, ends = [], []
    for one in list(paragraph.iter(*_RANGES, f"{W}commentReference")):
        holder = one.getparent()
        assert holder is not None
        if one.tag == f"{W}commentReference":
            run = etree.Element(f"{W}r")
            run.extend(copy.deepcopy(face) for face in holder.findall(f"{W}rPr"))
            run.append(one)
            ends.append(run)
        elif one.tag.endswith("End"):
            holder.remove(one)
            ends.append(one)
        else:
            holder.remove(one)
            begins.append(one)
    return begins, ends


def behind(block: etree._Element, story: etree._Element) -> etree._Element:
    """Return what the next block of a story goes behind: the block, or the control or custom XML whose last it is."""
    above = block.getparent()
    while above is not None and above is not story and next(block.itersiblings(*_BLOCKS), None) is None:
        block, above = above, above.getparent()
    return block


def _take_out_block(block: etree._Element) -> None:
    """Remove a block, and a control or custom XML around it that holds none any more."""
    around = block.getparent()
    if around is None:
        return
    around.remove(block)
    if (
        around.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml"}
        and next(around.iterchildren(*_BLOCKS), None) is None
    ):
        _take_out_block(around)


def _refers(child: etree._Element) -> bool:
    return child.tag == f"{W}r" and child.find(f"{W}commentReference") is not None


def _revised_like(seen: list[etree._Element], fresh: list[etree._Element]) -> list[etree._Element]:
    """Return new content as inserted or moved here where all that it replaces is: rejecting that must not leave it standing."""
    shown = [one for one in seen if one.tag == f"{W}r" or visible_runs(one)]
    kinds = {str(one.tag) for one in shown}
    if len(kinds) != 1 or not kinds <= {f"{W}ins", f"{W}moveTo"}:
        return fresh
    revision = etree.Element(kinds.pop(), {str(name): str(value) for name, value in shown[0].attrib.items()})
    revision.extend(fresh)
    return [revision]


def _is_inserted_by_us(element: etree._Element) -> bool:
    return any(above.get(f"{W}author") == AUTHOR for above in element.iterancestors(f"{W}ins"))


def _take_out(element: etree._Element) -> None:
    """Remove an element, and what is left of an insertion around it once it is empty."""
    holder = element.getparent()
    if holder is None:
        return
    holder.remove(element)
    if holder.tag in {f"{W}ins", f"{W}hyperlink", f"{W}smartTag"} and not len(holder):
        _take_out(holder)


def _child_of(top: etree._Element, element: etree._Element) -> etree._Element:
    """Return the child of `top` that holds the element."""
    child = element
    for above in element.iterancestors():
        if above is top:
            break
        child = above
    return child


def _run_like(run: etree._Element, text: str) -> etree._Element:
    new = etree.Element(f"{W}r")
    for properties in run.findall(f"{W}rPr"):
        new.append(copy.deepcopy(properties))
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if number:
            etree.SubElement(new, f"{W}br")
        etree.SubElement(new, f"{W}t", {XML_SPACE: "preserve"}).text = line
    return new


def _settings(element: etree._Element, name: str) -> etree._Element:
    """Return an element's settings, which stand first in it."""
    found = element.find(W + name)
    if found is None:
        found = etree.Element(W + name)
        exceptions = element.find(f"{W}tblPrEx")  # only this may stand before a row's settings
        element.insert(0 if exceptions is None else 1, found)
    return found


def _row_settings(row: etree._Element) -> etree._Element:
    """Return a row's settings; the schema wants one beside a change, so the one that every row has is said aloud."""
    settings = _settings(row, "trPr")
    if not len(settings):
        etree.SubElement(settings, f"{W}cantSplit", {f"{W}val": "off"})
    return settings


def _paragraph_mark(paragraph: etree._Element) -> etree._Element:
    """Return the settings of a paragraph's own mark, in their place among the paragraph's."""
    settings = _settings(paragraph, "pPr")
    found = settings.find(f"{W}rPr")
    if found is None:
        found = etree.Element(f"{W}rPr")
        behind = next(_last_settings(settings), None)
        if behind is None:
            settings.append(found)
        else:
            behind.addprevious(found)
    return found


def _mark_has(paragraph: etree._Element, kind: str) -> bool:
    return paragraph.find(f"{W}pPr/{W}rPr/{W}{kind}") is not None


def _next_paragraph(paragraph: etree._Element) -> etree._Element | None:
    following = next(paragraph.itersiblings(f"{W}p", f"{W}tbl"), None)
    return following if following is not None and following.tag == f"{W}p" else None


def _plain_settings(settings: etree._Element) -> list[etree._Element]:
    """Return a paragraph's settings without those of its mark, its section and their history."""
    return [one for one in settings if one.tag not in {f"{W}rPr", f"{W}sectPr", f"{W}pPrChange"}]


def _last_settings(settings: etree._Element) -> Iterator[etree._Element]:
    return settings.iterchildren(f"{W}sectPr", f"{W}pPrChange")
