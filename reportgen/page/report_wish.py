"""What a form says of how a report is to be built -> the way of a build; and a hash of all that a person saw before deciding on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reportgen.base.hashing import sha256, sha256_of
from reportgen.page.desk import Checked, Clock, Desk
from reportgen.page.report_files import reports
from reportgen.report.built import Way

# To somebody who decided on what isn't so any more: `seen` is another by now.
NOT_SEEN = "刚才看的已经不是现在的了：数据或报告在这期间变了。什么都没有写，请看过下面的再做。"
_ANNEX = {"yes": True, "no": False}
_SET = "yes"


@dataclass(frozen=True)
class Wish:
    """What a person wants of a build: the comparison behind the report (`annex` 'yes', 'no', '' for as it is), corrections as tracked
    changes, a draft without what people changed, and `which` of several reports, '' where there is only one."""

    annex: str = ""
    tracked: bool = False
    fresh: bool = False
    which: str = ""

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Wish:
        """Return what a form, or an address, says; anything else than its own words says nothing."""
        annex = form.get("annex", "")
        return cls(
            annex if annex in _ANNEX else "",
            form.get("tracked") == _SET,
            form.get("fresh") == _SET,
            form.get("which", ""),
        )

    @property
    def words(self) -> dict[str, Any]:
        """Return the same as a form says it."""
        switches = {"tracked": self.tracked, "fresh": self.fresh}
        said = {"annex": self.annex, "which": self.which, **{name: _SET for name, on in switches.items() if on}}
        return {name: value for name, value in said.items() if value}

    def way(self, clock: Clock, *, dry: bool) -> Way:
        """Return how a report is built so."""
        date = clock.revision() if self.tracked else ""
        return Way(_ANNEX.get(self.annex), date, self.fresh, dry, clock.time())

    def target(self, of: Desk, year: int) -> Path | None:
        """Return the report that is meant, None where nobody said which, or it isn't among those that are there."""
        return reports(of, year).get(self.which)

    def seen(self, of: Desk, checked: Checked) -> str:
        """Return a hash over the inputs, the reports that stand there and the wish: with another, a build would do something else."""
        year = checked.year.sources.year
        there = {name: sha256_of(path) for name, path in reports(of, year).items()}
        inputs = {**checked.year.sources.hashes, **checked.year.earlier, **checked.folder.hashes}
        said = json.dumps([year, inputs, there, asdict(self)], sort_keys=True, ensure_ascii=False)
        return sha256(said.encode())
