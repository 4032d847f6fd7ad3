"""An office and what it handed in for a year -> how the county's tables and issues name it and its files; how far an office is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from reportgen.base.issues import Location
from reportgen.inputs.sources import Sources
from reportgen.offices.county import Office


@dataclass(frozen=True)
class HandedIn:
    """What one office handed in for a year."""

    office: Office
    sources: Sources

    @property
    def name(self) -> str:
        """Return what stands in the county's column of offices."""
        return self.office.name

    def row_of(self, file: str) -> str:
        """Return one of its files as a row of the county's tables says where it comes from."""
        return f"{self.office.folder.name}/{file}"

    def at(self, file: str) -> Location:
        """Return one of its files as a place in the county's folder."""
        return Location(f"offices/{self.office.folder.name}/data/{self.sources.year}/{file}")


class Stage(Enum):
    """How far an office is; the value is what a notice says."""

    COMPLETE = "已报齐"
    PARTLY = "没报齐"
    UNREADABLE = "有文件读不了"
    NOTHING = "没有报"
