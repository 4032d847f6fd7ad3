"""The same job as one writes it first: pandas for the tables, docxtpl for the document, nothing checked, nothing marked.

    python benchmarks/plain_script.py OUTPUT.docx

It reads the same data and the same template; what the catalogue defines it takes from the catalogue's own reader's YAML, plainly.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import jinja2
import pandas
import yaml
from docxtpl import DocxTemplate

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data" / "2018"
TEMPLATE = ROOT / "templates" / "annual"
DATES = {
    "统计截止日": "2018年9月30日", "落款日期": "2018年12月12日", "专题报告期限": "12月10日", "均等化服务期间": "2017年10月至2018年9月",
    "村级考核完成日": "2018年10月25日", "宣传员补贴兑现日": "2018年3月28日", "下次补贴兑付月": "2019年1月",
    "保健费所属期间": "2016年10月至2017年9月", "特殊家庭信息截止日": "2017年12月31日", "叶酸服用期间": "2018年1月1日至2018年9月30日",
    "生殖健康检查活动期间": "2018年4月17日至18日", "药具宣传日": "5.29", "意外伤害保险截止月": "6月",
}  # fmt: skip


class Number(float):
    """A number that prints as the report prints it."""

    digits = 0

    def __str__(self) -> str:
        return f"{float(self):.2f}".rstrip("0").rstrip(".") if self.digits == 0 else f"{float(self):.{self.digits}f}"


def context() -> dict[str, Any]:
    """Return what the template prints."""
    catalogue = yaml.safe_load((TEMPLATE / "catalogue.yaml").read_text(encoding="utf-8"))
    catalogue.pop("any_table")
    values: dict[str, Any] = {"年度": 2018, "上年度": 2017}
    reported: dict[str, float] = {}
    for name in catalogue:
        path = DATA / f"{name}.yaml"
        typed = yaml.safe_load(path.read_text(encoding="utf-8")) or {} if path.exists() else {}
        reported |= {key: entry["value"] for key, entry in typed.pop("reported", {}).items()}
        values |= typed
    tables = {
        table: pandas.read_csv(DATA / f"{table}.csv")
        for section in catalogue.values()
        for table in section.get("tables", {})
    }
    formulas: dict[str, dict[str, Any]] = {}
    for section in catalogue.values():
        for name, rule in section.items():
            if not isinstance(rule, dict) or name in {"tables", "texts"}:
                continue
            if "sum" in rule:
                where = rule.get("where", {})
                own = [rule["table"]] if "table" in rule else section["tables"]
                frame = next(
                    tables[t] for t in own
                    if rule["sum"] in tables[t] and all(c in tables[t] and (tables[t][c] == v).any() for c, v in where.items())
                )  # fmt: skip
                for column, value in where.items():
                    frame = frame[frame[column] == value]
                values[name] = Number(frame[rule["sum"]].sum())
            elif "value" in rule:
                values[name] = Number(values.get(rule["value"], 0))
            elif "formula" in rule:
                formulas[name] = rule
    for name, rule in formulas.items():
        result = eval(rule["formula"], {}, values)
        values[name] = Number(result * (100 if rule["unit"] == "%" else 1))
        values[name].digits = rule.get("digits", 0)
        if not values[name].digits:
            values[name] = int(values[name] + 0.5)
    for name, value in reported.items():
        values[name] = Number(value)
    families = tables["special_families"]
    values["特殊家庭"] = int(families["户数"].sum())
    values["families"] = [{"名称": a, "n": b} for a, b in zip(families["村（社区）"], families["户数"], strict=True)]
    return values | DATES


def environment(values: dict[str, Any]) -> jinja2.Environment:
    """Return the environment with the filters that the template uses."""

    class Part(int):
        名称 = ""

    def parts(_: Any, __: str) -> list[Part]:
        made = []
        for family in values["families"]:
            part = Part(family["n"])
            part.名称 = family["名称"]
            made.append(part)
        return made

    env = jinja2.Environment(autoescape=True)
    env.filters |= {"按": parts, "月日": str, "简写": str, "月点日": str}
    return env


def main(output: str) -> None:
    """Write the report."""
    values = context()
    template = DocxTemplate(TEMPLATE / "report.docx")
    template.render(values, jinja_env=environment(values), autoescape=True)
    template.save(output)


if __name__ == "__main__":
    main(sys.argv[1])
