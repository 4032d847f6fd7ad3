"""What was read of an older report -> each value with its sentences, for somebody to confirm; what that person typed -> the readings with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.base.hashing import sha256
from reportgen.base.names import PART_SIGN
from reportgen.base.textfile import BLANKS, printable
from reportgen.begin.old_report.importing import Heard
from reportgen.begin.old_report.readings import How, Reading
from reportgen.begin.old_report.values import Place, grouped
from reportgen.begin.old_report.year_files import Imported, as_typed


@dataclass(frozen=True)
class Said:
    """One value of an older report: what it is called and counted in, the readings that say it, and what was believed.

    `text` is that as somebody would type it, '' where the readings disagree or can't be meant. `key` finds it in another reading of the
    same document.
    """

    key: str
    label: str
    unit: str
    readings: tuple[Reading, ...]
    text: str


def values_said(one: Heard, imported: Imported) -> list[Said]:
    """Return what a report says, in the order of the document; `imported` is what became of it."""
    return sorted(_values_said(one, imported), key=lambda value: value.readings[0].line)


def _values_said(one: Heard, imported: Imported) -> Iterator[Said]:
    by_place, texts = grouped(one.report.readings, one.catalogue)
    for name, readings in texts.items():
        believed = imported.texts[name].text if name in imported.texts else ""
        yield Said(_key(_of_text(name)), name, "", tuple(readings), believed)
    decided = {name: found for name, found in imported.deduced.values.items() if found.evidence}
    parts = {(part.name, part.category, part.column): part for part in imported.parts}
    for place, readings in by_place.items():
        metric = one.catalogue.metrics[place[0]]
        value = parts.get(place) if place[1] else decided.get(place[0])
        label = PART_SIGN.join((metric.label, place[1])) if place[1] else metric.label
        text = as_typed(value, metric, one.year) if value else ""
        yield Said(_key(place), label, metric.unit, tuple(readings), text)


def with_typed(one: Heard, typed: Mapping[str, str]) -> Heard:
    """Return what was read with what somebody typed in place of all readings of a value, by its key; '' to leave it out."""
    by_place, texts = grouped(one.report.readings, one.catalogue)
    groups: list[tuple[Place, Sequence[Reading]]] = [(_of_text(name), found) for name, found in texts.items()]
    groups += by_place.items()
    gone: set[int] = set()
    added: list[Reading] = []
    for place, readings in groups:
        text = typed.get(_key(place))
        if text is not None:
            gone |= {id(reading) for reading in readings}
            added += [replace(readings[0], text=text, how=How.TYPED)] if text else []
    kept = [reading for reading in one.report.readings if id(reading) not in gone]
    return replace(one, report=replace(one.report, readings=(*added, *kept)))


def tidied(typed: str) -> str:
    """Return what somebody typed without what no report can carry."""
    return printable(typed).strip(BLANKS)


def not_taken(typed: Mapping[str, str], said: Iterable[Said]) -> list[str]:
    """Return what of the values that somebody typed was not believed, by the keys; `said` is what was read with them."""
    believed = {value.key for value in said if value.text}
    return [key for key, text in typed.items() if text and key not in believed]


def _of_text(name: str) -> Place:
    return (name, "", "")


def _key(place: Place) -> str:
    return sha256("\n".join(place).encode())[:32]
