"""What a section's YAML says of a picture + the files of the year's folder -> the picture with its width and words; every fault -> issues.

印章: {图: 印章.png, 宽: 4, 说明: 街道办事处印章}   # 宽 is in centimetres, 说明 for those who can't see it; 印章: [] for none
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from reportgen.base.issues import Finder, Issue, Location, Severity, key_text, listed, nearest, quoted
from reportgen.base.numbers import NotANumber, parse_quantity, written
from reportgen.base.picture import MOST_BYTES, NotAPicture, Picture, read_picture
from reportgen.base.textfile import read_bytes
from reportgen.base.yamlfile import Mapping, Node, Scalar

CHECK = "图片"
_FILE, _WIDTH, _SAID = "图", "宽", "说明"
# In centimetres; a page's text is 15.6 wide and 22.5 high.
_LEAST_WIDTH, _MOST_WIDTH, _MOST_HEIGHT = Fraction(1, 2), 16, 22
_DIGITS = 2
_EMU = 360_000  # Word's unit of a drawing (ECMA-376 20.1.2.1), in a centimetre
_MOST_SAID = 200  # characters
_EXAMPLE = f"{{{_FILE}: 印章.png, {_WIDTH}: 4}}"
_CENTIMETRES = re.compile(r"\s*(?:厘米|公分|cm)$", re.IGNORECASE)
_ELSEWHERE = re.compile(r'[\\/:*?"<>|]|^[.~]')


@dataclass(frozen=True)
class AskedPicture:
    """A picture that a section's YAML asks for: its file's name, its width in centimetres, what it shows in words, and where that is typed."""

    file: str
    width: Fraction
    said: str
    at: Location


@dataclass(frozen=True)
class PlacedPicture:
    """A picture of the year's folder as a report prints it: `width` and `height` are in EMU, 360,000 to the centimetre."""

    file: str
    picture: Picture
    width: int
    height: int
    said: str


def read_asked(name: str, node: Node, at: Location, finder: Finder) -> AskedPicture | None:
    """Return the picture that an entry asks for, None for one that can't be meant, which is noted."""
    if not isinstance(node, Mapping):
        found = node.text if isinstance(node, Scalar) else "列表"
        message = f"「{name}」是图，要写文件名和宽几厘米：{_EXAMPLE}；没有图的写 []。"
        finder.error(CHECK, at, message, expected=_EXAMPLE, found=found)
        return None
    known = (_FILE, _WIDTH, _SAID)
    if way := node.unsplit:
        finder.error(CHECK, at, way, expected=_EXAMPLE, found=listed(key for key, _ in node))
        return None
    for key, _ in node:
        if key not in known:
            message = f"不认识「{key}」。{nearest(key, known) or f'图要写成 {_EXAMPLE}，还可以写「{_SAID}」。'}"
            finder.error("名称", node.places[key], message, expected=listed(known), found=key)
    entries = {key: value if isinstance(value, Scalar) else None for key, value in node}
    typed = {key: value.text if value else "" for key, value in entries.items()}
    file, width = typed.get(_FILE, ""), _width(typed.get(_WIDTH, ""), at, finder)
    if not file:
        finder.error(
            CHECK, at, f"「{name}」没有写「{_FILE}」（文件名），要写成 {_EXAMPLE}。", expected=_EXAMPLE, found="空"
        )
    elif _ELSEWHERE.search(file):
        message = f"{quoted(file)}不是一个文件名：图片放在这一年的文件夹里，「{_FILE}」后面只写文件名。"
        finder.error(CHECK, at, message, expected="文件名", found=file)
        file = ""
    said = " ".join(typed.get(_SAID, "").split())
    if len(said) > _MOST_SAID:
        message = f"「{_SAID}」有{len(said)}个字，最多{_MOST_SAID}个字，请写短一些。"
        finder.error(CHECK, at, message, expected=f"最多{_MOST_SAID}个字", found=f"{len(said)}个字")
    return AskedPicture(file, width, said or name, at) if file and width else None


def _width(typed: str, at: Location, finder: Finder) -> Fraction | None:
    expected = f"{_cm(_LEAST_WIDTH)}到{_MOST_WIDTH}"
    try:
        width = parse_quantity(_CENTIMETRES.sub("", typed), _DIGITS, "厘米")
    except NotANumber:
        width = None
    if width is not None and _LEAST_WIDTH <= width <= _MOST_WIDTH:
        return Fraction(width)
    message = f"「{_WIDTH}」应是{expected}之间的厘米数，最多{_DIGITS}位小数，{f'写的是{quoted(typed)}' if typed else '现在没有写'}。"
    finder.error(CHECK, at, message, expected=expected, found=typed or "空")
    return None


def not_there(name: str, asked: AskedPicture | None, at: Location, folder: str, names: Dict[str, Path]) -> Issue:
    """Return the error for a picture that nobody has put there yet; the report says 待补 in its place."""
    if asked is None:
        what, way = "是空的", f"请写成 {_EXAMPLE}；没有图的写 []。"
    else:
        what = f"要的图 {asked.file} 不在 {folder} 文件夹里"
        way = f"请把图放进去，或改文件名。{nearest(asked.file, list(names))}"
    message, key = f"{what}，报告里暂写「待补」。{way}", f"缺图片：{at.file}「{key_text(name)}」"
    return Issue("缺图片", Severity.ERROR, message, at, (), "一张图", asked.file if asked else "空", key)


def found_file(asked: AskedPicture, files: Dict[str, Path]) -> str:
    """Return the name of the file that is asked for, '' where there is none; capitals are the same, as on Windows."""
    alike = [name for name in files if _folded(name) == _folded(asked.file)]
    return asked.file if asked.file in alike else next(iter(alike), "")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def placed(asked: AskedPicture, path: Path, finder: Finder) -> tuple[PlacedPicture, bytes] | None:
    """Return the picture of a file and the file's bytes, None for what no report can print, which is noted."""
    if path.is_symlink():
        message = f"{path.name} 是一个链接，不是图片文件，请把图片本身放进来。"
        finder.error(CHECK, asked.at, message, expected="图片文件", found="链接")
        return None
    with contextlib.suppress(OSError):  # which reading it tells
        if path.stat().st_size > MOST_BYTES:
            most = f"{MOST_BYTES // 1_000_000}兆字节"
            message = f"{path.name} 超过{most}，请用「画图」打开，缩小后另存。"
            finder.error(CHECK, asked.at, message, expected=f"最多{most}", found=path.name)
            return None
    data = read_bytes(path, path.name, MOST_BYTES, finder)
    if data is None:
        return None
    try:
        picture = read_picture(data)
    except NotAPicture as error:
        finder.error(CHECK, asked.at, f"{path.name} {error}。", expected="PNG 或 JPEG", found=path.name)
        return None
    height = asked.width * picture.height / picture.width
    if height > _MOST_HEIGHT or height * _EMU < 1:
        message = f"{path.name} 印{_cm(asked.width)}厘米宽，就有{_cm(height)}厘米高，一页最多{_MOST_HEIGHT}厘米，请改「{_WIDTH}」或裁一下图。"
        finder.error(CHECK, asked.at, message, expected=f"最高{_MOST_HEIGHT}厘米", found=_cm(height))
        return None
    return PlacedPicture(path.name, picture, int(asked.width * _EMU), int(height * _EMU), asked.said), data


def _cm(length: Fraction) -> str:
    return written(length, 0 if length.denominator == 1 else 1)
