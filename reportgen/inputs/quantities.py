"""The cells of a column of numbers, as people see them -> exact numbers; what is wrong with several of them -> one issue."""

from __future__ import annotations

import re

from reportgen.base.issues import Finder, Location, quoted, rows_listed
from reportgen.base.numbers import POINTS, SCALES, Exact, NotANumber, TooFine, base_unit, is_plain, parse_quantity
from reportgen.base.shown import Look, Problem
from reportgen.base.textfile import half_width
from reportgen.base.yaml_writing import scalar_text
from reportgen.inputs.catalogue import Blank, Measure
from reportgen.inputs.definitions import allowing

_SIGNS = tuple(POINTS)
_NOTHING = re.compile("[-−–—―─]{1,4}|/|无")  # how people fill a cell in which there is nothing to say

NOT_COMPUTED = "公式没有算过（{}），请用 Excel 或 WPS 打开再保存，或直接填数"
_WRONG = {  # what to do, and what was expected
    Problem.DATE: ("{}是日期，这里要填数，请把单元格格式改成「常规」，再重新填写", "一个数"),
    Problem.OTHERWISE: (
        "这一格显示的是{}，不知道以哪个为准，请把单元格格式改成「常规」，再按这一列的单位填写",
        "显示的和存的一样",
    ),
    Problem.NOT_COMPUTED: (NOT_COMPUTED, "算好的公式，或一个数"),
}
_Cases = list[tuple[int, str]]  # row, and what people see or the file says


class Quantities:
    """Reads the cells of one measure, row by row; `tell` notes what is wrong with the column.

    Of a column that `is_of_other_unit`, as is told already, the decimals are those of that unit.
    """

    def __init__(self, measure: Measure, file: str, finder: Finder, *, is_of_other_unit: bool) -> None:
        self.measure = measure
        self.file = file
        self.finder = finder
        self.is_of_other_unit = is_of_other_unit
        self.unread: dict[Problem, _Cases] = {}
        self.of_other_units: _Cases = []
        self.nothing: _Cases = []
        self.signed: _Cases = []
        self.bare: _Cases = []

    def read(self, row: int, text: str, look: Look | None, *, is_total: bool = False) -> Exact | None:
        """Return a cell's exact number in the measure's unit, None for an empty one or one with a fault, which is noted.

        A total that nothing has computed yet is none: it may stand in a form that is still to be filled.
        """
        if look is None and is_plain(text) and self.measure.unit not in _SIGNS:  # nearly always
            return int(text)
        problem = look.problem if look else None
        if problem is Problem.NOT_COMPUTED and is_total:
            return None
        if look is not None and problem is not None:
            self.unread.setdefault(problem, []).append((row, _said(text, look)))
            return None
        if look is None and _NOTHING.fullmatch(half_width(text)):
            if self.measure.blank is None:
                self.nothing.append((row, text))
            return 0 if self.measure.blank is Blank.ZERO else None
        number, unit = (look.number, look.unit) if look else _without_sign(text)
        if unit and _is_another(unit, self.measure.unit):
            self.of_other_units.append((row, text))
            return None
        value = self._number(row, text, number, look)
        if value and self.measure.unit in _SIGNS:
            (self.signed if unit in _SIGNS else self.bare).append((row, text))
        return value

    def _number(self, row: int, text: str, number: str, look: Look | None) -> Exact | None:
        unit, digits, below_zero = self.measure.unit, self.measure.digits, self.measure.below_zero
        try:
            try:
                return parse_quantity(number, digits, unit, below_zero=below_zero)
            except NotANumber:
                # A rate that a spreadsheet computed is the rounded one that it shows; a count or an amount never has such decimals.
                if look is None or unit not in _SIGNS:
                    raise
                return parse_quantity(look.rounded, digits, unit, below_zero=below_zero)
        except NotANumber as error:
            if self.is_of_other_unit and isinstance(error, TooFine):
                return None
            at = Location(self.file, row, self.measure.name)
            stored = f"（存的是{look.stored}）" if look and look.stored != text else ""
            way = allowing(error, f"{self.measure.name}: {{unit: {scalar_text(unit)}")
            self.finder.error("数字", at, f"{quoted(text)}{stored}{error}{way}。", expected=error.expected, found=text)
            return None

    def tell(self) -> None:
        """Note what is wrong with the column, each kind of fault once with all its rows."""
        unit = self.measure.unit
        own = f"（{unit}）" if unit else "，它没有单位"
        for problem, cases in self.unread.items():
            told, expected = _WRONG[problem]
            self._tell(cases, "公式" if problem is Problem.NOT_COMPUTED else "数字", told.format(cases[0][1]), expected)
        if self.nothing:
            told = (
                f"{quoted(self.nothing[0][1])}不是数字，请填数字；没有就填0，还不知道就留空；这一列都这样写的，在指标目录里写"
                f"「{self.measure.name}: {{unit: {scalar_text(unit)}, blank: 0}}」（就是0）或 blank: missing（还不知道）"
            )
            self._tell(self.nothing, "数字", told, "一个数")
        if self.of_other_units:
            told = f"{quoted(self.of_other_units[0][1])}的单位不是这一列的{own}，请换算、核对后只填数字，单元格格式用「常规」"
            self._tell(self.of_other_units, "数字", told, f"单位：{unit}" if unit else "没有单位")
        if self.signed and self.bare:
            few, many = sorted((self.signed, self.bare), key=len)
            (row, one), (other, two) = few[0], many[0]
            told = (
                f"这一列里有的格带「{unit}」（{_rows(self.signed)}），有的不带（{_rows(self.bare)}），"
                f"不知道是不是一样的数，请统一：都带或都不带"
            )
            at = Location(self.file, row, self.measure.name)
            self.finder.error("数字", at, f"{told}。", expected=f"像第{other}行的{two}", found=one)

    def _tell(self, cases: _Cases, check: str, told: str, expected: str) -> None:
        at = Location(self.file, cases[0][0], self.measure.name)
        also = f"（{_rows(cases[1:])}也是）" if len(cases) > 1 else ""
        self.finder.error(check, at, f"{told}{also}。", expected=expected, found=cases[0][1])


def _said(text: str, look: Look) -> str:
    """Return what is to be said of a cell that can't be read."""
    if look.problem is Problem.NOT_COMPUTED:
        return quoted(look.stored)[1:-1]
    return f"「{text}」，存的是{look.stored}" if look.problem is Problem.OTHERWISE else f"「{text}」"


def _rows(cases: _Cases) -> str:
    return rows_listed(row for row, _ in cases)


def _without_sign(text: str) -> tuple[str, str]:
    """Return a number typed with % or ‰ as the number and the sign."""
    plain = half_width(text)
    return (plain[:-1], plain[-1]) if plain.endswith(_SIGNS) and len(plain) > 1 else (text, "")


def _is_another(unit: str, own: str) -> bool:
    """Return whether what follows a number says that it counts in something else than `own`; 15户 in a column of 人 may be a note."""
    if unit == own:
        return False
    if unit.startswith(SCALES):  # 万 is short for 万元
        return not own.startswith(unit)
    return unit.startswith(_SIGNS) or own in _SIGNS or base_unit(own) == unit
