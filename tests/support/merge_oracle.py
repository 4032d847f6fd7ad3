"""What a merge must make of a report that people edited and of corrected data, by paragraphs, said without knowing how it is done."""

from __future__ import annotations

import copy
import difflib
import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree
from person import FALLBACK, FROM, HAND, MOVED, TAG, WROTE, Edited, is_typed, title_of

from reportgen.word.package import DOCUMENT, W, parse_part

OURS = "reportgen"
_TRACKED = "person-tracked"
_BOX = f"{W}txbxContent"
_COMMENTING = (f"{W}commentRangeStart", f"{W}commentRangeEnd")
_CLOSE = 0.75  # a paragraph less like what we wrote may count as another one
_SAME_PLACE = 0.6
_LONG = 24  # characters; what is shorter can't be told from another one once things have moved


# ---- reading -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """Some text of a paragraph: a mark with what was written into it, or words."""

    text: str
    title: str = ""
    tag: str = ""
    wrote: str = ""
    hand: bool = False


@dataclass(frozen=True)
class Read:
    """A paragraph as it reads with all changes accepted, and where it comes from."""

    pieces: tuple[Piece, ...]
    element: etree._Element = field(compare=False)
    origins: tuple[int, ...] = ()
    moved: bool = False
    in_table: bool = False

    @property
    def text(self) -> str:
        """Return what it says."""
        return "".join(piece.text for piece in self.pieces)

    @functools.cached_property
    def key(self) -> str:
        """Return what it says beyond its marks."""
        return "".join(f"{{{piece.title}}}" if piece.title else piece.text for piece in self.pieces)

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Return title and text of its marks."""
        return [(piece.title, piece.text) for piece in self.pieces if piece.title]


def read(root: etree._Element) -> list[Read]:
    """Return the paragraphs of a document in which nothing is tracked any more."""
    return [
        Read(
            tuple(_pieces(paragraph)),
            paragraph,
            tuple(int(one) for one in paragraph.get(FROM, "").split()),
            bool(paragraph.get(MOVED)),
            next(paragraph.iterancestors(f"{W}tbl"), None) is not None,
        )
        for paragraph in root.iter(f"{W}p")
        if next(paragraph.iterancestors(FALLBACK), None) is None
    ]


def _pieces(paragraph: etree._Element) -> Iterable[Piece]:
    words = ""
    held: etree._Element | None = None
    said: list[str] = []

    def mark(control: etree._Element) -> Piece:
        tag = control.find(f"{W}sdtPr/{W}tag")
        known = control.get(TAG, "" if tag is None else tag.get(f"{W}val", ""))
        return Piece("".join(said), title_of(control), known, control.get(WROTE, ""), bool(control.get(HAND)))

    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}sdt"):
        if next(node.iterancestors(f"{W}p"), None) is not paragraph:
            continue
        if node.tag == f"{W}sdt":
            continue
        parent = node.getparent()
        if parent is None or parent.tag != f"{W}r" or next(node.iterancestors(FALLBACK, f"{W}p")).tag != f"{W}p":
            continue
        control = next(one for one in node.iterancestors(f"{W}sdt", f"{W}p") if one.tag == f"{W}p" or title_of(one))
        within = control if control.tag == f"{W}sdt" else None
        if within is not held:
            if held is not None:
                yield mark(held)
            elif words:
                yield Piece(words)
            words, said, held = "", [], within
        text = {f"{W}tab": "\t", f"{W}br": "\n"}.get(str(node.tag), node.text or "")
        if within is None:
            words += text
        else:
            said.append(text)
    if held is not None:
        yield mark(held)
    elif words:
        yield Piece(words)


# ---- revisions ---------------------------------------------------------------------------------------------------------------


def settled(root: etree._Element, *, accept: bool, author: str | None = None) -> etree._Element:
    """Return a copy with the revisions of an author (None: of all) accepted or rejected (ECMA-376 17.13.5)."""
    root = copy.deepcopy(root)
    stays, goes = ("ins", "del") if accept else ("del", "ins")
    keep, drop = (
        {f"{W}{stays}", f"{W}move{'To' if accept else 'From'}"},
        {f"{W}{goes}", f"{W}move{'From' if accept else 'To'}"},
    )

    def concerns(element: etree._Element) -> bool:
        return author is None or element.get(f"{W}author") == author

    for row in list(root.iter(f"{W}tr")):
        for tag in (keep, drop):
            for one in row.findall(f"{W}trPr/*"):
                if one.tag in tag and concerns(one) and _has_parent(row, root):
                    _remove(row if tag is drop else one)
    for table in list(root.iter(f"{W}tbl")):
        if table.find(f".//{W}tr") is None:
            _remove(table)
    for element in list(root.iter(*keep, *drop)):
        parent = element.getparent()
        if parent is None or not concerns(element) or parent.tag in (f"{W}rPr", f"{W}trPr"):
            continue
        if element.tag in drop:
            _remove(element)
        else:
            for node in element.iter(f"{W}delText"):
                if next(node.iterancestors(f"{W}del", f"{W}moveFrom")) is element:
                    node.tag = f"{W}t"
            for child in list(element):
                element.addprevious(child)
            _remove(element)
    for change in list(root.iter(f"{W}rPrChange", f"{W}pPrChange")):
        parent = change.getparent()
        if parent is not None and concerns(change):
            if not accept:
                parent[:] = [one for one in parent if one.tag == f"{W}rPr" and parent.tag == f"{W}pPr"] + list(
                    change[0]
                )
            else:
                _remove(change)
    for control in list(root.iter(f"{W}sdt")):  # what was tracked in it may have been all that it held
        if title_of(control) and next(control.iter(f"{W}t", f"{W}delText"), None) is None:
            _remove(control)
    for paragraph in list(root.iter(f"{W}p")):
        for one in paragraph.findall(f"{W}pPr/{W}rPr/*"):
            if one.tag in keep | drop and concerns(one) and _has_parent(paragraph, root):
                _remove(one)
                if one.tag in drop:
                    _join(paragraph, ours=one.get(f"{W}author") == OURS)
    return root


def _join(paragraph: etree._Element, *, ours: bool) -> None:
    behind = next(paragraph.itersiblings(f"{W}p", f"{W}tbl"), None)
    content = [child for child in paragraph if child.tag != f"{W}pPr"]
    if behind is not None and behind.tag == f"{W}p":
        first = behind.find(f"{W}pPr")
        at = 0 if first is None else 1
        behind[at:at] = content
        _remove(paragraph)
        return
    empty = next(paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"), None) is None
    before_table = behind is not None and behind.tag == f"{W}tbl"
    if empty and (before_table or (behind is None and not ours)):  # a text's last mark stays
        _remove(paragraph)


def _has_parent(element: etree._Element, root: etree._Element) -> bool:
    return element is root or any(one is root for one in element.iterancestors())


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


# ---- what a merge must make --------------------------------------------------------------------------------------------------


class Broken(AssertionError):
    """The merge broke one of its rules."""


def demand(holds: object, rule: str, *seen: object) -> None:
    """Raise Broken with what was seen where a rule doesn't hold."""
    if not holds:
        raise Broken("\n  ".join([rule, *map(str, seen)]))


@dataclass(frozen=True)
class Lineage:
    """Which paragraph of the one draft is which of the other: `now` by number, with how alike they are; None for one that goes.

    `instead` are the paragraphs in whose place one is added.
    """

    now: dict[int, tuple[int, float] | None]
    added: tuple[int, ...]
    instead: dict[int, range]


def lineage(base: list[Read], ours: list[Read]) -> Lineage:
    """Return what became of each paragraph; both are drafts of the same template or nearly."""
    now: dict[int, tuple[int, float] | None] = {}
    instead: dict[int, range] = {}
    keys = [one.key for one in base], [one.key for one in ours]
    for kind, a, b, c, d in difflib.SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            now.update((a + n, (c + n, 1.0)) for n in range(b - a))
        elif kind == "replace":
            now.update(_paired(base, ours, range(a, b), range(c, d)))
            instead.update((n, range(a, b)) for n in range(c, d))
    for number in range(len(base)):
        now.setdefault(number, None)
    matched = {found[0] for found in now.values() if found}
    return Lineage(now, tuple(n for n in range(len(ours)) if n not in matched), instead)


def _paired(base: list[Read], ours: list[Read], left: range, right: range) -> dict[int, tuple[int, float]]:
    """Return the pairing, in order, that is most alike altogether."""

    @functools.cache
    def best(a: int, c: int) -> tuple[float, tuple[tuple[int, int, float], ...]]:
        if a == left.stop or c == right.stop:
            return 0, ()
        found = max(best(a + 1, c), best(a, c + 1))
        alike = difflib.SequenceMatcher(None, base[a].key, ours[c].key, autojunk=False).ratio()
        if alike >= 0.5:
            value, pairs = best(a + 1, c + 1)
            found = max(found, (value + alike, ((a, c, min(alike, 0.999)), *pairs)))
        return found

    return {a: (c, alike) for a, c, alike in best(left.start, right.start)[1]}


@dataclass(frozen=True)
class Option:
    """One thing that may become of a paragraph of theirs: its marks and text, or nothing."""

    text: str | None
    marks: tuple[tuple[str, str], ...] = ()
    kept: bool = True


class Case:
    """What people did to one draft, what the data say now, and what follows from it."""

    def __init__(self, base: Mapping[str, bytes], edited: Edited, ours: Mapping[str, bytes]) -> None:
        self.base, self.ours = (read(parse_part(one[DOCUMENT])) for one in (base, ours))
        self.edited = edited
        annotated = copy.deepcopy(edited.annotated)
        for paragraph in annotated.iter(f"{W}p"):
            if next(paragraph.iter(f"{W}ins", f"{W}del"), None) is not None:
                paragraph.set(_TRACKED, "1")
        self.theirs = read(settled(annotated, accept=True))
        self.lineage = lineage(self.base, self.ours)
        self.says: dict[tuple[str, str], set[str]] = {}
        for one in self.ours:
            for piece in one.pieces:
                if piece.title:
                    self.says.setdefault((piece.title, piece.tag), set()).add(piece.text)
        self.times = Counter(origin for one in self.theirs for origin in one.origins)

    def new(self, piece: Piece) -> str | None:
        """Return what the data say for a mark; None where they don't say it (any more) or say it in two ways."""
        said = self.says.get((piece.title, piece.tag), set())
        return next(iter(said)) if len(said) == 1 else None

    def renewed(self, one: Read) -> Option:
        """Return a paragraph of theirs with its marks renewed."""
        pieces = [
            piece.text if not piece.title or piece.hand else (self.new(piece) or piece.text) for piece in one.pieces
        ]
        marks = tuple((piece.title, text) for piece, text in zip(one.pieces, pieces, strict=True) if piece.title)
        return Option("".join(pieces), marks)

    def options(self, one: Read) -> list[Option]:
        """Return what may become of a paragraph of theirs."""
        kept = self.renewed(one)
        if len(one.origins) > 1:  # joined; an empty paragraph may have left no trace
            same = [self.lineage.now[origin] for origin in one.origins if self.base[origin].key == one.key]
            return [kept, *(Option(None) if became is None else self.replaced(became[0]) for became in same)]
        if not one.origins or self.times[one.origins[0]] != 1:
            return [kept]
        before = self.base[one.origins[0]]
        became = self.lineage.now[one.origins[0]]
        alone = one.key == before.key and not any(piece.hand for piece in one.pieces)
        if not alone or (became and became[1] == 1.0):
            return [kept]
        instead = Option(None) if became is None else self.replaced(became[0])
        return [instead, kept] if one.moved or one.element.get(_TRACKED) else [instead]

    def replaced(self, number: int) -> Option:
        """Return a paragraph of ours in place of theirs."""
        return Option(self.ours[number].text, tuple(self.ours[number].marks), kept=False)

    def conflicts(self) -> tuple[list[str], int]:
        """Return what comments must show, and how many further comments there may be."""
        must: list[str] = []
        may = 0
        present = Counter(origin for one in self.theirs for origin in one.origins)
        for number, became in self.lineage.now.items():
            if became and became[1] == 1.0:
                continue
            here = [one for one in self.theirs if number in one.origins]
            alone = len(here) == 1 and len(here[0].origins) == 1 and here[0].key == self.base[number].key
            hand = any(piece.hand for one in here for piece in one.pieces)
            if alone and not hand and not here[0].moved:
                continue
            near = (
                len(here) == 1
                and len(here[0].origins) == 1
                and not alone
                and not here[0].moved
                and (len(self.base[number].key) >= _LONG or not any(one.moved for one in self.theirs))
                and self._alike(number, here[0])
            )
            if near and became and became[1] >= _SAME_PLACE:
                must.append(self.ours[became[0]].text)
            else:
                may += max(1, present[number])
        return must, may

    def _alike(self, number: int, one: Read) -> bool:
        """Return whether a paragraph of theirs is clearly an edited one of ours."""
        if one.key == self.base[number].key:
            return True
        mine = difflib.SequenceMatcher(None, self.base[number].key, one.key, autojunk=False).ratio()
        others = (
            difflib.SequenceMatcher(None, other.key, one.key, autojunk=False).quick_ratio()
            for n, other in enumerate(self.base)
            if n != number
        )
        return mine >= _CLOSE and mine > max(others, default=0)

    def overwritten(self) -> Counter[tuple[str, str]]:
        """Return what comments must say of marks: (what people typed, what the data say), for figures that changed."""
        found: Counter[tuple[str, str]] = Counter()
        for one in self.theirs:
            for piece in one.pieces:
                now = self.new(piece) if piece.hand else None
                if now is not None and now != piece.wrote and now != piece.text:
                    found[piece.text, now] += 1
        return found

    # ---- checks ---------------------------------------------------------------------------------------------------------------

    def check(self, result: Mapping[str, bytes], told: int) -> None:
        """Raise Broken where the merged document isn't what it must be; `told` is the number of conflicts that were reported."""
        root = parse_part(result[DOCUMENT])
        got = read(settled(root, accept=True))
        self._check_typed(got)
        path = self._check_text(got)
        self._check_places(got, path)
        self._check_formatting(got, path)
        self._check_untouched(root, got, path)
        self._check_comments(result, root, told)
        _check_fallbacks(root)

    def _check_typed(self, got: list[Read]) -> None:
        mine = [char for one in self.theirs for char in one.text if is_typed(char)]
        demand(set(mine) == self.edited.typed and len(mine) == len(self.edited.typed), "the person remembers badly")
        now = [char for one in got for char in one.text if is_typed(char)]
        lost, doubled = Counter(mine) - Counter(now), Counter(now) - Counter(mine)
        demand(not lost, "what people typed is lost", *lost, *_where(self.theirs, lost))
        demand(not doubled, "what people typed is doubled", *doubled, *_where(got, doubled))
        demand(now == mine, "what people typed stands in another order")

    def _check_text(self, got: list[Read]) -> dict[int, tuple[int | None, Option]]:
        """Return, for each paragraph of theirs, its number in the result and what became of it."""
        wanted = [self.options(one) for one in self.theirs]
        must = Counter(self.ours[number].text for number in self.lineage.added if not self._may_miss(number))
        may = Counter(self.ours[number].text for number in self.lineage.added if self._may_miss(number))
        for number, became in self.lineage.now.items():
            if became and became[1] < _SAME_PLACE:
                here = [one for one in self.theirs if number in one.origins]
                if not (len(here) == 1 and here[0].key == self.base[number].key):
                    may[self.ours[became[0]].text] += 1
        may[""] += 1  # behind a table that would stand last
        extra = must + may
        texts = [one.text for one in got]
        reached: dict[tuple[int, int], tuple[tuple[int, int], Option | None] | None] = {(0, 0): None}
        todo = [(0, 0)]
        for at in todo:
            i, j = at
            steps: list[tuple[tuple[int, int], Option | None]] = []
            if j < len(wanted):
                for option in wanted[j]:
                    if option.text is None:
                        steps.append(((i, j + 1), option))
                    elif i < len(got) and texts[i] == option.text and tuple(got[i].marks) == option.marks:
                        steps.append(((i + 1, j + 1), option))
            if i < len(got) and texts[i] in extra:
                steps.append(((i + 1, j), None))
            for to, option in steps:
                if to not in reached:
                    reached[to] = (at, option)
                    todo.append(to)
        end = (len(got), len(wanted))
        if end not in reached:
            i, j = max(reached, key=sum)
            raise Broken(
                "\n  ".join(
                    [
                        f"theirs paragraph {j} became something else (result paragraph {i}); options, theirs, found:",
                        *(f"option {one.text!r} {one.marks}" for one in (wanted[j] if j < len(wanted) else ())),
                        f"theirs {self.theirs[j].text!r} from {self.theirs[j].origins}"
                        if j < len(wanted)
                        else "the end",
                        *(f"found  {one.text!r} {one.marks}" for one in got[i : i + 2]),
                    ]
                )
            )
        path: dict[int, tuple[int | None, Option]] = {}
        added: Counter[str] = Counter()
        step = reached[end]
        at = end
        while step is not None:
            back, chosen = step
            if chosen is None:
                added[texts[back[0]]] += 1
            else:
                path[back[1]] = (back[0] if at[0] > back[0] else None, chosen)
            at, step = back, reached[back]
        demand(not must - added, "what the data or the template add is missing", *(must - added))
        demand(not added - extra, "what is added is there twice", *(added - extra))
        return path

    def _may_miss(self, number: int) -> bool:
        """Return whether an added paragraph has lost its place: a table that people changed, a text box."""
        one = self.ours[number]
        if any(not self._stands(before) for before in self.lineage.instead.get(number, ())):
            return True  # which may count as that one changed
        return one.in_table or next(one.element.iterancestors(_BOX), None) is not None

    def _stands(self, number: int) -> bool:
        """Return whether people left a paragraph where and as it was."""
        here = [one for one in self.theirs if number in one.origins]
        return len(here) == 1 and here[0].key == self.base[number].key and not here[0].moved

    def _check_places(self, got: list[Read], path: dict[int, tuple[int | None, Option]]) -> None:
        """What we add stands between the paragraphs it stands between in ours, where people left those in their order."""
        if all(map(self._may_miss, self.lineage.added)):
            return
        where = {found[0]: number for number, found in self.lineage.now.items() if found}
        at: dict[int, int] = {}
        for number, one in enumerate(self.theirs):
            place = path[number][0]
            single = len(one.origins) == 1 and self.times[one.origins[0]] == 1 and not one.moved
            if single and place is not None and self._alike(one.origins[0], one):
                at[one.origins[0]] = place
        texts = [one.text for one in got]
        for number in self.lineage.added:
            if self._may_miss(number) or texts.count(self.ours[number].text) != 1:
                continue
            place = texts.index(self.ours[number].text)
            before = next((n for n in range(number - 1, -1, -1) if n not in self.lineage.added), None)
            behind = next((n for n in range(number + 1, len(self.ours)) if n not in self.lineage.added), None)
            first = -1 if before is None else at.get(where[before])
            last = len(got) if behind is None else at.get(where[behind])
            if first is not None and last is not None and first < last:
                demand(first < place < last, "what we add stands elsewhere", self.ours[number].text, first, place, last)

    def _check_formatting(self, got: list[Read], path: dict[int, tuple[int | None, Option]]) -> None:
        for number, one in enumerate(self.theirs):
            place, option = path[number]
            if place is not None:
                there = got[place].element
                demand(_settings(one.element) == _settings(there), "the paragraph's formatting changed", one.text)
                if option.kept:
                    before, after = _skeleton(one.element), _skeleton(there)
                    demand(before == after, "more than the marks' text changed", one.text, before, after)

    def _check_untouched(
        self, root: etree._Element, got: list[Read], path: dict[int, tuple[int | None, Option]]
    ) -> None:
        """The XML of what need not change is that of theirs, tracked changes and all."""
        before = Counter(_canonical(one) for one in parse_part(self.edited.parts[DOCUMENT]).iter(f"{W}p"))
        after = Counter(_canonical(one) for one in root.iter(f"{W}p"))
        commented = {id(one.element) for one in got if one.element.find(f".//{W}commentReference") is not None}
        changing: set[str] = set()
        same: Counter[str] = Counter()
        for number, one in enumerate(self.theirs):
            place, option = path[number]
            if one.element.get(_TRACKED):
                continue
            if place is not None and option.text == one.text and id(got[place].element) not in commented:
                same[_canonical(_clean(one.element))] += 1
            else:
                changing.add(_canonical(_clean(one.element)))
        for xml, times in same.items():
            if xml in before and xml not in changing:  # those with tracked changes read otherwise
                demand(after[xml] >= times, "what need not change has other XML", xml)

    def _check_comments(self, result: Mapping[str, bytes], root: etree._Element, told: int) -> None:
        said = comments(result)
        texts = list(said.values())
        for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            ids = [one.get(f"{W}id", "") for one in root.iter(f"{W}{tag}") if _outside_fallback(one)]
            demand(sorted(ids) == sorted(said), f"the comments' {tag} don't agree with them", ids, list(said))
        demand(told == len(texts), "the events and the comments disagree", told, *texts)
        overwritten = self.overwritten()
        for (typed, now), times in overwritten.items():
            there = [text for text in texts if f"人工改为{typed}" in text and f"数据现为{now}" in text]
            demand(len(there) == times, "an overwritten figure is not commented once", typed, now, times, *texts)
        must, may = self.conflicts()
        for text in must:
            short = _bare(text)
            demand(any(short in _bare(one) for one in texts), "a conflict's comment doesn't show ours", text, *texts)
        least, most = len(must), sum(overwritten.values()) + len(must) + may
        demand(least <= len(texts) <= most, "other conflicts than there are", least, most, *texts)


def comments(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the comments that the program wrote, by id."""
    found: dict[str, str] = {}
    for name in parts:
        if re.fullmatch(r"word/comments\d*\.xml", name):
            for one in parse_part(parts[name]).iter(f"{W}comment"):
                lines = ("".join(node.text or "" for node in line.iter(f"{W}t")) for line in one.iter(f"{W}p"))
                if one.get(f"{W}author") == OURS:
                    found[one.get(f"{W}id", "")] = "\n".join(lines)
    return found


def check_tracked(
    people: Mapping[str, bytes], untracked: Mapping[str, bytes], tracked: Mapping[str, bytes], *, blank: bool = True
) -> None:
    """Raise Broken unless rejecting the program's revisions gives theirs, and accepting them the untracked result.

    Without `blank`, empty paragraphs don't count: where a table stands last, one stays behind it.
    """
    root = parse_part(tracked[DOCUMENT])
    theirs, plain = (parse_part(parts[DOCUMENT]) for parts in (people, untracked))
    for accept, wanted in ((False, theirs), (True, plain)):
        word = "accepting" if accept else "rejecting"
        now = _ended(read(settled(settled(root, accept=accept, author=OURS), accept=True)))
        then = _ended(read(settled(wanted, accept=True)))
        if not blank:
            now, then = ([one for one in side if one.text] for side in (now, then))
        pairs = ((a.text, b.text) for a, b in zip(then, now, strict=False))
        first = next(((a, b) for a, b in pairs if a != b), (len(then), len(now)))
        demand([a.text for a in then] == [a.text for a in now], f"{word} gives another text", *first)
        marks = next(((a.marks, b.marks) for a, b in zip(then, now, strict=True) if a.marks != b.marks), None)
        demand(marks is None, f"{word} gives other marks", *(marks or ()))


def _ended(paragraphs: list[Read]) -> list[Read]:
    """Return the paragraphs without an empty last one: a text's end that people have deleted, tracked, is there or not."""
    return paragraphs[:-1] if paragraphs and not paragraphs[-1].text else paragraphs


def _where(paragraphs: list[Read], characters: Iterable[str]) -> list[str]:
    return [one.text for one in paragraphs if set(one.text) & set(characters)]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _outside_fallback(element: etree._Element) -> bool:
    return next(element.iterancestors(FALLBACK), None) is None


def _clean(paragraph: etree._Element) -> etree._Element:
    clean = copy.deepcopy(paragraph)
    for element in clean.iter(etree.Element):
        for name in (FROM, MOVED, TAG, WROTE, HAND, _TRACKED):
            element.attrib.pop(name, "")
    return clean


def _canonical(element: etree._Element) -> str:
    """Return an element's XML; what stands in its text boxes counts on its own."""
    alone = copy.deepcopy(element)
    alone.tail = None
    for box in list(alone.iter(_BOX)):
        box[:] = []
    return etree.tostring(alone, method="c14n", exclusive=True).decode()


def _settings(paragraph: etree._Element) -> str:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        return ""
    clean = copy.deepcopy(properties)
    for mark in clean.findall(f"{W}rPr"):
        if not len(mark):
            clean.remove(mark)
    return _canonical(clean) if len(clean) else ""


def _skeleton(paragraph: etree._Element) -> str:
    """Return a paragraph's XML without comments and with the formatting of each mark in place of what stands in it."""
    clean = _clean(paragraph)
    for element in list(clean.iter(*_COMMENTING)):
        _remove(element)
    for reference in list(clean.iter(f"{W}commentReference")):
        run = reference.getparent()
        if run is not None:
            _remove(run)
    for control in list(clean.iter(f"{W}sdt")):
        content = control.find(f"{W}sdtContent")
        if title_of(control) and content is not None:
            first = next(content.iter(f"{W}r"), None)
            content[:] = [] if first is None else copy.deepcopy(first.findall(f"{W}rPr"))
    for box in list(clean.iter(_BOX)):
        box[:] = []
    for properties in list(clean.iter(f"{W}pPr")):
        _remove(properties)
    return _canonical(clean)


def _check_fallbacks(root: etree._Element) -> None:
    for fallback in root.iter(FALLBACK):
        choice = fallback.getprevious()
        if choice is not None:
            pair = ["".join(node.text or "" for node in one.iter(f"{W}t")) for one in (choice, fallback)]
            demand(pair[0] == pair[1], "a text box says one thing in Word and another in its fallback", *pair)
