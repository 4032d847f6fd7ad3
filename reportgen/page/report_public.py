"""A report that says what the data say -> its public edition, or all that stands in its way; its files to take away."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flask import abort, g, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from reportgen.base.issues import Issue, Unusable
from reportgen.page.desk import Desk, desk
from reportgen.page.report_files import editions, renewable
from reportgen.page.report_state import would_build
from reportgen.page.report_wish import Wish
from reportgen.page.work import Result, Step, Where
from reportgen.page.working import begin
from reportgen.public import files
from reportgen.public.made import make, said_of

_WHERE = (
    "确实可以这样的：数据里的错误到「问题」里写明原因认可，小数目在那里定公开版怎么印，或者认可；"
    "报告里打字的数到「报告」的「核对每个数」里认可。"
)


def public() -> str:
    """Show the files of the public edition, and what there is to know before another is made."""
    of, wish = desk(), Wish.of(request.args)
    is_old = lacks = False
    try:
        built = would_build(of, of.checked(g.year), target=wish.target(of, g.year))
        is_old, lacks = files.is_old(built.report, built.document), built.changed
    except Unusable:  # making one tells it
        pass
    every = {"editions": editions(of, g.year), "reports": renewable(of, g.year)}
    return render_template("report_public.html", wish=wish, is_old=is_old, lacks=lacks, **every)


def make_it() -> Answer:
    """Begin to make it; its page says what came of it."""
    of, year, wish = desk(), g.year, Wish.of(request.form)
    target = wish.target(of, year)
    if wish.which and target is None:
        abort(404)
    back = url_for("report.public.public", which=wish.which or None)
    return begin("出公开版", back, lambda step: _made(of, year, target, step))


def _made(of: Desk, year: int, target: Path | None, step: Step) -> Result:
    step("读数据和报告")
    built = would_build(of, of.checked(year), target=target)
    if built.changed and not built.apart:
        how = "数据比报告新，请先更新报告" if built.report.exists() else "还没有报告，请先生成报告"
        return Result((f"公开版没有写：{how}，再出公开版。",))
    step("看有没有不能公开的；没有就排公开版、做 PDF，第一次要一两分钟")
    edition = make(built, of.clock.time(), dry=False)
    issues = (*_standing(built.issues), *edition.made.refused, *edition.made.told) if edition.made else ()
    said = tuple(said_of(edition, built.report, dry=False, drafted=False))
    if not (edition.made and edition.made.refused):
        return Result(said, issues)
    found = Where("问题", "issues.issues", {"year": year})
    held = Where("核对每个数", "report.held.held", {"year": year, "name": built.report.name})
    return Result((*said, _WHERE), issues, where=(found, held))


def _standing(issues: Iterable[Issue]) -> list[Issue]:
    """Return the errors of the data that stand, which the edition's own list only counts."""
    return [issue for issue in issues if issue.is_standing_error]
