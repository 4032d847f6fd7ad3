"""A year -> where it stands: what is filled, what is missing from whom, what the checks found, how the report stands, and what to do next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import g, render_template

from reportgen.base.issues import Issue, Severity, Unusable
from reportgen.begin.filling.asked import FileInputs, Filling
from reportgen.page.desk import Checked, Desk, desk
from reportgen.page.report_state import State, state_of
from reportgen.page.wording import said
from reportgen.page.year_files import listed, why_closed

_MOST_NAMED = 6  # in one row of the table


@dataclass(frozen=True)
class Next:
    """The next thing to do: what the button says, the endpoint that it leads to, and why."""

    says: str
    leads: str
    why: str


def overview() -> str:
    """Show a year."""
    of = desk()
    catalogue = of.report_folder().catalogue
    filling = of.filling(g.year)
    sections = listed(of.data / str(g.year), catalogue, filling)
    faults: tuple[Issue, ...] = ()
    checked = None
    try:
        checked = of.checked(g.year)
    except Unusable as error:
        faults = error.issues
    state = state_of(of, g.year, checked)
    return render_template(
        "overview.html",
        filling=filling,
        faults=faults,
        counts=_counted(checked),
        state=state,
        lacking=lacking,
        sections=[(title, [one for one in files if one.filling]) for title, files in sections],
        next=_to_add_up(of, g.year) or next_thing(filling, faults, checked, state, _of_offices(of, filling)),
        demo=checked.year.sources.demo if checked else "",
    )


def nothing() -> str:
    """Show what to do in a folder without any year."""
    return render_template("nothing.html", folder=str(desk().data))


def _to_add_up(of: Desk, year: int) -> Next | None:
    """Return that a county's year is to be added up once more, None where nothing has changed since: till then every number may be an old one."""
    if of.county is None:
        return None
    from reportgen.offices.rolled_memory import outdated  # noqa: PLC0415  no single office's page waits for it

    found = outdated(of.data, year)
    return Next("再汇总一次", "offices.offices", "".join(said(issue.message) for issue in found)) if found else None


def _of_offices(of: Desk, filling: Filling) -> int:
    """Return how many of a county's missing inputs its offices lack: nobody types these in here."""
    files = (file for section in filling.sections for file in section.files)
    return sum(len(file.missing) for file in files if file.missing and why_closed(of, filling.year, file.file))


def next_thing(
    filling: Filling, faults: tuple[Issue, ...], checked: Checked | None, state: State, of_offices: int = 0
) -> Next:
    """Return the one thing to do next: what stands in the way of everything else comes first. So many of the missing inputs are not to be
    typed in here but `of_offices`, from which they were added up."""
    if faults or checked is None:
        return Next("看哪里读不了", "issues.issues", f"表或文字里有{len(faults)}处读不了，改好以后才能生成报告。")
    if own := len(filling.missing) - of_offices:
        others = f"另有{of_offices}处要各单位报，看「各单位」。" if of_offices else ""
        return Next("接着填", "tables.tables", f"还有{own}处没有填。{others}")
    if of_offices:
        why = f"还有{of_offices}处是各单位没有报来的，这里不填：看谁没有报齐，报来了再汇总一次，或者只加已报的单位。"
        return Next("看各单位", "offices.offices", why)
    standing = sum(issue.is_standing_error for issue in checked.issues)
    if standing:
        return Next("看错误", "issues.issues", f"表都填了，还有{standing}个错误：改数，或者写明原因认可它。")
    if not state.is_there:
        return Next("生成报告", "report.report", "表都填了，没有错误。")
    if state.is_older:
        return Next("更新报告", "report.report", "数据比报告新：先看会改哪些数，再更新；人改过的字不动。")
    if state.wrong:
        why = f"报告里有{state.wrong}处和数据不一样：在 Word 里改过来再交回来，或者核对数据。"
        return Next("看是哪几处", "report.report", why)
    return Next("出公开版", "report.report", "报告和数据一致。")


def _counted(checked: Checked | None) -> list[tuple[Severity, int]]:
    """Return how many issues of each kind stand, the gravest first, but for empty places, which are counted where they are filled."""
    standing = [one for one in checked.issues if not (one.accepted or one.is_to_be_filled)] if checked else []
    counts = Counter(issue.severity for issue in standing)
    return [(kind, counts[kind]) for kind in Severity if counts[kind]]


def lacking(file: FileInputs) -> list[str]:
    """Return what a file lacks in few words: by village where it is of villages, else by what is empty."""
    counts = Counter(one.village or str(one.at.column or one.at.file) for one in file.missing)
    named = [f"{name}{f'（{count}处）' if count > 1 else ''}" for name, count in counts.items()]
    return [*named[:_MOST_NAMED], *([f"等{len(named)}处"] if len(named) > _MOST_NAMED else [])]
