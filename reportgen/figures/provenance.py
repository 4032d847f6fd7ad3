"""A figure -> where it comes from, in words: one line for a list, a whole tree for 「依据是什么」."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.base.dates import Period, Point, date_text
from reportgen.base.issues import Issue, rows_listed
from reportgen.base.numbers import unit_factor
from reportgen.base.terminal import Branch
from reportgen.figures.compute import MOST_BELOW, Figures
from reportgen.figures.figure import Cell, Figure
from reportgen.figures.wording import long_text, value_text, with_unit
from reportgen.inputs.catalogue import Metric
from reportgen.inputs.metric_rules import DateOf, FormulaOf, SumOf, YearOf

_MOST_PLACES = 6  # in a comment
_MOST_CELLS = 60  # a tree that a person reads
_MOST_DEPTH = 30  # formulas in formulas


def how(metric: Metric) -> str:
    """Return how a metric is computed: 「合计 人口（户口=农业）」, 「期末选用避孕方法 / 已婚育龄妇女」, 「填报数」."""
    rule = metric.rule
    if isinstance(rule, SumOf):
        return f"合计 {rule.words}"
    if isinstance(rule, FormulaOf):
        return rule.formula.text
    if isinstance(rule, YearOf):
        return "报告年度" if rule.offset == 0 else f"报告年度{rule.offset:+d}"
    return "填报日期" if isinstance(rule, DateOf) else "填报数"


def cells_text(figure: Figure, figures: Figures) -> str:
    """Return the inputs that a figure rests on, through formulas too, 「basic_stats_births.csv 计划内 第2–4行」; not all of very many."""
    below = figures.below(figure.name)
    cells = dict.fromkeys(cell for name in below[:MOST_BELOW] for cell in figures[name].cells)
    columns: dict[tuple[str, str], list[int]] = {}
    for cell in cells:
        columns.setdefault((cell.at.file, cell.at.column or ""), []).append(cell.at.row or 0)
    said = "；".join(f"{file}「{column}」{rows_listed(rows)}" for (file, column), rows in columns.items()) or "文件夹名"
    return f"{said}等" if len(below) > MOST_BELOW else said


def remark_text(issue: Issue, figures: Figures) -> str:
    """Return what a comment at a figure says: the finding, what was expected and found, and the cells to look at."""
    lines = [f"{issue.severity.value}：{issue.message}"]
    if issue.expected or issue.found:
        lines.append("，".join(word for word in (_said("应为", issue.expected), _said("现为", issue.found)) if word))
    places = [f"{name}：{cells_text(figures[name], figures)}" for name in issue.metrics if name in figures.by_name]
    return "\n".join([*lines, *(f"请看 {place}" for place in places[:_MOST_PLACES])])


def _said(word: str, text: str | None) -> str:
    return f"{word}{text}" if text else ""


def derivation(figure: Figure, figures: Figures) -> Branch:
    """Return a figure's whole derivation, down to the cells; what stands in it twice is derived once."""
    return _derived(figure, figures, set(), 0)


def _derived(figure: Figure, figures: Figures, told: set[str], depth: int) -> Branch:
    title = f"{figure.name} {with_unit(figure.metric, figure.value)}"
    if figure.name in told:
        return Branch(f"{title}（见上）")
    if depth > _MOST_DEPTH:
        return Branch(f"{title}（下面还有，见 explain {figure.name}）")
    told.add(figure.name)
    steps: list[Branch] = []
    if figure.reported is not None:
        title += f"（上报数；按数据计算是{with_unit(figure.metric, figure.computed)}）"
        steps.append(Branch(f"上报 {figure.reported.at}：{figure.reported.reason}", at=figure.reported.at))
    rule = figure.metric.rule
    if isinstance(rule, FormulaOf):
        words = {name: _in_formula(figures[name]) for name in figure.operands}
        exact = figure.computed
        result = (
            ""
            if exact is None or isinstance(exact, (Point, Period))
            else f" = {long_text(exact, figure.metric.least_digits)}{_unit(figure.metric)}"
        )
        below = tuple(_derived(figures[name], figures, told, depth + 1) for name in figure.operands)
        steps.append(Branch(f"{how(figure.metric)} = {rule.formula.filled_in(words)}{result}", below))
    elif isinstance(rule, SumOf):
        cells = tuple(Branch(_cell_text(cell), at=cell.at) for cell in figure.cells[:_MOST_CELLS])
        if len(figure.cells) > _MOST_CELLS:
            cells += (Branch(f"……共{len(figure.cells)}格"),)
        steps.append(Branch(how(figure.metric), cells))
    elif figure.cells:
        steps += [Branch(_cell_text(cell), at=cell.at) for cell in figure.cells]
    else:
        steps.append(Branch(f"{how(figure.metric)}，来自文件夹名"))
    steps += [Branch(f"缺：{place}", at=place) for place in figure.missing if not figure.operands]
    return Branch(title, tuple(steps))


def all_cells(figure: Figure, figures: Figures) -> Iterable[Cell]:
    """Return the cells below a figure, each once, in the order of the formulas."""
    cells: dict[Cell, None] = {}
    seen: set[str] = set()
    waiting = [figure]
    while waiting:
        one = waiting.pop()
        if one.name not in seen:
            seen.add(one.name)
            cells.update(dict.fromkeys(one.cells))
            waiting += [figures[name] for name in reversed(one.operands)]
    return cells


def _cell_text(cell: Cell) -> str:
    return f"{cell.at}：{cell_value(cell)}{f'（{cell.origin}）' if cell.origin else ''}"


def cell_value(cell: Cell) -> str:
    """Return what an input says: 85, 8.33, 2018年9月30日, 空."""
    if cell.value is None:
        return "空"
    return date_text(cell.value) if isinstance(cell.value, (Point, Period)) else long_text(cell.value, cell.digits)


def _in_formula(figure: Figure) -> str:
    text = value_text(figure.metric, figure.value)
    return text if figure.value is None else f"{text}{_unit(figure.metric)}"


def _unit(metric: Metric) -> str:
    """Return the unit where a number without it is another one: 92.4%, 80.24万元."""
    return "" if unit_factor(metric.unit) == 1 else metric.unit
