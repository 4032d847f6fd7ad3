"""An output folder and a report's title -> which of the Word files there a build renews, or the question which, for people to answer."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from reportgen.base.faced import Faced, advised
from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.base.numbers import POINTS
from reportgen.base.saving import is_of_the_moment
from reportgen.figures.changes import Side
from reportgen.report.records.finding import Found, Wanted, beside, every_record, find
from reportgen.report.records.record import record_path, side_of_record
from reportgen.word.opening import read_file
from reportgen.word.origin import origin_of

_TELLING = 10  # smaller numbers are the same in many offices


@dataclass(frozen=True)
class Standing:
    """A Word file that is of the report and year that a build is of: whether people's changes are in it, and when it was saved.

    `alike` says that its numbers are about those of today: two offices may write the same report into one folder.
    """

    path: Path
    edited: bool
    saved: str
    alike: bool = True

    def called(self, name: str) -> str:
        """Return what a person should know of it, by a name."""
        return f"{'有人改过' if self.edited else '没有人改过'}  {self.saved} 存的  {name}"


@dataclass(frozen=True)
class Choice:
    """Where a report is written, and what a person should know of why, in Chinese sentences."""

    report: Path
    told: tuple[str, ...] = ()


def choose(report: Path, wanted: Wanted, side: Side, usual: Path, *, named: bool) -> Choice:
    """Return where a build of today's `side` writes a report that it would call `report`; a person who `named` the file has chosen.

    Only the `usual` folder, in which reports are written that nobody names, is looked through. A report that was renamed is renewed
    under its new name. Raises Unusable, with all of them, where people have edited one and it isn't plain which is meant: nothing is
    drafted past what they wrote.
    """
    every = list(_others(report, wanted, side, (usual,))) if is_same(report.parent, usual) else []
    others = [one for one in every if one.alike]
    edited = [one for one in others if one.edited]
    there = is_same(report, report)
    if named or (there and (not edited or not _is_untouched(report, wanted, (usual,)))):
        return Choice(report, _passed_over(report, edited))
    if not there and len(edited or others) == 1:
        (one,) = edited or others
        told = f"文件夹里没有「{report.name}」，同一份报告现在是「{one.path.name}」：更新的是它，文件名没有动。"
        return Choice(one.path, (told,))
    if not edited:
        return Choice(report, _of_another_office(report, every))
    listed = [*([Standing(report, False, _saved(report))] if there else []), *others]
    fact = f"里面有{len(listed)}份{wanted.year}年的这个报告，有人改过，不知道更新哪一份：\n"
    lines, names = _lines(listed)
    rest = "不再用的请移到别的文件夹。"
    message = advised(
        fact,
        f'{lines}\n    请用 -o 指明，如 -o "{edited[0].path}"；{rest}',
        f"{names}\n    请在「报告」里选更新哪一份；{rest}",
    )
    raise Unusable([Issue("输出", Severity.ERROR, message, Location(str(report.parent)))])


def records_before(
    file: Path, found: Found, wanted: Wanted, folders: Iterable[Path], side: Side
) -> list[Mapping[str, Any]]:
    """Return the records of the builds of a report, each of which knows of those before it: the one that a file was `found` to come from
    and the one beside it; where there is neither, those in its folder and `folders` whose numbers are about those of today's `side`."""
    kept = found.kept
    others = () if kept is not None and kept.source == record_path(file) else (beside(file, wanted).kept,)
    near = [one.record for one in (kept, *others) if one is not None]
    places = dict.fromkeys((file.parent, *folders))
    return near or [one for one in every_record(places, wanted) if _is_alike(one, side)]


def _passed_over(report: Path, edited: Sequence[Standing]) -> tuple[str, ...]:
    """Return the word about reports that people edited and that this build leaves as they are."""
    if not edited:
        return ()
    said = f"更新的只是 {report}。同一份报告还有改过的，没有更新"
    return (_with_way(said, edited),)


def _with_way(said: str, edited: Sequence[Standing]) -> Faced:
    """Return what was said of reports that were left alone, with how each of them can be renewed all the same."""
    lines, names = _lines(edited)
    return advised(said, f"（要更新就用 -o 指明）：\n{lines}", f"（要更新就在「报告」里选它）：\n{names}")


def _of_another_office(report: Path, others: Sequence[Standing]) -> tuple[str, ...]:
    """Return the word about edited reports that a new draft was not taken for."""
    edited = [one for one in others if one.edited]
    if not edited:
        return ()
    said = f"新写了 {report}。文件夹里还有改过的，数和这次的大多不同，像是别的单位的，没有动"
    return (_with_way(said, edited),)


def _lines(standing: Sequence[Standing]) -> tuple[str, str]:
    """Return their lines: where each lies, and for the page, whose reports lie in one folder, what each is called."""
    return (
        "\n".join(f"    {one.called(str(one.path))}" for one in standing),
        "\n".join(f"    {one.called(one.path.name)}" for one in standing),
    )


def _others(report: Path, wanted: Wanted, side: Side, folders: Sequence[Path]) -> Iterator[Standing]:
    """Yield the other Word files of the report's folder that are of the same report and year."""
    for path in sorted(report.parent.glob("*.docx")):
        if is_of_the_moment(path) or is_same(path, report):
            continue
        with contextlib.suppress(OSError, ValueError):  # gone meanwhile, or no document: nobody's report
            document = read_file(path)
            said = origin_of(document)
            found = find(path, document, wanted, folders)
            is_wanted = found.kept is not None if said is None else not wanted.other(said)
            if is_wanted:
                is_alike = _is_alike(found.kept.record if found.kept else None, side)
                yield Standing(path, not found.untouched, _saved(path), is_alike)


def _is_alike(record: Mapping[str, Any] | None, side: Side) -> bool:
    """Return whether half of the numbers that a report was built from are about today's, a late village's share apart.

    Rates don't tell: they are alike in all offices.
    """
    before = None if record is None else side_of_record(record, "")
    telling = alike = 0
    for name, entry in before.entries.items() if before else ():
        now = side.entries.get(name)
        if entry.unit in POINTS or entry.value is None or now is None or now.value is None:
            continue
        one, other = abs(Fraction(entry.value)), abs(Fraction(now.value))
        if max(one, other) >= _TELLING:
            telling += 1
            alike += abs(one - other) * 4 <= max(one, other)
    return alike * 2 >= telling


def is_same(path: Path, other: Path) -> bool:
    """Return whether two paths lead to one file or folder, False where nothing is there."""
    try:
        return path.samefile(other)
    except (OSError, ValueError):  # ValueError for a name that no system takes
        return False


def _is_untouched(report: Path, wanted: Wanted, folders: Sequence[Path]) -> bool:
    try:
        return find(report, read_file(report), wanted, folders).untouched
    except (OSError, ValueError):  # who reads it to renew it says what is wrong with it
        return False


def _saved(path: Path) -> str:
    return datetime.datetime.fromtimestamp(path.stat().st_mtime).strftime("%Y-%m-%d %H:%M")
