"""How offices ended in a run, or what a rollup added up -> the sentences that say so, on the screen and on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from reportgen.base.issues import Severity, listed
from reportgen.offices.outcome import CORRECTED, WRONG, Outcome, State

if TYPE_CHECKING:  # a run over offices in which nothing changed waits for nothing that adds up
    from reportgen.offices.county_folder import Written
    from reportgen.offices.rollup import Rolled

_MOST_SAID = 10  # sentences that are listed of an office
_MOST_NAMED = 5  # offices in a sentence
_MOST_LACKING = 20  # offices that are listed with the reason
_WOULD = {State.WRITTEN: "会写", State.MERGED: "会合并"}


class Ended(NamedTuple):
    """How an office ended in a run: `how` in a word, what was `counted` in it, and what a person should know of it."""

    code: str
    name: str
    how: str
    counted: str
    said: tuple[str, ...]


def about_each(ended: Sequence[Outcome], *, dry: bool = False) -> Iterator[Ended]:
    """Yield what is said of each office; of our own failures the first has its traceback, all of them are in the ledger."""
    whole = next((one for one in ended if one.state is State.FAILED), None)
    for one in ended:
        said = one.said[-1:] if one.state is State.FAILED and one is not whole else one.said
        if one is not whole and len(said) > _MOST_SAID:
            said = (*said[:_MOST_SAID], f"还有{len(said) - _MOST_SAID}条没有列出。")
        yield Ended(one.code, one.name, _how(one.state, dry=dry), _counted(one.counts), said)


def about_run(ended: Sequence[Outcome], year: int, *, dry: bool = False) -> str:
    """Return how many offices ended how."""
    counts = Counter(outcome.state for outcome in ended)
    said = "、".join(f"{_how(one, dry=dry)}{counts[one]}个" for one in State if counts[one])
    barred = sum(one.barred for one in ended)
    return f"{year}年，{len(ended)}个单位：{said}{f'；公开版没有出{barred}个' if barred else ''}。"


def about_stop(left: int, again: str) -> str:
    """Return that a run was stopped before so many offices; `again` is what goes on with them."""
    return f"停下了，还有{left}个单位没有做。做完的都在，{again}就接着做。"


def _how(state: State, *, dry: bool) -> str:
    return _WOULD.get(state, state.value) if dry else state.value


def _counted(counts: Mapping[str, int]) -> str:
    """Return how many issues stand in an office, and what else there is to count of it."""
    said = [f"{counts[kind.code]}个{kind.value}" for kind in Severity if counts.get(kind.code)]
    said += [f"报告里{counts[WRONG]}处和数据不一样"] if counts.get(WRONG) else []
    said += [f"更正了{counts[CORRECTED]}个数"] if counts.get(CORRECTED) else []
    return "、".join(said)


@dataclass(frozen=True)
class Ways:
    """How who reads of a rollup does what is advised, by a command or on the page: sees what an office lacks, which `errors` stand in
    them, adds up only those that handed in (`partly`), adds up all offices of the year before (`before`)."""

    lacking: str
    errors: str
    partly: str
    before: str


def about_rollup(written: Written, ways: Ways) -> Iterator[str]:
    """Yield what was left out of a county's year, who is missing, what became of people's work, and what was written."""
    rolled = written.rolled
    if written.model is not None:
        yield f"县里的报告照 {written.model} 建了模板，在 {written.report}，可以用 Word 改。"
    reasons: dict[str, list[str]] = {}
    for name, why in rolled.left_out:
        reasons.setdefault(why, []).append(name)
    yield from (f"没有汇总  {listed(names)}：{why}。" for why, names in reasons.items())
    yield from (f"缺  {office}：{why}" for office, why in rolled.lacking[:_MOST_LACKING])
    if len(rolled.lacking) > _MOST_LACKING:
        yield f"缺  还有{len(rolled.lacking) - _MOST_LACKING}个单位。"
    for path in written.kept:
        yield f"汇总出来的表有人改过，改动没有用到，那一份留在 {path}。要改的请改各单位自己的表，再汇总一次。"
    if written.begun:
        yield f"自己要填的是「{listed(written.begun)}」，已建在 {written.folder} 里，请填上。"
    if written.before is not None:
        yield _of_before(rolled, written.before.rolled, ways)
    elif rolled.is_part and written.not_ours is not None:
        yield (
            f"{written.not_ours} 不是汇总出来的，可能是全部单位的；今年只有{len(rolled.counted)}个单位，和它比的增减都要核对。"
        )
    counted = f"已报{len(rolled.counted)}个单位，共{len(rolled.counted) + len(rolled.lacking)}个"
    if unfilled := [str(office) for office in rolled.unfilled()]:
        counted += f"，其中{len(unfilled)}个没有填全：{listed(unfilled, _MOST_NAMED)}（{ways.lacking}）"
    yield f"{rolled.year}年：{counted}。{_what_follows(rolled, ways)}已写 {written.folder}，{written.rows}行。"
    yield f"这里只加数；各单位自己的数有没有错误，{ways.errors}"


def about_part(rolled: Rolled, printed: frozenset[str]) -> str:
    """Return that a report, in which these names are `printed`, doesn't say that its sums are those of some offices; '' where it does."""
    level = rolled.derived.level
    if not rolled.is_part or {level.reported, level.due} <= printed:
        return ""
    return f"报告里没有写明只是部分单位的数：请在模板里印上已报{{{{ {level.reported} }}}}个单位，共{{{{ {level.due} }}}}个。"


def _of_before(rolled: Rolled, before: Rolled, ways: Ways) -> str:
    """Return what is said of the year before that was added up to be compared with: which offices it has."""
    said = f"{before.year}年的也汇总了，"
    if before.lacking:
        names = listed([str(office) for office, _ in before.lacking], _MOST_NAMED)
        there = len(before.counted) + len(before.lacking)
        only = "今年已报的" if rolled.is_part else ""
        return f"{said}{only}{there}个单位里{len(before.counted)}个有数，缺{names}的，合计不能和上年比。"
    if not rolled.is_part:
        return f"{said}{len(before.counted)}个单位，用来比较。"
    every = len(rolled.counted) + len(rolled.lacking)
    return (
        f"{said}只加今年已报的这{len(before.counted)}个单位，用来比较；"
        f"{before.year}年要全部{every}个单位的合计，{ways.before}。"
    )


def _what_follows(rolled: Rolled, ways: Ways) -> str:
    if not rolled.lacking:
        return ""
    level = rolled.derived.level
    if rolled.is_part:
        return f"合计只是已报的单位的，报告里要写明，用 {{{{ {level.reported} }}}} 和 {{{{ {level.due} }}}} 印。"
    return f"缺的单位没有报，合计都待补；只要已报的单位的合计，{ways.partly}。"
