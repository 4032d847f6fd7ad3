"""Punctuation, numerals and words: what is wrong, with its clause and place; and the sentences that look wrong and are right."""

from __future__ import annotations

from time import process_time

import pytest
from conftest import DATA, REFERENCE, ROOT, TEMPLATE
from hypothesis import given
from hypothesis import strategies as st

from reportgen.authoring.language import language_issues
from reportgen.report import drafting
from reportgen.word.package import read_package, write_package
from reportgen.word.text import Paragraph, paragraphs

PUBLISHED = (
    "数值范围的连接号：「服务；掌握辖区内14-49岁孕龄妇女基本情」里的「14-49」，应为：14～49或14—49（GB/T 15835-2011）。"
)


def said(text: str, level: int | None = None) -> list[str]:
    return [issue.message for issue in language_issues([Paragraph("", text, "", level)], "a.docx")]


def told(*texts: str) -> list[str]:
    return [str(one) for one in language_issues([Paragraph("", text, "", None) for text in texts], "a.docx")]


def test_nothing_is_found_in_the_shipped_template() -> None:
    package = read_package((TEMPLATE / "report.docx").read_bytes())
    begin = process_time()
    issues = list(language_issues(paragraphs(package), "report.docx"))
    assert process_time() - begin < 0.5
    assert issues == []


@pytest.mark.parametrize(
    ("folder", "year"), [(DATA, 2018), (ROOT / "tests/offices/qingshi", 2024), (ROOT / "tests/offices/qingshi", 2025)]
)
def test_nothing_is_found_in_the_drafts(folder: object, year: int) -> None:
    read, prepared = drafting.read_all(folder, TEMPLATE, year)  # type: ignore[arg-type]
    draft = read_package(write_package(drafting.draft(read, prepared)))
    assert list(language_issues(paragraphs(draft), "a.docx")) == []


def test_the_published_text_has_a_hyphen_in_a_range_and_lacks_the_numbers_that_it_lost() -> None:
    published = (REFERENCE / "report_2018.txt").read_text(encoding="utf-8").splitlines()
    every = [Paragraph("", line.strip(), "", None) for line in published]
    assert [str(issue) for issue in language_issues(every, "report_2018.txt")] == [
        "report_2018.txt 第24行：标点成对：「(加强常住人口符合」里的「(」，应为：后面有「)」（GB/T 15834-2011）。这样的共3处（第24、26、99）。",
        f"report_2018.txt 第129行：{PUBLISHED}",
        "report_2018.txt 第153行：全角百分号：「户，入户率达92％。各村委会共广播」里的「％」，应为：%（GB/T 15835-2011）。",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("总人口15142人,其中农业人口11841人。", "半角标点：「人口15142人,其中农业人口11」里的「,」，应为：，（GB/T 15834-2011）"),
        ("兑现率达100%;其他工作正常。", "里的「;」，应为：；"),
        ("有关情况如下:", "里的「:」，应为：："),
        ("各项工作顺利.", "里的「.」，应为：。"),
        ("村(居)委会", "半角标点：「村(居)委会」里的「(居)」，应为：（居）"),
        ('落实"一把手"负责制', "直引号：「落实\"一把手\"负责制」里的「\"一把手\"」，应为：“一把手”"),
        ("落实「一把手」负责制", "应为：“一把手”"),
        ('落实"一把手”负责制', "直引号：「落实\"一把手”负责制」里的「\"」，应为：成对的“”"),
        ('签订"{{ 街道 }}责任书"。', "里的「\"{{…}}责任书\"」，应为：“{{…}}责任书”（GB/T 15834-2011）"),
        ("宣传、培训...等工作", "省略号：「宣传、培训...等工作」里的「...」，应为：……"),
        ("宣传、培训。。。", "里的「。。。」，应为：……"),
        ("宣传、培训…", "里的「…」，应为：……"),
        ("计划生育--基本国策", "破折号：「计划生育--基本国策」里的「--」，应为：——"),
        ("认真落实，，按时完成。", "标点重复"),
        ("认真落实。，按时完成。", "标点相连"),
        ("《甲办法》、《乙办法》", "书名号之间的顿号：「《甲办法》、《乙办法》」里的「》、《」，应为：》《"),
        ("“甲”、“乙”", "引号之间的顿号"),
        ("《关于印发《甲办法》的通知》", "书名号套用"),
        ("“落实“一把手”负责制”", "引号套用"),
        ("（一）、加强领导", "序号后的标点：「（一）、加强领导」里的「（一）、」，应为：括号后不加标点（GB/T 15834-2011 B.3.4）"),
        ("1、加强领导", "应为：「1.」这样（GB/T 15834-2011 B.3.3）"),
        ("一.加强领导", "应为：「一、」这样（GB/T 15834-2011 B.3.2）"),
        ("(1)加强领导", "序号的括号"),
        ("加强领导（责任到人", "标点成对：「加强领导（责任到人」里的「（」，应为：后面有「）」"),
        ("加强领导）责任到人", "标点成对：「加强领导）责任到人」里的「）」，应为：前面有「（」"),
        ("加强“领导（责任”到人", "标点成对"),
        ("总人口１５１４２人", "全角数字：「总人口１５１４２人」里的「１５１４２」，应为：半角数字（GB/T 15835-2011）"),
        ("入户率达92％", "全角百分号"),
        ("入户率达{{ 入户率 }}％", "全角百分号"),
        ("2018年09月30日", "月日补0：「2018年09月30日」里的「09月30日」，应为：月、日不补0（GB/T 9704-2012 7.3.5.4）"),
        ("2018年9月03日", "应为：3日"),
        ("截至18年9月30日", "年份不全：「截至18年9月30日」里的「18年」，应为：四位数的年份"),
        ("二〇一八年工作", "年份用汉字"),
        ("完成投资3亿4500万元", "数字混写：「完成投资3亿4500万元」里的「3亿4500万」"),
        ("发放3万2000元", "数字混写"),
        ("发放宣传品3千份", "数字混写：「发放宣传品3千份」里的「3千」，应为：写出全部数字，如3000"),
        ("占15～30%", "数值范围的单位：「占15～30%」里的「15～30%」，应为：15%～30%"),
        ("需要13-17万元", "应为：13万～17万"),
        ("15岁~49岁", "浪纹线：「15岁~49岁」里的「15岁~49」，应为：15岁～49"),
        ("{{ 甲 }}~{{ 乙 }}人", "浪纹线：「{{…}}~{{…}}人」"),
        ("2016-2018年", "数值范围的连接号"),
        ("出生人数下降了2倍", "减少不说倍：「出生人数下降了2倍」里的「下降了2倍」，应为：用百分数，如下降50%"),
        ("支出减少{{ 倍数 }}倍", "减少不说倍"),
        ("提高2.5%个百分点", "百分点：「提高2.5%个百分点」里的「%个百分点」，应为：个百分点"),
        ("下降了.5%", "小数点前的0：「下降了.5%」里的「.5」，应为：0.5"),
        ("共 15 人参加", "数字旁的空格：「共 15 人参加」里的「 15 」，应为：不空格（公文惯例）"),
        ("完成率100 %。", "数字旁的空格"),
        ("完成率{{ 完成率 }} ％。", "数字旁的空格"),
        ("云卫发[2015]5号", "发文字号的括号：「云卫发[2015]5号」里的「[2015]」，应为：〔2015〕（GB/T 9704-2012 7.2.5）"),
        ("云卫发〔2015〕第5号", "里的「第5号」，应为：不加「第」，不补0（GB/T 9704-2012 7.2.5）"),
        ("以上报告妥否，请批示。", "应为：报告里不写请示事项，要请示就另写请示（《党政机关公文处理工作条例》第十五条）"),
        ("××村开展宣传", "没有写定：「××村开展宣传」里的「××」，应为：写定的内容（公文惯例）"),
        ("XX街道开展宣传", "没有写定：「XX街道开展宣传」里的「XX」"),
        ("出生婴儿（待核实）人", "没有写定"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(text: str, message: str) -> None:
    (found,) = said(text)
    assert message in found


@pytest.mark.parametrize(
    "text",
    [
        "性别比为{{ 性别比 }}:100，比上年下降。",
        "性别比为{{ 男孩 }}:{{ 女孩 }}。",
        '发放5"宣传屏一块。',
        "兑现2016年10月至2017年9月独生子女保健费10590元，占比为98%～99%，资金30万～35万元。",
        "在北京—上海一线，2016—2018年共100～150千克、3千米、5千瓦，电话0871-68691234，QQ号374552990。",
        "按照GB/T 9704-2012的要求，见http://www.example.gov.cn/，邮箱a.b@example.cn，会议10:30开始，比例1:2。",
        "《云南省条例》（2018年）、《婚育证明》及“三公”经费、“四同”管理、“半边户”《生育服务证》。",
        "《关于印发〈甲办法〉的通知》（云卫办家庭发〔2015〕5号），“落实‘一把手’负责制”。",
        "1）加强领导；2）落实责任；a）其他。",
        "1.2017年工作；3.5万元；5.29等节庆日；第1-3项附表；文件1-18附表；T-34；表3-1；1.5倍。",
        "一孩、二孩生育登记；三四个月；十之八九；连续15年保持；30年初心不改。",
        "收入增长2倍，支出下降50%，比上年提高2.5个百分点，降低一半。",
        "下降到原来的三分之一；收入下降，支出是上年的3倍。",
        "表1 人口情况",
        "省库下发待核实信息35条，已全部核实；将方案报请批复后实施。",
        "他说：“好！”大家问：“真的？！”……",
        "“这一段的引语到下一段才完。",
        "到此为止。”",
        "共{{ 人数 }}人，占{{ 比例 }}%{% if 任务 %}，完成任务{{ 任务 }}对的{{ 完成率 }}%{% endif %}。",
        "{% if 甲 > 乙 %}高于{{ 乙 }}的指标数（见附表。{% else %}见附表）。{% endif %}",
        "{{ 区间['15-49岁'] }}人，{{ 按('村(居)委会') }}",
        "甲村、乙村 丙村",
        "2,000元、12,345人",
        "A、B两类；Wi-Fi；5G；第十二届全国人大代表；一百〇一。",
        "截至6月底，全年、上半年、15周岁以内，15个工作日前。",
        "负责人：________，XXL码，型号AXX3，ＱＱ群",
        "注：1.数据截至9月30日。",
        "",
    ],
)
def test_what_only_looks_wrong_is_not_told(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "level", "wrong"),
    [
        ("一、基本情况。", 0, True),
        ("（一）加强计划生育工作：", 1, True),
        ("一、基本情况", 0, False),
        ("（一）强化统筹。全市建立了机制。", 1, False),  # text follows: a run-in heading
        ("1.加强建立人口信息采集联动机制。", 2, False),  # deeper ones are sentences as often
        ("（一）加强领导，落实责任。", 1, False),
        ("一、基本情况。", None, False),
    ],
)
def test_a_heading_that_stands_alone_has_no_mark_at_its_end(text: str, level: int | None, wrong: bool) -> None:
    found = said(text, level)
    assert [one.split("：")[0] for one in found] == ["标题末尾的标点"] * wrong


def test_what_is_alike_is_told_once_with_its_paragraphs() -> None:
    assert told("入户率92％。", "没有问题。", "知晓率97％，可及率95％。") == [
        "a.docx 第1段：全角百分号：「入户率92％。」里的「％」，应为：%（GB/T 15835-2011）。这样的共3处（第1、3）。"
    ]


def test_headings_numbered_in_one_wrong_way_are_told_once() -> None:
    assert told("1、加强领导", "2、加强宣传", "（一）、加强培训") == [
        "a.docx 第1段：序号后的标点：「1、加强领导」里的「1、」，应为：「1.」这样（GB/T 15834-2011 B.3.3）。这样的共2处（第1、2）。",
        "a.docx 第3段：序号后的标点：「（一）、加强培训」里的「（一）、」，应为：括号后不加标点（GB/T 15834-2011 B.3.4）。",
    ]


def test_a_slip_keeps_its_key_while_others_come_and_go() -> None:
    (issue,) = language_issues([Paragraph("", "入户率92％。", "", None)], "a.docx")
    assert (issue.key, issue.check, issue.found, issue.expected) == ("语言文字：全角百分号：％", "语言文字", "％", "%")


@given(
    st.text(
        alphabet="一二年月日人万亿%％～-—.,，。；：、“”‘’（）()《》〈〉〔〕[]{}#…0123456789 ×待核实否请批示",
        max_size=60,
    )
)
def test_no_text_makes_it_fail_and_each_finding_is_in_the_text(text: str) -> None:
    for level in (None, 0):
        for issue in language_issues([Paragraph("", text, "", level)], "a.docx"):
            assert issue.found and issue.message.endswith("。")


@pytest.mark.parametrize("piece", ["（", "“", "1～", "。", "《", "{{", "(一", "、", "0", "9万"])
def test_a_hostile_paragraph_takes_no_time(piece: str) -> None:
    begin = process_time()
    said(piece * 20_000)
    assert process_time() - begin < 2
