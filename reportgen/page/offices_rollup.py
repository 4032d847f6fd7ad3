"""A county's year -> added up from its offices' as `rollup` does it, and its report built where that is wanted, done in the work's thread."""

from __future__ import annotations

from collections.abc import Iterator

from flask import g, request, url_for
from werkzeug.wrappers import Response as Answer

from reportgen.base.issues import Unusable
from reportgen.base.saving import CannotWrite
from reportgen.offices import telling
from reportgen.offices.county import County, refuse_unless_there
from reportgen.offices.county_folder import MODEL, Written, write_county
from reportgen.page.county_desk import county_desk, read_all
from reportgen.page.desk import Desk, desk
from reportgen.page.report import done
from reportgen.page.work import Result, Step, Stopped
from reportgen.page.working import begin
from reportgen.report import telling as of_report
from reportgen.report.building import build
from reportgen.report.built import Built, Way
from reportgen.report.report_folder import read_report

_SET = "yes"
_NOT_BUILT = "县里的报告没有生成"


def rollup() -> Answer:
    """Begin to add up; its page says what was left out and who is missing."""
    at, of, year = county_desk(), desk(), g.year
    county = at.county()
    refuse_unless_there(county, year)
    partly, builds = (request.form.get(name) == _SET for name in ("partly", "build"))
    title = f"汇总{year}年各单位的数{'，生成县里的报告' if builds else ''}"
    back = url_for("offices.offices")
    return begin(title, back, lambda step: _done(of, county, year, step, partly=partly, builds=builds))


def _done(of: Desk, county: County, year: int, step: Step, *, partly: bool, builds: bool) -> Result:
    read_all(county, year, step)
    step("把各单位的数相加")
    written = write_county(
        county, county.template, of.template, year, partly=partly, since=of.clock.time(), model=MODEL
    )
    see = "看「各单位」"
    ways = telling.Ways(f"缺什么{see}", f"{see}。", "勾上「只加已报的单位」再汇总", f"到{year - 1}年的「各单位」里汇总")
    said, issues = (*telling.about_rollup(written, ways),), written.rolled.issues
    if not builds:
        return Result(said, issues)
    try:
        step("生成县里的报告")
        way = Way(when=of.clock.time())
        built = build(county.data, of.template, year, of.output, None, way, written.tables)
    except Stopped:
        return Result((*said, f"停下了：数汇总好了，{_NOT_BUILT}。"), issues)
    except CannotWrite as error:
        return Result((*said, f"{_NOT_BUILT}：{error}"), issues)
    except Unusable as error:
        return Result((*said, f"{_NOT_BUILT}，上面的先要改好。"), (*issues, *error.issues))
    return Result((*said, *_of_report(written, built)), issues)


def _of_report(written: Written, built: Built) -> Iterator[str]:
    """Yield what is said of the county's own report."""
    yield of_report.about_data(built)
    if heading := of_report.about_corrections(built):
        yield f"{heading.removesuffix('：')}，哪些看「报告」。"
    yield from done(built)
    yield from of_report.about_open(built)
    for held in of_report.about_numbers(built):
        yield held.said
        if held.doubtful:
            yield held.doubtful
    if part := telling.about_part(written.rolled, read_report(written.report).template.printed):
        yield f"提醒：{part}"
