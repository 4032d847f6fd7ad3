"""A table's node in the catalogue -> its dimension columns with their categories and its measure columns with their units."""

from __future__ import annotations

from collections.abc import Callable, Collection

from reportgen.base.issues import Location, quoted
from reportgen.base.names import MOST_NAME, column_key
from reportgen.base.numbers import is_points
from reportgen.base.textfile import word_length
from reportgen.base.yamlfile import Mapping, Node, Scalar, Sequence
from reportgen.inputs.catalogue import Blank, Measure
from reportgen.inputs.definitions import BadRule, Digits, check_keys, digits_of, flag, text_of, unit_text, word

Tell = Callable[[Location, str], None]  # notes a fault


def read_columns(
    columns: Mapping, any_table: Collection[str], tell: Tell
) -> tuple[dict[str, tuple[str, ...]], dict[str, Measure]]:
    """Return the dimensions with their categories and the measures, telling every fault.

    A list is a dimension, a unit or {unit, digits, below_zero, blank} a measure. `any_table` are the columns that every table may carry.
    """
    dimensions: dict[str, tuple[str, ...]] = {}
    measures: dict[str, Measure] = {}
    spelled: dict[str, str] = {}
    for column, node in columns:
        at = columns.places[column]
        earlier = spelled.setdefault(column_key(column), column)
        if not column:
            tell(at, "有一列没有名称。")
        elif earlier != column:
            tell(at, f"列名「{column}」和「{earlier}」分不开，请改名。")
        elif column in any_table and not isinstance(node, Sequence):
            tell(at, f"「{column}」在 any_table 里是分类列，这里不能是数字列。")
        try:
            if isinstance(node, Sequence):
                dimensions[column] = _categories(node, column, at, tell)
            else:
                measures[column] = _measure(column, node, at)
        except BadRule as error:
            tell(at, str(error))
    return dimensions, measures


def _measure(column: str, node: Node, at: Location) -> Measure:
    if isinstance(node, Scalar):
        unit = unit_text(node.text)
        return Measure(column, unit, 0, at, is_points(unit))
    assert isinstance(node, Mapping), "a list is a dimension"
    check_keys(node, ("unit", "digits", "below_zero", "blank"))
    unit = unit_text(word(node, "unit"))
    digits = digits_of(node, Digits())
    below_zero = flag(node, "below_zero") or is_points(unit)
    return Measure(column, unit, digits.most, at, below_zero, digits.least, _blank(node))


def _blank(node: Mapping) -> Blank | None:
    said = word(node, "blank")
    if not said or said in {one.value for one in Blank}:
        return Blank(said) if said else None
    raise BadRule(f"blank（「—」「/」「无」是什么意思）只能写 0 或 missing，不是「{said}」。")


def _categories(node: Sequence, column: str, at: Location, tell: Tell) -> tuple[str, ...]:
    """Return the categories; each must be told from the others and fit into the title of a mark."""
    categories: dict[str, str] = {}
    for item in node.items:
        category = text_of(item, column)
        if not category:
            tell(at, f"列「{column}」有一个类别是空的。")
        elif word_length(category) > MOST_NAME:
            tell(at, f"类别{quoted(category)}超过{MOST_NAME}个字，请用短一些的名称。")
        elif column_key(category) in categories:
            tell(at, f"类别「{category}」和「{categories[column_key(category)]}」分不开，请删去或改名。")
        else:
            categories[column_key(category)] = category
    return tuple(categories.values())
