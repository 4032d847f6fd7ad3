"""`annex.docx` of a report's folder, or the form that comes with the program -> the annex's form, ready to print; what is wrong with it.

The form is a template like the report's, edited in Word. It may say what `VOCABULARY` has, and nothing that lies in another part of its
package: only its paragraphs and its table go into the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lxml import etree

from reportgen.annex.annexed import annexes
from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.compare.rows import TITLE
from reportgen.template.content import Vocabulary
from reportgen.template.reading import TemplateRead, read_template
from reportgen.template.rendering import ReportTemplate
from reportgen.word.package import DOCUMENT, W, body_of, parse_part
from reportgen.word.relations import OFFICE

FILE = "annex.docx"
BEFORE, AFTER, NOTICES, ROWS, CHART = "上年", "本年", "各提示", "各指标", "图"
SECTION = "部分"  # of a row: the title of its section where that begins with it, else ''
CELLS = ("指标", "单位", BEFORE, AFTER, "增减", "增幅", "说明")  # of a row, in the order of `compare.rows`
VOCABULARY = Vocabulary(
    figures={},
    dates={},
    texts=frozenset({BEFORE, AFTER, CHART}),
    lists=frozenset({NOTICES}),
    records={ROWS: (SECTION, *CELLS)},
    wordings={},
)
_SHIPPED = Path(__file__).with_name(FILE)
_ELSEWHERE = {
    **dict.fromkeys((W + name for name in ("footnoteReference", "endnoteReference")), "脚注、尾注"),
    f"{W}commentReference": "批注",
    f"{W}numPr": "自动编号",
}
_SAMPLE: Mapping[str, object] = {
    **dict.fromkeys((BEFORE, AFTER), "甲"),
    CHART: "",
    NOTICES: (),
    ROWS: ({SECTION: "", **dict.fromkeys(CELLS, "1")},),
}


def read_form(folder: Path) -> ReportTemplate:
    """Return the form of a report's annex; raises Unusable with everything that is wrong with it."""
    path = form_path(folder)
    read = read_template(path, VOCABULARY)
    form = None if read.issues else ReportTemplate(path, read)
    faults = list(_faults(read, form))
    if form is None or faults:
        raise Unusable(faults)
    return form


def form_issues(folder: Path) -> tuple[Issue, ...]:
    """Return everything that is wrong with the form of a report's annex, and what of it is left out."""
    try:
        return read_form(folder).told
    except Unusable as error:
        return tuple(error.issues)


def own_form(folder: Path) -> Path | None:
    """Return the form that a report's folder has, None where it takes the one that comes with the program."""
    path = folder / FILE
    return path if path.exists() else None


def form_path(folder: Path) -> Path:
    """Return the form that a report's annex is printed in: its folder's own, or the one that comes with the program."""
    return own_form(folder) or _SHIPPED


def blocks_of(parts: Mapping[str, bytes]) -> tuple[etree._Element, list[etree._Element]]:
    """Return the root of a package's main part, and what stands in its body before the last section's settings."""
    root = parse_part(parts[DOCUMENT])
    return root, [block for block in body_of(root) if block.tag != f"{W}sectPr"]


def _faults(read: TemplateRead, form: ReportTemplate | None) -> Iterator[Issue]:
    yield from read.issues
    body = body_of(read.texts[DOCUMENT][0])
    elsewhere = dict.fromkeys(_elsewhere(one for one in body if one.tag != f"{W}sectPr"))
    if elsewhere:
        yield _fault(f"附件的样张里有{'、'.join(elsewhere)}，带不进报告，请删去。")
    if form is not None and not _is_known_again(form):
        yield _fault(
            f"印出来的附件以后认不出来，没法更新。题目里请留着「{TITLE}」，附件只放一张表，表前表后不要另加几段。"
        )


def _elsewhere(blocks: Iterable[etree._Element]) -> Iterator[str]:
    """Yield what of the form lies in other parts of its package."""
    for element in (one for block in blocks for one in block.iter("*")):
        if element.tag in _ELSEWHERE:
            yield _ELSEWHERE[str(element.tag)]
        elif any(str(name).startswith(f"{{{OFFICE}}}") for name in element.attrib):
            yield "图片、链接"


def _is_known_again(form: ReportTemplate) -> bool:
    """Return whether what the form prints is one annex and nothing else, for the next build to find."""
    root, blocks = blocks_of(form.rendered(_SAMPLE))
    found = annexes(body_of(root))
    return len(found) == 1 and list(found[0].blocks) == blocks


def _fault(message: str) -> Issue:
    return Issue("附件", Severity.ERROR, message, Location(FILE))
