"""What a build did, or would do -> the sentences that say so, on the screen and on the page: what changed, what isn't so, what was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.faced import advised
from reportgen.base.issues import Issue, Severity, counted
from reportgen.figures.wording import PENDING
from reportgen.inputs.acceptance import OF_REPORT
from reportgen.report.built import Built

if TYPE_CHECKING:
    from reportgen.word.events import Event

_UNRECORDED = "找不到它的生成记录，只按今天的数据核对了数据标记、标记旁边的话和打字的数；打字的话里有没有更正以前的旧数，没有核对。"


@dataclass(frozen=True)
class Held:
    """Whether a report's numbers are the data's: `said` in a sentence, `wrong` those that aren't, None where nobody can read the report;
    `unchecked` is what could not be held for want of a record, `doubtful` that typed numbers are nobody's, '' nearly always."""

    report: Path
    said: str
    wrong: tuple[Issue, ...] | None
    unchecked: str = ""
    doubtful: str = ""


def about_data(built: Built) -> str:
    """Return what was read, and what was found in it."""
    year = built.year.sources.year
    files, figures = len(built.sources.hashes), len(built.figures.by_name)
    return f"{year}年：读了{files}个文件，{figures}个数据，{counted(built.issues)}。"


def about_corrections(built: Built) -> str:
    """Return what stands above the list of corrections, '' where there are none."""
    shown = sum(not correction.is_printed_same for correction in built.corrections)
    return f"和上次生成相比，{shown}个数变了：" if built.corrections else ""


def about_events(built: Built, *, dry: bool) -> str:
    """Return what stands above the list of what became of places in the report, '' where nothing did."""
    if not built.events:
        return ""
    if not built.edited:
        return "报告里有增减的段落："
    if not built.changed:
        return "报告有人改过，这些改动保留着："
    return f"报告有人改过，更正{'会这样' if dry else '已'}合并进去："


def event_text(event: Event) -> str:
    """Return what became of a place: under which heading, and in words."""
    return f"{f'{event.heading}：' if event.heading else ''}{event.text}"


def about_open(built: Built) -> Iterator[str]:
    """Yield what in the report waits for people: tracked changes, numbers that nobody has filled in, places that nothing renews any more."""
    if built.waiting:
        yield f"报告里有{built.waiting}处修订等人接受或拒绝（Word 的「审阅」）。"
    lacking = sum(figure.value is None and not figure.metric.optional for figure in built.figures)
    if lacking:
        yield f"还有{lacking}个数没有填，印在报告里的是「{PENDING}」。"
    if built.held:
        from reportgen.verify.bereft import BEREFT  # noqa: PLC0415  nearly no report has any

        yield from (issue.message for issue in built.held if issue.check == BEREFT and not issue.accepted)


def about_numbers(built: Built) -> Iterator[Held]:
    """Yield whether every number in the report is the data's, and the same of people's reports that stay beside it."""
    name = f"新稿「{built.report.name}」" if built.apart else "报告"
    yield _held(built.report, f"核对过，{name}里", built.held)
    for left in built.left:
        said = f"原来的「{left.report.name}」没有更新"
        if left.held is None:
            yield Held(left.report, f"{said}，也读不出来，里面的数没有核对。", None)
        else:
            yield _held(left.report, f"{said}，里面", left.held, "" if left.recorded else _UNRECORDED)


def about_place(built: Built) -> Iterator[str]:
    """Yield what a person should know of which file is written."""
    yield from built.told
    if built.apart:
        yield f"原来的报告没有动，新稿另写一份：{built.apart}。"


def about_writing(built: Built) -> str:
    """Return what was written."""
    return f"已写 {built.report}" if built.changed else f"没有变化，{built.report} 没有动"


def _held(report: Path, said: str, held: Sequence[Issue], unchecked: str = "") -> Held:
    wrong = tuple(issue for issue in held if issue.is_standing_error)
    doubtful = _doubtful(held)
    if not wrong:
        return Held(report, f"{said}的数和数据没有不一样的。", wrong, unchecked, doubtful)
    numbers = all(issue.check == OF_REPORT for issue in wrong)
    return Held(
        report, f"{said}有{len(wrong)}{'个数和数据不一样' if numbers else '处不对'}：", wrong, unchecked, doubtful
    )


def _doubtful(held: Iterable[Issue]) -> str:
    """Return that people typed numbers which may be wrong, '' where they didn't; a mark that is gone finds no number."""
    count = sum(issue.severity is Severity.WARNING and not issue.accepted and issue.found is not None for issue in held)
    if not count:
        return ""
    return advised(f"另有{count}个人写的数拿不准，请逐个核对，", "用 verify 看。", "在「核对每个数」里看。")
