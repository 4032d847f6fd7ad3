"""A report in three states, in the few elements that a test is about -> what the merge makes of it."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from lxml import etree
from merge_oracle import comments, read, settled
from specimens import p, package, r

from reportgen.merge.refresh import Renewed, refresh
from reportgen.merge.wordings import Texts, Worded, texts_of, unworded, with_texts
from reportgen.word.events import Kind
from reportgen.word.package import DOCUMENT, parse_part, read_package

NOW = "2026-11-24T10:00:00Z"


def mark(title: str, text: str, tag: str | None = None, formatting: str = "", *, runs: str = "") -> str:
    """Return a mark as a draft has it; `tag` '' for one that LibreOffice has saved, `runs` in place of its text."""
    tagged = "" if tag == "" else f'<w:tag w:val="{tag or title}"/>'
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{title}"/>{tagged}<w:text/></w:sdtPr>'
        f"<w:sdtContent>{runs or r(text, formatting)}</w:sdtContent></w:sdt>"
    )


def tracked(kind: str, *runs: str) -> str:
    """Return a person's tracked insertion or deletion."""
    return f'<w:{kind} w:id="70" w:author="某人" w:date="2026-11-20T09:00:00Z">{"".join(runs)}</w:{kind}>'


@dataclass(frozen=True)
class Merged:
    """What became of a small report."""

    renewed: Renewed

    def again(self, base: str, ours: str, date: str = "", *, worded: Worded = unworded) -> Merged:
        """Return what becomes of it when the data change once more and nobody has touched it."""
        return _merged(parts(base), self.renewed.parts, parts(ours), date, worded, self.renewed.standing)

    @functools.cached_property
    def root(self) -> etree._Element:
        """Return the document's root."""
        return parse_part(self.renewed.parts[DOCUMENT])

    @property
    def lines(self) -> list[str]:
        """Return the paragraphs with all changes accepted."""
        return [one.text for one in read(settled(self.root, accept=True))]

    @property
    def said(self) -> list[str]:
        """Return our comments."""
        return list(comments(self.renewed.parts).values())

    @property
    def told(self) -> list[tuple[Kind, str]]:
        """Return the events."""
        return [(event.kind, event.text) for event in self.renewed.events]

    @property
    def kinds(self) -> list[Kind]:
        """Return the kinds of the events."""
        return [event.kind for event in self.renewed.events]


def parts(body: str, others: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """Return the parts of a small report."""
    return read_package(package(body, others))


def merged(
    base: str,
    theirs: str,
    ours: str,
    date: str = "",
    *,
    others: dict[str, bytes] | None = None,
    worded: Worded = unworded,
) -> Merged:
    """Return what becomes of people's report; fails where it breaks, and where doing it again does something."""
    return _merged(parts(base, others), parts(theirs, others), parts(ours, others), date, worded, {})


def _merged(
    base: dict[str, bytes],
    theirs: dict[str, bytes],
    ours: dict[str, bytes],
    date: str,
    worded: Worded,
    standing: Texts,
) -> Merged:
    said = with_texts(texts_of(base), standing)
    renewed = refresh(base, theirs, ours, tracked=date, worded=worded, said=said)
    if not date:
        said = with_texts(texts_of(ours), renewed.standing)
        once_more = refresh(ours, renewed.parts, ours, worded=worded, said=said)
        assert once_more.parts == renewed.parts
    return Merged(renewed)


def births(number: str, *behind: str, formatting: str = "") -> str:
    """Return the sentence that these tests are about."""
    return p("出生婴儿", mark("出生婴儿", number, formatting=formatting), "人。", *behind)
