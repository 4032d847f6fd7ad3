"""A Word file as a reader sees it, read with lxml alone: what the tests of the merge hold its result against, whatever reads it elsewhere."""

from __future__ import annotations

import functools
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
W = f"{{{_W}}}"
BODY = "word/document.xml"
OURS = "reportgen"
_STORY = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_SHOWN = 30  # characters of a sentence in a run's list
_GONE = (f"{W}del", f"{W}moveFrom", _FALLBACK)


def on_a_line(text: str) -> str:
    """Return a text as a run's list shows it: a long one is cut."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


@dataclass(frozen=True)
class Mark:
    """A figure's place: its title and what it says."""

    title: str
    text: str


@dataclass(frozen=True)
class Paragraph:
    """What a paragraph says with all changes accepted, under which heading, and what it stands in."""

    text: str
    key: str  # with each mark's title in place of what it says
    marks: tuple[Mark, ...]
    heading: str
    story: str
    element: etree._Element

    @property
    def within(self) -> set[str]:
        """Return the names of the elements around it."""
        return {str(one.tag).removeprefix(W) for one in self.element.iterancestors()}


@dataclass(frozen=True)
class Remark:
    """A comment: what it says, and the words that it stands at; None where it has no place."""

    author: str
    text: str
    at: str | None
    paragraph: str = ""


class Seen:
    """A package as a reader sees it; `titles` are those that are figures' and not people's own controls."""

    def __init__(self, parts: Mapping[str, bytes], titles: frozenset[str]) -> None:
        self.parts, self.titles = parts, titles
        self.roots = {name: etree.fromstring(data) for name, data in parts.items() if _STORY.fullmatch(name)}

    @functools.cached_property
    def paragraphs(self) -> list[Paragraph]:
        """Return the paragraphs of all stories, the body first."""
        names = sorted(self.roots, key=lambda name: (name != BODY, name))
        return [one for name in names for one in self._paragraphs(name)]

    @functools.cached_property
    def body(self) -> list[Paragraph]:
        """Return the paragraphs of the body."""
        return [one for one in self.paragraphs if one.story == BODY]

    @functools.cached_property
    def text(self) -> str:
        """Return all that is said, a paragraph to a line."""
        return "\n".join(one.text for one in self.paragraphs)

    @functools.cached_property
    def keys(self) -> str:
        """Return the same with titles in place of figures."""
        return "\n".join(one.key for one in self.paragraphs)

    @functools.cached_property
    def words(self) -> str:
        """Return the same without what equations say: they stand between the words, which go on behind them."""
        held = (self._pieces(one.element, equations=False) for one in self.paragraphs)
        return "\n".join("".join(f"{{{title}}}" if title else said for title, said in pieces) for pieces in held)

    def _paragraphs(self, story: str) -> Iterator[Paragraph]:
        heading = ""
        for element in self.roots[story].iter(f"{W}p"):
            if next(element.iterancestors(*_GONE), None) is not None:
                continue
            pieces = list(self._pieces(element))
            text = "".join(said for _, said in pieces)
            style = element.find(f"{W}pPr/{W}pStyle")
            if style is not None and style.get(f"{W}val", "").startswith("Heading") and text:
                heading = on_a_line("".join(said for _, said in self._pieces(element, equations=False)))
            yield Paragraph(
                text,
                "".join(f"{{{title}}}" if title else said for title, said in pieces),
                tuple(Mark(title, said) for title, said in pieces if title),
                heading,
                story,
                element,
            )

    def _pieces(self, paragraph: etree._Element, *, equations: bool = True) -> Iterator[tuple[str, str]]:
        """Yield (title, text) of each mark and ('', text) of the words between them."""
        held: etree._Element | None = None
        title, said = "", ""
        for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{_MATH}t"):
            if next(node.iterancestors(f"{W}p")) is not paragraph or next(node.iterancestors(*_GONE), None) is not None:
                continue
            if node.tag in (f"{W}tab", f"{W}br") and node.getparent().tag != f"{W}r":
                continue
            if node.tag == f"{_MATH}t" and not equations:
                continue
            control = next((one for one in node.iterancestors(f"{W}sdt") if self.title(one)), None)
            if control is not held:
                if said or title:
                    yield title, said
                held, title, said = control, "" if control is None else self.title(control), ""
            said += {f"{W}tab": "\t", f"{W}br": "\n"}.get(str(node.tag), node.text or "")
        if said or title:
            yield title, said

    def title(self, control: etree._Element) -> str:
        """Return which figure's control it is, '' for people's own."""
        alias = control.find(f"{W}sdtPr/{W}alias")
        title = "" if alias is None else alias.get(f"{W}val", "")
        return title if title in self.titles else ""

    @functools.cached_property
    def marks(self) -> list[tuple[Paragraph, Mark]]:
        """Return each figure's place."""
        return [(one, mark) for one in self.paragraphs for mark in one.marks]

    # ---- what people put in ---------------------------------------------------------------------------------------------------

    @functools.cached_property
    def pictures(self) -> Counter[str]:
        """Return the pictures that are shown, by their bytes."""
        related = self._related()
        return Counter(
            hashlib.sha256(self.parts.get(related.get(blip.get(f"{_R}embed", ""), ""), b"")).hexdigest()
            for blip in self._standing(_BLIP)
        )

    @functools.cached_property
    def equations(self) -> Counter[str]:
        """Return the equations, by what they say."""
        return Counter("".join(t.text or "" for t in one.iter(f"{_MATH}t")) for one in self._standing(f"{_MATH}oMath"))

    @functools.cached_property
    def fields(self) -> Counter[str]:
        """Return the fields, by their instruction."""
        simple = [one.get(f"{W}instr", "").strip() for one in self._standing(f"{W}fldSimple")]
        return Counter([*simple, *((one.text or "").strip() for one in self._standing(f"{W}instrText"))])

    @functools.cached_property
    def links(self) -> Counter[str]:
        """Return where links with words lead."""
        related = self._related()
        return Counter(
            related.get(one.get(f"{_R}id", ""), "")
            for one in self._standing(f"{W}hyperlink")
            if any(node.text for node in one.iter(f"{W}t"))
        )

    @functools.cached_property
    def footnotes(self) -> Counter[str]:
        """Return what the footnotes say that are referred to."""
        notes = {
            note.get(f"{W}id"): "".join(node.text or "" for node in note.iter(f"{W}t"))
            for name, root in self.roots.items()
            if name.endswith("footnotes.xml")
            for note in root.iter(f"{W}footnote")
        }
        return Counter(notes.get(one.get(f"{W}id"), "") for one in self._standing(f"{W}footnoteReference"))

    @functools.cached_property
    def bookmarks(self) -> Counter[str]:
        """Return the names of bookmarks that begin and end."""
        ends = {one.get(f"{W}id") for one in self._standing(f"{W}bookmarkEnd")}
        return Counter(
            one.get(f"{W}name", "") for one in self._standing(f"{W}bookmarkStart") if one.get(f"{W}id") in ends
        )

    @functools.cached_property
    def controls(self) -> Counter[str]:
        """Return the titles of people's own controls in which something stands."""
        return Counter(
            alias.get(f"{W}val", "")
            for one in self._standing(f"{W}sdt")
            if not self.title(one) and (alias := one.find(f"{W}sdtPr/{W}alias")) is not None
            if any(node.text for node in one.iter(f"{W}t"))
        )

    @functools.cached_property
    def highlighted(self) -> str:
        """Return the words that are highlighted."""
        runs = [one for one in self._standing(f"{W}r") if one.find(f"{W}rPr/{W}highlight") is not None]
        return "".join(node.text or "" for run in runs for node in run.iter(f"{W}t"))

    @functools.cached_property
    def styles(self) -> Counter[str]:
        """Return the styles of the paragraphs that say something."""
        return Counter(
            "" if style is None else style.get(f"{W}val", "")
            for one in self.paragraphs
            if one.text
            for style in [one.element.find(f"{W}pPr/{W}pStyle")]
        )

    def revised(self, kind: str, author: str) -> str:
        """Return what an author's tracked insertions or deletions say: `ins`, `del`, `moveTo`, `moveFrom`."""
        return "\n".join(
            "".join(node.text or "" for node in one.iter(f"{W}t", f"{W}delText"))
            for root in self.roots.values()
            for one in root.iter(f"{W}{kind}")
            if one.get(f"{W}author") == author
        )

    @functools.cached_property
    def remarks(self) -> list[Remark]:
        """Return the comments with what they stand at."""
        return [
            Remark(
                one.get(f"{W}author", ""),
                "\n".join("".join(t.text or "" for t in line.iter(f"{W}t")) for line in one.iter(f"{W}p")),
                *self._at(one.get(f"{W}id", "")),
            )
            for name, data in self.parts.items()
            if re.fullmatch(r"word/comments\d*\.xml", name)
            for one in etree.fromstring(data).iter(f"{W}comment")
        ]

    @functools.cached_property
    def ours(self) -> list[Remark]:
        """Return the program's comments."""
        return [one for one in self.remarks if one.author == OURS]

    def _at(self, key: str) -> tuple[str | None, str]:
        """Return the words between a comment's range's ends and the paragraph that the range begins in."""
        found = [
            [one for one in self.roots[BODY].iter(f"{W}{name}") if one.get(f"{W}id") == key]
            for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
        ]
        if [len(one) for one in found] != [1, 1, 1]:
            return None, ""
        words, inside = "", False
        for node in self.roots[BODY].iter():
            if node is found[0][0]:
                inside = True
            elif node is found[1][0]:
                break
            elif inside and node.tag in (f"{W}t", f"{_MATH}t") and next(node.iterancestors(*_GONE), None) is None:
                words += node.text or ""
        holding = next(found[2][0].iterancestors(f"{W}p"))
        return words, next((one.text for one in self.body if one.element is holding), "")

    def _standing(self, *tags: str) -> Iterator[etree._Element]:
        for root in self.roots.values():
            yield from (one for one in root.iter(*tags) if next(one.iterancestors(*_GONE), None) is None)

    def _related(self) -> dict[str, str]:
        rels = etree.fromstring(self.parts["word/_rels/document.xml.rels"])
        return {
            one.get("Id", ""): one.get("Target", "")
            if one.get("TargetMode") == "External"
            else f"word/{one.get('Target')}"
            for one in rels
        }
