"""What the marks said when a report was built, and what they say today -> of each mark whether a person wrote in it, and what is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from reportgen.word.blocks import Mark, marks_of
from reportgen.word.number_forms import plain

# A mark's title and expression -> what it says today, None for what nobody knows.
Worded = Callable[[str, str], str | None]
Texts = dict[str, dict[str, str]]  # title -> expression -> text


def unworded(title: str, tag: str) -> None:
    """Say nothing of any mark: what is worded where only the drafts are known."""
    return


@dataclass(frozen=True)
class Wordings:
    """What the marks said when the report was built, and what they say today."""

    before: Texts
    now: Texts
    worded: Worded

    def is_ours(self, mark: Mark) -> bool:
        """Return whether a mark is one of this report's."""
        return mark.title in self.before or mark.title in self.now

    def knows(self, title: str) -> bool:
        """Return whether a title is one of this report's marks."""
        return title in self.before or title in self.now or self.worded(title, title) is not None

    def touched(self, mark: Mark) -> bool:
        """Return whether a person wrote something else into a mark."""
        return mark.title in self.before and plain(mark.text) not in map(plain, self.before[mark.title].values())

    def says(self, mark: Mark, today: str) -> bool:
        """Return whether a mark says what it should: to the letter where we wrote it, the same number where a person did."""
        ours = mark.text.strip() in self.before.get(mark.title, {}).values()
        return mark.text.strip() == today or (not ours and plain(mark.text) == plain(today))

    def tag(self, mark: Mark, near: Mark | None) -> str | None:
        """Return the expression by which a mark is worded: its own, else that of its counterpart, else one that said the same."""
        wordings = self.before.get(mark.title, {})
        same = [tag for tag, text in wordings.items() if plain(text) == plain(mark.text)] or list(wordings)
        for tag in (mark.tag, near.tag if near else ""):
            if tag in same:
                return tag
        return same[0] if same else None

    def said_now(self, mark: Mark, tag: str) -> str | None:
        """Return what a mark says today, None where nobody knows."""
        found = self.now.get(mark.title, {}).get(tag)
        return self.worded(mark.title, tag) if found is None else found


def with_texts(texts: Texts, more: Texts) -> Texts:
    """Return what marks say with what more of them say; the first holds where both know a mark."""
    return {
        title: {**more.get(title, {}), **texts.get(title, {})}
        for title in (*texts, *(t for t in more if t not in texts))
    }


def standing_texts(marks: Iterable[Mark], drafted: Texts, worded: Worded) -> Texts:
    """Return what marks of people's document are to say today that the draft doesn't print: copies, and figures whose branch is gone.

    The next build knows by it that such a mark says what we wrote, and no person changed it.
    """
    found: Texts = {}
    for title, tag in dict.fromkeys((mark.title, mark.tag) for mark in marks):
        printed = drafted.get(title, {})
        if tag in printed or (printed and not tag):  # LibreOffice drops the expressions
            continue
        said = worded(title, tag or title)
        if said is not None:
            found.setdefault(title, {})[tag or title] = said
    return found


def texts_of(package: Mapping[str, bytes]) -> Texts:
    """Return what the marks of a document say: by title and expression."""
    found: Texts = {}
    for mark in marks_of(package):
        found.setdefault(mark.title, {}).setdefault(mark.tag, mark.text.strip())
    return found
