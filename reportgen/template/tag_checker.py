"""A part's tags, each whole and with its place -> the same with what they print, ask or go through, or why one can't be used."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass, replace

from lxml import etree

from reportgen.base.issues import Finder, nearest
from reportgen.base.textfile import BRACES
from reportgen.template.cells import CELL_WORDS, LOOPS, QUOTES, SHADE, SPAN, fault_of_constant
from reportgen.template.content import Vocabulary
from reportgen.template.expressions import Expressions
from reportgen.template.filter_checker import Wrong
from reportgen.template.misspelt import meant
from reportgen.template.nouns import PICTURE, Noun
from reportgen.template.placement import misplaced
from reportgen.template.tags import NOTES, NUMBERED, Tag
from reportgen.word.package import W

_OPENS = {"endif": ("if",), "endfor": ("for",), "else": ("if", "for"), "elif": ("if",)}
_MOST = 300  # characters; far beyond, Jinja runs out of stack
_MOST_BLOCKS = 10  # in each other; Python compiles no more than 20


@dataclass
class _Block:
    """An if or for that is still open: the names in reach outside of it, and whether its else has come."""

    tag: Tag
    outside: ChainMap[str, Noun]
    ending: bool = False


class Checker:
    """Checks a part's tags in document order, with the loop variables that are in reach."""

    def __init__(self, vocabulary: Vocabulary, finder: Finder) -> None:
        self.expressions = Expressions(vocabulary)
        self.finder = finder
        self.reach: ChainMap[str, Noun] = ChainMap(dict(self.expressions.nouns))
        self.blocks: list[_Block] = []

    def check(self, root: etree._Element, tags: list[Tag]) -> None:
        """Note what is wrong with the tags, and give those that print their nouns."""
        for node in root.iter(f"{W}t", *NOTES):
            if node.tag in NOTES:
                for block in self.blocks:
                    if block.tag.word == "for" and not len(node):
                        self.refuse(block.tag, "循环里的脚注、尾注没有注文，请在 Word 里删去重新插入。")
                continue
            for number in map(int, NUMBERED.findall(node.text or "")):
                if number >= len(tags):  # typed where no tag can stand, which is told
                    continue
                tag = tags[number]
                tag = self._as_meant(tag)
                if reason := misplaced(tag):
                    self.refuse(tag, reason)
                try:
                    self.expressions.compared.clear()
                    self.expressions.said.clear()
                    read = self._read(tag)
                    said = tuple(filter(None, self.expressions.said))
                    tags[number] = replace(read, compared=tuple(self.expressions.compared), said=said)
                except Wrong as error:
                    self.refuse(tag, str(error))
        for block in self.blocks:
            self.refuse(block.tag, f"没有对应的 {{% end{block.tag.word} %}}。", f"end{block.tag.word}")

    def refuse(self, tag: Tag, reason: str, expected: str | None = None) -> None:
        """Note why a tag can't be used."""
        self.finder.error("模板标签", tag.at, f"{tag}：{reason}", expected=expected)

    def _as_meant(self, tag: Tag) -> Tag:
        """Return a tag as its author means it, noting that it has to be written otherwise; what its block holds is read all the same."""
        found = meant(tag.scope, f"{tag.word} {tag.rest}".strip()) if tag.sort == "%" else None
        if found is None:
            return tag
        scope, word, rest, reason = found
        form = f"{{%{scope} {word}{f' {rest}' if rest else ''} %}}"
        self.refuse(tag, f"{reason}，要写成 {form}。", form)
        return replace(tag, scope=scope, word=word, rest=rest)

    def _read(self, tag: Tag) -> Tag:
        """Return a tag with what it prints, asks or goes through."""
        if len(tag.rest) > _MOST and tag.sort != "#":
            raise Wrong(f"太长了，最多{_MOST}个字。")
        inner = BRACES.search(tag.text, 2, len(tag.text) - 2)
        if inner and tag.sort != "#":
            raise Wrong(f"里面又有「{inner[0]}」：前面那个标签的括号没有写完整，请补上。")
        if tag.sort == "{":
            noun = self.expressions.printed(tag.rest, self.reach, tag.manner)
            if noun.kind == PICTURE and next(tag.node.iterancestors(f"{W}footnote", f"{W}endnote"), None) is not None:
                raise Wrong("脚注、尾注里不能印图，请写在正文、页眉或页脚里。")
            return replace(tag, noun=noun)
        if tag.word in _OPENS:
            return self._go_on(tag)
        if tag.word in {"if", "for"}:
            return self._open(tag)
        if tag.word in CELL_WORDS:
            return self._of_cell(tag)
        if tag.sort == "%":
            near = nearest(tag.word, ("if", "for", *_OPENS, *CELL_WORDS))
            raise Wrong(f"不认识「{tag.word or tag.rest}」，只能用 if、elif、else、endif、for、endfor。{near}")
        return tag

    def _of_cell(self, tag: Tag) -> Tag:
        """Return a tag of a table's cell, once it stands in one and says what it may."""
        cell = next(tag.node.iterancestors(f"{W}tc"), None)
        if cell is None or tag.scope:
            raise Wrong(f"{tag.word} 只能写在表格的一格里，写成 {{% {tag.word} … %}}。")
        loop = next((block.tag for block in reversed(self.blocks) if block.tag.word == "for"), None)
        over = LOOPS.get(tag.word)
        if over and (loop is None or loop.scope != over):
            raise Wrong(f"{tag.word} 只能写在 {{%{over} for … %}} 循环里的格里。")
        if over and tag.rest:
            raise Wrong(f"{tag.word} 后面不能再有字。")
        if fault := fault_of_constant(tag.word, tag.rest):
            raise Wrong(f"{fault}。")
        if tag.word == SPAN and not tag.rest.isdecimal():
            self.expressions.entries(tag.rest, self.reach)
        if tag.word == SHADE and not tag.rest.startswith(QUOTES):
            self.expressions.text(tag.rest, self.reach)
        return tag

    def _open(self, tag: Tag) -> Tag:
        outside = self.reach
        self.blocks.append(_Block(tag, outside))
        self.reach = outside.new_child()
        if len(self.blocks) == _MOST_BLOCKS + 1:
            raise Wrong(f"if 和 for 套得太深，最多{_MOST_BLOCKS}层。")
        if tag.word == "if":
            return replace(tag, condition=self.expressions.condition(tag.rest, outside))
        source, names = self.expressions.loop(tag.rest, outside)
        self.reach.update(names)
        return replace(tag, source=source)

    def _go_on(self, tag: Tag) -> Tag:
        block = self.blocks[-1] if self.blocks else None
        if block is None or block.tag.word not in _OPENS[tag.word]:
            raise Wrong(f"前面没有与它对应的 {{% {_OPENS[tag.word][0]} … %}}。")
        if tag.word in {"endif", "endfor"}:
            self.reach = self.blocks.pop().outside
        elif block.ending:
            raise Wrong(f"else 后面只能是 end{block.tag.word}。")
        block.ending = tag.word == "else"
        if block.ending:  # where a for had nothing to go through, its variable stands for nothing
            self.reach = block.outside.new_child()
        if block.tag.scope != tag.scope:
            raise Wrong(f"开头写的是 {{%{block.tag.scope}，这里也要写成 {{%{block.tag.scope} {tag.word} … %}}。")
        if block.tag.home is not tag.home:
            raise Wrong(
                "和它的开头不在一处：要在同一段里；隔了段就各占一段，写成 {%p … %}；表格的行写成 {%tr … %}，同一行的格写成 {%tc … %}。"
            )
        if tag.word == "elif":
            return replace(tag, condition=self.expressions.condition(tag.rest, self.reach))
        if tag.rest:
            raise Wrong(f"{tag.word} 后面不能再有字。")
        return tag
