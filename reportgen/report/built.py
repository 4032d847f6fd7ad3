"""How a report is to be built, and what a build did: the records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.issues import Issue
from reportgen.figures.compute import Figures
from reportgen.inputs.sources import Sources
from reportgen.report.drafting import Year

if TYPE_CHECKING:  # only needed where people have edited
    from reportgen.report.corrections import Correction
    from reportgen.word.events import Event


@dataclass(frozen=True)
class Way:
    """How a report is to be built: with the comparison as an `annex`, None for as the report has it; with changes `tracked` (a w:date,
    '' for not); `fresh`, without what people changed; `dry`, without writing. `when` is the time that the history notes, '' to keep
    none."""

    annex: bool | None = None
    tracked: str = ""
    fresh: bool = False
    dry: bool = False
    when: str = ""


@dataclass(frozen=True)
class Left:
    """A report of people's that a build could not renew, and what of its numbers isn't so, None where nobody can read it.

    Without a `recorded` build of it nobody knows what its typed numbers were before they were corrected.
    """

    report: Path
    held: tuple[Issue, ...] | None
    recorded: bool = True


@dataclass(frozen=True)
class Built:
    """What a build did: where the report stands, whether it changed, whether people had edited it, and what was renewed in it.

    `corrections` are the figures that the data give otherwise than the last time, `held` what of the report's numbers isn't so, `waiting`
    how many tracked changes wait for somebody's decision. `apart` says why the report doesn't stand where it should: what stands there
    could not be renewed or replaced, and is `left` as it was. `document` is the report as it stands then, `told` are sentences about which
    file was renewed, and from what.
    """

    report: Path
    changed: bool
    edited: bool
    events: tuple[Event, ...]
    corrections: tuple[Correction, ...]
    held: tuple[Issue, ...]
    waiting: int
    apart: str
    issues: tuple[Issue, ...]
    year: Year
    document: bytes
    told: tuple[str, ...] = ()
    left: tuple[Left, ...] = ()

    @property
    def sources(self) -> Sources:
        """Return the year's inputs."""
        return self.year.sources

    @property
    def figures(self) -> Figures:
        """Return the year's figures."""
        return self.year.figures
