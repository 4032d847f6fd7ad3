"""What a slip of a hand in Word makes of a report with marks, and what of it is read wrongly then; for the random Decembers.

The judgement knows this one report and nothing of how `verify` works: which noun stands before which figure, which unit behind it, and
which of two figures is the larger.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.word.blocks import visible_text
from reportgen.word.package import W

NOUNS = {"总人口": "总人口", "死亡": "死亡", "叶酸": "叶酸", "任务": "任务", "受众": "宣传", "经费": "经费"}
UNITS = {"经费": "万元"}  # of the others 人
_TYPED_UNITS = {"人": ("户", "万人", "%"), "万元": ("元", "亿元", "万人")}
_CONTRARY = {"高于": "低于", "低于": "高于", "增加": "减少", "减少": "增加"}
CAPTION, HEAD = "各项数字（单位：人）", "人数"
_COUNTED_OTHERWISE = {CAPTION: "各项数字（单位：户）", HEAD: "户数"}
_TELLING = {"各项数字（单位：户）": "户，应为人", "户数": "户数"}
# What says which of two figures is the larger, with the figures.
_DIRECTIONS = (
    (re.compile("比任务(增加|减少)"), "宣传", "任务"),
    (re.compile("(高于|低于)任务数"), "经费", "任务"),
)
_CLAUSE_ENDS = re.compile("[，。、；：（）\n]")
_SAID_UNIT = re.compile("万元|亿元|万人|元|户|人|%")


@dataclass(frozen=True)
class Placed:
    """A mark of the report: its control, its title, its text, and the texts before and behind it in its paragraph; a row's label."""

    control: etree._Element
    title: str
    text: str
    before: str
    behind: str
    label: str | None


def placed(root: etree._Element) -> list[Placed]:
    """Return the marks of figures before the annex, in their order."""
    found: list[Placed] = []
    for paragraph in root[0].iter(f"{W}p"):
        if "主要指标对比表" in visible_text(paragraph):
            break
        row = next(paragraph.iterancestors(f"{W}tr"), None)
        label = None if row is None else visible_text(next(row.iter(f"{W}p"))).strip()
        before = ""
        for child in paragraph:
            said = visible_text(child)
            alias = child.find(f"{W}sdtPr/{W}alias")
            title = "" if alias is None else str(alias.get(f"{W}val"))
            if title in NOUNS.values():
                behind = visible_text(paragraph)[len(before) + len(said) :]
                found.append(Placed(child, title, said.strip(), before, behind, label))
            before += said
    return found


# ---- what a hand does


def type_beside(root: etree._Element, chance: random.Random) -> None:
    """Type a character beside a mark."""
    mark = chance.choice(placed(root) or [None])
    if mark is None:
        return
    run = etree.Element(f"{W}r")
    text = etree.SubElement(run, f"{W}t")
    if chance.random() < 0.3:
        text.text = chance.choice(["1", "-", "3"])
        mark.control.addprevious(run)
    else:
        text.text = chance.choice(["1", "0", ".5", "万", "%"])
        mark.control.addnext(run)


def exchange_marks(root: etree._Element, chance: random.Random) -> None:
    """Cut and paste two marks into each other's place."""
    marks = placed(root)
    if len({mark.title for mark in marks}) < 2:
        return
    one = chance.choice(marks)
    other = chance.choice([mark for mark in marks if mark.title != one.title])
    place = etree.Element("place")
    one.control.addprevious(place)
    other.control.addprevious(one.control)
    place.addprevious(other.control)
    place.getparent().remove(place)


def change_unit(root: etree._Element, chance: random.Random) -> None:
    """Type another unit for the one behind a mark."""
    found = [(node, unit) for mark in placed(root) for node, unit in _unit_behind(mark)]
    if found:
        node, unit = chance.choice(found)
        node.text = chance.choice(_TYPED_UNITS[unit]) + (node.text or "")[len(unit) :]


def _unit_behind(mark: Placed) -> Iterator[tuple[etree._Element, str]]:
    following = mark.control.getnext()
    node = None if following is None else next(following.iter(f"{W}t"), None)
    for unit in _TYPED_UNITS:
        if node is not None and (node.text or "").startswith(unit):
            yield node, unit


def turn_direction(root: etree._Element, chance: random.Random) -> None:
    """Turn a word of a direction round."""
    _type_over(root, _CONTRARY, chance)


def change_caption_or_head(root: etree._Element, chance: random.Random) -> None:
    """Let the table's caption or head count something else."""
    _type_over(root, _COUNTED_OTHERWISE, chance)


def _type_over(root: etree._Element, words: Mapping[str, str], chance: random.Random) -> None:
    found = [(node, word) for node in root[0].iter(f"{W}t") for word in words if word in (node.text or "")]
    if found:
        node, word = chance.choice(found)
        node.text = (node.text or "").replace(word, words[word])


def retype_label(root: etree._Element, chance: random.Random) -> None:
    """Type another figure's noun over the one before a mark, or at the beginning of its row."""
    found: list[tuple[etree._Element, str]] = []
    for mark in placed(root):
        row = next(mark.control.iterancestors(f"{W}tr"), None)
        before = mark.control.getprevious() if row is None else row[0] if row[0].tag == f"{W}tc" else row[1]
        node = None if before is None else next(iter(list(before.iter(f"{W}t"))[-1:]), None)
        clause = "" if node is None else _CLAUSE_ENDS.split(node.text or "")[-1]
        found += [(node, noun) for noun in NOUNS if noun in clause and node is not None]
    if found:
        node, noun = chance.choice(found)
        other = chance.choice([one for one in NOUNS if one != noun])
        at = (node.text or "").rindex(noun)
        node.text = (node.text or "")[:at] + other + (node.text or "")[at + len(noun) :]


# ---- what is wrong then


def wrongs(root: etree._Element, data: Mapping[str, int]) -> Iterator[tuple[str, ...]]:
    """Yield for each thing that a reader would be told wrongly what a line about it must hold, all of these."""
    marks = placed(root)
    for mark in marks:
        if _reads_otherwise(mark):
            yield f"「{mark.title}」", mark.text
    if any(mark.label is not None for mark in marks):
        texts = [visible_text(paragraph).strip() for paragraph in root[0].iter(f"{W}p")]
        yield from ((words,) for said, words in _TELLING.items() if said in texts)
    for paragraph in root[0].findall(f"{W}p"):
        for direction, one, other in _DIRECTIONS:
            said = direction.search(visible_text(paragraph))
            if said is not None and (said[1] in ("高于", "增加")) != (data[one] > data[other]):
                yield (said[1],)


def _reads_otherwise(mark: Placed) -> bool:
    """Return whether a mark reads as another number, in another unit, or as another figure's."""
    if mark.before[-1:].isdigit() or mark.before[-1:] == "-" or re.match(r"\d|\.\d", mark.behind):
        return True
    unit = _SAID_UNIT.match(mark.behind)
    if unit is not None and unit[0] != UNITS.get(mark.title, "人"):
        return True
    if mark.label is not None and mark.behind[:1] == "万":
        return True
    clause = _CLAUSE_ENDS.split(mark.before)[-1] if mark.label is None else mark.label
    nouns = {NOUNS[noun] for noun in NOUNS if noun in clause}
    return len(nouns) == 1 and mark.title not in nouns
