"""The annex's table as it was drafted, as people have it and as today's data print it -> people's table with today's cells.

What people wrote stays: a cell that they typed over, a row or column that they added, sorted or took away. What they did not touch
follows the data, by the columns that are left.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from reportgen.annex.held import is_other
from reportgen.annex.table import Line, Match, Table, counted_columns, form, label_form, match, number, same
from reportgen.base.issues import short
from reportgen.compare.rows import LABEL, REMARK
from reportgen.word.blocks import visible_runs
from reportgen.word.events import Event, Kind
from reportgen.word.number_forms import in_form_of
from reportgen.word.package import XML_SPACE, W
from reportgen.word.revisions import Reviser

HEADING = "附件"
_SINGLY = 8  # rows that people added or took away are told one by one up to here
_OTHER = "对比表和今天的数据多数对不上，没有更新"


def renewed_table(base: Table | None, theirs: Table, ours: Table, reviser: Reviser) -> list[Event]:
    """Renew people's table and return what became of it; without a base only numbers that differ are renewed, and each is told.

    A table most of which is another year's or report's stays as it is.
    """
    if base is None:
        due = match(theirs, ours)
        if is_other(due):
            return [Event(Kind.CONFLICT, HEADING, _OTHER)]
        return list(_numbers(due, reviser))
    found = match(theirs, base)
    if not found.rows and base.lines:
        return [Event(Kind.CONFLICT, HEADING, _OTHER)]
    renewal = _Renewal(found, match(ours, base), reviser)
    return [
        *renewal.columns(),
        *renewal.head(),
        *renewal.cells(),
        *renewal.rows_gone(),
        *renewal.rows_new(),
        *renewal.rows_of_people(),
    ]


def _numbers(due: Match, reviser: Reviser) -> Iterator[Event]:
    counted = counted_columns(due.drafted)
    label, head = due.drafted.column(LABEL), due.drafted.head
    for theirs, ours in due.pairs:
        for column in (one for one in counted if one in due.columns):
            mine = due.columns[column]
            said, now = theirs.text(mine), ours.text(column)
            counted_there = number(said)
            if counted_there and number(now) and not same(said, now, [counted_there[1]]):
                _write(theirs.cells[mine], now, ours.cells[column], reviser)
                name = f"{ours.text(label)}「{head.text(column) if head else ''}」"
                yield Event(Kind.FIGURE, HEADING, f"{name} {said} → {now}")


@dataclass(frozen=True)
class _Renewal:
    """People's table and today's, each matched with the base."""

    found: Match
    today: Match
    reviser: Reviser

    def columns(self) -> Iterator[Event]:
        """Tell the columns that people took out or put in."""
        base, theirs = self.found.drafted.head, self.found.theirs.head
        if base is None or theirs is None:
            return
        for column, text in base.texts.items():
            if column not in self.found.columns:
                yield Event(Kind.KEPT, HEADING, f"人删去的一列：{text}")
        for column, text in theirs.texts.items():
            if column not in self.found.columns.values():
                yield Event(Kind.KEPT, HEADING, f"人加的一列：{short(text)}")

    def head(self) -> Iterator[Event]:
        """Renew the header, where a side is called otherwise now."""
        heads = self.found.drafted.head, self.found.theirs.head, self.today.theirs.head
        if heads[0] and heads[1] and heads[2]:
            yield from self._renewed(heads[0], heads[1], heads[2])

    def cells(self) -> Iterator[Event]:
        """Renew the cells of the rows that stand on all three sides."""
        base, theirs, ours = self.found.drafted.lines, self.found.theirs.lines, self.today.theirs.lines
        for number_of, mine in self.found.rows.items():
            if number_of in self.today.rows:
                yield from self._renewed(base[number_of], theirs[mine], ours[self.today.rows[number_of]])

    def rows_gone(self) -> Iterator[Event]:
        """Take away the rows that today's annex doesn't have, where people left them alone, and the titles of sections that are gone."""
        base, theirs = self.found.drafted.lines, self.found.theirs.lines
        label = self.found.drafted.column(LABEL)
        for number_of, mine in self.found.rows.items():
            if number_of in self.today.rows:
                continue
            name = base[number_of].text(label)
            if all(
                _untouched(theirs[mine].text(their), base[number_of].text(column))
                for column, their in self.found.columns.items()
            ):
                self.reviser.remove(theirs[mine].element)
                yield Event(Kind.REMOVED, HEADING, name)
            else:
                yield Event(Kind.CONFLICT, HEADING, f"{name}（现在的对比表里没有这一行，有人改过，所以留着）")
        gone = _titles(self.found.drafted).keys() - _titles(self.today.theirs).keys()
        for said, title in _titles(self.found.theirs).items():
            if said in gone:
                self.reviser.remove(title.element)
                yield Event(Kind.REMOVED, HEADING, title.section)

    def rows_new(self) -> Iterator[Event]:
        """Put the rows that only today's annex has behind the one that stands before them in it, unless people wrote them themselves."""
        theirs, ours = self.found.theirs, self.today.theirs
        label = ours.column(LABEL)
        mine = self.found.columns.get(self.found.drafted.column(LABEL) or 0)
        stands = {label_form(one.text(mine)) for one in theirs.lines}
        titles, drafted = _titles(theirs), _titles(self.found.drafted)
        of_base = {our: number_of for number_of, our in self.today.rows.items()}
        anchor = theirs.head.element if theirs.head else None
        at = -1
        for row in ours.rows:
            if row.is_title:
                title = titles.get(row.section)
                if title is not None:
                    anchor = title.element
                elif row.section not in drafted and anchor is not None:
                    anchor = self.reviser.insert_after(anchor, _table_of(anchor), self._title(row))
                continue
            if not any(row.texts.values()):
                continue
            at += 1
            if at in of_base:
                there = self.found.rows.get(of_base[at])
                anchor = theirs.lines[there].element if there is not None else anchor
            elif label_form(row.text(label)) not in stands and anchor is not None:
                anchor = self.reviser.insert_after(anchor, _table_of(anchor), self._row(row))
                yield Event(Kind.ADDED, HEADING, row.text(label))

    def rows_of_people(self) -> Iterator[Event]:
        """Tell the rows that people added or took away."""
        base, theirs = self.found.drafted.lines, self.found.theirs.lines
        known = set(self.found.rows.values())
        added = [" ".join(one.texts.values()) for at, one in enumerate(theirs) if at not in known]
        label = self.found.drafted.column(LABEL)
        gone = [one.text(label) for at, one in enumerate(base) if at not in self.found.rows]
        for what, rows in (("人写的", added), ("人删去的", gone)):
            if len(rows) > _SINGLY:
                yield Event(Kind.KEPT, HEADING, f"{what}：对比表里{len(rows)}行")
            else:
                yield from (Event(Kind.KEPT, HEADING, f"{what}：{short(one)}") for one in rows)

    def _renewed(self, base: Line, theirs: Line, ours: Line) -> Iterator[Event]:
        remark, label = self.found.drafted.column(REMARK), self.found.drafted.column(LABEL)
        for column, mine in self.found.columns.items():
            our = self.today.columns.get(column)
            if our is None or mine not in theirs.cells or our not in ours.cells:
                continue
            was, said, now = base.text(column), theirs.text(mine), ours.text(our)
            if form(said) == form(now):
                continue
            if _untouched(said, was):
                if form(was) != form(now):
                    _write(theirs.cells[mine], in_form_of(now, said), ours.cells[our], self.reviser)
                    yield Event(Kind.FIGURE, HEADING, f"{base.text(label)} {said} → {now}")
            elif column == remark or not now:  # any other cell is told with the typed numbers
                kind = Kind.KEPT if form(was) == form(now) else Kind.CONFLICT
                yield Event(kind, HEADING, f"{base.text(label)} 写的是{short(said) or '空'}，数据是{now or '空'}")

    def _row(self, ours: Line) -> etree._Element:
        """Return a row of today's annex with the columns that people's table has."""
        theirs = self.found.theirs
        columns = {their: self.today.columns.get(column) for column, their in self.found.columns.items()}
        as_ours = theirs.width == self.today.theirs.width and all(one == other for one, other in columns.items())
        if as_ours or not self.found.rows:
            return ours.element
        like = theirs.lines[next(iter(self.found.rows.values()))]
        element = copy.deepcopy(like.element)
        copied = list(element.iter(f"{W}tc"))
        originals = list(like.element.iter(f"{W}tc"))
        for column, cell in like.cells.items():
            _type(copied[originals.index(cell)], ours.text(columns.get(column)))
        return element

    def _title(self, ours: Line) -> etree._Element:
        """Return a section's title as wide as people's table."""
        element = copy.deepcopy(ours.element)
        for span in element.iter(f"{W}gridSpan"):
            span.set(f"{W}val", str(self.found.theirs.width))
        return element


def _untouched(said: str, was: str) -> bool:
    """Return whether a cell says what it was drafted with, in whatever form of numbers."""
    return form(said) == form(was)


def _titles(table: Table) -> dict[str, Line]:
    return {one.section: one for one in table.rows if one.is_title and one.section}


def _table_of(row: etree._Element) -> etree._Element:
    return next(row.iterancestors(f"{W}tbl"))


def _write(cell: etree._Element, text: str, ours: etree._Element, reviser: Reviser) -> None:
    """Put a text into a cell in the formatting of what stands there, else in that of our own cell."""
    paragraphs = [one for one in cell.iter(f"{W}p") if visible_runs(one)]
    if paragraphs and text:
        reviser.set_text(paragraphs[0], text)
    else:
        place = paragraphs[0] if paragraphs else next(cell.iter(f"{W}p"))
        reviser.replace_content(place, next(ours.iter(f"{W}p")))


def _type(cell: etree._Element, text: str) -> None:
    first, *others = cell.iter(f"{W}p")
    for one in others:
        holder = one.getparent()
        assert holder is not None
        holder.remove(one)
    faces = [face for run in first.iter(f"{W}r") for face in run.findall(f"{W}rPr")][:1]
    for child in [one for one in first if one.tag != f"{W}pPr"]:
        first.remove(child)
    if text:
        run = etree.SubElement(first, f"{W}r")
        run.extend(copy.deepcopy(face) for face in faces)
        etree.SubElement(run, f"{W}t", {XML_SPACE: "preserve"}).text = text
