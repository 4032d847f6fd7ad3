"""A year and its finished report -> the files of the public edition, or everything that stands in its way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reportgen.base.dates import Point
from reportgen.base.issues import Issue, Location, Severity, listed, quoted, short
from reportgen.base.names import PART_SIGN
from reportgen.checks import masking
from reportgen.checks.data import FEW, is_few
from reportgen.checks.masking import Mask
from reportgen.figures.wording import COMPARED, PENDING, value_text
from reportgen.public import inference, loose_ends
from reportgen.public.docprops import Imprint
from reportgen.public.parts import edition, reworded
from reportgen.public.webpage import as_webpage, picture_forms
from reportgen.report.drafting import Year, remarks_of
from reportgen.report.records.record import sha256
from reportgen.word.blocks import marks_of
from reportgen.word.opening import opened
from reportgen.word.package import DOCUMENT, write_package
from reportgen.word.relations import related, stories
from reportgen.word.resaved import resaved_undone
from reportgen.word.sentences import Sentence, sentences
from reportgen.word.text import plain_text
from reportgen.word.title import title
from reportgen.word.tracked import revised
from reportgen.word.unfilled import unfilled_tags

CHECK = "公开版"
WORD = ".docx"
_DRAWN = ("chart", "diagramData")


@dataclass(frozen=True)
class Publication:
    """The public edition: `files` by their endings, none while anything is `refused`; `told` is what a person should know of it.

    `date` is the report's (2018-12-12), '' where unknown; `of` is the hash of the report that it was made from.
    """

    files: Mapping[str, bytes]
    refused: tuple[Issue, ...]
    told: tuple[Issue, ...]
    date: str = ""
    of: str = ""


def publish(year: Year, issues: Iterable[Issue], file: str, document: bytes, held: Iterable[Issue]) -> Publication:
    """Return the public edition of the report `document`, called `file`; `issues` is what was found in the data, `held` what of the
    report's numbers isn't so."""
    parts, found = resaved_undone(opened(document)), tuple(issues)
    masked = masking.masks(year.figures, year.sources.disclosures)
    said = reworded(parts, lambda name: masked[name].text if name in masked else None)
    told = [
        *_unmasked(held, masked),
        *_unsettled(year, found, file, parts),
        *_alike(file, said, masked),
        *_of_last_year(year, file, parts, said),
    ]
    found_wrong = [
        *_standing(found),
        *[issue for issue in told if issue.severity is Severity.ERROR and not issue.accepted],
        *masking.undecided(year.figures, found, masked),
        *_showing(year, file, parts, said, masked),
        *_inferred(year, file, parts, said, masked),
        *_unfinished(year, file, said),
    ]
    refused = tuple(dict.fromkeys(found_wrong))  # a tag that nothing filled is `held` too
    warnings = tuple(issue for issue in told if issue.severity is not Severity.ERROR or issue.accepted)
    if refused:
        return Publication({}, refused, warnings)
    imprint = imprint_of(year, title(said) or file.removesuffix(WORD))
    public = edition(said, imprint)
    lines = plain_text(public).split("\n")
    return Publication(
        {
            WORD: write_package(public),
            # As Windows' Notepad has read it at all times.
            ".txt": "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig"),
            ".html": as_webpage(public, imprint),
        },
        (),
        (*warnings, *_not_on_the_page(file, public)),
        imprint.date,
        sha256(document),
    )


def imprint_of(year: Year, name: str) -> Imprint:
    """Return what the public documents say of themselves; office and date where the catalogue names them and the year has them."""
    properties = year.catalogue.properties
    office = ""
    if properties.author:
        section = year.sources.sections[year.catalogue.texts[properties.author].section]
        office = section.texts.get(properties.author, "")
    day = year.figures[properties.date].value if properties.date else None
    is_day = isinstance(day, Point) and day.month is not None and day.day is not None
    return Imprint(
        name, office, f"{day.year:04}-{day.month:02}-{day.day:02}" if is_day and isinstance(day, Point) else ""
    )


def _standing(issues: Iterable[Issue]) -> Iterator[Issue]:
    errors = [issue for issue in issues if issue.severity is Severity.ERROR and not issue.accepted]
    if errors:
        message = f"还有{len(errors)}个「错误」没有改好，也没有认可：{listed(dict.fromkeys(one.check for one in errors))}，见上面。"
        yield Issue(CHECK, Severity.ERROR, message)


def _unmasked(held: Iterable[Issue], masked: Mapping[str, Mask]) -> Iterator[Issue]:
    """Yield what differs between the report and the data, but not where people wrote what the office discloses anyway."""
    for issue in held:
        mask = masked.get(issue.metrics[0]) if issue.metrics else None
        if mask is None or (issue.found or "").strip() != mask.text:
            yield issue


def _unsettled(year: Year, issues: Iterable[Issue], file: str, parts: Mapping[str, bytes]) -> Iterator[Issue]:
    """Yield a warning for each comment that may still ask for something, and for what readers of the report never saw."""
    ours = {remark.text for remark in remarks_of(year, issues)}
    for said in loose_ends.comments(parts):
        if not said.ours or said.text not in ours:
            whose = "合并时的批注" if said.ours else "批注"
            message = f"{whose}还在：{quoted(said.text)}。公开版里没有批注，请看它说的处理了没有。"
            yield Issue(CHECK, Severity.WARNING, message, _at(file, said.at))
    for text in loose_ends.hidden(parts):
        message = f"隐藏的文字{quoted(text)}，公开版里去掉了。"
        yield Issue(CHECK, Severity.WARNING, message, Location(file))


def _showing(
    year: Year, file: str, parts: Mapping[str, bytes], said: Mapping[str, bytes], masked: Mapping[str, Mask]
) -> Iterator[Issue]:
    """Yield an error wherever a number that is masked can be read all the same."""
    for mark in marks_of(parts):
        mask = masked.get(mark.title)
        if mask is not None and mark.text.strip() not in (mask.number, mask.text):
            message = f"「{mask.title}」公开时印「{mask.text}」，这里写的是{quoted(mark.text)}，换不了。请在报告里改写这一句。"
            yield Issue(masking.CHECK, Severity.ERROR, message, _at(file, mark.title))
    typed = [
        (sentence.text, _typed(sentence, year))
        for name in stories(said)
        for sentence in sentences({**said, DOCUMENT: said[name]})
    ]
    for mask, text in masking.showing(masked, typed, _rows(said)) if masked else ():
        message = (
            f"「{mask.title}」公开时印「{mask.text}」，这里还有打字的{mask.number}{mask.unit}。请在报告里改写这一句。"
        )
        yield Issue(masking.CHECK, Severity.ERROR, message, _at(file, text))
    charts = [said[name].decode(errors="ignore") for kind, name in related(said, DOCUMENT).values() if kind in _DRAWN]
    for mask in masked.values():
        if any(name in chart for chart in charts for name in mask.names):
            message = f"「{mask.title}」公开时印「{mask.text}」，图里还画着它。请从报告里删去这个图或图里的这一项。"
            yield Issue(masking.CHECK, Severity.ERROR, message, Location(file))


def _inferred(
    year: Year, file: str, parts: Mapping[str, bytes], said: Mapping[str, bytes], masked: Mapping[str, Mask]
) -> Iterator[Issue]:
    """Yield an error wherever the numbers that stay give away one that is masked; a table's rows name metrics without marks."""
    if not masked:
        return
    marks, rows = [(mark.title, mark.text) for mark in marks_of(parts)], _rows(said)
    in_rows = {
        figure.name
        for figure in year.figures
        for cells in rows
        if figure.metric.label in cells and value_text(figure.metric, figure.value) in cells
    }
    printed = {title for title, _ in marks} | in_rows
    yield from inference.subtracted(year.figures, masked, printed)
    yield from inference.related(year.catalogue, year.figures, masked, printed)
    for mask, text in inference.compared(masked, marks, rows):
        message = f"「{mask.title}」公开时印「{mask.text}」，这里还印着上年的数或增减{quoted(text)}，一算就知道。请在报告里改写这一处。"
        yield Issue(masking.CHECK, Severity.ERROR, message, _at(file, text))


def _alike(file: str, said: Mapping[str, bytes], masked: Mapping[str, Mask]) -> Iterator[Issue]:
    """Yield a warning where a sentence about a masked figure says the same number of something else."""
    texts = [one.text for name in stories(said) for one in sentences({**said, DOCUMENT: said[name]})] if masked else []
    for mask, text in inference.echoed(masked, texts):
        message = f"「{mask.title}」公开时印「{mask.text}」，这一句里别的数也是{mask.number}{mask.unit}。认得出来的，请在报告里改写。"
        yield Issue(masking.CHECK, Severity.WARNING, message, _at(file, text))


def _of_last_year(year: Year, file: str, parts: Mapping[str, bytes], said: Mapping[str, bytes]) -> Iterator[Issue]:
    """Yield a warning for each small number of the year before that is printed, which this year's data decide nothing about."""
    marked = {mark.title.split(PART_SIGN)[0] for mark in marks_of(parts) if mark.title.split(PART_SIGN)[-1] in COMPARED}
    rows = _rows(said)
    for name, change in year.changes.items():
        before = change.before
        metric = year.figures[name].metric if name in year.figures.by_name else None
        if before is None or metric is None or not metric.sensitive or not is_few(before.value, metric):
            continue
        if name in marked or any(metric.label in cells and before.text in cells for cells in rows):
            message = f"「{name}」上年的数{before.text}{before.unit}小于{FEW}，也印在里面（或算得出来）。请看能不能公开，不能的在报告里改写。"
            yield Issue(masking.CHECK, Severity.WARNING, message, Location(file, None, name), (name,))


def _rows(parts: Mapping[str, bytes]) -> list[list[str]]:
    """Return the cells of the rows of a document's tables."""
    return [line.split("\t") for line in plain_text(parts).split("\n") if "\t" in line]


def _typed(sentence: Sentence, year: Year) -> list[tuple[str, str]]:
    """Return a sentence's numbers that no figure vouches for, each with what stands behind it: typed, or in a control of somebody's."""
    foreign = "".join(text for title, text in sentence.marks if title.split(PART_SIGN)[0] not in year.figures.by_name)
    held = [found for found in re.finditer(r"\d+", sentence.text) if found[0] in foreign]
    return [*sentence.typed, *((found[0], sentence.text[found.end() :]) for found in held)]


def _unfinished(year: Year, file: str, said: Mapping[str, bytes]) -> Iterator[Issue]:
    """Yield an error for everything that a finished report doesn't hold."""
    for text, count in revised(said):
        message = f"有{count}处修订没有接受也没有拒绝。请在 Word「审阅」里逐处决定，保存后再运行。"
        yield Issue(CHECK, Severity.ERROR, message, _at(file, text))
    for text in loose_ends.holding(said, PENDING):
        message = f"还有「{PENDING}」。请补上数或改写这一句。"
        yield Issue(CHECK, Severity.ERROR, message, _at(file, text))
    for text in loose_ends.unfilled(said):
        message = f"控件里还是提示的话{quoted(text)}，没有人填。请填上或删去。"
        yield Issue(CHECK, Severity.ERROR, message, Location(file))
    if loose_ends.embeds_files(said):
        message = "里面嵌着别的文件，读不出它的字。请在 Word 里打开报告，另存一次再运行。"
        yield Issue(CHECK, Severity.ERROR, message, Location(file))
    yield from unfilled_tags(said, file)
    note = "".join(year.sources.demo.split())
    if note and note not in "".join(plain_text(said).split()):
        message = f"数字是虚构的，报告开头的说明{quoted(year.sources.demo)}却没有了。请放回去。"
        yield Issue(CHECK, Severity.ERROR, message, Location(file))


def _not_on_the_page(file: str, public: Mapping[str, bytes]) -> Iterator[Issue]:
    forms = picture_forms(public)
    if forms:
        message = f"网页里放不了{listed(sorted(forms))}，只有文字。要放请另存成图片插进报告。"
        yield Issue(CHECK, Severity.WARNING, message, Location(file))


def _at(file: str, text: str) -> Location:
    """Return a place in a report by the beginning of the text that stands there."""
    return Location(file, None, short(text) or None)
