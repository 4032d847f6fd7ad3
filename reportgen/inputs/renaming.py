"""What the catalogue's metrics were called before -> titles, expressions and texts of that time under today's names.

死亡人数: {value: 死亡人数, unit: 人, formerly: 死亡}     # the mark 「死亡·甲村」 of an edited report is 「死亡人数·甲村」 now
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reportgen.base.issues import Location
from reportgen.base.names import PART_SIGN
from reportgen.inputs.catalogue import Catalogue, Metric

_WORD = re.compile(r"\w+")
_QUOTED = re.compile(rf"(?<=[「 ])(\w+)(?=[」：{PART_SIGN}])")


@dataclass(frozen=True)
class Renaming:
    """What each former name is now; `known` are the names that metrics have today. It is false where nothing was renamed."""

    former: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.former)

    def name(self, name: str) -> str:
        """Return what a metric is called today."""
        return self.former.get(name, name)

    def title(self, title: str) -> str:
        """Return a mark's title under today's name: of a metric, of one category of it, of its change from last year."""
        name, sign, rest = title.partition(PART_SIGN)
        return f"{self.name(name)}{sign}{rest}"

    def expression(self, text: str) -> str:
        """Return a formula, or the tag of a mark, with the names of today; a name is a word of its own there."""
        return _WORD.sub(lambda found: self.name(found[0]), text)

    def remark(self, text: str) -> str:
        """Return a remark with the names of today, where it quotes them or says where to look: 「死亡」, 「死亡·甲村」, 请看 死亡：."""
        return _QUOTED.sub(lambda found: self.name(found[0]), text)

    def key(self, key: str) -> str:
        """Return the key of an issue with the names of today, whatever stands beside them: 核对：死亡写45，数据46.

        A longer name that holds a former one (死亡率) is a name of its own.
        """
        names = sorted({*self.former, *self.known}, key=len, reverse=True)
        return re.sub("|".join(map(re.escape, names)), lambda found: self.name(found[0]), key)


def renaming_of(catalogue: Catalogue) -> Renaming:
    """Return what a catalogue says of what its metrics were called before."""
    return Renaming(catalogue.former_names, frozenset(catalogue.metrics))


def doubtful(metrics: Iterable[Metric], names: Mapping[str, Location]) -> Iterator[tuple[Location, str]]:
    """Yield, with its place, why a former name can't be meant: it is the name of something today (`names`), or another's former name."""
    claimed: dict[str, Metric] = {}
    for metric in metrics:
        for old in metric.formerly:
            said = f"「{metric.name}」的 formerly「{old}」"
            if not old.isidentifier():
                yield metric.at, f"{said}不是一个指标的名称；有几个旧名的写成 formerly: [旧名, 更旧的名]。"
            elif old in names:
                yield (
                    metric.at,
                    f"{said}是现在还用着的名称（第{names[old].row}行），请写改名以前的，或删去没有用的那个。",
                )
            elif old in claimed:
                yield (
                    metric.at,
                    f"{said}写了两次，前一次在「{claimed[old].name}」（第{claimed[old].at.row}行），请留一个。",
                )
            else:
                claimed[old] = metric
