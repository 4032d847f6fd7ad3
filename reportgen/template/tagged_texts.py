"""A year's texts -> their tags, checked as a template's are; texts with tags -> the same filled, each figure where a mark will stand.

A text in a year's YAML is a small template in one piece: 「总人口{{ 总人口 }}人」, 「{% if 甲 > 乙 %}有所增加{% endif %}」. It may say other texts,
not itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter

from lxml import etree

from reportgen.base.issues import Finder, Issue, listed
from reportgen.inputs.section import TextPlace
from reportgen.template.content import Filled, Printed, Vocabulary
from reportgen.template.nouns import PICTURE
from reportgen.template.sandbox import printer
from reportgen.template.tag_reader import read_tags
from reportgen.template.tags import NUMBERED, Tag
from reportgen.template.texts import Text
from reportgen.word.package import W

_MAY_HOLD_TAGS = re.compile(r"[{}｛｝]")
# No text of ours can hold these: they stand around a figure's title, tag and text until the text is taken to pieces.
_BEGIN, _NEXT, _END = "\x01", "\x02", "\x03"
_FIGURE = re.compile(f"{_BEGIN}([^{_NEXT}]*){_NEXT}([^{_NEXT}]*){_NEXT}([^{_END}]*){_END}")


@dataclass(frozen=True)
class TaggedText:
    """A text with tags: `words` is what it says with {{number}} in place of each of them."""

    text: Text
    words: str
    tags: tuple[Tag, ...]

    @property
    def names(self) -> frozenset[str]:
        """Return the metrics and texts of the catalogue that its tags say."""
        said = (name for tag in self.tags for name in (*tag.said, tag.noun.name) if name)
        return frozenset(name.partition(".")[0] for name in said)

    @property
    def printed(self) -> frozenset[str]:
        """Return the metrics and texts that it prints, an item's as 「列表.项」."""
        return frozenset(tag.noun.name for tag in self.tags if tag.noun.name)

    @property
    def source(self) -> str:
        """Return the text as Jinja, with signs around each figure."""
        return NUMBERED.sub(lambda match: _signed(self.tags[int(match[1])]), self.words)


def read_texts(texts: Iterable[Text], vocabulary: Vocabulary) -> tuple[tuple[TaggedText, ...], tuple[Issue, ...]]:
    """Return those of a year's texts that have tags, and everything wrong with one, at its row."""
    finder = Finder()
    found = tuple(_tagged(texts, vocabulary, finder))
    naming: dict[str, set[str]] = {}
    for one in found:
        naming.setdefault(one.text.field.name, set()).update(one.names)
    for one in found:
        name = one.text.field.name
        circle = [said for said in sorted(one.names) if said == name or name in _reached(said, naming)]
        if circle:
            others = (
                "它自己" if circle == [name] else f"{listed(f'「{said}」' for said in circle)}，那里又说到「{name}」"
            )
            message = f"这段文字里的标签印的是{others}，印不出来。请改写其中一处。"
            finder.error("模板标签", one.text.at, message, expected="不绕回自己的标签", found=name)
    return found, tuple(finder.issues)


def filled(
    tagged: Sequence[TaggedText], named: Callable[[Mapping[TextPlace, str]], Mapping[str, object]]
) -> dict[TextPlace, Filled]:
    """Return the texts filled, by their places; `named` says what all names stand for once these texts are.

    A text that says another is filled after it.
    """
    by_name: dict[str, list[TaggedText]] = {}
    for one in tagged:
        by_name.setdefault(one.text.field.name, []).append(one)
    order = TopologicalSorter(
        {name: {said for one in every for said in one.names if said in by_name} for name, every in by_name.items()}
    )
    done: dict[TextPlace, Filled] = {}
    order.prepare()
    while order.is_active():
        ready = order.get_ready()
        fill = printer(named(done), _signed_text)
        for one in (one for name in ready for one in by_name[name]):
            done[one.text.place] = Filled(_pieces(fill(one.source)))
        order.done(*ready)
    return done


def _tagged(texts: Iterable[Text], vocabulary: Vocabulary, finder: Finder) -> Iterator[TaggedText]:
    for text in texts:
        if not _MAY_HOLD_TAGS.search(text.said):
            continue
        root = etree.Element(f"{W}p")
        node = etree.SubElement(etree.SubElement(root, f"{W}r"), f"{W}t")
        node.text = text.said
        found = Finder()
        tags = tuple(replace(tag, at=text.at) for tag in read_tags(root, text.at.file, vocabulary, found))
        for issue in found.issues:
            finder.error(issue.check, text.at, issue.message, expected=issue.expected, found=issue.found)
        for tag in [one for one in tags if one.noun.kind == PICTURE or one.manner]:
            what = "不能印图" if tag.noun.kind == PICTURE else f"不能用 {{{{{tag.manner}"
            message = f"{tag}：文字里{what}，请把这个标签写在模板里。"
            finder.error("模板标签", text.at, message, expected="{{ 名称 }}", found=tag.text)
        if tags:
            yield TaggedText(text, node.text or "", tags)


def _reached(name: str, naming: Mapping[str, set[str]]) -> set[str]:
    """Return the names that a text says, that the texts which it says say, and so on."""
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        for said in naming.get(waiting.pop(), ()):
            if said not in reached:
                reached.add(said)
                waiting.append(said)
    return reached


def _signed(tag: Tag) -> str:
    if not tag.noun.title:
        return tag.jinja
    return f"{_BEGIN}{tag.noun.title}{_NEXT}{tag.expression}{_NEXT}{tag.jinja}{_END}"


def _signed_text(value: object) -> str:
    """Return what a tag prints; a text that is filled already keeps the signs around its figures."""
    if not isinstance(value, Filled):
        return str(value)
    return "".join(
        piece if isinstance(piece, str) else f"{_BEGIN}{piece.title}{_NEXT}{piece.tag}{_NEXT}{piece.text}{_END}"
        for piece in value.pieces
    )


def _pieces(said: str) -> Iterator[str | Printed]:
    end = 0
    for figure in _FIGURE.finditer(said):
        if figure.start() > end:
            yield said[end : figure.start()]
        yield Printed(figure[1], figure[2], figure[3])
        end = figure.end()
    if said[end:]:
        yield said[end:]
