"""A document's body and its foot- or endnotes -> which notes the body refers to; the notes without those that nobody reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lxml import etree

from reportgen.word.package import W

KINDS = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_ID = f"{W}id"


def notes_of(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the notes of a part of notes; the lines between text and notes, which Word keeps beside them, are none (ECMA-376 17.18.33)."""
    return (note for note in root if note.tag in (f"{W}footnote", f"{W}endnote") and note.get(f"{W}type") is None)


def referred(body: etree._Element, kind: str) -> set[str]:
    """Return the numbers of the notes of a kind that a body has signs for."""
    return {sign.get(_ID, "") for tag, one in KINDS.items() if one == kind for sign in body.iter(tag)}


def without_these(root: etree._Element, numbers: Collection[str]) -> list[etree._Element]:
    """Take the notes of these numbers out of a part and return them: without a sign no page shows one, and the file holds its words."""
    gone = [note for note in notes_of(root) if note.get(_ID, "") in numbers]
    for note in gone:
        root.remove(note)
    return gone


def without_orphans(root: etree._Element, numbers: Collection[str]) -> None:
    """Take the notes out of a part that aren't of these numbers."""
    without_these(root, {number for note in notes_of(root) if (number := note.get(_ID, "")) not in numbers})
