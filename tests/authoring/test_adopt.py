"""`template adopt`: an office's own report becomes a template that prints the same report, and next year's."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
import specimens as s
from conftest import DATA, REFERENCE, ROOT, TEMPLATE, assert_sound
from from_before import bare_template, drafted, spots, typed_by_hand
from lxml import etree
from specimens import read_marks

from reportgen.annex.form import form_issues, own_form
from reportgen.authoring.adopt.from_report import Adoption, adopt_report, told
from reportgen.base.issues import Unusable
from reportgen.commands.cli import main
from reportgen.word.blocks import printed_in
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, serialized, write_package
from reportgen.word.text import paragraphs, plain_text

pytestmark = pytest.mark.slow  # whole reports adopted

QINGSHI = ROOT / "tests" / "offices" / "qingshi"
OTHER_YEARS = [(DATA, 2018), (DATA, 2017), (QINGSHI, 2024), (QINGSHI, 2025)]


def said(parts: Mapping[str, bytes]) -> list[str]:
    return [line for line in plain_text(parts).splitlines() if line.strip()]


def titled(parts: Mapping[str, bytes]) -> list[tuple[str, str]]:
    return [(mark.title, mark.text) for mark in read_marks(parse_part(parts[DOCUMENT]))]


def adopted(parts: Mapping[str, bytes], folder: Path, template: Path = TEMPLATE, data: Path = DATA) -> Adoption:
    """Adopt a package in `folder`, and write the new report's folder there as 「ours」."""
    file = folder / "去年.docx"
    file.write_bytes(write_package(parts))
    adoption = adopt_report(file, data, template, 2018)
    (folder / "ours").mkdir()
    for name, content in adoption.files.items():
        (folder / "ours" / name).write_bytes(content)
    return adoption


# -- the 2018 report, typed by hand


@pytest.mark.parametrize("style", ["", "GWBody"])
def test_every_figure_of_2018_becomes_its_own_tag_and_follows_other_years(style: str, tmp_path: Path) -> None:
    original = drafted(DATA, TEMPLATE, 2018)
    adoption = adopted(typed_by_hand(original, style), tmp_path)
    assert adoption.differences == ()
    assert adoption.adopted.headings == sum(1 for one in paragraphs(original) if one.number)
    assert adoption.adopted.doubts == ()
    for data, year in OTHER_YEARS:  # other numbers, other branches of conditions, longer and shorter lists
        ours, theirs = drafted(data, tmp_path / "ours", year), drafted(data, TEMPLATE, year)
        assert said(ours) == said(theirs)
        assert titled(ours) == titled(theirs)
    assert_sound((tmp_path / "ours" / "report.docx").read_bytes(), tmp_path)
    assert_sound(write_package(drafted(DATA, tmp_path / "ours", 2018)), tmp_path)


def test_what_is_left_of_2018_are_the_rules_numbers(tmp_path: Path) -> None:
    adoption = adopted(typed_by_hand(drafted(DATA, TEMPLATE, 2018)), tmp_path)
    assert [(one.left.found, one.left.candidates) for one in adoption.adopted.remaining] == [("1名", ()), ("1名", ())]
    assert adoption.adopted.loops["存在的问题"] == adoption.adopted.loops["下步工作计划"] == ""


def test_a_draft_with_marks_becomes_a_template_by_its_marks(tmp_path: Path) -> None:
    template = bare_template(tmp_path)  # no sentence to go by
    original = drafted(DATA, TEMPLATE, 2018)
    adopted(original, tmp_path, template)
    ours = drafted(DATA, tmp_path / "ours", 2018)
    in_loops = re.compile("^特殊家庭·")
    assert [one for one in titled(ours) if not in_loops.match(one[0])] == [
        one for one in titled(original) if not in_loops.match(one[0])
    ]
    assert said(ours) == said(original)


@pytest.mark.parametrize("stutters", [False, True])
def test_a_draft_that_libreoffice_saved_is_adopted_with_the_wordings_that_it_dropped(
    stutters: bool, tmp_path: Path
) -> None:
    original = drafted(DATA, TEMPLATE, 2018)
    root = parse_part(original[DOCUMENT])
    for mark in list(printed_in(root)):
        etree.strip_elements(mark.control, f"{W}tag")
        for stretch in ("", "日", "10", "月") if stutters and mark.text == "12月10日" else ():
            again = copy.deepcopy(mark.control)
            next(again.iter(f"{W}t")).text = f"{stretch}12月10日"
            mark.control.addnext(again)
    assert ("12月10日月12月10日1012月10日" in "".join(root.itertext())) == stutters
    adoption = adopted({**original, DOCUMENT: serialized(root)}, tmp_path)
    assert adoption.differences == ()
    assert said(drafted(DATA, tmp_path / "ours", 2017)) == said(drafted(DATA, TEMPLATE, 2017))


@pytest.mark.parametrize(("data", "year", "least"), [(DATA, 2018, 95), (QINGSHI, 2024, 95)])
def test_without_a_sentence_to_go_by_most_figures_are_known_by_their_words_and_none_is_wrong(
    data: Path, year: int, least: int, tmp_path: Path
) -> None:
    original = drafted(data, TEMPLATE, year)
    file = tmp_path / "去年.docx"
    file.write_bytes(write_package(typed_by_hand(original)))
    adoption = adopt_report(file, data, bare_template(tmp_path), year)
    (tmp_path / "ours").mkdir()
    for name, content in adoption.files.items():
        (tmp_path / "ours" / name).write_bytes(content)
    right = 0
    for (text, truth), (same, found) in zip(
        spots(original), spots(drafted(data, tmp_path / "ours", year)), strict=True
    ):
        assert text == same
        assert found.items() <= truth.items(), text
        right += len(found)
    assert right >= least


def test_the_published_text_in_plain_paragraphs(tmp_path: Path) -> None:
    document = docx.Document()
    for line in (REFERENCE / "report_2018.txt").read_text(encoding="utf-8").splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "网页.docx"))
    package = read_package((tmp_path / "网页.docx").read_bytes())
    adoption = adopted(package, tmp_path)
    assert adoption.differences == ()
    truth = {title for title, _ in titled(drafted(DATA, TEMPLATE, 2018))}
    ours = drafted(DATA, tmp_path / "ours", 2018)
    found = [title for title, _ in titled(ours)]
    assert truth - set(found) == {
        "预防接种服务"
    }  # its ③ is a ( on the web, so the copied sentence below it is the same
    assert [one.left.found for one in adoption.adopted.remaining if one.left.candidates] == [
        "2017年10月至2018年9月",
        "199人",
    ]
    numbers = [(one.number, one.style) for one in paragraphs(ours) if one.number]
    assert numbers[:4] == [("一、", "heading 1"), ("二、", "heading 1"), ("（一）", "heading 2"), ("1.", "heading 3")]
    assert ("（九）", "heading 2") in numbers and ("（十）", "heading 2") not in numbers
    assert any(
        text.startswith("（十一）") and reason == "照顺序应是（十）" for _, text, reason in adoption.adopted.doubts
    )
    assert_sound((tmp_path / "ours" / "report.docx").read_bytes(), tmp_path)


# -- a small office, and what Word files hold

CATALOGUE = s.CATALOGUE
FILES = {
    "office.yaml": s.OFFICE.replace("  - {标题: 加强培训}\n", "").replace("items: 甲", "items: 常年坚持"),
    "population.csv": s.POPULATION,
}
FRAMES = s.p("截至{{ 截止日 }}，全街道总人口{{ 总人口 }}人，农业人口占{{ 农业比重 }}%。")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a folder with a small office's template and data of 2018."""
    (tmp_path / "template").mkdir()
    (tmp_path / "template" / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "template" / "report.docx").write_bytes(s.package(FRAMES))
    (tmp_path / "data" / "2018").mkdir(parents=True)
    for name, text in FILES.items():
        (tmp_path / "data" / "2018" / name).write_text(text, encoding="utf-8")
    return tmp_path


def small_adopted(small: Path, body: str, others: Mapping[str, bytes] | None = None) -> Adoption:
    return adopted(read_package(s.package(body, others)), small, small / "template", small / "data")


def lines_of(adoption: Adoption, part: str = DOCUMENT) -> list[str]:
    root = parse_part(read_package(adoption.files["report.docx"])[part])
    return [text for one in root.iter(f"{W}p") if (text := s.text_of(one))]


def left_of(adoption: Adoption) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.left.found, one.left.candidates) for one in adoption.adopted.remaining]


@pytest.mark.parametrize(
    ("typed", "tagged"),
    [
        (
            "截至2018年9月30日，全街道总人口110人，农业人口占82%。",
            "截至{{ 截止日 }}，全街道总人口{{ 总人口 }}人，农业人口占{{ 农业比重 }}%。",
        ),
        ("全年出生178人，死亡85人。", "全年出生{{ 出生 }}人，死亡{{ 死亡 }}人。"),
        ("男孩93人、女孩88人", "男孩{{ 男孩 }}人、女孩{{ 女孩 }}人"),
        ("农业人口为９０人", "农业人口为{{ 农业人口 }}人"),
        ("2018年工作", "{{ 年度 }}年工作"),
        ("八街街道办事处", "{{ 街道 }}办事处"),
        ("截至2018年9月30日止", "截至{{ 截止日 }}止"),
    ],
)
def test_what_is_certain_becomes_a_tag(typed: str, tagged: str, small: Path) -> None:
    template = small / "template" / "catalogue.yaml"
    template.write_text(
        CATALOGUE.replace("  总人口: {sum: 人口}", "  总人口: {sum: 人口, as_of: 截止日}"), encoding="utf-8"
    )
    assert lines_of(small_adopted(small, s.p(typed))) == [tagged]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("外来务工85人。", [("85人", ("{{ 死亡 }}",))]),  # the value agrees, no word does
        ("死亡86人。", [("86人", ())]),  # the word agrees, the value doesn't
        ("婴儿死亡0人。", [("0人", ())]),
        ("非农业人口90人。", [("90人", ("{{ 农业人口 }}",))]),  # the words name another one
        ("自2018年起施行", [("2018", ("{{ 年度 }}",))]),
        ("2016—2018年规划", []),
        ("按《关于2018年的通知》执行", [("2018", ("{{ 年度 }}",))]),
        ("（云办发〔2018〕5号）", []),
        ("2018年10月17日召开会议", [("2018年10月17日", ("{{ 落款日 }}",))]),
        ("85人次、85个工作日", []),
    ],
)
def test_what_is_doubtful_stays_and_is_told(typed: str, left: list[tuple[str, tuple[str, ...]]], small: Path) -> None:
    adoption = small_adopted(small, s.p(typed))
    assert lines_of(adoption) == [typed]
    assert left_of(adoption) == left


def test_a_number_cut_into_runs_keeps_the_formatting_of_its_first_digit(small: Path) -> None:
    body = s.p(s.r("死亡"), s.r("8", s.BOLD), s.r("5", s.ITALIC), s.r("人。"))
    adoption = small_adopted(small, body)
    assert lines_of(adoption) == ["死亡{{ 死亡 }}人。"]
    root = parse_part(drafted(small / "data", small / "ours", 2018)[DOCUMENT])
    runs = [run for run in root.iter(f"{W}r") if "".join(run.itertext()) == "85"]
    assert [run.find(f"{W}rPr/{W}b") is not None for run in runs] == [True]


def test_what_stands_in_cells_is_known_by_the_heads_of_row_and_column(small: Path) -> None:
    body = s.p("附表") + s.table(
        s.row("项目", "2018年人数（人）"),
        s.row("死亡", "85"),
        s.row("出生", "178人"),
        s.row("外来", "93"),
        s.row("女孩", "89"),
    )
    adoption = small_adopted(small, body)
    assert lines_of(adoption)[3:] == ["死亡", "{{ 死亡 }}", "出生", "{{ 出生 }}人", "外来", "93", "女孩", "89"]
    assert left_of(adoption) == [("93", ("{{ 男孩 }}",)), ("89", ())]


@pytest.mark.parametrize("merged", [False, True])
def test_numbers_of_a_table_by_villages_are_told_once_a_table(merged: bool, small: Path) -> None:
    head = s.row("村", "出生", "增长率")
    if merged:
        head = head.replace("<w:tc>", '<w:tc><w:tcPr><w:gridSpan w:val="1"/></w:tcPr>', 1)
    rows = (s.row("甲村", "92", "-1.75"), s.row("乙村", "7", "0.00"), s.row("丙村", "—", "待补"))
    adoption = small_adopted(small, s.p("附表") + s.table(head, *rows))
    said = list(told(adoption))
    line = said[
        said.index("表格里没有换的数，明年不会跟着变，请自己换成标签（按村的表写成循环，见 README）：（1处）") + 1
    ]
    assert line == f"  第1个表：4个数，从第6段的 92{'' if merged else '（甲村，出生）'} 起"


def test_another_years_column_is_none_of_this_years(small: Path) -> None:
    adoption = small_adopted(small, s.table(s.row("项目", "上年"), s.row("死亡", "85")) + s.p("说明"))
    assert "85" in lines_of(adoption)
    assert left_of(adoption) == [("85", ("{{ 死亡 }}",))]


def test_hyperlinks_text_boxes_headers_and_fallbacks_are_read_too(small: Path) -> None:
    link = f'<w:p><w:hyperlink w:anchor="a">{s.r("死亡85人")}</w:hyperlink></w:p>'
    header = s.part("hdr", s.p("死亡85人"))
    adoption = small_adopted(small, link + s.p("正文"), {"header1.xml": header})
    assert lines_of(adoption) == ["死亡{{ 死亡 }}人", "正文"]
    assert lines_of(adoption, "word/header1.xml") == ["死亡{{ 死亡 }}人"]


def test_a_fields_result_is_words_own_and_stays(small: Path) -> None:
    code = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    inside = code.format("begin") + "<w:r><w:instrText>REF a</w:instrText></w:r>" + code.format("separate")
    field = f"<w:p>{s.r('死亡')}{inside}{s.r('85')}{code.format('end')}{s.r('人')}</w:p>"
    assert lines_of(small_adopted(small, field)) == ["死亡85人"]


def test_a_field_of_a_mail_merge_becomes_the_tag_of_its_metric(small: Path) -> None:
    def merged(name: str, shown: str) -> str:
        return f'<w:fldSimple w:instr=" MERGEFIELD {name} ">{s.r(shown)}</w:fldSimple>'

    fields = (
        merged("死亡", "«死亡»"),
        merged("截止日", "2018年9月30日"),
        merged("街道", "«街道»"),
        merged("存在的问题", "«存在的问题»"),
    )
    adoption = small_adopted(small, s.p("死亡", fields[0], "人，截至", fields[1], "，", fields[2], "：", fields[3]))
    assert lines_of(adoption) == ["死亡{{ 死亡 }}人，截至{{ 截止日 }}，{{ 街道 }}：«存在的问题»"]
    assert {"{{ 死亡 }}", "{{ 截止日 }}", "{{ 街道 }}"} <= {*adoption.adopted.tags}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            f'<w:p><w:ins w:id="1" w:author="甲" w:date="2018-01-01T00:00:00Z">{s.r("死亡85人")}</w:ins></w:p>',
            "还有1处没有处理的修订",
        ),
        (s.p("死亡{{ 死亡 }}人"), "已经是模板了"),
        (s.p("注{%"), "标签的括号"),
    ],
)
def test_what_can_not_become_a_template_is_refused_with_what_to_do(body: str, message: str, small: Path) -> None:
    (small / "去年.docx").write_bytes(s.package(body))
    with pytest.raises(Unusable, match=re.escape(message)):
        adopt_report(small / "去年.docx", small / "data", small / "template", 2018)


def test_comments_stay_behind(small: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("死亡85人。")
    document.add_comment(paragraph.runs, text="请核对", author="甲", initials="甲")
    document.save(str(small / "批注.docx"))
    adoption = adopt_report(small / "批注.docx", small / "data", small / "template", 2018)
    assert adoption.adopted.comments == 1
    parts = read_package(adoption.files["report.docx"])
    assert not [name for name in parts if "comments" in name]
    assert b"comment" not in parts[DOCUMENT] + parts["word/_rels/document.xml.rels"]


def test_separators_of_thousands_are_read_and_the_difference_is_told(small: Path) -> None:
    (small / "data" / "2018" / "office.yaml").write_text(
        FILES["office.yaml"].replace("出生: 178", "出生: 12178"), encoding="utf-8"
    )
    adoption = small_adopted(small, s.p("全年出生12,178人。"))
    assert lines_of(adoption) == ["全年出生{{ 出生 }}人。"]
    assert adoption.differences == (("全年出生12,178人。", "全年出生12178人。"),)
    assert any("12,178" in line for line in told(adoption))


def test_a_list_a_paragraph_an_item_becomes_a_loop(small: Path) -> None:
    adoption = small_adopted(small, s.p("存在的问题") + s.p("人手不足") + s.p("") + s.p("经费不足") + s.p("完"))
    assert lines_of(adoption) == ["存在的问题", "{%p for 项 in 存在的问题 %}", "{{ 项 }}", "{%p endfor %}", "完"]
    changed = (
        (small / "data" / "2018" / "office.yaml")
        .read_text(encoding="utf-8")
        .replace("[人手不足, 经费不足]", "[甲, 乙, 丙]")
    )
    (small / "data" / "2018" / "office.yaml").write_text(changed, encoding="utf-8")
    assert said(drafted(small / "data", small / "ours", 2018)) == ["存在的问题", "甲", "乙", "丙", "完"]


@pytest.mark.parametrize(
    "body", [s.p("人手不足"), s.p("经费不足") + s.p("人手不足"), (s.p("人手不足") + s.p("经费不足")) * 2]
)
def test_a_list_that_stands_otherwise_or_twice_is_told(body: str, small: Path) -> None:
    adoption = small_adopted(small, body)
    assert "{%p" not in "".join(lines_of(adoption))
    assert any(line.startswith("  存在的问题：") for line in told(adoption))


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("今年死亡85人，比较多。", "{%p if 死亡 > 50 %}"),
        ("死亡不多。", "{%p if 死亡 > 50 %} {%p else %}"),
        ("死亡不多，要注意。", ""),
        ("报告完毕。", ""),
    ],
)
def test_a_sentence_that_the_template_prints_only_sometimes_is_told(typed: str, condition: str, small: Path) -> None:
    block = (
        "{%p if 死亡 > 50 %}",
        "今年死亡{{ 死亡 }}人，比较多。",
        "{%p else %}",
        "死亡不多。",
        "{%p endif %}",
        "报告完毕。",
    )
    (small / "template" / "report.docx").write_bytes(s.package("".join(map(s.p, block))))
    adoption = small_adopted(small, s.p("报告") + s.p(typed))
    assert adoption.adopted.conditions == (((2, typed, condition),) if condition else ())
    assert any(condition in line and typed in line for line in told(adoption)) == bool(condition)


def test_the_list_of_villages_is_for_checking_and_not_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "去年.docx"
    file.write_bytes(write_package(drafted(QINGSHI, TEMPLATE, 2025)))
    assert set(adopt_report(file, QINGSHI, TEMPLATE, 2025).adopted.loops) == {
        "存在的问题",
        "下步工作计划",
        "报表报送期限",
    }


# -- the command


def test_the_command_writes_the_folder_and_says_what_is_left(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small / "去年.docx").write_bytes(s.package(s.p("死亡85人，外来93人。")))
    words = ["template", "adopt", str(small / "去年.docx"), str(small / "ours"), "--year", "2018"]
    words += ["--data", str(small / "data"), "--template", str(small / "template")]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "换成标签1处" in out
    assert "  第1段 93人，可能是 {{ 男孩 }}：「死亡85人，外来93人。」" in out
    assert (small / "ours" / "catalogue.yaml").read_text(encoding="utf-8") == CATALOGUE
    assert form_issues(small / "ours") == () and own_form(small / "ours")
    before = (small / "ours" / "report.docx").read_bytes()
    assert main(words) == 2
    assert "已经有" in capsys.readouterr().err
    assert (small / "ours" / "report.docx").read_bytes() == before


@pytest.mark.parametrize("content", [None, b"no zip", b"\xd0\xcf\x11\xe0old"])
def test_a_file_that_is_none_is_told_and_nothing_is_written(
    content: bytes | None, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (small / "去年.docx").write_bytes(content)
    words = ["template", "adopt", str(small / "去年.docx"), str(small / "ours"), "--year", "2018"]
    assert main([*words, "--data", str(small / "data"), "--template", str(small / "template")]) == 2
    assert "去年.docx" in capsys.readouterr().err
    assert not (small / "ours").exists()


def test_the_same_file_gives_the_same_bytes(small: Path) -> None:
    one = small_adopted(small, s.p("死亡85人。") + s.p("一、甲") + s.p("二、乙"))
    again = adopt_report(small / "去年.docx", small / "data", small / "template", 2018)
    assert one.files == again.files


def test_a_text_box_is_tagged_for_new_and_for_old_versions_of_word(small: Path) -> None:
    inside = f"<w:txbxContent>{s.p('死亡85人')}</w:txbxContent>"
    box = (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="w14"><w:drawing>{inside}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    adoption = small_adopted(small, box + s.p("外来93人"))
    assert lines_of(adoption).count("死亡{{ 死亡 }}人") == 2
    assert adoption.adopted.tags == ("{{ 死亡 }}",)


def test_a_mark_whose_number_is_another_now_is_told(small: Path) -> None:
    mark = (
        '<w:sdt><w:sdtPr><w:alias w:val="死亡"/><w:tag w:val="死亡"/></w:sdtPr>'
        f"<w:sdtContent>{s.r('84')}</w:sdtContent></w:sdt>"
    )
    adoption = small_adopted(small, f"<w:p>{s.r('死亡')}{mark}{s.r('人')}</w:p>")
    assert lines_of(adoption) == ["死亡{{ 死亡 }}人"]
    assert adoption.differences == (("死亡84人", "死亡85人"),)


def test_somebody_elses_content_control_stays(small: Path) -> None:
    control = (
        '<w:sdt><w:sdtPr><w:alias w:val="封面"/></w:sdtPr>' + f"<w:sdtContent>{s.p('死亡85人')}</w:sdtContent></w:sdt>"
    )
    adoption = small_adopted(small, control + s.p("完"))
    assert lines_of(adoption) == ["死亡{{ 死亡 }}人", "完"]
    assert b'"\xe5\xb0\x81\xe9\x9d\xa2"' in read_package(adoption.files["report.docx"])[DOCUMENT]


def test_a_report_of_another_year_is_noticed(small: Path) -> None:
    adoption = small_adopted(small, s.p("2017年工作：2017年死亡84人，2018年打算"))
    assert (adoption.year, adoption.written_year) == (2018, 2017)
    assert any("--year 2017" in line for line in told(adoption))


def test_a_package_without_a_list_of_its_own_gets_one(small: Path) -> None:
    parts = read_package(s.package(s.p("一、甲") + s.p("二、乙")))
    for kind in ("numbering", "styles"):
        parts.pop(f"word/{kind}.xml", None)
        for name in ("word/_rels/document.xml.rels", "[Content_Types].xml"):
            parts[name] = re.sub(rb"<(Relationship|Override) [^>]*/%s.xml[^>]*>" % kind.encode(), b"", parts[name])
            parts[name] = re.sub(rb'<Relationship [^>]*"%s.xml"[^>]*>' % kind.encode(), b"", parts[name])
    adopted(parts, small, small / "template", small / "data")
    assert said(drafted(small / "data", small / "ours", 2018)) == ["一、甲", "二、乙"]
    assert_sound((small / "ours" / "report.docx").read_bytes(), small)


def test_the_note_that_numbers_are_invented_is_the_drafts_and_stands_once(tmp_path: Path) -> None:
    file = tmp_path / "去年.docx"
    file.write_bytes(write_package(drafted(DATA, TEMPLATE, 2017)))
    adoption = adopt_report(file, DATA, TEMPLATE, 2017)
    (tmp_path / "ours").mkdir()
    for name, content in adoption.files.items():
        (tmp_path / "ours" / name).write_bytes(content)
    assert plain_text(drafted(DATA, tmp_path / "ours", 2017)) == plain_text(drafted(DATA, TEMPLATE, 2017))
    assert "【演示数据】" not in plain_text(drafted(DATA, tmp_path / "ours", 2018))
