"""The text of a formula or an identity -> a checked expression tree that computes with exact numbers.

Arithmetic over metric names and numbers, nothing more: + - * / and brackets; an identity is two such sides with one comparison
between them. Python's own parser reads it, and only these node types are let through, so a catalogue from another office runs no code.
"""

from __future__ import annotations

import ast
import functools
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reportgen.base.numbers import MOST_DIGITS, Exact, whole

_MOST_CHARACTERS = 400  # also bounds how deep a tree can be
MOST_BITS = 4_000  # of a result; metrics that multiply each other in a chain would grow without end


def _divided(left: Exact, right: Exact) -> Exact:
    return Fraction(left) / right


_ARITHMETIC: dict[type[ast.operator], tuple[str, Callable[[Exact, Exact], Exact]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("×", operator.mul),
    ast.Div: ("÷", _divided),
    ast.Mod: ("除后余", operator.mod),  # 甲 % 乙 == 0: an amount that must be so much a head
}
_ALLOWED = "只能用指标名称、数字、+ - * / %（余数）和半角括号"
_COMPARISON = re.compile(r"(==|<=|>=|<|>)")
_CHARACTERS = re.compile(r"[\w\s.+*/%()-]+")
_WORD = re.compile(r"\w[\w.]*")
_LITERAL = re.compile(rf"(?=[0-9.]{{1,{MOST_DIGITS + 1}}}$)[0-9]+(\.[0-9]+)?")


class TooLarge(ArithmeticError):
    """A result has more digits than any figure of a report."""


class BadFormula(ValueError):
    """The text is no formula; the message says in Chinese what is allowed."""


@dataclass(frozen=True)
class Formula:
    """An arithmetic expression; `names` are the metrics that it uses, in order of appearance."""

    text: str
    names: tuple[str, ...]
    tree: ast.expr

    def value(self, values: Mapping[str, Exact | None]) -> Exact | None:
        """Return the exact result, or None when a name has no value or a divisor is zero; raises TooLarge."""
        try:
            result = _compute(self.tree, values)
        except ZeroDivisionError:
            return None
        if result is not None and max(result.numerator.bit_length(), result.denominator.bit_length()) > MOST_BITS:
            raise TooLarge
        return None if result is None else whole(result)

    @property
    def subtracts(self) -> bool:
        """Return whether the result may be below zero though no operand is."""
        return any(isinstance(node, ast.Sub) for node in ast.walk(self.tree))

    @property
    def is_sum(self) -> bool:
        """Return whether it only adds and subtracts, and multiplies or divides by numbers: its unit is that of its metrics."""
        return _is_linear(self.tree)

    @property
    def holds_of_sums(self) -> bool:
        """Return whether it says the same of several places added up: it multiplies, and takes remainders of, nothing but by numbers."""
        return not any(
            isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Mod)) and not _has_constant(node)
            for node in ast.walk(self.tree)
        )

    @property
    def has_remainder(self) -> bool:
        """Return whether it asks what a division leaves, which jumps where its operands move a little."""
        return any(isinstance(node, ast.Mod) for node in ast.walk(self.tree))

    def filled_in(self, words: Mapping[str, str]) -> str:
        """Return the formula with every name replaced by its words: 「2364 ÷ 2630」."""
        return _worded(self.tree, words)


@dataclass(frozen=True)
class Identity:
    """A relation that figures must satisfy: `left` `comparison` `right`."""

    text: str
    left: Formula
    comparison: str
    right: Formula

    @property
    def names(self) -> tuple[str, ...]:
        """Return the metrics on both sides, each once."""
        return tuple(dict.fromkeys(self.left.names + self.right.names))


def parse_formula(text: str) -> Formula:
    """Return the formula that `text` says; raises BadFormula."""
    text = text.strip()
    tree = _parse(text)
    names: list[str] = []
    _check(tree, names, text)
    return Formula(text, tuple(dict.fromkeys(names)), tree)


def parse_identity(text: str) -> Identity:
    """Return the identity that `text` says, with == <= >= < or > between two formulas; raises BadFormula."""
    sides = _COMPARISON.split(text)
    if len(sides) != 3:
        raise BadFormula("勾稽关系应是两个算式中间一个 ==、<=、>=、< 或 >，如「总人口 == 农业人口 + 非农业人口」")
    identity = Identity(text, parse_formula(sides[0]), sides[1], parse_formula(sides[2]))
    if not identity.names:
        raise BadFormula("勾稽关系里没有指标")
    return identity


def _has_constant(node: ast.BinOp) -> bool:
    sides = (node.right,) if isinstance(node.op, ast.Mod) else (node.left, node.right)
    return any(isinstance(side, ast.Constant) for side in sides)


def _parse(text: str) -> ast.expr:
    if len(text) > _MOST_CHARACTERS:
        raise BadFormula(f"算式超过{_MOST_CHARACTERS}个字符")
    # Python would also read 0x10, 1e5 and 1_000, and warns on the screen about 1or.
    odd = [word for word in _WORD.findall(text) if word[0].isdecimal() and not _LITERAL.fullmatch(word)]
    if odd:
        raise BadFormula(f"算式里的「{odd[0]}」不是数字，或超过{MOST_DIGITS}位；名称不能以数字开头")
    try:
        if _CHARACTERS.fullmatch(text):
            return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    raise BadFormula(f"算式读不懂：{_ALLOWED}")


def _check(node: ast.expr, names: list[str], text: str) -> None:
    if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        _check(node.left, names, text)
        _check(node.right, names, text)
    elif isinstance(node, ast.Name):
        names.append(node.id)
    elif not (isinstance(node, ast.Constant) and type(node.value) in {int, float}):
        raise BadFormula(f"不能用「{ast.get_source_segment(text, node) or text}」：{_ALLOWED}")


def _compute(node: ast.expr, values: Mapping[str, Exact | None]) -> Exact | None:
    if isinstance(node, ast.BinOp):
        left, right = _compute(node.left, values), _compute(node.right, values)
        return None if left is None or right is None else _ARITHMETIC[type(node.op)][1](left, right)
    if isinstance(node, ast.Name):
        return values[node.id]
    return _number(node)


@functools.lru_cache(maxsize=1_000)
def _number(literal: ast.expr) -> Exact:
    return whole(Fraction(_digits(literal)))


def _worded(node: ast.expr, words: Mapping[str, str]) -> str:
    if isinstance(node, ast.Name):
        return words[node.id]
    if not isinstance(node, ast.BinOp):
        return _digits(node)
    sign = _ARITHMETIC[type(node.op)][0]
    left, right = _worded(node.left, words), _worded(node.right, words)
    if sign not in "+-" and _is_sum(node.left):
        left = f"({left})"
    # What stands on the right of -, ÷ and the remainder is bracketed whenever it is an operation of the same rank: a - (b - c).
    if isinstance(node.right, ast.BinOp) if sign in {"÷", "除后余"} else _is_sum(node.right):
        right = right if sign == "+" else f"({right})"
    return f"{left} {sign} {right}"


def _is_linear(node: ast.expr) -> bool:
    if not isinstance(node, ast.BinOp):
        return True
    if isinstance(node.op, (ast.Add, ast.Sub)):
        return _is_linear(node.left) and _is_linear(node.right)
    factors = (node.left, node.right) if isinstance(node.op, ast.Mult) else (node.right,)
    return _is_linear(node.left) and _is_linear(node.right) and any(_is_number(factor) for factor in factors)


def _is_number(node: ast.expr) -> bool:
    return not any(isinstance(below, ast.Name) for below in ast.walk(node))


def _is_sum(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub))


def _digits(literal: ast.expr) -> str:
    """Return a number as typed: 0.1 is one tenth, not the nearest binary float."""
    return format(Decimal(ast.unparse(literal)), "f")
