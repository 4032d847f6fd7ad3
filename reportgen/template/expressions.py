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

from reportgen.base.issues import nearest
from reportgen.figures.wording import Asked
from reportgen.template.content import SAME_PART, Vocabulary
from reportgen.template.filter_checker import Filters, Wrong
from reportgen.template.nouns import (
    DATE,
    FLAG,
    LOOP,
    NUMBER,
    PICTURE,
    TEXT,
    WORDING,
    Condition,
    Noun,
    Source,
    nouns_of,
)

_PRINTED = (NUMBER, DATE, TEXT, WORDING, PICTURE)
_TRUE_OR_FALSE = (NUMBER, DATE, TEXT, FLAG, PICTURE)
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
_Statement = TypeVar("_Statement", bound=nodes.Stmt)


class Expressions:
    """Says what an expression of a template stands for; `reach` maps the names that it may use to their nouns. Raises Wrong.

    `compared` collects the metrics that expressions compare with last year, `said` the catalogue's names of all that they name.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.compared: list[str] = []
        self.said: list[str] = []
        self._environment = Environment()
        self._vocabulary = vocabulary
        self._filters = Filters(vocabulary, self.compared, self.said)
        self.nouns = nouns_of(vocabulary)

    def printed(self, text: str, reach: Mapping[str, Noun], manner: str = "") -> Noun:
        """Return what a tag prints in its manner (see Tag); its title is that of the mark that the tag becomes, '' for a text."""
        if not text:
            raise Wrong("标签是空的，请写名称。")
        # A name alone, as nearly all tags are, needs no parser.
        noun = reach[text] if text in reach else self._noun(self._printed_expression(text), reach)
        if manner:
            return _text_in(noun, manner)
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
            return self._filters.noun(node, self._noun(node.node, reach), reach)
        raise Wrong(f"{_reason(node)}。标签里只能写名称、比较和规定的过滤器。")

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


def _text_in(noun: Noun, manner: str) -> Noun:
    """Return the text of a year that a tag prints with its emphasis, or as paragraphs; of a list its items."""
    text = noun.each if manner == "p" and noun.each is not None else noun
    if text.kind == TEXT and text.name:
        return text
    way = (
        "列表用 {{p 名称 }}，或用 {% for … in … %} 一条一条地印"
        if noun.each
        else "数、日期和图写成 {{ 名称 }}，要加粗就把标签加粗"
    )
    raise Wrong(f"{{{{{manner} 只用来印年度的文字：{way}。")


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
