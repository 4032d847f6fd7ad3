"""What stands in a tag as another program or an input method would have it -> the same as our tags say it, and the form to write."""

from __future__ import annotations

import re

from reportgen.base.textfile import INVISIBLE, TAG, half_width

_SIGNS = str.maketrans(
    {sign: half_width(sign) for sign in "！（），－．＝＜＞［］｜＋＊／"}
    | {"。": ".", "≥": ">=", "≤": "<=", "≠": "!="}
    | dict.fromkeys(INVISIBLE, "")
)
_ONE, _TWO = "'‘’＇", '"“”＂'
# What stands between straight quotes is the author's; Word curls them, an input method makes them wide, and one of a pair may stay.
_QUOTED = re.compile(rf"'[^']*'|\"[^\"]*\"|[{_ONE}]([^{_ONE}]*)[{_ONE}]|[{_TWO}]([^{_TWO}]*)[{_TWO}]")
_WIDE_NUMBER = re.compile(r"(?<!\w)[０-９]+(?:\.[０-９]+)?(?!\w)")

_WORD = "if|for|elif|else|endif|endfor"
_SCOPED = re.compile(rf"(?P<scope>p|tr|tc)\s*(?P<word>{_WORD})(?!\w)\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_ELSE_IF = re.compile(r"(?:else\s*if|elsif)(?!\w)\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_END = re.compile(r"end\s+(?P<what>if|for)", re.IGNORECASE)
_LOUD = re.compile(rf"(?P<word>{_WORD})(?!\w)\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)


def with_plain_braces(text: str) -> str:
    """Return a text, no longer and no shorter, with the braces of its tags in half width: ｛｛ 总人口 ｝｝, {％ if 死亡 ％}."""
    return TAG.sub(lambda tag: half_width(tag[0][:2]) + tag[0][2:-2] + half_width(tag[0][-2:]), text)


def straightened(text: str) -> str:
    """Return what a tag says with straight quotes, half-width signs and lone numbers, and without characters that nobody sees."""
    pieces: list[str] = []
    end = 0
    for quoted in _QUOTED.finditer(text):
        pieces += [_plain(text[end : quoted.start()]), _with_straight_quotes(quoted)]
        end = quoted.end()
    return "".join([*pieces, _plain(text[end:])])


def _plain(text: str) -> str:
    return _WIDE_NUMBER.sub(lambda number: half_width(number[0]), text.translate(_SIGNS))


def _with_straight_quotes(quoted: re.Match[str]) -> str:
    if quoted.lastindex is None:
        return quoted[0]
    sign = "'" if quoted.lastindex == 1 else '"'
    return f"{sign}{quoted[quoted.lastindex]}{sign}"


def meant(scope: str, said: str) -> tuple[str, str, str, str] | None:
    """Return what a block's tag that no template may say is meant to be, as (scope, word, what follows it, why it can't stay so).

    `said` is what stands between its braces, without its `scope`. None for what is right, or like nothing that we know.
    """
    if found := _SCOPED.fullmatch(said):
        taken = found["scope"].lower()
        return taken, found["word"].lower(), found["rest"], f"「{taken}」要小写，紧跟在 {{% 后面，再空一格"
    if found := _ELSE_IF.fullmatch(said):
        return scope, "elif", found["rest"], "这里的「否则如果」写作 elif"
    if found := _END.fullmatch(said):
        return scope, f"end{found['what'].lower()}", "", "end 和后面的词连着写"
    found = _LOUD.fullmatch(said)
    if found and not found["word"].islower():
        return scope, found["word"].lower(), found["rest"], "这个词要小写"
    return None
