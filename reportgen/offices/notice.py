"""How far a county's offices are -> the words of a notice (通报): who is complete, who lacks what, who is late; as text, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from reportgen.base.issues import Issue, issue_entry, listed
from reportgen.base.terminal import table
from reportgen.figures.wording import DEMO
from reportgen.offices.handed_in import Stage
from reportgen.offices.progress import CountyProgress, Progress

_MOST_FILES, _MOST_ERRORS, _MOST_NAMES = 6, 3, 30
OLDER = "数据后来改过，请再生成"
_HEAD = ("单位", "截止日", "报送情况", "已填", "错误", "报告")


def as_text(found: CountyProgress) -> str:
    """Return the offices in a table, then who is late, what each lacks, whose errors stand, and what is odd between several."""
    said = [*demo(found), f"{found.year}年报送情况（截至{_day(found)}）", summary(found), ""]
    said += table([_HEAD, *(_row(one, found) for one in found.offices)], right=(3, 4))
    said += _part("逾期的单位：", [f"{one.office}（截止{one.office.due}，{one.stage.value}）" for one in found.late])
    said += _part("还差的：", [line for one in found.incomplete for line in _named(one, lacks(one))])
    said += _part("有错误的：", [line for one in found.offices for line in _named(one, wrong(one))])
    said += _part("单位之间要核对的：", [f"{one.severity.value}  {one}" for one in found.issues])
    return "\n".join(said) + "\n"


def summary(found: CountyProgress) -> str:
    """Return how many offices are complete, how many not, how many late, in one line."""
    counts = f"已报齐{len(found.complete)}个，没报齐{len(found.incomplete)}个，逾期{len(found.late)}个"
    return f"应报{len(found.offices)}个单位：{counts}。"


def as_json(found: CountyProgress) -> str:
    """Return the same for machines."""
    made = {
        "year": found.year,
        "today": found.today.isoformat(),
        "complete": len(found.complete),
        "incomplete": len(found.incomplete),
        "late": len(found.late),
        "offices": [_entry(one, found) for one in found.offices],
        "issues": [issue_entry(issue) for issue in found.issues],
    }
    return f"{json.dumps(made, ensure_ascii=False, indent=1)}\n"


FORMATS: dict[str, Callable[[CountyProgress], str]] = {"text": as_text, "json": as_json}


def demo(found: CountyProgress) -> Iterator[str]:
    """Yield whose numbers are invented, nothing where none are."""
    invented = [str(one.office) for one in found.offices if one.sources is not None and one.sources.demo]
    if invented:
        yield f"{DEMO}{listed(invented, _MOST_NAMES)}的数字是虚构的。"


def _day(found: CountyProgress) -> str:
    return f"{found.today.year}年{found.today.month}月{found.today.day}日"


def _row(one: Progress, found: CountyProgress) -> Sequence[str]:
    stage = f"{one.stage.value}，逾期" if one.is_late(found.today) else one.stage.value
    errors = f"{len(one.errors)}处" if one.errors else ""
    return (str(one.office), one.office.due, stage, filled(one), errors, _report(one))


def _report(one: Progress) -> str:
    if one.older:
        return f"已生成，{OLDER}"
    return "已生成" if one.reports else "没有生成"


def filled(one: Progress) -> str:
    """Return how much of an office's year is filled, '' where nobody knows what is in one of its files."""
    if one.filling is None or one.faults:
        return ""
    return f"{len(one.filling.inputs) - len(one.filling.missing)}/{len(one.filling.inputs)}"


def _part(heading: str, lines: Sequence[str]) -> list[str]:
    return ["", heading, *(f"  {line}" for line in lines)] if lines else []


def lacks(one: Progress) -> Iterator[str]:
    """Yield what an office lacks: what can't be read first, for nobody knows what is in it."""
    if one.filling is None:
        yield f"{Stage.NOTHING.value}。"
        return
    yield from _first(one.faults)
    lacking = [file for section in one.filling.sections for file in section.files if file.missing]
    unread = {issue.location.file.rpartition(".")[0] for issue in one.faults if issue.location}
    said = [
        f"{file.file} {len(file.missing)}{'项' if file.file.endswith('.yaml') else '格'}"
        for file in lacking
        if file.file.rpartition(".")[0] not in unread
    ]
    if said:
        yield f"还差{listed(said, _MOST_FILES)}。"


def wrong(one: Progress) -> Iterator[str]:
    """Yield the errors that stand in what an office has handed in."""
    yield from _first(one.errors)


def _first(issues: Sequence[Issue]) -> Iterator[str]:
    yield from map(str, issues[:_MOST_ERRORS])
    if len(issues) > _MOST_ERRORS:
        yield f"这样的一共{len(issues)}处。"


def _named(one: Progress, said: Iterable[str]) -> Iterator[str]:
    yield from (f"{one.office}：{sentence}" for sentence in said)


def _entry(one: Progress, found: CountyProgress) -> dict[str, object]:
    filling = one.filling
    return {
        "code": one.office.code,
        "name": one.office.name,
        "due": one.due and one.due.isoformat(),
        "stage": one.stage.name.lower(),
        "late": one.is_late(found.today),
        "demo": (one.sources.demo if one.sources else "") or None,
        "filled": 0 if filling is None else len(filling.inputs) - len(filling.missing),
        "of": None if filling is None else len(filling.inputs),
        "missing": [
            {"file": file.file, "count": len(file.missing)}
            for section in (filling.sections if filling else ())
            for file in section.files
            if file.missing
        ],
        "faults": [issue_entry(issue) for issue in one.faults],
        "errors": [issue_entry(issue) for issue in one.errors],
        "reports": list(one.reports),
        "older_reports": list(one.older),
    }
