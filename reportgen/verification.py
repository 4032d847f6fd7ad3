"""A Word file and today's draft -> what of its figures isn't so, for the last look before signing and before anything is published.

Every number that a reader sees is held against the data: marks by their value, typed numbers by the words around them, as they stand in
today's draft or in the template's own sentences, and by what a figure said before it was corrected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.acceptance import OF_REPORT as CHECK
from reportgen.catalogue import PART_SIGN
from reportgen.issues import Issue, Location, Severity, key_text, listed
from reportgen.prose import typed_quantities
from reportgen.record import Quantity
from reportgen.word.annexed import drafted_units
from reportgen.word.blocks import Printed, printed_in
from reportgen.word.events import around
from reportgen.word.number_forms import plain
from reportgen.word.package import DOCUMENT, parse_part
from reportgen.word.relations import stories
from reportgen.word.retyped import Retyped, retyped
from reportgen.word.sentences import Sentence, sentences
from reportgen.word.stutter import unstuttered
from reportgen.word.units import Unit, units

if TYPE_CHECKING:
    from reportgen.older.marked import TypedReading

NO_METRIC = "没有的指标"  # the check of marks whose metric the catalogue doesn't know any more
_MOST_UNIT = 2  # characters behind a number that say what it counts

Parts = Mapping[str, bytes]


@dataclass(frozen=True)
class Today:
    """What a document is held against: the draft of today's data, with the annex where the document has it; how a mark is worded; which
    typed numbers speak of a figure; which quantities the figures are now, and which they were before they were corrected, each with the
    metric's name; the metrics that there are now, and those that builds of this report printed and that are `gone`."""

    draft: Parts
    worded: Callable[[str, str], str | None]
    belongs: Callable[[Retyped], bool] = lambda found: True
    now: Mapping[Quantity, Collection[str]] = field(default_factory=dict)
    earlier: Mapping[Quantity, str] = field(default_factory=dict)
    metrics: Collection[str] = ()
    gone: Collection[str] = ()


def verify(
    file: str, theirs: Parts, today: Today, readings: Callable[[], Iterable[TypedReading]] = tuple
) -> Iterator[Issue]:
    """Yield what differs between a document and today's data: marks, marks that are gone, typed numbers.

    An error is a number that isn't the figure's, a warning a number that nothing vouches for. `readings` gives typed numbers of sentences
    that are the template's, and is asked only where people typed numbers. The keys name both numbers: what was accepted of one
    correction isn't accepted of the next.
    """
    theirs = unstuttered(theirs)
    found, drafted = _printed(theirs), _printed(today.draft)
    yield from _marks(file, found, drafted, today)
    yield from _without_metric(file, found, drafted, today)
    said, due = list(units(theirs)), list(drafted_units(today.draft))
    told: list[tuple[str, str]] = []  # a sentence and a number in it
    ours = {mark.title for mark in found if today.worded(mark.title, mark.tag) is not None}
    placed = [one for one in retyped(said, due, ours) if today.belongs(one)]
    for one in placed:
        if not one.agrees:
            told.append((_bare(one.unit.text), plain(one.typed)))
            yield _not_so(file, one.title, one.typed, one.due, one.unit.text)
    typed = Counter(_typed_in(said)) - Counter(_typed_in(due))
    for reading in readings() if typed else ():
        number = plain(reading.text)
        if all(number != typed or _bare(reading.sentence) not in text for text, typed in told):
            told.append((_bare(reading.sentence), number))
            yield _not_so(file, reading.title, reading.text, reading.due, reading.sentence)
    sentences_of, drafted_sentences = list(_sentences(theirs)), list(_sentences(today.draft))
    yield from _outdated(file, sentences_of, drafted_sentences, today, told)
    gone = Counter(mark.title for mark in drafted) - Counter(mark.title for mark in found)
    yield from _unmarked(file, gone - Counter(one.title for one in placed if not one.agrees), placed)
    known = {number for sentence in drafted_sentences for number, _ in sentence.typed}
    known |= {mark.text.removeprefix("-") for mark in drafted}  # 「减少26人」 is -26
    yield from _strange(file, sentences_of, known, told)


def _typed_in(found: Iterable[Unit]) -> Iterator[str]:
    return (plain(token.text) for unit in found for token in unit.tokens if not token.title)


def _printed(parts: Parts) -> list[Printed]:
    return [mark for name in stories(parts) for mark in printed_in(parse_part(parts[name]))]


def _marks(file: str, found: Iterable[Printed], drafted: Iterable[Printed], today: Today) -> Iterator[Issue]:
    texts: dict[str, dict[str, str]] = {}
    for mark in drafted:
        texts.setdefault(mark.title, {})[mark.tag] = mark.text
    for mark in found:
        due = _due(mark, texts, today.worded)
        said = mark.text.strip()
        if due and plain(said) not in map(plain, due):
            message = f"「{mark.title}」写的是{said or '空'}，数据是{'、'.join(due)}。请核对。"
            at = Location(file, None, mark.title)
            yield Issue(
                CHECK, Severity.ERROR, message, at, (mark.title,), due[0], mark.text, _key(mark.title, said, due[0])
            )


def _without_metric(file: str, found: Iterable[Printed], drafted: Iterable[Printed], today: Today) -> Iterator[Issue]:
    """Yield a warning for each metric that marks of ours name and that the catalogue doesn't know any more.

    A control of people's own is none of ours: no build printed a figure of its title, and its tag isn't worded as ours are.
    """
    of_template = {mark.title for mark in drafted}
    said: dict[str, list[str]] = {}
    for mark in found:
        name = mark.title.partition(PART_SIGN)[0]
        is_ours = name in today.gone or name == mark.tag.partition("|")[0]
        if is_ours and name not in today.metrics and mark.title not in of_template:
            said.setdefault(name, []).append(mark.text.strip() or "空")
    for name, texts in said.items():
        message = (
            f"「{name}」写的是{listed(dict.fromkeys(texts))}，指标目录里没有这个指标了，这个数没有核对、以后也不会更新；"
            f"改了名的，在新的指标下写 formerly: {name}。"
        )
        key = f"{CHECK}：指标目录里没有{key_text(name)}"
        yield Issue(NO_METRIC, Severity.WARNING, message, Location(file, None, name), (name,), key=key)


def _due(mark: Printed, texts: Mapping[str, Mapping[str, str]], worded: Callable[[str, str], str | None]) -> list[str]:
    """Return what a mark may say: by its own expression, or where a word processor dropped that, by any of its metric's."""
    wordings = texts.get(mark.title, {})
    if mark.tag in wordings:
        return [wordings[mark.tag]]
    said = worded(mark.title, mark.tag or mark.title)
    return list(wordings.values()) or ([] if said is None else [said])


def _unmarked(file: str, gone: Mapping[str, int], placed: Iterable[Retyped]) -> Iterator[Issue]:
    """Yield a warning for each figure whose marks are gone: typed, it is right today and will not follow a correction."""
    typed = {one.title: one.typed for one in placed if one.agrees}
    for title, count in gone.items():
        times = f"{count}处" if count > 1 else ""
        message = f"「{title}」的数据标记少了{times}：改稿时删了，或者变成了打字的数。请看这个数还对不对。"
        if title in typed:
            message = f"「{title}」的数据标记少了{times}，打字的{typed[title]}和数据一样；以后更正它不会跟着改。"
        key = f"{CHECK}：{key_text(title)}少了{count}处标记"
        yield Issue(CHECK, Severity.WARNING, message, Location(file, None, title), (title,), key=key)


def _not_so(file: str, title: str, typed: str, due: str, sentence: str) -> Issue:
    message = f"「{title}」打字的是{typed}，数据是{due}：{around(sentence, typed)}。请改过来，或核对数据。"
    return Issue(
        CHECK, Severity.ERROR, message, Location(file, None, title), (title,), due, typed, _key(title, typed, due)
    )


def _key(title: str, said: str, due: str) -> str:
    return f"{CHECK}：{key_text(title)}写{key_text(said) or '空'}，数据{key_text(due)}"


def _outdated(
    file: str, theirs: Iterable[Sentence], draft: Iterable[Sentence], today: Today, told: list[tuple[str, str]]
) -> Iterator[Issue]:
    """Yield the typed numbers that a figure said before it was corrected, and that no figure says now; what is found is added to `told`."""
    if not today.earlier:
        return
    ours = {quantity for sentence in draft for quantity in _quantities(sentence, today)}
    for sentence in theirs:
        for quantity in _quantities(sentence, today):
            name = today.earlier.get(quantity)
            if name is None or quantity in ours or quantity in today.now or _is_told(sentence, quantity[0], told):
                continue
            same_unit = ((number, names) for (number, unit), names in today.now.items() if unit == quantity[1])
            now = next((number for number, names in same_unit if name in names), None)
            if now is not None:
                told.append((_bare(sentence.text), quantity[0]))
                yield _not_so(file, name, "".join(quantity), now + quantity[1], sentence.text)


def _quantities(sentence: Sentence, today: Today) -> Iterator[Quantity]:
    yield from typed_quantities(sentence, {unit for _, unit in (*today.now, *today.earlier)})


def _is_told(sentence: Sentence, number: str, told: Iterable[tuple[str, str]]) -> bool:
    return any(typed == number and _bare(sentence.text) in text for text, typed in told)


def _strange(
    file: str, theirs: Iterable[Sentence], known: Collection[str], told: Iterable[tuple[str, str]]
) -> Iterator[Issue]:
    """Yield the numbers outside of marks that the draft doesn't type and no figure says: people wrote them, nothing vouches for them."""
    for sentence in theirs:
        for number, behind in sentence.typed:
            if number not in known and not _is_told(sentence, number, told):
                unit = _unit(behind)
                message = f"「{number}{unit}」是人写的，和数据里的数都不一样。请核对它的依据。"
                at = Location(file, None, _short(sentence.text))
                yield Issue(CHECK, Severity.WARNING, message, at, (), None, number, f"{CHECK}：人写的{number}{unit}")


def _unit(behind: str) -> str:
    """Return what a number counts, of the characters behind it: 条 of 「条，另有」."""
    found = ""
    for char in behind[:_MOST_UNIT]:
        if not (char.isalpha() or char in "%％‰"):
            break
        found += char
    return found


def _sentences(parts: Parts) -> Iterator[Sentence]:
    for name in stories(parts):
        yield from sentences({**parts, DOCUMENT: parts[name]})


def _bare(text: str) -> str:
    return "".join(text.split())


def _short(text: str) -> str:
    return around(text, "")
