"""A template read -> issues: numbers and years typed into the titles of charts with tags, which nothing brings up to date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.base.issues import Issue, Severity
from reportgen.template.reading import TemplateRead
from reportgen.word.drawingml import CHART, A
from reportgen.word.package import parse_part

_NUMBER = re.compile(r"[0-9０-９]+(?:\.[0-9]+)?")


def chart_title_issues(read: TemplateRead) -> Iterator[Issue]:
    """Yield a warning for each chart with a typed number in its own title or in those of its axes."""
    for chart in (chart for charts in read.charts.values() for chart in charts if chart.tags):
        root = parse_part(read.parts[chart.part])
        for title in root.iter(f"{CHART}title"):
            said = "".join(one.text or "" for one in title.iter(f"{A}t"))
            number = _NUMBER.search(said)
            if number:
                message = (
                    f"图的标题「{said}」里打着{number[0]}，不会跟着数据变。"
                    "请从图里去掉，写在图下面单独一段的图名里，那里可以写标签。"
                )
                yield Issue("打字的数", Severity.WARNING, message, chart.tags[0].at, found=number[0])
