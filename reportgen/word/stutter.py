"""A document that LibreOffice 7.4 saved -> the same without the text that it said again and again.

Saving a plain-text control whose text changes script (9月30日), it writes one control for each stretch, and into each the stretch and
the whole text behind it: 「9月30日」「月9月30日」「309月30日」「日9月30日」「9月30日」. Nobody typed that; what is left is the first control, which
is whole. Saved once more, each of these is repeated so in its turn, and so on.
Marks with revisions in them lose their titles (word.undecided) and get them again.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from reportgen.word.blocks import Printed, printed_in
from reportgen.word.undecided import decided


def without_stutter(root: etree._Element) -> bool:
    """Take the repetitions away and name the marks again; return whether there was anything to do."""
    renamed = decided(root)
    found = [mark for run in _neighbours(root) for mark in _repetitions(run)]
    for mark in found:
        holder = mark.control.getparent()
        if holder is not None:
            holder.remove(mark.control)
    return bool(found) or renamed


def _neighbours(root: etree._Element) -> Iterator[list[Printed]]:
    """Yield runs of marks that follow each other with nothing between, all of one title."""
    run: list[Printed] = []
    for mark in printed_in(root):
        if run and not (mark.title == run[-1].title and run[-1].control.getnext() is mark.control):
            yield run
            run = []
        run.append(mark)
    yield run


def _repetitions(run: list[Printed]) -> list[Printed]:
    """Return the marks that only repeat others; saved again, each of them was repeated in the same way, so that the last time goes first."""
    left = run
    while len(groups := list(_groups(left))) < len(left):
        left = [group[0] for group in groups]
    stays = {mark.control for mark in left}
    return [mark for mark in run if mark.control not in stays]


def _groups(run: list[Printed]) -> Iterator[list[Printed]]:
    """Yield the marks that one save made of one, or one alone: its text, each stretch of that with the text behind it, the text again."""
    at = 0
    while at < len(run):
        whole, said, end = run[at].text, "", at + 1
        while end < len(run) and run[end].text != whole and run[end].text.endswith(whole):
            said += run[end].text.removesuffix(whole)
            end += 1
        if not said or not whole.endswith(said):
            end = at + 1
        elif end < len(run) and run[end].text == whole:
            end += 1
        yield run[at:end]
        at = end
