"""A report's folder and the years' folders -> everything that is found in its template, before a year prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.authoring.chart_titles import chart_title_issues
from reportgen.authoring.language import language_issues
from reportgen.authoring.layout.rules import layout_issues
from reportgen.authoring.open_places import open_place_issues
from reportgen.authoring.tag_use import cut_notes, empty_issues, slot_issues, unprinted_issues, unprinted_notes, uses
from reportgen.authoring.typed import typed_issues
from reportgen.authoring.units import unit_issues
from reportgen.base.issues import Issue, Location, Severity, Unusable, listed, quoted, unambiguous
from reportgen.base.textfile import half_width
from reportgen.figures.compute import Figures, compute
from reportgen.inputs.acceptance import of_template
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_partly, read_sources
from reportgen.inputs.years import years
from reportgen.template.content import vocabulary
from reportgen.template.line_reader import read_lines
from reportgen.template.reading import FILE, TemplateRead, read_template
from reportgen.template.tagged_texts import TaggedText, read_texts
from reportgen.template.texts import texts
from reportgen.word.opening import ending_of
from reportgen.word.text import paragraphs

_LOOP = re.compile(r"[%％]\w*\s*for\s+(\w+)\s+in\s+(\w+)")
_MOST_SHOWN, _SHOWN = 3, 20  # comments, and characters of each


@dataclass(frozen=True)
class Checked:
    """What was found in a template: the issues in the order of its text, then the catalogue's; `notes` ask for nothing.

    `worded` are the names whose tags print words.
    """

    issues: tuple[Issue, ...]
    notes: tuple[str, ...]
    worded: frozenset[str]


def check_template(folder: Path, data: Path) -> Checked:
    """Return what is found in the template of a report's folder; raises Unusable where catalogue or template can't be read.

    Every check is a line of `issues`. The figures of every year in `data` tell which numbers typed are data; a year that can't be read is
    left out, with a note.
    """
    catalogue = read_catalogue(folder)
    read = read_template(folder / FILE, vocabulary(catalogue))
    lines = list(read_lines(read, FILE))
    figures, notes = _figures(data, catalogue)
    drawn = [name for charts in read.charts.values() for chart in charts for tag in chart.tags for name in tag.said]
    used = uses(lines, catalogue, _texts(data, catalogue), drawn)
    if read.issues:
        used = replace(used, printed=used.printed | _hidden(read, catalogue))
    worded = _worded(read, catalogue)
    issues = [
        *_renamed(folder / FILE),
        *read.issues,
        *read.told,
        *unit_issues(lines, catalogue),
        *typed_issues(lines, catalogue, figures, years(data)),
        *chart_title_issues(read),
        *slot_issues(lines, catalogue),
        *empty_issues(lines, catalogue),
        *open_place_issues(read, lines, catalogue, FILE),
        *layout_issues(read.parts, FILE, worded),
        *language_issues(paragraphs(read.parts), FILE),
    ]
    places = {part: number for number, part in enumerate(dict.fromkeys(line.at.file for line in lines))}
    issues.sort(key=lambda issue: (places.get(_file(issue), -1), (issue.location and issue.location.row) or 0))
    found = map(_keyed, (*issues, *_annex_issues(folder), *unprinted_issues(used, catalogue), *catalogue.issues))
    said = (*_comment_notes(read.comments), *cut_notes(lines), *unprinted_notes(used, catalogue), *notes)
    return Checked(tuple(of_template(found, catalogue.accepted)), said, worded)


_CALLED = {".dotx": "Word 模板（.dotx）", ".docm": "启用宏的文档（.docm）", ".dotm": "启用宏的模板（.dotm）"}


def _renamed(path: Path) -> Iterator[Issue]:
    """Yield an issue where the template is a file of another kind that was only renamed."""
    if called := _CALLED.get(ending_of(path)):
        todo = "请用 Word 打开原来的文件，另存为「Word 文档（.docx）」。"
        message = f"它其实是{called}，只是改了名，Word 可能打不开。{todo}"
        yield Issue("模板", Severity.WARNING, message, Location(path.name), found=called)


def _comment_notes(comments: Sequence[str]) -> Iterator[str]:
    """Yield a line on the comments in a template: notes among those who write it."""
    if comments:
        said = listed((quoted(text, _SHOWN) for text in comments), _MOST_SHOWN)
        yield f"模板里有{len(comments)}条批注（{said}），是写给改模板的人看的，不带进报告。"


def _worded(read: TemplateRead, catalogue: Catalogue) -> frozenset[str]:
    """Return the names whose tags print words, in which any mark may stand: the texts', and those of their items in a loop."""
    said = "".join(one.text for one in paragraphs(read.parts))
    items = {name for name, of in _LOOP.findall(said) if of in catalogue.texts}
    return frozenset((*catalogue.texts, *items))


def _keyed(issue: Issue) -> Issue:
    """Return an issue with a key: by the words that it is about, where the check has given it none."""
    about = (issue.location and issue.location.column) or issue.found or "、".join(issue.metrics) or issue.message
    return issue if issue.key else replace(issue, key=f"{issue.check}：{unambiguous(about)}")


def _annex_issues(folder: Path) -> tuple[Issue, ...]:
    """Return what is wrong with the form of the report's annex, where the folder has one."""
    from reportgen.annex.form import form_issues, own_form  # noqa: PLC0415  docxtpl is slow to import

    return form_issues(folder) if own_form(folder) else ()


def _hidden(read: TemplateRead, catalogue: Catalogue) -> set[str]:
    """Return the names that a template says in a tag though its fault keeps the tag from being read."""
    said = "".join(half_width("".join(one.text for one in paragraphs(read.parts))).split())
    return {name for name in (*catalogue.metrics, *catalogue.texts) if f"{{{name}" in said}


def _texts(data: Path, catalogue: Catalogue) -> tuple[TaggedText, ...]:
    """Return the texts with tags of the newest year, whose faults are told where it is checked."""
    newest = max(years(data), default=None)
    try:
        sources = None if newest is None else read_partly(data / str(newest), newest, catalogue)[0]
    except Unusable:
        return ()
    return () if sources is None else read_texts(texts(catalogue, sources), vocabulary(catalogue, optional=True))[0]


def _file(issue: Issue) -> str:
    return issue.location.file if issue.location else ""


def _figures(data: Path, catalogue: Catalogue) -> tuple[list[Figures], list[str]]:
    """Return the figures of the years that can be read, oldest first, and what is to be said of the others."""
    figures: list[Figures] = []
    notes: list[str] = []
    for year in years(data):
        try:
            figures.append(compute(catalogue, read_sources(data / str(year), year, catalogue, earlier=True)))
        except Unusable as error:
            notes.append(f"{year}年的数据读不出来，没有拿它的数去认打字的数：{error.issues[0]}")
    if not figures:
        notes.append(f"{data} 里没有能读的数据，打字的数只按单位认。")
    return figures, notes
