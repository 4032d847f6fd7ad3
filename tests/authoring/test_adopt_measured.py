"""How often a tag is wrong: over random figures, most of them equal to others, and reports that somebody has reworded."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import DATA, TEMPLATE
from from_before import bare_template, drafted, spots, typed_by_hand

from reportgen.authoring.adopt.from_report import adopt_report
from reportgen.word.package import DOCUMENT, W, parse_part, serialized, write_package

pytestmark = pytest.mark.slow


def randomized(folder: Path, rng: random.Random, most: int) -> Path:
    """Return data of 2018 whose counts are nearly all random from 0 to `most`."""
    year = Path(shutil.copytree(DATA / "2018", folder / "data" / "2018"))

    def other(number: str) -> str:
        return str(rng.randint(0, most)) if rng.random() < 0.8 else number

    for file in sorted(year.iterdir()):
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".csv":
            header, *rows = text.splitlines()
            cells = ([other(cell) if cell.isdecimal() else cell for cell in row.split(",")] for row in rows)
            text = "\n".join([header, *map(",".join, cells)]) + "\n"
        else:
            text = re.sub(r"^([^\s:#]+: )(\d+)$", lambda found: found[1] + other(found[2]), text, flags=re.MULTILINE)
            text = re.sub(r"\nreported:\n(  .*\n)+", "\n", text)
        file.write_text(text, encoding="utf-8")
    return folder / "data"


def reworded(parts: Mapping[str, bytes], rng: random.Random, share: float) -> dict[str, bytes]:
    """Return a draft with a share of its texts between the figures changed."""
    root = parse_part(parts[DOCUMENT])
    for node in root.iter(f"{W}t"):
        text = node.text or ""
        if next(node.iterancestors(f"{W}sdt", f"{W}p")).tag == f"{W}sdt" or len(text) < 3 or rng.random() > share:
            continue
        at = rng.randrange(len(text))
        ways = (
            text[:at] + text[at + rng.randint(1, 3) :],
            text.replace("其中", "").replace("达", "为", 1),
            text.replace("，", "。", 1),
            text.replace("截至", "截止").replace("开展", "进行"),
        )
        node.text = rng.choice(ways) or "，"
    return {**parts, DOCUMENT: serialized(root)}


@pytest.mark.parametrize("seed", range(8))
def test_no_tag_is_wrong_whatever_the_figures_and_the_wording(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    data = randomized(tmp_path, rng, rng.choice([3, 9, 30, 200]))
    report = reworded(drafted(data, TEMPLATE, 2018), rng, rng.choice([0, 0.2, 0.6]))
    file = tmp_path / "去年.docx"
    file.write_bytes(write_package(typed_by_hand(report)))
    for template, least in ((TEMPLATE, 90), (bare_template(tmp_path), 30)):
        ours = tmp_path / f"ours-{template.name}"
        ours.mkdir()
        for name, content in adopt_report(file, data, template, 2018).files.items():
            (ours / name).write_bytes(content)
        right = 0
        for (text, truth), (same, found) in zip(spots(report), spots(drafted(data, ours, 2018)), strict=True):
            assert text == same
            assert found.items() <= truth.items(), text
            right += len(found)
        assert right >= least
