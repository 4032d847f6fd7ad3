"""A report's parts -> what in it isn't finished: comments nobody has settled, forms nobody has filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.public.bare import hidden_runs
from reportgen.public.parts import hidden_styles
from reportgen.word import outside
from reportgen.word.blocks import visible_text
from reportgen.word.comments import AUTHOR
from reportgen.word.numbering import is_on
from reportgen.word.package import W, parse_part
from reportgen.word.relations import root_of_kind, stories

_W14, _W15 = (f"{{http://schemas.microsoft.com/office/word/{year}/wordml}}" for year in ("2010", "2012"))


@dataclass(frozen=True)
class Comment:
    """A comment that stands: whether it is ours, what it says, and the paragraph that it is at."""

    ours: bool
    text: str
    at: str


def holding(parts: Mapping[str, bytes], word: str) -> list[str]:
    """Return the paragraphs that say a word, in headers, footers and notes too."""
    texts = (visible_text(paragraph) for root in _roots(parts) for paragraph in root.iter(f"{W}p"))
    return [text for text in texts if word in "".join(text.split())]


def unfilled(parts: Mapping[str, bytes]) -> list[str]:
    """Return what content controls show while nobody has filled them in (ECMA-376 17.5.2.39)."""
    shown = (one for root in _roots(parts) for one in root.iter(f"{W}showingPlcHdr") if is_on(one))
    controls = (next(one.iterancestors(f"{W}sdt"), None) for one in shown)
    return [visible_text(control) for control in controls if control is not None]


def hidden(parts: Mapping[str, bytes]) -> list[str]:
    """Return the text that neither screen nor paper shows."""
    styles = hidden_styles(parts)
    texts = (visible_text(run).strip() for root in _roots(parts) for run in hidden_runs(root, styles))
    return [text for text in texts if text]


def embeds_files(parts: Mapping[str, bytes]) -> bool:
    """Return whether a file of its own stands in for a piece of the text."""
    return outside.embeds_files(_roots(parts))


def comments(parts: Mapping[str, bytes]) -> Iterator[Comment]:
    """Yield the comments that nobody has marked as settled, in order."""
    extended = root_of_kind(parts, "commentsExtended")
    done = {one.get(f"{_W15}paraId") for one in extended if one.get(f"{_W15}done") in ("1", "true")}
    places = {
        sign.get(f"{W}id"): visible_text(paragraph)
        for root in _roots(parts)
        for sign in root.iter(f"{W}commentReference")
        for paragraph in sign.iterancestors(f"{W}p")
    }
    for comment in root_of_kind(parts, "comments"):
        paragraphs = list(comment.iter(f"{W}p"))
        settled = any(one.get(f"{_W14}paraId") in done for one in paragraphs)
        number = comment.get(f"{W}id")
        if number in places and not settled:
            text = "\n".join(map(visible_text, paragraphs))
            yield Comment(comment.get(f"{W}author") == AUTHOR, text, places[number])


def _roots(parts: Mapping[str, bytes]) -> Iterator[etree._Element]:
    return (parse_part(parts[name]) for name in stories(parts))
