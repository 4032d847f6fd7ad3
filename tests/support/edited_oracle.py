"""What must have become of a report that people edited when the data were corrected, said without knowing how the program does it.

Three files and two lists decide: the draft before, people's file, the file that came out; what the run said, and what `verify` says. What
people did is there or told; what the data changed is there or told; every number is today's or told; nothing stands twice.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hands import Kind, Left
from seen import BODY, Paragraph, Seen

_EVENT = re.compile(r"^  (数据更新|段落更新|新增段落|删去段落|人工改动保留|两边都改了)  (.*)$")
_CLAUSE = re.compile(r"[^，。；\n\t]+[，。；]?")
_ORDER = re.compile("顺序|次序|先后|排列")
_LEAST = 5  # characters of a clause that can be told from another one
_ALIKE = 4  # characters in a row that a line and a sentence must share for the line to be about it


@dataclass(frozen=True)
class Line:
    """A line of a run's list."""

    kind: str
    heading: str
    text: str

    @property
    def tells(self) -> bool:
        """Return whether the line says that something isn't as the data or as people want it."""
        return self.kind in {"两边都改了", "人工改动保留"}


def lines(said: str, headings: Iterable[str]) -> list[Line]:
    """Return the lines of a run's list."""
    found = []
    for one in said.splitlines():
        event = _EVENT.match(one)
        if event:
            heading = next((name for name in headings if event[2].startswith(f"{name}：")), "")
            found.append(Line(event[1], heading, event[2].removeprefix(f"{heading}：") if heading else event[2]))
    return found


@dataclass
class Verdict:
    """What is wrong with a renewed report, each fault in a sentence; nothing is wrong where there is none."""

    before: Seen  # the draft that people began from
    theirs: Seen  # their file
    result: Seen  # the file that came out
    today: Seen  # what would be drafted without people
    due: Mapping[str, str]  # what each mark must say
    said: str  # the run's screen
    verified: str = ""  # what `verify` says
    left: Iterable[Left] = ()
    earlier: Mapping[str, str] = field(default_factory=dict)  # what each mark said before
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        headings = [one.heading for seen in (self.result, self.theirs, self.today) for one in seen.body if one.heading]
        self.lines = lines(self.said, sorted(set(headings), key=len, reverse=True))
        self._kept()
        self._figures()
        self._words()
        self._order()
        self._pieces()
        self._places()
        self._once()
        self._headings()
        self._remarks()

    def _fault(self, text: str) -> None:
        self.faults.append(text)

    # ---- people's -------------------------------------------------------------------------------------------------------------

    def _kept(self) -> None:
        """What people did is there; where or how it stands is there or told."""
        for one in self.left:
            brought = one.kind is not Kind.OWN and one.stands(self.before) and not one.stands(self.today)
            overtaken = one.pair is not None and self._overtaken(*one.pair)
            if one.stands(self.theirs) and not one.stands(self.result) and not brought and not overtaken:
                gone = one.kind is Kind.LOOK and any(
                    line.kind == "删去段落" and _shared(line.text, one.about, least=min(6, max(len(one.about), 1)))
                    for line in self.lines
                )
                if one.kind is Kind.OWN or not (gone or self._told(one.about)):
                    self._fault(f"lost: {one.what}")

    def _overtaken(self, first: str, second: str) -> bool:
        """Return whether an order of two can't be kept: one of them comes back beside its drafted neighbour, now beyond the other.

        People put the neighbour there while the one wasn't in the report, so that their later order stands against their earlier one.
        """
        away = {probe for probe in (first, second) if not self._at(self.theirs, probe)}
        if len(away) != 1:
            return False
        neighbour = self._neighbour(*away, above=first in away)
        stays = self._at(self.theirs, second if first in away else first)
        if neighbour is None:
            return False
        return neighbour > max(stays) if first in away else neighbour < min(stays)

    def _neighbour(self, probe: str, *, above: bool) -> int | None:
        """Return where in people's report the paragraph stands that today's draft has next to one in its section, None for nowhere."""
        drafted = [one for one in self.today.body if one.text]
        if not above:
            drafted.reverse()
        beside = next(((before, one) for before, one in itertools.pairwise(drafted) if probe in one.text), None)
        if beside is None or beside[0].heading != beside[1].heading:
            return None
        there = [number for number, one in enumerate(self.theirs.body) if one.key == beside[0].key]
        return there[0] if len(there) == 1 else None

    @staticmethod
    def _at(seen: Seen, probe: str) -> list[int]:
        return [number for number, one in enumerate(seen.body) if probe in one.text]

    def _told(self, about: str) -> bool:
        """Return whether a comment stands at such words, or quotes them, and a line of the run names them."""
        quoted = any(_shared(one.text, about) or _shared(one.paragraph, about) for one in self.result.ours)
        return quoted and any(line.tells and _shared(line.text, about) for line in self.lines)

    # ---- figures --------------------------------------------------------------------------------------------------------------

    def _figures(self) -> None:
        """Every figure that is shown is today's; what people typed into one is told with today's."""
        wrote = {mark.title: {mark.text} for _, mark in self.before.marks}
        for paragraph, mark in self.result.marks:
            due = self.due.get(mark.title)
            if due is None:
                known = mark.text in wrote.get(mark.title, set())
                listed = any(line.tells and mark.text in line.text for line in self.lines)
                if known and not (listed and self.result.ours) and f"「{mark.title}」" not in self.verified:
                    self._fault(f"a figure that the data don't know any more: {mark.title} {mark.text}")
            elif mark.text.strip() != due:
                told = f"人工改为{mark.text.strip() or '空'}"
                named = told in self.said or f"「{mark.title}」写的是{mark.text.strip() or '空'}" in self.verified
                changed = self.earlier.get(mark.title, due) != due
                if not (_is_typed(mark.text) or mark.text not in wrote.get(mark.title, set())) or not named:
                    self._fault(f"the figure {mark.title} says {mark.text}, today {due}, told nowhere")
                elif changed and paragraph.story == BODY:
                    comments = [one for one in self.result.ours if told in one.text and due in one.text]
                    if not comments:
                        self._fault(f"the figure {mark.title} says {mark.text}, today {due}, without a comment")
        self._typed_figures()

    def _typed_figures(self) -> None:
        """A number that lost its mark is told when its figure has changed."""
        for one in self.result.paragraphs:
            for title, old in self.earlier.items():
                if self.due.get(title, old) == old:
                    continue
                for before in self.before.paragraphs:
                    found = re.search(rf"(.{{3}})\{{{re.escape(title)}\}}", before.key)
                    if found and re.search(rf"{re.escape(found[1])}{old}(?!\d)", one.key):
                        told = any(old in remark.text and self.due[title] in remark.text for remark in self.result.ours)
                        told |= any(remark.paragraph == one.text for remark in self.result.ours)
                        named = any(line.tells and _shared(line.text, one.text) for line in self.lines)
                        listed = named or f"「{title}」" in self.verified
                        if not (listed and (told or one.story != BODY)):
                            self._fault(f"the typed number {old} of {title}, today {self.due[title]}, is told nowhere")

    # ---- what the data changed ------------------------------------------------------------------------------------------------

    def _words(self) -> None:
        """Clauses that the data take away are gone or told; clauses that they bring are there or told."""
        old, new = (Counter(clauses(seen.body)) for seen in (self.before, self.today))
        now, theirs = Counter(clauses(self.result.body)), Counter(clauses(self.theirs.body))
        for clause in old - new:
            if now[clause] > new[clause]:
                copied = theirs[clause] > old[clause] and "{" not in clause
                where = next(one for one in self.before.body if clause in one.key)
                self._demand_told(clause, where, f"「{clause}」 stays, though the data took it away", in_list=copied)
        for clause in new - old:
            if now[clause] < new[clause] and clause not in self.result.keys and clause not in self.result.words:
                where = next(one for one in self.today.body if clause in one.key)
                self._demand_told(clause, where, f"「{clause}」 doesn't come, though the data brought it")

    def _demand_told(self, clause: str, paragraph: Paragraph, fault: str, *, in_list: bool = False) -> None:
        """Demand a line that names the sentence, and a comment there unless `in_list` or none of its words stands any more."""
        bare = re.sub(r"\{[^}]*\}", "", clause)
        related = [paragraph.text, *(one.text for one in self.theirs.body if _shared(one.text, bare, least=_LEAST))]
        related += [
            one.text for one in self.theirs.body if not bare and clause in one.key
        ]  # a figure alone in its cell
        stands = any(_shared(one.text, bare) for one in self.theirs.body) or any(
            _shared(text, one.text, least=6) for text in related for one in self.result.body
        )
        comments = [
            one
            for one in self.result.ours
            if any(_shared(one.text, text) or _shared(one.paragraph, text) for text in related)
        ]
        told = [
            line
            for line in self.lines
            if line.tells and any(_shared(line.text, text, min(_ALIKE, len(text))) for text in related if text)
        ]
        if not told:
            self._fault(f"{fault}; no line of the run says so")
        if stands and not comments and not in_list:
            self._fault(f"{fault}; no comment says so")

    def _order(self) -> None:
        """Two paragraphs stand in the data's order, or in people's where only people turned them round; a new one stands between its neighbours.

        Where the data have turned anything round, another order is told.
        """
        rewritten = self._rewritten()
        before, today, theirs, result = (
            [rewritten.get(one.text, one.text) for one in seen.body if one.text]
            for seen in (self.before, self.today, self.theirs, self.result)
        )
        was = [text for text in before if text in today]
        if len(set(today)) != len(today):
            return
        old, new, own, now = (
            {text: at for at, text in enumerate(side) if side.count(text) == 1}
            for side in (before, today, theirs, result)
        )
        turned = was != [text for text in today if text in was]
        wrong: list[tuple[str, ...]] = []
        for one, two in itertools.combinations([text for text in was if text in own and text in now], 2):
            if not turned and not {one, two} & set(rewritten.values()):
                continue
            by_data = (old[one] < old[two]) != (new[one] < new[two])
            wanted = new if by_data else own
            wrong += [(one, two)] * ((now[one] < now[two]) != (wanted[one] < wanted[two]))
        under = {one.text: one.heading for one in self.result.body}
        known = {one.key for seen in (self.before, self.theirs) for one in seen.body}
        new_ones = [one for one in self.today.body if one.key not in known and one.text not in rewritten.values()]
        for drafted in [one for one in new_ones if one.text in now]:
            rest = [one for one in self.today.body if one.heading == drafted.heading]
            at = next(number for number, one in enumerate(rest) if one.text == drafted.text)
            sides = rest[:at], rest[at + 1 :]
            untouched = tuple([one for one in side if one.text in now] for side in sides)
            # Wrong among those that stand as drafted, and among all: people may have put one in which they wrote beyond the others.
            wrong += [(drafted.text,)] * all(
                self._is_misplaced(now[drafted.text], *both, under[drafted.text]) for both in (untouched, sides)
            )
        told, before = (any(_ORDER.search(one.text) for one in seen.ours) for seen in (self.result, self.theirs))
        # What an earlier run has told stands in its comment, and isn't told again in the list.
        if wrong and not (told and (before or any(line.tells and _ORDER.search(line.text) for line in self.lines))):
            self._fault(f"the order of the data isn't followed and nothing says so: {wrong[0]}")

    def _is_misplaced(self, at: int, above: list[Paragraph], below: list[Paragraph], heading: str) -> bool:
        """Return whether something doesn't stand between those drafted above and below it, where these stand in order."""
        before, behind = ([*self._stand(side, heading)] for side in (above, below))
        return bool(before and behind and max(before) < min(behind) and not max(before) < at < min(behind))

    def _stand(self, drafted: Iterable[Paragraph], heading: str) -> Iterator[int]:
        """Yield where paragraphs of today's draft stand under a heading of the result, also those in which people wrote."""
        result = [one for one in self.result.body if one.text]
        for one in drafted:
            same = [number for number, other in enumerate(result) if other.text == one.text]
            alike = [number for number, other in enumerate(result) if _shared(other.key, one.key, least=8)]
            found = same or alike
            if len(found) == 1 and result[found[0]].heading == heading:
                yield found[0]

    def _pieces(self) -> None:
        """What people broke one paragraph into stands together: the data move it whole, and put nothing between."""
        drafted = {one.text for one in self.before.body}
        now = [one.text for one in self.result.body if one.text.strip()]
        for one, two in itertools.pairwise([one.text for one in self.theirs.body if one.text.strip()]):
            other = (
                {one, two} & drafted or min(len(one), len(two)) < _ALIKE or now.count(one) != 1 or now.count(two) != 1
            )
            if not other and any(one + two in text for text in drafted) and now.index(two) != now.index(one) + 1:
                self._fault(f"「{one}」 and 「{two}」 don't stand together any more")

    def _rewritten(self) -> dict[str, str]:
        """Return what today's draft says instead of a paragraph that people left alone and the data rewrote in part, where only one is like it."""
        found: dict[str, str] = {}
        known = {one.key for one in self.before.body}
        for one in self.today.body:
            alike = [
                [other for other in seen.body if _shared(other.key, one.key, least=8)]
                for seen in (self.before, self.theirs, self.result)
            ]
            if one.key not in known and all(map(len, alike)) and max(map(len, alike)) == 1:
                was, own, now = (side[0] for side in alike)
                if was.key == own.key and now.text == one.text:
                    found[own.text] = found[was.text] = one.text
        return found

    def _places(self) -> None:
        """A paragraph that the data bring stands under its own heading; where people deleted its section, it is told and not put elsewhere."""
        known = "\n".join((self.before.keys, self.theirs.keys))
        there = {one.text: one.heading for one in self.result.body}
        for one in self.today.body:
            new = len(one.text) >= 8 and "tc" not in one.within and not _shared(known, one.key, least=8)
            if new and one.text in there:
                near = Counter(
                    there[other.text]
                    for other in self.today.body
                    if other.heading == one.heading
                    and other is not one
                    and other.text in there
                    and len(other.text) >= _LEAST
                )
                named = any(_shared(one.text, line.text) for line in self.lines if line.tells)
                if _is_heading_of(one, there[one.text]):
                    continue
                if near and there[one.text] != near.most_common(1)[0][0]:
                    self._fault(f"added under 「{there[one.text]}」, not under 「{one.heading}」: {one.text}")
                elif not near and not named:
                    self._fault(f"added under 「{there[one.text]}」 though its section is gone: {one.text}")

    # ---- nothing twice, rightly said ------------------------------------------------------------------------------------------

    def _once(self) -> None:
        """No clause of ours stands more often than it stood in theirs or stands in today's draft, or in both where the data rewrote a paragraph.

        People may have copied the paragraph before the data took the clause away from it, and now bring it back.
        """
        now = Counter(clauses(self.result.body))
        most = Counter(clauses(self.theirs.body)) | Counter(clauses(self.today.body))
        known = {one.key for one in self.before.body}
        left = [one for one in self.theirs.body if one.key in known]
        rewritten = [
            one
            for one in self.today.body
            if one.key not in known and any(_shared(other.key, one.key, least=8) for other in left)
        ]
        most += Counter(
            {
                clause: times
                for clause, times in Counter(clauses(self.theirs.body)).items()
                if clause in [*clauses(rewritten)]
            }
        )
        for clause, times in now.items():
            if times > most[clause] and not _is_typed(clause):
                self._fault(f"「{clause}」 stands {times} times")

    def _headings(self) -> None:
        """A line of the run's list names the heading under which its sentence stands."""
        for line in self.lines:
            # What the data took away stood in theirs, and a copy of it may stand in the result.
            sides = [self.result] if line.kind != "删去段落" else []
            # Behind 应为 stands what the draft says, wherever that is.
            words = re.split(r"（已清空）|…|：", re.sub(r"（(里面还有一段)?现在应为：.*", "", line.text))
            for text in filter(lambda one: len(one) >= 8, words):
                for seen in (*sides, self.theirs, self.today, self.before):
                    there = {one.heading for one in seen.body if text in one.text}
                    if there:
                        if seen in (self.today, self.before):
                            there |= self._left_of(there, text, seen)
                        if line.heading not in there:
                            self._fault(
                                f"「{line.kind}  {text}」 is listed under 「{line.heading}」, stands under {sorted(there)}"
                            )
                        break

    def _left_of(self, drafted: set[str], text: str, draft: Seen) -> set[str]:
        """Return under which headings that is which people deleted: where most of its section stands, words of it, or its heading reworded."""
        section = {one.text for one in draft.body if one.heading in drafted and len(one.text) >= _LEAST}
        most = Counter(one.heading for one in self.result.body if one.text in section).most_common(1)
        pieces = {one.heading for one in self.result.body if _shared(one.text, text, least=_LEAST)}
        reworded = {one.heading for one in self.result.body if any(_shared(one.heading, name) for name in drafted)}
        return pieces | reworded | {heading for heading, _ in most}

    def _remarks(self) -> None:
        """Each comment of ours has its place, and none is said twice at one place."""
        lost = {one.text for one in self.theirs.ours if one.at is None}
        for one in self.result.ours:
            if one.at is None and one.text not in lost:
                self._fault(f"our comment 「{one.text}」 has no place")
        for remark, times in Counter((one.text, one.paragraph) for one in self.result.ours).items():
            if times > 1 and not remark[0].startswith("「"):
                self._fault(f"our comment 「{remark[0]}」 is said {times} times")


def _is_heading_of(drafted: Paragraph, heading: str) -> bool:
    """Return whether a heading is the one that a paragraph is drafted under, as people may have reworded it or cut it short."""
    is_left = bool(heading) and heading in drafted.heading
    return is_left or heading == drafted.heading or bool(drafted.heading and _shared(heading, drafted.heading))


def clauses(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """Yield the clauses of paragraphs that are long enough to be known again, with figures' titles in place of numbers."""
    for one in paragraphs:
        yield from (clause for clause in _CLAUSE.findall(one.key) if len(clause) >= _LEAST)


def _is_typed(text: str) -> bool:
    return any(0x3400 <= ord(one) < 0x4DB6 for one in text)


def _shared(one: str, two: str, least: int = _ALIKE) -> bool:
    """Return whether two texts share so many characters in a row."""
    return any(two[at : at + least] in one for at in range(len(two) - least + 1))
