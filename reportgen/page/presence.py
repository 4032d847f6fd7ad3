"""Signs of life from open pages -> when nobody looks at any of them any more, so that a server doesn't run on behind a closed browser."""

from __future__ import annotations

import threading
from collections.abc import Callable

EVERY = 15.0  # seconds between two looks
SILENT = 20  # looks without any request, five minutes: a browser lets a page in the background speak once a minute


class Presence:
    """Ends a server when for a while no page has asked for anything and nothing is being worked on.

    Looks are counted, not seconds: a laptop that slept all night has missed none of them.
    """

    def __init__(self, every: float = EVERY, silent: int = SILENT) -> None:
        self._every, self._most = every, silent
        self._silent = 0
        self._ended = threading.Event()

    def seen(self) -> None:
        """Note that a page is there."""
        self._silent = 0

    def end(self) -> None:
        """Stop watching: the server ends for another reason."""
        self._ended.set()

    def watch(self, is_busy: Callable[[], bool]) -> bool:
        """Wait until nobody is there, or `end` was called; returns whether it was for want of a page."""
        while not self._ended.wait(self._every):
            self._silent = 0 if is_busy() else self._silent + 1
            if self._silent >= self._most:
                return True
        return False
