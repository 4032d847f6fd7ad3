"""The sheets of a workbook + cells that are others now -> what the formulas that depend on them come to, exactly; or which can't be told.

Computed are sums over ranges and + - * / of references, numbers and brackets: what an office's totals and rates are made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from reportgen.base.shown import tidy
from reportgen.editing.formula_text import Area, Key, Token, is_elsewhere, moved_text, tokens_of
from reportgen.editing.sheet_spans import Cell, Spans
from reportgen.editing.typed_cell import read_as

Value = Fraction | str | None  # a number, a text, nothing


class NotComputable(Exception):
    """A formula depends on what was changed and isn't one that is computed here: `key` is its cell, `formula` its text."""

    def __init__(self, key: Key, formula: str) -> None:
        super().__init__(formula)
        self.key = key
        self.formula = formula


class Formulas:
    """The formulas of a workbook's sheets, each name in lower case, as Excel takes it."""

    def __init__(self, sheets: Mapping[str, Spans]) -> None:
        self.sheets = {name.casefold(): spans for name, spans in sheets.items()}
        self.cells = {
            Key(name, row, column): cell
            for name, spans in self.sheets.items()
            for row, one in spans.rows.items()
            for column, cell in one.cells.items()
        }
        self.texts = dict(self._texts())
        self.tokens = {key: list(tokens_of(text, key.sheet)) for key, text in self.texts.items()}

    def recomputed(self, changed: Mapping[Key, Value], stale: Iterable[Key] = ()) -> dict[Key, Fraction]:
        """Return what each formula comes to that depends on a changed cell, or is `stale`; raises NotComputable."""
        dirty = self._depending(changed, stale)
        computing = _Computing(self, changed, dirty)
        return {key: computing.computed(key) for key in dirty}

    def spilled(self) -> Iterator[Area]:
        """Yield the ranges that one formula fills, over which nothing can be typed."""
        for key in self.texts:
            of_formula = self.cells[key].of_formula
            if of_formula.get("t") in {"array", "dataTable"} and (ref := of_formula.get("ref")):
                token = next(tokens_of(ref, key.sheet), None)
                if token and token.area:
                    yield token.area

    def _depending(self, changed: Mapping[Key, Value], stale: Iterable[Key]) -> dict[Key, None]:
        dirty = dict.fromkeys(key for key in stale if key in self.texts)
        dirty |= dict.fromkeys(key for key, tokens in self.tokens.items() if any(is_elsewhere(one) for one in tokens))
        waiting = [*changed, *dirty]
        while waiting:
            key = waiting.pop()
            for other, areas in self._areas.items():
                if other not in dirty and any(area.holds(key) for area in areas):
                    dirty[other] = None
                    waiting.append(other)
        return dirty

    @cached_property
    def _areas(self) -> dict[Key, list[Area]]:
        return {key: [one.area for one in tokens if one.area] for key, tokens in self.tokens.items()}

    def _texts(self) -> Iterator[tuple[Key, str]]:
        """Yield each formula's text; of those that are shared (18.3.1.40) only the first says it, the others' references are moved."""
        shared: dict[tuple[str, str], tuple[Key, str]] = {}
        for key, cell in self.cells.items():
            if cell.formula is None:
                continue
            index = cell.of_formula.get("si", "") if cell.of_formula.get("t") == "shared" else ""
            if index and cell.formula:
                shared[key.sheet, index] = key, cell.formula
            if index and not cell.formula and (key.sheet, index) in shared:
                first, text = shared[key.sheet, index]
                yield key, moved_text(text, key.row - first.row, key.column - first.column)
            else:
                yield key, cell.formula


class _Computing:
    """One computation: each dirty formula once."""

    def __init__(self, formulas: Formulas, changed: Mapping[Key, Value], dirty: Mapping[Key, None]) -> None:
        self.formulas = formulas
        self.changed = changed
        self.dirty = dirty
        self.done: dict[Key, Fraction] = {}
        self.begun: set[Key] = set()

    def computed(self, key: Key) -> Fraction:
        """Return a formula's number; raises NotComputable."""
        if key not in self.done:
            formula = self.formulas.texts[key]
            if key in self.begun or self.formulas.cells[key].of_formula.get("t", "normal") not in {"normal", "shared"}:
                raise NotComputable(key, formula)
            self.begun.add(key)
            try:
                self.done[key] = _Expression(self.formulas.tokens[key], self).value()
            except (_Other, ZeroDivisionError, RecursionError):
                raise NotComputable(key, formula) from None
        return self.done[key]

    def at(self, key: Key) -> Value:
        """Return what a cell holds now."""
        if key in self.changed:
            return self.changed[key]
        if key in self.dirty:
            return self.computed(key)
        return _stored(self.formulas.cells.get(key))

    def within(self, area: Area) -> Iterator[Value]:
        """Yield what the cells of a range hold."""
        spans = self.formulas.sheets.get(area.sheet)
        if spans is None:
            raise _Other
        keys = [
            Key(area.sheet, row, column)
            for row, one in spans.rows.items()
            if area.first[0] <= row <= area.last[0]
            for column in one.cells
            if area.first[1] <= column <= area.last[1]
        ]
        keys += [key for key in self.changed if area.holds(key) and key not in self.formulas.cells]
        return (self.at(key) for key in keys)


class _Other(Exception):
    """A formula holds more than is computed here."""


class _Expression:
    """Computes a formula's tokens from left to right."""

    def __init__(self, tokens: list[Token], computing: _Computing) -> None:
        self.tokens = tokens
        self.computing = computing
        self.place = 0

    def value(self) -> Fraction:
        """Return the number; raises _Other, ZeroDivisionError."""
        value = self._sum()
        if self.place < len(self.tokens):
            raise _Other
        return value

    def _next(self, *texts: str) -> str:
        """Return the sign that comes next where it is one of these, and go on; '' else."""
        here = self.tokens[self.place] if self.place < len(self.tokens) else Token("", "")
        if here.kind != "sign" or here.text not in texts:
            return ""
        self.place += 1
        return here.text

    def _sum(self) -> Fraction:
        value = self._product()
        while sign := self._next("+", "-"):
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> Fraction:
        value = self._factor()
        while sign := self._next("*", "/"):
            other = self._factor()
            value = value * other if sign == "*" else value / other
        return value

    def _factor(self) -> Fraction:
        if sign := self._next("+", "-"):
            value = self._factor()
            return -value if sign == "-" else value
        value = self._single()
        while self._next("%"):
            value /= 100
        return value

    def _single(self) -> Fraction:
        if self._next("("):
            value = self._sum()
            self._end_bracket()
            return value
        if self.place == len(self.tokens):
            raise _Other
        token = self.tokens[self.place]
        self.place += 1
        if token.kind == "number":
            return Fraction(Decimal(token.text))
        if token.kind == "function" and token.text == "SUM":
            return self._added()
        if token.area is None or token.area.first != token.area.last:
            raise _Other
        value_at = self.computing.at(Key(token.area.sheet, *token.area.first))
        if token.area.sheet not in self.computing.formulas.sheets or isinstance(value_at, str):
            raise _Other
        return value_at or Fraction(0)

    def _added(self) -> Fraction:
        """Return the sum of what stands in a sum's brackets; texts in ranges aren't added, and one that says a number
        would be missed: raises _Other."""
        value = Fraction(0)
        while True:
            token = self.tokens[self.place] if self.place < len(self.tokens) else Token("", "")
            behind = self.tokens[self.place + 1] if self.place + 1 < len(self.tokens) else Token("", "")
            if token.area is not None and behind.kind == "sign" and behind.text in {",", ")"}:
                self.place += 1
                for one in self.computing.within(token.area):
                    if not isinstance(one, str):
                        value += one or Fraction(0)
                    elif read_as(one).number is not None:  # it had to be stored as a text
                        raise _Other
            else:
                value += self._sum()
            if not self._next(","):
                self._end_bracket()
                return value

    def _end_bracket(self) -> None:
        if not self._next(")"):
            raise _Other


def _stored(cell: Cell | None) -> Value:
    """Return what a cell that nobody changed holds; '' stands for any text, which no sum adds, and raises _Other for an error."""
    if cell is None or (not cell.value and cell.formula is None and "t" not in cell.attributes):
        return None
    kind = cell.attributes.get("t", "n")
    if kind in {"e", "d"} or (not cell.value and cell.formula is not None and kind == "n"):
        raise _Other
    if kind != "n":
        return ""
    return Fraction(tidy(float(cell.value))) if cell.value else None
