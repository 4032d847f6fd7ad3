"""Another report, set up by template and catalogue alone: a township's half-year report with sections, metrics and numbering of its own.

Its numbers are computed once more here from the CSV files, with fractions, and held against what the draft prints.
"""

from __future__ import annotations

import csv
import functools
import io
import re
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import docx
import openpyxl
import pytest
from conftest import ROOT, Office, assert_sound, document_text
from specimens import read_marks

from reportgen.annex.drawing import append_annex
from reportgen.annex.form import read_form
from reportgen.base.issues import Issue, Severity
from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main
from reportgen.report import drafting
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, write_package
from reportgen.word.text import plain_text

pytestmark = pytest.mark.slow  # a second report through every command

HALFYEAR = ROOT / "tests" / "reports" / "halfyear"
TEMPLATE, DATA = HALFYEAR / "template", HALFYEAR / "data"
VILLAGE = "村（社区）"
VILLAGES = ("青石社区", "河口村", "石桥村", "柏树村", "茶园村", "沙坪村")
NAME = "青石镇2025年上半年人口和卫生健康工作总结报告.docx"
DEMO = "虚构的青石镇，数字只供测试"
ACCEPTED = ["与上年比：自然增加", "与上年比：高龄津贴"]

Plant = Callable[[str, str, str], None]


# The tables once more, read without reportgen.


@functools.cache
def rows(year: int, table: str) -> list[dict[str, str]]:
    text = (DATA / str(year) / f"{table}.csv").read_text(encoding="utf-8-sig")
    return [row for row in csv.DictReader(io.StringIO(text)) if row.get(VILLAGE) != "全镇"]


def total(year: int, table: str, column: str, **where: str) -> Fraction:
    """Return a column's sum over the rows of a category: total(2025, "births", "出生人数", 性别="男")."""
    fitting = [row for row in rows(year, table) if all(row[key] == value for key, value in where.items())]
    assert fitting
    return sum((Fraction(row[column]) for row in fitting), Fraction())


def printed(value: Fraction | int, digits: int = 0) -> str:
    """Return a number as a person would round it: half up, by its digits."""
    scaled = abs(Fraction(value)) * 10**digits
    whole = scaled.numerator // scaled.denominator + (scaled % 1 >= Fraction(1, 2))
    text = str(whole).rjust(digits + 1, "0")
    text = f"{text[:-digits]}.{text[-digits:]}" if digits else text
    return f"-{text}" if value < 0 and whole else text


def moved(before: Fraction, after: Fraction, unit: str, digits: int = 0) -> str:
    """Return 「增加12人，增长7.9%」."""
    share = printed(abs(after - before) / before * 100, 1).removesuffix(".0")
    up = after > before
    amount = f"{'增加' if up else '减少'}{printed(abs(after - before), digits)}{unit}"
    return f"{amount}，{'增长' if up else '下降'}{share}%"


def points(before: Fraction, after: Fraction, unit: str, digits: int) -> str:
    """Return 「提高1.2个百分点」 of two rates that are counted in `unit` already."""
    return f"{'提高' if after > before else '下降'}{printed(abs(after - before), digits)}{unit}"


class Half:
    """A half year's figures as the text needs them; rates in their unit."""

    def __init__(self, year: int, village: str = "") -> None:
        where = {VILLAGE: village} if village else {}
        population = functools.partial(total, year, "population", **where)
        self.people = population("期末人口")
        self.average = (population("期初人口") + self.people) / 2
        self.born = total(year, "births", "出生人数", **where)
        self.boys, self.girls = (total(year, "births", "出生人数", 性别=sex, **where) for sex in "男女")
        self.dead, self.came, self.left = (population(column) for column in ("死亡人数", "迁入人数", "迁出人数"))
        self.birth_rate, self.death_rate = (number / self.average * 1000 for number in (self.born, self.dead))
        self.growth_rate = (self.born - self.dead) / self.average * 1000
        self.ratio = self.boys / self.girls * 100
        self.income = total(year, "income", "到位金额") / 10000
        self.spent = total(year, "spending", "支出金额") / 10000
        self.execution = self.spent / self.income * 100
        self.per_head = self.spent * 10000 / total(year, "population", "期末人口")
        self.due, self.signed = total(year, "contracts", "应签约"), total(year, "contracts", "已签约")
        self.signed_rate = self.signed / self.due * 100
        doses = functools.partial(total, year, "vaccinations", **where)
        self.vaccinated, self.to_vaccinate = doses("实种"), doses("应种")
        self.vaccination_rate = self.vaccinated / self.to_vaccinate * 100
        self.doses = [doses("实种", 剂次=dose) for dose in ("第一剂", "第二剂", "加强剂")]
        self.beds = total(year, "elderly", "机构床位") + total(year, "elderly", "社区床位")
        self.old = total(year, "elderly", "六十岁以上老年人")


WAS, IS = Half(2024), Half(2025)


# The draft, and copies of the report's folders that a test may break.


@functools.cache
def usual() -> tuple[drafting.Year, bytes]:
    """Return the year understood and its draft."""
    year, prepared = drafting.read_all(DATA, TEMPLATE, 2025)
    return year, write_package(drafting.draft(year, prepared))


def lines() -> list[str]:
    return document_text(usual()[1]).splitlines()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a copy of both years."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """Return a copy of the template's folder."""
    return Path(shutil.copytree(TEMPLATE, tmp_path / "template"))


@pytest.fixture
def plant(data: Path) -> Plant:
    """Return what replaces the one place where a file of the data says something."""

    def change(file: str, old: str, new: str) -> None:
        path = data / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file} says {old} {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def drafted(data: Path, template: Path = TEMPLATE, year: int = 2025) -> tuple[str, list[Issue]]:
    """Return the draft's text and what stands of the issues."""
    understood, prepared = drafting.read_all(data, template, year)
    parts = drafting.draft(understood, prepared)
    return plain_text(parts), [issue for issue in drafting.review(understood, parts) if not issue.accepted]


def with_sentences(template: Path, *said: str) -> Path:
    """Return the template with paragraphs more at its end."""
    document = docx.Document(str(template / "report.docx"))
    for text in said:
        document.add_paragraph(text)
    document.save(str(template / "report.docx"))
    return template


def run(*words: str, data: Path = DATA, output: Path | None = None) -> int:
    own = ["--output", str(output)] if output else []
    return main([*words, "--data", str(data), "--template", str(TEMPLATE), *own])


# ---- the folders -------------------------------------------------------------------------------------------------------------


def test_the_report_is_set_up_without_python_and_says_that_it_is_invented() -> None:
    files = {path.suffix for path in HALFYEAR.rglob("*") if path.is_file()}
    assert files == {".csv", ".docx", ".yaml"}
    for path in DATA.rglob("*.yaml"):
        assert path.read_text(encoding="utf-8").startswith("# 虚构数据，只供测试\n"), path
    assert usual()[0].sources.demo == DEMO
    assert lines()[0] == f"【演示数据】{DEMO}"


def test_template_and_draft_are_sound_documents(tmp_path: Path) -> None:
    assert_sound((TEMPLATE / "report.docx").read_bytes(), tmp_path)
    assert_sound(usual()[1], tmp_path)


# ---- the text ----------------------------------------------------------------------------------------------------------------


def test_the_numbering_is_word_s_own_in_the_form_that_the_template_gives_it() -> None:
    numbered = [line for line in lines() if re.match(r"\d、|（\d）|[①-⑩]", line)]
    assert numbered == [
        "1、人口自然变动",
        "（1）出生和死亡",
        "（2）出生人口性别比",
        "①性别比没有超过107:100。",
        "②继续做好出生信息核对，男婴、女婴人数和接生机构逐月对账。",
        "2、经费",
        "3、家庭医生签约服务",
        "4、免疫规划",
        "5、养老服务",
        "6、存在的问题",
        "（1）人口负增长",
        "（2）加强剂接种进度慢",
        "（3）沙坪村没有养老机构床位",
        "7、下半年打算",
        "①对没有按时接种的儿童逐户通知，九月底以前补种；",
        "②把家庭医生签约服务送到外出务工人员较多的村；",
        "③争取县级补助，增加沙坪村的社区养老床位。",
    ]
    texts = "".join(paragraph.text for paragraph in docx.Document(str(TEMPLATE / "report.docx")).paragraphs)
    assert not re.search(r"[①-⑩]|\d、", texts)


def test_the_half_year_is_told_by_its_months_and_days() -> None:
    text = "\n".join(lines())
    assert "青石镇2025年上半年\n人口和卫生健康工作总结报告\n" in text
    assert "\n2025年1—6月，青石镇卫生健康办" in text
    assert "报告期为2025年1月1日至6月30日，" in text
    assert text.endswith("云溪县青石镇卫生健康办公室\n2025年7月8日")


def test_births_and_deaths_are_told_in_per_mille_with_last_year_s_half() -> None:
    assert (printed(IS.birth_rate, 2), printed(IS.growth_rate, 2)) == ("12.35", "-1.86")
    assert [line for line in lines() if line.startswith(("6月30日，全镇", "出生率"))] == [
        f"6月30日，全镇总人口{IS.people}人，比上年同期{moved(WAS.people, IS.people, '人')}。"
        f"上半年出生{IS.born}人（上年同期{WAS.born}人），比上年同期{moved(WAS.born, IS.born, '人')}；"
        f"死亡{IS.dead}人，同比{moved(WAS.dead, IS.dead, '人')}；迁入{IS.came}人，迁出{IS.left}人。",
        f"出生率{printed(IS.birth_rate, 2)}‰，同比{points(WAS.birth_rate, IS.birth_rate, '个千分点', 2)}；"
        f"死亡率{printed(IS.death_rate, 2)}‰，同比{points(WAS.death_rate, IS.death_rate, '个千分点', 2)}；"
        f"自然增长率{printed(IS.growth_rate, 2)}‰，"
        f"比上年同期{points(WAS.growth_rate, IS.growth_rate, '个千分点', 2)}"
        f"（上年同期{printed(WAS.growth_rate, 2)}‰）。"
        f"死亡多于出生，人口自然增加数为{IS.born - IS.dead}人，上年同期为{WAS.born - WAS.dead}人。",
    ]


def test_the_sex_ratio_is_told_as_so_many_to_a_hundred() -> None:
    assert printed(IS.ratio, 2) == "105.95"
    assert (
        f"出生人口中男婴{IS.boys}人、女婴{IS.girls}人，性别比为{printed(IS.ratio, 2)}:100"
        f"（上年同期{printed(WAS.ratio, 2)}:100），比上年同期下降{printed(WAS.ratio - IS.ratio, 2)}。"
    ) in lines()


def test_money_in_yuan_is_told_in_wan_yuan_with_its_decimals() -> None:
    county, own = (total(2025, "income", "到位金额", 来源=source) / 10000 for source in ("县级补助", "镇级配套"))
    health = total(2025, "spending", "支出金额", 用途="基本公共卫生服务") / 10000
    saved = IS.income - IS.spent
    assert printed(IS.income, 2) == "85.10"  # not 85.1: it is computed, and its difference has two decimals too
    assert (
        f"上半年到位经费{printed(IS.income, 2)}万元，比上年同期{moved(WAS.income, IS.income, '万元', 2)}，"
        f"其中县级补助{printed(county, 2)}万元，镇级配套{printed(own, 2)}万元（与上年同期持平）。"
        f"支出{printed(IS.spent, 2)}万元，比上年同期{moved(WAS.spent, IS.spent, '万元', 2)}，"
        f"其中基本公共卫生服务支出{printed(health, 2)}万元。"
        f"结余{printed(saved, 2)}万元，预算执行率{printed(IS.execution, 1)}%，"
        f"比上年同期{points(WAS.execution, IS.execution, '个百分点', 1)}；"
        f"人均支出{printed(IS.per_head, 2)}元，同比{moved(WAS.per_head, IS.per_head, '').split('，')[1]}。"
    ) in lines()
    sources = [f"{row['来源']}{printed(Fraction(row['到位金额']) / 10000, 2)}万元" for row in rows(2025, "income")]
    assert f"经费来源：{'，'.join(sources)}。" in lines()


def test_a_rate_exactly_between_two_tenths_is_rounded_up() -> None:
    assert IS.signed_rate == Fraction("63.45")
    said = next(line for line in lines() if line.startswith("应签约"))
    assert said.startswith(
        f"应签约{IS.due}人，已签约{IS.signed}人，签约率63.5%，比上年同期{points(WAS.signed_rate, IS.signed_rate, '个百分点', 1)}；"
    )
    assert said.endswith("健康讲座9期，与上年同期持平。")


def test_beds_are_told_per_thousand_old_people_and_what_began_this_year_has_no_percentage() -> None:
    beds = [half.beds / half.old * 1000 for half in (WAS, IS)]
    said = next(line for line in lines() if "老年人" in line and "张" in line)
    share = printed(IS.old / IS.people * 100, 2)
    assert said.startswith(f"6月30日，60岁及以上老年人{IS.old}人，占总人口的{share}%。养老床位{IS.beds}张，")
    assert f"每千名老年人拥有{printed(beds[1], 1)}张，比上年同期{moved(beds[0], beds[1], '张', 1)}。" in said
    assert said.endswith("发放高龄津贴32人，比上年同期增加32人。")
    assert "没有机构床位的村：沙坪村。" in lines()


def test_a_table_has_a_row_of_figures_and_rates_per_village() -> None:
    halves = {village: Half(2025, village) for village in VILLAGES} | {"全镇": IS}
    tables = [line.split("\t") for line in lines() if "\t" in line]
    assert tables[:8] == [
        [VILLAGE, "期末人口", "出生", "死亡", "自然增长率（‰）", "迁入", "迁出"],
        *(
            [
                name,
                *map(str, (half.people, half.born, half.dead)),
                printed(half.growth_rate, 2),
                str(half.came),
                str(half.left),
            ]
            for name, half in halves.items()
        ),
    ]
    assert tables[8:] == [
        [VILLAGE, "第一剂", "第二剂", "加强剂", "合计", "接种率（%）"],
        *(
            [name, *map(str, half.doses), str(half.vaccinated), printed(half.vaccination_rate, 1)]
            for name, half in halves.items()
        ),
    ]


def test_the_parts_of_what_only_adds_and_subtracts_add_up_to_the_whole() -> None:
    figures = usual()[0].figures
    for name in ("自然增加", "养老床位", "出生人口", "期末人口"):
        parts = [part.number for _, part in figures.parts(name, VILLAGE)]
        assert len(parts) == len(VILLAGES)
        assert sum(number for number in parts if number is not None) == figures[name].value, name


def test_a_sentence_can_name_the_villages_below_a_rate(template: Path) -> None:
    loop = "{% for 村 in 接种率 | 按('村（社区）') if 村 < 92.5 %}{% if not loop.first %}、{% endif %}"
    said = (
        f"低于92.5%：{loop}{{{{ 村.名称 }}}}（{{{{ 村 }}}}%，加强剂{{{{ 加强剂接种率 | 在(村) }}}}%）{{% endfor %}}。"
    )
    text, issues = drafted(DATA, with_sentences(template, said))
    named = []
    for village in VILLAGES:
        doses = functools.partial(total, 2025, "vaccinations", 剂次="加强剂", **{VILLAGE: village})
        whole, third = Half(2025, village).vaccination_rate, doses("实种") / doses("应种") * 100
        if Fraction(printed(whole, 1)) < Fraction("92.5"):
            named.append(f"{village}（{printed(whole, 1)}%，加强剂{printed(third, 1)}%）")
    assert text.splitlines()[-1] == f"低于92.5%：{'、'.join(named)}。"
    assert 0 < len(named) < len(VILLAGES)
    assert issues == []


def test_every_number_of_a_village_is_a_mark_that_names_metric_and_village() -> None:
    titled = {mark.title: mark.text for mark in read_marks(parse_part(read_package(usual()[1])[DOCUMENT]))}
    for village in VILLAGES:
        half = Half(2025, village)
        assert titled[f"死亡人口·{village}"] == str(half.dead)
        assert titled[f"自然增长率·{village}"] == printed(half.growth_rate, 2)
        assert titled[f"接种率·{village}"] == printed(half.vaccination_rate, 1)
    assert titled["自然增长率·较上年同期"].startswith("比上年同期下降")


# ---- the checks --------------------------------------------------------------------------------------------------------------


def test_the_checks_are_quiet_but_for_what_the_year_accepts() -> None:
    year, document = usual()
    found = drafting.review(year, read_package(document))
    assert [issue.key for issue in found] == ACCEPTED
    assert all(issue.accepted for issue in found)
    assert drafted(DATA, year=2024)[1] != []  # there is nothing to compare 2024 with, which is told


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "population.csv",
            "全镇,14020,13996,199",
            "全镇,14020,13996,198",
            "population.csv 第8行「死亡人数」：合计写的是198，各行相加是199，相差1。请核对这一行和上面各行。",
        ),
        (
            "population.csv",
            "河口村,2860,2854,42",
            "河口村,2860,2854,24",
            "期末人口13996人 应等于 期初人口14020人 + 自然增加-8人 + 迁入人口58人 - 迁出人口56人（14014），相差18。",
        ),
        (
            "vaccinations.csv",
            "沙坪村,加强剂,20,15",
            "沙坪村,加强剂,20,51",
            "vaccinations.csv 第17行「实种」：「接种率·沙坪村」是130.2%，不会超过100%。请核对。",
        ),
        (
            "spending.csv",
            "402615.25",
            "4026152.5",
            "支出经费442.59万元 应不大于 到位经费85.10万元，相差357.49万元。请核对这几个数。",
        ),
        ("births.csv", "沙坪村,女,8\n", "", "births.csv「沙坪村、女」：缺这一行，报告里暂写「待补」："),
        (
            "elderly.csv",
            "沙坪村,0,6,367",
            "沙坪村,,6,367",
            "elderly.csv 第7行「机构床位」：是空的，报告里暂写「待补」：",
        ),
        ("contracts.yaml", "健康讲座: 9", "健康讲座:", "contracts.yaml 第3行「健康讲座」：是空的"),
        ("office.yaml", "期末: 6月30日", "期末: 5月31日", "请核对这几个日期。"),
        ("births.csv", "青石社区,男,24", "青石社区,男,78", "「出生率」2024年上半年是12.79‰，2025年上半年是16.2"),
        (
            "income.csv",
            "98200",
            "982000",
            "「镇级配套」2024年上半年是9.82万元，2025年上半年是98.20万元：",
        ),
    ],
)
def test_a_planted_error_is_found(file: str, old: str, new: str, told: str, data: Path, plant: Plant) -> None:
    plant(f"2025/{file}", old, new)
    found = [str(issue) for issue in drafted(data)[1]]
    assert any(told in issue for issue in found), found


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "births.csv",
            "石桥村,男,15",
            "石乔村,男,15",
            "births.csv 第6行「村（社区）」：不认识「石乔村」。是不是「石桥村」？",
        ),
        ("births.csv", "石桥村,男,15", "石桥村,男,1.5", "「1.5」应是整数（单位：人），请核对"),
        ("births.csv", "石桥村,男,15", "石桥村,男,-15", "「-15」是负数，这里只能填0或正数"),
        (
            "income.csv",
            "254300.5",
            "25.43万",
            "income.csv 第3行「到位金额」：「25.43万」不是数字，请换算成这里的单位，只填数字",
        ),
        ("income.csv", "254300.5", "254300.555", "应是最多2位小数（单位：元），请核对"),
        ("births.csv", ",性别,", ",姓别,", "births.csv 第1行「姓别」：不认识这一列。是不是「性别」？"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_written(
    file: str,
    old: str,
    new: str,
    told: str,
    data: Path,
    plant: Plant,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    plant(f"2025/{file}", old, new)
    assert run(data=data, output=tmp_path / "output") == UNUSABLE
    assert told in capsys.readouterr().err
    assert not (tmp_path / "output").exists()


# ---- a county that gives its own number --------------------------------------------------------------------------------------


def test_a_rate_below_zero_can_be_printed_as_reported(data: Path, plant: Plant) -> None:
    plant("2025/population.yaml", "accepted:", "reported:\n  自然增长率: {value: -1.9, reason: 县里核定}\naccepted:")
    text, issues = drafted(data)
    assert "自然增长率-1.9‰，" in text.replace("-1.90", "-1.9")
    (issue,) = [issue for issue in issues if issue.check == "上报数"]
    assert "「自然增长率」上报-1.90‰，按表计算是-1.86‰，即-1.8560…（上报原因：县里核定）" in str(issue)


# ---- last year ---------------------------------------------------------------------------------------------------------------


def test_without_last_year_s_folder_every_comparison_is_wanting_and_told(data: Path) -> None:
    shutil.rmtree(data / "2024")
    text, issues = drafted(data)
    assert f"上半年出生{IS.born}人待补，待补；死亡{IS.dead}人，待补；" in text
    assert f"性别比为{printed(IS.ratio, 2)}:100（上年同期待补:100），待补。" in text
    told = [str(issue) for issue in issues if issue.severity is Severity.ERROR]
    assert all("没有2024年上半年的数据，报告里暂写「待补」。请补上，或改模板。" in issue for issue in told)
    assert len(told) == text.count("待补")


def test_what_was_zero_last_year_grows_by_its_number_alone(template: Path) -> None:
    said = "{{ 高龄津贴 | 较上年同期 }}|{{ 高龄津贴 | 同比 }}|{{ 高龄津贴 | 增幅 }}|{{ 高龄津贴 | 上年 }}"
    text, _ = drafted(DATA, with_sentences(template, said))
    assert text.splitlines()[-1] == "比上年同期增加32人|同比增加32人|增加32人|0"


@pytest.mark.parametrize(("before", "after"), [("0", "0"), ("32", "32")])
def test_what_did_not_move_is_level_and_has_no_percentage(
    before: str, after: str, data: Path, plant: Plant, template: Path
) -> None:
    plant("2024/elderly.yaml", "高龄津贴: 0", f"高龄津贴: {before}")
    plant("2025/elderly.yaml", "高龄津贴: 32", f"高龄津贴: {after}")
    said = "{{ 高龄津贴 | 较上年同期 }}|{{ 高龄津贴 | 同比 }}|同比{{ 高龄津贴 | 增减 }}"
    text, _ = drafted(data, with_sentences(template, said))
    assert text.splitlines()[-1] == "与上年同期持平|同比持平|同比持平"
    assert ("发放高龄津贴" in text) == (after != "0")


def test_a_rate_that_did_not_move_is_level_though_its_parts_did(data: Path, plant: Plant, template: Path) -> None:
    people = "65岁及以上老年人"
    plant("2024/contracts.csv", f"{people},1196,912", f"{people},620,479")  # 77.258…%, as 958 of 1240 are
    text, _ = drafted(data, with_sentences(template, "{{ 老年人签约率 | 较上年同期 }}"))
    assert text.splitlines()[-1] == "与上年同期持平"


def test_a_balance_that_turned_is_told_by_its_amount(template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, _ = drafted(DATA, with_sentences(template, "{{ 自然增加 | 较上年同期 }}|{{ 自然增加 | 增幅 }}"))
    fall = (WAS.born - WAS.dead) - (IS.born - IS.dead)
    assert text.splitlines()[-1] == f"比上年同期减少{fall}人|减少{fall}人"
    assert run("diff", "--format", "csv") == OK
    assert (
        f"人口自然变动,自然增加,人,{WAS.born - WAS.dead},{IS.born - IS.dead},-{fall},人,,正负号变了"
        in capsys.readouterr().out
    )


def test_a_village_new_this_year_has_its_row_and_counts(data: Path, plant: Plant) -> None:
    plant("2025/office.yaml", "  - 沙坪村\n", "  - 沙坪村\n  - 新建村\n")
    plant("2025/population.csv", "全镇,14020,13996,199,58,56", "新建村,100,103,2,1,1\n全镇,14120,14099,201,59,57")
    plant("2025/births.csv", "沙坪村,女,8\n", "沙坪村,女,8\n新建村,男,3\n新建村,女,2\n")
    plant(
        "2025/vaccinations.csv",
        "沙坪村,加强剂,20,15\n",
        "沙坪村,加强剂,20,15\n新建村,第一剂,0,0\n新建村,第二剂,1,1\n新建村,加强剂,1,0\n",
    )
    plant("2025/elderly.csv", "沙坪村,0,6,367\n", "沙坪村,0,6,367\n新建村,0,0,20\n")
    text, issues = drafted(data)
    assert issues == []
    rate = printed(Fraction(3) / Fraction(203, 2) * 1000, 2)
    assert f"\n新建村\t103\t5\t2\t{rate}\t1\t1\n全镇\t14099\t178\t201\t" in text
    assert "\n新建村\t0\t1\t0\t1\t50.0\n" in text
    assert "没有机构床位的村：沙坪村、新建村。" in text


def test_a_village_where_nothing_was_due_has_a_wanting_rate_that_is_told(data: Path, plant: Plant) -> None:
    for dose, numbers in (("第一剂", "40,40"), ("第二剂", "36,34"), ("加强剂", "20,15")):
        plant("2025/vaccinations.csv", f"沙坪村,{dose},{numbers}", f"沙坪村,{dose},0,0")
    text, issues = drafted(data)
    assert "\n沙坪村\t0\t0\t0\t0\t待补\n" in text
    (issue,) = [issue for issue in issues if issue.check == "缺数据"]
    assert "「接种率」没有「沙坪村」的数（表里没有这一行，或者除数是0），报告里暂写「待补」。" in str(issue)


def test_a_village_that_the_other_tables_lack_is_told_and_nothing_is_zero(data: Path, plant: Plant) -> None:
    plant("2025/office.yaml", "  - 沙坪村\n", "  - 沙坪村\n  - 新建村\n")
    text, issues = drafted(data)
    assert "全镇\t待补\t待补\t待补\t待补\t待补\t待补" in text
    assert {"births.csv", "elderly.csv", "population.csv", "vaccinations.csv"} == {
        issue.location.file for issue in issues if issue.location and "缺这一行" in issue.message
    }


# ---- every command -----------------------------------------------------------------------------------------------------------


def test_the_commands_that_print_know_this_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, told in (
        (["check"], "2025年：没有发现问题。"),
        (["figures"], "自然增长率"),
        (["explain", "人均经费"], f"支出经费 / 期末人口 = {printed(IS.spent, 2)}万元 ÷ {IS.people} = "),
        (["explain", "出生人口性别比"], "= 89 ÷ 84 × 100 = 105.9523…"),
        (["explain", "死亡人口"], "1、人口自然变动 （1）出生和死亡：表格（青石社区41、河口村42、石桥村37、"),
        (["diff"], "2024年上半年 → 2025年上半年：有增减43项，持平3项。"),
        (["diff", "2024..2025"], "首尾增减"),
    ):
        assert run(*words) == OK, words
        assert told in capsys.readouterr().out, words
    assert run(output=tmp_path) == OK
    assert run("diff", "--since-last-build", output=tmp_path) == OK
    assert capsys.readouterr().out.endswith("和上次生成时的数据一样。\n")


def test_its_template_has_a_layout_of_its_own_and_no_other_finding(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("template", "check", str(TEMPLATE)) == OK
    found = [line for line in capsys.readouterr().out.splitlines()[:-1] if not line.startswith("说明")]
    assert found
    found = [line for line in found if not line.strip().startswith("认可这一条")]  # how to accept the finding above
    assert [line for line in found if "GB/T 9704-2012" not in line and "序号后的标点" not in line] == []


def test_numbers_below_zero_are_numbers_in_every_table(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["figures", "--format", "csv"],
        ["diff", "--format", "csv"],
        ["diff", "2024..2025", "--format", "csv"],
    ):
        assert run(*words) == OK
        assert re.search(r"自然增加,([^,]*,)*-26,", capsys.readouterr().out), words


def test_the_comparison_names_the_half_years_in_every_form(tmp_path: Path) -> None:
    made = {form: tmp_path / f"made.{form}" for form in ("html", "xlsx", "docx")}
    for form, path in made.items():
        assert run("diff", "--format", form, "-o", str(path)) == OK
    page = made["html"].read_text(encoding="utf-8")
    assert "2024年上半年" in page and "2025年上半年" in page and "-1.86" in page
    sheet = openpyxl.load_workbook(made["xlsx"]).worksheets[0]
    cells = {row[2].value: row for row in sheet.iter_rows()}
    assert [cell.value for cell in cells["指标"]][4:6] == ["2024年上半年", "2025年上半年"]
    assert cells["自然增加"][5].value == IS.born - IS.dead
    annex = docx.Document(str(made["docx"]))
    table = [[cell.text for cell in row.cells] for row in annex.tables[0].rows]
    assert table[0][:5] == ["指标", "单位", "2024年上半年", "2025年上半年", "增减"]
    rate = points(WAS.birth_rate, IS.birth_rate, "个千分点", 2).removeprefix("下降")
    assert ["出生率", "‰", printed(WAS.birth_rate, 2), "12.35", f"-{rate}", "", ""] in table
    assert_sound(made["docx"].read_bytes(), tmp_path)


def test_the_half_years_stand_on_one_line_of_the_annex() -> None:
    year, document = usual()
    assert year.comparison is not None
    root = parse_part(append_annex(read_package(document), year.comparison, read_form(TEMPLATE))[DOCUMENT])
    *_, table = root.iter(f"{W}tbl")
    widths = [int(column.get(f"{W}w", "0")) for column in table.iter(f"{W}gridCol")]
    assert min(widths[2:4]) >= 12 * 90  # twelve half characters of 9 points: 2025年上半年


def test_an_edited_report_keeps_its_edits_when_the_data_are_corrected(
    data: Path, plant: Plant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "output" / "2025" / NAME
    assert run(data=data, output=tmp_path / "output") == OK
    edited = docx.Document(str(report))
    for paragraph in edited.paragraphs:
        if paragraph.text.startswith("出生人口继续减少"):
            paragraph.runs[0].text = "各村出生人口都在减少，要当作大事来抓。"
        if paragraph.text.startswith("没有机构床位的村"):
            paragraph.add_run("镇里已经选好地址。")
    edited.save(str(report))
    plant("2025/births.csv", "河口村,男,18", "河口村,男,28")
    plant("2025/population.csv", "河口村,2860,2854", "河口村,2860,2864")
    plant("2025/population.csv", "全镇,14020,13996", "全镇,14020,14006")
    capsys.readouterr()
    assert run("--dry-run", data=data, output=tmp_path / "output") == OK
    assert "数据更新  出生和死亡：自然增长率·河口村 -1.75 → 1.75" in capsys.readouterr().out
    assert "出生173人" in document_text(report.read_bytes())
    assert run(data=data, output=tmp_path / "output") == OK
    told, text = capsys.readouterr().out, document_text(report.read_bytes())
    assert "各村出生人口都在减少，要当作大事来抓。" in text
    assert "没有机构床位的村：沙坪村。镇里已经选好地址。" in text
    assert "上半年出生183人（上年同期180人），比上年同期增加3人，增长1.7%；" in text
    assert "性别比为117.86:100" in text and "①性别比高于107:100，要查清原因。" in text
    assert "\n河口村\t2864\t47\t42\t1.75\t12\t13\n" in text
    assert "自然增长率 -1.86‰ → -1.14‰（+0.71个千分点）" in told
    assert run("verify", str(report), data=data) == OK
    assert run("verify", str(report)) == ERRORS_STAND
    capsys.readouterr()
    assert run("restore", "1", data=data, output=tmp_path / "output") == OK
    restored = document_text(report.read_bytes())
    assert "出生173人" in restored and "要当作大事来抓。" in restored


def test_corrections_can_come_as_revisions(data: Path, plant: Plant, tmp_path: Path) -> None:
    report = tmp_path / "output" / "2025" / NAME
    assert run(data=data, output=tmp_path / "output") == OK
    plant("2025/elderly.csv", "沙坪村,0,6,367", "沙坪村,5,6,367")
    assert run("--track-changes", "--annex", data=data, output=tmp_path / "output") == OK
    content = read_package(report.read_bytes())[DOCUMENT].decode()
    assert "<w:del " in content and "<w:ins " in content
    assert "机构床位131张" in document_text(report.read_bytes())
    assert_sound(report.read_bytes(), tmp_path)


def test_two_documents_are_compared_by_numbers_below_zero_too(
    data: Path, plant: Plant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(output=tmp_path / "old") == OK
    plant("2025/births.csv", "河口村,男,18", "河口村,男,17")
    assert run(data=data, output=tmp_path / "new") == OK
    capsys.readouterr()
    assert main(["diff", *(str(tmp_path / place / "2025" / NAME) for place in ("old", "new")), "--changed"]) == OK
    line = next(line for line in capsys.readouterr().out.splitlines() if line.split()[:1] == ["自然增加"])
    assert line.split() == ["自然增加", "-26", "-27", "-1", "-3.8"]


def test_a_fall_that_a_person_writes_without_its_sign_is_the_figure_s_number(
    tmp_path: Path, template: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(output=tmp_path) == OK
    report = tmp_path / "2025" / NAME
    edited = docx.Document(str(report))
    edited.add_paragraph("人口负增长1.86‰，减少了26人，不是62人。")
    edited.save(str(report))
    capsys.readouterr()
    assert run("verify", str(report)) == ERRORS_STAND
    told = capsys.readouterr().out
    assert "「62人」是人写的，和数据里的数都不一样。" in told
    assert told.count("是人写的") == 1
    _, issues = drafted(DATA, with_sentences(template, "死亡多于出生，全镇减少26人。"))
    assert [issue.key for issue in issues] == ["打字的数：26人，死亡多于出生，全镇减少26人。"]


# ---- LibreOffice -------------------------------------------------------------------------------------------------------------


def test_writer_prints_the_same_numbers_and_numbering(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(usual()[1])
    text = office(path, "txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig")
    said = [re.sub(r"\s", "", line) for line in text.splitlines()]
    ours = [re.sub(r"\s", "", cell) for line in lines() for cell in line.split("\t")]
    assert [line for line in said if line] == [line for line in ours if line]
