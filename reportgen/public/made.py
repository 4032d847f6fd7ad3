"""A build that was just done -> its public edition on disk, or all that stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.public.files import Publication, Published, folder_of, publish
from reportgen.public.publication import publication
from reportgen.report.built import Built


@dataclass(frozen=True)
class Edition:
    """What became of a report's public edition: `done` is what was written, None where something stands in its way.

    That is `apart`, why people's report could not be renewed, or what is refused in `made`, None where that was not asked. `older` says
    that an edition stands there still, which is of an earlier report.
    """

    folder: Path
    apart: str
    made: Publication | None
    done: Published | None

    @property
    def older(self) -> bool:
        """Return whether an edition stands there that this build did not renew."""
        return self.done is None and self.folder.is_dir()


def make(built: Built, when: str, *, dry: bool) -> Edition:
    """Write the public edition of a report that was just built; `when` is the time that the history notes. Raises CannotWrite."""
    folder = folder_of(built.report)
    if built.apart:
        return Edition(folder, built.apart, None, None)
    made = publication(built.year, built.issues, built.report.name, built.document, built.held)
    return Edition(folder, "", made, None if made.refused else publish(built.report, made, when, dry=dry))
