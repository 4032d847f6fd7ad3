"""Offices that were ticked, or all -> their reports on disk as `batch` writes them, done in the work's thread, and how each of them ended."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

from flask import flash, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from reportgen.base.issues import Unusable
from reportgen.base.saving import CannotWrite
from reportgen.offices import lock, telling
from reportgen.offices.batch import chosen, hash_of, outcomes, results
from reportgen.offices.county import County, Office, refuse_unless_there
from reportgen.offices.gathering import file_of
from reportgen.offices.one_office import Done, Order
from reportgen.offices.outcome import Outcome
from reportgen.offices.processes import cores, in_processes
from reportgen.page.county_desk import county_desk
from reportgen.page.desk import Clock
from reportgen.page.work import Each, Result, Step, Stopped, Where
from reportgen.page.working import begin

_EVERY = "every"
_AT_ONCE = 1  # offices of a chunk: a run of more takes a tenth less time, and as much longer to stop


def batch() -> Answer:
    """Begin a run over all offices, or over those that were ticked; its page says how each ended."""
    at, year = county_desk(), g.year
    county, ticked = at.county(), request.form.getlist("ticked")
    refuse_unless_there(county, year)
    every = request.form.get("which") == _EVERY
    back = url_for("offices.offices")
    if not (every or ticked):
        flash("没有勾单位：在左边勾上要做的，或者做全部。")
        return redirect(back)
    offices = chosen(county, () if every else ticked)
    title = f"生成{year}年{len(offices)}个单位的报告"
    return begin(title, back, lambda step: _done(county, year, offices, at.clock, step))


class _Run:
    """Says after each office how far a run is, and notes that somebody stops it: what is in work ends all the same."""

    def __init__(self, step: Step, offices: int) -> None:
        self._step, self._of, self._done = step, offices, 0
        self._is_stopped = False

    def crew(self, order: Order, offices: Sequence[Office]) -> Iterator[Done]:
        """Build offices in processes of their own: the page answers meanwhile, and an office that ends one of them ends no page."""
        if offices:
            self._say(f"要做{len(offices)}个单位，第一个要等几秒")
        return in_processes(order, offices, cores(), lambda: self._is_stopped, _AT_ONCE)

    def ended(self, one: Outcome) -> None:
        """Note the end of an office."""
        self._done += 1
        self._say(f"做完{self._done}个，共{self._of}个：{one.code} {one.name}（{one.state.value}）")

    def _say(self, words: str) -> None:
        try:
            self._step(words, self._done, self._of)
        except Stopped:
            self._is_stopped = True


def _done(county: County, year: int, offices: Sequence[Office], clock: Clock, step: Step) -> Result:
    step("看哪些单位有变化", 0, len(offices))
    run = _Run(step, len(offices))
    ended: dict[str, Outcome] = {}
    broken: Unusable | CannotWrite | None = None
    with lock.held(results(county, year), clock.time()) as told:
        order = Order(
            county.template,
            hash_of(county.template),
            year,
            annex=None,
            final=False,
            dry=False,
            when=clock.time(),
            clock=clock.seconds,
            kept=file_of(county, year - 1, earlier=True).resolve(),
        )
        try:
            with contextlib.closing(outcomes(county, offices, order, run.crew)) as every:
                for one in every:
                    ended[one.code] = one
                    run.ended(one)
        except (Unusable, CannotWrite) as error:
            if not ended:
                raise
            broken = error
    done = [ended[office.code] for office in offices if office.code in ended]
    left = len(offices) - len(done)
    said = (
        *((told,) if told else ()),
        *((telling.about_run(done, year),) if done else ()),
        *((str(broken),) if isinstance(broken, CannotWrite) else ()),
        *((telling.about_stop(left, "到「各单位」里再生成一次，"),) if left else ()),
    )
    return Result(said, broken.issues if isinstance(broken, Unusable) else (), tuple(_each(done, year)))


def _each(done: Sequence[Outcome], year: int) -> Iterator[Each]:
    for one, told in zip(done, telling.about_each(done), strict=True):
        said = (told.counted, *told.said) if told.counted else told.said
        all_found = Where("全部问题", "offices.found", {"year": year, "code": one.code}) if told.counted else None
        yield Each(f"{told.code} {told.name}", told.how, said, one.state.is_done, all_found)
