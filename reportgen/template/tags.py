"""One tag of a template: what its author typed, where, and what it says; a text with {{number}} for each tag -> words and tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from reportgen.base.issues import Location, short
from reportgen.template.nouns import NOTHING, Condition, Noun, Source
from reportgen.word.package import W

FILE = "report.docx"  # the template in a report's folder
NUMBERED = re.compile(r"\{\{(\d+)\}\}")  # what stands in the tree for a tag
STEP = "_step"  # what a template calls in every round of a loop; no metric has this name
MOST_SHOWN = 60  # characters of a tag or of its paragraph
NOTES = (f"{W}footnoteReference", f"{W}endnoteReference")
BESIDES_TEXT = {
    W + name for name in ("drawing", "pict", "object", "sectPr", "br", "fldChar", "fldSimple", "sym", "tbl")
} | {*NOTES}
Look = tuple[str, etree._Element | None]


@dataclass(frozen=True)
class Tag:
    """One tag: as its author sees it, where it stands, and what it says.

    `sort` is its second character: { prints, % is a block, # a comment. `scope` is what it takes with it, p or tr, or '' for itself.
    `word` is a block's if, for, else …; `noun` is what a tag that can be used prints, nothing for a block. `compared` are the metrics
    that it compares with last year, `said` the catalogue's names of all that it names. `source` is what a for goes through, `condition`
    what an if or elif asks. `looks` are the formattings (w:rPr) of the runs that Word had cut it into, as (text, w:rPr or None), the
    first the one that its figure gets; none where it is in one run. `manner` is how a tag prints a year's text: r with its emphasis, p so
    and each line as a paragraph like the tag's, '' as it is.
    """

    text: str
    at: Location
    around: str
    node: etree._Element
    sort: str
    scope: str
    word: str
    rest: str
    noun: Noun = NOTHING
    source: Source | None = None
    condition: Condition | None = None
    compared: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()
    manner: str = ""

    def __str__(self) -> str:
        return f"标签 {short(self.text, MOST_SHOWN)}（这一段：{short(self.around, MOST_SHOWN)}）"

    @property
    def expression(self) -> str:
        """Return what the tag prints as the tag of its mark says it."""
        return "".join(self.rest.split())

    @property
    def jinja(self) -> str:
        """Return the tag as plain Jinja: docxtpl's scope is done with by then, a comment says nothing."""
        counted = f"{{{{ {STEP}() }}}}" if self.word == "for" else ""  # loops in loops must not go on for hours
        return {"{": f"{{{{ {self.rest} }}}}", "%": f"{{% {self.word} {self.rest} %}}{counted}"}.get(self.sort, "")

    @property
    def home(self) -> etree._Element | None:
        """Return what the tag stands in side by side with its fellows: a run's paragraph, a paragraph's cell, a row's table."""
        taken = next(self.node.iterancestors(W + (self.scope or "r")), None)
        return None if taken is None else taken.getparent()


def own_text(paragraph: etree._Element) -> str:
    """Return a paragraph's text, with {{number}} for each tag once they have been read; that of text boxes in it is their own."""
    return "".join(node.text or "" for node in own_nodes(paragraph))


def own_nodes(paragraph: etree._Element) -> list[etree._Element]:
    """Return the elements that hold a paragraph's own text, without that of text boxes in it."""
    return [node for node in paragraph.iter(f"{W}t") if next(node.iterancestors(f"{W}p")) is paragraph]


def said(text: str, tags: Sequence[Tag]) -> Iterator[str | Tag]:
    """Yield a text with {{number}} for each tag as words and tags; a number typed where no tag can stand has been told, and is none."""
    words, end = "", 0
    for match in NUMBERED.finditer(text):
        words += text[end : match.start()]
        end = match.end()
        if int(match[1]) < len(tags):
            if words:
                yield words
            words = ""
            yield tags[int(match[1])]
    if words + text[end:]:
        yield words + text[end:]


def block_word(piece: object) -> str:
    """Return the word of a tag that begins, goes on with or ends a block, '' for all else."""
    return piece.word if isinstance(piece, Tag) else ""
