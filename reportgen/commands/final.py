"""A build -> the public edition of its report, and what is said of it on the screen."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reportgen.commands.screen import ERRORS_STAND, OK, print_issues
from reportgen.public import files

if TYPE_CHECKING:
    from reportgen.report.built import Built


def publish(built: Built, when: str, *, dry: bool) -> int:
    """Write the public edition of a report that was just built, or say why it can't be; returns the exit code."""
    from reportgen.public.publication import publication  # noqa: PLC0415  a plain build needs none of it

    print("\n公开版：")
    folder = files.folder_of(built.report)
    if built.apart:
        print(f"公开版没有写：领导改过的报告没有更新成功（{built.apart}），公开版要从它来。请先处理好，再运行一次。")
        _warn_of_older(folder.is_dir())
        return ERRORS_STAND
    made = publication(built.year, built.issues, built.report.name, built.document, built.held)
    print_issues((*made.refused, *made.told), sys.stdout)
    if made.refused:
        print(
            f"公开版没有写：上面{len(made.refused)}处「错误」要先处理。报告本身{'没有动' if dry else '照常生成了'}，什么也没有丢。"
        )
        _warn_of_older(folder.is_dir())
        return ERRORS_STAND
    done = files.publish(built.report, made, when, dry=dry)
    for path in done.kept:
        print(f"公开版里有文件被人改过，改过的那份留在 {path}。要改的请改报告，再生成公开版。")
    if dry:
        print(f"可以公开，只是试一遍，什么都没有写。会写到 {folder}")
        return OK
    for path in done.files:
        print(f"{'已写' if path in done.changed else '没有变化'} {path}")
    for path in files.of_renamed(built.report):
        print(f"「公开版」文件夹里还有一份是改名以前的，不要再用，请删去：{path}")
    if done.without_pdf:
        print(f"没有 PDF：{done.without_pdf}。要 PDF 的，用 Word 或 WPS 打开公开版另存为 PDF。")
    return OK


def warn_of_old(built: Built) -> None:
    """Say that the public edition is of an earlier report, where a build without --final leaves it so."""
    if files.is_old(built.report, built.document):
        print("「公开版」文件夹里的还是以前那份报告的。要发的话，用 --final 再生成一次。")


def _warn_of_older(there: bool) -> None:
    if there:
        print("「公开版」文件夹里的是以前生成的，和现在的报告可能不一样，先不要用。")
