"""Formulas and identities: arithmetic over metric names, exact, and nothing else."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.base.formula import BadFormula, parse_formula, parse_identity
from reportgen.base.numbers import Exact

NAMES = ("甲", "乙", "丙", "附表1", "_x")
SIGNS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


@dataclass(frozen=True)
class Tree:
    """An expression of the test's own making: a name, a number as typed, or two of them with a sign."""

    sign: str
    left: Tree | str
    right: Tree | str


def text_of(tree: Tree | str) -> str:
    return tree if isinstance(tree, str) else f"({text_of(tree.left)}){tree.sign} ({text_of(tree.right)})"


def value_of(tree: Tree | str, values: dict[str, Exact | None]) -> Fraction | None:
    """Return what school arithmetic gives, None for a missing value or a division by zero."""
    if isinstance(tree, str):
        value = values[tree] if tree in values else Fraction(tree)
        return None if value is None else Fraction(value)
    left, right = value_of(tree.left, values), value_of(tree.right, values)
    if left is None or right is None or (tree.sign == "/" and right == 0):
        return None
    return SIGNS[tree.sign](left, right)


LEAVES = st.one_of(
    st.sampled_from(NAMES),
    st.integers(0, 999).map(str),
    st.decimals(0, 99, places=3).map(lambda number: format(number, "f")),
)
TREES = st.recursive(LEAVES, lambda below: st.builds(Tree, st.sampled_from(list(SIGNS)), below, below), max_leaves=8)
NUMBERS = st.one_of(st.integers(0, 50), st.fractions(0, 50, max_denominator=40))
VALUES = st.fixed_dictionaries(dict.fromkeys(NAMES, NUMBERS))


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True)
@given(tree=TREES, values=st.fixed_dictionaries(dict.fromkeys(NAMES, st.one_of(st.none(), NUMBERS))))
def test_a_formula_is_worth_what_school_arithmetic_gives(tree: Tree | str, values: dict[str, Exact | None]) -> None:
    assert parse_formula(text_of(tree)).value(values) == value_of(tree, values)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True)
@given(tree=TREES, values=VALUES)
def test_a_formula_filled_in_reads_as_the_same_value(tree: Tree | str, values: dict[str, Exact | None]) -> None:
    formula = parse_formula(text_of(tree))
    again = formula.filled_in({name: name for name in NAMES}).replace("×", "*").replace("÷", "/")
    assert parse_formula(again).value(values) == formula.value(values)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet="甲乙a1 .,+-*/()=<>!%&|~^[]{}:'\"\\#@;_\n\tＡ＋²", max_size=30))
def test_no_other_node_gets_through(text: str) -> None:
    try:
        formula = parse_formula(text)
    except BadFormula:
        return
    allowed = (ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Name, ast.Load, ast.Constant)
    assert all(isinstance(node, allowed) for node in ast.walk(formula.tree))
    assert all(type(node.value) in {int, float} for node in ast.walk(formula.tree) if isinstance(node, ast.Constant))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("-甲 + 1", "不能用「-甲」"),
        ("甲 ** 2", "不能用「甲 ** 2」"),
        ("甲 // 2", "不能用「甲 // 2」"),
        ("max(甲)", "不能用「max(甲)」"),
        ("甲.乙", "不能用「甲.乙」"),
        ("甲 if 乙 else 丙", "不能用「甲 if 乙 else 丙」"),
        ("甲 and 乙", "不能用「甲 and 乙」"),
        ("not 甲", "不能用「not 甲」"),
        ("甲 in 乙", "不能用「甲 in 乙」"),
        ("True + 1", "不能用「True」"),
        ("None", "不能用「None」"),
        ("...", "不能用「...」"),
        ("(yield)", "不能用「yield」"),
        ("await 甲", "不能用「await 甲」"),
        ("'甲'", "算式读不懂"),
        ("甲 == 乙", "算式读不懂"),
        ("甲 # 乙", "算式读不懂"),
        ("[甲]", "算式读不懂"),
        ("甲, 乙", "算式读不懂"),
        ("lambda: 甲", "算式读不懂"),
        ("(甲 := 1)", "算式读不懂"),
        ("甲 ＋ 乙", "算式读不懂"),
        ("（甲）", "算式读不懂"),
        ("甲 × 乙", "算式读不懂"),
        ("甲 乙", "算式读不懂"),
        ("甲 +", "算式读不懂"),
        ("(甲", "算式读不懂"),
        ("", "算式读不懂"),
        ("(" * 200 + "甲" + ")" * 199, "算式读不懂"),
        ("甲\0", "算式读不懂"),
        ("1e5 * 甲", "「1e5」不是数字"),
        ("0x10 + 甲", "「0x10」不是数字"),
        ("1_000", "「1_000」不是数字"),
        ("1or 2", "「1or」不是数字"),
        ("2甲", "「2甲」不是数字"),
        ("1j", "「1j」不是数字"),
        ("甲 + 1.", "「1.」不是数字"),
        ("12345678901234567", "「12345678901234567」不是数字，或超过15位"),
        ("甲+" * 200 + "甲", "算式超过400个字符"),
    ],
)
def test_anything_but_arithmetic_is_refused(text: str, told: str) -> None:
    with pytest.raises(BadFormula) as caught:
        parse_formula(text)
    assert told in str(caught.value)


@pytest.mark.parametrize("text", ["甲" + "+甲" * 199, "(" * 99 + "甲" + ")" * 99, "-" * 399 + "甲", "甲" + "/乙" * 198])
def test_the_longest_formulas_are_read_or_refused(text: str) -> None:
    try:
        formula = parse_formula(text)
    except BadFormula:
        assert text.startswith("-")
        return
    assert formula.value({"甲": 1, "乙": 2}) is not None
    assert formula.filled_in({"甲": "1", "乙": "2"})


def test_a_number_is_what_its_digits_say() -> None:
    assert parse_formula("0.1 + 0.2").value({}) == Fraction(3, 10)
    assert parse_formula("甲 * 0.07").value({"甲": 100}) == 7


def test_a_whole_result_is_an_int() -> None:
    value = parse_formula("甲 / 2").value({"甲": 4})
    assert value == 2 and type(value) is int


def test_a_formula_has_no_value_without_all_its_values() -> None:
    assert parse_formula("甲 * 0 + 乙").value({"甲": None, "乙": 1}) is None
    assert parse_formula("乙 / (甲 - 1)").value({"甲": 1, "乙": 1}) is None


def test_the_names_are_in_order_of_appearance_each_once() -> None:
    assert parse_formula("乙 / (甲 + 乙) * 丙").names == ("乙", "甲", "丙")


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("甲 / 乙", "2364 ÷ 2630"),
        ("甲 - 乙 - 乙", "2364 - 2630 - 2630"),
        ("甲 - (乙 - 乙)", "2364 - (2630 - 2630)"),
        ("甲 - ((甲 + 乙) * 乙 - 乙)", "2364 - ((2364 + 2630) × 2630 - 2630)"),
        ("甲 / ((甲 + 乙) * 乙)", "2364 ÷ ((2364 + 2630) × 2630)"),
        ("甲 + (乙 - 乙)", "2364 + 2630 - 2630"),
        ("(甲 + 乙) * 0.05", "(2364 + 2630) × 0.05"),
    ],
)
def test_a_formula_is_shown_with_its_values_and_the_brackets_it_needs(text: str, filled: str) -> None:
    assert parse_formula(text).filled_in({"甲": "2364", "乙": "2630"}) == filled


@pytest.mark.parametrize("comparison", ["==", "<=", ">=", "<", ">"])
def test_an_identity_is_two_formulas_and_a_comparison(comparison: str) -> None:
    identity = parse_identity(f"甲 + 乙{comparison}丙 * 2 + 甲")
    assert (identity.left.text, identity.comparison, identity.right.text) == ("甲 + 乙", comparison, "丙 * 2 + 甲")
    assert identity.names == ("甲", "乙", "丙")


@pytest.mark.parametrize(
    "text", ["甲", "甲 = 乙", "甲 <= 乙 <= 丙", "甲 != 乙", "甲 === 乙", "甲 <> 乙", "(甲 == 乙)", "甲 ==", "1 == 1"]
)
def test_anything_else_is_no_identity(text: str) -> None:
    with pytest.raises(BadFormula):
        parse_identity(text)


def test_a_long_identity_is_read() -> None:
    assert parse_identity("+".join(["甲"] * 190) + " == 乙").names == ("甲", "乙")
