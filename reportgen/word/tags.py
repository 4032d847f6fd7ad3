"""A template's XML -> its tags with their paragraphs, and every reason why one can't be used.

Jinja is read but not trusted: only names, comparisons, and/or/not, the known filters, if and for get through. A template from
another office can print figures and texts and choose between wordings, nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

from jinja2 import Environment, TemplateSyntaxError, nodes
from lxml import etree

from reportgen.content import BREAKDOWN, CATEGORY, Vocabulary
from reportgen.issues import Finder, Location, nearest
from reportgen.word.package import W

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_BRACE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_SCOPES = ("p", "tr", "tc", "r")  # docxtpl: the tag takes this element with it
_STATEMENT = re.compile(
    rf"\{{%-?\s*(?P<scope>(?:{'|'.join(_SCOPES)})(?=\s))?\s*(?P<word>\w*)\s*(?P<rest>.*?)\s*-?%\}}", re.DOTALL
)
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_CLOSES = {"endif": "if", "endfor": "for", "else": "if", "elif": "if"}
_SHOWN = 60
_Statement = TypeVar("_Statement", bound=nodes.Stmt)


@dataclass(frozen=True)
class Tag:
    """One tag as the template's author sees it: its text, and the paragraph (from 1, over the whole part) that holds it."""

    text: str
    paragraph: int
    around: str

    def __str__(self) -> str:
        around = self.around if len(self.around) <= _SHOWN else f"{self.around[:_SHOWN]}…"
        return f"标签 {self.text}（这一段：{around}）"


@dataclass(frozen=True)
class Noun:
    """What a name stands for inside a tag: figure, text, list, records or part; `keys` are the texts of a record's items."""

    kind: str
    keys: tuple[str, ...] = ()


class _Wrong(Exception):
    """A tag can't be used; the message says why and what to do."""


def paragraph_text(paragraph: etree._Element) -> str:
    """Return the text that a paragraph's tags are written in, runs joined."""
    return "".join(node.text or "" for node in paragraph.iter(f"{W}t") if _owner(node) is paragraph)


def check_tags(root: etree._Element, part: str, vocabulary: Vocabulary, finder: Finder) -> bool:
    """Note everything wrong with the tags of one part; return whether it has any tags."""
    _refuse_tags_elsewhere(root, part, finder)
    tags = []
    for number, paragraph in enumerate(root.iter(f"{W}p"), start=1):
        text = paragraph_text(paragraph)
        at = Location(part, number)
        rest = TAG.sub("", text)
        if _BRACE.search(rest):
            finder.error("模板标签", at, f"标签的括号不成对：「{text[:_SHOWN]}」。", expected="{{ 名称 }} 或 {% … %}")
            continue
        found = [Tag(match, number, text) for match in TAG.findall(text)]
        tags += found
        for tag in found:
            if re.match(r"\{[{%#]-?\s*(?:p|tr)\s", tag.text) and text.strip() != tag.text:
                finder.error("模板标签", at, f"{tag} 要单独占一段，前后不能有文字和别的标签。")
    _check_each(tags, part, vocabulary, finder)
    return bool(tags)


def _owner(node: etree._Element) -> etree._Element | None:
    return next(node.iterancestors(f"{W}p"), None)


def _refuse_tags_elsewhere(root: etree._Element, part: str, finder: Finder) -> None:
    for element in root.iter():
        texts = [str(value) for value in element.attrib.values()]
        if element.tag != f"{W}t":
            texts.append(element.text or "")
        texts.append(element.tail or "")
        for text in texts:
            if _BRACE.search(text):
                finder.error(
                    "模板标签",
                    Location(part),
                    f"标签只能写在正文文字里，不能写在图片说明、链接、域里：「{text[:_SHOWN]}」。",
                )


def _check_each(tags: list[Tag], part: str, vocabulary: Vocabulary, finder: Finder) -> None:
    """Check each tag by itself, with the loop variables that are in reach, and that blocks close in order."""
    environment = Environment()
    environment.filters.update(dict.fromkeys((BREAKDOWN, *vocabulary.date_filters), str))
    nouns = _nouns(vocabulary)
    open_blocks: list[tuple[str, Tag, dict[str, Noun]]] = []
    for tag in tags:
        scope = {name: noun for _, _, names in open_blocks for name, noun in names.items()}
        checker = _Checker(environment, vocabulary, nouns | scope)
        try:
            if tag.text.startswith("{{"):
                checker.printed(re.sub(r"^\{\{-?\s*(?:r\s)?|\s*-?\}\}$", "", tag.text).translate(_QUOTES))
            elif tag.text.startswith("{%"):
                _statement(tag, checker, open_blocks)
        except _Wrong as error:
            finder.error("模板标签", Location(part, tag.paragraph), f"{tag}：{error}")
    for word, tag, _ in open_blocks:
        finder.error(
            "模板标签", Location(part, tag.paragraph), f"{tag} 没有对应的 {{% end{word} %}}。", expected=f"end{word}"
        )


def _statement(tag: Tag, checker: _Checker, open_blocks: list[tuple[str, Tag, dict[str, Noun]]]) -> None:
    match = _STATEMENT.fullmatch(tag.text)
    word, rest = (match["word"], match["rest"].translate(_QUOTES)) if match else ("", "")
    if word in _CLOSES:
        if not open_blocks or (open_blocks[-1][0] != _CLOSES[word] and word != "else"):
            raise _Wrong(f"前面没有与它对应的 {{% {_CLOSES[word]} … %}}。")
        if word.startswith("end"):
            open_blocks.pop()
        elif word == "elif":
            checker.condition(rest)
    elif word == "if":
        open_blocks.append((word, tag, {}))
        checker.condition(rest)
    elif word == "for":
        names: dict[str, Noun] = {}
        open_blocks.append((word, tag, names))
        names.update(checker.loop(rest))
    else:
        raise _Wrong(f"不认识「{word or tag.text}」，只能用 if、elif、else、endif、for、endfor。")


class _Checker:
    """Checks one tag's expression against the nouns in reach; raises _Wrong."""

    def __init__(self, environment: Environment, vocabulary: Vocabulary, nouns: dict[str, Noun]) -> None:
        self.environment = environment
        self.vocabulary = vocabulary
        self.nouns = nouns

    def printed(self, text: str) -> None:
        noun = self.noun_of(self._expression(f"{{{{ {text} }}}}"))
        if noun.kind in {"list", "records"}:
            raise _Wrong("是一个列表，要用 {% for … in … %} 一条一条地印。")
        if noun.kind == "item":
            raise _Wrong(f"要写出印哪一项：{'、'.join(noun.keys)}。")

    def condition(self, text: str) -> None:
        statement = self._statement(f"{{% if {text} %}}{{% endif %}}", nodes.If)
        self.check_condition(statement.test)

    def loop(self, text: str) -> dict[str, Noun]:
        statement = self._statement(f"{{% for {text} %}}{{% endfor %}}", nodes.For)
        if not isinstance(statement.target, nodes.Name) or statement.recursive:
            raise _Wrong("循环应写成 {% for 项 in 列表 %}。")
        over = self.noun_of(statement.iter)
        item = {"list": Noun("text"), "records": Noun("item", over.keys), "parts": Noun("part")}.get(over.kind)
        if item is None:
            raise _Wrong("只能对列表循环，或对「数 | 按('列名')」循环。")
        if statement.target.name in self.nouns:
            raise _Wrong(f"循环里的「{statement.target.name}」和已有的名称相同，请换一个词。")
        inner = {statement.target.name: item, "loop": Noun("loop")}
        if statement.test is not None:
            _Checker(self.environment, self.vocabulary, self.nouns | inner).check_condition(statement.test)
        return inner

    def check_condition(self, node: nodes.Node) -> None:
        if isinstance(node, (nodes.And, nodes.Or)):
            self.check_condition(node.left)
            self.check_condition(node.right)
        elif isinstance(node, nodes.Not):
            self.check_condition(node.node)
        elif isinstance(node, nodes.Compare):
            self.noun_of(node.expr)
            for operand in node.ops:
                if operand.op not in {"eq", "ne", "gt", "gteq", "lt", "lteq"}:
                    raise _Wrong("比较只能用 ==、!=、>、>=、<、<=。")
                self.noun_of(operand.expr)
        else:
            self.noun_of(node)

    def noun_of(self, node: nodes.Node) -> Noun:
        """Return what an expression stands for."""
        if isinstance(node, nodes.Const) and isinstance(node.value, (int, float, str)):
            return Noun("text")
        if isinstance(node, nodes.Name):
            if node.name not in self.nouns:
                known = [*self.vocabulary.names, *self.nouns]
                raise _Wrong(f"没有「{node.name}」这个名称。{nearest(node.name, known)}")
            return self.nouns[node.name]
        if isinstance(node, nodes.Getattr):
            return self._attribute(self.noun_of(node.node), node.attr)
        if isinstance(node, nodes.Filter) and node.node is not None and not node.kwargs:
            return self._filtered(self.noun_of(node.node), node)
        raise _Wrong("标签里只能写名称、比较和规定的过滤器，不能计算或调用。")

    def _attribute(self, noun: Noun, name: str) -> Noun:
        known = {"item": noun.keys, "part": (CATEGORY,), "loop": ("first", "last", "index")}.get(noun.kind, ())
        if name not in known:
            raise _Wrong(
                f"没有「{name}」这一项。{nearest(name, known) or ('有：' + '、'.join(known) + '。' if known else '')}"
            )
        return Noun("text")

    def _filtered(self, noun: Noun, node: nodes.Filter) -> Noun:
        if node.name == BREAKDOWN:
            column = node.args[0].value if len(node.args) == 1 and isinstance(node.args[0], nodes.Const) else None
            if noun.kind != "figure" or column not in self.vocabulary.columns:
                known = sorted(self.vocabulary.columns)
                raise _Wrong(f"「按」应写成 数 | 按('列名')。{nearest(str(column), known)}")
            return Noun("parts")
        if node.name not in self.vocabulary.date_filters:
            known = [BREAKDOWN, *self.vocabulary.date_filters]
            raise _Wrong(f"没有过滤器「{node.name}」，可用：{'、'.join(sorted(known))}。{nearest(node.name, known)}")
        if not isinstance(node.node, nodes.Name) or node.node.name not in self.vocabulary.dates or node.args:
            raise _Wrong(f"「{node.name}」只能用于日期。")
        return Noun("figure")

    def _expression(self, source: str) -> nodes.Expr:
        output = self._statement(source, nodes.Output)
        if len(output.nodes) != 1 or isinstance(output.nodes[0], nodes.TemplateData):
            raise _Wrong("标签是空的，请写名称。")
        return output.nodes[0]

    def _statement(self, source: str, kind: type[_Statement]) -> _Statement:
        try:
            body = self.environment.parse(source).body
        except TemplateSyntaxError:
            raise _Wrong("写法不对，请对照 README 里的例子。") from None
        if len(body) != 1 or not isinstance(body[0], kind):
            raise _Wrong("写法不对，请对照 README 里的例子。")
        return body[0]


def _nouns(vocabulary: Vocabulary) -> dict[str, Noun]:
    return (
        {name: Noun("figure") for name in vocabulary.figures}
        | {name: Noun("text") for name in vocabulary.texts}
        | {name: Noun("list") for name in vocabulary.lists}
        | {name: Noun("records", keys) for name, keys in vocabulary.records.items()}
    )
