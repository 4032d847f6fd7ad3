"""A year as it was read, and the folder of its reports -> how the report stands: not drafted, drafted, edited by people, older than the data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.base.issues import Issue, Unusable
from reportgen.base.saving import is_of_the_moment
from reportgen.page.desk import Checked, Desk
from reportgen.report import telling
from reportgen.report.built import Built, Way

_DRY = Way(dry=True)


@dataclass(frozen=True)
class State:
    """How a year's report stands. `built` is what a build would do now, None where there is no report yet or the year can't be read;
    `faults` say why nobody knows which file a build would renew."""

    built: Built | None = None
    faults: tuple[Issue, ...] = ()

    @property
    def is_there(self) -> bool:
        """Return whether a report has been drafted."""
        return self.built is not None or bool(self.faults)

    @property
    def is_older(self) -> bool:
        """Return whether the data say something else than the report."""
        return self.built is not None and self.built.changed

    @property
    def is_edited(self) -> bool:
        """Return whether people have changed the report."""
        return self.built is not None and self.built.edited

    @property
    def wrong(self) -> int:
        """Return how many numbers in the report aren't the data's, and no build would mend: people typed them."""
        return 0 if self.built is None else wrong_in(self.built)

    def __str__(self) -> str:
        if self.faults:
            return "有几份，要先指明更新哪一份"
        if self.built is None:
            return "还没有生成"
        holds = f"里面有{self.wrong}处和数据不一样" if self.wrong else "和数据一致"
        return f"{'有人改过' if self.is_edited else '已生成'}，{'数据比报告新' if self.is_older else holds}"


def wrong_in(built: Built) -> int:
    """Return how many of a report's places aren't what the data say, as a build leaves it."""
    return sum(len(held.wrong or ()) for held in telling.about_numbers(built) if held.report == built.report)


def state_of(of: Desk, year: int, checked: Checked | None) -> State:
    """Return how a year's report stands; nothing is written."""
    if checked is None or not _has_documents(of.output / str(year)):
        return State()
    try:
        return State(would_build(of, checked))
    except Unusable as error:
        return State(faults=error.issues)


def would_build(of: Desk, checked: Checked, way: Way = _DRY, target: Path | None = None) -> Built:
    """Return what a build would do to the report, or to the file that is its `target`, without doing it; raises Unusable."""
    from reportgen.report.building import build_from  # noqa: PLC0415  a year without a report waits for no renewal

    return build_from(checked.folder, checked.year, of.output, target, replace(way, dry=True))


def written(built: Built) -> list[str]:
    """Return the sentences on a build that was just done; what else there is to know of its place the page of the report says each time."""
    return [*(telling.about_place(built) if built.apart else ()), f"{telling.about_writing(built)}。"]


def _has_documents(folder: Path) -> bool:
    return any(not is_of_the_moment(path) for path in folder.glob("*.docx"))
