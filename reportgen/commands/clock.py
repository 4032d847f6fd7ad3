"""The computer's clock -> the time as the history and as a tracked change say it; nothing else reads the clock."""

from __future__ import annotations

import datetime
import time


def now() -> str:
    """Return the time as the history notes it."""
    return datetime.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S")


def today() -> datetime.date:
    """Return the day, against which deadlines are held."""
    return datetime.datetime.now().astimezone().date()


def revision_date() -> str:
    """Return the time as a tracked change says it, a w:date."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds() -> float:
    """Return a count of seconds, of which two differ by the time between them."""
    return time.perf_counter()
