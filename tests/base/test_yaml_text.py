"""A text -> a YAML scalar that says it; and where the entries and comments of a YAML text stand."""

from __future__ import annotations

import contextlib

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from reportgen.base.issues import Finder, Location
from reportgen.base.textfile import BLANKS, bad_character
from reportgen.base.yaml_writing import scalar_text, yaml_text
from reportgen.base.yamlfile import LINE_END, Mapping, Node, Scalar, Sequence, layout, parse_yaml


def read(text: str) -> Mapping:
    finder = Finder()
    top = parse_yaml(text.encode(), "office.yaml", finder)
    assert not finder.issues, (text, finder.issues)
    return top


def plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node}


TEXTS = st.one_of(
    st.text(),
    st.text("ab甲乙9月 :：#-?,[]{}&*!|>'\"%@`~\\\n\t\r\u3000\u2028（）《", max_size=12),
    st.sampled_from(
        [
            "null",
            "~",
            "Null",
            "true",
            "- 甲",
            "甲: 乙",
            "甲 # 乙",
            "---",
            "...",
            "? 甲",
            "&甲",
            "*",
            "!",
            "85",
            "9月30日",
        ]
    ),
).filter(lambda text: text == text.strip(BLANKS) and not bad_character(text) and "??" not in text)  # ?? is lost Chinese


@given(TEXTS)
def test_what_is_written_is_read_back_wherever_a_scalar_may_stand(text: str) -> None:
    scalar = scalar_text(text)
    assert "\n" not in scalar
    assert plain(read(f"键: {scalar}\n")) == {"键": text}
    assert plain(read(f"键: {scalar}   # 注\n")) == {"键": text}
    assert plain(read(f"键:\n  - {scalar}\n  - 标题: {scalar}\n    内容: 乙\n")) == {
        "键": [text, {"标题": text, "内容": "乙"}]
    }
    assert plain(read(f"{{键: [{scalar}, 乙], 丙: {scalar}}}")) == {"键": [text, "乙"], "丙": text}
    if text and len(scalar) < 1000:  # YAML looks no further for the colon of a key
        assert plain(read(f"{scalar}: 1\n")) == {text: "1"}


def node(said: object) -> Node:
    at = Location("office.yaml")
    if isinstance(said, str):
        return Scalar(said, at)
    if isinstance(said, list):
        return Sequence(tuple(map(node, said)), at)
    assert isinstance(said, dict)
    return Mapping({key: node(value) for key, value in said.items()}, dict.fromkeys(said, at), at)


KEYS = TEXTS.filter(lambda text: len(text) < 100)
NODES = st.recursive(
    TEXTS, lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=3), max_leaves=8
)


@given(st.dictionaries(KEYS, NODES, max_size=4))
def test_a_whole_file_is_read_back_as_it_was_written(said: dict[str, object]) -> None:
    top = node(said)
    assert isinstance(top, Mapping)
    assert plain(read(yaml_text(top))) == said


def test_a_written_file_looks_as_people_write_it() -> None:
    said = {
        "changes": {"percent": "50"},
        "population": {
            "title": "人口",
            "tables": {"population": {"户口": ["农业", "非农业"], "人口": "人"}},
            "合格率": {"formula": "甲 / 乙", "unit": "%"},
            "identities": ["甲 == 乙"],
        },
    }
    assert yaml_text(node(said)) == (  # type: ignore[arg-type]
        "\nchanges:\n  percent: 50\n"
        "\npopulation:\n  title: 人口\n  tables:\n    population: {户口: [农业, 非农业], 人口: 人}\n"
        "  合格率: {formula: 甲 / 乙, unit: '%'}\n  identities:\n    - 甲 == 乙\n"
    )


@pytest.mark.parametrize(
    ("text", "scalar"),
    [
        ("9月30日", "9月30日"),
        ("8.33", "8.33"),
        ("《公约》已经制定；执行不到位。", "《公约》已经制定；执行不到位。"),
        ("", "''"),
        ("null", "'null'"),
        ("甲: 乙", "'甲: 乙'"),
        ("it's", "'it''s'"),
        ("-3", "'-3'"),
        ("一\n二", '"一\\U0000000A二"'),
    ],
)
def test_a_scalar_is_plain_where_it_can_be(text: str, scalar: str) -> None:
    assert scalar_text(text) == scalar


@pytest.mark.parametrize("text", [" 甲", "甲\n", "\u3000甲", "甲\x07", "\ud800", "\ufffd"])
def test_what_the_reader_never_returns_cannot_be_written(text: str) -> None:
    with pytest.raises(ValueError, match="no value"):
        scalar_text(text)


CHARACTERS = "甲乙，。ab1 #:'\u3000"


@given(
    st.lists(st.text(CHARACTERS, min_size=1, max_size=6), min_size=2, max_size=5), st.sampled_from(["", "'", '"', ">"])
)
@example([" 1", "#1"], ">")
@example(["1", " ", "#1"], "")
@example([" ", "#1", "1"], "")
@example(["#1", " ", "1"], "")
def test_a_text_on_several_lines_loses_nothing_but_blanks_at_their_ends(lines: list[str], style: str) -> None:
    """Whatever YAML and we put between the lines, the characters that were typed are there in their order."""
    assume(style or "".join(lines).lstrip(" ")[:1] != "'")  # a quote that begins a text is YAML's own
    said = [line.replace("'", "''") if style == "'" else line for line in lines]
    body = {"": "\n  ".join(said), ">": ">\n  " + "\n  ".join(said)}.get(style, style + "\n  ".join(said) + style)
    finder = Finder()
    node = parse_yaml(f"键: {body}\n".encode(), "office.yaml", finder).entries.get("键")
    if isinstance(node, Scalar) and not finder.issues and not node.comment and node.text not in ("", "~"):
        # 「# 注」 on a line of its own is a remark, as ever, and so are several lines of them before a text begins.
        assume(not all(line.lstrip(" ").startswith("#") for line in lines[:2]))
        assume(not any(line.strip() == "#" or line.lstrip(" ").startswith(("# ", "##", "#\u3000")) for line in lines))
        assert "".join(node.text.split()) == "".join("".join(lines).split())


def parts(text: str) -> tuple[list[tuple[str, str]], list[str], bool]:
    found = layout(text)
    entries = [(text[e.key.start : e.key.end], text[e.value.start : e.value.end]) for e in found.entries]
    return entries, [text[span.start : span.end] for span in found.comments], found.flow


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ([], [], False)),
        ("# 只有说明\n", ([], ["# 只有说明"], False)),
        ("死亡: 85   # 人\n空:\n", ([("死亡", "85"), ("空", "")], ["# 人"], False)),
        ("'甲': 'a # b'# c\n", ([("'甲'", "'a # b'")], ["# c"], False)),
        ("甲: 一\n  二 # 注\n乙: 1", ([("甲", "一\n  二"), ("乙", "1")], ["# 注"], False)),
        (
            "甲: |  # 头\n  一 # 文\n\n# 后\n乙: 1\n",
            ([("甲", "|  # 头\n  一 # 文\n\n"), ("乙", "1")], ["# 头", "# 后"], False),
        ),
        (
            "甲:\n  - 一\n  - b: 2  # 注\n\n# 下\n乙:\n",
            ([("甲", "- 一\n  - b: 2"), ("乙", "")], ["# 注", "# 下"], False),
        ),
        ("甲: [1, {b: 2}]  # 注\n乙: {}\r\n", ([("甲", "[1, {b: 2}]"), ("乙", "{}")], ["# 注"], False)),
        ("{甲: 1, # 注\n 乙: [2, 3]}\n", ([("甲", "1"), ("乙", "[2, 3]")], ["# 注"], True)),
        ("? 甲\n: 1\n", ([("甲", "1")], [], False)),
    ],
)
def test_entries_and_comments_are_found_where_they_stand(
    text: str, expected: tuple[list[tuple[str, str]], list[str], bool]
) -> None:
    assert parts(text) == expected
    assert len(read(text).entries) == len(expected[0])


@given(st.text("a甲 :-#'\"|>[,]\\\n\r\x85\u2028\u2029\t", max_size=20))
@example('键: "甲\u2028乙"')
@example("键: 甲\r 乙")
def test_what_the_parser_has_on_one_line_has_no_line_end_in_it(text: str) -> None:
    # Then nobody needs to look how it was folded.
    with contextlib.suppress(yaml.YAMLError):
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.ScalarEvent) and event.start_mark.line == event.end_mark.line:
                assert not LINE_END.search(text[event.start_mark.index : event.end_mark.index])
