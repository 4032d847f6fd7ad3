"""What is read again and again -> read once until a key says that what it was read from is another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Read = TypeVar("Read")


class Memory(Generic[Read]):
    """What was read last, and under which key. What was read while somebody saved is of neither key, and isn't kept."""

    def __init__(self) -> None:
        self._last: tuple[object, Read] | None = None

    def of(self, key: Callable[[], object], read: Callable[[], Read]) -> Read:
        """Return what was read under the key that holds now, reading it where it wasn't; whoever asks lets nobody else ask meanwhile."""
        now = key()
        if self._last is not None and self._last[0] == now:
            return self._last[1]
        made = read()
        if key() == now:
            self._last = now, made
        return made
