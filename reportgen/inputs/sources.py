"""What a year's folder says: the record that its reader makes and every later stage asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from reportgen.base.issues import Accepted, Issue
from reportgen.inputs.acceptance import Disclosure
from reportgen.inputs.pictures import PlacedPicture
from reportgen.inputs.section import SectionValues
from reportgen.inputs.tables import Names, TableData


@dataclass(frozen=True)
class Sources:
    """All of a year's inputs. `hashes` maps each file read to the SHA-256 of its bytes; `issues` are what doesn't stop anybody.

    `lists` are the names that a column of any table may hold, by column, () for any. `pictures` are those that its texts of that kind
    print, `no_pictures` the errors of those whose file isn't there yet, both by the texts' names; `drawn` is the SHA-256 of each picture,
    whatever its file says beside it, of an earlier year too.
    """

    year: int
    tables: dict[str, TableData]
    sections: dict[str, SectionValues]
    hashes: dict[str, str]
    issues: tuple[Issue, ...] = field(default=())
    lists: Names = field(default_factory=dict)
    pictures: dict[str, PlacedPicture] = field(default_factory=dict)
    no_pictures: dict[str, Issue] = field(default_factory=dict)
    drawn: dict[str, str] = field(default_factory=dict)

    @property
    def accepted(self) -> tuple[Accepted, ...]:
        """Return what the year accepts of the checks' findings, over all sections."""
        return tuple(one for values in self.sections.values() for one in values.accepted)

    @property
    def disclosures(self) -> tuple[Disclosure, ...]:
        """Return how the public edition prints figures of few households, over all sections."""
        return tuple(one for values in self.sections.values() for one in values.disclosures)

    @property
    def demo(self) -> str:
        """Return the note that says that this year's numbers are invented, '' for real ones."""
        return next((values.demo for values in self.sections.values() if values.demo), "")


class PartlyRead(NamedTuple):
    """What of a year's inputs can be read, and every fault of every file."""

    sources: Sources
    faults: tuple[Issue, ...]


@dataclass(frozen=True)
class Made:
    """A table that this run has written itself, as its reader would read it, and the SHA-256 of the file's bytes."""

    table: TableData
    digest: str
