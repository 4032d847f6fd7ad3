"""A build that was just done -> its public edition on disk, or all that stands in its way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.public.files import Publication, Published, folder_of, of_renamed, publish
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


def said_of(edition: Edition, report: Path, *, dry: bool, drafted: bool) -> Iterator[str]:
    """Yield the sentences on what became of a report's public edition, behind what is refused in it and told of it.

    `drafted` says that the same run wrote the report itself.
    """
    done = edition.done
    if edition.made is None:
        yield f"公开版没有写：领导改过的报告没有更新成功（{edition.apart}），公开版要从它来。请先处理好，再做一次。"
    elif done is None:
        refused, itself = len(edition.made.refused), "照常生成了" if drafted else "没有动"
        yield f"公开版没有写：上面{refused}处「错误」要先处理。报告本身{itself}，什么也没有丢。"
    if done is None:
        if edition.older:
            yield "「公开版」文件夹里的是以前生成的，和现在的报告可能不一样，先不要用。"
        return
    for path in done.kept:
        yield f"公开版里有文件被人改过，改过的那份留在 {path}。要改的请改报告，再生成公开版。"
    if dry:
        yield f"可以公开，只是试一遍，什么都没有写。会写到 {edition.folder}"
        return
    for path in done.files:
        yield f"{'已写' if path in done.changed else '没有变化'} {path}"
    for path in of_renamed(report):
        yield f"「公开版」文件夹里还有一份是改名以前的，不要再用，请删去：{path}"
    if done.without_pdf:
        yield f"没有 PDF：{done.without_pdf}。要 PDF 的，用 Word 或 WPS 打开公开版另存为 PDF。"
