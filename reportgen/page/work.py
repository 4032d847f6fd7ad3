"""What takes long -> done in a thread of its own, one thing at a time: how far it is, what came of it, and a way to stop it between two steps."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, cast

from flask import current_app

from reportgen.base.issues import Issue, Unusable
from reportgen.base.program import asking
from reportgen.base.saving import CannotWrite

NAME = "reportgen.work"
_PATIENCE = 10.0  # seconds until a program that was killed has ended
_log = logging.getLogger(__name__)


class Stopped(Exception):
    """Somebody stopped the work, or the server ends."""


class Busy(CannotWrite):
    """Something else is being done, and nothing may be written meanwhile."""


class Step(Protocol):
    """Says what is being done now, and of how many things how many are done; raises Stopped when that isn't wanted any more."""

    def __call__(self, words: str, done: int = 0, of: int = 0) -> None: ...


class Where(NamedTuple):
    """A page where people go on: what it is called in what was said, its endpoint, and what its address says."""

    called: str
    endpoint: str
    values: Mapping[str, str | int]


class Each(NamedTuple):
    """How one of several things ended that a piece of work did: its name, how, what there is to know of it, and `where` the whole of it is shown."""

    name: str
    how: str
    said: tuple[str, ...]
    is_done: bool
    where: Where | None = None


@dataclass(frozen=True)
class Result:
    """What came of a piece of work: what it found, how `each` of several things ended, the sentences behind, and `where` people do what
    these advise; or `leads`, the address of the page that shows it."""

    said: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    each: tuple[Each, ...] = ()
    where: tuple[Where, ...] = ()
    leads: str = ""


@dataclass
class Job:
    """A piece of work: its title, the address of the page that it belongs to, what is being done, and its result once there is one.

    `share` is how many per cent are done, None where nobody knows.
    """

    title: str
    back: str
    words: str = "开始"
    share: int | None = None
    result: Result | None = None
    _unwanted: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)

    @property
    def says(self) -> str:
        """Return what is being done, or that it is being stopped."""
        return "正在停下，手上的做完就停" if self._unwanted.is_set() else self.words

    def step(self, words: str, done: int = 0, of: int = 0) -> None:
        """Note how far it is; raises Stopped."""
        self.look()
        self.words, self.share = words, done * 100 // of if of else None

    def look(self) -> None:
        """Raise Stopped where the work isn't wanted any more."""
        if self._unwanted.is_set():
            raise Stopped

    def stop(self) -> None:
        """Have it stop at its next step; a program that it runs is ended."""
        self._unwanted.set()

    def wait(self, seconds: float) -> bool:
        """Wait for its end, and return whether it came."""
        return self._ended.wait(seconds)

    def run(self, does: Callable[[Step], Result]) -> None:
        """Do it, and note what came of it, whatever that is."""
        try:
            with asking(self.look):
                self.result = does(self.step)
        except Stopped:
            self.result = Result((f"「{self.title}」停下了，没有做完的一样也没有写。",))
        except Unusable as error:
            self.result = Result(("没有做成，上面的先要改好。",), error.issues)
        except CannotWrite as error:
            self.result = Result((str(error),))
        except Exception as error:
            _log.error("a fault of our own", exc_info=error)
            self.result = Result(
                ("程序自己出错了，要做的可能没有做完，请先看一看。详细的在黑色窗口里，请把它发给维护的人。",)
            )
        finally:
            self._ended.set()


class Work:
    """What a server does that takes long: one thing at a time, and while it lasts nobody else writes."""

    def __init__(self) -> None:
        self._last: Job | None = None
        self._changing = threading.Lock()

    @property
    def last(self) -> Job | None:
        """Return what is being done, or was done last; None before anything was."""
        return self._last

    @property
    def is_running(self) -> bool:
        """Return whether anything is being done."""
        return self._last is not None and self._last.result is None

    def start(self, title: str, back: str, does: Callable[[Step], Result]) -> Job:
        """Begin something, and return at once; raises Busy where something else is being done."""
        with self.alone():
            job = self._last = Job(title, back)
            threading.Thread(target=job.run, args=(does,), daemon=True).start()
            return job

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else write in here, waiting for whoever changes something short; raises Busy while something long is being done."""
        with self._changing:
            if self._last is not None and self._last.result is None:
                raise Busy(f"还在做「{self._last.title}」，请等它做完，或者先停下它。这一次什么都没有写。")
            yield

    def end(self) -> None:
        """Stop what is being done, because the server ends: no program of ours goes on behind it."""
        if self._last is not None and self.is_running:
            self._last.stop()
            self._last.wait(_PATIENCE)


def work() -> Work:
    """Return the work of the server that answers the current request."""
    return cast(Work, current_app.extensions[NAME])
