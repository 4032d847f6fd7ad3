"""One item of a section's identities in the catalogue and the metrics known -> the identity, or the reason why it can't be meant.

identities:
  - 总人口 == 农业人口 + 非农业人口 + 流入人口
  - {relation: 流动人口宣传品入户 <= 流入人口, reason: 一户至少一人}
  - {relation: 发放宣传品户数 <= 宣传品发放, severity: 提醒, reason: 一户至少一份}
  - {relation: 补助金额 == 补助人数 * 补助标准, within: 1}
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Dict

from reportgen.base.formula import BadFormula, parse_identity
from reportgen.base.issues import Location, Severity, nearest
from reportgen.base.yamlfile import Mapping, Node
from reportgen.inputs.catalogue import DateOf, Metric, PlacedIdentity, YearOf
from reportgen.inputs.definitions import BadRule, bound, check_keys, text_of, word

_KEYS = ("relation", "severity", "reason", "within")
_SEVERITIES = {severity.value: severity for severity in (Severity.ERROR, Severity.WARNING)}


def read_identity(
    node: Node, section: str, metrics: Dict[str, Metric], texts: Collection[str], defined: Collection[str]
) -> PlacedIdentity | None:
    """Return the identity that `node` says; None for an empty item, and where it names a metric that couldn't be read itself.

    `defined` are all names that the catalogue defines, whether or not their definition could be meant. Raises BadRule.
    """
    severity, reason, within = Severity.ERROR, "", None
    if isinstance(node, Mapping):
        if "within_percent" in node.entries:
            said = word(node, "within_percent")
            raise BadRule(
                f"勾稽关系可以相差多少，写 within: {said}，按第一个指标的单位算；within_percent 只用在 stocks 里。"
            )
        check_keys(node, _KEYS)
        text, reason, grade = (word(node, key) for key in ("relation", "reason", "severity"))
        if grade and grade not in _SEVERITIES:
            raise BadRule(f"severity 只能写「错误」或「提醒」，不是「{grade}」。")
        severity, within = _SEVERITIES.get(grade, Severity.ERROR), bound(node, "within")
    else:
        text = text_of(node, "勾稽关系")
    if not text:
        return None
    try:
        identity = parse_identity(text)
    except BadFormula as error:
        raise BadRule(f"勾稽关系「{text}」：{error}。") from None
    for name in identity.names:
        if name in texts:
            raise BadRule(f"勾稽关系「{text}」里的「{name}」是文字，不能比较。")
        if name not in defined:
            raise BadRule(f"勾稽关系「{text}」里的「{name}」没有定义。{nearest(name, list(metrics))}")
    if not all(name in metrics for name in identity.names):
        return None
    dates = [name for name in identity.names if isinstance(metrics[name].rule, (DateOf, YearOf))]
    if dates and [identity.left.text, identity.right.text] != dates:
        raise BadRule(f"勾稽关系「{text}」：日期只能和日期直接比早晚，不能计算。")
    if dates and within is not None:
        raise BadRule(f"勾稽关系「{text}」：日期不能写 within。")
    return PlacedIdentity(identity, section, Location(node.at.file, node.at.row), severity, reason, within)
