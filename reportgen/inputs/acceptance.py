"""What a section's YAML decides with a reason: issues that may stand -> accepted; figures of few households -> how the public reads them.

What a template is warned of its catalogue accepts, in the same words.

accepted:
  - issue: 勾稽关系：流入人口 == 跨省流入 + 省内流入
    reason: 两项含年内流出又流入的人，已向市局说明
public:
  特殊家庭: {text: 若干, reason: 户数太少，公开后认得出是哪一户}
  特殊家庭·甲村: {text: 少于5, reason: 同上}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from reportgen.base.faced import Faced
from reportgen.base.issues import Accepted, Finder, Issue, Location, Severity, listed, nearest, quoted
from reportgen.base.names import PART_SIGN
from reportgen.base.yamlfile import Mapping, Node, Scalar, Sequence
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.renaming import Renaming

CHECK = "认可"  # what every issue about an acceptance is called
OF_REPORT = "核对"  # the check that holds a report as people have it against the data
_KEYS = {"issue", "reason"}


def read_accepted(node: Node, at: Location, finder: Finder, renaming: Renaming) -> Iterator[Accepted]:
    """Yield what a section's `accepted` says; what can't be meant is noted."""
    for item in node.items if isinstance(node, Sequence) else (node,):
        entries = item.entries if isinstance(item, Mapping) else {}
        texts = {key: value.text for key, value in entries.items() if isinstance(value, Scalar) and value.text}
        place = Location(at.file, item.at.row, at.column)
        if set(texts) == _KEYS and set(entries) == _KEYS:
            key = tidy(texts["issue"])
            yield Accepted(key, texts["reason"], place, renaming.key(key) if renaming else "")
        elif not (isinstance(item, Scalar) and not item.text):
            message = "要写 issue（哪一条问题，照 check 打印的抄）和 reason（为什么可以）两项，都不能空。"
            finder.error(CHECK, place, message, expected="{issue: 问题, reason: 原因}")


def apply(issues: Iterable[Issue], accepted: Iterable[Accepted]) -> tuple[Issue, ...]:
    """Return the issues, those accepted with their reason."""
    every = list(accepted)
    reasons = {one.now or one.key: one.reason for one in every} | {one.key: one.reason for one in every}
    return tuple(replace(issue, accepted=reasons.get(tidy(issue.key), issue.accepted)) for issue in issues)


def apart(issues: Iterable[Issue]) -> Iterator[Issue]:
    """Yield the issues; a second and third one of one key say so in it, so that one acceptance doesn't cover them all."""
    seen: Counter[str] = Counter()
    for issue in issues:
        seen[issue.key] += 1
        again = issue.key and seen[issue.key] > 1
        yield replace(issue, key=f"{issue.key}第{seen[issue.key]}处") if again else issue


def of_template(issues: Iterable[Issue], accepted: Collection[Accepted]) -> Iterator[Issue]:
    """Yield what is found in a template, the warnings that its catalogue accepts with their reason, then what of that fits no warning.

    What is an error no reason makes right.
    """
    every = tuple(apart(issues))
    wrong = {tidy(issue.key) for issue in every if issue.severity is Severity.ERROR}
    may = [one for one in accepted if not wrong & {one.key, one.now or one.key}]
    yield from (replace(one, key="") if one.severity is Severity.ERROR else one for one in apply(every, may))
    for one in accepted:
        if one not in may:
            message = f"accepted 里的「{one.key}」是错误，不能认可，只能改正。请改正它，再从 accepted 里删去这一条。"
            yield Issue(CHECK, Severity.ERROR, message, one.at)
    yield from outlived(every, may)


def outlived(issues: Iterable[Issue], accepted: Iterable[Accepted], *, of_report: bool = False) -> Iterator[Issue]:
    """Yield an issue for each acceptance that fits none of the issues: it was mended, or the key has a slip.

    What is accepted of a report as people have it (`of_report`) is looked for there alone, everything else in the data.
    """
    standing = {tidy(issue.key): issue.key for issue in issues if issue.key}
    for one in accepted:
        if not standing.keys() & {one.key, one.now or one.key} and one.key.startswith(f"{OF_REPORT}：") == of_report:
            said = f"「{one.key}」现在没有这条问题，请删去"
            near = nearest(one.key, list(standing.values()))
            message = Faced(f"accepted 里的{said}或改正。{near}", f"认可过的{said}这一条认可。{near}")
            yield Issue(CHECK, Severity.WARNING, message, one.at, key=f"{CHECK}：{one.key}")


def tidy(key: str) -> str:
    """Return an issue's key without blanks: these don't matter, it is copied from a screen."""
    return "".join(key.split())


_PARTS = {"text", "reason"}
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
    if set(entries) != _PARTS or set(texts) != _PARTS:
        message = "要写 text（公开版怎么印）和 reason（原因）两项，都不能空，不多不少。"
        finder.error("公开写法", at, message, expected="{text: 怎么印, reason: 原因}", found=listed(entries) or "空")
    elif len(texts["text"]) > _MOST_TEXT or not texts["text"].isprintable():
        message = f"text {quoted(texts['text'])}太长或分了行：它印在数的位置上，最多{_MOST_TEXT}个字。"
        finder.error("公开写法", at, message, expected=f"最多{_MOST_TEXT}个字", found=texts["text"])
    else:
        yield Disclosure(name, texts["text"], texts["reason"], at)
