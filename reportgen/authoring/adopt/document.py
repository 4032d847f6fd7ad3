"""An office's own report + what a year says -> a template: its figures as tags, its headings numbered by Word, its lists as loops.

The document keeps its package: page, styles, pictures, tables, and the formatting of each run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from reportgen.authoring.adopt.assignment import Heads, Left, YearSaid, assign
from reportgen.authoring.adopt.headings import turn_headings
from reportgen.authoring.adopt.loops import ProseList, put_loops
from reportgen.authoring.adopt.passages import passages, unwrapped
from reportgen.authoring.adopt.patterns import Put, squeezed, tag
from reportgen.base.textfile import BRACES
from reportgen.figures.wording import DEMO
from reportgen.template.content import Vocabulary
from reportgen.template.expressions import Expressions
from reportgen.template.filter_checker import Wrong
from reportgen.template.reading import TEXT_PARTS
from reportgen.word.blocks import Mark, visible_text
from reportgen.word.fields import merge_field, put_in_place_of, remove_from_run
from reportgen.word.outside import embeds_files
from reportgen.word.package import DOCUMENT, NotADocument, W, parse_part, remove, serialized
from reportgen.word.relations import without_kind

_REVISIONS = tuple(W + name for name in ("ins", "del", "moveFrom", "moveTo"))
_REMARKS = tuple(W + name for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))


@dataclass(frozen=True)
class Remaining:
    """What stays as it was typed, and its place: the part, its paragraph and its table, from 1; `table` is 0 outside of tables."""

    part: str
    paragraph: int
    table: int
    left: Left


@dataclass(frozen=True)
class Adopted:
    """A template made of a document.

    `tags` are the sources put into it, in order; `headings` how many were turned and `doubts` the typed numbers that stay, as
    (paragraph, text, reason); `conditions` the paragraphs that stand in the office's template under a condition, as (paragraph, text,
    tags); `loops` says of each prose list why it is no loop, '' for one that is; `comments` how many were left out.
    """

    parts: dict[str, bytes]
    tags: tuple[str, ...]
    remaining: tuple[Remaining, ...]
    headings: int
    doubts: tuple[tuple[int, str, str], ...]
    conditions: tuple[tuple[int, str, str], ...]
    loops: Mapping[str, str]
    comments: int


def check_adoptable(parts: Mapping[str, bytes]) -> None:
    """Raise NotADocument for a package that can't become a template as it stands; the message says in Chinese what to do."""
    for name in filter(TEXT_PARTS.fullmatch, parts):
        root = parse_part(parts[name])
        if embeds_files([root]):
            raise NotADocument("里面嵌着别的文件，读不出它的字，请在 Word 里打开，另存一次再运行")
        revised = sum(1 for _ in root.iter(*_REVISIONS))
        if revised:
            raise NotADocument(f"里还有{revised}处没有处理的修订，请先在 Word 的「审阅」里全部接受或拒绝")
        for paragraph in root.iter(f"{W}p"):
            text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
            if found := BRACES.search(text):
                said = f"里已经有标签的括号「{found[0]}」（{text[:30]}）"
                raise NotADocument(f"{said}，它已经是模板了，或者请先改掉这个括号")


def adopt(
    parts: Mapping[str, bytes],
    layout: Mapping[str, bytes],
    said: YearSaid,
    lists: Sequence[ProseList],
    vocabulary: Vocabulary,
) -> Adopted:
    """Return a document that is adoptable as a template; `layout` lends the heading styles that it lacks."""
    plain, comments = _without_comments(parts)
    turned = turn_headings(_without_note(plain), layout)
    made = dict(turned.parts)
    expressions = Expressions(vocabulary)
    printable = {*vocabulary.figures, *vocabulary.dates, *vocabulary.texts}
    tags: list[str] = []
    remaining: list[Remaining] = []
    conditions: list[tuple[int, str, str]] = []
    loops: dict[str, str] = {}
    for name in sorted(filter(TEXT_PARTS.fullmatch, made), key=lambda name: (name != DOCUMENT, name)):
        root = parse_part(made[name])
        paragraphs = {paragraph: number for number, paragraph in enumerate(root.iter(f"{W}p"), start=1)}
        tables = {table: number for number, table in enumerate(root.iter(f"{W}tbl"), start=1)}
        tags += put_in_place_of(root, lambda code: tag(name) if (name := merge_field(code)) in printable else "")
        marked = unwrapped(root)
        if name == DOCUMENT:
            loops = put_loops(root, lists, set(expressions.nouns))
        standing = passages(root, marked)
        heads = [_heads_of(passage.paragraph) for passage in standing]  # before any of them becomes a tag
        for passage, headed in zip(standing, heads, strict=True):
            marks = [
                Put(begin, end, source)
                for begin, end, mark in passage.marks
                if (source := _source(mark, expressions, said)) is not None
            ]
            puts, left = assign(passage.text, said, marks, headed) if passage.paragraph in paragraphs else ([], [])
            condition = said.conditions.get(squeezed(passage.text)[0])
            refused = passage.put(puts)
            if not passage.again:
                tags += [put.source for put in puts if put not in refused]
                number = paragraphs.get(passage.paragraph, 0)
                conditions += [(number, passage.text, condition)] if condition and name == DOCUMENT else []
                table = next((tables[one] for one in passage.paragraph.iterancestors(f"{W}tbl")), 0)
                remaining += [Remaining(name, number, table, one) for one in left]
        made[name] = serialized(root)
    return Adopted(made, tuple(tags), tuple(remaining), turned.count, turned.doubts, tuple(conditions), loops, comments)


def _heads_of(paragraph: etree._Element) -> Heads | None:
    """Return what a cell with this one paragraph is headed by; None outside of a table, and in its first row or column."""
    cell = paragraph.getparent()
    row = None if cell is None else cell.getparent()
    table = None if row is None else row.getparent()
    if cell is None or row is None or table is None or cell.tag != f"{W}tc" or table.tag != f"{W}tbl":
        return None
    top = table.find(f"{W}tr")
    if top is None or top is row or len(cell.findall(f"{W}p")) != 1:
        return None
    cells, first = row.findall(f"{W}tc"), top.findall(f"{W}tc")
    at = cells.index(cell)
    if at == 0:
        return None
    merged = any(next(one.iter(f"{W}gridSpan", f"{W}vMerge", f"{W}gridBefore"), None) is not None for one in (top, row))
    if merged or len(cells) != len(first):
        return Heads("", "")
    return Heads(visible_text(cells[0]).strip(), visible_text(first[at]).strip())


def _source(mark: Mark, expressions: Expressions, said: YearSaid) -> str | None:
    """Return the tag that a mark was printed by, or its metric's; None for one that only stood in a loop.

    Where LibreOffice dropped the expression (12月10日 of a whole date), the wording that prints what stands there is taken.
    """
    worded = [source for metric, source in said.dates.get(mark.text, ()) if metric == mark.title]
    if worded and not mark.tag:
        return worded[0]
    for expression in (mark.tag, mark.title):
        try:
            noun = expressions.printed(expression, expressions.nouns)
            if noun.title == mark.title:
                return tag(" | ".join((noun.name, *map(str, noun.wordings))))
        except Wrong:
            continue
    return None


def _without_note(parts: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return a package without the note that its numbers are invented: a draft of invented numbers prints it by itself."""
    root = parse_part(parts[DOCUMENT])
    first = root.find(f"{W}body/{W}p")
    if first is None or not "".join(node.text or "" for node in first.iter(f"{W}t")).startswith(DEMO):
        return parts
    remove(first)
    return {**parts, DOCUMENT: serialized(root)}


def _without_comments(parts: Mapping[str, bytes]) -> tuple[dict[str, bytes], int]:
    """Return a package without comments, and how many it had: what was said of last year's report is none of the template's."""
    made, count = dict(parts), 0
    for name in filter(TEXT_PARTS.fullmatch, parts):
        root = parse_part(parts[name])
        remarks = list(root.iter(*_REMARKS))
        for remark in remarks:
            remove_from_run(remark)
        count += sum(1 for remark in remarks if remark.tag == _REMARKS[-1])
        if remarks:
            made[name] = serialized(root)
    return (without_kind(made, "comments") if count else made), count
