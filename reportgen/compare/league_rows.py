"""A league -> rows of text, the same in every form: what each office's line says, and what is said above all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reportgen.base.issues import listed
from reportgen.base.numbers import written
from reportgen.compare.league import Contest, League, Standing
from reportgen.compare.outlying import FEWEST
from reportgen.compare.rows import DIFFERENCE, LABEL, PERCENT, moved
from reportgen.figures.changes import Change, Kind
from reportgen.figures.wording import DEMO

TITLE = "各单位主要指标对比表"  # of every form that has one
OFFICE, RANK, SHARE, REMARK, UNIT = "填报单位", "名次", "占比（%）", "说明", "计量单位"
SUM, ALL, NO_SUM = "合计", "全部单位", "不合计"
_ORDER = "名次按未舍入的数从大到小排，一样的并列，不表示好坏。"
_SHARE_DIGITS = 1


@dataclass(frozen=True)
class Line:
    """One line of a metric: of an office, or of all of them together where `standing` is None."""

    contest: Contest
    standing: Standing | None

    @property
    def change(self) -> Change:
        return self.standing.change if self.standing else self.contest.whole

    @property
    def office(self) -> str:
        return self.standing.office if self.standing else whole_name(self.contest)

    @property
    def rank(self) -> str:
        return str(self.standing.rank) if self.standing and self.standing.rank else ""

    @property
    def share(self) -> str:
        if self.standing is None:
            return written(100, _SHARE_DIGITS) if self.contest.is_added else ""
        return "" if self.standing.share is None else written(self.standing.share, _SHARE_DIGITS)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return why the office stands out."""
        return self.standing.change.notes if self.standing else ()


def header(league: League) -> tuple[str, ...]:
    """Return the columns' names; without a year before there is nothing of it."""
    before, after = league.titles
    against = (before, DIFFERENCE, PERCENT) if before else ()
    return ("部分", LABEL, UNIT, OFFICE, RANK, after, SHARE, *against, REMARK)


def lines(contest: Contest) -> Iterator[Line]:
    """Yield a metric's lines: all offices together, then each by rank, those without a number last."""
    yield Line(contest, None)
    yield from (Line(contest, standing) for standing in contest.standings)


def row(line: Line, league: League) -> tuple[str, ...]:
    """Return a line's cells under `header`."""
    change, entry = line.change, line.change.entry
    against = (change.before.text if change.before else "", *moved(change)) if league.titles[0] else ()
    said = (entry.section, entry.label, entry.unit, line.office, line.rank, entry.text, line.share)
    return (*said, *against, remark(line, league))


def remark(line: Line, league: League) -> str:
    """Return what has to be said beside the numbers: why nothing is compared, why an office stands out, or why nobody was judged."""
    change = line.change
    if line.standing is None:
        return "" if _too_few(league) else line.contest.reason
    unlike = ""
    if change.entry.value is not None and league.titles[0]:
        new = change.kind in {Kind.NEW, Kind.MISSING}
        unlike = f"{league.titles[0]}没有这个数" if new else change.reason and f"和上年不可比：{change.reason}"
    return "；".join(part for part in (unlike, *change.notes) if part)


def whole_name(contest: Contest) -> str:
    """Return what to call all offices together: 合计 only where their numbers are added up."""
    return SUM if contest.is_added else ALL


def notices(league: League) -> list[str]:
    """Return what must stand above every form."""
    return [*invented(league), *notes(league)]


def invented(league: League) -> list[str]:
    """Return whose numbers are invented."""
    return [f"{DEMO}{_named(names)}：{note}" for note, names in _by_note(league.demo).items()]


def notes(league: League) -> list[str]:
    """Return who has handed in nothing, and how ranks and shares are meant."""
    said = []
    if league.lacking:
        each = "；".join(f"{_named(names)}（{why}）" for why, names in _by_note(league.lacking).items())
        rest = "合计和占比只是其余单位的。" if any(one.is_added for one in league.contests) else ""
        said.append(f"{len(league.offices)}个单位中{len(league.lacking)}个没有数：{each}。{rest}")
    said += league.notices
    if _too_few(league):
        said.append(f"不到{FEWEST}个单位有数，不判断哪个单位突出。")
    return [*said, _ORDER]


def _too_few(league: League) -> bool:
    return len(league.offices) - len(league.lacking) < FEWEST


def _by_note(notes: Mapping[str, str]) -> dict[str, list[str]]:
    """Return which offices say each note, in order; a note that differs in the office's name alone is one of several."""
    found: dict[str, list[str]] = {}
    for office, note in notes.items():
        found.setdefault(note.replace(office, "本单位"), []).append(office)
    return {note.replace("本单位", names[0]) if len(names) == 1 else note: names for note, names in found.items()}


def _named(names: list[str]) -> str:
    return listed(names, most=20)


def summary(league: League) -> str:
    """Return how much was compared, in one line."""
    marked = sum(bool(line.notes) for contest in league.contests for line in lines(contest))
    said = f"{league.titles[1]}：{len(league.offices)}个单位，{len(league.contests)}项指标"
    return f"{said}。" + (f"打「！」的{marked}处突出，请看说明。" if marked else "")
