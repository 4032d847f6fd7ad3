"""An office's folders -> a server for this computer's browser alone, until its last page has been closed for a while or somebody stops it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from waitress import create_server

from reportgen.base.issues import Unusable
from reportgen.offices.lock import held
from reportgen.page.app import make_app
from reportgen.page.desk import Desk
from reportgen.page.gate import Gate
from reportgen.page.presence import Presence

LOCK = "page.lock"
_HOST = "127.0.0.1"
_THREADS = 8


class Server:
    """A server on a free port of this computer, which nobody else reaches; `address` gives one-time addresses."""

    def __init__(self, of: Desk, port: int = 0, presence: Presence | None = None) -> None:
        self._presence = presence or Presence()
        self._late: Callable[..., object] | None = None
        self._server = create_server(self._answer, host=_HOST, port=port, threads=_THREADS, ident=None)
        gate = Gate(self._server.effective_port)
        self._late = make_app(of, gate, self._presence)
        self.address = gate.address

    def _answer(self, environment: object, start: object) -> object:
        assert self._late is not None, "served only behind the beginning"
        return self._late(environment, start)

    def run(self) -> bool:
        """Answer until nobody is there any more, or `stop`; returns whether it was for want of a page."""
        serving = threading.Thread(target=self._server.run, daemon=True)
        serving.start()
        try:
            return self._presence.watch(lambda: False)
        finally:
            self._server.close()

    def stop(self) -> None:
        """Let `run` end."""
        self._presence.end()


@contextlib.contextmanager
def announced(of: Desk) -> Iterator[None]:
    """Let others see that a page works on these data, and tell this page of another one that does; neither is refused.

    Two pages can't lose each other's changes: a save says which file it saw. Raises CannotWrite.
    """
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(held(of.data, of.clock.time(), file=LOCK, doing="用页面打开这个文件夹"))
        except Unusable as error:
            of.told = "".join(issue.message.split("。")[0] + "。" for issue in error.issues)
        yield
