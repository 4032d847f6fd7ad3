"""A template's lines and fields + the catalogue -> issues: places left open as other tools leave them, which no build ever fills."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from reportgen.base.issues import Issue, Location, Severity, nearest, quoted
from reportgen.inputs.catalogue import Catalogue
from reportgen.template.lines import Line
from reportgen.template.reading import TemplateRead, shown_part
from reportgen.word.fields import codes, merge_field
from reportgen.word.package import W

_CHECK = "没有填的位置"
# What Word shows of a merge field, and what is left where the field is gone.
_GUILLEMETS = re.compile("«([^«»]{1,40})»")
_BRACKETS = re.compile("【([^【】]{1,40})】|〖([^〖〗]{1,40})〗")
_BLANK = re.compile("_{3,}|＿{2,}")
_AROUND = 8  # characters before and behind a blank line


def open_place_issues(read: TemplateRead, lines: Iterable[Line], catalogue: Catalogue, file: str) -> Iterator[Issue]:
    """Yield a warning for each merge field, name in brackets and line to write on; brackets around anything else are the office's."""
    names = {*catalogue.metrics, *catalogue.texts}
    for part, (root, _) in read.texts.items():
        for number, paragraph in enumerate(root.iter(f"{W}p"), start=1):
            for name in dict.fromkeys(filter(None, map(merge_field, codes(paragraph)))):
                said = f"邮件合并的域「{name}」，生成报告时不会填。{_advice(name, names)}"
                yield _issue(Location(shown_part(file, part), number), said, name)
    for line in lines:
        for words in (piece for piece in line.pieces if isinstance(piece, str)):
            for found in _GUILLEMETS.finditer(words):
                said = f"{quoted(found[0])}，是邮件合并留下的，生成报告时不会填。{_advice(found[1], names)}"
                yield _issue(line.at_words(found[0]), said, found[0])
            for found in _BRACKETS.finditer(words):
                name = (found[1] or found[2]).strip()
                if name in names:
                    said = f"{quoted(found[0])}，不是标签，生成报告时不会填。{_advice(name, names)}"
                    yield _issue(line.at_words(found[0]), said, found[0])
            for found in _BLANK.finditer(words):
                around = words[max(found.start() - _AROUND, 0) : found.end() + _AROUND]
                said = "一道空线，生成报告时不会填。是数据的请改成标签；要手写、盖章的，可以不改。"
                yield _issue(line.at_words(around), said, found[0])


def _advice(name: str, names: Collection[str]) -> str:
    """Return the tag to write, where the catalogue has one of this name."""
    if name in names:
        return f"请改成标签 {{{{ {name} }}}}。"
    return f"请改成标签，指标目录里没有「{name}」。{nearest(name, sorted(names))}"


def _issue(at: Location, said: str, found: str) -> Issue:
    return Issue(_CHECK, Severity.WARNING, f"这里是{said}", at, (), "{{ 名称 }}", found)
