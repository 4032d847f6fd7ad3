"""A part of a template -> its tags, each whole and with its place, or every reason why one can't be used.

Word cuts what a person types into runs wherever it likes: at a spell-check mark, a bold character, a bookmark. A tag is made whole in
the run where it begins; nothing else moves, so text and pictures around it keep their formatting.
"""

from __future__ import annotations

import copy
import re
from bisect import bisect_right
from collections import ChainMap
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from lxml import etree

from reportgen.base.issues import Finder, Location, nearest, quoted
from reportgen.base.textfile import TAG
from reportgen.template.cells import CELL_WORDS, LOOPS, QUOTES, SHADE, SPAN, fault_of_constant
from reportgen.template.columns import wrong_columns
from reportgen.template.content import Vocabulary
from reportgen.template.expressions import Expressions, Wrong
from reportgen.template.misspelt import meant, straightened, with_plain_braces
from reportgen.template.nouns import PICTURE, Noun
from reportgen.template.placement import CHANGED, misplaced
from reportgen.template.tags import MOST_SHOWN, NOTES, NUMBERED, Look, Tag, own_nodes
from reportgen.word.fields import kind_of, shown_by
from reportgen.word.package import XML_SPACE, W

_COMMENT = re.compile(r"\{#.*?#\}")
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_WIDE_BRACES = re.compile(r"[{｛][{｛%％]|[}｝%％][}｝]")  # an input method's; they look alike in Word
_WIDE = re.compile("[｛｝％＃]")
_SINGLE_BRACES = re.compile(r"[{｛]\s{0,9}([^{}｛｝|\s]{1,40})[^{}｛｝]{0,40}[}｝]")
_FORM = re.compile(r"\{(?P<sort>[{%#])[-+]?(?P<scope>(?:p|tr|tc|r)(?=\s))?\s*(?P<said>.*?)\s*[-+]?[}%#]\}", re.DOTALL)
_STATEMENT = re.compile(r"(?P<word>\w*)\s*(?P<rest>.*)", re.DOTALL)
_OPENS = {"endif": ("if",), "endfor": ("for",), "else": ("if", "for"), "elif": ("if",)}
_AROUND = 20  # characters on either side of a wrong brace
_MOST = 300  # characters; far beyond, Jinja runs out of stack
_MOST_TEXT = 100_000  # of a paragraph
_MOST_BLOCKS = 10  # in each other; Python compiles no more than 20


def read_tags(root: etree._Element, part: str, vocabulary: Vocabulary, finder: Finder) -> list[Tag]:
    """Return the tags of a part, and put {{number}} in the tree for each; note everything wrong with them."""
    found = Finder()
    _refuse_elsewhere(root, part, found)
    tags: list[Tag] = []
    expressions = Expressions(vocabulary)
    names = expressions.nouns
    contents = {node for node, codes in shown_by(root) if any(kind_of(code) == "TOC" for code in codes)}
    for number, paragraph in enumerate(root.iter(f"{W}p"), start=1):
        nodes = own_nodes(paragraph)
        text = _with_plain_braces(nodes)
        if not contents.isdisjoint(nodes) and _is_of_a_heading(text, expressions):
            for node in nodes:
                node.text = ""
            continue
        at = Location(part, number)
        if len(text) > _MOST_TEXT:
            found.error("模板标签", at, f"这一段超过{_MOST_TEXT}个字，请分成几段。")
            continue
        rest = TAG.sub(lambda tag: " " * len(tag[0]), text)
        joined = _COMMENT.sub("", text)  # a comment prints nothing, so that what stands before and behind it meets
        wrong = _BRACES.search(rest) or _WIDE_BRACES.search(rest) or _single(rest, names)
        within = text if wrong else joined
        wrong = wrong or _BRACES.search(TAG.sub(lambda tag: " " * len(tag[0]), joined))
        if wrong:
            around = within[max(0, wrong.start() - _AROUND) : wrong.end() + _AROUND]
            message = f"标签的括号不成对，或者是全角的：「{around}」。要写成 {{{{ 名称 }}}} 或 {{% … %}}，都用半角。"
            found.error("模板标签", at, message, expected="{{ 名称 }} 或 {% … %}")
            for node in nodes:
                node.text = ""
        elif TAG.search(text):
            tags += _taken_out(nodes, text, at, len(tags))
    checker = _Checker(vocabulary, found)
    checker.check(root, tags)
    for tag, reason in wrong_columns(root, tags):
        checker.refuse(tag, reason)
    finder.issues += sorted(found.issues, key=lambda issue: (issue.location and issue.location.row) or 0)
    return tags


def _with_plain_braces(nodes: list[etree._Element]) -> str:
    """Return a paragraph's text with the braces of its tags in half width, which they have in the tree then too."""
    text = "".join(node.text or "" for node in nodes)
    plain = with_plain_braces(text) if _WIDE.search(text) else text
    if plain != text:
        end = 0
        for node in nodes:
            begin, end = end, end + len(node.text or "")
            node.text = plain[begin:end]
    return plain


def _is_of_a_heading(text: str, expressions: Expressions) -> bool:
    """Return whether an entry of a table of contents says what can be filled in its heading only: a loop's variable, a condition.

    Word copied it from there and writes it anew when it opens the report.
    """
    for tag in TAG.finditer(text):
        form = _FORM.fullmatch(tag[0])
        if form is None or form["sort"] != "{" or form["scope"]:
            return True
        try:
            expressions.printed(straightened(form["said"]), expressions.nouns)
        except Wrong:
            return True
    return bool(_BRACES.search(TAG.sub("", text)))


def _single(text: str, names: Container[str]) -> re.Match[str] | None:
    """Return where a name of the catalogue stands in single braces, which would be printed with them."""
    return next((found for found in _SINGLE_BRACES.finditer(text) if found[1] in names), None)


def _refuse_elsewhere(root: etree._Element, part: str, finder: Finder) -> None:
    for element in root.iter():
        in_text = element.tag == f"{W}t" and next(element.iterancestors(f"{W}p"), None) is not None
        for text in (*element.attrib.values(), element.tail, None if in_text else element.text):
            if text and _BRACES.search(str(text)):
                where = "删除线（修订）" if element.tag in CHANGED else "图片说明、公式、链接、域"
                message = f"标签只能写在正文文字里，不能写在{where}里：{quoted(str(text), MOST_SHOWN)}。"
                finder.error("模板标签", Location(part), message)


def _taken_out(nodes: list[etree._Element], text: str, at: Location, first: int) -> Iterator[Tag]:
    """Put {{number}} where each tag of a paragraph begins, take away the rest of it, and yield the tags."""
    begins = list(accumulate((len(node.text or "") for node in nodes), initial=0))[:-1]
    found = list(TAG.finditer(text))
    looks = [_looks(nodes, begins, *match.span()) for match in found]
    for number, match in reversed(list(enumerate(found, start=first))):
        begin, end = (bisect_right(begins, offset) - 1 for offset in (match.start(), match.end() - 1))
        before = (nodes[begin].text or "")[: match.start() - begins[begin]]
        after = (nodes[end].text or "")[match.end() - begins[end] :]
        for node in nodes[begin + 1 : end]:
            _shorten(node, "")
        if begin != end:
            _shorten(nodes[end], after)
        nodes[begin].text = f"{before}{{{{{number}}}}}{after if begin == end else ''}"
        nodes[begin].set(XML_SPACE, "preserve")
    for match, cut in zip(found, looks, strict=True):
        yield _tag(match, at, text, nodes[bisect_right(begins, match.start()) - 1], cut)


def tags_beside(text: str, at: Location, node: etree._Element) -> list[Tag]:
    """Return the tags of a text that stands in no paragraph, such as what a chart is described by; raises Wrong for lone braces."""
    if _BRACES.search(TAG.sub("", text)) or _WIDE_BRACES.search(TAG.sub("", text)):
        raise Wrong("标签的括号不成对，要写成 {{ 名称 }}，都用半角。")
    return [_tag(match, at, text, node) for match in TAG.finditer(text)]


def _tag(match: re.Match[str], at: Location, around: str, node: etree._Element, looks: tuple[Look, ...] = ()) -> Tag:
    form = _FORM.fullmatch(match[0])
    assert form is not None, "what one pattern finds the other takes apart"
    said = straightened(form["said"])
    statement = _STATEMENT.fullmatch(said if form["sort"] == "%" else "")
    word, rest = (statement["word"], statement["rest"]) if statement and statement[0] else ("", said)
    scope, manner = ("", form["scope"] or "") if form["sort"] == "{" else (form["scope"] or "", "")
    return Tag(match[0], at, around, node, form["sort"], scope, word, rest, looks=looks, manner=manner)


def _looks(nodes: list[etree._Element], begins: list[int], start: int, end: int) -> tuple[Look, ...]:
    """Return the pieces of a tag that stands in several runs, with the formatting of each; nothing for one that is whole."""
    first, last = (bisect_right(begins, offset) - 1 for offset in (start, end - 1))
    if first == last:
        return ()
    pieces = (
        ((node.text or "")[max(start - begin, 0) : end - begin], next(node.iterancestors(f"{W}r"), None))
        for node, begin in zip(nodes[first : last + 1], begins[first : last + 1], strict=True)
    )
    return tuple((text, None if run is None else copy.deepcopy(run.find(f"{W}rPr"))) for text, run in pieces if text)


def _shorten(node: etree._Element, text: str) -> None:
    """Leave `text` of a cut tag's later piece; a run that has nothing else goes too."""
    node.text = text
    node.set(XML_SPACE, "preserve")
    run = node.getparent()
    if not text and run is not None:
        run.remove(node)
        parent = run.getparent()
        if parent is not None and all(child.tag == f"{W}rPr" for child in run):
            parent.remove(run)


@dataclass
class _Block:
    """An if or for that is still open: the names in reach outside of it, and whether its else has come."""

    tag: Tag
    outside: ChainMap[str, Noun]
    ending: bool = False


class _Checker:
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
        inner = _BRACES.search(tag.text, 2, len(tag.text) - 2)
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
