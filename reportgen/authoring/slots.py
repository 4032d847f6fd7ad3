"""A template's lines and the catalogue -> issues and notes on the tags themselves: copied ones, ones that Word cut or that look two ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from reportgen.base.issues import Issue, Severity, listed
from reportgen.inputs.catalogue import Catalogue
from reportgen.template.lines import BlockTag, Line, PrintingTag
from reportgen.word.sentences import ENDS

_PHRASE = re.compile(rf"[^,，、：:（(）){ENDS}\s]*$")
_BEGINS = re.compile("^(?:其中|全年|共有|现有|共|有|和|及)")


def slot_issues(lines: Iterable[Line], catalogue: Catalogue) -> Iterator[Issue]:
    """Yield a warning for a metric said twice in a sentence, for one behind another's name, and for a tag that looks two ways."""
    labels = {word: metric.name for metric in catalogue.metrics.values() for word in (metric.label, metric.name)}
    for line in lines:
        yield from _twice(line, catalogue)
        yield from _named_otherwise(line, catalogue, labels)
        for number, slot in enumerate(line.pieces):
            if isinstance(slot, PrintingTag) and slot.looks:
                message = (
                    f"标签 {slot.tag} 的字格式不一（{'、'.join(slot.looks)}）：印出来的数按开头「{slot.pieces[0]}」的格式。"
                    f"请选中整个标签，重新设一次格式。"
                )
                yield Issue(
                    "标签的格式", Severity.WARNING, message, line.at_slot(number), (slot.name,) if slot.name else ()
                )


def cut_notes(lines: Iterable[Line]) -> Iterator[str]:
    """Yield a line on the tags that Word had cut into runs: they are made whole, nothing is to be done."""
    cut = [
        f"第{line.at.row}段 {piece.tag}"
        for line in lines
        for piece in line.pieces
        if not isinstance(piece, str) and piece.pieces
    ]
    if cut:
        yield f"{len(cut)}个标签被 Word 拆成几截，已经接上，不用改：{listed(cut, 5)}。"


def _twice(line: Line, catalogue: Catalogue) -> Iterator[Issue]:
    """A number that stands twice in what can be printed as one sentence: the second is likely a copy whose name nobody changed."""
    said: list[tuple[PrintingTag, Mapping[int, int]]] = []
    around: dict[int, int] = {}  # which alternative of each open block we are in
    for number, piece in enumerate(line.pieces):
        if isinstance(piece, str):
            if any(end in piece for end in ENDS):
                said = []
        elif isinstance(piece, BlockTag):
            if piece.word in {"if", "for"}:
                around[number] = 0
            elif around and piece.word in {"elif", "else"}:
                around[max(around)] += 1
            elif around:
                around.popitem()
        elif piece.name in catalogue.metrics and catalogue.metrics[piece.name].is_number:
            if any(_same(earlier, piece) and _together(there, around) for earlier, there in said):
                message = f"标签 {piece.tag} 在一句话里出现了两次，像是复制后没有改名称。请核对第二处该是哪个指标。"
                yield Issue("重复的标签", Severity.WARNING, message, line.at_slot(number), (piece.name,))
            said.append((piece, dict(around)))


def _same(one: PrintingTag, other: PrintingTag) -> bool:
    return "".join(one.tag.split()) == "".join(other.tag.split())


def _together(one: Mapping[int, int], other: Mapping[int, int]) -> bool:
    """Return whether two places can be printed both: no block of which they stand in different alternatives."""
    return all(other.get(block, alternative) == alternative for block, alternative in one.items())


def _named_otherwise(line: Line, catalogue: Catalogue, labels: Mapping[str, str]) -> Iterator[Issue]:
    """A tag straight behind the name of another metric: 女孩{{ 男孩 }}人."""
    for number, (before, slot) in enumerate(zip(line.pieces, line.pieces[1:], strict=False), start=1):
        if (
            not (isinstance(before, str) and isinstance(slot, PrintingTag) and slot.name in catalogue.metrics)
            or slot.wording
        ):
            continue
        phrase = _PHRASE.search(before)
        word = _BEGINS.sub("", phrase[0]) if phrase else ""
        other = labels.get(word, slot.name)
        metric = catalogue.metrics[slot.name]
        alike = any(one in two or two in one for one, two in ((word, metric.name), (word, metric.label)))
        if other != slot.name and not alike and catalogue.metrics[other].unit == metric.unit:
            message = f"前面写的是「{word}」，标签却是 {slot.tag}，是不是应为 {{{{ {other} }}}}？请核对。"
            yield Issue("标签和文字", Severity.WARNING, message, line.at_slot(number), (slot.name, other))
