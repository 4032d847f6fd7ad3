"""An order and the offices that are to be built -> how each ended, as they end: in this process, or in several of this computer."""

from __future__ import annotations

import contextlib
import itertools
import math
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from reportgen.base.issues import Issue, Unusable
from reportgen.offices.county import Office
from reportgen.offices.one_office import Done, Order, do, opened
from reportgen.offices.outcome import State, ended

if TYPE_CHECKING:
    from reportgen.report.report_folder import ReportFolder

# What a worker gives back: how some offices ended, or why the report's folder can't be used.
Answer = list[Done] | tuple[Issue, ...]
_AHEAD = 2  # chunks that a worker has before it, so that it never waits for the next
_MOST = 10  # offices of a chunk, whose rows are added up at once
_ROUNDS = 2  # chunks that each worker is to have of what still waits: they get smaller at the end, so that all end at about the same time
DIED = "两次做到这个单位时，做它的进程都没有了（内存不够，或被系统结束）。请单独做它一次看看。"


def cores() -> int:
    """Return how many processes this computer runs at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def built(order: Order, offices: Sequence[Office], workers: int) -> Iterator[Done]:
    """Yield how each office ended; raises Unusable where the report's folder can't be used."""
    if min(workers, len(offices)) > 1:
        yield from in_processes(order, offices, workers)
    elif offices:
        folder = opened(order)
        for first in range(0, len(offices), _MOST):
            yield from do(folder, order, offices[first : first + _MOST])


def in_processes(
    order: Order,
    offices: Sequence[Office],
    workers: int,
    is_stopped: Callable[[], bool] = lambda: False,
    most: int = _MOST,
) -> Iterator[Done]:
    """Do the same never in this process, so many offices of a chunk at most, until it is stopped: the few that a worker has before it then
    end, and no other begins."""
    waiting = deque(offices)
    while waiting and not is_stopped():
        # Any of those in work may have been what ended a worker: they are done once more, one after the other, and where that ends one
        # again, the few in work alone, so that it is known which it was.
        doubtful = deque((yield from _pool(order, waiting, workers, most, is_stopped)))
        while doubtful and not is_stopped():
            for office in (yield from _pool(order, doubtful, 1, 1, is_stopped)):
                if (yield from _pool(order, deque([office]), 1, 1, is_stopped)):
                    yield Done(ended(office, State.FAILED, (DIED,)))


def _pool(
    order: Order, waiting: deque[Office], workers: int, most: int, is_stopped: Callable[[], bool]
) -> Generator[Done, None, list[Office]]:
    """Do what is waiting in a pool of processes, in chunks of so many at most; returns the offices that were in work when one of the
    processes ended before its time."""
    doing: dict[Future[Answer], list[Office]] = {}
    spawned = multiprocessing.get_context("spawn")  # the one way that every system has, and that copies no open file
    with ProcessPoolExecutor(min(workers, len(waiting)), spawned, _begin, (order,)) as pool:
        try:
            while doing or (waiting and not is_stopped()):
                while waiting and len(doing) < _AHEAD * workers and not is_stopped():
                    size = min(most, math.ceil(len(waiting) / (_ROUNDS * workers)))
                    chunk = [*itertools.islice(waiting, size)]
                    with _undisturbed():
                        doing[pool.submit(_do, order, chunk)] = chunk
                    for _ in chunk:
                        waiting.popleft()
                for future in wait(doing, return_when=FIRST_COMPLETED).done:
                    answer = future.result()
                    del doing[future]
                    yield from _done(answer)
        except BrokenProcessPool:
            return [office for chunk in doing.values() for office in chunk]
        except KeyboardInterrupt:  # what is in work ends: it is written already, or nearly
            pool.shutdown(wait=True, cancel_futures=True)
            for future in doing:
                if not future.cancelled() and not future.exception():
                    yield from _done(future.result())
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    return []


def _done(answer: Answer) -> list[Done]:
    if isinstance(answer, tuple):
        raise Unusable(answer)
    return answer


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Start processes so that Ctrl-C, which a terminal sends to all, reaches them at no moment: this one sees that they end."""
    if threading.current_thread() is not threading.main_thread():  # only there can it be said
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_report: ReportFolder | tuple[Issue, ...] = ()  # of this process, where it is one of a pool's


def _begin(order: Order) -> None:
    """Read the report's folder, once for all the offices that this process does."""
    global _report
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_run, daemon=True).start()
    _report = read_or_issues(order)


def _end_with_run() -> None:
    """End this process when the one that began it was ended from outside: it would wait for work for ever, and what it still has in work
    would be written beside the next run, which takes over the lock."""
    run = multiprocessing.parent_process()
    assert run is not None, "a pool's process has one"
    run.join()
    os._exit(1)


def read_or_issues(order: Order) -> ReportFolder | tuple[Issue, ...]:
    """Return the report's folder, or why it can't be used: issues come back from another process, an exception with them doesn't."""
    try:
        return opened(order)
    except Unusable as error:
        return error.issues


def _do(order: Order, offices: Sequence[Office]) -> Answer:
    return _report if isinstance(_report, tuple) else list(do(_report, order, offices))
