"""A document's annexes' charts and the draft's -> the bars that are drawn at another value than the data's, or under another name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from lxml import etree

from reportgen.annex.renewed_chart import charts_of
from reportgen.base.stated import amount
from reportgen.word.package import DOCUMENT, parse_part

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@dataclass(frozen=True)
class Bar:
    """A bar of people's chart that isn't the draft's: its name there, what is drawn and what is due; `due` is '' for a bar that the draft
    hasn't."""

    name: str
    drawn: str
    due: str


def bars_held(theirs: Mapping[str, bytes], root: etree._Element, draft: Mapping[str, bytes]) -> Iterator[Bar]:
    """Yield the bars that say something else than the draft's, from the values that the charts keep (ECMA-376 21.2.2.121).

    `root` is the part of people's body. Nothing is held where the draft has no chart.
    """
    due = [_bars(parse_part(draft[name])) for _, name in charts_of(draft, parse_part(draft[DOCUMENT]), "")]
    for _, name in charts_of(theirs, root, "") if due else ():
        for bar, value in _bars(parse_part(theirs[name])).items():
            known = due[0].get(bar, "")
            if not known or _number(known) != _number(value):
                yield Bar(bar, value, known)


def _bars(chart: etree._Element) -> dict[str, str]:
    """Return what the bars are called, and how long they are."""
    found: dict[str, str] = {}
    for series in chart.iter(f"{_C}ser"):
        names, values = (_points(series.find(f"{_C}{one}")) for one in ("cat", "val"))
        found |= {"".join(names.get(at, "").split()): value for at, value in values.items()}
    return found


def _points(of: etree._Element | None) -> dict[str, str]:
    points = () if of is None else of.iter(f"{_C}pt")
    return {one.get("idx", ""): (one.findtext(f"{_C}v") or "").strip() for one in points}


def _number(text: str) -> Fraction | str:
    found = amount(text)
    return text if found is None else found.value
