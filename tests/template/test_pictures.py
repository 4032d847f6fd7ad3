"""A picture of the year's folder is printed where its tag stands: seal, signature, photograph; what can't be printed is told, all at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import assert_sound
from leader import OFFICE, Desk, paragraph_of
from lxml import etree
from photographs import GPS, WHO, jpeg, png
from pictured import BODY, CM, PHOTOGRAPH, desk, shown
from specimens import NOTE_ENDS, p, package, part, r, row, table

from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, serialized, write_package


@pytest.fixture
def small(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return that office, whose screen can be read."""
    made = desk(tmp_path)
    made.capsys = capsys
    return made


def asks(made: Desk, entry: str) -> None:
    """Write another entry for the seal."""
    made.writes(OFFICE + PHOTOGRAPH + f"印章: {entry}\n")


def test_a_picture_stands_where_its_tag_stands_as_wide_as_the_year_says(small: Desk) -> None:
    assert small.runs() == OK, small.said
    assert_sound(small.report.read_bytes(), small.folder)
    photograph, seal = shown(small)
    assert [(one.name, one.said, one.size) for one in (photograph, seal)] == [
        ("照片", "照片", (int(7.5 * CM), int(3.75 * CM))),
        ("印章", "街道办事处印章", (4 * CM, 3 * CM)),
    ]
    assert small.parts[seal.part] == png(120, 90)
    around = paragraph_of(parse_part(small.parts[DOCUMENT]), "现场：")
    assert [
        [child.tag.removeprefix(W) for child in run if len(child) or child.text] for run in around.iter(f"{W}r")
    ] == [
        ["t"],
        ["drawing"],
        ["t"],
    ]


def test_nothing_of_what_the_telephone_noted_down_goes_into_the_report(small: Desk) -> None:
    assert small.runs() == OK
    assert (small.year / "现场.jpg").read_bytes().count(GPS) == 1
    media = [content for name, content in small.parts.items() if name.startswith("word/")]
    assert not [one for one in media if GPS in one or WHO in one or b"Exif" in one]


def test_the_same_files_give_the_same_report_and_the_record_says_their_sums(small: Desk) -> None:
    assert small.runs() == OK
    first = small.report.read_bytes()
    record = json.loads((small.output / "报告.生成记录.json").read_text(encoding="utf-8"))
    assert {"印章.png", "现场.jpg"} < set(record["inputs"])
    assert small.runs("--fresh") == OK
    assert small.report.read_bytes() == first


def test_a_picture_may_stand_in_a_table_a_header_a_loop_and_twice(tmp_path: Path) -> None:
    others = {"header1.xml": part("hdr", p("{{ 印章 }}"))}
    loop = p("{%p for 项 in 存在的问题 %}") + p("{{ 项 }}", r("{{ 印章 }}")) + p("{%p endfor %}")
    made = desk(tmp_path, BODY + table(row("章", "{{ 印章 }}")) + loop, others)
    assert made.runs() == OK, made.said
    assert_sound(made.report.read_bytes(), tmp_path)
    assert [one.name for one in shown(made)] == ["照片", "印章", "印章", "印章", "印章"]
    assert [one.name for one in shown(made, "word/header1.xml")] == ["印章"]
    assert len([name for name in made.parts if name.startswith("word/media/")]) == 2
    ids = [one.get("id") for one in parse_part(made.parts[DOCUMENT]).iter("{*}docPr")]
    assert len(set(ids)) == 5


def test_only_what_is_printed_goes_into_the_report(tmp_path: Path) -> None:
    made = desk(tmp_path, p("{{ 街道 }}") + p("{% if 死亡 > 100 %}{{ 照片 }}{% endif %}{% if 印章 %}章{% endif %}"))
    assert made.runs() == OK, made.said
    assert made.lines[1] == "章"
    assert shown(made) == []
    assert not [name for name in made.parts if name.startswith("word/media/")]


def test_a_year_without_a_picture_says_so_and_nothing_is_printed(tmp_path: Path) -> None:
    made = desk(tmp_path, BODY + p("{%p if 印章 %}") + p("有章") + p("{%p endif %}"))
    asks(made, "[]")
    assert made.runs() == OK
    assert [one.name for one in shown(made)] == ["照片"]
    assert "有章" not in made.lines


def test_a_paragraph_of_a_picture_alone_goes_where_the_year_has_none(tmp_path: Path) -> None:
    alone = p("甲") + p(" {{ 印章 }} ") + p("乙{{ 印章 }}") + table(row("章", "{{ 印章 }}")) + p("{{ 印章 }}")
    made = desk(tmp_path, alone)
    asks(made, "[]")
    assert made.runs() == OK
    assert_sound(made.report.read_bytes(), tmp_path)
    root = parse_part(made.parts[DOCUMENT])
    assert ["".join(one.itertext(f"{W}t")) for one in root[0].iterchildren(f"{W}p")] == ["甲", "乙"]
    assert len(list(root.iter(f"{W}tc"))) == 2
    asks(made, "{图: 印章.png, 宽: 4}")
    assert made.runs() == OK
    assert [one.name for one in shown(made)] == ["印章"] * 4
    asks(made, "[]")
    assert made.runs() == OK
    assert shown(made) == []


@pytest.mark.parametrize(
    ("properties", "styles", "line"),
    [
        (
            '<w:spacing w:before="10" w:line="560" w:lineRule="exact"/><w:jc w:val="right"/>',
            "",
            ("560", "atLeast", "10"),
        ),
        ('<w:spacing w:line="360" w:lineRule="auto"/>', "", ("360", "auto", None)),
        ('<w:jc w:val="right"/>', '<w:spacing w:line="580" w:lineRule="exact"/>', ("580", "atLeast", None)),
        ('<w:jc w:val="right"/>', "", None),
    ],
)
def test_lines_of_a_fixed_height_grow_where_a_picture_stands(
    tmp_path: Path, properties: str, styles: str, line: tuple[str | None, ...] | None
) -> None:
    """A line of exactly 28 points shows a strip of a seal, in Word and in WPS."""
    made = desk(tmp_path, p("{{ 街道 }}") + p("{{ 印章 }}", properties=properties))
    if styles:
        path = made.template / "report.docx"
        parts = read_package(path.read_bytes())
        root = parse_part(parts["word/styles.xml"])
        usual = next(one for one in root.iter(f"{W}style") if one.get(f"{W}styleId") == "Normal")
        inside = f'<w:pPr xmlns:w="{W.strip("{}")}">{styles}</w:pPr>'
        usual.insert(1, etree.fromstring(inside))
        path.write_bytes(write_package({**parts, "word/styles.xml": serialized(root)}))
    assert made.runs() == OK
    settings = next(
        one for one in parse_part(made.parts[DOCUMENT]).iter(f"{W}p") if one.find(f".//{W}drawing") is not None
    )
    spacing = settings.find(f"{W}pPr/{W}spacing")
    assert line == (
        spacing if spacing is None else tuple(spacing.get(W + name) for name in ("line", "lineRule", "before"))
    )


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("印章.png", "「印章」是图，要写文件名和宽几厘米：{图: 印章.png, 宽: 4}；没有图的写 []。"),
        ("[印章.png]", "「印章」是图，要写文件名和宽几厘米"),
        ("{图: 印章.png}", "「宽」应是0.5到16之间的厘米数，最多2位小数，现在没有写。"),
        ("{图: 印章.png, 宽: 17}", "写的是「17」"),
        ("{图: 印章.png, 宽: 0.4}", "写的是「0.4」"),
        ("{图: 印章.png, 宽: 四}", "写的是「四」"),
        *(
            (said, "「印章」：花括号里的冒号、逗号要用半角，后面空一格，写成 {图: 印章.png, 宽: 4}。\n")
            for said in (
                "{图：印章.png，宽：4}",
                "{图： 印章.png, 宽：4}",
                "{图:印章.png, 宽:4}",
                "{图: 印章.png, 宽：4}",
            )
        ),
        ("{图: 印章.png，宽: 4}", "花括号里的冒号、逗号要用半角，后面空一格，像 {甲: 1, 乙: 2}。"),
        ("{宽: 4}", "「印章」没有写「图」（文件名）"),
        ("{图: ../2017/印章.png, 宽: 4}", "图片放在这一年的文件夹里，「图」后面只写文件名"),
        ("{图: 'D:\\印章.png', 宽: 4}", "「图」后面只写文件名"),
        ("{图: 印章.png, 宽: 4, 高: 3}", "不认识「高」。"),
        ("{图: 印章.png, 宽: 4, 说明: " + "章" * 201 + "}", "「说明」有201个字，最多200个字"),
        ("{图: 坏的.png, 宽: 4}", "坏的.png 不完整或已损坏"),
        ("{图: 动图.png, 宽: 4}", "动图.png 不是 PNG 或 JPEG 图片，是GIF"),
        ("{图: 长条.png, 宽: 4}", "长条.png 印4厘米宽，就有400厘米高，一页最多22厘米"),
        ("{图: 大.png, 宽: 4}", "大.png 超过10兆字节，请用「画图」打开，缩小后另存。"),
    ],
)
def test_a_picture_that_can_t_be_printed_is_told_and_nothing_is_written(small: Desk, entry: str, said: str) -> None:
    (small.year / "坏的.png").write_bytes(png()[:-9])
    (small.year / "动图.png").write_bytes(b"GIF89a")
    (small.year / "长条.png").write_bytes(png(1, 100))
    (small.year / "大.png").write_bytes(png() + b"\0" * 10_000_000)
    asks(small, entry)
    assert small.runs() == UNUSABLE
    assert said in small.said
    assert not small.output.exists()


@pytest.mark.parametrize("entry", ["{图: 印章.png, 宽: 16}", "{图: 印章.PNG, 宽: 0.5}", "{图: 印章.png, 宽: 4厘米}"])
def test_a_picture_at_the_edge_is_printed(small: Desk, entry: str) -> None:
    asks(small, entry)
    assert small.runs() == OK, small.said
    assert len(shown(small)) == 2


def test_all_faults_of_all_pictures_come_at_once_with_their_rows(small: Desk) -> None:
    small.writes(OFFICE + "印章: {图: 印章.png, 宽: 40}\n照片: {图: 现场.jpg, 宽: 八}\n街: 甲\n")
    assert small.runs() == UNUSABLE
    faults = [line for line in small.said.splitlines() if line.startswith("错误")]
    assert [line.split()[1].partition("：")[0] for line in faults] == [
        "office.yaml",
        "office.yaml",
        "office.yaml",
    ]
    assert ["第9行「印章」" in small.said, "第10行「照片」" in small.said, "第11行「街」" in small.said] == [True] * 3


def test_a_link_is_no_picture_wherever_it_leads(small: Desk, tmp_path: Path) -> None:
    """A link might lead to a file that isn't the office's to publish."""
    (tmp_path / "别处.png").write_bytes(png())
    (small.year / "印章.png").unlink()
    (small.year / "印章.png").symlink_to(tmp_path / "别处.png")
    assert small.runs() == UNUSABLE
    assert "印章.png 是一个链接，不是图片文件，请把图片本身放进来。" in small.said


def test_a_picture_that_nobody_has_put_there_yet_is_an_error_and_the_report_says_it(small: Desk) -> None:
    (small.year / "印章.png").rename(small.year / "街道印章.png")
    assert small.runs() == OK
    assert "office.yaml 第9行「印章」：要的图 印章.png 不在 2018 文件夹里，报告里暂写「待补」。" in small.said
    assert "请把图放进去，或改文件名。是不是「街道印章.png」？" in small.said
    assert small.lines[3] == "待补"
    assert small.runs("--strict") == ERRORS_STAND


def test_an_entry_that_is_empty_or_left_out_is_told_like_an_empty_text(small: Desk) -> None:
    asks(small, "")
    assert small.runs() == OK
    assert "「印章」：是空的，报告里暂写「待补」。请写成 {图: 印章.png, 宽: 4}；没有图的写 []。" in small.said
    small.writes(OFFICE + PHOTOGRAPH)
    assert small.runs() == OK
    assert "「印章」：是空的" in small.said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (p("{{ 印章 | 千分位 }}"), "「千分位」只能用于指标的数"),
        (p("{% if 印章 == '甲' %}甲{% endif %}"), "比较的两边"),
        (p("{% for 项 in 印章 %}{{ 项 }}{% endfor %}"), "只能对列表循环"),
    ],
)
def test_a_picture_has_no_wording_no_value_and_no_items(small: Desk, body: str, said: str) -> None:
    (small.template / "report.docx").write_bytes(package(BODY + body))
    assert small.runs() == UNUSABLE
    assert said in small.said


def test_a_picture_stands_in_no_footnote_and_in_no_text_of_the_year(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = {"footnotes.xml": part("footnotes", NOTE_ENDS + f'<w:footnote w:id="1">{p("{{ 印章 }}")}</w:footnote>')}
    made = desk(tmp_path, BODY + p("甲", '<w:r><w:footnoteReference w:id="1"/></w:r>'), note)
    made.capsys = capsys
    made.corrects("负责人: 计生办", "负责人: '计生办{{ 印章 }}'")
    assert made.runs() == UNUSABLE
    assert "脚注、尾注里不能印图" in made.said
    assert "文字里不能印图，请把这个标签写在模板里" in made.said


def test_the_next_year_keeps_the_seal_and_asks_for_a_new_photograph(small: Desk) -> None:
    assert small.runs("new", "2019") == OK
    folder = small.folder / "data" / "2019"
    assert (folder / "印章.png").read_bytes() == png(120, 90)
    assert not (folder / "现场.jpg").exists()
    assert "office.yaml「照片」的图 现场.jpg" in small.said
    text = (folder / "office.yaml").read_text(encoding="utf-8")
    assert "印章: {图: 印章.png, 宽: 4, 说明: 街道办事处印章}" in text
    assert "# 待改写：下面是2018年的，请改成2019年的\n照片: {图: 现场.jpg, 宽: 7.5}" in text
    assert small.runs("status", "2019") == ERRORS_STAND
    assert "照片（现场.jpg，文件夹里没有这张图）" in small.said
    assert "印章" not in small.said
    (folder / "现场.jpg").write_bytes(jpeg(64, 32))
    assert small.runs("status", "2019") == ERRORS_STAND
    assert "照片（现场.jpg，还是上年的图）" in small.said
    assert small.runs("check", "2019") == ERRORS_STAND
    assert "「照片」：还是2018年的图，没有换。" in small.said and "没改写：office.yaml「印章」" not in small.said
    (folder / "现场.jpg").write_bytes(jpeg(64, 40))
    assert small.runs("status", "2019") == ERRORS_STAND
    assert "照片" not in small.said
    assert small.runs("check", "2019") == ERRORS_STAND
    assert "照片" not in small.said
