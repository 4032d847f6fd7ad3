"""What a tag says -> what it stands for, or the reason why a template may not say it.

Jinja's parser reads it, but only names, comparisons, and/or/not, the known filters and loops get through. A template from another
office can print figures and texts and choose between wordings, nothing else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from jinja2 import Environment, TemplateSyntaxError, nodes

from reportgen.base.issues import listed, nearest
from reportgen.base.names import PART_SIGN
from reportgen.figures.wording import Asked, Takes, Wording
from reportgen.template.content import BREAKDOWN, CATEGORY, ORDER, OWN_NUMBER, SAME_PART, Vocabulary
from reportgen.template.nouns import (
    DATE,
    FLAG,
    LOOP,
    NUMBER,
    TEXT,
    WORDING,
    Condition,
    Noun,
    Source,
    nouns_of,
    part_noun,
)

_PRINTED = (NUMBER, DATE, TEXT, WORDING)
_TRUE_OR_FALSE = (NUMBER, DATE, TEXT, FLAG)
_COMPARABLE = (NUMBER, DATE, TEXT)
_COMPARISONS = {"eq", "ne", "gt", "gteq", "lt", "lteq"}
_NOT_A_VARIABLE = {"loop", "self", "super", "caller", "varargs", "kwargs"}  # Jinja means something by these
_REFUSED = (
    (nodes.Call, "不能带括号调用"),
    (nodes.Getitem, "不能用方括号"),
    (nodes.Test, "不能用 is，请用 ==、!=、>、<"),
    ((nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.CondExpr), "条件只能写在 {% if … %} 里"),
    ((nodes.BinExpr, nodes.UnaryExpr, nodes.Concat), "不能计算，请在指标目录里加一个指标"),
    (nodes.Const, "要写名称，不带引号的文字直接写在标签外面"),
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_MOST_COLUMNS = 2  # by which a number is split at once
_Statement = TypeVar("_Statement", bound=nodes.Stmt)


class Wrong(Exception):
    """A tag can't be used; the message says why and what to do."""


class Expressions:
    """Says what an expression of a template stands for; `reach` maps the names that it may use to their nouns. Raises Wrong.

    `compared` collects the metrics that expressions compare with last year, `said` the catalogue's names of all that they name.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.compared: list[str] = []
        self.said: list[str] = []
        self._environment = Environment()
        self._vocabulary = vocabulary
        self.nouns = nouns_of(vocabulary)

    def printed(self, text: str, reach: Mapping[str, Noun]) -> Noun:
        """Return what a tag prints; its title is that of the mark that the tag becomes, '' for a text."""
        if not text:
            raise Wrong("标签是空的，请写名称。")
        # A name alone, as nearly all tags are, needs no parser.
        noun = reach[text] if text in reach else self._noun(self._printed_expression(text), reach)
        if noun.each is not None:
            raise Wrong("是一个列表，要用 {% for … in … %} 一条一条地印。")
        if noun.kind not in _PRINTED:
            raise Wrong(f"要写出印哪一项：{'、'.join(noun.behind)}。" if noun.behind else "只能写在 {% if … %} 里。")
        return noun

    def drawn(self, text: str) -> Noun:
        """Return what a tag of a chart draws: a metric's number, last year's, or its parts by a column."""
        if not text:
            raise Wrong("标签是空的，请写名称。")
        noun = self._noun(self._printed_expression(text), self.nouns)
        is_number = (
            noun.kind == NUMBER and noun.name in self._vocabulary.figures and noun.name not in self._vocabulary.years
        )
        if not is_number and (noun.each is None or noun.each.kind != NUMBER):
            raise Wrong("图里只能画指标的数，写成 {{ 数 }}、{{ 数 | 上年 }} 或 {{ 数 | 按('列名') }}，不带别的过滤器。")
        return noun

    def condition(self, text: str, reach: Mapping[str, Noun]) -> Condition:
        """Return what stands behind if and elif."""
        if not text:
            raise Wrong("后面要写条件。")
        test = self._statement(f"{{% if {text} %}}{{% endif %}}", text, nodes.If).test
        self._condition(test, reach)
        return Condition(text, *(tuple(self._equals(test, reach, holds)) for holds in (True, False)))

    def entries(self, text: str, reach: Mapping[str, Noun]) -> None:
        """Check what a cell spans a column for each of: a list, or the parts of a number."""
        if not text or self._noun(self._printed_expression(text), reach).each is None:
            raise Wrong("后面要写列数，或者写列表、「数 | 按('列名')」，一条一列。")

    def text(self, text: str, reach: Mapping[str, Noun]) -> None:
        """Check that something is one of the year's texts."""
        if not text or self._noun(self._printed_expression(text), reach).kind != TEXT:
            raise Wrong("后面要写加引号的颜色，如 'FFF2CC'，或者一项文字的名称。")

    def loop(self, text: str, reach: Mapping[str, Noun]) -> tuple[Source, dict[str, Noun]]:
        """Return what stands behind for: what it goes through, and the nouns of the names that it adds."""
        statement = self._statement(f"{{% for {text} %}}{{% endfor %}}", text, nodes.For)
        if not isinstance(statement.target, nodes.Name) or statement.recursive:
            raise Wrong("循环应写成 {% for 项 in 列表 %}。")
        variable, noun = statement.target.name, self._noun(statement.iter, reach)
        each = noun.each
        if each is None or noun.source is None:
            raise Wrong("只能对列表循环，或对「数 | 按('列名')」循环。")
        if variable in reach or variable in _NOT_A_VARIABLE:
            raise Wrong(f"循环里的「{variable}」和已有的名称相同，请换一个词。")
        item = replace(each, title=f"{{{{ {variable}.title }}}}") if each.kind == NUMBER else each
        if statement.test is not None:
            # Jinja has no `loop` yet where it chooses what to loop over.
            self._condition(statement.test, {name: reach[name] for name in reach if name != "loop"} | {variable: item})
        return noun.source, {variable: item, "loop": LOOP}

    def _equals(self, node: nodes.Node, reach: Mapping[str, Noun], holds: bool) -> Iterator[tuple[str, str]]:
        """Yield the metrics that are a certain number where a checked condition is true, or false."""
        if isinstance(node, nodes.Not):
            yield from self._equals(node.node, reach, not holds)
        elif isinstance(node, nodes.And if holds else nodes.Or):
            yield from self._equals(node.left, reach, holds)
            yield from self._equals(node.right, reach, holds)
        elif isinstance(node, nodes.Compare) and len(node.ops) == 1 and node.ops[0].op == ("eq" if holds else "ne"):
            sides = (node.expr, node.ops[0].expr)
            names = [reach[one.name].title for one in sides if isinstance(one, nodes.Name)]
            numbers = [str(one.value) for one in sides if isinstance(one, nodes.Const)]
            if len(numbers) == 1 and names and names[0] in self._vocabulary.figures:
                yield names[0], numbers[0]

    def _condition(self, node: nodes.Node, reach: Mapping[str, Noun]) -> None:
        if isinstance(node, (nodes.And, nodes.Or)):
            self._condition(node.left, reach)
            self._condition(node.right, reach)
        elif isinstance(node, nodes.Not):
            self._condition(node.node, reach)
        elif isinstance(node, nodes.Compare):
            left = self._noun(node.expr, reach)
            for operand in node.ops:
                right = self._noun(operand.expr, reach)
                if operand.op not in _COMPARISONS:
                    raise Wrong("比较只能用 ==、!=、>、>=、<、<=。")
                if left.kind != right.kind or left.kind not in _COMPARABLE:
                    raise Wrong("比较的两边要同是数、同是日期或同是文字。")
                if left.kind == TEXT and operand.op not in {"eq", "ne"}:
                    raise Wrong("文字只能用 ==、!= 比较。")
                left = right
        else:
            noun = self._noun(node, reach)
            if isinstance(node, nodes.Const) or (noun.kind not in _TRUE_OR_FALSE and noun.each is None):
                raise Wrong("条件里要写一个数、文字、列表，或一个比较。")

    def _noun(self, node: nodes.Node, reach: Mapping[str, Noun]) -> Noun:
        if isinstance(node, nodes.Const):
            if type(node.value) in (int, float) and math.isfinite(node.value):
                return Noun(NUMBER)
            if isinstance(node.value, str):
                return Noun(TEXT)
        if isinstance(node, nodes.Name):
            if node.name not in reach:
                raise Wrong(f"没有「{node.name}」这个名称。{nearest(node.name, list(reach))}")
            self.said.append(reach[node.name].name)
            return reach[node.name]
        if isinstance(node, nodes.Getattr):
            behind = self._noun(node.node, reach).behind
            if node.attr not in behind:
                known = f"有：{'、'.join(behind)}。" if behind else ""
                raise Wrong(f"没有「{node.attr}」这一项。{nearest(node.attr, list(behind)) or known}")
            self.said.append(behind[node.attr].name)
            return behind[node.attr]
        if isinstance(node, nodes.Filter) and node.node is not None:
            return self._filtered(node, self._noun(node.node, reach), reach)
        raise Wrong(f"{_reason(node)}。标签里只能写名称、比较和规定的过滤器。")

    def _filtered(self, node: nodes.Filter, noun: Noun, reach: Mapping[str, Noun]) -> Noun:
        plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        if node.name == BREAKDOWN:
            return self._parts(node, noun, plain=plain)
        if node.name == ORDER:
            return self._ordered(node, noun, plain=plain)
        if node.name == SAME_PART:
            return self._same_part(node, noun, reach, plain=plain)
        wording = self._vocabulary.wordings.get(node.name)
        if wording is None:
            known = sorted((BREAKDOWN, ORDER, SAME_PART, *self._vocabulary.wordings))
            raise Wrong(f"没有过滤器「{node.name}」，可用：{'、'.join(known)}。{nearest(node.name, known)}")
        asked = self._asked(node, wording, noun, plain=plain)
        title = noun.title
        if wording.takes is Takes.CHANGE:
            self.compared.append(title)
            title = f"{title}{PART_SIGN}{node.name}"
        kind = NUMBER if wording.gives_number else WORDING
        return Noun(kind, title, noun.name, (*noun.wordings, asked), source=noun.source)

    def _parts(self, node: nodes.Filter, noun: Noun, *, plain: bool) -> Noun:
        """Return the parts of a number by one of its columns, or of such a part by another one."""
        column = _constant(node) if plain else None
        if noun.kind != NUMBER or noun.wordings or (not noun.columns and noun.source is None):
            raise Wrong("「按」只能用于从表里合计的数，和只从这样的数算出来的数。")
        if not noun.columns:
            most = "「按」最多套两层：一个数最多按表里的两列分。"
            raise Wrong(most if noun.source and noun.source.within else f"「{noun.name}」的表里没有别的列可以再分。")
        if column not in noun.columns:
            near = nearest(str(column), noun.columns)
            raise Wrong(f"「按」应写成 数 | 按('列名')，列名可用：{'、'.join(noun.columns)}。{near}")
        around = noun.source.columns if noun.source else ()
        source = Source(noun.name, str(column), within=around)
        return Noun(name=noun.name, each=part_noun(source, noun.columns), source=source)

    def _ordered(self, node: nodes.Filter, noun: Noun, *, plain: bool) -> Noun:
        """Return what a loop goes through, in an order by something that each entry has."""
        source = noun.source
        if noun.each is None or source is None:
            raise Wrong(f"「{ORDER}」只能用于列表，和「数 | {BREAKDOWN}('列名')」。")
        known: list[str] = [CATEGORY]
        if source.column:
            figures = self._vocabulary.figures.items()
            known += [OWN_NUMBER, *(name for name, columns in figures if {*source.columns} <= {*columns})]
        elif noun.each.behind:
            known = list(noun.each.behind)
        by = _constant(node) if plain else None
        name = by.removeprefix("-") if isinstance(by, str) else ""
        if name not in known:
            example = f"-{OWN_NUMBER}" if source.column else known[0]
            near = nearest(name, known) or f"可以按：{listed(known)}。"
            raise Wrong(f"「{ORDER}」应写成 | {ORDER}('{example}')，前面加「-」从大到小。{near}")
        if name in self._vocabulary.figures:
            self.said.append(name)
        return noun

    def _asked(self, node: nodes.Filter, wording: Wording, noun: Noun, *, plain: bool) -> Asked:
        """Return the wording that a filter asks for, once it fits what stands before it and in its brackets."""
        name = node.name
        arguments = tuple(one.value for one in node.args if isinstance(one, nodes.Const))
        if wording.asks is None and (not plain or node.args):
            raise Wrong(f"「{name}」后面不带括号。")
        if wording.takes is Takes.DATE:
            if noun.kind != DATE:
                raise Wrong(f"「{name}」只能用于日期。")
        elif noun.wordings:
            if not {one.name for one in noun.wordings} <= {*wording.behind}:
                after = f"，或写在「{'」「'.join(wording.behind)}」后面" if wording.behind else ""
                raise Wrong(f"「{name}」只能用于指标的数，直接跟在它的名称后面{after}。")
        elif noun.name in self._vocabulary.years:
            raise Wrong(f"「{name}」只能用于指标的数，「{noun.name}」是年份。")
        elif not self._is_number(noun, of_part=wording.takes is Takes.NUMBER):
            raise Wrong(f"「{name}」只能用于指标的数，直接跟在它的名称后面。")
        asked = Asked(name, arguments)
        if wording.asks is not None:
            example = Asked(name, wording.asks.examples[:1])
            if not plain or len(node.args) != 1 or len(arguments) != 1:
                raise Wrong(f"「{name}」后面要带括号，写成 | {example}。")
            if fault := asked.fault(self._vocabulary.dates.get(noun.name)):
                raise Wrong(f"「{name}」应写成 | {example} 的样子：{fault}。")
        return asked

    def _is_number(self, noun: Noun, *, of_part: bool) -> bool:
        """Return whether a noun is a metric's number, or one category's part of it."""
        is_metric = noun.kind == NUMBER and noun.name in self._vocabulary.figures
        return is_metric and (noun.source is None or of_part)

    def _same_part(self, node: nodes.Filter, noun: Noun, reach: Mapping[str, Noun], *, plain: bool) -> Noun:
        """Return one category's part of a figure, the category being that of a loop's variable."""
        names = [one.name if isinstance(one, nodes.Name) else "" for one in node.args]
        sources = [reach[name].source if name in reach else None for name in names]
        columns = [column for source in sources if source is not None for column in source.columns]
        if not plain or not columns or None in sources:
            raise Wrong(
                f"「{SAME_PART}」应写成 数 | {SAME_PART}(项)，项是「{{% for 项 in 数 | {BREAKDOWN}('列名') %}}」里的；"
                f"按两列分的写成 数 | {SAME_PART}(项, 另一项)。"
            )
        lacking = next((column for column in columns if column not in noun.columns), "")
        if lacking:
            raise Wrong(f"「{SAME_PART}」只能用于可以按「{lacking}」分的数：从表里合计的，和只从这样的数算出来的。")
        around = noun.source.columns if noun.source else ()
        if len({*around, *columns}) < len(around) + len(columns) or len(around) + len(columns) > _MOST_COLUMNS:
            raise Wrong(f"「{SAME_PART}」里的项要按不同的列分，一个数最多按表里的两列分。")
        whole = noun.title.removeprefix("{{ ").removesuffix(".title }}")
        title = f"{{{{ ({whole} | {SAME_PART}({', '.join(names)})).title }}}}"
        source = Source(noun.name, columns[-1], within=(*around, *columns[:-1]))
        return replace(part_noun(source, noun.columns), title=title)

    def _printed_expression(self, text: str) -> nodes.Node:
        output = self._statement(f"{{{{ {text} }}}}", text, nodes.Output)
        if len(output.nodes) != 1 or isinstance(output.nodes[0], (nodes.TemplateData, nodes.Const)):
            raise Wrong(f"{_reason(nodes.Const(''))}。")
        return output.nodes[0]

    def _statement(self, source: str, text: str, kind: type[_Statement]) -> _Statement:
        try:
            body = self._environment.parse(source).body
        except (TemplateSyntaxError, RecursionError):
            raise Wrong(f"写法不对，{_hint(text)}。") from None
        if len(body) != 1 or not isinstance(body[0], kind):
            raise Wrong(f"写法不对，{_hint(text)}。")
        return body[0]


@lru_cache(maxsize=4096)  # a report's marks say few expressions, many times over
def name_and_wordings(expression: str) -> tuple[str, tuple[Asked, ...]] | None:
    """Return what the tag of a mark says: a name, '' for a part that a loop reaches by another, and the filters that word it.

    None for what says something else or was cut.
    """
    try:
        body = Environment().parse(f"{{{{ {expression} }}}}").body
    except (TemplateSyntaxError, RecursionError, ValueError):  # the last for a number without end
        return None
    node = body[0].nodes[0] if len(body) == 1 and isinstance(body[0], nodes.Output) and body[0].nodes else None
    asked: tuple[Asked, ...] = ()
    while isinstance(node, nodes.Filter) and not (node.kwargs or node.dyn_args or node.dyn_kwargs):
        arguments = tuple(one.value for one in node.args if isinstance(one, nodes.Const))
        if len(arguments) < len(node.args):
            return ("", asked) if node.name == SAME_PART else None
        asked = (Asked(node.name, arguments), *asked)
        node = node.node
    return (node.name, asked) if isinstance(node, nodes.Name) else None


def _constant(node: nodes.Filter) -> object:
    """Return the one value between a filter's brackets, None where something else stands there."""
    return node.args[0].value if len(node.args) == 1 and isinstance(node.args[0], nodes.Const) else None


def _reason(node: nodes.Node) -> str:
    return next((reason for kinds, reason in _REFUSED if isinstance(node, kinds)), "不能这样写")


def _hint(text: str) -> str:
    """Return what is probably wrong with something that is no expression."""
    bare = _QUOTED.sub("", text)
    foreign = re.search(r"[^\w\s\x00-\x7f]", bare)
    if foreign:
        return f"里面有「{foreign[0]}」：符号要用半角，列名和文字要加引号"
    if re.search(r"(?<![=!<>])=(?!=)", bare):
        return "相等要写 =="
    return "请对照 README 里的例子"
