"""Issues -> lines on the screen, the standing ones before those accepted; and UTF-8 wherever the lines go."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from typing import TextIO

from reportgen.issues import Issue, Severity

OK, ERRORS_STAND, UNUSABLE = 0, 1, 2  # exit codes


def print_issues(issues: Iterable[Issue], out: TextIO, *, keys: bool = False) -> None:
    """Print the standing issues, then those accepted; `keys` adds the words by which a year's YAML accepts an issue."""
    every = list(issues)
    for issue in every:
        if not issue.accepted:
            print(f"{issue.severity.value}  {issue}", file=out)
            if keys and issue.key:
                print(f"      认可这一条就在 accepted 里写 issue: {issue.key}", file=out)
    for issue in every:
        if issue.accepted:
            print(f"已认可  {issue}（认可的原因：{issue.accepted}）", file=out)


def errors_stand(issues: Iterable[Issue]) -> bool:
    return any(issue.severity is Severity.ERROR and not issue.accepted for issue in issues)


def counted(issues: Iterable[Issue]) -> str:
    counts = Counter(issue.severity for issue in issues if not issue.accepted)
    return (
        "、".join(f"{counts[severity]}个{severity.value}" for severity in Severity if counts[severity])
        or "没有发现问题"
    )


def speak_utf8() -> None:
    """Write UTF-8 wherever the output goes into a file or a pipe: Windows would use a code page that lacks some characters."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", **({} if stream.isatty() else {"encoding": "utf-8"}))
