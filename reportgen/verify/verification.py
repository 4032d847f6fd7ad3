"""A Word file and today's draft -> what of its figures isn't so, for the last look before signing and before anything is published.

Every number that a reader sees is held against the data: marks by their value, typed numbers by the words around them, as they stand in
today's draft or in the template's own sentences, and by what a figure said before it was corrected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.annex.annexed import units_outside
from reportgen.annex.held import held_annexes, rows_held
from reportgen.base.issues import Issue, Location, Severity, key_text, unambiguous
from reportgen.base.stated import Agreement
from reportgen.checks.prose import Quantity
from reportgen.inputs.acceptance import OF_REPORT as CHECK
from reportgen.merge.stale import stale_paragraphs
from reportgen.verify.as_issues import (
    annex_issues,
    astray_issues,
    chart_issues,
    drawn_issues,
    picture_issues,
    stale_issues,
    typed_over_issue,
)
from reportgen.verify.astray import Why, astray
from reportgen.verify.bereft import part_issues, without_metric, without_part
from reportgen.verify.chart_held import bars_held, charts_held
from reportgen.verify.copies import Copy, Stands, Unvouched, outdated, unvouched
from reportgen.verify.pictures_held import pictures_held
from reportgen.verify.read_again import Bare, places_of, says
from reportgen.verify.typed_notes import Judge
from reportgen.verify.typed_over import typed_over
from reportgen.word.blocks import Mark, marks_of
from reportgen.word.number_forms import plain
from reportgen.word.package import DOCUMENT, parse_part
from reportgen.word.quotation import beside, excerpt, quoted_at, quoted_in
from reportgen.word.resaved import resaved_undone
from reportgen.word.retyped import Retyped, retyped
from reportgen.word.turned import signed
from reportgen.word.units import Spot, Token, Unit

if TYPE_CHECKING:
    from reportgen.begin.old_report.marked import TypedReading

# Why a mark is told of whose place says another number than the figure's that is due there.
_OTHER_NUMBER = (Why.JOINED, Why.OTHER_WORDS, Why.OTHER_ROW, Why.OTHER_COLUMN)
_MOST_SAID = 16  # characters of what was typed into a mark, in a key

_Parts = Mapping[str, bytes]


def _to_the_letter(title: str, typed: str, due: str) -> Agreement:
    return Agreement.SAME if plain(typed) == plain(due) else Agreement.OTHER


@dataclass(frozen=True)
class Due:
    """What a document is held against: the draft of today's data, with the annex where the document has it, and how a mark is worded.

    `judge` says how a typed number stands to the figure in whose place it is, None where it speaks of something else, `stands` how any
    typed number stands to a text that is due, `elsewhere` whether the words before a number speak of another time, place or part than
    the draft's. `now` are the quantities that figures are, `earlier` those that they were before they were corrected, with their names;
    `named` are the metrics by all that sentences call them, `years` the report's own, its year the first;
    `metrics` are the metrics that there are now, `gone` those that builds of this report printed and that there are no more,
    and `given_up` paragraphs of earlier drafts whose words stood in the document.
    """

    draft: _Parts
    worded: Callable[[str, str], str | None]
    judge: Judge = lambda found: None
    stands: Stands = _to_the_letter
    elsewhere: Callable[[Retyped], bool] = lambda found: False
    now: Mapping[Quantity, Collection[str]] = field(default_factory=dict)
    earlier: Mapping[Quantity, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)
    years: Sequence[str] = ()
    metrics: Collection[str] = ()
    gone: Collection[str] = ()
    given_up: Collection[str] = ()


def verify(
    file: str, theirs: _Parts, today: Due, readings: Callable[[], Iterable[TypedReading]] = tuple
) -> Iterator[Issue]:
    """Yield what differs between a document and today's data: marks, marks that are gone, typed numbers.

    An error is a number that isn't the figure's, a warning a number that nothing vouches for. `readings` gives typed numbers of sentences
    that are the template's, and is asked only where people typed numbers. The keys name both numbers and the place: what was accepted of
    one correction isn't accepted of the next, and what was accepted in one sentence isn't in another.
    """
    theirs = resaved_undone(theirs)
    found, drafted = list(marks_of(theirs)), list(marks_of(today.draft))
    yield from _marks(file, found, drafted, today)
    yield from without_metric(file, found, {mark.title for mark in drafted}, today.metrics, today.gone)
    partless = without_part(found, today.metrics, today.worded)
    yield from part_issues(file, partless)
    root, draft = parse_part(theirs[DOCUMENT]), parse_part(today.draft[DOCUMENT])
    said, due = list(units_outside(theirs, root)), list(units_outside(today.draft, draft))
    numbers = {id(unit): number for number, unit in enumerate(said)}
    yield from stale_issues(file, stale_paragraphs(theirs, today.draft, today.given_up))
    yield from picture_issues(file, pictures_held(theirs, today.draft))
    annexes = held_annexes(root, draft)
    yield from annex_issues(file, annexes)
    if not any(one.is_other for one in annexes):
        yield from chart_issues(file, bars_held(theirs, root, today.draft))
    yield from drawn_issues(file, charts_held(theirs, today.draft))
    told: dict[Spot, str] = {}  # with the figure's title
    ours = {mark.title for mark in found if today.worded(mark.title, mark.tag) is not None}
    strayed = [one for one in astray(said, due, {unit for _, unit in today.now}) if one.token.title not in partless]
    yield from astray_issues(file, strayed, today.elsewhere)
    told |= {(numbers[id(one.unit)], one.token.begin): one.token.title for one in strayed if one.why in _OTHER_NUMBER}
    placed = [(one, today.judge(one)) for one in retyped(said, due, ours)]
    wrong = Counter(one.title for one, stands in placed if stands not in (None, Agreement.SAME))
    for one, stands in placed:
        if stands is not None:
            told[numbers[id(one.unit)], one.token.begin] = one.title
            yield from _typed(file, one.title, one.typed, one.due, one.unit.text, stands)
    typed = Counter(_typed_in(said)) - Counter(_typed_in(due))
    bare = Bare.of(said) if typed else Bare.of(())
    for reading in readings() if typed else ():
        places = list(places_of(reading, said, bare, told))
        numberplaces = [place for place in places if place not in told]
        if not places or (numberplaces and all(told.get(place) != reading.title for place in places)):
            # Of two that were typed alike each has its own place; the parts of one number are one.
            alike = [place for place in numberplaces if says(said, place) == plain(reading.text)][:1]
            told |= dict.fromkeys(alike or numberplaces, reading.title)
            wrong[reading.title] += 1
            stands = today.stands(reading.title, reading.text, reading.due)
            yield from _typed(file, reading.title, reading.text, reading.due, reading.sentence, stands)
    in_prose = len(said), len(due)
    for row, differs in rows_held(annexes):
        told |= {(len(said), token.begin): "" for token in row.tokens if plain(token.text) in differs}
        said.append(row)
    due += (row for row, _ in rows_held(held_annexes(draft, draft)))
    copies = list(outdated(said, due, today.now, today.earlier, told))
    for copy in copies:
        told[copy.place] = copy.name
        sentence = said[copy.place[0]].text
        if copy.is_certain:
            yield _not_so(file, copy.name, copy.typed, copy.due, sentence)
        else:
            yield _maybe_outdated(file, copy, sentence)
    gone = Counter(mark.title for mark in drafted) - Counter(mark.title for mark in found)
    yield from _unmarked(file, gone - wrong, [one for one, stands in placed if stands is Agreement.SAME])
    units = {unit for _, unit in today.now}
    over = list(typed_over(said[: in_prose[0]], due[: in_prose[1]], units, told, today.stands))
    told |= {one.place: "" for one in over if not one.is_date}
    strange = list(unvouched(said, due, today.now, told, today.stands, today.named, today.years))
    spoken = {number.place for number in strange}
    yield from (typed_over_issue(file, one) for one in over if one.place not in spoken)
    for number in strange:
        yield _unvouched(file, number, said[number.place[0]].text)


def _typed_in(found: Iterable[Unit]) -> Iterator[str]:
    return (plain(token.text) for unit in found for token in unit.tokens if not token.title)


def _marks(file: str, found: Iterable[Mark], drafted: Iterable[Mark], today: Due) -> Iterator[Issue]:
    texts: dict[str, dict[str, str]] = {}
    for mark in drafted:
        texts.setdefault(mark.title, {})[mark.tag] = mark.text
    for mark in found:
        due = _due(mark, texts, today.worded)
        said = mark.text.strip()
        stands = {today.stands(mark.title, said.replace("去年", "上年"), one) for one in due}
        if Agreement.SAME not in stands and any(one[:1] in ("-", "−") for one in due):
            stands |= {today.stands(mark.title, signed(said, one, beside(mark)[0]), one) for one in due}
        if due and Agreement.SAME not in stands:
            severity, advice = _advice(Agreement.NEARLY if Agreement.NEARLY in stands else Agreement.OTHER)
            message = f"「{mark.title}」写的是{said or '空'}，数据是{'、'.join(due)}{advice}"
            at = Location(file, None, mark.title)
            key = _key(mark.title, said, due[0], quoted_at(mark))
            yield Issue(CHECK, severity, message, at, (mark.title,), due[0], mark.text, key)


def _due(mark: Mark, texts: Mapping[str, Mapping[str, str]], worded: Callable[[str, str], str | None]) -> list[str]:
    """Return what a mark may say: by its own expression, or where a word processor dropped that, by any of its metric's."""
    wordings = texts.get(mark.title, {})
    if mark.tag in wordings:
        return [wordings[mark.tag]]
    said = worded(mark.title, mark.tag or mark.title)
    return list(wordings.values()) or ([] if said is None else [said])


def _advice(stands: Agreement) -> tuple[Severity, str]:
    """Return how bad it is that a number isn't the figure's to the letter, and how the sentence about it goes on."""
    if stands is Agreement.NEARLY:
        return Severity.WARNING, "，位数不一样。请看这样写行不行。"
    return Severity.ERROR, "。请核对。"


def _unmarked(file: str, gone: Mapping[str, int], placed: Iterable[Retyped]) -> Iterator[Issue]:
    """Yield a warning for each figure whose marks are gone: typed, it is right today and will not follow a correction."""
    typed = {one.title: one.typed for one in placed}
    for title, count in gone.items():
        times = f"{count}处" if count > 1 else ""
        message = f"「{title}」的数据标记少了{times}：改稿时删了，或者变成了打字的数。请看这个数还对不对。"
        if title in typed:
            message = f"「{title}」的数据标记少了{times}，打字的{typed[title]}和数据一样；以后更正它不会跟着改。"
        key = f"{CHECK}：{key_text(title)}少了{count}处标记"
        yield Issue(CHECK, Severity.WARNING, message, Location(file, None, title), (title,), key=key)


def _typed(file: str, title: str, typed: str, due: str, sentence: str, stands: Agreement) -> Iterator[Issue]:
    """Yield what is to be said of a number typed where a figure stands, nothing where it states the same."""
    if stands is Agreement.OTHER:
        yield _not_so(file, title, typed, due, sentence)
    elif stands is Agreement.NEARLY:
        _, advice = _advice(stands)
        message = f"「{title}」打字的是{typed}，数据是{due}：{excerpt(sentence, typed)}{advice}"
        yield _about(file, Severity.WARNING, message, title, typed, due, sentence)


def _not_so(file: str, title: str, typed: str, due: str, sentence: str) -> Issue:
    message = f"「{title}」打字的是{typed}，数据是{due}：{excerpt(sentence, typed)}。请改过来，或核对数据。"
    return _about(file, Severity.ERROR, message, title, typed, due, sentence)


def _maybe_outdated(file: str, copy: Copy, sentence: str) -> Issue:
    message = (
        f"「{copy.name}」更正以前是{copy.typed}，数据现在是{copy.due}：{excerpt(sentence, copy.typed)}。"
        "请看说的是不是这个数。"
    )
    return _about(file, Severity.WARNING, message, copy.name, copy.typed, copy.due, sentence)


def _unvouched(file: str, number: Unvouched, sentence: str) -> Issue:
    if not number.name:
        return _strange(file, sentence, number.token, number.unit)
    typed, title, due = f"{number.token.text}{number.token.behind}{number.unit}", number.name, number.due
    if number.is_certain:
        return _not_so(file, title, typed, due, sentence)
    message = f"「{title}」后面打字的是{typed}，数据是{due}：{excerpt(sentence, typed)}。{typed}是别的指标的数，请看说的是不是这个数。"
    return _about(file, Severity.WARNING, message, title, typed, due, sentence)


def _about(file: str, severity: Severity, message: str, title: str, typed: str, due: str, sentence: str) -> Issue:
    key = _key(title, typed, due, quoted_in(sentence, typed))
    return Issue(CHECK, severity, message, Location(file, None, title), (title,), due, typed, key)


def _key(title: str, said: str, due: str, where: str) -> str:
    said = plain(said)[:_MOST_SAID]
    return unambiguous(f"{CHECK}：{title}写{said or '空'}，数据{plain(due)}，在「{where}」")


def _strange(file: str, sentence: str, token: Token, unit: str) -> Issue:
    """Return the warning about a number that people wrote, and that nothing vouches for."""
    number = f"{plain(token.text)}{token.behind}{unit}"
    message = f"「{number}」是人写的，和数据里的数都不一样。请核对它的依据。"
    at = Location(file, None, excerpt(sentence, ""))
    key = unambiguous(f"{CHECK}：人写的{number}，在「{quoted_in(sentence, token.text)}」")
    return Issue(CHECK, Severity.WARNING, message, at, (), None, plain(token.text), key)
