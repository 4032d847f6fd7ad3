"""A document that LibreOffice 7.4 saved -> the same without the text that it said again and again.

Saving a plain-text control whose text changes script (9月30日), it writes one control for each stretch, and into each the stretch and
the whole text behind it: 「9月30日」「月9月30日」「309月30日」… Nobody typed that; what is left is the first control, which is whole.
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
    """Return the marks that only repeat the first: each says a stretch of its text and then all of it, the stretches in order."""
    whole = run[0].text if run else ""
    stretches = [mark.text.removesuffix(whole) for mark in run[1:]]
    repeated = all(mark.text.endswith(whole) for mark in run[1:])
    if len(run) > 1 and whole and repeated and "".join(stretches) and whole.endswith("".join(stretches)):
        return run[1:]
    return []
