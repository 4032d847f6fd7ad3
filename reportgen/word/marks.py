"""A run, a figure's title, text and tag -> its mark: a run-level content control, or the XML of one amid the run's text.

`word.blocks` reads marks back from any document.
The title (w:alias) is the metric's name, the tag is the expression that words it: titles survive other word processors, tags may not
(LibreOffice 7.4 drops them). No w:id is written: Word gives its own, and ids are not what we align by. The control carries the run's
formatting twice, on its content and in w:sdtPr/w:rPr, so that a number typed over it looks the same (ECMA-376 17.5.2).
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml import etree

from reportgen.word.package import XML_SPACE, W, remove

_HERE = "{{}}"  # no template that was read has it
MOST_TAG = 64  # Word refuses longer tags; a title is two names at most, which are bounded where they are read
_PREFIX = {"w": W.strip("{}")}
# What makes a content control more than a frame: such a one may hold no other, and Word writes bound text over what stands in it.
_KINDS = (
    *(W + name for name in ("text", "date", "comboBox", "dropDownList", "dataBinding")),
    "{http://schemas.microsoft.com/office/word/2012/wordml}dataBinding",
)


def mark(run: etree._Element, text: str, title: str, tag: str) -> etree._Element:
    """Return a mark that holds `text` in the formatting of a run."""
    control = etree.Element(f"{W}sdt", nsmap=_PREFIX)
    settings = etree.SubElement(control, f"{W}sdtPr")
    settings.extend(_formatting(run))
    etree.SubElement(settings, f"{W}alias", {f"{W}val": title})
    etree.SubElement(settings, f"{W}tag", {f"{W}val": tag[:MOST_TAG]})
    etree.SubElement(settings, f"{W}text")
    content = _like(run)
    content.append(_text(text))
    etree.SubElement(control, f"{W}sdtContent").append(content)
    return control


@dataclass(frozen=True)
class Setting:
    """How a run is set, as XML: `opening` and `closing` stand around the text of one like it, `mark` around a mark's title, tag and text.

    `strong` is the same in bold, for what is emphasised in the run's text, None where no emphasis is asked for.
    """

    opening: str
    closing: str
    mark: tuple[str, ...]
    strong: Setting | None = None

    def marked(self, text: str, title: str, tag: str) -> str:
        """Return what ends a run's text, sets a mark behind it and goes on with the text; all three are escaped for XML."""
        around = zip(self.mark, (title, tag, text, self.opening), strict=True)
        return self.closing + "".join(piece for pair in around for piece in pair)

    def emphasised(self, inside: str) -> str:
        """Return what ends a run's text, sets some of it in bold behind it and goes on; `inside` is XML of such a text."""
        strong = self.strong or self
        return f"{self.closing}{strong.opening}{inside}{strong.closing}{self.opening}"


def setting(run: etree._Element, *, emphasis: bool = False) -> Setting:
    """Return how a run is set, for marks that come into the middle of its text when it is rendered, and for `emphasis` in it."""
    if emphasis:
        bold = _bold(run)
        run.addnext(bold)  # where it knows the namespaces that are known there
        strong = setting(bold)
        remove(bold)
        return replace(setting(run), strong=strong)
    plain = _like(run)
    plain.append(_text(_HERE))
    opening, _, closing = _standing_in(plain, run).partition(_HERE)
    around = _standing_in(mark(run, _HERE, _HERE, _HERE), run).split(_HERE)
    return Setting(opening, closing, tuple(around))


def _bold(run: etree._Element) -> etree._Element:
    """Return an empty run like another, but in bold."""
    alike = _like(run)
    face = alike.find(f"{W}rPr")
    if face is None:
        face = etree.SubElement(alike, f"{W}rPr")
    for name in ("bCs", "b"):
        for old in face.findall(W + name):
            face.remove(old)
        first = sum(one.tag in (f"{W}rStyle", f"{W}rFonts") for one in face)  # ECMA-376 17.3.2.28 has the order
        face.insert(first, etree.Element(W + name))
    return alike


def _standing_in(element: etree._Element, run: etree._Element) -> str:
    """Return an element's XML as it is beside the run, without the namespaces that are declared there."""
    run.addnext(element)
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    remove(element)
    for prefix, space in run.nsmap.items():
        text = text.replace(f' xmlns{f":{prefix}" if prefix else ""}="{space}"', "")
    return text


def loosen(run: etree._Element) -> None:
    """Make the content controls around a run plain frames, which may hold marks and whose text Word leaves alone."""
    for control in run.iterancestors(f"{W}sdt"):
        for settings in control.iterchildren(f"{W}sdtPr"):
            for kind in list(settings.iterchildren(*_KINDS)):
                settings.remove(kind)


def split(run: etree._Element, pattern: re.Pattern[str], replacement: Callable[[str], etree._Element | None]) -> None:
    """Put what `replacement` gives for each match of `pattern` between the pieces of a run; a match without one stays text."""
    pieces: list[etree._Element] = []
    for child in [child for child in run if child.tag != f"{W}rPr"]:
        if child.tag != f"{W}t":
            _add(pieces, run, child)
            continue
        text, end = child.text or "", 0
        for match in pattern.finditer(text):
            between = replacement(match[0])
            if between is not None:
                if match.start() > end:
                    _add(pieces, run, _text(text[end : match.start()]))
                pieces.append(between)
                end = match.end()
        if text[end:]:
            _add(pieces, run, _text(text[end:]))
    parent = run.getparent()
    assert parent is not None, "a run always stands in something"
    at = parent.index(run)
    parent[at : at + 1] = pieces


def _add(pieces: list[etree._Element], run: etree._Element, child: etree._Element) -> None:
    """Append to the piece of a run that is being filled, or begin one."""
    if not pieces or pieces[-1].tag != f"{W}r":
        pieces.append(_like(run))
    pieces[-1].append(child)


def _like(run: etree._Element) -> etree._Element:
    alike = etree.Element(f"{W}r", nsmap=_PREFIX)
    for name, value in run.attrib.items():
        alike.set(name, value)
    alike.extend(_formatting(run))
    return alike


def _formatting(run: etree._Element) -> list[etree._Element]:
    """Return a copy of a run's w:rPr, if it has one, without its history: a tracked change may stand only once."""
    copies = copy.deepcopy(run.findall(f"{W}rPr"))
    for properties in copies:
        for change in properties.findall(f"{W}rPrChange"):
            properties.remove(change)
    return copies


def _text(text: str) -> etree._Element:
    node = etree.Element(f"{W}t", {XML_SPACE: "preserve"}, nsmap=_PREFIX)
    node.text = text
    return node
