"""A template's lines and the catalogue -> issues: paragraphs of which a condition, a loop or a missing text leaves nothing but an empty line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from reportgen.base.issues import Issue, Severity
from reportgen.inputs.catalogue import Catalogue, TextKind
from reportgen.template.lines import BlockTag, Line, PrintingTag

_CHECK = "空段"


def empty_issues(lines: Iterable[Line], catalogue: Catalogue) -> Iterator[Issue]:
    """Yield the paragraphs that may come out empty though something is to be printed in them.

    A cell needs its paragraph, and one with a picture or a page break isn't empty. Numbers and dates always print something (待补), so
    does a text; only the second and later texts of an item (标题, 内容) may be missing.
    """
    missing = {
        f"{text.name}.{key}"
        for text in catalogue.texts.values()
        if text.kind is TextKind.RECORDS
        for key in text.keys[1:]
    }
    for line in lines:
        asked = {name for branch in line.within if branch.word == "if" for name in branch.said}
        if line.in_table or not line.bare or not any(not isinstance(piece, str) for piece in line.pieces):
            continue
        if not _may_be_empty(line, missing - asked):
            continue
        first = next(line.branches, None)
        what = f"只剩编号「{line.number}」的空段" if line.number else "一个空行"
        if first is None:
            tag = next(line.slots).tag
            message = (
                f"这一段只有 {tag}，没有填的时候会留下{what}。请在它的前后各加一段：{{%p if … %}} 和 {{%p endif %}}。"
            )
        elif first.word == "for":
            message = f"这一段全在 {first.tag} 里，一条都没有的时候会留下{what}。请把循环的两个标签各占一段，写成 {{%p for … %}} 和 {{%p endfor %}}。"
        else:
            message = f"这一段全在 {first.tag} 里，条件不成立时会留下{what}。请把条件的两个标签各占一段，写成 {{%p if … %}} 和 {{%p endif %}}。"
        words = "".join(piece if isinstance(piece, str) else piece.tag for piece in line.pieces)
        yield Issue(_CHECK, Severity.WARNING, message, line.at_words(words))


def _may_be_empty(line: Line, missing: Collection[str]) -> bool:
    """Return whether a way leads through the line on which nothing is printed."""
    seen: set[int] = set()
    waiting = [0]
    while waiting:
        at = waiting.pop()
        if at == len(line.pieces):
            return True
        piece = line.pieces[at]
        silent = (
            isinstance(piece, BlockTag)
            or (isinstance(piece, PrintingTag) and piece.name in missing)
            or (isinstance(piece, str) and not piece.strip())
        )
        if silent and at not in seen:
            seen.add(at)
            waiting += line.ways[at]
    return False
