"""A revision of the mark of a text's last paragraph <-> the same at the mark before it, where Word wants it.

A text's last mark can be neither inserted nor deleted: rejecting or accepting would leave an empty line. The mark before it stands for it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable

from lxml import etree

from reportgen.word.block_settings import mark_has, paragraph_mark, plain_settings, settings_of
from reportgen.word.package import W, remove
from reportgen.word.pending import AUTHOR, is_deleted, is_own, mark_before, mark_of


def move_mark_before(last: etree._Element, kind: str, change: Callable[[str], etree._Element]) -> None:
    """Move our insertion or deletion (`kind`: ins, del) of a text's last mark to the paragraph before that hasn't got one yet.

    The last paragraph takes the settings of the one that it is joined to; `change` makes the revision that says which it had.
    """
    mark = last.find(f"{W}pPr/{W}rPr/{W}{kind}[@{W}author='{AUTHOR}']")
    before = (one for one in last.itersiblings(f"{W}p", f"{W}tbl", preceding=True))
    target = next((one for one in before if one.tag == f"{W}tbl" or not mark_has(one, kind)), None)
    if mark is None or target is None or target.tag == f"{W}tbl":
        return
    face = paragraph_mark(target)
    face.insert(0 if kind == "ins" else len(face.findall(f"{W}ins")), mark)
    settings, joined = settings_of(last, "pPr"), settings_of(target, "pPr")
    if settings.find(f"{W}pPrChange") is not None:
        return
    own, others = plain_settings(settings), plain_settings(joined)
    before_settings = others if kind == "ins" else own
    if kind == "del":
        for one in own:
            settings.remove(one)
        settings[:0] = [copy.deepcopy(one) for one in others]
    changed = change("pPrChange")
    etree.SubElement(changed, f"{W}pPr").extend(copy.deepcopy(one) for one in before_settings)
    settings.append(changed)


def leave_mark(block: etree._Element) -> None:
    """Leave behind the marks that a block which is about to go has for others, and take the one away that another has for it."""
    own, standing, deleted = mark_of(block, "ins"), mark_before(block, "ins"), mark_of(block, "del")
    before = next(block.itersiblings(f"{W}p", f"{W}tbl", preceding=True), None)
    if own is None and standing is not None:
        remove(standing)
    if deleted is not None and before is not None and before.tag == f"{W}p" and not mark_has(before, "del"):
        paragraph_mark(before).append(deleted)  # it is the mark of the text's last paragraph that we have deleted


def end_again(block: etree._Element, own: etree._Element | None) -> None:
    """Let the paragraph before a block end that is back, where its mark was deleted in place of a text's last one.

    The block's `own` deleted mark was in place of the next one's then and stays; a text's last gets its settings back.
    """
    before = next(block.itersiblings(f"{W}p", f"{W}tbl", preceding=True), None)
    change = None if before is None or before.tag == f"{W}tbl" or is_deleted(before) else mark_of(before, "del")
    if change is not None:
        remove(change)
        if own is not None:
            paragraph_mark(block).insert(0, own)
    kept = block.find(f"{W}pPr/{W}pPrChange")
    if kept is not None and is_own(kept):
        settings = settings_of(block, "pPr")
        for one in plain_settings(settings):
            settings.remove(one)
        settings[:0] = [one for old in kept for one in old]
        remove(kept)
