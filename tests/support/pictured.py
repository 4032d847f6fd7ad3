"""The small office with a seal and a photograph in its year's folder."""

from __future__ import annotations

from pathlib import Path

from leader import CATALOGUE, OFFICE, Desk
from photographs import exif, jpeg, png
from specimens import p, r

from reportgen.word.package import DOCUMENT, parse_part
from reportgen.word.pictures import ShownPicture, pictures_in

PICTURES = "texts: {印章: {kind: 图, steady: true}, 照片: 图, "
SEAL = "印章: {图: 印章.png, 宽: 4, 说明: 街道办事处印章}\n"
PHOTOGRAPH = "照片: {图: 现场.jpg, 宽: 7.5}\n"
BODY = (
    p("{{ 街道 }}{{ 年度 }}年工作报告")
    + p("全街道总人口{{ 总人口 }}人。")
    + p("现场：", r("{{ 照片 }}"), "如图。")
    + p("{{ 印章 }}")
)
CM = 360_000


def desk(folder: Path, body: str = BODY, others: dict[str, bytes] | None = None, *, catalogue: str = CATALOGUE) -> Desk:
    """Return the small office with a seal and a photograph."""
    made = Desk(folder, body, others=others)
    (made.template / "catalogue.yaml").write_text(catalogue.replace("texts: {", PICTURES), encoding="utf-8")
    made.writes(OFFICE + SEAL + PHOTOGRAPH)
    (made.year / "印章.png").write_bytes(png(120, 90))
    (made.year / "现场.jpg").write_bytes(jpeg(64, 32, exif()))
    return made


def shown(made: Desk, story: str = DOCUMENT) -> list[ShownPicture]:
    """Return the pictures of a story of the report."""
    parts = made.parts
    return list(pictures_in(parse_part(parts[story]), parts, story))
