"""A year and its finished report -> the files of the public edition, or everything that stands in its way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from lxml import etree

from reportgen.base.dates import Point
from reportgen.base.hashing import sha256
from reportgen.base.issues import Issue, Location, Severity, listed, quoted, short
from reportgen.base.libreoffice import NotConverted
from reportgen.base.names import PART_SIGN
from reportgen.checks.privacy import DISCLOSED, FEW, SMALL, is_few
from reportgen.figures.wording import COMPARED, PENDING, value_text
from reportgen.public import inference, loose_ends, ranked
from reportgen.public.contents import with_pages
from reportgen.public.files import WORD, Publication
from reportgen.public.masking import Mask, masks, showing, undecided
from reportgen.public.parts import Imprint, edition, reworded
from reportgen.public.webpage import as_webpage, picture_forms
from reportgen.report.drafting import Year, remarks_of
from reportgen.report.drawn import drawings, figures_drawn, reworded_charts
from reportgen.word.blocks import marks_of, printed_in
from reportgen.word.charts import Drawing, charts_of
from reportgen.word.grid import lines
from reportgen.word.headings import title
from reportgen.word.opening import opened
from reportgen.word.package import DOCUMENT, W, parse_part, write_package
from reportgen.word.relations import related, stories, without_unshown
from reportgen.word.resaved import resaved_undone
from reportgen.word.sentences import Sentence, sentences
from reportgen.word.text import plain_text
from reportgen.word.unfinished import revised, unfilled_tags

_CHECK = "公开版"
_DRAWN = ("chart", "diagramData")
_PIECES = re.compile("[，、；。,;]")  # of a text in which each number stands beside its own name


@dataclass(frozen=True)
class _Report:
    """A finished report: its year, its name, its parts, the same as `said` with masks in the places of figures, the masks by title, and
    what its charts draw, by their parts."""

    year: Year
    file: str
    parts: Mapping[str, bytes]
    said: Mapping[str, bytes]
    masked: Mapping[str, Mask]
    drawn: Mapping[str, Drawing]

    @cached_property
    def marks(self) -> list[tuple[str, str]]:
        """Return the marks as (title, text), and the figures that charts draw."""
        marks = ((mark.title, mark.text) for mark in marks_of(self.parts))
        return [*marks, *figures_drawn(self.year, self.parts)]

    @cached_property
    def places(self) -> list[list[str]]:
        """Return the titles of marks as they follow one another: in a story, in a paragraph or table of it, in a series of a chart."""
        found = [[point.title for point in points] for drawing in self.drawn.values() for points in drawing.points]
        for name in stories(self.parts):
            marks = list(printed_in(parse_part(self.parts[name])))
            found.append([mark.title for mark in marks])
            found += (
                [mark.title for mark in some] for _, some in groupby(marks, key=lambda mark: _block(mark.control))
            )
        return found

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Return what all of its stories say."""
        return [one for name in stories(self.said) for one in sentences({**self.said, DOCUMENT: self.said[name]})]

    @cached_property
    def rows(self) -> list[list[str]]:
        """Return the cells of the rows of its tables."""
        return [line.split("\t") for line in plain_text(self.said).split("\n") if "\t" in line]

    @cached_property
    def lines(self) -> list[list[tuple[str, str]]]:
        """Return the rows and columns of the tables of all of its stories, as (what no figure vouches for, what the row is called)."""
        known = self.year.figures.by_name
        roots = (parse_part(self.said[name]) for name in stories(self.said))
        tables = (lines(table) for root in roots for table in root.iter(f"{W}tbl"))
        return [
            [
                ("".join(text for text, title in cell.pieces if title.split(PART_SIGN)[0] not in known), cell.label)
                for cell in line
            ]
            for table in tables
            for some in table
            for line in some
        ]

    def issue(self, check: str, severity: Severity, message: str, text: str = "") -> Issue:
        """Return an issue at the beginning of the text that stands there."""
        return Issue(check, severity, message, Location(self.file, None, short(text) or None))


def publication(year: Year, issues: Iterable[Issue], file: str, document: bytes, held: Iterable[Issue]) -> Publication:
    """Return the public edition of the report `document`, called `file`; `issues` is what was found in the data, `held` what of the
    report's numbers isn't so."""
    parts, found = without_unshown(resaved_undone(opened(document))), tuple(issues)
    masked = masks(year.figures, year.sources.disclosures)
    drawn = drawings(year, parts)
    said = reworded(parts, lambda name: masked[name].text if name in masked else None)
    said = reworded_charts(said, drawn, {title: mask.text for title, mask in masked.items()})
    report = _Report(year, file, parts, said, masked, drawn)
    told = [*_unmasked(held, masked), *_unsettled(report, found), *_alike(report), *_of_last_year(report)]
    wrong = [issue for issue in told if issue.is_standing_error]
    wrong = [*_standing(found), *wrong, *undecided(year.figures, found, masked)]
    decided = {issue.metrics[0] for issue in found if issue.check == SMALL and issue.accepted}
    wrong += inference.split_by_two(year.figures, masked, (title for title, _ in report.marks), decided)
    wrong += [*_showing(report), *_inferred(report), *_unfinished(report)]
    refused = tuple(dict.fromkeys(wrong))  # a tag that nothing filled is `held` too
    warnings = tuple(issue for issue in told if not issue.is_standing_error)
    if refused:
        return Publication({}, refused, warnings)
    imprint = _imprint(year, title(said) or file.removesuffix(WORD))
    public = edition(said, imprint)
    try:
        public = with_pages(public)
    except NotConverted as error:
        message = f"目录的页码没有更新：{error}。页码变了的，请先用 Word 打开报告更新目录，存好再生成公开版。"
        warnings = (*warnings, report.issue(_CHECK, Severity.WARNING, message))
    files = {
        WORD: write_package(public),
        # As Windows' Notepad has read it at all times.
        ".txt": "".join(f"{line}\r\n" for line in plain_text(public).split("\n")).encode("utf-8-sig"),
        ".html": as_webpage(public, imprint),
    }
    if forms := picture_forms(public):
        message = f"网页里放不了{listed(sorted(forms))}，只有文字。要放请另存成图片插进报告。"
        warnings = (*warnings, report.issue(_CHECK, Severity.WARNING, message))
    return Publication(files, (), warnings, imprint.date, sha256(document))


def _imprint(year: Year, name: str) -> Imprint:
    """Return what the public documents say of themselves; office and date where the catalogue names them and the year has them."""
    properties = year.catalogue.properties
    office = ""
    if properties.author:
        section = year.sources.sections[year.catalogue.texts[properties.author].section]
        office = section.texts.get(properties.author, "")
    day = year.figures[properties.date].value if properties.date else None
    if not isinstance(day, Point) or day.month is None or day.day is None:
        return Imprint(name, office, "")
    return Imprint(name, office, f"{day.year:04}-{day.month:02}-{day.day:02}")


def _standing(issues: Iterable[Issue]) -> Iterator[Issue]:
    errors = [issue for issue in issues if issue.is_standing_error]
    if errors:
        message = f"还有{len(errors)}个「错误」没有改好，也没有认可：{listed(dict.fromkeys(one.check for one in errors))}，见上面。"
        yield Issue(_CHECK, Severity.ERROR, message)


def _unmasked(held: Iterable[Issue], masked: Mapping[str, Mask]) -> Iterator[Issue]:
    """Yield what differs between the report and the data, but not where people wrote what the office discloses anyway."""
    for issue in held:
        mask = masked.get(issue.metrics[0]) if issue.metrics else None
        if mask is None or (issue.found or "").strip() != mask.text:
            yield issue


def _unsettled(report: _Report, issues: Iterable[Issue]) -> Iterator[Issue]:
    """Yield a warning for each comment that may still ask for something, and for what readers of the report never saw."""
    ours = {remark.text for remark in remarks_of(report.year, issues)}
    for said in loose_ends.comments(report.parts):
        if not said.ours or said.text not in ours:
            whose = "合并时的批注" if said.ours else "批注"
            message = f"{whose}还在：{quoted(said.text)}。公开版里没有批注，请看它说的处理了没有。"
            yield report.issue(_CHECK, Severity.WARNING, message, said.at)
    for text in loose_ends.hidden(report.parts):
        yield report.issue(_CHECK, Severity.WARNING, f"隐藏的文字{quoted(text)}，公开版里去掉了。")


def _showing(report: _Report) -> Iterator[Issue]:
    """Yield an error wherever a number that is masked can be read all the same."""
    said, masked = report.said, report.masked
    for title_of_mark, text in report.marks:
        mask = masked.get(title_of_mark)
        if mask is not None and text.strip() not in (mask.number, mask.text):
            message = f"{mask.told}，这里写的是{quoted(text)}，换不了。请在报告里改写这一句。"
            yield report.issue(DISCLOSED, Severity.ERROR, message, title_of_mark)
    typed = [(sentence.text, _typed(sentence, report.year)) for sentence in report.sentences] if masked else []
    typed += list(_beside_charts(said)) if masked else []
    labels = {figure.metric.label for figure in report.year.figures}
    for mask, text in showing(masked, typed, report.lines if masked else (), labels):
        message = f"{mask.told}，这里还有打字的{mask.number}{mask.unit}。请在报告里改写这一句。"
        yield report.issue(DISCLOSED, Severity.ERROR, message, text)
    drawn = (name for kind, name in related(said, DOCUMENT).values() if kind in _DRAWN and name not in report.drawn)
    charts = [said[name].decode(errors="ignore") for name in drawn]
    for mask in masked.values():
        if any(name in chart for chart in charts for name in mask.names):
            message = f"{mask.told}，图里还画着它。请从报告里删去这个图或图里的这一项。"
            yield report.issue(DISCLOSED, Severity.ERROR, message)


def _inferred(report: _Report) -> Iterator[Issue]:
    """Yield an error wherever the numbers that stay give away one that is masked; a table's rows name metrics without marks."""
    year, masked = report.year, report.masked
    if not masked:
        return
    in_rows = {
        figure.name
        for figure in year.figures
        for cells in report.rows
        if figure.metric.label in cells and value_text(figure.metric, figure.value) in cells
    }
    printed = {title for title, _ in report.marks} | in_rows
    yield from inference.subtracted(year.figures, masked, printed)
    yield from inference.deduced(year.catalogue, year.figures, masked, printed)
    for title_of_mark, message in ranked.given_away(year.figures, masked, report.places, printed):
        yield report.issue(DISCLOSED, Severity.ERROR, message, title_of_mark)
    for mask, text in inference.compared(masked, report.marks, report.rows):
        message = f"{mask.told}，这里还印着上年的数或增减{quoted(text)}，一算就知道。请在报告里改写这一处。"
        yield report.issue(DISCLOSED, Severity.ERROR, message, text)


def _block(control: etree._Element) -> etree._Element | None:
    """Return the outermost paragraph or table around a mark."""
    return next(reversed(list(control.iterancestors(f"{W}p", f"{W}tbl"))), None)


def _alike(report: _Report) -> Iterator[Issue]:
    """Yield a warning where a sentence about a masked figure says the same number of something else."""
    texts = [one.text for one in report.sentences] if report.masked else []
    for mask, text in inference.echoed(report.masked, texts):
        message = f"{mask.told}，这一句里别的数也是{mask.number}{mask.unit}。认得出来的，请在报告里改写。"
        yield report.issue(DISCLOSED, Severity.WARNING, message, text)


def _of_last_year(report: _Report) -> Iterator[Issue]:
    """Yield a warning for each small number of the year before that is printed, which this year's data decide nothing about."""
    titles = (title.split(PART_SIGN) for title, _ in report.marks)
    marked = {title[0] for title in titles if title[-1] in COMPARED}
    for name, change in report.year.changes.items():
        figure, before = report.year.figures.by_name.get(name), change.before
        if before is None or figure is None or not figure.metric.sensitive or not is_few(before.value, figure.metric):
            continue
        if name in marked or any(figure.metric.label in cells and before.text in cells for cells in report.rows):
            message = f"「{name}」上年的数{before.text}{before.unit}小于{FEW}，也印在里面（或算得出来）。请看能不能公开，不能的在报告里改写。"
            yield Issue(DISCLOSED, Severity.WARNING, message, Location(report.file, None, name), (name,))


def _typed(sentence: Sentence, year: Year) -> list[tuple[str, str]]:
    """Return a sentence's numbers that no figure vouches for, each with what stands behind it: typed, or in a control of somebody's."""
    foreign = "".join(text for title, text in sentence.marks if title.split(PART_SIGN)[0] not in year.figures.by_name)
    held = [found for found in re.finditer(r"\d+", sentence.text) if found[0] in foreign]
    return [*sentence.typed, *((found[0], sentence.text[found.end() :]) for found in held)]


def _beside_charts(said: Mapping[str, bytes]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield what charts are described by, piece by piece, with the numbers in it and what stands behind each."""
    texts = (chart.described.get("descr", "") for _, _, shown in charts_of(said) for chart in shown)
    for piece in (piece for text in texts for piece in _PIECES.split(text)):
        yield piece, [(found[0], piece[found.end() :]) for found in re.finditer(r"\d+", piece)]


def _unfinished(report: _Report) -> Iterator[Issue]:
    """Yield an error for everything that a finished report doesn't hold."""
    said, demo = report.said, report.year.sources.demo
    for text, count in revised(said):
        message = f"有{count}处修订没有接受也没有拒绝。请在 Word「审阅」里逐处决定，保存后再做一次。"
        yield report.issue(_CHECK, Severity.ERROR, message, text)
    for text in loose_ends.holding(said, PENDING):
        yield report.issue(_CHECK, Severity.ERROR, f"还有「{PENDING}」。请补上数或改写这一句。", text)
    for text in loose_ends.unfilled(said):
        message = f"控件里还是提示的话{quoted(text)}，没有人填。请填上或删去。"
        yield report.issue(_CHECK, Severity.ERROR, message)
    if loose_ends.embeds_files(said):
        message = "里面嵌着别的文件，读不出它的字。请在 Word 里打开报告，另存以后再做一次。"
        yield report.issue(_CHECK, Severity.ERROR, message)
    yield from unfilled_tags(said, report.file)
    note = "".join(demo.split())
    if note and note not in "".join(plain_text(said).split()):
        message = f"数字是虚构的，报告开头的说明{quoted(demo)}却没有了。请放回去。"
        yield report.issue(_CHECK, Severity.ERROR, message)
