"""What people and the data both changed -> one comment of ours at each such place, brought up to date and taken back when it no longer holds."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from enum import Enum

from lxml import etree

from reportgen.word.comments import Comments
from reportgen.word.package import W

_AROUND = (f"{W}commentRangeStart", f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}proofErr")


class About(Enum):
    """What a comment is about; the value is how its text begins, by which it is known again."""

    FIGURE = "人工改为"
    WORDS = "现在的数据和模板写作："
    GONE = "现在的数据和模板里没有这一段"
    ORDER = "数据里的次序变了"


class Conflicts:
    """Our comments in one story about what both changed; without `comments` none are written, for Word knows none in headers and notes."""

    def __init__(self, comments: Comments | None, root: etree._Element) -> None:
        self._comments = comments
        self._places: dict[etree._Element, list[str]] = {}  # a paragraph, and the numbers of our comments in it
        self._texts = {} if comments is None else comments.ours()
        for start in root.iter(f"{W}commentRangeStart") if self._texts else ():
            paragraph = next(start.iterancestors(f"{W}p"), None)
            number = start.get(f"{W}id", "")
            if paragraph is not None and number in self._texts:
                self._places.setdefault(paragraph, []).append(number)

    def say(self, first: etree._Element, last: etree._Element, about: About, text: str) -> bool:
        """Say something about what stands from `first` to `last`, in the comment that is there already where one is about the same.

        Returns whether the document changed.
        """
        if self._comments is None:
            return False
        paragraph = next(first.iterancestors(f"{W}p"))
        for number in self._about(paragraph, about, first if about is About.FIGURE else None):
            if self._texts[number] == text:
                return False
            self._comments.reword(number, text)
            self._texts[number] = text
            return True
        self._comments.at(first, last, text)
        return True

    def settle(self, element: etree._Element, *about: About, holds: Callable[[str], bool] = lambda text: False) -> bool:
        """Take back what we said about a mark or a block, but for a text that `holds` still; return whether anything was taken back."""
        if self._comments is None or not self._places:
            return False
        paragraphs = [element] if element.tag == f"{W}p" else list(element.iter(f"{W}p"))
        at = None
        if not paragraphs:
            paragraphs, at = list(element.iterancestors(f"{W}p"))[:1], element
        elif element.tag == f"{W}sdt":
            at = element
        gone = [
            (paragraph, number)
            for paragraph in paragraphs
            for kind in about
            for number in self._about(paragraph, kind, at)
            if not holds(self._texts[number])
        ]
        for paragraph, number in gone:
            self._places[paragraph].remove(number)
            self._comments.remove(number)
        return bool(gone)

    def forget_gone(self, root: etree._Element) -> None:
        """Take back what we said at paragraphs that stood in a document and don't any more."""
        gone = (numbers for paragraph, numbers in self._places.items() if root not in paragraph.iterancestors())
        for number in itertools.chain.from_iterable(gone):
            if self._comments is not None:
                self._comments.remove(number)

    def _about(self, paragraph: etree._Element, about: About, at: etree._Element | None) -> list[str]:
        """Return the numbers of the comments in a paragraph that are about one thing, at a mark where `at` is one."""
        numbers = [number for number in self._places.get(paragraph, ()) if self._texts[number].startswith(about.value)]
        if at is None or not numbers:
            return numbers
        before: set[str] = set()
        for one in at.itersiblings(preceding=True):
            if one.tag not in _AROUND:
                break
            if one.tag == f"{W}commentRangeStart":
                before.add(one.get(f"{W}id", ""))
        return [number for number in numbers if number in before]
