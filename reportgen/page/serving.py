"""An office's folders -> a server for this computer's browser alone, until its last page has been closed for a while or somebody stops it."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Iterator
from typing import Any

from waitress import create_server, wasyncore
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from reportgen.base.issues import Unusable, reason_of
from reportgen.base.saving import CannotWrite
from reportgen.offices.lock import held, holder
from reportgen.page.app import MOST_SENT, make_app
from reportgen.page.desk import Desk
from reportgen.page.gate import HEADERS, Gate
from reportgen.page.presence import Presence
from reportgen.page.refusals import TOO_MUCH, UNREADABLE
from reportgen.page.shelf import NAME as SHELF
from reportgen.page.shelf import Shelf
from reportgen.page.work import NAME as WORK
from reportgen.page.work import Work

LOCK = "page.lock"
_HOST = "127.0.0.1"
_THREADS = 8
_TOO_MUCH = 413  # as HTTP says it
_FINISHING = 10.0  # seconds for what is being written while the server ends
# Past this the connection is cut while the file is still coming, and a browser shows no answer to that; below, it shows that it is too much.
_MOST_RECEIVED = 4 * MOST_SENT


class Server:
    """A server on a port of this computer, which nobody else reaches; `address` gives one-time addresses.

    `port` 0 is one that is free; raises OSError where another program has the port.
    """

    def __init__(self, of: Desk, port: int = 0, presence: Presence | None = None) -> None:
        self._presence = presence or Presence()
        listening = _bound(port)
        self.gate = Gate(listening.getsockname()[1])
        self.address = self.gate.address
        app = make_app(of, self.gate, self._presence)
        self.work: Work = app.extensions[WORK]
        self.shelf: Shelf = app.extensions[SHELF]
        self._sockets: dict[int, Any] = {}
        self._server = create_server(
            app,
            self._sockets,
            sockets=[listening],
            threads=_THREADS,
            max_request_body_size=_MOST_RECEIVED,
            ident=None,
        )
        self._server.channel_class = _Channel
        logging.getLogger("waitress").setLevel(logging.ERROR)  # how long its queue is says nothing to an office

    def run(self) -> bool:
        """Answer until nobody is there any more, or `stop`; returns whether it was for want of a page."""
        answering = self._server.task_dispatcher
        serving = threading.Thread(target=self._server.run, daemon=True)
        serving.start()
        try:
            return self._presence.watch(lambda: answering.active_count > 0 or self.work.is_running)
        finally:
            self.work.end()
            answering.shutdown(timeout=_FINISHING)
            self._close()
            serving.join(_FINISHING)
            self.shelf.empty()

    def _close(self) -> None:
        """Close everything where it is looped over: but what wakes the loop, which may be awake already, not before it was used."""
        woken = threading.Event()

        def close() -> None:
            woken.wait(_FINISHING)
            wasyncore.close_all(self._sockets)

        self._server.trigger.pull_trigger(close)
        woken.set()

    def stop(self) -> None:
        """Let `run` end."""
        self._presence.end()


class _Refusal(ErrorTask):  # type: ignore[misc]
    """What is refused before it reaches the application (no HTTP, endless): in Chinese, with the headers of every other answer."""

    def execute(self) -> None:
        error = self.request.error
        said = (TOO_MUCH if error.code == _TOO_MUCH else UNREADABLE).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [("Content-Type", "text/plain; charset=utf-8"), *HEADERS.items()]
        self.set_close_on_finish()
        self.content_length = len(said)
        self.write(said)


class _Channel(HTTPChannel):  # type: ignore[misc]
    error_task_class = _Refusal


def _bound(port: int) -> socket.socket:
    """Return a socket on a port of this computer alone; on Windows another program could else take the same port from it."""
    bound = socket.socket()
    try:
        exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
        bound.setsockopt(socket.SOL_SOCKET, exclusive or socket.SO_REUSEADDR, 1)
        bound.bind((_HOST, port))
    except OSError:
        bound.close()
        raise
    return bound


@contextlib.contextmanager
def announced(of: Desk) -> Iterator[None]:
    """Let others see that a page works on these data, and tell this page of another one that does; neither is refused.

    Two pages can't lose each other's changes: a save says which file it saw. A folder that nobody may write to can be looked at all the
    same, and one that isn't there isn't made for the lock's sake.
    """
    with contextlib.ExitStack() as stack:
        try:
            if of.data.is_dir():
                stack.enter_context(held(of.data, of.clock.time(), file=LOCK))
        except Unusable:
            of.told = lambda: _another(of)
        except CannotWrite as error:
            why = reason_of(error.__cause__) if isinstance(error.__cause__, OSError) else str(error)
            of.told = lambda: f"「{of.data}」写不进去（{why}），只能看，改了存不住。"
        yield


def _another(of: Desk) -> str:
    """Return that another page works on the same data still, '' once it has ended."""
    other = holder(of.data, file=LOCK)
    return (
        f"这个文件夹还有另一个页面开着：{other}。两边都能改，同一个文件被那边改过时，保存前会先告诉你。"
        if other
        else ""
    )
