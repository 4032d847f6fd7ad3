"""A filter of a tag + what stands before it -> what both stand for, or the reason why they can't be said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from jinja2 import nodes

from reportgen.base.issues import listed, nearest
from reportgen.base.names import PART_SIGN
from reportgen.figures.wording import Asked, Takes, Wording
from reportgen.template.content import BREAKDOWN, CATEGORY, ORDER, OWN_NUMBER, SAME_PART, Vocabulary
from reportgen.template.nouns import DATE, NUMBER, WORDING, Noun, Source, part_noun

_MOST_COLUMNS = 2  # by which a number is split at once


class Wrong(Exception):
    """A tag can't be used; the message says why and what to do."""


@dataclass(frozen=True)
class Filters:
    """Says what filters make of nouns; `compared` and `said` collect what `Expressions` does."""

    _vocabulary: Vocabulary
    compared: list[str]
    said: list[str]

    def noun(self, node: nodes.Filter, noun: Noun, reach: Mapping[str, Noun]) -> Noun:
        """Return what a filter and what stands before it say; raises Wrong."""
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


def _constant(node: nodes.Filter) -> object:
    """Return the one value between a filter's brackets, None where something else stands there."""
    return node.args[0].value if len(node.args) == 1 and isinstance(node.args[0], nodes.Const) else None
