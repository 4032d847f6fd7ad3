"""A report that splits a number by two columns, read back: its marks fill the cells, its bare text is told and never guessed at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import document_text
from specimens import CATALOGUE, OFFICE, POPULATION, p, package, prepared, row, table, values

from reportgen.begin.old_report.importing import read_older
from reportgen.begin.old_report.year_files import year_files
from reportgen.template.reading import FILE
from reportgen.template.rendering import render

VILLAGES, KINDS = "按('村（社区）')", "按('户口')"
HEAD = p("{{ 街道 }}{{ 年度 }}年工作报告") + p("截止{{ 截止日 }}，全街道总人口{{ 总人口 }}人，年末核对无误。")
NESTED = p(
    f"分村看，{{% for 村 in 总人口 | {VILLAGES} %}}{{{{ 村.名称 }}}}{{{{ 村 }}}}人（"
    f"{{% for 类 in 村 | {KINDS} %}}{{{{ 类.名称 }}}}{{{{ 类 }}}}人，{{% endfor %}}按户口分）、{{% endfor %}}都已核对。"
)
KINDS_TOO = p(f"按户口分，{{% for 类 in 总人口 | {KINDS} %}}{{{{ 类.名称 }}}}{{{{ 类 }}}}人、{{% endfor %}}合计无误。")


def office(folder: Path, body: str) -> Path:
    """Return the folder of a small report with this body."""
    (folder / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / FILE).write_bytes(package(body))
    return folder


@dataclass(frozen=True)
class Read:
    """What was read of a report: its parts by 「metric·category」, the table as it would be written, and all that is said of the rest."""

    parts: dict[str, object]
    table: list[str]
    told: str


def read(folder: Path, body: str, ending: str) -> Read:
    """Return what is read of the report that a body prints, in Word or as bare text."""
    document = render(prepared(package(body)), values(OFFICE, POPULATION))
    path = folder / f"往年报告.{ending}"
    path.write_bytes(document if ending == "docx" else document_text(document).encode())
    found, catalogue = read_older(path, office(folder, body), None)
    table = year_files(found, catalogue).get("population.csv", b"").decode("utf-8-sig").splitlines()
    told = [*map(str, found.issues), *(f"{one.reason}：{one.sentence}" for one in found.report.unread)]
    return Read({f"{one.name}·{one.category}": one.value for one in found.parts}, table, "\n".join(told))


@pytest.mark.parametrize("more", ["", KINDS_TOO], ids=["by both columns", "by one of them too"])
def test_marks_of_two_categories_fill_the_cells_of_both(tmp_path: Path, more: str) -> None:
    found = read(tmp_path, HEAD + NESTED + more, "docx")
    assert {name: number for name, number in found.parts.items() if name.count("·") == 2} == {
        "总人口·甲村·农业": 60,
        "总人口·甲村·非农业": 20,
        "总人口·乙村·农业": 30,
        "总人口·乙村·非农业": 0,
    }
    rows = [line for line in found.table[1:] if not line.startswith("合计") and ",合计," not in line]
    assert (found.table[0], rows) == (
        "户口,村（社区）,人口",
        ["农业,甲村,60", "农业,乙村,30", "非农业,甲村,20", "非农业,乙村,0"],
    )
    assert "分村看" not in found.told


def test_bare_text_of_parts_within_parts_is_never_read_as_another_number(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + NESTED, "txt")
    assert found.parts == {"总人口·甲村": 80, "总人口·乙村": 30}
    assert {line.rpartition(",")[2] for line in found.table[1:] if not line.startswith("合计")} == {""}
    assert "按两列分的数只从数据标记里读，请照报告自己填：分村看，甲村80人" in found.told


COLUMNS = table(
    row("指标", f"{{%tc for 村 in 总人口 | {VILLAGES} %}}", "{{ 村.名称 }}", "{%tc endfor %}"),
    row("人口", f"{{%tc for 村 in 总人口 | {VILLAGES} %}}", "{{ 村 }}", "{%tc endfor %}"),
)


def test_a_table_with_a_column_for_each_village_is_read_back_from_its_marks(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + COLUMNS, "docx")
    assert found.parts == {"总人口·甲村": 80, "总人口·乙村": 30}


def test_such_a_table_without_marks_is_never_read_as_another_village_s(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + COLUMNS + p("特此报告，请审阅指正。"), "txt")
    assert found.parts == {}
    assert "80" in found.told and "30" in found.told
