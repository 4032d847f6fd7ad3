"""A paragraph's content -> what of it has places or parts elsewhere: comments, bookmarks, references; new content like what it replaces."""

from __future__ import annotations

import copy

from lxml import etree

from reportgen.word.block_settings import plain_settings, settings_of
from reportgen.word.blocks import visible_runs
from reportgen.word.package import W
from reportgen.word.pending import PLACES
from reportgen.word.pictures import is_of_data

_PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"  # each stands once in a document


def without_reference(element: etree._Element) -> bool:
    """Return whether an element needs nothing of its own package: no picture but the data's, no link, note or embedded object."""
    notes = (f"{W}footnoteReference", f"{W}endnoteReference", f"{W}commentReference")
    linked = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    return not any(
        one.tag in notes or (any(str(name).startswith(linked) for name in one.attrib) and not is_of_data(one))
        for one in element.iter("*")
    )


def take_places(paragraph: etree._Element) -> tuple[list[etree._Element], list[etree._Element]]:
    """Take where bookmarks and comments begin, and where they end and are referred to, out of a paragraph, however deep they stand."""
    begins, ends = [], []
    for one in list(paragraph.iter(*PLACES, f"{W}commentReference")):
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


def as_people_have_it(block: etree._Element, new: etree._Element) -> etree._Element:
    """Return a copy of people's block that can stand beside it, with the look that they gave it but none of its places.

    One of a draft's block that says the same, `new`, with the settings of people's, where revisions wait in theirs.
    """
    waiting = any(f"{W}author" in one.attrib for one in block.iter("*"))
    made = copy.deepcopy(new if waiting else block)
    if waiting and block.tag == f"{W}p":
        settings = settings_of(made, "pPr")
        settings[:] = [copy.deepcopy(one) for one in plain_settings(settings_of(block, "pPr"))]
    take_places(made)
    for one in made.iter(f"{W}p", f"{W}tr"):
        one.attrib.pop(_PARAGRAPH_ID, "")
    return made


def refers(child: etree._Element) -> bool:
    return child.tag == f"{W}r" and child.find(f"{W}commentReference") is not None


def revised_like(seen: list[etree._Element], fresh: list[etree._Element]) -> list[etree._Element]:
    """Return new content as inserted or moved here where all that it replaces is: rejecting that must not leave it standing."""
    shown = [one for one in seen if one.tag == f"{W}r" or visible_runs(one)]
    kinds = {str(one.tag) for one in shown}
    if len(kinds) != 1 or not kinds <= {f"{W}ins", f"{W}moveTo"}:
        return fresh
    revision = etree.Element(kinds.pop(), {str(name): str(value) for name, value in shown[0].attrib.items()})
    revision.extend(fresh)
    return [revision]
