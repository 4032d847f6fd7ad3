"""The text of a formula or an identity -> a checked expression tree that computes with exact numbers.

Arithmetic over metric names and numbers, nothing more: + - * / and brackets; an identity is two such sides with one comparison
between them. Python's own parser reads it, and only these node types are let through, so a catalogue from another office runs no code.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from reportgen.exact import Exact, whole

MOST_CHARACTERS = 400
MOST_DEPTH = 40

_ARITHMETIC: dict[type[ast.operator], tuple[str, Callable[[Fraction, Fraction], Fraction]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("×", operator.mul),
    ast.Div: ("÷", operator.truediv),
}
_COMPARISON: dict[type[ast.cmpop], str] = {ast.Eq: "==", ast.LtE: "<=", ast.GtE: ">=", ast.Lt: "<", ast.Gt: ">"}


class BadFormula(ValueError):
    """The text is no formula; the message says in Chinese what is allowed."""


@dataclass(frozen=True)
class Formula:
    """An arithmetic expression; `names` are the metrics that it uses, in order of appearance."""

    text: str
    names: tuple[str, ...]
    tree: ast.expr

    def value(self, values: Mapping[str, Exact | None]) -> Exact | None:
        """Return the exact result, or None when a name has no value or a divisor is zero."""
        try:
            result = _compute(self.tree, values)
        except ZeroDivisionError:
            return None
        return None if result is None else whole(result)

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
    return _formula(_parse(text), text)


def parse_identity(text: str) -> Identity:
    """Return the identity that `text` says, with == <= >= < or > between two formulas; raises BadFormula."""
    tree = _parse(text)
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1 or type(tree.ops[0]) not in _COMPARISON:
        raise BadFormula("勾稽关系应是两个算式中间一个 ==、<=、>=、< 或 >，如「总人口 == 农业人口 + 非农业人口」")
    left, right = tree.left, tree.comparators[0]
    return Identity(
        text, _formula(left, ast.unparse(left)), _COMPARISON[type(tree.ops[0])], _formula(right, ast.unparse(right))
    )


def _parse(text: str) -> ast.expr:
    if len(text) > MOST_CHARACTERS:
        raise BadFormula(f"算式超过{MOST_CHARACTERS}个字符")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise BadFormula("算式读不懂：只能用指标名称、数字、+ - * / 和半角括号") from None


def _formula(tree: ast.expr, text: str) -> Formula:
    names: list[str] = []
    _check(tree, names, 0)
    return Formula(text, tuple(dict.fromkeys(names)), tree)


def _check(node: ast.expr, names: list[str], depth: int) -> None:
    if depth > MOST_DEPTH:
        raise BadFormula(f"括号套了{MOST_DEPTH}层以上")
    if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        _check(node.left, names, depth + 1)
        _check(node.right, names, depth + 1)
    elif isinstance(node, ast.Name):
        names.append(node.id)
    elif not (isinstance(node, ast.Constant) and type(node.value) in {int, float}):
        raise BadFormula(f"不能用「{ast.unparse(node)}」：只能用指标名称、数字、+ - * / 和半角括号")


def _compute(node: ast.expr, values: Mapping[str, Exact | None]) -> Fraction | None:
    if isinstance(node, ast.BinOp):
        left, right = _compute(node.left, values), _compute(node.right, values)
        return None if left is None or right is None else _ARITHMETIC[type(node.op)][1](left, right)
    if isinstance(node, ast.Name):
        value = values[node.id]
        return None if value is None else Fraction(value)
    # A literal is read from its digits as typed: 0.1 is one tenth, not the nearest binary float.
    return Fraction(ast.unparse(node))


def _worded(node: ast.expr, words: Mapping[str, str]) -> str:
    if isinstance(node, ast.Name):
        return words[node.id]
    if not isinstance(node, ast.BinOp):
        return ast.unparse(node)
    sign = _ARITHMETIC[type(node.op)][0]
    left, right = _worded(node.left, words), _worded(node.right, words)
    if sign in "×÷":
        left, right = (
            f"({side})" if isinstance(child, ast.BinOp) and isinstance(child.op, (ast.Add, ast.Sub)) else side
            for child, side in ((node.left, left), (node.right, right))
        )
    if isinstance(node.right, ast.BinOp) and sign in "-÷" and not right.startswith("("):
        right = f"({right})"
    return f"{left} {sign} {right}"
