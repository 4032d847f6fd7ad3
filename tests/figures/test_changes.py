"""Two sides against each other, on numbers written beside the assertion as an office writes them: 151人 → 163人，增加12人，增长7.9%."""

from __future__ import annotations

from fractions import Fraction

import pytest

from reportgen.base.numbers import Exact
from reportgen.figures.changes import Change, Entry, Kind, Side, by_size, compare, only_changed, with_sign


def entry(
    name: str, value: Exact | None, unit: str = "人", digits: int = 0, *, section: str = "基本情况", **told: str
) -> Entry:
    return Entry(name, name, section, unit, digits, value, "待补" if value is None else str(value), **told)


def side(year: int, *entries: Entry) -> Side:
    return Side(f"{year}年", {one.name: one for one in entries})


def change(before: Exact | None, after: Exact | None, unit: str = "人", digits: int = 0) -> Change:
    (found,) = compare(side(2017, entry("数", before, unit, digits)), side(2018, entry("数", after, unit, digits)))
    return found


def kinds(changes: tuple[Change, ...]) -> list[tuple[str, Kind]]:
    return [(one.name, one.kind) for one in changes]


# ---- what became of a metric -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (151, 163, Kind.CHANGED),
        (163, 163, Kind.SAME),
        (Fraction(1, 3), Fraction(333, 1000), Kind.CHANGED),  # both print as 0: compared is what is not rounded
        (0, 0, Kind.SAME),
        (0, 12, Kind.CHANGED),
        (None, 163, Kind.MISSING),
        (163, None, Kind.MISSING),
        (None, None, Kind.MISSING),
    ],
)
def test_a_metric_on_both_sides_changed_stayed_or_waits_for_its_number(
    before: Exact | None, after: Exact | None, kind: Kind
) -> None:
    assert change(before, after).kind is kind


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (None, 163, "2017年没有这个数"),
        (163, None, "2018年没有这个数"),
        (None, None, "2017年、2018年没有这个数"),
        (151, 163, ""),
    ],
)
def test_a_missing_number_says_on_which_side(before: Exact | None, after: Exact | None, reason: str) -> None:
    found = change(before, after)
    assert found.reason == reason
    assert (found.difference is None) == bool(reason)


def test_a_metric_of_one_side_alone_is_new_or_gone() -> None:
    before = side(2017, entry("死亡", 88), entry("准生证", 41))
    after = side(2018, entry("死亡", 85), entry("出生", 163))
    found = compare(before, after)
    assert kinds(found) == [("死亡", Kind.CHANGED), ("出生", Kind.NEW), ("准生证", Kind.GONE)]
    assert [(one.difference, one.percent, one.difference_text) for one in found[1:]] == [(None, None, "")] * 2


def test_what_is_gone_stands_behind_the_last_one_of_its_section() -> None:
    before = side(2017, entry("甲", 1), entry("旧一", 1), entry("旧二", 2), entry("旧三", 3, section="宣传"))
    after = side(2018, entry("甲", 1), entry("乙", 2), entry("丙", 3, section="宣传"), entry("丁", 4, section="协会"))
    assert [one.name for one in compare(before, after)] == ["甲", "乙", "旧一", "旧二", "丙", "旧三", "丁"]


def test_what_is_gone_with_its_whole_section_stands_at_the_end() -> None:
    before = side(2017, entry("旧", 1, section="药具"), entry("甲", 1))
    assert [one.name for one in compare(before, side(2018, entry("甲", 1)))] == ["甲", "旧"]


# ---- what can't be compared --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (entry("数", 1, "元"), entry("数", 1, "万元"), "单位不同：2017年「元」，2018年「万元」"),
        (entry("数", 1, ""), entry("数", 1, "人"), "单位不同：2017年没有，2018年「人」"),
        (
            entry("数", 1, how="合计 人口"),
            entry("数", 1, how="合计 户籍人口"),
            "算法不同：2017年「合计 人口」，2018年「合计 户籍人口」",
        ),
        (
            entry("数", 1, until="9月30日"),
            entry("数", 1, until="12月31日"),
            "统计时点不同：2017年「9月30日」，2018年「12月31日」",
        ),
        (
            entry("数", 1, "元", how="甲", until="9月30日"),
            entry("数", 1, "万元", how="乙", until="6月"),
            "单位不同：2017年「元」，2018年「万元」；算法不同：2017年「甲」，2018年「乙」；"
            "统计时点不同：2017年「9月30日」，2018年「6月」",
        ),
        (entry("数", 1, "元"), entry("数", None, "万元"), "单位不同：2017年「元」，2018年「万元」"),
    ],
    ids=["unit", "no unit", "how", "until", "all three", "a missing number of another unit"],
)
def test_what_counts_something_else_is_not_compared(before: Entry, after: Entry, reason: str) -> None:
    (found,) = compare(side(2017, before), side(2018, after))
    assert (found.kind, found.reason) == (Kind.INCOMPARABLE, reason)
    assert (found.difference, found.percent, found.difference_text, found.percent_text) == (None, None, "", "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (entry("数", 1, how="甲", until="9月30日"), entry("数", 1, how="甲", until="9月30日")),
        (entry("数", 1), entry("数", 1, how="甲", until="9月30日")),  # a Word file doesn't say how it was counted
        (entry("数", 1, how="甲", until="9月30日"), entry("数", 1)),
    ],
    ids=["the same", "unknown before", "unknown after"],
)
def test_what_a_side_does_not_know_is_not_held_against_it(before: Entry, after: Entry) -> None:
    (found,) = compare(side(2017, before), side(2018, after))
    assert found.kind is Kind.SAME


@pytest.mark.parametrize(("before", "after", "kind"), [("9月30日", "9月30日", Kind.SAME), ("甲", "乙", Kind.CHANGED)])
def test_what_is_no_number_is_the_same_text_or_another(before: str, after: str, kind: Kind) -> None:
    def worded(text: str) -> Entry:
        return Entry("截止日", "截止日", "单位", "", 0, None, text, worded=True)

    (found,) = compare(side(2017, worded(before)), side(2018, worded(after)))
    assert (found.kind, found.difference, found.percent_text) == (kind, None, "")


# ---- how much ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "unit", "digits", "difference", "percent"),
    [
        (151, 163, "人", 0, "+12", "+7.9"),
        (163, 151, "人", 0, "-12", "-7.4"),
        (163, 163, "人", 0, "0", "0.0"),
        (0, 12, "人", 0, "+12", ""),
        (12, 0, "人", 0, "-12", "-100.0"),
        (0, 0, "人", 0, "0", ""),
        (-20, 10, "人", 0, "+30", ""),  # a balance that turned: it grew by no share of what it wasn't
        (13, -26, "人", 0, "-39", ""),
        (-20, -25, "人", 0, "-5", "-25.0"),
        (-20, -10, "人", 0, "+10", "+50.0"),  # the way up is up
        (-20, 0, "人", 0, "+20", "+100.0"),
        (3000, 3001, "人", 0, "+1", "0.0"),  # 0.03…%
        (Fraction(833, 100), Fraction(794, 100), "万元", 2, "-0.39", "-4.7"),
        (8, Fraction(83, 10), "万元", 2, "+0.30", "+3.8"),
        (Fraction(897, 10), Fraction(892, 10), "%", 1, "-0.5", ""),
        (90, 91, "%", 0, "+1.0", ""),
        (91, 91, "%", 0, "0", ""),
        (0, 5, "%", 0, "+5.0", ""),
        (9, Fraction(81, 10), "‰", 1, "-0.9", ""),
        (Fraction(117, 100), Fraction(1, 2), "个百分点", 2, "-0.67", ""),  # no share of a difference of rates
    ],
)
def test_the_difference_and_its_percentage(
    before: Exact, after: Exact, unit: str, digits: int, difference: str, percent: str
) -> None:
    found = change(before, after, unit, digits)
    assert (found.difference_text, found.percent_text) == (difference, percent)


def test_both_come_from_unrounded_values() -> None:
    found = change(Fraction(4, 3), Fraction(8, 3))  # printed 1 and 3
    assert found.difference == Fraction(4, 3)
    assert found.percent == 100
    assert found.difference_text == "+1"


@pytest.mark.parametrize(("unit", "points"), [("%", "个百分点"), ("‰", "个千分点"), ("人", "人"), ("女=100", "女=100")])
def test_a_rate_changes_by_points(unit: str, points: str) -> None:
    found = change(90, 91, unit)
    assert found.difference_unit == points
    assert found.is_rate == (points != unit)


@pytest.mark.parametrize("unit", ["百分点", "个百分点", "千分点", "个千分点"])
def test_a_difference_of_rates_changes_by_the_points_that_it_is_counted_in(unit: str) -> None:
    found = change(2, 3, unit)
    assert (found.difference_unit, found.is_rate, found.difference_text) == (unit, True, "+1.0")


def test_the_finer_of_the_two_sides_says_how_many_decimals() -> None:
    (found,) = compare(side(2017, entry("数", Fraction(83, 10), digits=1)), side(2018, entry("数", 8, digits=0)))
    assert found.difference_text == "-0.3"  # 8.3 → 8 is no 0


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (12, 0, "+12"),
        (Fraction(-7, 10), 1, "-0.7"),
        (0, 1, "0.0"),
        (Fraction(-1, 100), 1, "0.0"),
        (Fraction(1, 2), 0, "+1"),
    ],
)
def test_a_sign_stands_before_everything_but_zero(value: Exact, digits: int, text: str) -> None:
    assert with_sign(value, digits) == text


# ---- which, and in which order -----------------------------------------------------------------------------------------------


def test_only_changed_leaves_out_what_stayed_unless_it_stands_out() -> None:
    before = side(2017, *(entry(name, 200) for name in "甲乙丙"), entry("丁", 1))
    after = side(2018, entry("甲", 200), entry("乙", 201), entry("丙", None), entry("戊", 1))
    changes = compare(before, after)
    assert [one.name for one in only_changed(changes)] == ["乙", "丙", "戊", "丁"]
    noted = tuple(Change(one.kind, one.before, one.after, one.reason, ("可能忘了更新",)) for one in changes)
    assert only_changed(noted) == noted


def test_the_largest_change_comes_first_and_what_has_no_size_last() -> None:
    numbers = {"增一成": (100, 110), "减半": (100, 50), "持平": (7, 7), "缺": (None, 7)}
    before = side(2017, *(entry(name, old) for name, (old, _) in numbers.items()), entry("率", 90, "%"), entry("旧", 1))
    after = side(2018, *(entry(name, new) for name, (_, new) in numbers.items()), entry("率", 70, "%"))
    assert [one.name for one in by_size(compare(before, after))] == ["减半", "率", "增一成", "持平", "缺", "旧"]
