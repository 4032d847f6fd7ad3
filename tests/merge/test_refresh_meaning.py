"""Lists and conditions are units of meaning: their order, their coming and going and their other branch arrive, or are told where people were."""

from __future__ import annotations

import pytest
from merge_oracle import settled
from merges import NOW, mark, merged
from specimens import p, part, row, table
from villages import HEADING

from reportgen.word.events import Kind
from reportgen.word.package import W

ITEMS = tuple(
    p(f"{text}，工作按时完成，做到有依据、有痕迹。") for text in ("一是加强宣传", "二是入户随访", "三是组织培训")
)
FIRST, SECOND, THIRD = ITEMS
HEAD, TAIL = p("存在的问题如下。"), p("以上问题将在下年解决。")


def names(done: list[str]) -> list[str]:
    """Return the first two characters of each line."""
    return [line[:2] for line in done]


# ---- order -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("date", ["", NOW])
def test_a_corrected_order_of_a_list_arrives_where_people_edited_elsewhere(date: str) -> None:
    theirs = HEAD + p("领导作了批示。") + FIRST + SECOND + THIRD + TAIL
    done = merged(HEAD + FIRST + SECOND + THIRD + TAIL, theirs, HEAD + THIRD + FIRST + SECOND + TAIL, date)
    assert names(done.lines) == ["存在", "三是", "领导", "一是", "二是", "以上"]
    assert (Kind.MOVED, "三是组织培训，工作按时完成，做到有依据、有痕迹。") in done.told and done.said == []


def test_a_corrected_order_of_a_table_s_rows_arrives() -> None:
    def villages(*names: str) -> str:
        return table(
            row("村", "人"),
            *(row(name, p(mark(f"出生·{name}", number))) for name, number in (one.split() for one in names)),
        )

    done = merged(
        HEAD + villages("甲村 1", "乙村 2", "丙村 3") + TAIL,
        HEAD + p("领导作了批示。") + villages("甲村 1", "乙村 2", "丙村 3") + TAIL,
        HEAD + villages("丙村 3", "甲村 1", "乙村 4") + TAIL,
    )
    assert done.lines[2:-1] == ["村", "人", "丙村", "3", "甲村", "1", "乙村", "4"]


def test_an_item_goes_to_its_new_place_with_the_words_that_people_changed_in_it() -> None:
    theirs = HEAD + FIRST + SECOND + THIRD.replace("按时完成", "按时、按质完成") + TAIL
    done = merged(HEAD + FIRST + SECOND + THIRD + TAIL, theirs, HEAD + THIRD + FIRST + SECOND + TAIL)
    assert done.lines[1] == "三是组织培训，工作按时、按质完成，做到有依据、有痕迹。"


def test_an_order_that_people_made_stays_and_the_data_s_other_order_is_told() -> None:
    theirs = HEAD + SECOND + FIRST + THIRD + TAIL
    done = merged(HEAD + FIRST + SECOND + THIRD + TAIL, theirs, HEAD + FIRST + THIRD + SECOND + TAIL)
    assert sorted(names(done.lines)) == sorted(["存在", "二是", "一是", "三是", "以上"])
    assert done.lines.index("二是入户随访，工作按时完成，做到有依据、有痕迹。") < done.lines.index(
        "一是加强宣传，工作按时完成，做到有依据、有痕迹。"
    )


def test_an_order_that_people_made_already_is_no_news() -> None:
    theirs = HEAD + THIRD + FIRST + SECOND + TAIL
    done = merged(HEAD + FIRST + SECOND + THIRD + TAIL, theirs, theirs)
    assert (names(done.lines), done.said) == (["存在", "三是", "一是", "二是", "以上"], [])


@pytest.mark.parametrize("date", ["", NOW])
def test_an_item_that_the_data_move_keeps_the_look_that_people_gave_it(date: str) -> None:
    theirs = THIRD.replace("<w:p>", '<w:p><w:pPr><w:pStyle w:val="Leader"/></w:pPr>').replace(
        "<w:r>", "<w:r><w:rPr><w:b/></w:rPr>"
    )
    done = merged(
        HEAD + FIRST + SECOND + THIRD + TAIL,
        HEAD + FIRST + SECOND + theirs + TAIL,
        HEAD + THIRD + FIRST + SECOND + TAIL,
        date,
    )
    moved = settled(done.root, accept=True).findall(f".//{W}p")[1]
    assert moved.find(f"{W}pPr/{W}pStyle") is not None and next(moved.iter(f"{W}b"), None) is not None
    assert names([line for line in done.lines if line])[1] == "三是"


def test_what_was_said_of_an_order_goes_with_the_paragraph_that_it_was_said_at() -> None:
    moved = merged(HEAD + FIRST + SECOND + THIRD, HEAD + SECOND + FIRST + THIRD, HEAD + FIRST + THIRD + SECOND)
    (said,) = moved.said
    assert said.startswith("数据里的次序变了，这里有人调过，请自己排：「三是")
    assert moved.again(HEAD + FIRST + THIRD + SECOND, HEAD + FIRST + SECOND).said == []


MUCH = "".join(f"第{n}步由专人负责落实到位。" for n in range(20))


@pytest.mark.parametrize(
    "theirs",
    [
        pytest.param(SECOND.replace("二是", MUCH + "二是"), id="longer in front"),
        pytest.param(SECOND.replace("痕迹。", "痕迹。" + MUCH), id="longer behind"),
        pytest.param(SECOND.replace("，做到", "，" + MUCH + "做到"), id="longer in the middle"),
    ],
)
def test_a_paragraph_that_people_made_many_times_longer_is_still_that_paragraph(theirs: str) -> None:
    new = p("还要建立台账制度。")
    base, edited = HEAD + FIRST + SECOND + THIRD + TAIL, HEAD + FIRST + theirs + THIRD + TAIL
    done = merged(base, edited, HEAD + FIRST + SECOND + new + THIRD + TAIL)
    assert (names(done.lines)[1], done.lines[3], names(done.lines)[4]) == ("一是", "还要建立台账制度。", "三是")
    assert done.kinds == [Kind.KEPT, Kind.ADDED] and not any("人写的" in text for _, text in done.told)
    gone = merged(base, edited, HEAD + FIRST + THIRD + TAIL)
    assert gone.kinds == [Kind.CONFLICT] and gone.said == ["现在的数据和模板里没有这一段，因为有人改过，所以留着。"]


def test_a_paragraph_that_people_cut_to_a_part_of_it_and_moved_is_still_that_paragraph() -> None:
    long = p(f"二是入户随访。{MUCH}")
    theirs = HEAD + p("二是入户随访。") + FIRST + THIRD + TAIL
    done = merged(HEAD + FIRST + long + THIRD + TAIL, theirs, HEAD + FIRST + THIRD + long + TAIL)
    assert names(done.lines) == ["存在", "二是", "一是", "三是", "以上"]
    assert not any("人写的" in text or "人删去的" in text for _, text in done.told)


def test_a_row_goes_below_the_head_in_which_people_wrote_much() -> None:
    def villages(head: str, *said: str) -> str:
        return table(row("村（社区）", head), *(row(*one.split()) for one in said))

    done = merged(
        HEAD + villages("户籍人数", "甲村 1", "乙村 2", "丙村 3"),
        HEAD + villages(f"户籍人数{MUCH}", "甲村 1", "乙村 2", "丙村 3").replace("村（社区）", f"村（社区）{MUCH}"),
        HEAD + villages("户籍人数", "丙村 3", "甲村 1", "乙村 2"),
    )
    assert [line[:4] for line in done.lines[1:7]] == ["村（社区", "户籍人数", "丙村", "3", "甲村", "1"]


def test_a_new_village_arrives_in_a_table_whose_rows_people_sorted() -> None:
    def villages(*said: str) -> str:
        cells = (row(name, p(mark(f"出生·{name}", number))) for name, number in (one.split() for one in said))
        return table(row("村", "人"), *cells)

    was = ("甲村 11", "乙村 25", "丙村 18", "丁村 7", "戊村 31")
    now = (*was[:2], "己村 44", *was[2:])
    theirs = ("戊村 31", "乙村 25", "丙村 18", "甲村 11", "丁村 7")
    done = merged(*(HEAD + villages(*one) + TAIL for one in (was, theirs, now)))
    assert "己村" in done.lines and done.lines[done.lines.index("己村") + 1] == "44"
    assert any(kind is Kind.ADDED and "己村" in text for kind, text in done.told)


@pytest.mark.parametrize("date", ["", NOW])
def test_what_the_data_put_behind_an_item_that_people_broke_at_its_commas_comes_behind_its_pieces(date: str) -> None:
    pieces = p("一是加强宣传，工作按时完成，") + p("做到有依据、") + p("有痕迹。")
    done = merged(HEAD + FIRST + THIRD + TAIL, HEAD + pieces + THIRD + TAIL, HEAD + FIRST + SECOND + THIRD + TAIL, date)
    assert names(done.lines) == ["存在", "一是", "做到", "有痕", "二是", "三是", "以上"]
    theirs = HEAD + pieces + SECOND + THIRD + TAIL
    done = merged(HEAD + FIRST + SECOND + THIRD + TAIL, theirs, HEAD + FIRST + THIRD + SECOND + TAIL, date)
    assert names(done.lines) == ["存在", "一是", "做到", "有痕", "三是", "二是", "以上"]
    own = p("一是加强宣传，工作按时完成，") + p("这是领导写的。") + p("有痕迹。")
    done = merged(HEAD + FIRST + THIRD + TAIL, HEAD + own + THIRD + TAIL, HEAD + FIRST + SECOND + THIRD + TAIL, date)
    assert names(done.lines) == ["存在", "一是", "二是", "这是", "有痕", "三是", "以上"], (
        "people's own sentence is no piece"
    )


def test_an_item_that_people_broke_goes_to_its_new_place_whole_whichever_piece_is_most_of_it() -> None:
    theirs = HEAD + p("一是加强宣传，") + p("工作按时完成，做到有依据、有痕迹。") + SECOND + THIRD + TAIL
    done = merged(HEAD + FIRST + SECOND + THIRD + TAIL, theirs, HEAD + SECOND + THIRD + FIRST + TAIL)
    assert names(done.lines) == ["存在", "二是", "三是", "一是", "工作", "以上"]
    theirs = HEAD + p("一是加强宣传，工作按时完成，") + p("做到有依据、") + p("有痕迹。") + SECOND + THIRD + TAIL
    done = merged(HEAD + FIRST + SECOND + THIRD + TAIL, theirs, HEAD + SECOND + THIRD + FIRST + TAIL)
    assert names(done.lines) == ["存在", "二是", "三是", "一是", "做到", "有痕", "以上"]
    done = merged(HEAD + FIRST + SECOND + THIRD + TAIL, theirs, HEAD + SECOND + THIRD + FIRST + TAIL, NOW)
    assert names(done.lines) == ["存在", "一是", "做到", "有痕", "二是", "三是", "以上"]
    assert any("次序变了" in said for said in done.said), "a tracked move would bring the draft's words in their place"


@pytest.mark.parametrize("date", ["", NOW])
def test_a_new_item_goes_between_its_neighbours_where_people_moved_one_of_them(date: str) -> None:
    new = p("四是检查督导，工作按时完成，做到有依据、有痕迹。")
    done = merged(
        HEAD + FIRST + SECOND + THIRD + TAIL,
        HEAD + SECOND + FIRST + THIRD + TAIL,
        HEAD + FIRST + SECOND + new + THIRD + TAIL,
        date,
    )
    assert names(done.lines) == ["存在", "二是", "一是", "四是", "三是", "以上"]


# ---- what comes back ---------------------------------------------------------------------------------------------------------

SIGN = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
WENT = "为流动人口提供预防接种服务，做到应种尽种。接种点设在卫生院。"


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        pytest.param(p("村民参与热情高。", WENT), "", id="joined"),
        pytest.param(p("村民参与热情高。", WENT[:14]) + p(WENT[14:], "请核实。"), "", id="broken and lengthened"),
        pytest.param(
            p("村民参与热情高。", WENT.replace("应种尽种", "一个不漏")), f"现在的数据和模板写作：{WENT}", id="reworded"
        ),
    ],
)
def test_a_paragraph_that_people_put_into_others_stands_once_when_the_data_bring_it_back(
    theirs: str, said: str
) -> None:
    one, other = p("村民参与热情高。"), p("社区支持有力。")
    whole, less = one + p(WENT) + other, one + other
    gone = merged(whole, theirs + other, less)
    assert [text[:15] for text in gone.said] == ["现在的数据和模板里没有这一段，"]
    done = gone.again(less, whole)
    assert (done.lines, done.said) == (gone.lines, [said] if said else [])


def test_a_paragraph_that_people_reworded_and_that_went_and_came_back_says_what_the_data_bring() -> None:
    other = p("社区支持有力。")
    done = merged(p(WENT) + other, p(WENT.replace("应种尽种", "一个不漏")) + other, other).again(other, p(WENT) + other)
    assert len(done.lines) == 2 and done.said == [f"现在的数据和模板写作：{WENT}"]
    assert Kind.CONFLICT in done.kinds


def test_a_new_paragraph_that_shares_a_clause_with_people_s_comes() -> None:
    own = p("街道要求做到应种尽种，各村另有安排。")
    done = merged(HEAD + TAIL, HEAD + own + TAIL, HEAD + p(WENT) + TAIL)
    assert WENT in done.lines


def test_a_sentence_that_the_data_give_a_paragraph_of_its_own_comes_there_and_theirs_is_told() -> None:
    one = "村民参与热情高，各村按月上报进度。"
    done = merged(p(one + WENT) + TAIL, p(one + WENT + "请核实。") + TAIL, p(one) + p(WENT) + TAIL)
    assert one in done.lines and done.said == [f"现在的数据和模板写作：{WENT}"]


@pytest.mark.parametrize(
    "theirs",
    [
        pytest.param(p("存在的", SIGN, "问题", properties=HEADING), id="with a sign that is no letter"),
        pytest.param(table(row(p("存在的问题", properties=HEADING))), id="framed by a table"),
    ],
)
def test_a_heading_is_named_as_it_reads(theirs: str) -> None:
    heading = p("存在的问题", properties=HEADING)
    done = merged(heading + FIRST + TAIL, theirs + FIRST + TAIL, heading + FIRST + SECOND + TAIL)
    assert [event.heading for event in done.renewed.events if event.kind is Kind.ADDED] == ["存在的问题"]


# ---- branches ----------------------------------------------------------------------------------------------------------------

MORE = (
    "开展孕前优生服务，服用叶酸",
    mark("叶酸", "85"),
    "人，比上年增加",
    mark("增", "5"),
    "人，完成了年初下达的任务。",
)
LESS = ("开展孕前优生服务，服用叶酸", mark("叶酸", "70"), "人，没有完成年初的任务，要在下年补上。")
OTHERS = p("村民参与热情高。") + p("社区支持有力。")


@pytest.mark.parametrize(
    "theirs",
    [
        pytest.param(p("另，", *MORE, "大家都很满意。") + OTHERS, id="moved into another sentence"),
        pytest.param(p("村民参与热情高。", *MORE) + p("社区支持有力。"), id="joined to another paragraph"),
        pytest.param(p(*MORE, "为此街道先后十次召开会议，逐村逐户核对名册，安排专人跟踪随访。" * 6) + OTHERS, id="lengthened"),
        pytest.param(OTHERS + p("今年服用叶酸", mark("叶酸", "85"), "人，各村进度不一，但是总的说来完成了年初下达的任务。"), id="half rewritten"),
        pytest.param(p(*MORE[:1]) + p(*MORE[1:3]) + p(*MORE[3:]) + OTHERS, id="broken at its commas"),
        pytest.param(OTHERS + p("完成了年初下达的任务。"), id="one clause kept"),
    ],
)  # fmt: skip
def test_the_other_branch_is_told_wherever_the_sentence_went(theirs: str) -> None:
    done = merged(p(*MORE) + OTHERS, theirs, p(*LESS) + OTHERS)
    stale = "完成了年初下达的任务" in "".join(done.lines)
    assert not stale or any("没有完成年初的任务" in said for said in done.said), done.told
    assert "85" not in "".join(done.lines)
    if stale:
        assert sum("没有完成年初的任务" in text for kind, text in done.told if kind is Kind.CONFLICT) == 1


def test_the_other_branch_is_told_in_a_table_that_people_put_around_two_joined_paragraphs() -> None:
    meetings = p(
        "街道先后十次召开会议，逐村逐户核对名册，安排专人跟踪随访，做到家喻户晓、人人参与，没有一户漏下，没有一人遗漏。"
        * 2
    )
    away, there = (
        "村组干部坚持入户宣传，因防控要求没有上门走访。",
        ("村组干部坚持入户宣传，上门走访", mark("走访", "6"), "户。"),
    )
    joined = table(row(meetings.removesuffix("</w:p>") + p(away).removeprefix("<w:p>")))
    done = merged(meetings + p(away) + OTHERS, joined + OTHERS, meetings + p(*there) + OTHERS)
    assert ["上门走访6户" in said for said in done.said] == [True]


def test_words_of_their_own_that_are_like_a_branch_s_are_not_told() -> None:
    own = p("街道召开会议，要求各村完成任务，服用叶酸", mark("叶酸", "85"), "人只是起点。")
    done = merged(p(*MORE) + OTHERS, p(*MORE) + OTHERS + own, p(*LESS) + OTHERS)
    assert done.said == []


def test_a_figure_of_a_paragraph_joined_to_another_is_told_when_its_branch_goes() -> None:
    def served(name: str, number: str) -> tuple[str, ...]:
        return (f"在各社区、村委会卫生服务站接受{name}服务", mark(f"{name}服务", number), "人。")

    was = p(*served("预防接种", "199")) + p(*served("健康档案", "40")) + OTHERS
    none = p("我街道没有流动人口接受预防接种。") + p(*served("健康档案", "41")) + OTHERS
    theirs = p(*served("预防接种", "199"), *served("健康档案", "40")) + OTHERS
    done = merged(was, theirs, none)
    assert "我街道没有流动人口接受预防接种。" in done.lines and len(done.said) == 1
    assert any(
        "预防接种服务199人" in text and "没有这一段" in text for kind, text in done.told if kind is Kind.CONFLICT
    )
    assert "健康档案服务41人" in done.lines[1]


# ---- sections, items that come back -------------------------------------------------------------------------------------------

HEADED = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
_STYLE = '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
STYLED = {"word/styles.xml": part("styles", _STYLE)}


def heading(text: str) -> str:
    """Return a heading."""
    return p(text).replace("<w:p>", f"<w:p>{HEADED}", 1)


WORK, PROBLEMS, PLAN = heading("工作情况"), heading("存在的问题"), heading("下步打算")


def test_an_added_paragraph_is_told_under_its_own_heading() -> None:
    base = WORK + p("工作扎实。") + PROBLEMS + FIRST + PLAN + p("再接再厉。")
    ours = WORK + p("工作扎实。") + PROBLEMS + FIRST + SECOND + PLAN + p("再接再厉。")
    done = merged(base, base.replace("工作扎实", "工作很扎实"), ours, others=STYLED)
    (event,) = [one for one in done.renewed.events if one.kind is Kind.ADDED]
    assert event.heading == "存在的问题"


def test_a_new_item_of_a_section_that_people_deleted_is_told_and_put_nowhere() -> None:
    base = WORK + p("工作扎实。") + PROBLEMS + HEAD + FIRST + PLAN + p("再接再厉。")
    ours = WORK + p("工作扎实。") + PROBLEMS + HEAD + FIRST + SECOND + PLAN + p("再接再厉。")
    done = merged(base, WORK + p("工作扎实。") + PLAN + p("再接再厉。"), ours, others=STYLED)
    assert names(done.lines) == ["工作", "工作", "下步", "再接"]
    (told,) = [text for kind, text in done.told if kind is Kind.CONFLICT]
    assert "二是入户随访" in told and "存在的问题" in told


def test_a_list_stays_below_a_heading_that_people_made_many_times_longer() -> None:
    base = WORK + HEAD + PROBLEMS + FIRST + SECOND + PLAN + TAIL
    theirs = base.replace("存在的问题<", f"存在的问题{MUCH}<")
    ours = base.replace(PROBLEMS, PROBLEMS + p("还要建立台账制度。"))
    done = merged(base, theirs, ours, others=STYLED)
    assert names(done.lines) == ["工作", "存在", "存在", "还要", "一是", "二是", "下步", "以上"]


def test_a_heading_that_people_deleted_is_not_the_paragraph_that_mentions_it() -> None:
    base = WORK + HEAD + PROBLEMS + FIRST + PLAN + TAIL
    theirs = WORK + HEAD + p(f"本部分不写存在的问题。{MUCH}") + PLAN + TAIL
    done = merged(base, theirs, base.replace(FIRST, FIRST + SECOND), others=STYLED)
    assert names(done.lines) == ["工作", "存在", "本部", "下步", "以上"]
    assert any("这一部分有人删去了" in text for kind, text in done.told if kind is Kind.CONFLICT)


def test_a_heading_whose_words_people_deleted_heads_nothing_any_more() -> None:
    base = WORK + HEAD + PROBLEMS + FIRST + PLAN + TAIL
    theirs = WORK + HEAD + PROBLEMS.replace("存在的问题", "") + FIRST.replace("工作", "各项工作") + PLAN + TAIL
    done = merged(base, theirs, base.replace("下年", "明年"), others=STYLED)
    (event,) = [one for one in done.renewed.events if "一是" in one.text]
    assert event.heading == "工作情况"


def test_an_item_that_the_data_put_first_stays_below_a_heading_that_people_put_behind_the_drafted_one() -> None:
    base = WORK + HEAD + PROBLEMS + FIRST + SECOND + THIRD + PLAN + TAIL
    theirs = base.replace(PROBLEMS, PROBLEMS + heading("存在的问题（续）"))
    ours = WORK + HEAD + PROBLEMS + SECOND + FIRST + THIRD + PLAN + TAIL
    done = merged(base, theirs, ours, others=STYLED)
    assert [line[:7] for line in done.lines][2:4] == ["存在的问题", "存在的问题（续"]
    assert any("次序变了" in text for kind, text in done.told if kind is Kind.CONFLICT)


@pytest.mark.parametrize("date", ["", NOW])
def test_an_item_that_the_data_add_behind_one_that_they_move_follows_it(date: str) -> None:
    base = PROBLEMS + HEAD + FIRST + SECOND + THIRD + PLAN + TAIL
    ours = PROBLEMS + HEAD + THIRD + p("四是建立台账制度。") + FIRST + SECOND + PLAN + TAIL
    done = merged(base, base, ours, date, others=STYLED)
    assert names([line for line in done.lines if line]) == [
        "存在",
        "存在",
        "三是",
        "四是",
        "一是",
        "二是",
        "下步",
        "以上",
    ]


def test_a_new_section_comes_whole() -> None:
    base = WORK + p("工作扎实。") + PLAN + p("再接再厉。")
    ours = WORK + p("工作扎实。") + PROBLEMS + FIRST + PLAN + p("再接再厉。")
    done = merged(base, base.replace("工作扎实", "工作很扎实"), ours, others=STYLED)
    assert names(done.lines) == ["工作", "工作", "存在", "一是", "下步", "再接"]


def test_an_item_that_people_edited_and_the_data_drop_and_bring_back_stands_once() -> None:
    was, without = HEAD + FIRST + SECOND + TAIL, HEAD + FIRST + TAIL
    edited = was.replace("入户随访，工作按时", "入户随访，各项工作按时")
    first = merged(was, edited, without)
    assert len(first.said) == 1
    second = first.again(without, was)
    assert [line for line in second.lines if line.startswith("二是")] == [
        "二是入户随访，各项工作按时完成，做到有依据、有痕迹。"
    ]
    assert second.said == []


# ---- near-identical paragraphs -----------------------------------------------------------------------------------------------


def test_of_two_paragraphs_nearly_the_same_the_marks_say_which_is_which() -> None:
    def served(name: str, number: str, end: str = "人，服务做到了全覆盖。") -> str:
        return p(f"在各社区、村委会卫生服务站接受{name}服务", mark(f"{name}服务", number), end)

    base = served("预防接种", "199") + served("健康档案", "40") + OTHERS
    theirs = p("卫生站建立", "健康档案", mark("健康档案服务", "40"), "人，服务做到了全覆盖。") + OTHERS
    ours = served("预防接种", "199") + p("我街道没有人建立过健康档案。") + OTHERS
    done = merged(base, theirs, ours)
    assert (len(done.said), done.lines.count("我街道没有人建立过健康档案。")) == (1, 1)
    (told,) = [text for kind, text in done.told if kind is Kind.CONFLICT]
    assert told.startswith("卫生站建立健康档案40人")


# ---- figures that come back ---------------------------------------------------------------------------------------------------


def test_a_figure_whose_branch_goes_and_comes_back_is_renewed_in_a_paragraph_that_people_wrote_in() -> None:
    def task(number: str) -> str:
        return p("完成任务", mark("任务", number), "万元。") + OTHERS

    none = p("今年没有下达任务。") + OTHERS
    theirs = task("6").replace("完成任务", "街道上下一心，完成任务")

    def worded(number: str):  # type: ignore[no-untyped-def]
        return lambda title, tag: number if title == "任务" else None

    gone = merged(task("6"), theirs, none, worded=worded("0"))
    assert "街道上下一心，完成任务0万元。" in gone.lines
    back = gone.again(none, task("8"), worded=worded("8"))
    assert [line for line in back.lines if "任务" in line] == ["街道上下一心，完成任务8万元。"]
    assert not any("人工改为" in text for _, text in back.told)


def test_a_new_village_comes_in_the_data_s_order_in_a_table_below_a_heading() -> None:
    def villages(*said: str) -> str:
        return table(row("村", "人"), *(row(name, p(mark(f"出生·{name}", "1"))) for name in said))

    base = PROBLEMS + villages("甲村", "乙村", "合计") + PLAN + p("再接再厉。")
    ours = PROBLEMS + villages("甲村", "乙村", "丙村", "合计") + PLAN + p("再接再厉。")
    done = merged(base, base.replace("再接再厉", "再接再厉，争创佳绩"), ours, others=STYLED)
    assert [line for line in done.lines if line.endswith(("村", "计"))] == ["村", "甲村", "乙村", "丙村", "合计"]
    assert [one.heading for one in done.renewed.events if one.kind is Kind.ADDED] == ["存在的问题"]
