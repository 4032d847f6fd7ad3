"""A tag -> why it can't stand where it does or take what it takes."""

from __future__ import annotations

import re

from reportgen.template.tags import BESIDES_TEXT, NUMBERED, Tag
from reportgen.word.package import W

CHANGED = {W + name for name in ("del", "moveFrom", "delText")}
_TRIMS = re.compile(r"^\{[{%#]([-+])|([-+])[}%#]\}$")
_TAKEN = {"p": "段", "tr": "行", "tc": "格"}  # what a tag takes with it


def misplaced(tag: Tag) -> str:
    """Return why a tag can't stand where it does or take what it takes, '' when it can."""
    above = {element.tag for element in tag.node.iterancestors()}
    if _TRIMS.search(tag.text):
        return (
            "括号里侧的「-」「+」在这里没有用：「{%-」并到上一段，「-%}」并到下一段，那里要有一段文字，不能是表格或分节；"
            "不留空行写 {%p … %}。"
        )
    if above & CHANGED:
        return "还在修订里，请先接受或拒绝修订。"
    if f"{W}r" not in above or f"{W}ruby" in above:
        return "只能写在正文文字里，不能写在拼音里。"
    takes = tag.scope or tag.manner.replace("r", "")
    if tag.manner in {"tr", "tc"} or tag.scope == "r":
        return (
            "只能写成 {{ 名称 }}、{% … %}，或者单独占一段的 {%p … %}、单独占一行的 {%tr … %}、单独占一格的 {%tc … %}。"
        )
    if not takes:
        return ""
    if tag.scope == "tc" and tag.word not in {"for", "endfor"}:
        return "{%tc 只能写 for 和 endfor：一列不能有的印、有的不印。"
    taken = next(tag.node.iterancestors(W + takes), None)
    if taken is None:
        return f"不在表格里，{{%{tag.scope} 只能写在表格的{_TAKEN[tag.scope]}里。"
    if not NUMBERED.fullmatch("".join(node.text or "" for node in taken.iter(f"{W}t")).strip()):
        return f"要单独占一{_TAKEN[takes]}，前后不能有文字和别的标签。"
    if any(element.tag in BESIDES_TEXT for element in taken.iter()):
        return "这里还有图片、脚注、域、换行或分节符，会和标签一起消失，请移到别处。"
    return ""
