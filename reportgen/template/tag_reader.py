"""A part of a template -> its tags, each whole and with its place, or every reason why one can't be used.

Word cuts what a person types into runs wherever it likes: at a spell-check mark, a bold character, a bookmark. A tag is made whole in
the run where it begins; nothing else moves, so text and pictures around it keep their formatting.
"""

from __future__ import annotations

import copy
import re
from bisect import bisect_right
from collections.abc import Container, Iterator
from itertools import accumulate

from lxml import etree

from reportgen.base.issues import Finder, Location, quoted
from reportgen.base.textfile import BRACES, TAG
from reportgen.template.columns import wrong_columns
from reportgen.template.content import Vocabulary
from reportgen.template.expressions import Expressions
from reportgen.template.filter_checker import Wrong
from reportgen.template.joining import join_paragraphs
from reportgen.template.misspelt import straightened, with_plain_braces
from reportgen.template.placement import CHANGED
from reportgen.template.tag_checker import Checker
from reportgen.template.tags import MOST_SHOWN, Look, Tag, own_nodes
from reportgen.word.fields import kind_of, shown_by
from reportgen.word.package import XML_SPACE, W

_COMMENT = re.compile(r"\{#.*?#\}")
_WIDE = re.compile("[｛｝％＃]")
_SINGLE_BRACES = re.compile(r"[{｛]\s{0,9}([^{}｛｝|\s]{1,40})[^{}｛｝]{0,40}[}｝]")
_FORM = re.compile(r"\{(?P<sort>[{%#])[-+]?(?P<scope>(?:p|tr|tc|r)(?=\s))?\s*(?P<said>.*?)\s*[-+]?[}%#]\}", re.DOTALL)
_STATEMENT = re.compile(r"(?P<word>\w*)\s*(?P<rest>.*)", re.DOTALL)
_AROUND = 20  # characters on either side of a wrong brace
_MOST_TEXT = 100_000  # of a paragraph


def read_tags(root: etree._Element, part: str, vocabulary: Vocabulary, finder: Finder) -> list[Tag]:
    """Return the tags of a part, and put {{number}} in the tree for each; note everything wrong with them."""
    found = Finder()
    _refuse_elsewhere(root, part, found)
    join_paragraphs(root)
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
        wrong = BRACES.search(rest) or _single(rest, names)
        within = text if wrong else joined
        wrong = wrong or BRACES.search(TAG.sub(lambda tag: " " * len(tag[0]), joined))
        if wrong:
            around = within[max(0, wrong.start() - _AROUND) : wrong.end() + _AROUND]
            message = f"标签的括号不成对，或者是全角的：「{around}」。要写成 {{{{ 名称 }}}} 或 {{% … %}}，都用半角。"
            found.error("模板标签", at, message, expected="{{ 名称 }} 或 {% … %}")
            for node in nodes:
                node.text = ""
        elif TAG.search(text):
            tags += _taken_out(nodes, text, at, len(tags))
    checker = Checker(vocabulary, found)
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
    return bool(BRACES.search(TAG.sub("", text)))


def _single(text: str, names: Container[str]) -> re.Match[str] | None:
    """Return where a name of the catalogue stands in single braces, which would be printed with them."""
    return next((found for found in _SINGLE_BRACES.finditer(text) if found[1] in names), None)


def _refuse_elsewhere(root: etree._Element, part: str, finder: Finder) -> None:
    for element in root.iter():
        in_text = element.tag == f"{W}t" and next(element.iterancestors(f"{W}p"), None) is not None
        for text in (*element.attrib.values(), element.tail, None if in_text else element.text):
            if text and BRACES.search(str(text)):
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
    if BRACES.search(TAG.sub("", text)):
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
