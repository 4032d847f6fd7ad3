"""A worker that ends before its time costs only time; an office that ends two of them is told, and the others go on."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest
from small_county import NAMES, SmallCounty

from reportgen.base.issues import Unusable
from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE
from reportgen.offices import processes
from reportgen.offices.county import Office, read_county
from reportgen.offices.one_office import Order
from reportgen.offices.outcome import State

pytestmark = pytest.mark.slow
FIRST, SECOND, THIRD, FOURTH = NAMES
_do = processes._do


@pytest.fixture
def county(tmp_path: Path) -> SmallCounty:
    return SmallCounty(tmp_path / "青山县")


def deadly(order: Order, offices: Sequence[Office]) -> processes.Answer:
    """Do offices as a worker does, but end with one of them, as the system ends a process that takes all the memory."""
    if SECOND in [office.name for office in offices]:
        os.kill(os.getpid(), signal.SIGKILL)
    return _do(order, offices)


def deadly_once(order: Order, offices: Sequence[Office]) -> processes.Answer:
    """End with an office the first time."""
    for office in offices:
        died = office.folder / "died"
        if office.name == SECOND and not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return _do(order, offices)


def test_an_office_whose_worker_died_is_done_again(county: SmallCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_do", deadly_once)
    assert county.runs("--workers", "2") == OK
    assert sorted(line["name"] for line in county.lines()) == sorted(NAMES)
    assert (county.office(SECOND) / "died").exists() and set(county.states) <= {"written", "unchanged"}


def test_an_office_over_which_two_workers_died_is_told_and_the_others_go_on(
    county: SmallCounty, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(processes, "_do", deadly)
    assert county.runs("--workers", "2") == ERRORS_STAND
    assert "两次做到这个单位时，做它的进程都没有了" in capsys.readouterr().out
    states = dict(zip(NAMES, county.states, strict=True))
    assert states.pop(SECOND) == "failed" and set(states.values()) <= {"written", "unchanged"}
    assert not (county.office(SECOND) / "output").exists()


def test_a_worker_that_somebody_ends_costs_only_time(tmp_path: Path) -> None:
    county = SmallCounty(tmp_path, tuple(f"{name}{number}" for number in range(1, 11) for name in NAMES))
    offices: Sequence[Office] = read_county(county.folder).offices
    ended = []
    for number, done in enumerate(processes.built(county.order, offices, 2)):
        if number == 5:
            os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)
        ended.append(done.outcome)
    assert sorted(one.code for one in ended) == [office.code for office in offices]
    assert {one.state for one in ended} <= {State.WRITTEN, State.UNCHANGED}
    assert all(county.report(name).is_file() for name in county.names)


def test_a_template_that_can_t_be_used_is_told_once_and_nothing_is_written(
    county: SmallCounty, capsys: pytest.CaptureFixture[str]
) -> None:
    (county.folder / "template" / "report.docx").write_bytes(b"no document")
    assert county.runs("--workers", "2") == UNUSABLE
    told = capsys.readouterr().err
    assert told.count("report.docx") == 1 and "Traceback" not in told
    assert not list((county.folder / "offices").rglob("output"))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_template_that_changed_since_the_order_is_refused(county: SmallCounty, workers: int) -> None:
    order = county.order
    (county.folder / "template" / "注.txt").write_text("changed", encoding="utf-8")
    with pytest.raises(Unusable, match="模板文件夹和这次运行开始时的不一样"):
        list(processes.built(order, read_county(county.folder).offices, workers))


def test_a_run_that_is_stopped_ends_what_is_in_work_and_begins_nothing_else(tmp_path: Path) -> None:
    county = SmallCounty(tmp_path, tuple(f"{name}{number}" for number in range(1, 6) for name in NAMES))
    offices, done = read_county(county.folder).offices, []
    for one in processes.in_processes(county.order, offices, 1, lambda: bool(done), 1):
        done.append(one.outcome)
    assert 1 <= len(done) <= 3, "what the worker had before it"
    assert all(one.state is State.WRITTEN for one in done)
    written = {path.parents[2].name for path in (county.folder / "offices").rglob("*.docx")}
    assert written == {f"{one.code} {one.name}" for one in done}
