"""Faults found in inputs, figures or documents -> records with a place, a severity and a Chinese message.

An `Issue` is data: checks return them, readers collect them, the command line prints them. Only inputs that can't be used at
all raise, and then with every issue of the run (`Unusable`).
"""

from __future__ import annotations

import difflib
import errno
import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Location(NamedTuple):  # a frozen dataclass takes three times as long to make, and each number typed has one
    """A place that a person can open: a file, its row as Excel or an editor counts it (from 1), a column's header or a key.

    The rows of a Word file are its paragraphs.
    """

    file: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        row = "" if self.row is None else f" 第{self.row}{'段' if '.docx' in self.file else '行'}"
        column = "" if self.column is None else f"「{self.column}」"
        return f"{self.file}{row}{column}"


class Severity(Enum):
    """How much an issue weighs; the value is what office staff read."""

    ERROR = "错误"  # the figures can't all be right
    WARNING = "提醒"  # looks wrong, may be right
    UNVERIFIABLE = "不可核"  # nothing in the tables can confirm it
    NOTE = "说明"  # what was done with the inputs; nobody need do anything

    @property
    def code(self) -> str:
        """Return the name for machine-readable output: error, warning, unverifiable, note."""
        return self.name.lower()


# The checks of what nobody has filled in yet, which the filling tells too; one that says so of a place that is EMPTY, or says AS_BEFORE, is
# no slip of anybody's.
UNFILLED = frozenset({"缺数据", "缺文字", "没改写"})
EMPTY, AS_BEFORE = "空", "和上年一样"


@dataclass(frozen=True)
class Issue:
    """One finding: which check, how grave, where, what was expected and found, and what to do.

    `message` is a whole Chinese sentence and stands without the other fields; `metrics` are the names of the metrics concerned.
    `key` says which finding it is, whatever the numbers: it stays the same while figures are corrected, and is what a year's YAML,
    or the catalogue of what its template is warned of, accepts it by. `accepted` is the reason given there.
    """

    check: str
    severity: Severity
    message: str
    location: Location | None = None
    metrics: tuple[str, ...] = ()
    expected: str | None = None
    found: str | None = None
    key: str = ""
    accepted: str = ""

    @property
    def is_standing_error(self) -> bool:
        """Return whether it is an error that nobody has accepted: with one, nothing is finished."""
        return self.severity is Severity.ERROR and not self.accepted

    @property
    def is_to_be_filled(self) -> bool:
        """Return whether it only says that a place is empty still, or says what it said the year before."""
        return self.check in UNFILLED and self.found in (EMPTY, AS_BEFORE) and not self.accepted

    def __str__(self) -> str:
        place = "" if self.location is None else f"{self.location}："
        return f"{place}{self.message}"


@dataclass(frozen=True)
class Accepted:
    """An issue's key, the reason why it may stand, and where that is written; `now` is the key with the names that metrics have today,
    '' where it is the same."""

    key: str
    reason: str
    at: Location
    now: str = ""


class Unusable(Exception):
    """Inputs, a template or arguments can't be used; `issues` holds every reason found in the run, in file order."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(str(issue) for issue in self.issues))


def counted(issues: Iterable[Issue]) -> str:
    """Return how many issues of each kind stand; a note is none."""
    counts = Counter(issue.severity for issue in issues if not issue.accepted)
    kinds = [kind for kind in Severity if counts[kind] and kind is not Severity.NOTE]
    return "、".join(f"{counts[kind]}个{kind.value}" for kind in kinds) or "没有发现问题"


MOST_ISSUES = 500  # nobody reads on; and a file with a million faults must not take an hour


class Finder:
    """Collects the issues of one reader, so that a file is read to its end and all its faults are told at once.

    Gives up with `Unusable` beyond MOST_ISSUES.
    """

    def __init__(self) -> None:
        self.issues: list[Issue] = []

    def error(
        self, check: str, location: Location, message: str, *, expected: str | None = None, found: str | None = None
    ) -> None:
        """Note one fault that makes the input unusable."""
        self.issues.append(Issue(check, Severity.ERROR, message, location, expected=expected, found=found))
        if len(self.issues) > MOST_ISSUES:
            message = f"问题超过{MOST_ISSUES}处，后面的没有再看，请先改好前面的。"
            self.issues.append(Issue(check, Severity.ERROR, message, Location(location.file)))
            raise Unusable(self.issues)

    def stop_if_any(self) -> None:
        """Raise `Unusable` with everything noted so far; return when nothing was."""
        if self.issues:
            raise Unusable(self.issues)


_REASONS = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限，或者正被别的程序占用",
    errno.EPERM: "没有权限，或者正被别的程序占用",
    errno.EBUSY: "正被别的程序占用",
    errno.EADDRINUSE: "正被别的程序占用",
    errno.EISDIR: "它是文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.ENOTEMPTY: "那里已经有了",
    errno.EEXIST: "那里已经有了",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "名称太长",
    errno.EINVAL: "这个名称不能用",
    errno.EIO: "磁盘读写出错",
}


def reason_of(error: OSError | ValueError) -> str:
    """Return in Chinese why a file can't be read or written; a ValueError is Python's for a name that no system takes."""
    if isinstance(error, OSError):
        return _REASONS.get(error.errno or 0) or error.strerror or "系统没有说原因"
    return _REASONS[errno.EINVAL]


def nearest(name: str, known: Sequence[str]) -> str:
    """Return 「，是不是「…」？」 for the known name most like `name`, or '' when none is near."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"是不是「{near[0]}」？" if near else ""


SHORT = 30  # characters that find a sentence again, and fit on a screen's line beside what is said of it


def short(text: str, most: int = SHORT, begin: int = 0) -> str:
    """Return `most` characters of a text on one line from its character `begin` on, … standing where it was cut."""
    line = on_one_line(text)
    end = begin + most
    return f"{'…' if begin else ''}{line[begin:end]}{'…' if line[end:] else ''}"


@functools.lru_cache(maxsize=16)  # a paragraph may have a hundred thousand characters, and as many numbers to tell of
def on_one_line(text: str) -> str:
    """Return a text with one blank for all blanks and ends of lines between two words."""
    return " ".join(text.split())


def quoted(text: str, most: int = 40) -> str:
    """Return what somebody typed as 「…」 on one line, cut after `most` characters."""
    return f"「{short(text, most)}」"


def key_text(text: str) -> str:
    """Return a text as it stands in a key, which YAML takes as it is: a colon or # has its meaning only beside a blank or at the end."""
    return "".join(text.split()).rstrip(":")


_SIGNS_OF_YAML = re.compile(r"[,\[\]{}]")  # between braces


def unambiguous(text: str) -> str:
    """Return a key of words that people typed as YAML takes it in a list and between braces alike: without blanks, commas and brackets."""
    return _SIGNS_OF_YAML.sub("", key_text(text))


def listed(names: Iterable[str], most: int = 12) -> str:
    """Return names as a Chinese enumeration, cut after `most` with the count of all."""
    every = list(names)
    shown = "、".join(every[:most])
    return shown if len(every) <= most else f"{shown}等{len(every)}个"


def rows_listed(rows: Iterable[int]) -> str:
    """Return row numbers as runs: 第2–4、7行; '' for values that stand under their key without a row."""
    runs: list[list[int]] = []
    for row in sorted(row for row in rows if row):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    spans = [str(first) if first == last else f"{first}–{last}" for first, last in runs]
    return f"第{'、'.join(spans)}行" if spans else ""


def issue_entry(issue: Issue) -> dict[str, object]:
    """Return an issue for machines."""
    at = issue.location
    return {
        "check": issue.check,
        "severity": issue.severity.code,
        "message": issue.message,
        "file": at.file if at else None,
        "row": at.row if at else None,
        "column": at.column if at else None,
        "metrics": list(issue.metrics),
        "expected": issue.expected,
        "found": issue.found,
        "key": issue.key,
        "accepted": issue.accepted or None,
    }
