"""A section's `public` node -> how the public edition prints figures that tell of few households, and why.

public:
  特殊家庭: {text: 若干, reason: 户数太少，公开后认得出是哪一户}
  特殊家庭·甲村: {text: 少于5, reason: 同上}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.base.issues import Finder, Location, listed, nearest, quoted
from reportgen.base.names import PART_SIGN
from reportgen.base.yamlfile import Mapping, Node, Scalar
from reportgen.inputs.catalogue import Catalogue

_KEYS = {"text", "reason"}
_MOST_TEXT = 20  # it stands in for a number, in the middle of a sentence


@dataclass(frozen=True)
class Disclosure:
    """What the public edition prints in place of a figure.

    `name` is a part's, metric·category; or a metric's: then it holds for the small ones among the metric's own number and its parts.
    """

    name: str
    text: str
    reason: str
    at: Location


def read_disclosures(
    node: Node, at: Location, section: str, catalogue: Catalogue, finder: Finder
) -> Iterator[Disclosure]:
    """Yield what a section's `public` says; what can't be meant is noted. Whether there is such a part, only the tables tell."""
    if not isinstance(node, Mapping):
        if not isinstance(node, Scalar) or node.text:
            message = "public 下面应是「指标: {text: 公开版怎么印, reason: 原因}」。"
            finder.error("公开写法", at, message, expected="指标: {text, reason}")
        return
    sensitive = [name for name, metric in catalogue.metrics.items() if metric.sensitive]
    for name, entry in node:
        place = node.places[name]
        metric = catalogue.metrics.get(name.split(PART_SIGN)[0].strip())
        if metric is None or not metric.sensitive:
            why = "没有这个指标" if metric is None else "不是敏感的指标（目录里没有写 sensitive: true），照数据印"
            message = f"「{name}」{why}。{nearest(name, sensitive)}"
            finder.error("公开写法", place, message, expected=listed(sensitive), found=name)
        elif metric.section != section:
            message = f"「{name}」不是这个部分的指标，请写到 {metric.section}.yaml 的 public 里。"
            finder.error("公开写法", place, message, expected=f"{metric.section}.yaml", found=place.file)
        else:
            yield from _disclosure(PART_SIGN.join(part.strip() for part in name.split(PART_SIGN)), entry, place, finder)


def _disclosure(name: str, entry: Node, at: Location, finder: Finder) -> Iterator[Disclosure]:
    entries = entry.entries if isinstance(entry, Mapping) else {}
    texts = {key: one.text for key, one in entries.items() if isinstance(one, Scalar) and one.text}
    if set(entries) != _KEYS or set(texts) != _KEYS:
        message = "要写 text（公开版怎么印）和 reason（原因）两项，都不能空，不多不少。"
        finder.error("公开写法", at, message, expected="{text: 怎么印, reason: 原因}", found=listed(entries) or "空")
    elif len(texts["text"]) > _MOST_TEXT or not texts["text"].isprintable():
        message = f"text {quoted(texts['text'])}太长或分了行：它印在数的位置上，最多{_MOST_TEXT}个字。"
        finder.error("公开写法", at, message, expected=f"最多{_MOST_TEXT}个字", found=texts["text"])
    else:
        yield Disclosure(name, texts["text"], texts["reason"], at)
