"""What a run changes in a document that people have edited -> the change itself, or Word's tracked revision of it.

A revision (ECMA-376 17.13.5) keeps old and new side by side until somebody accepts or rejects it. What an earlier run of ours had
inserted and nobody has accepted yet isn't deleted visibly, it goes: rejecting gives back what people had.
"""

from __future__ import annotations

import copy

from lxml import etree

from reportgen.word.block_settings import (
    mark_has,
    next_paragraph,
    paragraph_mark,
    row_settings,
)
from reportgen.word.blocks import (
    BLOCKS,
    behind,
    named,
    printed_in,
    take_out_block,
    visible_runs,
    visible_text,
    with_frame,
)
from reportgen.word.last_mark import end_again, leave_mark, move_mark_before
from reportgen.word.package import XML_SPACE, W
from reportgen.word.paragraph_content import as_people_have_it, refers, revised_like, take_places
from reportgen.word.pending import (
    AUTHOR,
    PLACES,
    deletions,
    is_deleted,
    is_in_insertion,
    is_inserted,
    mark_of,
    rejected,
    take_back,
    withdraw_insertions,
)
from reportgen.word.undecided import leave_undecided

_MOVED = tuple(W + name for name in ("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"))
_UNSEEN = frozenset((f"{W}pPr", f"{W}del", f"{W}moveFrom", *PLACES, *_MOVED))  # all else of a paragraph is seen
_ANY = f"{W}*"


class Reviser:
    """Changes a document, tracked with `date` (a w:date) or plainly where it is ''."""

    def __init__(self, root: etree._Element, date: str) -> None:
        self.date = date
        ids = (element.get(f"{W}id", "") for element in root.iter(_ANY) if f"{W}author" in element.attrib)
        self._number = 1 + max((int(one) for one in ids if one.isdecimal()), default=899)

    def set_text(self, content: etree._Element, text: str) -> None:
        """Put another text into a mark's content, in the formatting of the first that stands there."""
        runs = visible_runs(content)
        if not runs:
            return
        new = _run_like(runs[0], text)
        if not self.date or is_in_insertion(content):
            holder = runs[0].getparent()
            assert holder is not None
            holder.replace(runs[0], new)
            for run in runs[1:]:
                _take_out(run)
            return
        withdraw_insertions(content)
        if visible_text(rejected(content)) == text:
            take_back(content)
            return
        runs = visible_runs(content)
        last = _child_of(content, runs[-1]) if runs else content
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

    def replace_run(self, run: etree._Element, new: etree._Element) -> None:
        """Put another run in a run's place."""
        if not self.date or is_in_insertion(run):
            run.addnext(new)
            _take_out(run)
            return
        inserted = self._change("ins")
        inserted.append(new)
        run.addnext(inserted)
        self._delete_run(run)

    def replace_content(self, paragraph: etree._Element, new: etree._Element) -> None:
        """Give a paragraph the content of another and leave it its own settings, bookmarks and people's comments, around the new words."""
        fresh = [copy.deepcopy(child) for child in new if child.tag != f"{W}pPr" and child.tag not in PLACES]
        if self.date:
            if self._is_taken_back(paragraph, new):
                return
            withdraw_insertions(paragraph)
            for child in [one for one in paragraph if one.tag not in _UNSEEN]:
                self._delete(child)
            inserted = self._change("ins")
            inserted.extend(fresh)
            _leave_undecided(inserted)
            end = next((one for one in paragraph if one.tag.endswith("End") or refers(one)), None)
            if end is None:
                paragraph.append(inserted)
            else:
                end.addprevious(inserted)
            return
        begins, ends = take_places(paragraph)
        seen = [one for one in paragraph if one.tag not in _UNSEEN]
        fresh = revised_like(seen, fresh)
        for child in seen:
            paragraph.remove(child)
        settings = len(paragraph.findall(f"{W}pPr"))
        paragraph[settings:settings] = begins
        paragraph.extend([*fresh, *ends])

    def insert_after(self, anchor: etree._Element | None, story: etree._Element, new: etree._Element) -> etree._Element:
        """Put a copy of a block behind `anchor`, or first in the story; return it."""
        waiting = self._taken_back(anchor, story, new) if self.date else None
        if waiting is not None:
            return waiting
        block = copy.deepcopy(new)
        if self.date:
            for paragraph in block.iter(f"{W}p"):
                self._insert_paragraph(paragraph)
            for row in block.iter(f"{W}tr"):
                row_settings(row).append(self._change("ins"))
        while anchor is not None and mark_has(anchor, "del") and next_paragraph(anchor) is not None:
            anchor = next_paragraph(anchor)  # which the anchor is to be joined to
        _put(block, anchor, story)
        return block

    def move_after(
        self, anchor: etree._Element | None, story: etree._Element, block: etree._Element, new: etree._Element
    ) -> etree._Element:
        """Put a block behind `anchor`, or first in the story; return the element that is it there. Tracked, a copy comes and it goes.

        The copy is today's draft's, `new`, where revisions wait in the block.
        """
        if self.date:
            copied = self.insert_after(anchor, story, as_people_have_it(block, new))
            self.remove(block)
            return copied
        _put(with_frame(block), anchor, story)
        return block

    def remove(self, block: etree._Element) -> None:
        """Take a block away."""
        if not self.date:
            take_out_block(block)
            return
        if self.withdraw(block):
            return
        for row in block.iter(f"{W}tr"):
            row_settings(row).append(self._change("del"))
        for paragraph in block.iter(f"{W}p"):
            withdraw_insertions(paragraph)
            paragraph_mark(paragraph).insert(0, self._change("del"))
            for child in [one for one in paragraph if one.tag not in _UNSEEN]:
                self._delete(child)

    def withdraw(self, block: etree._Element) -> bool:
        """Take a block away whole that we inserted and nobody has accepted; return whether it is one."""
        if not self.date or not is_inserted(block):
            return False
        leave_mark(block)
        take_out_block(block)
        return True

    def finish(self, root: etree._Element) -> None:
        """Move our changes of a paragraph's mark to the paragraph before where nothing follows that it could join."""
        if not self.date:
            return
        for last in list(root.iter(f"{W}p")):
            if next(last.itersiblings(f"{W}p", f"{W}tbl"), None) is None:
                for kind in ("ins", "del"):
                    move_mark_before(last, kind, self._change)

    def _insert_paragraph(self, paragraph: etree._Element) -> None:
        content = [one for one in paragraph if one.tag != f"{W}pPr"]
        paragraph_mark(paragraph).insert(0, self._change("ins"))
        if content:
            inserted = self._change("ins")
            paragraph.append(inserted)
            inserted.extend(content)
            _leave_undecided(inserted)

    def _is_taken_back(self, block: etree._Element, new: etree._Element) -> bool:
        """Reject our own revisions of a block where that says what today's draft does, but for figures; return whether it does."""
        if next(deletions(block), None) is None or named(rejected(block)) != named(new):
            return False
        take_back(block)
        for mark, mine in zip(list(printed_in(block)), printed_in(new), strict=True):
            content = mark.control.find(f"{W}sdtContent")
            if mark.text != mine.text and content is not None:
                self.set_text(content, mine.text)
        return True

    def _taken_back(
        self, anchor: etree._Element | None, story: etree._Element, new: etree._Element
    ) -> etree._Element | None:
        """Return the block behind `anchor` that we had deleted and that today's draft has again, brought back."""
        following = story.iterchildren(_ANY) if anchor is None else anchor.itersiblings(_ANY)
        for block in following:
            if block.tag in BLOCKS and not is_deleted(block):
                return None
            own = mark_of(block, "del")
            if block.tag == new.tag and self._is_taken_back(block, new):
                end_again(block, own)
                return block
        return None

    def _delete(self, child: etree._Element) -> None:
        if refers(child):
            return
        if child.tag == f"{W}r":
            self._delete_run(child)
        else:
            for run in visible_runs(child):
                self._delete_run(run)
            for control in list(child.iter(f"{W}sdt")):
                if is_in_insertion(control) and not visible_text(control):
                    _take_out(control)

    def _delete_run(self, run: etree._Element) -> None:
        """Mark one run as deleted; our own insertion that nobody has accepted goes for good."""
        if is_in_insertion(run):
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


def _put(block: etree._Element, anchor: etree._Element | None, story: etree._Element) -> None:
    if anchor is None:
        settings = [one for one in story if one.tag in {f"{W}tcPr", f"{W}tblPr", f"{W}tblGrid"}]
        story.insert(len(settings), block)
    else:
        behind(anchor, story).addnext(block)


def _leave_undecided(inserted: etree._Element) -> None:
    for control in inserted.iter(f"{W}sdt"):
        leave_undecided(control)


def _take_out(element: etree._Element) -> None:
    """Remove an element, and what is left of an insertion around it once it is empty."""
    holder = element.getparent()
    if holder is None:
        return
    holder.remove(element)
    if holder.tag in {f"{W}ins", f"{W}hyperlink", f"{W}smartTag"} and not len(holder):
        _take_out(holder)


def _child_of(top: etree._Element, element: etree._Element) -> etree._Element:
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
