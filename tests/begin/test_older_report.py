"""An older report read back: what is read is right, what can't be read is said, and the folder that it becomes prints it again."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from conftest import DATA, REFERENCE, ROOT, TEMPLATE, Office, document_text
from editor import edited
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from specimens import CATALOGUE, p, package, prepared, read_marks, values

from reportgen.base.dates import DateKind, Period, Point, parse_date
from reportgen.base.issues import Unusable
from reportgen.base.numbers import parse_number, rounded, whole
from reportgen.begin.old_report.cells import is_filled
from reportgen.begin.old_report.importing import read_older
from reportgen.begin.old_report.readings import How
from reportgen.begin.old_report.year_files import Imported, missing, year_files
from reportgen.commands.cli import OK, UNUSABLE, main
from reportgen.figures.wording import value_text
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.metric_rules import FormulaOf, YearOf
from reportgen.report import drafting
from reportgen.template.frames import SlotKind
from reportgen.template.rendering import render
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, serialized, write_package

pytestmark = pytest.mark.slow  # a whole report for each way of rewording it

PUBLISHED = (REFERENCE / "report_2018.txt").read_text(encoding="utf-8-sig")
QINGSHI = ROOT / "tests" / "offices" / "qingshi"
NEVER_PRINTED = {
    *("宣传员补贴年标准", "小学奖学金标准", "初中奖学金标准", "高中奖学金标准", "专科奖学金标准", "本科奖学金标准"),
    "村社区名单",
}


@dataclass(frozen=True)
class Back:
    """What was read back of a text."""

    imported: Imported
    said: dict[str, object]  # by metric, or 「metric·category」
    missing: set[str]

    @property
    def messages(self) -> list[str]:
        return [str(issue) for issue in self.imported.issues]

    @property
    def unread(self) -> list[tuple[str, str]]:
        return [(one.number, one.reason) for one in self.imported.report.unread]


def read_back(text: str | Path, tmp_path: Path, year: int | None = None) -> Back:
    path = text if isinstance(text, Path) else tmp_path / "往年报告.txt"
    if isinstance(text, str):
        path.write_text(text, encoding="utf-8")
    imported, catalogue = read_older(path, TEMPLATE, year)
    said: dict[str, object] = {name: one.value for name, one in imported.deduced.values.items()}
    said |= {f"{one.name}·{one.category}": one.value for one in imported.parts}
    return Back(imported, said, {name for names in missing(imported, catalogue) for name in names})


def printed(data: Path, year: int) -> dict[str, object]:
    """Return what a year's report prints, by metric or part, rounded as there."""
    read = drafting.read_year(data, TEMPLATE, year)
    said: dict[str, object] = {}
    for figure in read.figures:
        value = figure.value
        if value is None or isinstance(figure.metric.rule, YearOf):
            continue
        if isinstance(figure.metric.rule, FormulaOf) and not isinstance(value, (Point, Period)):
            value = whole(rounded(value, figure.metric.digits))
        said[figure.name] = value
    said |= {
        part.name: part.value for _, part in read.figures.parts("特殊家庭", "村（社区）")
    }  # the one printed by part
    return said


@pytest.fixture(scope="module")
def truth() -> dict[str, object]:
    return printed(DATA, 2018)


@pytest.fixture(scope="module")
def draft() -> bytes:
    """The draft of 2018, with its marks."""
    year, prepared = drafting.read_all(DATA, TEMPLATE, 2018)
    return write_package(drafting.draft(year, prepared))


def unmarked(document: bytes) -> bytes:
    """Return the document as an office has it from before: without marks."""
    parts = read_package(document)
    root = parse_part(parts[DOCUMENT])
    for control in list(root.iter(f"{W}sdt")):
        parent, content = control.getparent(), control.find(f"{W}sdtContent")
        assert parent is not None and content is not None
        at = parent.index(control)
        parent[at : at + 1] = list(content)
    assert not list(read_marks(root))
    return write_package(parts | {DOCUMENT: serialized(root)})


# ------------------------------------------------------------------------------------------------ the published report


def test_all_statistics_dates_and_periods_of_the_published_report_are_read_where_they_stand(tmp_path: Path) -> None:
    listed = yaml.safe_load((REFERENCE / "report_2018_figures.yaml").read_text(encoding="utf-8"))["figures"]
    report = read_back(PUBLISHED, tmp_path).imported.report
    there = Counter(
        (reading.line, str(parse_number(reading.text)))
        for reading in report.readings
        if reading.slot.kind in {SlotKind.NUMBER, SlotKind.PART}
    )
    statistics = [entry for entry in listed if entry["kind"] == "figure"]
    assert len(statistics) == 135
    lost = Counter((entry["line"], str(parse_number(str(entry["value"])))) for entry in statistics) - there
    assert lost == Counter()
    years = [entry for entry in listed if entry["kind"] == "date" and entry["unit"] in {"年", "年底"}]
    assert Counter((entry["line"], str(entry["value"])) for entry in years) - there == Counter()
    dates = {(reading.line, _day(reading.text)) for reading in report.readings if reading.slot.kind is SlotKind.DATE}
    others = [entry for entry in listed if entry["kind"] in {"date", "window"} and entry not in years]
    assert len(years) + len(others) == 40
    assert {(entry["line"], str(entry["value"])) for entry in others} - dates == set()


def _day(text: str) -> str:
    """Return a date as the list of the published report's numbers writes it."""
    if text == "6月":
        return "6"
    kind = DateKind.PERIOD if "至" in text else DateKind.DAY if "日" in text or "." in text else DateKind.MONTH
    value = parse_date(text, kind, 2018)
    if isinstance(value, Period):
        start, end = _point(value.start), _point(value.end)
        return f"{start}/{end[-2:] if value.start.month == value.end.month else end}"
    assert isinstance(value, Point)
    return _point(value)[5:] if "." in text else _point(value)


def _point(point: Point) -> str:
    return f"{point.year}-{point.month:02}" + ("" if point.day is None else f"-{point.day:02}")


def test_nothing_of_the_published_report_is_read_wrong_or_left(tmp_path: Path, truth: dict[str, object]) -> None:
    back = read_back(PUBLISHED, tmp_path)
    assert {name: value for name, value in back.said.items() if truth.get(name) != value} == {}
    assert set(truth) - set(back.said) == NEVER_PRINTED - {"村社区名单"}
    assert back.missing == NEVER_PRINTED
    assert back.unread == []
    assert back.messages == []
    # What the report prints otherwise than its own numbers give stays as printed, with the reason.
    assert back.imported.deduced.reported == {
        "全额资助合作医疗": "原报告印的是1531人，按读到的数算是1526人",
        "综合节育率": "原报告印的是89.2%，按读到的数算是89.9%",
    }
    # The second of the two branches says that there were none.
    assert (back.said["传染病防控服务"], back.said["计划外出生"]) == (0, 0)
    assert back.imported.deduced.values["计划外出生"].how is How.CONCLUDED


def test_the_folder_that_it_becomes_drafts_the_same_report(
    tmp_path: Path, draft: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    report, data, output = tmp_path / "2018年报告.txt", tmp_path / "data", tmp_path / "output"
    report.write_text(PUBLISHED, encoding="utf-8")
    assert main(["import", str(report), "--data", str(data)]) == OK
    said = capsys.readouterr().out
    assert "2018年报告.txt：2018年的报告，读到144个数据（原句143、推算1），3份清单。" in said
    assert "报告里不印，要另外填：宣传员补贴年标准、小学奖学金标准" in said
    assert f"已写 {data / '2018'}（30个文件）" in said
    assert main(["2018", "--data", str(data), "--output", str(output)]) == OK
    drafted = next(output.glob("2018/*.docx")).read_bytes()
    assert document_text(drafted) == document_text(draft)


def test_each_value_says_in_its_file_where_it_was_read(tmp_path: Path) -> None:
    imported, catalogue = read_older(_saved(PUBLISHED, tmp_path), TEMPLATE, None)
    files = year_files(imported, catalogue)
    publicity = files["publicity.yaml"].decode()
    assert publicity.startswith("# 导入：从《往年报告.txt》读回。数后面的话是它的出处，核对后可以删去。\n")
    assert "上报简报: 16   # 导入：原句，第153行：及时上报计划生育工作信息，2018年上报简报16期。\n" in publicity
    assert "工作群号: '374552990'" in publicity or "工作群号: 374552990" in publicity
    assert "保健费所属期间: 前年10月至上年9月" in files["subsidies.yaml"].decode()
    assert files["basic_stats_births.csv"].decode("utf-8-sig") == (
        "孩次,计划内,计划外\n一孩,76,0\n二孩,80,0\n多孩,7,0\n合计,163,0\n"
    )
    record = files["导入记录.txt"].decode("utf-8-sig")
    assert "养老生活补助\t84人\t原句\t第42行\t养老生活补助84人。" in record
    assert "特殊家庭·安丰营村委会\t1户\t原句\t第52行" in record
    assert "【报告里不印、要另外填的】\n宣传员补贴年标准\n" in record


def _saved(text: str, tmp_path: Path) -> Path:
    path = tmp_path / "往年报告.txt"
    path.write_text(text, encoding="utf-8")
    return path


# ------------------------------------------------------------------------------------------------ documents


def test_a_document_with_marks_is_read_from_its_marks(tmp_path: Path, draft: bytes, truth: dict[str, object]) -> None:
    parts = read_package(draft)
    said = "养老生活补助</w:t>"
    document = parts[DOCUMENT].decode()
    assert document.count(said) == 1
    reworded = document.replace(said, "已经发到手的养老钱</w:t>")
    path = tmp_path / "2018.docx"
    path.write_bytes(write_package(parts | {DOCUMENT: reworded.encode()}))
    back = read_back(path, tmp_path)
    assert back.said == {name: value for name, value in truth.items() if name not in NEVER_PRINTED}
    assert {one.how for name, one in back.imported.deduced.values.items() if name != "计划外出生"} == {
        How.MARKED,
        How.WORD_FOR_WORD,
    }
    assert back.said["养老生活补助"] == 84
    assert back.imported.deduced.values["养老生活补助"].how is How.MARKED


def test_a_document_without_marks_is_read_with_words_own_numbers_left_aside(
    tmp_path: Path, draft: bytes, truth: dict[str, object]
) -> None:
    path = tmp_path / "2018.docx"
    path.write_bytes(unmarked(draft))
    back = read_back(path, tmp_path)
    assert back.said == {name: value for name, value in truth.items() if name not in NEVER_PRINTED}
    assert [len(entry.entries) for entry in back.imported.report.lists] == [3, 7, 4]


@pytest.mark.parametrize(("form", "suffix"), [("doc", "doc"), ("doc", "wps"), ("odt", "odt")])  # a .wps is often a .doc
def test_an_old_form_comes_through_libreoffice(
    form: str, suffix: str, tmp_path: Path, draft: bytes, office: Office, truth: dict[str, object]
) -> None:
    path = tmp_path / "2018.docx"
    path.write_bytes(unmarked(draft))
    old = office(path, form)
    back = read_back(old.rename(old.with_suffix(f".{suffix}")), tmp_path)
    assert {name: value for name, value in back.said.items() if truth.get(name) != value} == {}
    assert len(back.said) == 144


def test_an_old_form_without_libreoffice_is_asked_for_as_docx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "2018.wps"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    monkeypatch.setattr("reportgen.base.libreoffice.program", lambda: None)
    with pytest.raises(Unusable, match=r"\.wps 要先另存为 \.docx 再导入（没有装 LibreOffice）"):
        read_back(path, tmp_path)


@pytest.mark.parametrize("number", [2024, 2025])
def test_every_report_of_an_invented_office_is_read_back_with_the_note_that_it_is_invented(
    number: int, tmp_path: Path
) -> None:
    year, prepared = drafting.read_all(QINGSHI, TEMPLATE, number)
    text = document_text(write_package(drafting.draft(year, prepared)))
    said = printed(QINGSHI, number)
    back = read_back(text, tmp_path)
    assert {name: value for name, value in back.said.items() if said.get(name) != value} == {}
    assert back.imported.demo == "虚构的青石街道，数字只供测试"
    data = tmp_path / "data"
    assert main(["import", str(tmp_path / "往年报告.txt"), "--data", str(data)]) == OK
    assert drafting.read_year(data, TEMPLATE, number).sources.demo == back.imported.demo
    # Births outside of the plan are printed as a sum alone: it stands in the total row, and is the figure.
    assert (data / str(number) / "basic_stats_births.csv").read_text(encoding="utf-8-sig").splitlines()[1].endswith(",")
    read = drafting.read_year(data, TEMPLATE, number)
    assert read.figures["计划外出生"].value == said["计划外出生"]
    assert read.figures["出生婴儿"].value == said["出生婴儿"]


# ------------------------------------------------------------------------------------------------ tolerant

SAME = [
    ("full-width digits", "总人口15142人", "总人口１５１４２人"),
    ("blanks around a number", "总人口15142人", "总人口 15142 人"),
    ("thousands separators", "总人口15142人", "总人口15,142人"),
    (
        "half-width punctuation",
        "（其中男扎68人、女扎441人、放环1643人、皮埋5人）",
        "(其中男扎68人、女扎441人、放环1643人、皮埋5人)",
    ),
    ("截至 for 截止", "截止2018年9月30日，全街道总人口", "截至2018年9月30日，全街道总人口"),
    ("a number of a heading lost", "2.计划生育基础台帐准确率达95%", "计划生育基础台账准确率达95%"),
    ("another number of a heading", "2.计划生育基础台帐准确率达95%", "（二）计划生育基础台帐准确率达95％"),
    ("a full stop lost", "领取独生子女证621人。出生", "领取独生子女证621人。\n出生"),
    ("straight quotes", "“半边户”5人", '"半边户"5人'),
]


@pytest.mark.parametrize(("published", "other"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_what_reads_the_same_is_read_the_same(
    published: str, other: str, tmp_path: Path, truth: dict[str, object]
) -> None:
    assert PUBLISHED.count(published) == 1
    back = read_back(PUBLISHED.replace(published, other), tmp_path)
    assert len(back.said) == 144
    assert {name: value for name, value in back.said.items() if truth.get(name) != value} == {}


def test_a_moved_sentence_is_still_read(tmp_path: Path) -> None:
    moved = PUBLISHED.replace("养老生活补助84人。", "").replace(
        "2018年死亡85人。", "2018年死亡85人。养老生活补助84人。"
    )
    assert read_back(moved, tmp_path).said["养老生活补助"] == 84


REWORDED = [
    (
        "clauses in another order, with words that say nothing",
        "全街道总人口15142人，其中农业人口11841人、非农业人口1351人、流入人口1950人；",
        "全街道共有总人口15142人，其中非农业人口1351人、农业人口11841人，流入人口有1950人；",
        {"总人口": 15142, "农业人口": 11841, "非农业人口": 1351},
    ),
    (
        "a clause dropped",
        "出生婴儿163人，计划内出生163人，其中计划内一孩76人，",
        "出生婴儿163人，其中计划内一孩76人，",
        {"计划内一孩": 76, "计划内二孩": 80, "计划内多孩": 7},
    ),
    (
        "an opening",
        "2018年我街道有户籍人口4739户，发出",
        "据统计，2018年我街道有户籍人口4739户，共发出",
        {"户籍户数": 4739, "双向承诺书": 4700},
    ),
]


@pytest.mark.parametrize(
    ("published", "other", "said"), [case[1:] for case in REWORDED], ids=[case[0] for case in REWORDED]
)
def test_a_reworded_sentence_still_says_what_its_own_words_say(
    published: str, other: str, said: dict[str, int], tmp_path: Path
) -> None:
    assert PUBLISHED.count(published) == 1
    back = read_back(PUBLISHED.replace(published, other), tmp_path)
    for name, value in said.items():
        assert back.said[name] == value
        assert back.imported.deduced.values[name].how is How.REWORDED


# ------------------------------------------------------------------------------------------------ not read, and said

NOT_READ = [
    ("of another year", "2018年死亡85人。", "2017年死亡90人。", "死亡", "写的是2017年，这份报告里应是2018年"),
    ("of half a year", "2018年死亡85人。", "上半年，死亡40人。", "死亡", "和模板里的哪一句都不够像"),
    (
        "another thing in the same place",
        "义务教育奖学金申报审核小学25人，中学43人；",
        "义务教育奖学金申报审核，小学25人，中学生43人；",
        "小学奖学金申报",
        "前后的字和模板对不上",
    ),
    (
        "behind words of another scope",
        "至2018年9月30日止，我街道办事处总户数为5756户",
        "至2018年9月30日止，全市平均总户数为5756户",
        "总户数",
        "前后的字和模板对不上",
    ),
    (
        "doubtful",
        "2018年我街道有户籍人口4739户，",
        "2018年我街道有户籍人口约4700户，",
        "户籍户数",
        "前后的字和模板对不上",
    ),
]


@pytest.mark.parametrize(
    ("published", "other", "name", "reason"), [case[1:] for case in NOT_READ], ids=[case[0] for case in NOT_READ]
)
def test_what_may_be_another_number_is_not_read_but_said(
    published: str, other: str, name: str, reason: str, tmp_path: Path
) -> None:
    assert PUBLISHED.count(published) == 1
    back = read_back(PUBLISHED.replace(published, other), tmp_path)
    assert name not in back.said
    assert name in back.missing
    assert reason in {why for _, why in back.unread}


def test_two_places_that_print_one_metric_differently_are_told_and_neither_is_believed(tmp_path: Path) -> None:
    back = read_back(PUBLISHED.replace("2018年共出生婴儿163人", "2018年共出生婴儿136人"), tmp_path)
    assert "出生婴儿" not in back.said
    assert any(
        "「出生婴儿」两处不一样" in message and "163" in message and "136" in message for message in back.messages
    )
    assert any("往年报告.txt 第137行" in message for message in back.messages)


def test_the_same_rate_with_fewer_decimals_is_no_contradiction(tmp_path: Path) -> None:
    other = PUBLISHED.replace(
        "任务6万元的138.8%。",
        "任务6万元的138.8%。积极开展计划生育家庭意外伤害保险购买工作，截止6月底我街道完成计划生育家庭意外伤害险购买8.3万元，完成卫计局下达任务6万元的138.8%。",
    )
    back = read_back(other, tmp_path)
    assert float(back.said["意外伤害保险"]) == 8.33  # type: ignore[arg-type]
    assert back.messages == []


def test_the_same_rate_with_a_zero_for_its_last_decimal_is_another_number(tmp_path: Path) -> None:
    other = PUBLISHED.replace(
        "任务6万元的138.8%。",
        "任务6万元的138.8%。积极开展计划生育家庭意外伤害保险购买工作，截止6月底我街道完成计划生育家庭意外伤害险购买8.30万元，完成卫计局下达任务6万元的138.8%。",
    )
    back = read_back(other, tmp_path)
    assert any("「意外伤害保险」两处不一样" in message and "8.30" in message for message in back.messages)


def test_parts_that_do_not_add_up_are_not_believed(tmp_path: Path) -> None:
    back = read_back(PUBLISHED.replace("安丰营村委会1户", "安丰营村委会3户"), tmp_path)
    assert back.said["特殊家庭"] == 5
    assert not any(name.startswith("特殊家庭·") for name in back.said)
    assert any("加起来和合计（是5）对不上" in message for message in back.messages)
    files = year_files(back.imported, read_older(tmp_path / "往年报告.txt", TEMPLATE, None)[1])
    assert files["special_families.csv"].decode("utf-8-sig") == "村（社区）,户数\n合计,5\n"  # a total alone


def test_two_paragraphs_with_one_wording_are_told_apart_by_what_stands_above_and_else_not_at_all(
    tmp_path: Path,
) -> None:
    said = "2017年10月至2018年9月在各社区、村委会卫生服务站预防接种服务199人。"
    changed = PUBLISHED.replace(
        f"⑤孕产妇和儿童保健服务均等化。{said}", f"⑤孕产妇和儿童保健服务均等化。{said.replace('199', '98')}"
    )
    back = read_back(changed, tmp_path)
    assert (back.said["预防接种服务"], back.said["孕产妇和儿童保健服务"]) == (199, 98)
    elsewhere = PUBLISHED.replace(f"(预防接种服务均等化。{said}", "(预防接种服务均等化。").replace(
        "养老生活补助84人。", f"养老生活补助84人。{said}"
    )
    alone = read_back(elsewhere, tmp_path)
    assert "预防接种服务" not in alone.said
    assert ("", "和模板里的几句都一样，分不清是哪个指标") in alone.unread


def test_a_list_that_could_be_cut_in_two_ways_is_not_read(tmp_path: Path) -> None:
    without = PUBLISHED.replace("（十三）下步工作计划", "（十三）今后怎么办")
    back = read_back(without, tmp_path)
    assert "存在的问题" in back.missing
    assert "下步工作计划" in back.missing


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9), share=st.sampled_from([0.1, 0.2, 0.4]))
def test_whatever_people_did_to_the_sentences_nothing_is_read_wrong_and_nothing_is_missing_unsaid(
    seed: int, share: float, tmp_path_factory: pytest.TempPathFactory, truth: dict[str, object]
) -> None:
    back = read_back(edited(PUBLISHED, share, seed), tmp_path_factory.mktemp("copy"), 2018)
    assert {name: value for name, value in back.said.items() if truth.get(name) != value} == {}
    deduced, metrics = back.imported.deduced, read_catalogue(TEMPLATE).metrics
    unsaid = {name for name in truth if name in metrics and name not in back.said and name not in back.missing}
    assert {name for name in unsaid if not is_filled(metrics[name], deduced.sheets)} <= {
        name for name, metric in metrics.items() if isinstance(metric.rule, FormulaOf)
    }


# ------------------------------------------------------------------------------------------------ what looks right and is another's

OF_ANOTHER = [
    ("last year's, introduced by a sentence", "2018年死亡85人。", "上年情况如下。死亡40人。", "死亡"),
    (
        "a village's, introduced by a sentence",
        "领取独生子女证621人。",
        "安丰营村的情况如下。领取独生子女证121人。",
        "领取独生子女证",
    ),
    (
        "behind a clause that introduces a village",
        "领取独生子女证621人。出生婴儿163人，计划内出生163人，",
        "领取独生子女证621人，安丰营村的情况如下。出生婴儿16人，计划内出生16人，",
        "计划内一孩",
    ),
    (
        "behind a word of doubt that a name could swallow",
        "深入禄脿街道8个村",
        "深入禄脿街道近9个村",
        "检查活动覆盖村社区",
    ),
    ("below the heading of a village", "养老生活补助84人。\n", "\n安丰营村\n\n养老生活补助80人。\n", "养老生活补助"),
    ("in an annex of last year", "养老生活补助84人。\n", "\n附：2017年情况\n养老生活补助80人。\n", "养老生活补助"),
    ("two numbers with a comma between", "养老生活补助84人。", "养老生活补助84，135人。", "养老生活补助"),
    (
        "two sums of money in one",
        "小学23人，兑现金额3680元；初中52人，兑现金额13520元；",
        "小学23人；初中52人，兑现金额合计17200元；",
        "奖学金初中金额",
    ),
    (
        "the front half of a number at a line's end",
        "出生婴儿性别比为114，高于",
        "出生婴儿性别比为1\n14，高于",
        "出生婴儿性别比",
    ),
    ("the back half of a number at a line's beginning", "共为433名育龄妇女", "共为43\n3名育龄妇女", "检查活动人数"),
]


@pytest.mark.parametrize(
    ("published", "other", "name"), [case[1:] for case in OF_ANOTHER], ids=[case[0] for case in OF_ANOTHER]
)
def test_a_number_of_something_else_is_not_read_but_said(
    published: str, other: str, name: str, tmp_path: Path, truth: dict[str, object]
) -> None:
    assert PUBLISHED.count(published) == 1
    back = read_back(PUBLISHED.replace(published, other), tmp_path)
    assert name not in back.said
    assert name in back.missing or name in {"奖学金初中金额", "出生婴儿性别比"}  # a computed one is given by others
    assert {one: value for one, value in back.said.items() if truth.get(one) != value} == {}
    assert back.unread


def test_what_stands_under_the_next_heading_is_the_offices_again(tmp_path: Path, truth: dict[str, object]) -> None:
    back = read_back(
        PUBLISHED.replace("养老生活补助84人。\n", "养老生活补助84人。\n\n安丰营村\n\n领取独生子女证21人。\n"), tmp_path
    )
    assert {one: value for one, value in back.said.items() if truth.get(one) != value} == {}
    assert len(back.said) == 144
    assert ("", "前面写着「安丰营村」，可能是别的时候、别的地方的数") in back.unread


def test_full_width_thousands_are_still_one_number(tmp_path: Path) -> None:
    assert read_back(PUBLISHED.replace("总人口15142人", "总人口１５，１４２人"), tmp_path).said["总人口"] == 15142


def folded(text: str, width: int) -> str:
    """Return a text as a PDF breaks it: at so many Chinese characters' width, numbers whole."""
    lines: list[str] = []
    for line in text.splitlines():
        said, columns = "", 0
        for piece in re.findall(r"[\d.%]+|.", line.strip()):
            wide = len(piece) * (1 if piece.isascii() else 2)
            if columns + wide > 2 * width:
                lines.append(said)
                said, columns = "", 0
            said, columns = said + piece, columns + wide
        lines.append(said)
    return "\n".join(lines)


@pytest.mark.parametrize("width", [28, 40])
def test_lines_that_only_a_pages_width_ended_are_read_as_paragraphs(
    width: int, tmp_path: Path, truth: dict[str, object]
) -> None:
    back = read_back(folded(PUBLISHED, width), tmp_path)
    assert {one: value for one, value in back.said.items() if truth.get(one) != value} == {}
    assert len(back.said) == 144


@settings(max_examples=15, deadline=None)
@given(width=st.integers(15, 90), every=st.integers(5, 40))
def test_lines_cut_anywhere_with_page_numbers_between_give_nothing_wrong(
    width: int, every: int, tmp_path_factory: pytest.TempPathFactory, truth: dict[str, object]
) -> None:
    lines = [line[at : at + width] for line in PUBLISHED.splitlines() for at in range(0, len(line) or 1, width)]
    paged = [
        said
        for number, line in enumerate(lines, 1)
        for said in ((line, str(number // every)) if number % every == 0 else (line,))
    ]
    back = read_back("\n".join(paged), tmp_path_factory.mktemp("copy"), 2018)
    assert {one: value for one, value in back.said.items() if truth.get(one) != value} == {}


NUMBER_84 = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">84</w:t></w:r>'


@pytest.mark.parametrize(
    ("run", "said"),
    [
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>80</w:t></w:r>" + NUMBER_84, 84),
        ("<w:r><w:rPr><w:strike/></w:rPr><w:t>80</w:t></w:r>" + NUMBER_84, 84),
        ('<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>1</w:t></w:r>' + NUMBER_84, 184),
        (NUMBER_84 + '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>', None),
    ],
    ids=["hidden", "struck out", "not struck out", "with a note's number"],
)
@pytest.mark.parametrize("marked", [True, False], ids=["marked", "unmarked"])
def test_what_nobody_reads_in_word_is_no_part_of_a_number(
    run: str, said: int | None, marked: bool, tmp_path: Path, draft: bytes
) -> None:
    parts = read_package(draft if marked else unmarked(draft))
    document = parts[DOCUMENT].decode()
    at = document.index(NUMBER_84, document.index("养老生活补助"))
    changed = document[:at] + run + document[at + len(NUMBER_84) :]
    path = tmp_path / "2018.docx"
    path.write_bytes(write_package(parts | {DOCUMENT: changed.encode()}))
    assert read_back(path, tmp_path).said.get("养老生活补助") == said


def _mark(document: str, title: str) -> str:
    at = document.index(f'w:alias w:val="{title}"')
    return document[document.rindex("<w:sdt>", 0, at) : document.index("</w:sdt>", at) + len("</w:sdt>")]


def test_a_mark_that_was_copied_into_another_metrics_sentence_is_not_believed(tmp_path: Path, draft: bytes) -> None:
    parts = read_package(draft)
    document = parts[DOCUMENT].decode()
    deaths, pensions = _mark(document, "死亡"), _mark(document, "养老生活补助")
    changed = document.replace(deaths, "").replace(pensions, deaths.replace(">85<", ">84<"))
    path = tmp_path / "2018.docx"
    path.write_bytes(write_package(parts | {DOCUMENT: changed.encode()}))
    back = read_back(path, tmp_path)
    assert (back.said.get("死亡"), back.said["养老生活补助"]) == (None, 84)
    assert ("84", "数据标记「死亡」：这句话写的是别的指标") in back.unread


@pytest.mark.parametrize("words", ["上年养老生活补助", "其中安丰营村养老生活补助"])
def test_a_mark_in_a_sentence_of_another_time_or_place_is_not_believed(
    words: str, tmp_path: Path, draft: bytes
) -> None:
    parts = read_package(draft)
    document = parts[DOCUMENT].decode()
    assert document.count("养老生活补助</w:t>") == 1
    path = tmp_path / "2018.docx"
    path.write_bytes(
        write_package(parts | {DOCUMENT: document.replace("养老生活补助</w:t>", f"{words}</w:t>").encode()})
    )
    back = read_back(path, tmp_path)
    assert "养老生活补助" not in back.said
    assert "养老生活补助" in back.missing
    assert ("84", "数据标记「养老生活补助」：这句话写的是别的时候、别的地方") in back.unread


VILLAGES = "其中庄科村委会2户，安丰营村委会1户，禄脿社区2户。"


@pytest.mark.parametrize(
    ("villages", "believed"),
    [
        ("庄科 村委会2户，庄科村委会2户，安丰营村委会1户，禄脿社区2户", True),
        ("庄科村委会2户，庄科\u3000村委会1户，禄脿社区2户", False),
        ("合计2户，安丰营村委会1户，禄脿社区2户", False),
        ("小计2户，安丰营村委会1户，禄脿社区2户", False),
        ("庄\x07科村委会2户，安丰营村委会1户，禄脿社区2户", True),
        ("=1+2村2户，'安丰营村委会\"1户，#禄脿社区2户", None),
    ],
)
def test_whatever_villages_are_called_the_folder_reads_back(
    villages: str, believed: bool | None, tmp_path: Path
) -> None:
    text = PUBLISHED.replace(VILLAGES, f"其中{villages}。")
    back = read_back(text, tmp_path)
    if believed is not None:
        assert any(name.startswith("特殊家庭·") for name in back.said) is believed
    data = tmp_path / "data"
    assert main(["import", str(_saved(text, tmp_path)), "--data", str(data)]) == OK
    assert drafting.read_year(data, TEMPLATE, 2018).figures["特殊家庭"].value == 5


@example(odd="%}")
@settings(max_examples=25, deadline=None)
@given(
    odd=st.text(
        st.sampled_from("禄脿:：#-'\"{}%&*!|>@`?,[]\t \u3000\x00\x07\x7f\x85\u2028\u200b\ufeff\ufffe😀~1e0_null"),
        min_size=1,
        max_size=40,
    )
)
def test_whatever_a_report_says_the_folder_reads_back(odd: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    tmp_path = tmp_path_factory.mktemp("copy")
    text = f"【演示数据】{odd}\n" + PUBLISHED.replace("禄脿街道", f"{odd}街道").replace("持证率低", odd).replace(
        "7.加强", f"7.{odd}加强"
    )
    path = tmp_path / "往年报告.txt"
    path.write_text(text, encoding="utf-8", newline="")
    assert main(["import", str(path), "--data", str(tmp_path / "data"), "--year", "2018"]) in {OK, UNUSABLE}
    if (tmp_path / "data").exists():
        drafting.read_year(tmp_path / "data", TEMPLATE, 2018)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_whatever_sentences_are_gone_and_one_number_misprinted_each_figure_is_as_printed(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory, truth: dict[str, object]
) -> None:
    sentences = re.findall(r"[^。；\n]*[。；\n]", PUBLISHED)
    gone = data.draw(st.sets(st.integers(3, len(sentences) - 1), max_size=60))
    text = "".join("\n" * one.count("\n") if at in gone else one for at, one in enumerate(sentences))
    numbers = list(re.finditer(r"(?<![\d.])\d+(?=[人户元])", text))
    at = data.draw(st.sampled_from(numbers))
    other = int(at[0]) + data.draw(st.integers(1, 50))
    back = read_back(text[: at.start()] + str(other) + text[at.end() :], tmp_path_factory.mktemp("copy"), 2018)
    wrong = {name: value for name, value in back.said.items() if truth.get(name) != value}
    concluded = {
        name
        for name in wrong
        if name in back.imported.deduced.values and not back.imported.deduced.values[name].evidence
    }
    assert {value for name, value in wrong.items() if name not in concluded} <= {other}
    assert {truth.get(name) for name in wrong if name not in concluded} <= {int(at[0])}
    assert len(concluded) <= 1  # what a sum leaves is as right as the numbers printed, and says that it was concluded


def test_a_sentence_without_end_takes_no_time_for_each_of_its_numbers(tmp_path: Path) -> None:
    begun = time.perf_counter()
    back = read_back(PUBLISHED + "共有养老生活补助84人，" * 10_000, tmp_path)
    assert ("", "这一句太长") in back.unread
    assert time.perf_counter() - begun < 20


# ------------------------------------------------------------------------------------------------ the command


def test_a_folder_that_is_there_is_left_and_with_force_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report, data = _saved(PUBLISHED, tmp_path), tmp_path / "data"
    (data / "2018").mkdir(parents=True)
    (data / "2018" / "office.yaml").write_text("街道: 手填的\n", encoding="utf-8")
    assert main(["import", str(report), "--data", str(data)]) == UNUSABLE
    assert "里已经有数据，没有动它" in capsys.readouterr().err
    assert [path.name for path in (data / "2018").iterdir()] == ["office.yaml"]
    assert main(["import", str(report), "--data", str(data), "--force"]) == OK
    assert f"原来的数据留在 {data / '2018（原有1）'}" in capsys.readouterr().out
    assert (data / "2018（原有1）" / "office.yaml").read_text(encoding="utf-8") == "街道: 手填的\n"
    assert (data / "2018" / "publicity.yaml").exists()
    assert {path.name for path in data.iterdir()} == {"2018", "2018（原有1）"}


@pytest.mark.parametrize(
    ("name", "content", "words", "message"),
    [
        ("报告.txt", "", (), "看不出是哪一年的报告"),
        ("报告.txt", "今天天气很好，共来了15人。", ("--year", "2018"), "没有读到任何数"),
        ("报告.txt", PUBLISHED, ("--year", "2017"), "写的是2018年的情况，指明的却是2017年"),
        ("报告.txt", "全年举办1期。" * 30_000, (), "超过200000个字，不像一份报告"),
        ("报告.pdf", PUBLISHED, (), "只认 .docx、.txt"),
        ("报告.docx", PUBLISHED, (), "不是"),
        ("没有的.txt", None, (), "找不到文件"),
    ],
)
def test_a_file_that_is_no_such_report_is_refused_and_nothing_written(
    name: str,
    content: str | None,
    words: tuple[str, ...],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, data = tmp_path / name, tmp_path / "data"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert main(["import", str(path), "--data", str(data), *words]) == UNUSABLE
    assert message in capsys.readouterr().err
    assert not data.exists()


def test_without_a_file_it_says_what_to_write(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import"]) == UNUSABLE
    assert "import 后面写往年的报告" in capsys.readouterr().err


def test_a_gb18030_text_from_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / "往年报告.txt"
    path.write_bytes(PUBLISHED.encode("gb18030"))
    assert len(read_back(path, tmp_path).said) == 144


# ------------------------------------------------------------------------------------------------ another report


HALFYEAR = ROOT / "tests" / "reports" / "halfyear"


@pytest.mark.parametrize("marked", [True, False], ids=["from its marks", "from its text"])
def test_a_half_year_report_is_read_back_with_its_tables_by_village_and_its_numbers_below_zero(
    marked: bool, tmp_path: Path
) -> None:
    template = HALFYEAR / "template"
    year, prepared = drafting.read_all(HALFYEAR / "data", template, 2025)
    document = write_package(drafting.draft(year, prepared))
    path = tmp_path / ("半年报告.docx" if marked else "半年报告.txt")
    path.write_bytes(document if marked else document_text(document).encode())
    assert main(["import", str(path), "--template", str(template), "--data", str(tmp_path / "data")]) == OK
    back = drafting.read_year(tmp_path / "data", template, 2025)
    never_printed = {"期初人口", "平均人口", "老年人应签约", "应种", "加强剂应种"}
    for figure in year.figures:
        if figure.name in never_printed:
            continue
        printed_then, printed_now = (
            value_text(figure.metric, figure.value),
            value_text(figure.metric, back.figures[figure.name].value),
        )
        assert printed_now == printed_then, figure.name
    for name in ("死亡人口", "第一剂"):
        parts = [
            [(village, part.value) for village, part in one.figures.parts(name, "村（社区）")] for one in (year, back)
        ]
        assert parts[0] == parts[1]
    # Births are printed by village but kept by sex: a total for each village.
    births = (tmp_path / "data" / "2025" / "births.csv").read_text(encoding="utf-8-sig")
    assert "青石社区,合计,45\n" in births
    assert "合计,男,89\n合计,女,84\n" in births
    assert back.figures["自然增长率"].value == Fraction(-186, 100)  # typed as printed: its denominator is not


def test_the_one_cell_that_a_report_never_prints_is_what_the_sum_leaves(tmp_path: Path) -> None:
    body = p("人口{{ 总人口 }}人，农业人口{{ 农业人口 }}人。") + p("活动期间{{ 活动期间 }}，截止{{ 截止日 }}。")
    folder = small(tmp_path, body)
    back, catalogue = read_older(
        _saved("人口110人，农业人口90人。\n活动期间2018年4月17日至18日，截止2018年9月30日。", tmp_path), folder, 2018
    )
    files = year_files(back, catalogue)
    assert files["population.csv"].decode("utf-8-sig") == "户口,人口\n农业,90\n非农业,20\n合计,110\n"
    assert "population「非农业」人口：总人口减去其余各行" in files["导入记录.txt"].decode("utf-8-sig")


def small(tmp_path: Path, body: str) -> Path:
    """Return the folder of a small report with this body."""
    folder = tmp_path / "report"
    folder.mkdir(exist_ok=True)
    (folder / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / "report.docx").write_bytes(package(body))
    return folder


def _says_something(text: str) -> bool:
    return bool(text.strip(" ，；、（）12"))


WHOLE = (
    p("{{ 街道 }}{{ 年度 }}年工作报告")
    + p("截止{{ 截止日 }}，全街道总人口{{ 总人口 }}人，其中农业人口{{ 农业人口 }}人，农业比重{{ 农业比重 }}%。")
    + p(
        "全年{% if 死亡 == 0 %}没有人死亡{% else %}死亡{{ 死亡 }}人{% endif %}，出生{{ 出生 }}人。男孩{{ 男孩 }}人，女孩{{ 女孩 }}人。"
    )
    + p("存在的主要问题")
    + p("{%p for 项 in 存在的问题 %}")
    + p("{{ 项 }}")
    + p("{%p endfor %}")
    + p("以上报告，请审阅")
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    counts=st.tuples(*[st.integers(0, 10**6)] * 4),
    rows=st.tuples(*[st.integers(0, 10**6)] * 2),
    problems=st.lists(
        st.text("人手经费不足宣传到位，；、“”（）12", min_size=1, max_size=30).filter(
            lambda said: said.strip(" ，；、（）12")
        ),
        min_size=1,
        max_size=5,
    ),
)
@example(
    counts=(0, 0, 0, 0), rows=(0, 0), problems=["经费1", "1宣传"]
)  # a line that ends with a digit above one that begins with one
def test_whatever_numbers_and_lists_a_template_prints_are_read_back(
    counts: tuple[int, ...], rows: tuple[int, ...], problems: list[str], tmp_path: Path
) -> None:
    folder = small(tmp_path, WHOLE)
    office = "".join(f"{name}: {count}\n" for name, count in zip(("死亡", "出生", "男孩", "女孩"), counts, strict=True))
    told = values(f"街道: 八街街道\n截止日: 9月30日\n{office}", f"户口,人口\n农业,{rows[0]}\n非农业,{rows[1]}\n")
    told["存在的问题"] = tuple(problems)
    document = render(prepared(package(WHOLE)), told)
    back, _ = read_older(_saved(document_text(document), tmp_path), folder, None)
    said = {name: one.value for name, one in back.deduced.values.items()}
    assert back.year == 2018
    assert [said[name] for name in ("死亡", "出生", "男孩", "女孩")] == list(counts)
    assert (said["总人口"], said["农业人口"]) == (sum(rows), rows[0])
    assert back.texts["街道"].text == "八街街道"
    lists = {entry.name: [one[""] for one in entry.entries] for entry in back.report.lists}
    assert lists.get("存在的问题") in (None, problems)
