"""A person at work on the text of an old report: sentences reworded, moved and dropped, and others put in whose numbers are not the report's.

What a reader must take from the result is what it took from the original, or less; never a number that only was put in.
"""

from __future__ import annotations

import random
import re

_SAME = (
    ("截止", "截至"),
    ("共计", "共有"),
    ("共计", "合计"),
    ("其中", "里面"),
    ("达到", "达"),
    ("率达", "率为"),
    ("认真", "切实"),
    ("积极", "主动"),
    ("开展", "组织开展"),
    ("进行", "开展"),
    ("宣传", "宣讲"),
    ("完成", "全面完成"),
    ("发放", "分发"),
    ("我街道", "全街道"),
    ("举办", "组织"),
    ("出生婴儿", "出生人口"),
    ("兑现金额", "发放金额"),
    ("领取", "持有"),
    ("、", "，"),
)
_PUT_IN = (
    "据统计，",
    "经核实，",
    "在各部门配合下，",
    "全年",
    "截至目前，",
    "按照要求，",
    "，",
    "总的来看，",
    "初步统计，",
)
_OTHER_SCOPES = (
    "上年",
    "上年同期，",
    "上半年，",
    "2016年",
    "全市",
    "全省",
    "预计到年底",
    "计划",
    "目标任务",
    "某村",
    "城区",
    "不含流动人口的",
    "新增",
    "比上年增加",
    "平均每村",
    "一季度，",
    "累计",
    "约",
)
_OTHER_NOUNS = (
    "城镇人口",
    "贫困户",
    "新增人员",
    "低保对象",
    "党员",
    "志愿者",
    "老年人",
    "残疾人",
    "学生",
    "外来务工人员",
    "孕产妇",
    "退休人员",
)
_UNITS = "人户个名元份次期本对只盒条"
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def edited(text: str, share: float, seed: int) -> str:
    """Return the text with a `share` of its sentences edited, each in a way that the seed chooses."""
    chance = random.Random(seed)
    lines = [[found[0] for found in _SENTENCE.finditer(line)] for line in text.splitlines()]
    moved: list[str] = []
    for line in lines:
        for number, sentence in enumerate(list(line)):
            if chance.random() < share:
                line[number] = _edit(sentence, chance, moved)
    full = [line for line in lines if line]
    for sentence in moved:
        line = chance.choice(full)
        line.insert(chance.randint(0, len(line)), sentence)
    return "\n".join("".join(line) for line in lines)


def _edit(sentence: str, chance: random.Random, moved: list[str]) -> str:
    way = chance.choice(_WAYS)
    if way is _move:
        moved.append(sentence if sentence.endswith(("。", "；")) else f"{sentence}。")
        return ""
    return way(sentence, chance)


def _move(sentence: str, chance: random.Random) -> str:
    raise AssertionError("done by the caller")


def _drop(sentence: str, chance: random.Random) -> str:
    return ""


def _say_otherwise(sentence: str, chance: random.Random) -> str:
    for one, other in chance.sample(_SAME, 8):
        sentence = sentence.replace(one, other)
    return sentence


def _put_in(sentence: str, chance: random.Random) -> str:
    clauses = sentence.split("，")
    at = chance.randrange(len(clauses))
    clauses[at] = chance.choice(_PUT_IN) + clauses[at]
    return "，".join(clauses)


def _swap_clauses(sentence: str, chance: random.Random) -> str:
    end = sentence[-1] if sentence[-1] in "。；" else ""
    clauses = re.split(r"[，、]", sentence.removesuffix(end))
    one, other = chance.randrange(len(clauses)), chance.randrange(len(clauses))
    clauses[one], clauses[other] = clauses[other], clauses[one]
    return "，".join(clauses) + end


def _drop_clause(sentence: str, chance: random.Random) -> str:
    clauses = sentence.split("，")
    if len(clauses) > 1:
        del clauses[chance.randrange(len(clauses))]
    return "，".join(clauses)


def _cut(sentence: str, chance: random.Random) -> str:
    places = [found.start() for found in re.finditer("，", sentence)]
    at = chance.choice(places) if places else None
    return sentence if at is None else f"{sentence[:at]}。{sentence[at + 1 :]}"


def _join(sentence: str, chance: random.Random) -> str:
    return re.sub("[。；]$", "，", sentence)


def _widths(sentence: str, chance: random.Random) -> str:
    wide = str.maketrans("0123456789%.()", "０１２３４５６７８９％．（）")
    narrow = str.maketrans("（），；：％", "(),;:%")
    return sentence.translate(chance.choice((wide, narrow)))


def _blanks(sentence: str, chance: random.Random) -> str:
    return _NUMBER.sub(lambda found: f" {found[0]} ", sentence)


def _another(number: str, chance: random.Random) -> str:
    return str(int(float(number)) + chance.randint(1, 900))


def _of_another_scope(sentence: str, chance: random.Random) -> str:
    """Put a copy beside the sentence that says itself that its numbers are others."""
    other = _NUMBER.sub(lambda found: _another(found[0], chance), re.sub(r"\d{4}年", "", sentence))
    clauses = other.split("，")
    with_numbers = [number for number, clause in enumerate(clauses) if _NUMBER.search(clause)]
    if not with_numbers:
        return sentence
    clauses[0] = chance.choice(_OTHER_SCOPES) + clauses[0]
    other = "，".join(clauses)
    other = other if other.endswith(("。", "；")) else f"{other}。"
    return other + sentence if chance.random() < 0.5 else f"{sentence.rstrip('。；')}。{other}"


def _compared(sentence: str, chance: random.Random) -> str:
    found = list(re.finditer(rf"\d+[{_UNITS}]", sentence))
    if not found:
        return sentence
    at = chance.choice(found)
    said = f"{chance.choice(('比上年增加', '较上年减少', '其中新增', '占全市的', '上年为'))}{chance.randint(1, 300)}{at[0][-1]}"
    return f"{sentence[: at.end()]}（{said}）{sentence[at.end() :]}"


def _of_something_else(sentence: str, chance: random.Random) -> str:
    """Have a clause count something else, and say another number."""
    found = list(re.finditer(rf"[\u4e00-\u9fff]{{2,6}}(\d+)(?=[{_UNITS}])", sentence))
    if not found:
        return sentence
    at = chance.choice(found)
    return f"{sentence[: at.start()]}{chance.choice(_OTHER_NOUNS)}{_another(at[1], chance)}{sentence[at.end() :]}"


def _clause_of_something_else(sentence: str, chance: random.Random) -> str:
    """Put in a clause that counts something else."""
    clauses = sentence.split("，")
    said = f"{chance.choice(_OTHER_NOUNS)}{chance.randint(1, 9999)}{chance.choice(_UNITS)}"
    clauses.insert(chance.randint(0, len(clauses) - 1), said)
    return "，".join(clauses)


def _listed_behind(sentence: str, chance: random.Random) -> str:
    """Say first what is counted and then all numbers: 男扎、女扎分别为68、441人."""
    found = list(
        re.finditer(rf"([\u4e00-\u9fff]{{2,8}})(\d+)([{_UNITS}])[，、]([\u4e00-\u9fff]{{2,8}})(\d+)\3", sentence)
    )
    if not found:
        return sentence
    at = chance.choice(found)
    said = f"{at[1]}、{at[4]}分别为{at[2]}{chance.choice('、，')}{at[5]}{at[3]}"
    return f"{sentence[: at.start()]}{said}{sentence[at.end() :]}"


def _other_unit(sentence: str, chance: random.Random) -> str:
    """Print a number in another unit: 元 in 万元, 人 as 户 with another number."""
    found = list(re.finditer(r"(\d+)(元|人|户)", sentence))
    if not found:
        return sentence
    at = chance.choice(found)
    said = (
        f"{int(at[1]) / 10000:g}万元"
        if at[2] == "元"
        else f"{_another(at[1], chance)}{'户' if at[2] == '人' else '人'}"
    )
    return f"{sentence[: at.start()]}{said}{sentence[at.end() :]}"


def _as_range(sentence: str, chance: random.Random) -> str:
    """Print a range, or the number in a bracket behind another."""
    found = list(re.finditer(rf"(\d+)(?=[{_UNITS}])", sentence))
    if not found:
        return sentence
    at = chance.choice(found)
    said = chance.choice(
        ("{1}-{0}", "{1}至{0}", "{1}～{0}", "{1}—{0}", "{1}（{0}）", "{1}/{0}", "近{1}", "{1}余")
    ).format(at[1], _another(at[1], chance))
    return f"{sentence[: at.start()]}{said}{sentence[at.end() :]}"


def _total_of_both(sentence: str, chance: random.Random) -> str:
    """Take two sums of money together where each had its own."""
    found = list(re.finditer(r"，兑现金额(\d+)元；(\w+?\d+人)，兑现金额(\d+)元", sentence))
    if not found:
        return sentence
    at = chance.choice(found)
    both = f"；{at[2]}，{chance.choice(('共', '合计', '总计'))}兑现金额{int(at[1]) + int(at[3])}元"
    return f"{sentence[: at.start()]}{both}{sentence[at.end() :]}"


def _introduced(sentence: str, chance: random.Random) -> str:
    """Have a sentence say before it that it is of another time or place; the numbers are others too."""
    if not _NUMBER.search(re.sub(r"\d{4}年", "", sentence)) or not sentence.endswith(("。", "；")):
        return sentence
    other = _NUMBER.sub(lambda found: _another(found[0], chance), re.sub(r"\d{4}年", "", sentence))
    return f"{chance.choice(_INTRODUCTIONS)}{other}"


_INTRODUCTIONS = (
    "上年情况如下。",
    "安丰营村的情况如下。",
    "以庄科村为例。",
    "全市的情况是这样的。",
    "上半年情况。",
    "2016年的情况如下。",
)

_WAYS = (
    _move,
    _drop,
    _say_otherwise,
    _say_otherwise,
    _put_in,
    _put_in,
    _swap_clauses,
    _drop_clause,
    _cut,
    _join,
    _widths,
    _blanks,
    _of_another_scope,
    _compared,
    _of_something_else,
    _clause_of_something_else,
    _listed_behind,
    _other_unit,
    _as_range,
    _total_of_both,
    _introduced,
)
