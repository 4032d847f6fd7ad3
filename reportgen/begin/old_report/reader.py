"""The lines of an older report, the marks in it and the template's frames -> everything that was read of it, and what was not.

Nothing is guessed: a sentence of another year, a date that the rest of the report contradicts, two sentences for one phrase are told and
not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.base.names import PART_SIGN
from reportgen.begin.old_report.lists import read_by_place
from reportgen.begin.old_report.matching import Match, match, placed_marks
from reportgen.begin.old_report.phrases import phrases
from reportgen.begin.old_report.readings import How, Line, Listed, Reading, Sentence, Unread, numbers_in, sentences_of
from reportgen.begin.old_report.rewording import MOST_SENTENCE, Wordings, reworded
from reportgen.begin.old_report.scope import introduced_otherwise, same_scope
from reportgen.begin.old_report.spelling import evened
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.metric_rules import YearOf
from reportgen.template.frames import Elements, Slot, SlotKind, paragraphs

_IN_NOTE = "脚注、尾注里的数不读"
_INTRODUCED = "前面写着「{}」，可能是别的时候、别的地方的数"


@dataclass(frozen=True)
class OlderReport:
    """What one document says: the year that most of its sentences name (None where they don't agree), readings, lists, and the
    numbers that nothing claims."""

    year: int | None
    readings: tuple[Reading, ...]
    lists: tuple[Listed, ...]
    unread: tuple[Unread, ...]


def read_report(
    lines: Sequence[Line],
    elements: Elements,
    catalogue: Catalogue,
    marks: Sequence[Reading] = (),
    year: int | None = None,
    notes: Sequence[Line] = (),
) -> OlderReport:
    """Return what a document says, held against a template; `marks` are what its marks say, `year` the year if it is known.

    `notes` are its foot- and endnotes, each a line of the number of that which refers to it: no number of theirs is read.
    """
    known_phrases = [
        phrase for number, paragraph in enumerate(paragraphs(elements)) for phrase in phrases(paragraph, number)
    ]
    sentences = sentences_of(lines)
    matches, unclear = match(sentences, known_phrases)
    offsets = {
        name: metric.rule.offset for name, metric in catalogue.metrics.items() if isinstance(metric.rule, YearOf)
    }
    said_year = _year(matches, offsets)
    year = year or said_year
    known = {name: str(year + offset) for name, offset in offsets.items()} if year else {}
    unread = [one.unread("和模板里的几句都一样，分不清是哪个指标") for one in unclear]
    introduced = introduced_otherwise(sentences, {one.sentence.number for one in matches}, year)
    matches = [one for one in matches if one.sentence.number not in introduced]
    believed, misplaced = placed_marks(marks, matches, sentences, known_phrases, introduced)
    unread += misplaced
    by_mark = {(mark.line, evened(mark.text).text) for mark in believed}
    unread += [
        one.unread(_INTRODUCED.format(introduced[one.number].strip()))
        for one in sentences
        if one.number in introduced
        and any((one.line.number, one.text[begin:end]) not in by_mark for begin, end in numbers_in(one.text))
    ]
    matches, refused = _of_the_year(matches, known)
    matches, stretched = _with_known_texts(matches)
    refused += stretched
    dates, contradicted = _dates(matches)
    matches = [one for one in matches if one.sentence.number not in {other.sentence.number for other in contradicted}]
    unread += refused
    unread += [one.sentence.unread("日期和报告别处的不同") for one in contradicted]
    by_marks = {mark.line for mark in believed if PART_SIGN in mark.slot.detail}
    unread += [
        one.sentence.unread("按两列分的数只从数据标记里读，请照报告自己填")
        for one in matches
        if one.phrase.has_parts_within_parts and one.sentence.line.number not in by_marks
    ]
    by_place = read_by_place(elements, lines, matches)
    readings = [*believed, *(reading for one in matches for reading in one.readings())]
    readings += by_place.readings
    done = {*introduced, *(one.sentence.number for one in matches)}
    lines_done = {*by_place.lines, *(number for entry in by_place.lists for number in entry.lines)}
    waiting = [one for one in sentences if one.number not in done and one.line.number not in lines_done]
    told = {one.sentence for one in (*refused, *unread)}
    said_already = {(one.phrase.paragraph, one.phrase.position) for one in matches}
    template = Wordings(known_phrases)
    for sentence, found, reason in _reworded(waiting, told, template, known | dates, said_already):
        readings += found
        unread += _left(sentence, found, reason, {*known.values(), *dates.values()})
    unread += _of_slots(matches, readings)
    for sentence in sentences_of(notes):
        unread += _left(sentence, (), _IN_NOTE, {*known.values(), *dates.values()})
    return OlderReport(said_year, tuple(readings), by_place.lists, tuple(sorted(unread, key=lambda one: one.line)))


def _year(matches: Sequence[Match], offsets: Mapping[str, int]) -> int | None:
    """Return the year that most of the sentences say, None where they don't agree by more than half."""
    said = Counter(
        int(reading.text) - offsets[reading.slot.name]
        for one in matches
        for reading in one.readings()
        if reading.slot.name in offsets and reading.text.isdecimal() and len(reading.text) == 4
    )
    most = said.most_common(1)
    return most[0][0] if most and most[0][1] * 2 > said.total() else None


def _of_the_year(matches: Sequence[Match], known: Mapping[str, str]) -> tuple[list[Match], list[Unread]]:
    """Return the matches whose years are this report's, and what is wrong with the others."""
    kept: list[Match] = []
    refused: list[Unread] = []
    for one in matches:
        wrong = [
            reading
            for reading in one.readings()
            if reading.slot.name in known and reading.text != known[reading.slot.name]
        ]
        if wrong:
            reason = f"写的是{wrong[0].text}年，这份报告里应是{known[wrong[0].slot.name]}年"
            refused.append(one.sentence.unread(reason, wrong[0].text))
        else:
            kept.append(one)
    return kept, refused


def _with_known_texts(matches: Sequence[Match]) -> tuple[list[Match], list[Unread]]:
    """Return the matches but those in which a text took in words of another scope: 「青石街道近」 of 青石街道近369个村."""
    texts: dict[str, Counter[str]] = {}
    for one in matches:
        for reading in one.readings():
            if reading.slot.kind is SlotKind.TEXT:
                texts.setdefault(reading.slot.name, Counter())[reading.text] += 1
    usual = {name: min(said, key=lambda text: (-said[text], len(text))) for name, said in texts.items()}
    kept: list[Match] = []
    stretched: list[Unread] = []
    for one in matches:
        said = [reading for reading in one.readings() if reading.slot.kind is SlotKind.TEXT]
        odd = [reading.text for reading in said if not same_scope(reading.text, usual[reading.slot.name], {})]
        if odd:
            reason = f"别处没有「{odd[0]}」这样的写法，后面的数可能是别的"
            stretched.append(one.sentence.unread(reason))
        else:
            kept.append(one)
    return kept, stretched


def _dates(matches: Sequence[Match]) -> tuple[dict[str, str], list[Match]]:
    """Return the text that each date has in most places, and the matches that say another."""
    said: dict[Slot, list[tuple[str, Match]]] = {}
    for one in matches:
        for reading in one.readings():
            if reading.slot.kind is SlotKind.DATE:
                said.setdefault(reading.slot, []).append((reading.text, one))
    dates: dict[str, str] = {}
    contradicted: list[Match] = []
    for slot, found in said.items():
        counts = Counter(text for text, _ in found)
        text, most = counts.most_common(1)[0]
        if most * 2 > counts.total():
            contradicted += [one for other, one in found if other != text]
            if not slot.detail:
                dates[slot.name] = text
        elif len(counts) > 1:
            contradicted += [one for _, one in found]
    return dates, contradicted


def _reworded(
    sentences: Sequence[Sentence],
    told: set[str],
    template: Wordings,
    known: Mapping[str, str],
    said_already: set[tuple[int, int]],
) -> Iterator[tuple[Sentence, list[Reading], str]]:
    """Yield each sentence with numbers, what was read of it and why not more; what two sentences say of one metric is read of neither."""
    found: list[tuple[Sentence, list[Reading], str]] = []
    for sentence in sentences:
        if sentence.original in told or not any(numbers_in(sentence.text)):
            continue
        readings, reason = reworded(sentence, template, known, said_already)
        found.append((sentence, readings, reason))
    places = Counter(
        slot for _, readings, _ in found for slot in {(reading.slot, reading.category) for reading in readings}
    )
    texts: dict[object, set[str]] = {}
    for _, readings, _ in found:
        for reading in readings:
            texts.setdefault((reading.slot, reading.category), set()).add(reading.text)
    for sentence, readings, reason in found:
        sure = [
            one for one in readings if places[one.slot, one.category] == 1 or len(texts[one.slot, one.category]) == 1
        ]
        yield sentence, sure, reason if len(sure) == len(readings) else "两句话里写的不一样"


def _of_slots(matches: Sequence[Match], readings: Sequence[Reading]) -> Iterator[Unread]:
    """Yield the numbers in the template's own sentences that aren't read, but for those of a figure that is read elsewhere."""
    read = {(one.slot.name, one.category) for one in readings}
    marked = {(one.slot.name, one.line, evened(one.text).text) for one in readings if one.how is How.MARKED}
    for said in matches:
        for one, reason in said.unread():
            is_read = bool(one.slot.name) and one.slot.kind is SlotKind.OTHER and (one.slot.name, one.category) in read
            if not is_read and (one.slot.name, one.line, evened(one.text).text) not in marked:
                yield said.sentence.unread(reason, one.text)


def _left(sentence: Sentence, found: Sequence[Reading], reason: str, dates: set[str]) -> Iterator[Unread]:
    """Yield the numbers of a sentence that no reading took, but for the report's own years and dates."""
    if len(sentence.text) > MOST_SENTENCE:  # told once: it would be told again with each of its thousands of numbers
        yield sentence.unread(reason)
        return
    claimed = Counter(reading.text for reading in found)
    for begin, end in numbers_in(sentence.text):
        text = sentence.text[begin:end]
        if claimed[text]:
            claimed[text] -= 1
        elif text.removesuffix("年") not in dates:
            yield sentence.unread(reason or "前后的字和模板对不上", text)
