"""A template's lines and the catalogue -> issues and notes on its tags: missing, copied, cut or of two looks, and left alone in a paragraph.

What serves another metric, an identity or a condition isn't lost when it is not printed; it is named all the same, because a sentence
that somebody deleted looks like that too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from reportgen.base.issues import Issue, Severity, listed
from reportgen.inputs.catalogue import Catalogue, TextKind
from reportgen.inputs.metric_rules import FormulaOf
from reportgen.template.lines import BlockTag, Line, PrintingTag
from reportgen.template.tagged_texts import TaggedText
from reportgen.word.sentences import ENDS

_UNPRINTED = "没有印的指标"
_PHRASE = re.compile(rf"[^,，、：:（(）){ENDS}\s]*$")
_BEGINS = re.compile("^(?:其中|全年|共有|现有|共|有|和|及)")


@dataclass(frozen=True)
class Uses:
    """What the lines print of the catalogue, and what its names serve besides, in words."""

    printed: frozenset[str]
    serves: Mapping[str, tuple[str, ...]]


def uses(
    lines: Iterable[Line], catalogue: Catalogue, texts: Iterable[TaggedText] = (), drawn: Iterable[str] = ()
) -> Uses:
    """Return what a template prints and what it, the catalogue's relations and its printed formulas need besides.

    `texts` are those that print something themselves, of the year that is printed next; what their conditions ask is of use too.
    `drawn` are the metrics that its charts draw.
    """
    printed = set(drawn)
    serves: dict[str, list[str]] = {}

    def note(names: Iterable[str], whom: str) -> None:
        for name in names:
            if whom not in serves.setdefault(name, []):
                serves[name].append(whom)

    for line in lines:
        printed |= {slot.name for slot in line.slots}
        for branch in (*line.within, *line.branches):
            note(branch.said, "条件")
    for text in texts:
        printed |= text.printed
        note(text.names - text.printed, "条件")
    for placed in catalogue.identities:
        note(placed.identity.names, "勾稽关系")
    for stock in catalogue.stocks:
        note((stock.name, *stock.flow.names), "和上年的衔接")
    for name in catalogue.any_table.values():
        note((name,), "表的列")
    for metric in catalogue.metrics.values():
        note((metric.as_of,) if metric.as_of else (), "统计时点")
    for metric in reversed(catalogue.in_order):  # whatever needs a metric comes before it here
        if isinstance(metric.rule, FormulaOf) and (metric.name in printed or metric.name in serves):
            note(metric.rule.formula.names, "公式")
    return Uses(frozenset(printed), {name: tuple(whom) for name, whom in serves.items()})


def unprinted_issues(used: Uses, catalogue: Catalogue) -> Iterator[Issue]:
    """Yield a warning for each metric and text that is neither printed nor of use; an optional metric can't be printed."""
    for metric in catalogue.metrics.values():
        if metric.name in used.printed or metric.name in used.serves or metric.optional:
            continue
        formulas = [
            f"「{other.name}」"
            for other in catalogue.metrics.values()
            if isinstance(other.rule, FormulaOf) and metric.name in other.rule.formula.names
        ]
        why = f"，只用来算{listed(formulas)}，而它也没有印" if formulas else "，也没有别的指标、勾稽关系用到它"
        message = (
            f"「{metric.name}」没有印在模板里{why}。请在模板里写上 {{{{ {metric.name} }}}}，不要了就从目录里删去。"
        )
        yield Issue(_UNPRINTED, Severity.WARNING, message, metric.at, (metric.name,))
    for text in catalogue.texts.values():
        parts = [f"{text.name}.{key}" for key in text.keys] if text.kind is TextKind.RECORDS else [text.name]
        missing = [name for name in parts if name not in used.printed and name not in used.serves]
        if missing:
            names = "、".join(f"「{name}」" for name in (missing if len(missing) < len(parts) else [text.name]))
            message = f"文字{names}没有印在模板里，填了也看不到。请在模板里写上它的标签，不要了就从目录里删去。"
            yield Issue(_UNPRINTED, Severity.WARNING, message, text.at)


def unprinted_notes(used: Uses, catalogue: Catalogue) -> Iterator[str]:
    """Yield a line on the metrics that only serve others: the person knows whether their sentences should be there."""
    quiet = {name: used.serves[name] for name in catalogue.metrics if name in used.serves and name not in used.printed}
    served: dict[str, list[str]] = {}
    for name, whom in quiet.items():
        if not catalogue.metrics[name].optional:
            served.setdefault("、".join(whom), []).append(name)
    for whose, names in served.items():
        yield f"{len(names)}个指标没有印，只用于{whose}：{listed(names, len(names))}。要印的请写上标签。"


def slot_issues(lines: Iterable[Line], catalogue: Catalogue) -> Iterator[Issue]:
    """Yield a warning for a metric said twice in a sentence, for one behind another's name, and for a tag that looks two ways."""
    labels = {word: metric.name for metric in catalogue.metrics.values() for word in (metric.label, metric.name)}
    for line in lines:
        yield from _twice(line, catalogue)
        yield from _named_otherwise(line, catalogue, labels)
        for number, slot in enumerate(line.pieces):
            if isinstance(slot, PrintingTag) and slot.looks:
                names = (slot.name,) if slot.name else ()
                message = (
                    f"标签 {slot.tag} 的字格式不一（{'、'.join(slot.looks)}）：印出来的数按开头「{slot.pieces[0]}」的格式。"
                    f"请选中整个标签，重新设一次格式。"
                )
                yield Issue("标签的格式", Severity.WARNING, message, line.at_slot(number), names)


def cut_notes(lines: Iterable[Line]) -> Iterator[str]:
    """Yield a line on the tags that Word had cut into runs: they are made whole, nothing is to be done."""
    tags = ((line, piece) for line in lines for piece in line.pieces if not isinstance(piece, str))
    cut = [f"第{line.at.row}段 {tag.tag}" for line, tag in tags if tag.pieces]
    if cut:
        yield f"{len(cut)}个标签被 Word 拆成几截，已经接上，不用改：{listed(cut, 5)}。"


def _twice(line: Line, catalogue: Catalogue) -> Iterator[Issue]:
    """A number that stands twice in what can be printed as one sentence: the second is likely a copy whose name nobody changed."""
    said: list[tuple[str, Mapping[int, int]]] = []  # each tag without blanks, and where it stands
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
            tag = "".join(piece.tag.split())
            if any(earlier == tag and _together(there, around) for earlier, there in said):
                message = f"标签 {piece.tag} 在一句话里出现了两次，像是复制后没有改名称。请核对第二处该是哪个指标。"
                yield Issue("重复的标签", Severity.WARNING, message, line.at_slot(number), (piece.name,))
            said.append((tag, dict(around)))


def _together(one: Mapping[int, int], other: Mapping[int, int]) -> bool:
    """Return whether two places can be printed both: no block of which they stand in different alternatives."""
    return all(other.get(block, alternative) == alternative for block, alternative in one.items())


def _named_otherwise(line: Line, catalogue: Catalogue, labels: Mapping[str, str]) -> Iterator[Issue]:
    """A tag straight behind the name of another metric: 女孩{{ 男孩 }}人."""
    for number, (before, slot) in enumerate(zip(line.pieces, line.pieces[1:], strict=False), start=1):
        if (
            not (isinstance(before, str) and isinstance(slot, PrintingTag) and slot.name in catalogue.metrics)
            or slot.wordings
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


def empty_issues(lines: Iterable[Line], catalogue: Catalogue) -> Iterator[Issue]:
    """Yield the paragraphs that may come out empty though something is to be printed in them.

    A cell needs its paragraph, and one with a picture or a page break isn't empty. Numbers and dates always print something (待补), so
    does a text; only the second and later texts of an item (标题, 内容) may be missing.
    """
    records = (text for text in catalogue.texts.values() if text.kind is TextKind.RECORDS)
    missing = {f"{text.name}.{key}" for text in records for key in text.keys[1:]}
    for line in lines:
        asked = {name for branch in line.within if branch.word == "if" for name in branch.said}
        if line.in_table or not line.bare or all(isinstance(piece, str) for piece in line.pieces):
            continue
        if not _may_be_empty(line, missing - asked):
            continue
        first = next(line.branches, None)
        what = f"只剩编号「{line.number}」的空段" if line.number else "一个空行"
        if first is None:
            message = f"这一段只有 {next(line.slots).tag}，没有填的时候会留下{what}。请在它的前后各加一段：{{%p if … %}} 和 {{%p endif %}}。"
        else:
            loop = first.word == "for"
            kind, when, word = ("循环", "一条都没有的时候", "for") if loop else ("条件", "条件不成立时", "if")
            message = f"这一段全在 {first.tag} 里，{when}会留下{what}。请把{kind}的两个标签各占一段，写成 {{%p {word} … %}} 和 {{%p end{word} %}}。"
        words = "".join(piece if isinstance(piece, str) else piece.tag for piece in line.pieces)
        yield Issue("空段", Severity.WARNING, message, line.at_words(words))


def _may_be_empty(line: Line, missing: Collection[str]) -> bool:
    """Return whether a way leads through the line on which nothing is printed."""
    seen: set[int] = set()
    waiting = [0]
    while waiting:
        at = waiting.pop()
        if at == len(line.pieces):
            return True
        piece = line.pieces[at]
        silent = not piece.strip() if isinstance(piece, str) else isinstance(piece, BlockTag) or piece.name in missing
        if silent and at not in seen:
            seen.add(at)
            waiting += line.ways[at]
    return False
