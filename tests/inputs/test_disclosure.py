"""How the office discloses small numbers: what it may write, what is printed in their place, and where a number shows through."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.base.issues import Issue, Unusable
from reportgen.checks.data import check
from reportgen.checks.privacy import idle_disclosures
from reportgen.figures.compute import Figures, compute
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources
from reportgen.inputs.sources import Sources
from reportgen.public import inference, masking
from reportgen.public.masking import Mask

CATALOGUE = """
families:
  title: 特殊家庭
  tables: {families: {村（社区）: [], 户数: 户}}
  特殊家庭: {sum: 户数, label: 计划生育特殊家庭, sensitive: true}
  走访: 次
other:
  title: 其他
  独居: {value: 独居, unit: 户, sensitive: true}
"""
ROWS = {"甲村": 2, "乙村": 7, "丙村": 1, "丁村": 0}


def year(
    tmp_path: Path, public: str = "", rows: dict[str, int] = ROWS, alone: int = 9
) -> tuple[Sources, Figures, tuple[Issue, ...]]:
    (tmp_path / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    folder = tmp_path / "2018"
    folder.mkdir(exist_ok=True)
    (folder / "families.csv").write_text(
        "村（社区）,户数\n" + "".join(f"{name},{count}\n" for name, count in rows.items()), encoding="utf-8"
    )
    (folder / "families.yaml").write_text(f"走访: 3\n{public}", encoding="utf-8")
    (folder / "other.yaml").write_text(f"独居: {alone}\n", encoding="utf-8")
    catalogue = read_catalogue(tmp_path)
    sources = read_sources(folder, 2018, catalogue)
    figures = compute(catalogue, sources)
    return sources, figures, check(catalogue, figures)


def masked(tmp_path: Path, public: str, rows: dict[str, int] = ROWS) -> dict[str, str]:
    sources, figures, _ = year(tmp_path, public, rows)
    return {title: mask.text for title, mask in masking.masks(figures, sources.disclosures).items()}


def fault(tmp_path: Path, public: str) -> str:
    with pytest.raises(Unusable) as caught:
        year(tmp_path, public)
    (issue,) = caught.value.issues
    return str(issue)


# ---- what may be written -------------------------------------------------------------------------------------------------------


def test_a_metric_stands_for_its_small_parts_and_a_part_for_itself(tmp_path: Path) -> None:
    public = (
        "public:\n  特殊家庭: {text: 若干, reason: 户数太少}\n  特殊家庭·乙村: {text: 少于10, reason: 免得减出来}\n"
    )
    assert masked(tmp_path, public) == {"特殊家庭·乙村": "少于10", "特殊家庭·甲村": "若干", "特殊家庭·丙村": "若干"}


def test_a_total_that_is_small_is_masked_with_its_parts(tmp_path: Path) -> None:
    public = "public: {特殊家庭: {text: 若干, reason: 户数太少}}"
    assert masked(tmp_path, public, {"甲村": 1, "乙村": 3}) == dict.fromkeys(
        ("特殊家庭", "特殊家庭·甲村", "特殊家庭·乙村"), "若干"
    )
    assert masked(tmp_path, public, {"甲村": 1, "乙村": 4}) == dict.fromkeys(("特殊家庭·甲村", "特殊家庭·乙村"), "若干")


def test_nothing_written_masks_nothing(tmp_path: Path) -> None:
    assert masked(tmp_path, "") == masked(tmp_path, "public:") == {}


@pytest.mark.parametrize(
    ("public", "message"),
    [
        ("public: 若干", "public 下面应是「指标: {text: 公开版怎么印, reason: 原因}」。"),
        ("public: [特殊家庭]", "public 下面应是「指标: {text: 公开版怎么印, reason: 原因}」。"),
        ("public: {特殊家廷: {text: 若干, reason: 少}}", "「特殊家廷」没有这个指标。是不是「特殊家庭」？"),
        (
            "public: {走访: {text: 若干, reason: 少}}",
            "「走访」不是敏感的指标（目录里没有写 sensitive: true），照数据印。",
        ),
        ("public: {独居: {text: 若干, reason: 少}}", "「独居」不是这个部分的指标，请写到 other.yaml 的 public 里。"),
        ("public: {特殊家庭: 若干}", "要写 text（公开版怎么印）和 reason（原因）两项，都不能空，不多不少。"),
        ("public: {特殊家庭: {text: 若干}}", "要写 text（公开版怎么印）和 reason（原因）两项，都不能空，不多不少。"),
        (
            "public: {特殊家庭: {text: '', reason: 少}}",
            "要写 text（公开版怎么印）和 reason（原因）两项，都不能空，不多不少。",
        ),
        (
            "public: {特殊家庭: {text: 若干, reason: 少, why: 少}}",
            "要写 text（公开版怎么印）和 reason（原因）两项，都不能空，不多不少。",
        ),
        (
            "public: {特殊家庭: {text: [若干], reason: 少}}",
            "要写 text（公开版怎么印）和 reason（原因）两项，都不能空，不多不少。",
        ),
        (
            f"public: {{特殊家庭: {{text: {'若' * 21}, reason: 少}}}}",
            f"text 「{'若' * 21}」太长或分了行：它印在数的位置上，最多20个字。",
        ),
        (
            'public: {特殊家庭: {text: "若\\n干", reason: 少}}',
            "text 「若 干」太长或分了行：它印在数的位置上，最多20个字。",
        ),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_row(public: str, message: str, tmp_path: Path) -> None:
    said = fault(tmp_path, public)
    assert said.startswith("families.yaml 第2行") and said.endswith(message)


def test_twenty_characters_are_still_taken(tmp_path: Path) -> None:
    assert set(masked(tmp_path, f"public: {{特殊家庭: {{text: {'若' * 20}, reason: 少}}}}").values()) == {"若" * 20}


def idle(tmp_path: Path, public: str, rows: dict[str, int] = ROWS) -> list[tuple[str, str]]:
    sources, figures, _ = year(tmp_path, public, rows)
    return [(issue.severity.code, str(issue)) for issue in idle_disclosures(figures, sources.disclosures)]


def test_a_part_that_no_table_has_is_an_error_with_the_nearest(tmp_path: Path) -> None:
    assert idle(tmp_path, "public: {特殊家庭·甲社: {text: 若干, reason: 少}}") == [
        (
            "error",
            "families.yaml 第2行「特殊家庭·甲社」：public 里的「特殊家庭·甲社」表里没有。是不是「特殊家庭·甲村」？请删去或改正。",
        )
    ]


def test_an_entry_without_small_numbers_is_a_warning_and_one_that_says_the_number_an_error(tmp_path: Path) -> None:
    assert idle(tmp_path, "public: {特殊家庭: {text: 若干, reason: 少}}", {"甲村": 5, "乙村": 0}) == [
        (
            "warning",
            "families.yaml 第2行「特殊家庭」：「特殊家庭」现在没有小数目，public 里的这一条没有用到，请删去或改正。",
        )
    ]
    (found,) = idle(tmp_path, "public: {特殊家庭·甲村: {text: '2', reason: 少}}")
    assert found[0] == "error" and "text 和数据一样，等于照印。可以照印的请写在 accepted 里。" in found[1]
    assert idle(tmp_path, "public: {特殊家庭·甲村: {text: 少于5, reason: 少}}") == []


# ---- what is not decided -------------------------------------------------------------------------------------------------------


def undecided(tmp_path: Path, public: str) -> list[str]:
    sources, figures, issues = year(tmp_path, public)
    titles = masking.masks(figures, sources.disclosures)
    return [issue.message for issue in masking.undecided(figures, issues, titles)]


def test_each_small_number_must_be_decided(tmp_path: Path) -> None:
    (message,) = undecided(tmp_path, "")
    assert message == (
        "小于5的数还没有定怎么公开：特殊家庭·甲村、特殊家庭·丙村。请在 families.yaml 的 public 里写怎么印，"
        "如「特殊家庭·甲村: {text: 若干, reason: 原因}」；可以照印的，在 accepted 里认可「小数目：特殊家庭」。"
    )
    (message,) = undecided(tmp_path, "public: {特殊家庭·甲村: {text: 若干, reason: 少}}")
    assert message.startswith("小于5的数还没有定怎么公开：特殊家庭·丙村。")
    assert undecided(tmp_path, "public: {特殊家庭: {text: 若干, reason: 少}}") == []


# ---- where a number shows through ----------------------------------------------------------------------------------------------


def computable(tmp_path: Path, titles: set[str], printed: set[str], rows: dict[str, int] = ROWS) -> list[str]:
    _, figures, _ = year(tmp_path, "", rows)
    return [issue.message for issue in inference.subtracted(figures, titles, printed)]


ALL = {"特殊家庭", *(f"特殊家庭·{name}" for name in ROWS)}


def test_one_masked_part_beside_the_total_and_the_others_is_had_by_subtracting(tmp_path: Path) -> None:
    (message,) = computable(tmp_path, {"特殊家庭·甲村"}, ALL)
    assert message == (
        "「特殊家庭·甲村」换掉了，可是「特殊家庭」的合计和其余各部分都印着，一减就知道。"
        "请在 public 里再换一个部分（数大的也可以换）。"
    )


@pytest.mark.parametrize(
    ("titles", "printed"),
    [
        ({"特殊家庭·甲村", "特殊家庭·丙村"}, ALL),
        ({"特殊家庭·甲村"}, ALL - {"特殊家庭·丙村"}),
        ({"特殊家庭·甲村"}, ALL - {"特殊家庭"}),
        ({"特殊家庭·甲村", "特殊家庭"}, ALL),
        (set(), ALL),
    ],
)
def test_two_unknown_parts_or_no_total_give_nothing_away(titles: set[str], printed: set[str], tmp_path: Path) -> None:
    assert computable(tmp_path, titles, printed) == []


def test_parts_that_can_only_be_ones_are_had_by_subtracting_too(tmp_path: Path) -> None:
    hidden = {"特殊家庭·甲村", "特殊家庭·丙村"}
    (message,) = computable(tmp_path, hidden, ALL, {"甲村": 1, "乙村": 7, "丙村": 1})
    assert message.startswith("「特殊家庭·甲村、特殊家庭·丙村」换掉了")
    assert computable(tmp_path, hidden, ALL, {"甲村": 1, "乙村": 7, "丙村": 2}) == []


def test_a_village_without_any_that_the_report_does_not_name_hides_nothing(tmp_path: Path) -> None:
    rows = {"甲村": 2, "乙村": 7, "丙村": 0, "丁村": 0}
    (message,) = computable(tmp_path, {"特殊家庭·甲村"}, {"特殊家庭", "特殊家庭·甲村", "特殊家庭·乙村"}, rows)
    assert message.startswith("「特殊家庭·甲村」换掉了")


def related(tmp_path: Path, relations: str, printed: set[str], few: int = 3) -> list[str]:
    """Return what is said where 特殊家庭 is few and masked, beside metrics that stand in these relations to it."""
    (tmp_path / "catalogue.yaml").write_text(f"families:\n  title: 特殊家庭\n{relations}", encoding="utf-8")
    folder = tmp_path / "2018"
    folder.mkdir()
    values = f"特殊家庭: {few}\n走访: {few}\n标准: 720\n金额: {720 * few}\n总户数: 60000\n"
    (folder / "families.yaml").write_text(values, encoding="utf-8")
    catalogue = read_catalogue(tmp_path)
    figures = compute(catalogue, read_sources(folder, 2018, catalogue))
    masks = {"特殊家庭": Mask("特殊家庭", "若干", str(few), "户", "计划生育特殊家庭")}
    return [issue.message for issue in inference.deduced(catalogue, figures, masks, printed)]


METRICS = """
  特殊家庭: {value: 特殊家庭, unit: 户, sensitive: true}
  走访: 户
  标准: 元
  金额: 元
  总户数: 户
"""


def test_a_metric_that_must_be_the_same_gives_the_masked_one_away(tmp_path: Path) -> None:
    (message,) = related(tmp_path, f"{METRICS}  identities: [走访 == 特殊家庭]\n", {"特殊家庭", "走访"})
    assert message.startswith("「特殊家庭」公开时印「若干」，可是走访3户印着，按「走访 == 特殊家庭」一算就知道。")


@pytest.mark.parametrize(
    ("more", "names"),
    [
        ("  identities: [金额 == 特殊家庭 * 标准]\n", {"金额", "标准"}),
        ("  其他: {formula: 总户数 - 特殊家庭, unit: 户}\n", {"其他", "总户数"}),
        ("  比重: {formula: 特殊家庭 / 总户数, unit: '%', digits: 3}\n", {"比重", "总户数"}),
        ("  identities: [{relation: 走访 == 特殊家庭, within: 0}]\n", {"走访"}),
    ],
)
def test_what_a_relation_leaves_one_number_for_is_told_where_all_the_rest_is_printed(
    more: str, names: set[str], tmp_path: Path
) -> None:
    (tmp_path / "all").mkdir()
    assert len(related(tmp_path / "all", METRICS + more, {"特殊家庭", *names})) == 1
    for name in names:
        (tmp_path / name).mkdir()
        assert related(tmp_path / name, METRICS + more, {"特殊家庭", *names} - {name}) == []


@pytest.mark.parametrize(
    "more",
    [
        "  identities: [走访 <= 特殊家庭]\n",
        "  identities: [{relation: 走访 == 特殊家庭, within: 1}]\n",
        "  identities: [金额 % 特殊家庭 == 0]\n",
        "  比重: {formula: 特殊家庭 / 总户数, unit: '%'}\n",
    ],
)
def test_what_a_relation_leaves_several_numbers_for_is_not(more: str, tmp_path: Path) -> None:
    assert related(tmp_path, METRICS + more, {"特殊家庭", "走访", "金额", "总户数", "比重"}) == []


def compared(*marks: tuple[str, str], rows: tuple[list[str], ...] = ()) -> list[str]:
    return [text for _, text in inference.compared({TOTAL.title: TOTAL, PART.title: PART}, marks, rows)]


def test_last_years_number_and_the_difference_give_a_masked_one_away() -> None:
    assert compared(("特殊家庭·较上年", "比上年减少1户"), ("特殊家庭·乙村", "7"), ("走访·上年", "4")) == [
        "比上年减少1户"
    ]
    assert compared(rows=(["计划生育特殊家庭", "户", "2", "若干", "-1", "-50.0"],)) != []
    assert compared(rows=(["计划生育特殊家庭", "户", "2", "若干"], ["甲村", "若干", "7", "8"])) == []


def test_the_same_number_of_something_else_beside_a_masked_one_is_seen() -> None:
    texts = ["特殊家庭若干户，走访1户。", "特殊家庭若干户，走访11户。", "走访1户。"]
    assert [text for _, text in inference.echoed({TOTAL.title: TOTAL}, texts)] == ["特殊家庭若干户，走访1户。"]


PART = Mask("特殊家庭·甲村", "若干", "2", "户", "计划生育特殊家庭")
TOTAL = Mask("特殊家庭", "若干", "1", "户", "计划生育特殊家庭")


def shows(mask: Mask, text: str, *typed: tuple[str, str], rows: tuple[list[str], ...] = ()) -> bool:
    cells = [[(cell, "") for cell in row] for row in rows]
    return bool(list(masking.showing({mask.title: mask}, [(text, typed)], cells, ())))


def test_the_number_typed_where_the_text_speaks_of_the_part_shows_it() -> None:
    assert shows(PART, "甲村2户", ("2", "户"))
    assert shows(PART, "其中甲村的 2 户已走访", ("2", " 户已走访"))
    assert shows(PART, "甲村两户、乙村三户")
    assert shows(TOTAL, "计划生育特殊家庭1户", ("1", "户"))


@pytest.mark.parametrize(
    ("mask", "text", "typed"),
    [
        (PART, "乙村2户", [("2", "户")]),
        (PART, "甲村2名干部", [("2", "名干部")]),
        (PART, "甲村12户", [("12", "户")]),
        (PART, "甲村十二户", []),
        (TOTAL, "每一户特殊家庭按一户一档管理", []),
        (TOTAL, "特殊家庭若干户", []),
    ],
)
def test_other_numbers_and_other_counts_do_not(mask: Mask, text: str, typed: list[tuple[str, str]]) -> None:
    assert not shows(mask, text, *typed)


def test_a_cell_of_a_table_shows_it_without_a_unit() -> None:
    assert shows(PART, "", rows=(["甲村", "2", "9"],))
    assert shows(PART, "", rows=(["1", "甲村", " 2户 "],))
    assert not shows(PART, "", rows=(["2", "甲村", "若干"], ["乙村", "2"], ["甲村", "若干"], ["甲村2组", "若干"]))


# ---- split by two columns ------------------------------------------------------------------------------------------------------


def split(tmp_path: Path, counts: tuple[int, int], hidden: set[str], accepted: set[str]) -> list[str]:
    """Return what is said of a report that prints 特殊家庭 by village and kind, each village with these counts."""
    said = CATALOGUE.replace("{村（社区）: [], 户数: 户}", "{村（社区）: [], 类别: [], 户数: 户}")
    (tmp_path / "catalogue.yaml").write_text(said, encoding="utf-8")
    (tmp_path / "2018").mkdir()
    rows = [
        f"{village},{kind},{count}\n"
        for village in ("甲村", "乙村")
        for kind, count in zip("失独", counts, strict=False)
    ]
    files = {
        "families.csv": "村（社区）,类别,户数\n" + "".join(rows),
        "families.yaml": "走访: 3\n",
        "other.yaml": "独居: 9\n",
    }
    for name, text in files.items():
        (tmp_path / "2018" / name).write_text(text, encoding="utf-8")
    catalogue = read_catalogue(tmp_path)
    figures = compute(catalogue, read_sources(tmp_path / "2018", 2018, catalogue))
    printed = [
        "走访",
        "特殊家庭·甲村",
        *(f"特殊家庭·{village}·{kind}" for village in ("甲村", "乙村") for kind in "失独"),
    ]
    return [issue.message for issue in inference.split_by_two(figures, hidden, printed, accepted)]


def test_small_numbers_by_two_columns_are_no_matter_of_masks_and_are_told(tmp_path: Path) -> None:
    (message,) = split(tmp_path, (6, 2), set(), set())
    assert message == (
        "「特殊家庭」按两列分着印，「特殊家庭·甲村·独、特殊家庭·乙村·独」小于5，公开后可能认出是哪一户。"
        "按两列分的数不能换着印，请在报告里删去这几处。"
    )


def test_numbers_by_two_columns_that_add_up_to_a_masked_one_are_told(tmp_path: Path) -> None:
    (message,) = split(tmp_path, (6, 7), {"特殊家庭·甲村"}, {"特殊家庭"})
    assert "「特殊家庭·甲村」换掉了，一加一减还是知道" in message


@pytest.mark.parametrize(("counts", "accepted"), [((6, 7), set()), ((6, 0), set()), ((6, 2), {"特殊家庭"})])
def test_larger_numbers_zeros_and_accepted_ones_may_be_printed(
    tmp_path: Path, counts: tuple[int, int], accepted: set[str]
) -> None:
    assert split(tmp_path, counts, {"独居"}, accepted) == []
