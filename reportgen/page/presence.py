"""Signs of life from open pages -> when nobody looks at any of them any more, so that a server doesn't run on behind a closed browser."""

from __future__ import annotations

import threading
from collections.abc import Callable

EVERY = 0.5  # seconds between two looks; on Windows Ctrl-C waits for the end of one
SILENT = 600  # looks, five minutes, without any request once all pages have said that they were closed
ASLEEP = 86_400  # looks, twelve hours, while a page has said nothing of the kind: browsers put pages to sleep that nobody looks at


class Presence:
    """Ends a server when for a while no page has asked for anything and nothing is being worked on.

    Looks are counted, not seconds: a laptop that slept all night has missed none of them.
    """

    def __init__(self, every: float = EVERY, silent: int = SILENT, asleep: int = ASLEEP) -> None:
        self._every, self._most = every, (silent, asleep)
        self._open: set[str] = set()
        self._silent = 0
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def seen(self) -> None:
        """Note that a page asks for something."""
        with self._lock:
            self._silent = 0

    def opened(self, page: str) -> None:
        """Note that a page is open; its name is another each time that it is loaded."""
        with self._lock:
            self._open.add(page)

    def closed(self, page: str) -> None:
        """Note that a page was closed, or left for another."""
        with self._lock:
            self._open.discard(page)

    def end(self) -> None:
        """Stop watching: the server ends for another reason."""
        self._ended.set()

    def watch(self, is_busy: Callable[[], bool]) -> bool:
        """Wait until nobody is there, or `end` was called; returns whether it was for want of a page."""
        while not self._ended.wait(self._every):
            with self._lock:
                self._silent = 0 if is_busy() else self._silent + 1
                if self._silent >= self._most[bool(self._open)]:
                    return True
        return False
