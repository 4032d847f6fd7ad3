"""Corrected figures in a report that people edited: what they wrote stays, what we wrote is renewed, what both changed is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import assert_sound
from merge_oracle import read, settled
from merges import NOW, Merged, births, mark, merged, parts, tracked
from specimens import BOLD, NOTE_ENDS, p, part, r, read_marks, row, table, text_of

from reportgen.merge.refresh import has_marks, refresh
from reportgen.word.events import Kind
from reportgen.word.package import DOCUMENT, W, parse_part, write_package

# ---- a mark that still holds what we wrote -----------------------------------------------------------------------------------


def test_a_figure_that_people_left_alone_is_renewed() -> None:
    done = merged(births("163"), births("163"), births("160"))
    assert done.lines == ["出生婴儿160人。"]
    assert done.told == [(Kind.FIGURE, "出生婴儿 163 → 160")]


def test_a_figure_in_a_sentence_that_people_rewrote_is_renewed() -> None:
    theirs = p("全年共出生", mark("出生婴儿", "163"), "人，比上年少。")
    done = merged(births("163"), theirs, births("160"))
    assert done.lines == ["全年共出生160人，比上年少。"]
    assert Kind.CONFLICT not in done.kinds and done.said == []


def test_a_renewed_figure_keeps_the_face_that_people_gave_it() -> None:
    done = merged(births("163"), births("163", formatting=BOLD), births("160"))
    (run,) = [one for one in done.root.iter(f"{W}r") if "160" in "".join(node.text or "" for node in one)]
    assert run.find(f"{W}rPr/{W}b") is not None


def test_a_figure_that_word_broke_into_runs_is_renewed_once() -> None:
    theirs = p("出生婴儿", mark("出生婴儿", "", runs=r("1", BOLD) + r("63")), "人。")
    done = merged(births("163"), theirs, births("1600"))
    assert done.lines == ["出生婴儿1600人。"]


def test_a_figure_without_its_expression_is_renewed_by_its_title() -> None:
    theirs = p("出生婴儿", mark("出生婴儿", "163", ""), "人。")
    assert merged(births("163"), theirs, births("160")).lines == ["出生婴儿160人。"]


@pytest.mark.parametrize("theirs", [births("163"), births("163") + births("163")], ids=["one", "a copy too"])
def test_a_figure_without_its_expression_is_renewed_in_every_build(theirs: str) -> None:
    figures = iter(("160", "158", "157"))

    def corrected(done: Merged | None, old: str) -> Merged:
        new = next(figures)

        def worded(title: str, tag: str) -> str | None:
            return new if (title, tag) == ("出生婴儿", "出生婴儿") else None

        if done is None:
            return merged(births(old), theirs.replace('<w:tag w:val="出生婴儿"/>', ""), births(new), worded=worded)
        return done.again(births(old), births(new), worded=worded)

    done = corrected(corrected(corrected(None, "163"), "160"), "158")
    assert set(done.lines) == {"出生婴儿157人。"}


def test_each_wording_of_a_date_is_renewed_in_its_wording() -> None:
    def dated(long: str, short: str, tags: bool = True) -> str:
        first = mark("统计截止日", long, None if tags else "")
        return p("截止", first, "。") + p("至", mark("统计截止日", short, "统计截止日|月日" if tags else ""), "止。")

    theirs = dated("2018年9月30日", "9月30日", tags=False)  # LibreOffice drops the expressions
    done = merged(dated("2018年9月30日", "9月30日"), theirs, dated("2018年10月31日", "10月31日"))
    assert done.lines == ["截止2018年10月31日。", "至10月31日止。"]


def test_a_phrase_about_last_year_is_a_figure_too() -> None:
    def compared(text: str) -> str:
        return p("出生", mark("出生婴儿·较上年", text, "出生婴儿|较上年"), "。")

    done = merged(compared("比上年减少8人"), compared("比上年减少8人"), compared("比上年增加1人"))
    assert done.lines == ["出生比上年增加1人。"]


def test_a_figure_in_a_tracked_insertion_is_renewed() -> None:
    theirs = p("出生婴儿", tracked("ins", mark("出生婴儿", "163")), "人。")
    assert merged(births("163"), theirs, births("160")).lines == ["出生婴儿160人。"]


def test_a_figure_in_a_text_box_is_renewed_for_word_and_for_others() -> None:
    def boxed(number: str) -> str:
        inside = f"<w:txbxContent>{births(number)}</w:txbxContent>"
        choice = f'<mc:Choice Requires="wps"><w:drawing>{inside}</w:drawing></mc:Choice>'
        both = f"{choice}<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback>"
        return p(f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>".replace("<w:r>", "<w:r>", 1))

    done = merged(boxed("163"), boxed("163"), boxed("160"))
    assert [text_of(one) for one in done.root.iter(f"{W}p")][1:] == ["出生婴儿160人。"] * 2


def test_a_figure_in_a_footer_and_in_a_footnote_is_renewed() -> None:
    def noted(number: str) -> dict[str, bytes]:
        note = f'{NOTE_ENDS}<w:footnote w:id="1">{births(number)}</w:footnote>'
        others = {"footer1.xml": part("ftr", births(number)), "footnotes.xml": part("footnotes", note)}
        return parts(p("正文", '<w:r><w:footnoteReference w:id="1"/></w:r>'), others)

    done = refresh(noted("163"), noted("163"), noted("160"))
    for name in ("word/footer1.xml", "word/footnotes.xml"):
        assert [one.text for one in read_marks(parse_part(done.parts[name]))] == ["160"]
    assert done.parts[DOCUMENT] == noted("163")[DOCUMENT]


# ---- a mark that people typed over -------------------------------------------------------------------------------------------


def test_a_figure_that_people_typed_over_stays_and_is_commented() -> None:
    done = merged(births("163"), births("165"), births("160"))
    assert done.lines == ["出生婴儿165人。"]
    assert done.said == ["人工改为165，数据现为160"]
    assert done.kinds == [Kind.CONFLICT]


@pytest.mark.parametrize(("shown", "said"), [("", "空"), (' w:val="false"', "单击或点击此处输入文字。")])
def test_a_figure_that_people_deleted_is_empty_whatever_word_shows_in_its_place(shown: str, said: str) -> None:
    asks = births("单击或点击此处输入文字。").replace("<w:text/>", f"<w:showingPlcHdr{shown}/><w:text/>")
    done = merged(births("163"), asks, births("160"))
    assert done.told == [(Kind.CONFLICT, f"出生婴儿 人工改为{said}，数据现为160")]


def test_a_figure_that_people_corrected_themselves_is_no_conflict() -> None:
    done = merged(births("163"), births("160"), births("160"))
    assert (done.lines, done.said) == (["出生婴儿160人。"], [])
    assert Kind.CONFLICT not in done.kinds


def test_a_figure_that_people_typed_over_and_whose_data_did_not_change_is_kept_in_silence() -> None:
    done = merged(births("163"), births("165"), births("163"))
    assert (done.lines, done.said) == (["出生婴儿165人。"], [])
    assert Kind.CONFLICT not in done.kinds


def test_a_figure_that_people_typed_over_with_changes_tracked_stays_as_they_track_it() -> None:
    deleted = r("163").replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ")
    runs = tracked("del", deleted) + tracked("ins", r("165")).replace('"70"', '"71"')
    done = merged(births("163"), p("出生婴儿", mark("出生婴儿", "", runs=runs), "人。"), births("160"))
    assert done.lines == ["出生婴儿165人。"]
    assert done.said == ["人工改为165，数据现为160"]


def test_an_unwrapped_figure_is_people_s_own_text() -> None:
    done = merged(births("163"), p("出生婴儿163人。"), births("160"))
    assert done.lines == ["出生婴儿163人。"]


# ---- paragraphs that read differently now ------------------------------------------------------------------------------------

FEW = p("出生婴儿", mark("出生婴儿", "163"), "人，", "计划生育率", mark("计划生育率", "100"), "%。")
SOME = p(
    "出生婴儿", mark("出生婴儿", "166"), "人，", "计划外出生", mark("计划外出生", "3"), "人，", "计划生育率", mark("计划生育率", "98"), "%。"
)  # fmt: skip


def test_a_paragraph_that_people_left_alone_follows_a_condition() -> None:
    done = merged(FEW, FEW, SOME)
    assert done.lines == ["出生婴儿166人，计划外出生3人，计划生育率98%。"]
    assert [one.title for one in read_marks(done.root)] == ["出生婴儿", "计划外出生", "计划生育率"]
    assert done.kinds == [Kind.PARAGRAPH]


def test_a_paragraph_that_follows_keeps_the_settings_that_people_gave_it() -> None:
    centred = FEW.replace("<w:p>", '<w:p><w:pPr><w:jc w:val="center"/></w:pPr>')
    done = merged(FEW, centred, SOME)
    assert [one.get(f"{W}val") for one in done.root.iter(f"{W}jc")] == ["center"]
    assert len(done.lines) == 1 and "计划外出生3人" in done.lines[0]


def test_two_neighbours_of_one_pattern_that_both_changed_keep_their_order() -> None:
    def served(name: str, number: str) -> str:
        if number == "0":
            return p(f"{name}服务均等化。我街道无流动人口在各社区、村委会卫生服务站接受{name}服务。")
        return p(f"{name}服务均等化。在各社区、村委会卫生服务站接受{name}服务", mark(f"{name}服务", number), "人。")

    base = served("预防接种", "199") + served("传染病防控", "0")
    ours = served("预防接种", "0") + served("传染病防控", "5")
    assert merged(base, base, ours).lines == [text_of(one) for one in parse_part(parts(ours)[DOCUMENT]).iter(f"{W}p")]


# ---- paragraphs that both changed --------------------------------------------------------------------------------------------


def test_a_paragraph_that_both_changed_stays_with_today_s_figures_and_a_comment_that_shows_ours() -> None:
    theirs = FEW.replace("出生婴儿</w:t>", "全年出生婴儿</w:t>", 1)
    done = merged(FEW, theirs, SOME)
    assert done.lines == ["全年出生婴儿166人，计划生育率98%。"]
    (said,) = done.said
    assert said.endswith("出生婴儿166人，计划外出生3人，计划生育率98%。")
    assert [kind for kind in done.kinds if kind is Kind.CONFLICT] == [Kind.CONFLICT]


def test_a_paragraph_that_people_made_read_like_ours_is_no_conflict() -> None:
    theirs = SOME.replace(">166<", ">163<").replace(">98<", ">100<")
    done = merged(FEW, theirs, SOME)
    assert "计划外出生3人" in done.lines[0] and done.said == []


# ---- added, moved, split, joined, deleted ------------------------------------------------------------------------------------

ONE, TWO, THREE = (p(f"{text}工作按时完成，做到工作有依据、有痕迹。") for text in ("宣传", "随访", "培训"))
WHOLE = births("163") + ONE + TWO + THREE
LATER = births("160") + ONE + TWO + THREE


SPLIT = p("出生婴儿") + p(mark("出生婴儿", "163"), "人。") + ONE + TWO + THREE


def lines(body: str) -> list[str]:
    """Return the paragraphs of a body."""
    return [text_of(one) for one in parse_part(parts(body)[DOCUMENT]).iter(f"{W}p")]


@pytest.mark.parametrize(
    ("theirs", "wanted"),
    [
        pytest.param(births("163") + ONE + p("领导作了批示。") + TWO + THREE, births("160") + ONE + p("领导作了批示。") + TWO + THREE, id="added"),
        pytest.param(births("163") + THREE + ONE + TWO, births("160") + THREE + ONE + TWO, id="moved"),
        pytest.param(ONE + TWO + births("163") + THREE, ONE + TWO + births("160") + THREE, id="moved with its figure"),
        pytest.param(births("163") + ONE + THREE, births("160") + ONE + THREE, id="deleted"),
        pytest.param(ONE + TWO + THREE, ONE + TWO + THREE, id="deleted with its figure"),
        pytest.param(SPLIT, SPLIT.replace("163", "160"), id="split"),
        pytest.param(p(lines(ONE)[0], "出生", mark("出生婴儿", "163")) + TWO + THREE, p(lines(ONE)[0], "出生160") + TWO + THREE, id="joined"),
        pytest.param(WHOLE + p("另：出生", mark("出生婴儿", "163"), "人。"), LATER + p("另：出生160人。"), id="copied"),
        pytest.param(WHOLE + table(row("甲", "乙")) + p("完"), LATER + table(row("甲", "乙")) + p("完"), id="a table added"),
    ],
)  # fmt: skip
def test_what_people_did_with_paragraphs_stays(theirs: str, wanted: str) -> None:
    done = merged(WHOLE, theirs, LATER)
    assert done.lines == lines(wanted)
    assert done.said == []


def test_what_we_add_goes_to_its_place_beside_what_people_added() -> None:
    new = p("新的要求：每季度走访一次，并做好记录。")
    done = merged(ONE + TWO + THREE, ONE + p("领导作了批示。") + TWO + THREE, ONE + TWO + new + THREE)
    assert done.lines == lines(ONE + p("领导作了批示。") + TWO + new + THREE)
    assert done.kinds == [Kind.KEPT, Kind.ADDED]


def test_what_we_delete_goes_where_people_left_it_alone() -> None:
    done = merged(ONE + TWO + THREE, ONE + TWO + THREE, ONE + THREE)
    assert (done.lines, done.said, done.kinds) == (lines(ONE + THREE), [], [Kind.REMOVED])


def test_what_we_delete_stays_with_a_comment_where_people_edited_it() -> None:
    edited = TWO.replace("按时完成", "按时完成并上报")
    done = merged(ONE + TWO + THREE, ONE + edited + THREE, ONE + THREE)
    assert done.lines == lines(ONE + edited + THREE)
    assert len(done.said) == 1 and done.kinds == [Kind.CONFLICT]


def test_a_paragraph_that_people_deleted_does_not_come_back_when_it_changes() -> None:
    done = merged(ONE + FEW + TWO, ONE + TWO, ONE + SOME + TWO)
    assert done.lines == lines(ONE + TWO)


# ---- tables ------------------------------------------------------------------------------------------------------------------


def counted(*villages: tuple[str, str], width: str = "4000") -> str:
    """Return a table of villages and their numbers."""
    rows = (row(name, p(mark(f"户数·{name}", number, "部分"))) for name, number in villages)
    return table(row("村（社区）", "户数"), *rows).replace('"4000"', f'"{width}"', 1) + p("完")


def test_a_row_that_the_data_add_leaves_the_widths_that_people_gave_the_table() -> None:
    base, ours = (("甲村", "2"), ("乙村", "1")), (("甲村", "3"), ("丙村", "4"), ("乙村", "1"))
    done = merged(counted(*base), counted(*base, width="2500"), counted(*ours))
    assert done.lines == lines(counted(*ours))
    assert next(done.root.iter(f"{W}gridCol")).get(f"{W}w") == "2500"


def test_a_row_that_people_added_stays_beside_one_that_the_data_add() -> None:
    base, ours = (("甲村", "2"), ("乙村", "1")), (("甲村", "3"), ("乙村", "1"), ("丙村", "4"))
    theirs = counted(*base).replace("</w:tbl>", f"{row('驻村企业', '7')}</w:tbl>")
    done = merged(counted(*base), theirs, counted(*ours))
    assert sorted(done.lines) == sorted([*lines(counted(*ours)), "驻村企业", "7"])
    assert done.said == []


def dragged(body: str) -> str:
    """Return a table with the border between the columns of its first row dragged: three columns, of which each row has two cells."""
    first, rest = body.split("</w:tr>", 1)
    head, cells = first.split("<w:tr>")
    cells = cells.replace("<w:tcPr/>", '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', 1)
    below = rest.split("<w:tcPr/>")
    pairs = ["<w:tcPr/>" if n % 2 == 0 else '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' for n in range(len(below) - 1)]
    rest = below[0] + "".join(pair + text for pair, text in zip(pairs, below[1:], strict=True))
    return head.replace("</w:tblGrid>", '<w:gridCol w:w="900"/></w:tblGrid>') + "<w:tr>" + cells + "</w:tr>" + rest


def test_a_table_whose_column_border_was_dragged_is_renewed_cell_by_cell() -> None:
    base, ours = (("甲村", "2"), ("乙村", "1")), (("甲村", "3"), ("丙村", "4"), ("乙村", "1"))
    theirs = dragged(counted(*base)).replace("<w:tblPr>", '<w:tblPr><w:tblStyle w:val="TableNormal"/>')
    done = merged(counted(*base), theirs, counted(*ours))
    assert (done.lines, done.kinds) == (lines(counted(*ours)), [Kind.FIGURE, Kind.ADDED])
    assert len(list(done.root.iter(f"{W}gridCol"))) == 3 and list(done.root.iter(f"{W}tblStyle"))
    assert [
        [len(cell.findall(f"{W}tcPr/{W}gridSpan")) for cell in one.iter(f"{W}tc")] for one in done.root.iter(f"{W}tr")
    ] == [
        [1, 0],
        [0, 1],
        [0, 1],
        [0, 1],
    ]


def by_area(*villages: str) -> str:
    """Return a table of villages with the areas that they belong to."""
    rows = (row(*one.split()) for one in villages)
    return table(row("片区", "村（社区）"), *rows) + p("完")


@pytest.mark.parametrize(
    ("new", "after", "merges"),
    [("东片 丙村", ["", "丙村", "", "乙村"], 2), ("西片 丙村", ["", "乙村", "西片", "丙村"], 1)],
    ids=["of the same", "of another"],
)
def test_a_row_that_the_data_add_leaves_cells_that_people_merged_whole(new: str, after: list[str], merges: int) -> None:
    theirs = by_area("东片 甲村", "东片 乙村")
    first, second = p("东片"), p("")
    theirs = theirs.replace(f"<w:tcPr/>{first}", f'<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{first}', 1)
    theirs = theirs.replace(f"<w:tcPr/>{first}", f"<w:tcPr><w:vMerge/></w:tcPr>{second}", 1)
    done = merged(by_area("东片 甲村", "东片 乙村"), theirs, by_area("东片 甲村", new, "东片 乙村"))
    assert done.lines == ["片区", "村（社区）", "东片", "甲村", *after, "完"]
    assert [one.get(f"{W}val") for one in done.root.iter(f"{W}vMerge")] == ["restart", *[None] * merges]


# ---- nothing more than that --------------------------------------------------------------------------------------------------


def test_without_a_change_the_document_keeps_its_bytes() -> None:
    theirs = parts(births("165") + p("领导作了批示。") + ONE)
    done = refresh(parts(WHOLE), theirs, parts(WHOLE))
    assert done.parts == theirs


def test_the_package_is_people_s_own() -> None:
    theirs = {**parts(births("163")), "docProps/custom.xml": b"<a/>"}
    done = refresh(parts(births("163")), theirs, parts(births("160")))
    assert {name for name in done.parts if done.parts[name] != theirs[name]} == {DOCUMENT}
    assert list(done.parts) == list(theirs)


def test_people_s_own_controls_are_none_of_our_marks() -> None:
    own = p("签发人", mark("签发", "163"), "。")
    done = merged(births("163"), births("163") + own, births("160"))
    assert done.lines == ["出生婴儿160人。", "签发人163。"]


def test_a_file_without_marks_is_known() -> None:
    assert has_marks(parts(births("170")), parts(births("163")))
    assert not has_marks(parts(p("出生婴儿163人。", mark("签发", "163"))), parts(births("163")))


# ---- as revisions ------------------------------------------------------------------------------------------------------------

CHANGED = [
    pytest.param(births("163"), births("163"), births("160"), id="a figure"),
    pytest.param(FEW, FEW, SOME, id="a paragraph"),
    pytest.param(ONE + TWO, ONE + TWO, ONE + THREE + TWO, id="a paragraph more"),
    pytest.param(ONE + TWO, ONE + TWO, ONE + TWO + THREE, id="a paragraph more at the end"),
    pytest.param(ONE + TWO + THREE, ONE + TWO + THREE, ONE + THREE, id="a paragraph less"),
    pytest.param(ONE + TWO + THREE, ONE + TWO + THREE, ONE, id="paragraphs less at the end"),
    pytest.param(ONE + TWO, ONE + TWO, ONE + p("另一句话，与前文完全无关"), id="another paragraph at the end"),
    pytest.param(
        births("163"),
        p("出生婴儿", tracked("ins", mark("出生婴儿", "163")), "人。"),
        births("160"),
        id="in people's own",
    ),
    pytest.param(counted(("甲村", "2")), counted(("甲村", "2")), counted(("甲村", "3"), ("乙村", "1")), id="a row"),
]


@pytest.mark.parametrize(("base", "theirs", "ours"), CHANGED)
def test_rejecting_gives_people_s_text_back_and_accepting_gives_the_renewed(
    base: str, theirs: str, ours: str, tmp_path: Path
) -> None:
    done, plain = merged(base, theirs, ours, NOW), merged(base, theirs, ours)
    rejected = read(settled(settled(done.root, accept=False, author="reportgen"), accept=True))
    accepted = read(settled(done.root, accept=True, author="reportgen"))
    assert [one.text for one in rejected] == lines(theirs)
    assert [one.text for one in accepted] == plain.lines != lines(theirs)
    for changes in (done.root.iter(f"{W}ins"), done.root.iter(f"{W}del")):
        assert {one.get(f"{W}date") for one in changes if one.get(f"{W}author") == "reportgen"} <= {NOW}
    assert_sound(write_package(done.renewed.parts), tmp_path)


def test_rejecting_at_the_end_gives_the_last_paragraph_its_own_settings_back() -> None:
    right = '<w:p><w:pPr><w:jc w:val="right"/></w:pPr>'
    last = p("2018年12月12日").replace("<w:p>", right)
    done = merged(ONE + last, ONE + last, ONE + last + TWO, NOW)
    back = settled(done.root, accept=False, author="reportgen")
    assert [text_of(one) for one in back.iter(f"{W}p") if one.find(f"{W}pPr/{W}jc") is not None] == ["2018年12月12日"]


@pytest.mark.parametrize(("base", "theirs", "ours"), CHANGED)
def test_revisions_that_nobody_has_decided_on_are_renewed_once_more(base: str, theirs: str, ours: str) -> None:
    first = merged(base, theirs, ours, NOW)
    second = Merged(refresh(parts(ours), first.renewed.parts, parts(base), tracked="2026-11-25T10:00:00Z"))
    assert [line for line in second.lines if line] == lines(base)
    back = read(settled(settled(second.root, accept=False, author="reportgen"), accept=True))
    assert [one.text for one in back if one.text] == lines(theirs)
    assert second.said == []


@pytest.mark.parametrize(("one", "other"), [(FEW, SOME), (ONE + TWO, ONE + FEW + TWO), (FEW, births("163"))])
def test_a_condition_that_flips_to_and_fro_while_nobody_decides_leaves_no_trace_of_what_was_ours(
    one: str, other: str
) -> None:
    done = merged(one, one, other, NOW)
    for base, ours in ((other, one), (one, other), (other, one), (one, other)):
        done = Merged(refresh(parts(base), done.renewed.parts, parts(ours), tracked="2026-11-25T10:00:00Z"))
        assert [line for line in done.lines if line] == lines(ours)
        assert (done.said, Kind.CONFLICT in done.kinds, Kind.KEPT in done.kinds) == ([], False, False)
    empty = [control for control in done.root.iter(f"{W}sdt") if not "".join(control.itertext())]
    back = read(settled(done.root, accept=False, author="reportgen"))
    assert ([text_of(one) for one in empty], [text.text for text in back if text.text]) == ([], lines(one))


# ---- a number that a person wrote in another form ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "renewed"),
    [("2,352", "2,360"), ("２３５２", "２３６０"), ("2 352", "2 360")],
    ids=["groups", "wide digits", "blanks"],
)
def test_a_number_typed_over_with_itself_is_no_edit_and_is_renewed_in_the_form_that_the_person_chose(
    typed: str, renewed: str
) -> None:
    done = merged(births("2352"), births(typed), births("2360"))
    assert done.lines == [f"出生婴儿{renewed}人。"]
    assert done.told == [(Kind.FIGURE, f"出生婴儿 {typed} → {renewed}")]


def test_another_number_typed_over_in_whatever_form_is_an_edit() -> None:
    done = merged(births("2352"), births("2,353"), births("2360"))
    assert done.lines == ["出生婴儿2,353人。"]
    assert done.told == [(Kind.CONFLICT, "出生婴儿 人工改为2,353，数据现为2360")]


def test_decimals_that_the_template_prints_otherwise_now_are_renewed_where_we_wrote_them() -> None:
    done = merged(births("58.6"), births("58.6"), births("58.60"))
    assert done.lines == ["出生婴儿58.60人。"]
