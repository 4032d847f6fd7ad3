"""Marks: run-level content controls that hold a figure. Wrapped into a template's XML once; read back from any document.

The title (w:alias) is the metric's name, the tag is the expression that words it: titles survive other word processors, tags may not
(LibreOffice 7.4 drops them). No w:id is written: Word gives its own, and ids are not what we align by. The control carries the run's
formatting twice, on its content and in w:sdtPr/w:rPr, so that a number typed over it looks the same (ECMA-376 17.5.2).
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from reportgen.word.package import XML_SPACE, W

_MOST_TAG = 64  # Word refuses longer tags; a title is two names at most, which are bounded where they are read


_PREFIX = {"w": W.strip("{}")}


@dataclass(frozen=True)
class Mark:
    """One mark in a document: its title, the text that stands in it, and the paragraph's number from 0 in document order."""

    title: str
    text: str
    paragraph: int


def read_marks(root: etree._Element) -> Iterator[Mark]:
    """Yield the marks of a part's root in document order; content controls without a title are somebody else's."""
    numbers = {paragraph: number for number, paragraph in enumerate(root.iter(f"{W}p"))}
    for control in root.iter(f"{W}sdt"):
        alias = control.find(f"{W}sdtPr/{W}alias")
        paragraph = next(control.iterancestors(f"{W}p"), None)
        if alias is not None and paragraph is not None:
            text = "".join(node.text or "" for node in control.iter(f"{W}t"))
            yield Mark(alias.get(f"{W}val", ""), text, numbers[paragraph])


def wrap_marks(
    root: etree._Element, placeholder: re.Pattern[str], titles: Callable[[str], tuple[str, str] | None]
) -> None:
    """Put a mark around each placeholder for which `titles` gives (title, tag); the run is split around it."""
    for run in list(root.iter(f"{W}r")):
        if any(titles(found) for node in run.iterchildren(f"{W}t") for found in placeholder.findall(node.text or "")):
            _split(run, placeholder, titles)


def _split(run: etree._Element, placeholder: re.Pattern[str], titles: Callable[[str], tuple[str, str] | None]) -> None:
    properties = run.find(f"{W}rPr")
    pieces: list[etree._Element] = []

    def plain(child: etree._Element) -> None:
        """Append to the run that is being filled, or begin one."""
        if not pieces or pieces[-1].tag != f"{W}r":
            pieces.append(_run(run, properties))
        pieces[-1].append(child)

    for child in [child for child in run if child is not properties]:
        if child.tag != f"{W}t":
            plain(child)
            continue
        for text in re.split(f"({placeholder.pattern})", child.text or ""):
            names = titles(text) if placeholder.fullmatch(text) else None
            if names is not None:
                pieces.append(_mark(run, properties, text, *names))
            elif text:
                plain(_text(text))
    parent = run.getparent()
    assert parent is not None, "a run always stands in something"
    at = parent.index(run)
    pieces[-1].tail = run.tail
    parent[at : at + 1] = pieces


def _run(model: etree._Element, properties: etree._Element | None) -> etree._Element:
    run = etree.Element(f"{W}r", nsmap=_PREFIX)
    for name, value in model.attrib.items():
        run.set(name, value)
    if properties is not None:
        run.append(copy.deepcopy(properties))
    return run


def _text(text: str) -> etree._Element:
    node = etree.Element(f"{W}t", {XML_SPACE: "preserve"}, nsmap=_PREFIX)
    node.text = text
    return node


def _mark(model: etree._Element, properties: etree._Element | None, text: str, title: str, tag: str) -> etree._Element:
    control = etree.Element(f"{W}sdt", nsmap=_PREFIX)
    settings = etree.SubElement(control, f"{W}sdtPr")
    if properties is not None:
        settings.append(copy.deepcopy(properties))
    etree.SubElement(settings, f"{W}alias", {f"{W}val": title})
    etree.SubElement(settings, f"{W}tag", {f"{W}val": tag[:_MOST_TAG]})
    etree.SubElement(settings, f"{W}text")
    run = _run(model, properties)
    run.append(_text(text))
    etree.SubElement(control, f"{W}sdtContent").append(run)
    return control
