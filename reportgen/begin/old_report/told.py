"""What was read of an older report and placed in a year's files -> the sentences and lists that say what was read and what wasn't."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reportgen.base.faced import advised
from reportgen.begin.old_report.year_files import Imported, missing
from reportgen.inputs.catalogue import Catalogue

_MOST_SHOWN = 20  # of what was not read; the record holds all
_MOST_SAID = 60  # characters of a sentence


def what_was_read(one: Imported) -> Iterator[str]:
    """Yield what the document is, how much was read of it and how surely."""
    values = [*one.deduced.values.values(), *one.parts]
    counts = Counter(decided.how for decided in values)
    ways = "、".join(f"{how.value}{count}" for how, count in counts.items())
    if one.origin is not None:
        said = f"{one.file} 说自己是本程序生成的"
        yield advised(said, f"：{one.origin}。", f"{one.origin.year}年的报告。")
    yield f"{one.file}：{one.year}年的报告，读到{len(values)}个数据（{ways}），{len(one.report.lists)}份清单。"


def as_reported(one: Imported) -> list[str]:
    """Return the figures that are to be printed as they stood, though what was read gives others, each with the reason."""
    return [f"「{name}」：{reason}" for name, reason in one.deduced.reported.items()]


def still_to_fill(one: Imported, catalogue: Catalogue) -> list[tuple[str, Sequence[str]]]:
    """Return the names of what must be typed by hand, under the reasons; a reason without any is left out."""
    printed, silent = missing(one, catalogue)
    every: list[tuple[str, Sequence[str]]] = [
        ("没有读到，请填", printed),
        ("报告里不印，要另外填", silent),
        ("只读到合计，表里放不下", one.deduced.unplaced),
    ]
    return [(why, names) for why, names in every if names]


def not_used(one: Imported) -> list[str]:
    """Return the numbers of the document that nothing claims, not all of very many."""
    lines = [
        f"第{unread.line}行 {unread.number or '整句'}（{unread.reason}）：{' '.join(unread.sentence.split())[:_MOST_SAID]}"
        for unread in one.report.unread[:_MOST_SHOWN]
    ]
    rest = len(one.report.unread) - _MOST_SHOWN
    return [*lines, *([f"还有{rest}处，都在导入记录里。"] if rest > 0 else [])]
