"""Two packages -> how unlike they are, for a report that doesn't say any more from which build it comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.word.blocks import printed_in
from reportgen.word.package import DOCUMENT, parse_part
from reportgen.word.resaved import put_inside
from reportgen.word.text import plain_text


@dataclass(frozen=True, order=True)
class Unlike:
    """How many marks of a document say something else than the other's, of how many, and how many of its lines the other hasn't."""

    marks: int
    lines: int
    of: int

    @property
    def is_same(self) -> bool:
        """Return whether it can only be the same report: three marks of four say the same, which those of another year don't."""
        return self.of > 0 and self.marks * 4 <= self.of


def unlike(base: Mapping[str, bytes], theirs: Mapping[str, bytes]) -> Unlike:
    """Return how unlike a base people's document is."""
    said: dict[str, set[str]] = {}
    for mark in printed_in(parse_part(base[DOCUMENT])):
        said.setdefault(mark.title, set()).add(mark.text.strip())
    root = parse_part(theirs[DOCUMENT])
    put_inside(root)
    marks = list(printed_in(root))
    others = sum(mark.text.strip() not in said.get(mark.title, ()) for mark in marks)
    lines = set(plain_text(base).split("\n"))
    return Unlike(others, sum(line not in lines for line in plain_text(theirs).split("\n")), len(marks))
