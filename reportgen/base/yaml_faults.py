"""What a YAML parser says of a fault, in English, and the file's lines -> the row to look at, and what is most likely wrong there."""

from __future__ import annotations

import re
from collections.abc import Sequence

LineColumn = tuple[int, int]  # line and column, from 0

_NO_KEY = "这一行认不出「名称: 值」：冒号用半角，后面空一格。"
# 「死亡：85」, or with a blank behind it that is none to YAML; a sign of YAML's where a text may begin.
_WIDE_COLON = re.compile(r"[^:：]+(?:：\s*|:[^\S \t]*)(?![ \t])\S.*")
_OPENS_VALUE = re.compile(r"\s*(?:- +)*(?:[^\s:：'\"][^:：]*: +)?([][{}\"'>|?-])")
_BEHIND_WORDS = re.compile(r"\S[ \t]+#")
_ENTRY = re.compile(r"\s*- |.*:(\s|$)")
_WIDE_IN_BRACES = re.compile(r"\{[^{}\[\]'\"]*[：，]")
_WIDE_BEFORE_BRACE = re.compile(r"[^:：]+：\s*[{\[]")
_HOW_BRACES = "花括号里的冒号、逗号要用半角，后面空一格"


def unsplit(keys: Sequence[str], said: Sequence[str]) -> str:
    """Return what to write where one of the keys between braces holds a colon or comma that YAML doesn't take for one, '' where none does.

    `said` are the entries as YAML has them: 图：印章.png, 宽: 4.
    """
    if not any(re.search("[:：，]", key) for key in keys):
        return ""
    spaced = re.sub(r"\s*，\s*", ", ", re.sub(r"\s*[:：]\s*", ": ", "，".join(said)))
    return f"{_HOW_BRACES}，写成 {{{spaced}}}。"


def what_is_wrong(
    problem: str, context: str, problem_at: LineColumn | None, context_at: LineColumn | None, lines: Sequence[str]
) -> tuple[int | None, str]:
    """Return the row, from 1, and the advice; `problem_at` is where the parser noticed, `context_at` where it had begun to read."""
    # A quote, a bracket or a name is wrong where it begins; the parser notices at its end, at times at the end of the file.
    starts_wrong = any(what in context for what in ("quoted scalar", "simple key", "flow"))
    mark = (context_at if starts_wrong else problem_at) or problem_at or context_at
    if mark is None:
        return None, "写法不对：检查缩进、冒号后的空格、括号和引号是否成对。"
    at, column = mark
    row, line, before = at + 1, "".join(lines[at : at + 1]), "".join(lines[max(at - 1, 0) : at])
    if "\t" in line[: len(line) - len(line.lstrip())] or ("\t" in line and "start any token" in problem):
        return row, "这一行用了 Tab 键，请换成空格。"
    if "quoted scalar" in context:
        return row, "从这一行起引号不成对，请补上或删去。"
    if "simple key" in context or _WIDE_BEFORE_BRACE.match(line):
        return row, _NO_KEY
    if "flow" in context and _WIDE_IN_BRACES.search(line):
        return row, f"{_HOW_BRACES}，像 {{甲: 1, 乙: 2}}。"
    if "mapping values are not allowed" in problem:
        # A first line with a full-width colon is no key to the parser, so it joins the next line to it.
        if _WIDE_COLON.fullmatch(before):
            return at, _NO_KEY
        return row, "这一行多了「: 」或缩进不对；文字里有冒号加空格的请整段加引号。"
    if context.endswith((" tag", " anchor", " alias")):
        return row, "以 &、*、! 开头的文字请整段加引号。"
    if "start any token" in problem:
        return row, f"值不能以「{line[column : column + 1]}」开头，请整段加引号。"
    if "flow" in context:
        return row, "从这一行起括号不成对，或者括号里的文字有括号、引号；每条文字请加引号。"
    if _BEHIND_WORDS.search(before) and not _ENTRY.match(line):
        return at, "空格后面的「#」起是注释，这段文字断在这里；要印「#」的请整段加引号。"
    if opening := _OPENS_VALUE.match(line):
        return row, f"以「{opening[1]}」开头的文字请整段加引号，里面原有的引号用“ ”。"
    return row, "这一行附近的写法不对：检查缩进、冒号后的空格、括号和引号是否成对。"
