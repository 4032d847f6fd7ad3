"""The shipped report's folders -> a county of any number of offices, two years each, whose numbers are invented and hold what the catalogue asks.

The year 2017 is the model, which is invented itself and in which nothing is wrong: an office is so many times as large, each of its cells
moves by chance, a year later once more, and what follows from other numbers follows from them. The same seed gives the same bytes.
"""

from __future__ import annotations

import csv
import functools
import io
import itertools
import math
import random
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.word.package import DOCUMENT, read_package, write_package

ROOT = Path(__file__).resolve().parent.parent.parent
YEARS = (2024, 2025)
DUE, EARLIER = "12月10日", "12月1日"
TOTAL, VILLAGE = "合计", "村（社区）"
BY_VILLAGE = frozenset(f"basic_stats_{table}" for table in ("births", "persons", "population")) | {
    "certificates",
    "contraception_methods",
    "migrants_inflow",
    "sex_ratio_births",
}
VILLAGES = ("东山村", "西河村", "南坪村", "北屯村", "中心社区", "上营村", "下营村", "大井村", "小井村", "新桥社区")
_FIRST = "青白黑红金银玉铁云龙凤鹿马羊松竹梅桃柳杨南北东西上下大小新老长平"
_SECOND = "石水土岩山河溪江湖泉林原坪坝桥口营屯湾岭沟塘台庄关店集垭井门洞潭"
_KINDS = ("街道", "镇", "乡")

_SAME = {
    *(
        "村民委员会",
        "社区居委会",
        "计生干部培训",
        "走访慰问次数",
        "性别比指标数",
        "宣传员补贴年标准",
        "意外伤害保险任务",
    ),
    *(f"{kind}奖学金标准" for kind in ("小学", "初中", "高中", "专科", "本科")),
}
_SET_ONCE = {"意外伤害保险任务"}  # another one for each office, the same in both years
_FAMILIES = ("完成信息维护录入", "村委会领导联系人", "村委会工作人员联系人", "走访慰问特殊家庭")
_HOUSES = ("签订责任书村（居）委会", "完成考核村（居）委会", "领补贴村（社区）")
_NUMBER = re.compile(r"([^#:\s][^#:]*): (\d+(?:\.\d+)?)")

# A table's or section's name, the village ('' without), the category or key, the column ('' in YAML).
Cell = tuple[str, str, str, str]
Numbers = dict[Cell, int]  # 意外伤害保险 in hundredths of its unit, all others as they are


@dataclass(frozen=True)
class Table:
    """A table of the model: its column of categories, its measures, its rows without the total, and which measures the total adds up."""

    category: str
    measures: tuple[str, ...]
    rows: Mapping[str, tuple[int, ...]]
    added: tuple[str, ...]


def invented_county(
    folder: Path, offices: int = 12, seed: int = 1, villages: int = 0, years: tuple[int, ...] = YEARS
) -> Path:
    """Write a county: `offices.csv`, `template/`, and each office's years; `villages` is how many rows each category of the tables
    in BY_VILLAGE has, 0 for tables without that column. Returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "templates" / "annual", folder / "template")
    names = [office_name(number) for number in range(offices)]
    lines = "".join(f"{number + 1:04},{name},青山县,{DUE}\n" for number, name in enumerate(names))
    (folder / "offices.csv").write_text(f"\ufeff代码,名称,上级,截止日\n{lines}", encoding="utf-8")
    for number, name in enumerate(names):
        data = folder / "offices" / f"{number + 1:04} {name}" / "data"
        for year, files in zip(years, years_of(name, f"{seed} {number}", villages), strict=False):
            (data / str(year)).mkdir(parents=True)
            for file, text in files.items():
                (data / str(year) / file).write_text(text, encoding="utf-8", newline="")
    return folder


def office_name(number: int) -> str:
    """Return the name of the office of this number from 0: 青石街道, 白岭镇, …; no two have the same."""
    first, round_ = number % len(_FIRST), number // len(_FIRST)
    second = (7 * first + round_) % len(_SECOND)
    return f"{_FIRST[first]}{_SECOND[second]}{_KINDS[(first + round_ // len(_SECOND)) % len(_KINDS)]}"


def years_of(name: str, seed: str, villages: int = 0) -> Iterator[dict[str, str]]:
    """Yield the files of an office's years, one after the other, without end."""
    chance = random.Random(seed)
    size = min(3.0, max(0.4, math.exp(chance.gauss(0, 0.5))))
    numbers = _settled(_first(size, _villages(villages), chance), chance)
    texts = 2017
    while True:
        yield {**_tables(numbers, villages), **_sections(name, numbers, texts, villages)}
        numbers = _settled({cell: _moved(cell, value, chance) for cell, value in numbers.items()}, chance)
        texts = 2018 if texts == 2017 else 2017


def _villages(count: int) -> tuple[str, ...]:
    more = (f"新建{number}村" for number in range(1, count - len(VILLAGES) + 1))
    return (*VILLAGES[:count], *more)


# ---- the model


@functools.cache
def _model_tables() -> dict[str, Table]:
    found = {}
    for path in sorted((ROOT / "data" / "2017").glob("*.csv")):
        header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        numbers = {row[0]: tuple(map(int, row[1:])) for row in rows if row[0] != TOTAL}
        totals = next((row for row in rows if row[0] == TOTAL), [""] * len(header))
        added = tuple(measure for measure, total in zip(header[1:], totals[1:], strict=True) if total)
        found[path.stem] = Table(header[0], tuple(header[1:]), numbers, added)
    return found


@functools.cache
def _model_sections(texts: int) -> dict[str, str]:
    """Return the model's YAML files; what people write anew each year is of the year `texts`, so that two years differ in it."""
    found = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "2017").glob("*.yaml"))}
    written = (ROOT / "data" / str(texts) / "outlook.yaml").read_text(encoding="utf-8")
    return {**found, "outlook": written if written.startswith("demo: ") else f"demo: 虚构\n{written}"}


def _first(size: float, villages: tuple[str, ...], chance: random.Random) -> Numbers:
    """Return an office's first year, before anything follows from anything."""
    numbers: Numbers = {}
    shares = [math.exp(chance.gauss(0, 0.4)) for _ in villages]
    for name, table in _model_tables().items():
        for village, share in zip(villages, shares, strict=True) if name in BY_VILLAGE and villages else [("", 1.0)]:
            part = share / sum(shares) if village else 1.0
            for category, values in _rows(table, len(villages)):
                for measure, value in zip(table.measures, values, strict=True):
                    drawn = value * size * part * math.exp(chance.gauss(0, 0.08))
                    numbers[name, village, category, measure] = _rounded(drawn, value)
    for section, text in _model_sections(2017).items():
        for _, key, typed in _typed(section, text):
            value = int(typed.replace(".", ""))
            drawn = value * size * math.exp(chance.gauss(0, 0.08))
            same = key in _SAME or key.endswith("率")
            numbers[section, "", key, ""] = value if same else max(1, _rounded(drawn, value))
    return numbers


def _rows(table: Table, villages: int) -> list[tuple[str, tuple[int, ...]]]:
    """Return the rows; where the model names its villages there are an office's own, each of them where the tables go by village."""
    if table.category != VILLAGE:
        return list(table.rows.items())
    names = _villages(villages or len(table.rows))
    return list(zip(names, itertools.cycle(table.rows.values()), strict=False))


def _typed(section: str, text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, key and text of each number of a section."""
    for line, words in enumerate(text.split("\n")):
        found = _NUMBER.fullmatch(words)
        if found:
            yield line, found[1], found[2]


def _moved(cell: Cell, value: int, chance: random.Random) -> int:
    """Return what a cell says a year later: what stands moves by about a hundredth, what is counted anew by its own chance."""
    table, _, key, _ = cell
    if key in _SAME | _SET_ONCE:
        return value
    if key.endswith("率"):
        return min(100, max(80, value + chance.choice((-1, -1, 0, 1, 1, 2))))
    if table == "basic_stats_population":
        return max(0, round(value * math.exp(chance.gauss(0, 0.012))))
    spread = 0.06 * value if table == "subsidies_payments" else 0.5 * math.sqrt(value)
    moved = _rounded(value + chance.gauss(0, spread), value)
    if moved == value >= 10:  # nobody counts the same number twice, and the checks ask about it
        moved = _rounded(value * 1.03 + 1, value)
    return max(0 if table in _model_tables() else 1, moved)


def _rounded(value: float, like: int) -> int:
    """Return a number with as many noughts at its end as people plan and pay with: 9200, 58900."""
    step = 10 ** (len(str(like)) - 3) if like >= 1000 and like % 10 == 0 else 1
    return max(0, round(value / step) * step)


# ---- what follows from other numbers


def _settled(numbers: Numbers, chance: random.Random) -> Numbers:
    """Return the numbers with those that the catalogue holds against others put right."""
    made = dict(numbers)

    def total(table: str, measure: str, *categories: str) -> int:
        return sum(
            value
            for (name, _, category, column), value in made.items()
            if (name, column) == (table, measure) and (not categories or category in categories)
        )

    for village in sorted({village for table, village, _, _ in made if table == "sex_ratio_births"}):
        _settle_village(made, village, chance)
    for (table, _, category, measure), value in numbers.items():
        if (table, measure) == ("subsidies_scholarships", "金额"):
            people = made[table, "", category, "人数"]
            made[table, "", category, measure] = people * made["subsidies", "", f"{category}奖学金标准", ""]
        if table == "special_families":
            made[table, "", category, measure] = min(9, max(1, value))  # few, as such families are
    families = total("special_families", "户数")
    for key in _FAMILIES:
        made["special_families", "", key, ""] = families
    made["special_families", "", "街道领导联系人", ""] = min(3, families)
    made["subsidies_applications", "", "昆明市计划生育家庭特扶", "数量"] = families
    houses = sum(made["basic_stats", "", key, ""] for key in ("村民委员会", "社区居委会"))
    for key in _HOUSES:
        made["grassroots", "", key, ""] = houses
    made["free_services", "", "检查活动覆盖村（社区）", ""] = houses
    workers = max(houses, made["grassroots", "", "领补贴宣传员", ""])
    made["grassroots", "", "领补贴宣传员", ""] = workers
    made["grassroots", "", "宣传员岗位生活补贴", ""] = workers * made["grassroots", "", "宣传员补贴年标准", ""]
    made["basic_stats", "", "村（居）民小组", ""] = max(houses, made["basic_stats", "", "村（居）民小组", ""])
    _settle_households(
        made, total("basic_stats_population", "人口", "农业", "非农业"), total("migrants_inflow", "人数")
    )
    looked_at = made["free_services", "", "生殖健康检查", ""]
    made["free_services", "", "应检查人数", ""] = max(looked_at, round(looked_at * chance.uniform(1.8, 2.0)))
    made["free_services", "", "检查活动人数", ""] = min(looked_at, made["free_services", "", "检查活动人数", ""])
    for section, rate, part, whole in (
        ("migrants", "流动人口宣传入户率", "流动人口宣传品入户", "流动人口户数"),
        ("free_services", "生殖健康检查率", "生殖健康检查", "应检查人数"),
    ):
        a, b = made[section, "", part, ""], made[section, "", whole, ""]
        made[section, "", rate, ""] = (200 * a + b) // (2 * b)
    return made


def _settle_village(made: Numbers, village: str, chance: random.Random) -> None:
    """Put right what holds in each village as in the whole office: births, methods in use, those who came."""
    births = sum(made["basic_stats_births", village, kind, "计划内"] for kind in ("一孩", "二孩", "多孩"))
    births += sum(made["basic_stats_births", village, kind, "计划外"] for kind in ("一孩", "二孩", "多孩"))
    girls = sum(chance.random() < 0.48 for _ in range(births))
    made["sex_ratio_births", village, "女孩", "出生人数"] = girls
    made["sex_ratio_births", village, "男孩", "出生人数"] = births - girls
    women = 0
    for kind, share in (("农业", 0.174), ("非农业", 0.121), ("流入", 0.217)):
        people = made["basic_stats_population", village, kind, "人口"]
        made["basic_stats_population", village, kind, "已婚育龄妇女"] = round(people * share)
        women += round(people * share)
    using = round(women * chance.uniform(0.88, 0.91))
    made["basic_stats_persons", village, "期末选用各种避孕方法", "人数"] = using
    left = round(using * 0.91)
    for kind, share in (("男扎", 0.03), ("女扎", 0.2), ("皮埋", 0.002), ("放环", 1.0)):
        made["contraception_methods", village, kind, "人数"] = count = round(left * share)
        left -= count
    came = made["basic_stats_population", village, "流入", "人口"]
    far = round(came * chance.uniform(0.37, 0.42))
    made["migrants_inflow", village, "跨省", "人数"] = far
    made["migrants_inflow", village, "省内", "人数"] = came - far


def _settle_households(made: Numbers, registered: int, came: int) -> None:
    """Put right who lives in how many households, and how many of these somebody has been to."""
    settled, moved_in = round(registered * 0.35), max(1, round(came * 0.69))
    made["associations", "", "户籍户数", ""] = settled
    made["associations", "", "双向承诺书", ""] = round(settled * 0.98)
    made["migrants", "", "流动人口户数", ""] = moved_in
    made["migrants", "", "流动人口宣传品入户", ""] = round(moved_in * 0.97)
    made["publicity", "", "总户数", ""] = settled + moved_in
    told = round((settled + moved_in) * 0.9)
    made["publicity_activities", "", "入户发放宣传品户数", "数量"] = told
    made["publicity_activities", "", "宣传品发放份数", "数量"] = round(told * 1.03)


# ---- as files


def _tables(numbers: Numbers, villages: int) -> dict[str, str]:
    files = {}
    for name, table in _model_tables().items():
        by_village = villages > 0 and name in BY_VILLAGE
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([*([VILLAGE] if by_village else []), table.category, *table.measures])
        sums = dict.fromkeys(table.measures, 0)
        for village in _villages(villages) if by_village else ("",):
            for category, _ in _rows(table, villages):
                cells = [numbers[name, village, category, measure] for measure in table.measures]
                writer.writerow([*([village] if by_village else []), category, *cells])
                sums = {measure: sums[measure] + cell for measure, cell in zip(table.measures, cells, strict=True)}
        if table.added:
            shown = [str(sums[measure]) if measure in table.added else "" for measure in table.measures]
            writer.writerow([TOTAL, *([""] if by_village else []), *shown])
        files[f"{name}.csv"] = f"\ufeff{out.getvalue()}"
    return files


def _sections(name: str, numbers: Numbers, texts: int, villages: int) -> dict[str, str]:
    said = {
        "demo": f"虚构的{name}，数字都是编的，只供测试",
        "街道": name,
        "市": "云溪市",
        "落款单位": f"云溪市青山县{name}办事处",
        "流动人口宣传地点": "各厂区流动人口聚集地",
    }
    files = {}
    for section, text in _model_sections(texts).items():
        lines = text.split("\n")
        for line, key, typed in _typed(section, text):
            value = str(numbers[section, "", key, ""]).zfill(3)
            lines[line] = (
                f"{key}: {value[:-2]}.{value[-2:]}" if "." in typed else f"{key}: {numbers[section, '', key, '']}"
            )
        for number, words in enumerate(lines):
            key = words.partition(":")[0]
            if key in said:
                lines[number] = f"{key}: {said[key]}"
            if key == "村社区名单" and villages:
                lines[number] = "\n".join([f"{key}:", *(f"  - {village}" for village in _villages(villages))])
        files[f"{section}.yaml"] = "\n".join(lines)
    return files


# ---- the twelve


@dataclass(frozen=True)
class Twelve:
    """A county of twelve offices, each with both years, and what is the matter with four of them; an office's name is its folder's."""

    folder: Path

    @property
    def offices(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "offices").iterdir())

    @property
    def late(self) -> str:
        """Return the office whose deadline has passed, and that has handed in nothing of the second year."""
        return self.offices[2]

    @property
    def wrong(self) -> str:
        """Return the office in whose second year errors stand: girls that neither the total nor the births know, a report signed late."""
        return self.offices[4]

    @property
    def edited(self) -> str:
        """Return the office whose report `edit_by_hand` changes, once a batch has written it."""
        return self.offices[6]

    @property
    def broken(self) -> str:
        """Return the office one of whose workbooks was cut off when it was copied."""
        return self.offices[8]

    def data(self, office: str, year: int = YEARS[-1]) -> Path:
        return self.folder / "offices" / office / "data" / str(year)

    def report(self, office: str, year: int = YEARS[-1]) -> Path:
        """Return an office's report as the last run left it."""
        (found,) = (self.folder / "offices" / office / "output" / str(year)).glob("*.docx")
        return found

    def edit_by_hand(self) -> None:
        """Write in one office's report what a leader writes there: 常住 before each 总人口."""
        report = self.report(self.edited)
        parts = read_package(report.read_bytes())
        said = parts[DOCUMENT].replace("总人口".encode(), "常住总人口".encode())
        report.write_bytes(write_package({**parts, DOCUMENT: said}))


def the_twelve(folder: Path, villages: int = 0) -> Twelve:
    """Write a county of twelve offices as a bureau has them in December: one is late, one is wrong, one has a file that can't be opened."""
    county = Twelve(invented_county(folder, villages=villages))
    _, late = county.late.split(" ")
    _change(folder / "offices.csv", f"{late},青山县,{DUE}", f"{late},青山县,{EARLIER}")
    shutil.rmtree(county.data(county.late))
    _change(county.data(county.wrong) / "office.yaml", "落款日期: 12月8日", "落款日期: 12月20日")
    _change(county.data(county.wrong) / "sex_ratio_births.csv", "女孩,", "女孩,1")
    table = county.data(county.broken) / "certificates.csv"
    table.with_suffix(".xlsx").write_bytes(b"PK\x03\x04" + table.read_bytes()[:50])
    table.unlink()
    return county


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text, f"{path} doesn't say {old}"
    path.write_bytes(text.replace(old, new, 1).encode())
