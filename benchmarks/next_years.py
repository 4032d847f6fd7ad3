"""A year's folder as typed, and last year's values -> files of a plausible next year, in which nothing is wrong.

Invented by rules that know the shipped catalogue: what is counted anew each year (births, visits, permits) is drawn from a Poisson number
whose mean is as uncertain as last year's count leaves it; what stands (inhabitants, methods in use) moves by about 1.5 %; what people plan
(leaflets, supplies) by 15 %; each column has a trend of its own, about 5 %. What follows from other numbers follows from them.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict

from as_typed import TOTAL, Folder, Number

STANDING = (
    "basic_stats_population",
    "contraception_methods",
    "subsidies_medical",
    "basic_stats_persons",
    "special_families",
)
SET = ("free_services_tasks",)  # targets, and what was done to meet them
COUNTED_ANEW = {"死亡"}  # beside what stands
PLANNED = ("publicity_activities", "contraceptive_supplies", "subsidies_payments")
SAME = {
    *(
        "村民委员会",
        "社区居委会",
        "村（居）民小组",
        "签订责任书村（居）委会",
        "完成考核村（居）委会",
        "领补贴村（社区）",
    ),
    *("性别比指标数", "宣传员补贴年标准", "计生干部培训", "走访慰问次数", "检查活动覆盖村（社区）"),
    *("小学奖学金标准", "初中奖学金标准", "高中奖学金标准", "专科奖学金标准", "本科奖学金标准"),
}
FAMILIES = {"完成信息维护录入", "村委会领导联系人", "村委会工作人员联系人", "走访慰问特殊家庭"}


def next_year(folder: Folder, chance: random.Random) -> dict[str, str]:
    """Return the text of every file with numbers."""
    numbers = list(folder.numbers())
    trend: dict[tuple[str, str], float] = defaultdict(lambda: math.exp(chance.gauss(0, 0.05)))
    drawn: dict[Number, str] = {}
    for number in numbers:
        file, _, column = number.place
        last = folder.typed_before(number) or number.text
        drawn[number] = (
            last if column in SAME else _moved(last, number, _kind(folder, number), trend[file, column], chance)
        )
    return _written(folder, _settled(folder, drawn, chance))


def _kind(folder: Folder, number: Number) -> str:
    table = number.place[0].removesuffix(".csv")
    if number.unit in {"%", "‰"}:
        return "rate"
    if table in PLANNED:
        return "planned"
    if table in STANDING and not COUNTED_ANEW.intersection(folder.tables[number.place[0]].rows[number.row]):
        return "standing"
    return "typed" if number.place[0].endswith(".yaml") or table in SET else "anew"


def _moved(last: str, number: Number, kind: str, trend: float, chance: random.Random) -> str:
    value = float(last)
    places = len(number.text.partition(".")[2])
    if kind == "rate":
        return str(min(100, max(0, round(value + chance.choice([-2, -1, -1, 0, 1, 1, 2])))))
    if places or kind == "planned":
        step = 10 ** (len(str(int(value))) - 3) if value >= 1000 and last.endswith("0") else 1
        moved = value * trend * math.exp(chance.gauss(0, 0.10))
        return f"{moved:.{places}f}" if places else str(round(moved / step) * step)
    if kind == "standing":
        return str(
            max(0, round(value * (trend**0.2) + chance.gauss(0, math.hypot(0.015 * value, math.sqrt(0.2 * value)))))
        )
    if kind == "typed":
        return str(max(1, round(value * trend + chance.gauss(0, math.hypot(0.02 * value, math.sqrt(0.3 * value))))))
    return str(_poisson(chance.gammavariate(max(value, 0.1), 1) * trend, chance))


def _poisson(mean: float, chance: random.Random) -> int:
    if mean > 200:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    count, product = 0, chance.random()
    while product > math.exp(-mean):
        count, product = count + 1, product * chance.random()
    return count


def _settled(folder: Folder, drawn: dict[Number, str], chance: random.Random) -> dict[Number, str]:
    """Return the numbers with what follows from others."""
    by_key: dict[tuple[str, str, tuple[str, ...]], Number] = {}
    for number in drawn:
        file, _, column = number.place
        by_key[file.partition(".")[0], column, folder.tables[file].key(number.row) if file in folder.tables else ()] = (
            number
        )

    def value(table: str, measure: str, *words: str) -> int:
        """Return the sum over the rows that have all the words."""
        return sum(
            int(drawn[n])
            for (t, m, key), n in by_key.items()
            if t == table and m == measure and {*words} <= {*key} and TOTAL not in key
        )

    def share(table: str, measure: str, kinds: tuple[str, ...], whole: dict[tuple[str, ...], int]) -> None:
        """Divide a whole in each village as last year."""
        for village, count in whole.items():
            rows = [by_key[table, measure, tuple(sorted((*village, kind)))] for kind in kinds]
            old = [float(folder.typed_before(row) or 1) + 1 for row in rows]
            left = count
            for n, row in enumerate(rows):
                portion = old[n] / sum(old[n:])
                part = left if n == len(rows) - 1 else sum(chance.random() < portion for _ in range(left))
                drawn[row] = str(part)
                left -= part

    def villages(table: str) -> list[tuple[str, ...]]:
        found = folder.tables.get(f"{table}.csv")
        if found is None or not found.village:
            return [()]
        return [(row[found.column(found.village)],) for n, row in enumerate(found.rows) if not found.is_total(n)]

    births = {
        v: value("basic_stats_births", "计划内", *v) + value("basic_stats_births", "计划外", *v)
        for v in villages("sex_ratio_births")
    }
    share("sex_ratio_births", "出生人数", ("女孩", "男孩"), births)
    share(
        "migrants_inflow",
        "人数",
        ("跨省", "省内"),
        {v: value("basic_stats_population", "人口", "流入", *v) for v in villages("migrants_inflow")},
    )
    for (table, _, key), number in by_key.items():
        if table == "basic_stats_persons" and "期末选用各种避孕方法" in key:
            village = [word for word in key if word != "期末选用各种避孕方法"]
            least = value("contraception_methods", "人数", *village)
            drawn[number] = str(
                max(least, min(int(drawn[number]), value("basic_stats_population", "已婚育龄妇女", *village)))
            )
    for (table, measure, key), number in by_key.items():
        if table == "subsidies_scholarships" and measure == "金额" and TOTAL not in key:
            kind = next(word for word in key if word in ("小学", "初中", "高中", "专科", "本科"))
            standard = int(drawn[by_key["subsidies", f"{kind}奖学金标准", ()]])
            drawn[number] = str(int(drawn[by_key[table, "人数", key]]) * standard)
    for name in FAMILIES:
        drawn[by_key["special_families", name, ()]] = str(value("special_families", "户数"))
    workers, standard = by_key["grassroots", "领补贴宣传员", ()], by_key["grassroots", "宣传员补贴年标准", ()]
    drawn[by_key["grassroots", "宣传员岗位生活补贴", ()]] = str(int(drawn[workers]) * int(drawn[standard]))
    for rate, part, whole in (
        (("migrants", "流动人口宣传入户率"), ("migrants", "流动人口宣传品入户"), ("migrants", "流动人口户数")),
        (("free_services", "生殖健康检查率"), ("free_services", "生殖健康检查"), ("free_services", "应检查人数")),
    ):
        if (*whole, ()) in by_key:
            a, b = int(drawn[by_key[*part, ()]]), int(drawn[by_key[*whole, ()]])
            drawn[by_key[*rate, ()]] = str((200 * a + b) // (2 * b))
    for (table, measure, key), number in by_key.items():
        if TOTAL in key:
            drawn[number] = str(value(table, measure))
    return drawn


def _written(folder: Folder, drawn: dict[Number, str]) -> dict[str, str]:
    files: dict[str, dict[Number, str]] = defaultdict(dict)
    for number, text in drawn.items():
        files[number.place[0]][number] = text
    return {file: folder.retyped("", changes).files[file] for file, changes in files.items()}
