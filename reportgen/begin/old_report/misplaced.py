"""What the marks of an older report say + what its sentences do -> the marks that stand where their metric belongs, and the others.

People copy a number together with its mark and type another number over it: then the mark says one metric and its sentence another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reportgen.begin.old_report.matching import Match
from reportgen.begin.old_report.phrases import Phrase
from reportgen.begin.old_report.readings import Reading, Sentence, Unread
from reportgen.begin.old_report.scope import other_time_or_place
from reportgen.begin.old_report.spelling import evened
from reportgen.template.frames import Slot

_Place = tuple[int, str]  # a line and a text printed in it


def placed_marks(
    marks: Sequence[Reading],
    matches: Sequence[Match],
    sentences: Sequence[Sentence],
    phrases: Sequence[Phrase],
    introduced: Mapping[int, str],
) -> tuple[list[Reading], list[Unread]]:
    """Return the marks to believe, and those whose sentence says that the number is of another metric, time or place.

    `introduced` are the sentences that other words introduce as another time's or place's.
    """
    said = _by_place(reading for one in matches for reading in one.readings())
    marked = _by_place(marks)
    skeletons: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in phrases:
        for group in phrase.groups:
            if isinstance(group, Slot):
                skeletons[group.name].append(phrase.skeleton)
    by_line: defaultdict[int, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        by_line[sentence.line.number].append(sentence)
    believed: list[Reading] = []
    others: list[Unread] = []
    for mark in marks:
        place = (mark.line, evened(mark.text).text)
        there = [one for one in by_line[mark.line] if place[1] and place[1] in one.text]
        if _named(mark) in said[place]:
            reason = ""
        elif said[place] - marked[place]:
            reason = "这句话写的是别的指标"
        elif there and all(_is_otherwise(one, place[1], skeletons[mark.slot.name], introduced) for one in there):
            reason = "这句话写的是别的时候、别的地方"
        else:
            reason = ""
        if reason:
            others.append(Unread(mark.line, mark.sentence, mark.text, f"数据标记「{mark.slot.name}」：{reason}"))
        else:
            believed.append(mark)
    return believed, others


def _by_place(readings: Iterable[Reading]) -> defaultdict[_Place, set[tuple[str, str]]]:
    found: defaultdict[_Place, set[tuple[str, str]]] = defaultdict(set)
    for one in readings:
        found[one.line, evened(one.text).text].add(_named(one))
    return found


def _named(reading: Reading) -> tuple[str, str]:
    return reading.slot.name, reading.category


def _is_otherwise(sentence: Sentence, text: str, skeletons: Sequence[str], introduced: Mapping[int, str]) -> bool:
    before = sentence.text[: sentence.text.index(text)]
    return sentence.number in introduced or (bool(skeletons) and other_time_or_place(before, skeletons))
