"""Issues -> lines on the screen, the standing ones before those accepted; in UTF-8 and without a character that steers a terminal; the exit codes."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

from reportgen.base.issues import Issue

OK, ERRORS_STAND, UNUSABLE = 0, 1, 2  # exit codes
INTERRUPTED = 130  # as a shell counts Ctrl-C
# What a terminal obeys instead of showing it: it could colour, move or take back what stands there already, or turn a line's end to its
# beginning (Unicode TR 9). A line's end and a tab do what everybody expects; csv ends its lines with \r\n.
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\r(?!\n)")


def print_issues(issues: Iterable[Issue], out: TextIO, *, keys: str = "") -> None:
    """Print the standing issues, then those accepted; `keys` says where an issue is accepted, and adds the words for it."""
    every = list(issues)
    for issue in every:
        if not issue.accepted:
            print(f"{issue.severity.value}  {issue}", file=out)
            if keys and issue.key:
                print(f"      认可这一条就在{keys}里写 issue: {issue.key}", file=out)
    for issue in every:
        if issue.accepted:
            print(f"已认可  {issue}（认可的原因：{issue.accepted}）", file=out)


def errors_stand(issues: Iterable[Issue]) -> bool:
    return any(issue.is_standing_error for issue in issues)


class _Shown(io.TextIOBase):
    """Writes on to a stream what can be seen as it is, and the rest as \\u001b, which JSON reads back."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text))
        return len(text)

    def flush(self) -> None:
        self._stream.flush()

    def fileno(self) -> int:
        return self._stream.fileno()

    def isatty(self) -> bool:
        return self._stream.isatty()


@contextlib.contextmanager
def shown() -> Iterator[None]:
    """Have everything that is printed show its control characters: names, cells and documents come from other people."""
    with contextlib.redirect_stdout(_Shown(sys.stdout)), contextlib.redirect_stderr(_Shown(sys.stderr)):
        yield


def speak_utf8() -> None:
    """Write UTF-8 wherever the output goes into a file or a pipe: Windows would use a code page that lacks some characters."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", **({} if stream.isatty() else {"encoding": "utf-8"}))
