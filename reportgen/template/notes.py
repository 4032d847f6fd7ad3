"""A template whose loops have footnotes or endnotes -> each note where its sign stands, so that it is printed with its round; and back.

A note lies in a part of its own, out of the loop's reach. Word numbers the signs; each has to name a note of its own.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping

from lxml import etree

from reportgen.word.notes import KINDS
from reportgen.word.package import DOCUMENT, W, parse_part, serialized
from reportgen.word.relations import name_of_kind

_LOOP = re.compile(r"[{｛][%％]\s*(?:p|tr|tc)?\s*(?P<end>end)?\s*for(?![0-9A-Za-z_])", re.IGNORECASE)
_ID = f"{W}id"


def take_in(document: etree._Element, notes: Mapping[str, etree._Element]) -> None:
    """Move each note of a loop from its part's root (by kind: footnotes, endnotes) into its sign in the document."""
    said = ""
    for node in list(document.iter(f"{W}t", *KINDS)):
        if node.tag == f"{W}t":
            said += node.text or ""
            continue
        depth = sum(-1 if found["end"] else 1 for found in _LOOP.finditer(said))
        root = notes.get(KINDS[str(node.tag)])
        note = None if root is None else root.find(f"*[@{_ID}='{node.get(_ID, '')}']")
        if depth > 0 and note is not None:
            node.append(note)


Taken = Mapping[str, frozenset[str]]  # by kind, the numbers of notes


def taken_in(document: etree._Element) -> Taken:
    """Return which notes stand in their signs, by kind."""
    found = {kind: frozenset(one.get(_ID, "") for one in document.iter(tag) if len(one)) for tag, kind in KINDS.items()}
    return {kind: numbers for kind, numbers in found.items() if numbers}


def put_back(parts: Mapping[str, bytes], taken: Taken) -> dict[str, bytes]:
    """Return a rendered document's parts with each note in its part again, those of further rounds under numbers of their own.

    `taken` are the notes that the template's loops have; one that nothing printed is gone.
    """
    document, done = parse_part(parts[DOCUMENT]), dict(parts)
    for tag, kind in KINDS.items():
        held = [node for node in document.iter(tag) if len(node)]
        if kind not in taken:
            continue
        name = name_of_kind(parts, kind)
        root = parse_part(parts[name])
        for note in [one for one in root if one.get(_ID) in taken[kind]]:
            root.remove(note)
        numbers = {one.get(_ID, "") for one in root} | {node.get(_ID, "") for node in document.iter(tag)}
        free = max((int(one) for one in numbers if one.isdecimal()), default=0)
        seen: set[str] = set()
        for node in held:
            note, number = node[0], node.get(_ID, "")
            if number in seen:
                free += 1
                number = str(free)
            seen.add(number)
            node.set(_ID, number)
            node.remove(note)
            note.set(_ID, number)
            root.append(copy.deepcopy(note))
        done[name] = serialized(root)
    return done | {DOCUMENT: serialized(document)}
