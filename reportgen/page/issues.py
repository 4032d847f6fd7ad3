"""What the checks found in a year -> a list that leads to the cells; an issue that may stand is accepted there with a reason, or no longer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from reportgen.base.hashing import sha256
from reportgen.base.issues import Accepted, Issue, Location, Severity, Unusable, short
from reportgen.editing.accepting import section_of, with_accepted, without_accepted
from reportgen.editing.disclosing import with_disclosed, without_disclosed
from reportgen.editing.saved import save
from reportgen.inputs.acceptance import CHECK, Disclosure, tidy
from reportgen.inputs.catalogue import Catalogue
from reportgen.page.addresses import sheet_address
from reportgen.page.desk import Checked, desk
from reportgen.page.disclosing import Disclosable, disclosable
from reportgen.page.wording import issue_text, kind
from reportgen.page.year_files import why_closed, year_file

_STANDING, _ACCEPTED = "standing", "accepted"
_KINDS = {_STANDING: "没有认可的", "open": "待填", **{one.code: one.value for one in Severity}, _ACCEPTED: "已认可"}


@dataclass(frozen=True)
class Row:
    """An issue in the list: the section whose it is, the address of its cell, and what a form says to mean this very issue.

    `taken` is the acceptance that can be taken back here: its own, or the one that it says is of no use any more; None without. `public` is
    what the public edition prints and can print of it, None of anything but small numbers.
    """

    issue: Issue
    section: str
    address: str
    shown: str
    taken: Accepted | None
    public: Disclosable | None


def issues() -> str:
    """Show what was found, or of it one kind, one section, what says a text; where the year can't be read, all its faults."""
    try:
        checked = desk().checked(g.year)
    except Unusable as error:
        return faults_page(error, f"{g.year}年的数据")
    asked = _asked()
    every = sorted(rows(checked), key=lambda row: bool(row.issue.accepted))
    return render_template(
        "issues.html",
        rows=[row for row in every if _is_asked(row, asked)],
        count=len(every),
        kinds=_KINDS,
        sections=checked.year.catalogue.sections,
        asked=asked,
        metrics=checked.year.catalogue.metrics,
    )


def accept() -> Answer:
    """Have the year accept an issue with the reason that was typed."""
    checked = desk().checked(g.year)
    return _back(accept_in_year(checked, _meant(checked).issue, request.form.get("reason", "")))


def stand() -> Answer:
    """Take back an acceptance."""
    checked = desk().checked(g.year)
    row = _meant(checked)
    taken = row.taken
    if taken is None:
        message = "这一条不是在这一年的数据里认可的，这里取消不了：在 catalogue.yaml 里认可的，请在那里删去。"
        raise Unusable([Issue(CHECK, Severity.ERROR, message, row.issue.location)])
    file = taken.at.file
    _save(checked, file, lambda data: without_accepted(data, file, taken.key))
    return _back(f"已取消认可（从 {file} 里删去）：{short(taken.key)}")


def disclose() -> Answer:
    """Have the public edition print what was typed for a small number, with the reason."""
    checked = desk().checked(g.year)
    found, name = _disclosable(checked), request.form.get("name", "")
    if name not in found.names:
        raise other_now()
    text, reason = (request.form.get(key, "") for key in ("text", "reason"))
    catalogue = checked.year.catalogue
    section = catalogue.metrics[found.metric].section
    file = _file_of(section, catalogue)
    _save(checked, file, lambda data: with_disclosed(data, file, catalogue, section, name, text, reason))
    return _back(f"公开版里「{name}」印成「{text.strip()}」，和原因一起记在 {file} 里。报告本身不变。")


def undisclose() -> Answer:
    """Have the public edition print a number as it is again."""
    checked = desk().checked(g.year)
    name = request.form.get("name", "")
    one = next((one for one in _disclosable(checked).decided if one.name == name), None)
    if one is None:
        raise other_now()
    file = one.at.file
    _save(checked, file, lambda data: without_disclosed(data, file, checked.year.catalogue, name))
    return _back(f"「{name}」的公开写法不要了（从 {file} 里删去）。")


def _disclosable(checked: Checked) -> Disclosable:
    found = _meant(checked).public
    if found is None:
        raise other_now()
    return found


def accept_in_year(checked: Checked, issue: Issue, reason: str) -> str:
    """Write into the year's data that an issue is accepted for this reason, and return the sentence that says so; raises Unusable."""
    file = _file_to_accept_in(section_of(issue, checked.year.catalogue), checked.year.catalogue)
    _save(checked, file, lambda data: with_accepted(data, file, issue.key, reason))
    return f"已认可，和原因一起记在 {file} 里：{short(issue.message)}"


def rows(checked: Checked) -> Iterator[Row]:
    """Yield a row for each issue of a year."""
    catalogue = checked.year.catalogue
    for issue in checked.issues:
        address = sheet_address(issue.location, catalogue)
        public = disclosable(checked, issue)
        shown = digest(issue, public.decided if public else ())
        yield Row(issue, section_of(issue, catalogue), address, shown, _taken(checked, issue), public)


def _is_asked(row: Row, asked: Mapping[str, str]) -> bool:
    issue = row.issue
    kinds = {_ACCEPTED} if issue.accepted else {_STANDING, kind(issue)[0]}
    return (
        asked["kind"] in ("", *kinds)
        and asked["section"] in ("", row.section)
        and any(asked["text"] in said for said in (str(issue), issue_text(issue), issue.accepted, *issue.metrics))
    )


def digest(issue: Issue, decided: Iterable[Disclosure] = ()) -> str:
    """Return a hash over what a person reads of an issue and of how the public edition prints it: with another number in it, or another
    text, it is another one to decide on."""
    public = "".join(f"\n{one.name}\n{one.text}\n{one.reason}" for one in decided)
    return sha256(f"{issue.key}\n{issue}\n{issue.accepted}{public}".encode())


def _taken(checked: Checked, issue: Issue) -> Accepted | None:
    key = tidy(issue.key)
    for one in checked.year.sources.accepted:
        is_own = bool(issue.accepted) and key in (one.key, one.now)
        if is_own or (issue.check == CHECK and issue.location == one.at):
            return one
    return None


def _meant(checked: Checked) -> Row:
    """Return the issue that a form means; raises Unusable where it says something else by now, or isn't there any more."""
    shown = request.form.get("issue", "")
    found = next((row for row in rows(checked) if row.issue.key and row.shown == shown), None)
    if found is None:
        raise other_now()
    return found


def _file_of(section: str, catalogue: Catalogue) -> str:
    found = year_file(desk().data / str(g.year), catalogue, f"{section}.yaml")
    assert found is not None, "every section has a YAML"
    return found.name


def _file_to_accept_in(section: str, catalogue: Catalogue) -> str:
    """Return a section's YAML, or another one where a county's rollup makes it anew each time: it is accepted from any section's."""
    files = [_file_of(one, catalogue) for one in (section, *catalogue.sections)]
    return next((one for one in files if not why_closed(desk(), g.year, one)), files[0])


def _save(checked: Checked, file: str, change: Callable[[bytes], bytes]) -> None:
    path = desk().data / str(g.year) / file
    if save(path, checked.year.sources.hashes.get(file, ""), lambda data: change(data or b"")) is not None:
        raise other_now(file)


def other_now(file: str = "") -> Unusable:
    """Return the refusal of a form that means an issue which says something else by now."""
    message = "这条问题在这期间变了，或者已经没有了：文件改过。什么都没有写，请回到「问题」再看一遍。"
    return Unusable([Issue(CHECK, Severity.ERROR, message, Location(file) if file else None)])


def _back(said: str) -> Answer:
    flash(said)
    asked = _asked()
    return redirect(url_for("issues.issues", kind=asked["kind"], section=asked["section"], text=asked["text"]))


def _asked() -> dict[str, str]:
    """Return what of the list is asked for, '' for all."""
    return {name: request.args.get(name, "").strip() for name in ("kind", "section", "text")}


def faults_page(error: Unusable, of_what: str) -> str:
    """Return a page of everything that stands in the way of reading something, each fault with the way to its cell."""
    return render_template("faults.html", faults=error.issues, of_what=of_what)
