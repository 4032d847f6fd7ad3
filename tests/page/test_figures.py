"""The page of figures: all of them with last year's and what the checks found, and one of them down to its cells."""

from __future__ import annotations

import re

from clerk import Clerk

from reportgen.base.issues import Location

TABLE = "basic_stats_population.csv"


def row(clerk: Clerk, label: str) -> list[str]:
    """Return the cells of a figure's row in the list, as one reads them."""
    assert clerk.answer is not None
    found = next(one for one in re.findall(r"<tr>(.*?)</tr>", clerk.answer.text, re.DOTALL) if f">{label}</a>" in one)
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", found, re.DOTALL)
    return [re.sub("<[^>]*>", "", one).strip() for one in cells]


def test_every_figure_stands_with_its_unit_last_year_and_its_change(clerk_of_two_years: Clerk) -> None:
    clerk = clerk_of_two_years
    assert clerk.gets("/2018/figures/").status_code == 200
    checked = clerk.folders.checked(2018)
    assert len(re.findall('<th scope="row">', clerk.answer.text if clerk.answer else "")) == len(
        checked.year.figures.by_name
    )
    change = checked.year.changes["总人口"]
    assert change.before and change.after
    section, label, value, unit, before, moved, percent, state, _ = row(clerk, "总人口")
    assert (label, value, unit, before) == ("总人口", change.after.text, "人", change.before.text)
    assert (moved, percent, state) == (change.difference_text, change.percent_text, "没有问题")
    assert section == checked.year.catalogue.sections[checked.year.catalogue.metrics["总人口"].section].title


def test_without_the_year_before_nothing_is_compared(clerk: Clerk) -> None:
    clerk.gets("/2018/figures/")
    assert row(clerk, "总人口")[4:7] == ["", "", ""]
    clerk.gets("/2018/figures/总人口")
    assert "没有上一年的数据可比。" in clerk.said


def test_a_figure_that_an_issue_is_about_says_so_in_the_list(clerk: Clerk) -> None:
    issue = next(one for one in clerk.folders.checked(2018).issues if one.metrics and not one.accepted)
    clerk.gets("/2018/figures/")
    name = issue.metrics[0]
    label = clerk.folders.checked(2018).year.catalogue.metrics[name].label
    assert row(clerk, label)[7].endswith(issue.severity.value)
    clerk.gets(f"/2018/figures/{name}")
    assert clerk.words(issue) in clerk.said


def test_the_list_is_filtered_by_section_and_by_text(clerk: Clerk) -> None:
    catalogue = clerk.folders.checked(2018).year.catalogue
    section = catalogue.metrics["总人口"].section
    clerk.gets(f"/2018/figures/?section={section}&text=人口")
    wanted = [one.label for one in catalogue.of_section(section) if "人口" in one.label]
    assert re.findall(r'<th scope="row"><a[^>]*>(.*?)</a>', clerk.answer.text if clerk.answer else "") == wanted
    assert 0 < len(wanted) < len(catalogue.of_section(section))
    clerk.gets("/2018/figures/?text=没有这个词")
    assert "没有这样的指标。" in clerk.said


def test_a_figure_is_led_down_to_its_cells_each_a_link_into_the_sheet(clerk: Clerk) -> None:
    clerk.gets("/2018/figures/总人口")
    cells = clerk.folders.checked(2018).year.figures["总人口"].cells
    assert cells and clerk.answer
    links = re.findall(r'<a href="/2018/tables/([^"?]*)\?row=(\d+)&amp;column=([^"]*)"', clerk.answer.text)
    assert [(file, int(row)) for file, row, _ in links] == [(cell.at.file, cell.at.row) for cell in cells]
    assert "印在报告里的地方" in clerk.said and "总人口" in clerk.said


def test_a_formula_is_led_through_its_operands_to_the_cells_below(clerk: Clerk) -> None:
    figures = clerk.folders.checked(2018).year.figures
    name = next(one.name for one in figures if one.operands and figures[one.operands[0]].cells)
    clerk.gets(f"/2018/figures/{name}")
    cell = figures[figures[name].operands[0]].cells[0]
    assert clerk.words(cell.at) in clerk.said
    assert f"/2018/tables/{cell.at.file}?" in (clerk.answer.text if clerk.answer else "")


def test_an_empty_cell_is_a_place_to_go_to(clerk: Clerk) -> None:
    figure = next(
        one for one in clerk.folders.checked(2018).year.figures if one.metric.key and one.number and not one.operands
    )
    at = figure.cells[0].at
    path = clerk.data / "2018" / at.file
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(rf"(?m)^({re.escape(figure.metric.key)}:).*$", r"\1", text), encoding="utf-8")
    clerk.gets(f"/2018/figures/{figure.name}")
    assert f"缺：{clerk.words(clerk.folders.checked(2018).year.figures[figure.name].missing[0])}" in clerk.said
    assert re.search(r'/2018/tables/[^"]*"[^>]*>缺：', clerk.answer.text if clerk.answer else "")


def test_a_figure_that_is_none_is_not_there_and_a_former_name_leads_on(clerk: Clerk) -> None:
    assert clerk.gets("/2018/figures/没有这个").status_code == 404
    path = clerk.template / "catalogue.yaml"
    text = path.read_text(encoding="utf-8")
    line = re.search(r"(?m)^  总人口: \{", text)
    assert line
    path.write_text(text.replace(line[0], f"{line[0]}formerly: 全部人口, ", 1), encoding="utf-8")
    assert clerk.gets("/2018/figures/全部人口").status_code == 200
    assert "总人口：" in clerk.said


def test_a_year_that_cannot_be_read_leads_to_what_is_wrong_in_it(clerk: Clerk) -> None:
    path = clerk.data / "2018" / TABLE
    path.write_text("乱的\n1\n", encoding="utf-8")
    for address in ("/2018/figures/", "/2018/figures/总人口"):
        clerk.gets(address)
        assert clerk.words(Location(TABLE)) in clerk.said and "问题" in clerk.said
