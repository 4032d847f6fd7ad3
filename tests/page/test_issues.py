"""The page of issues: what was found leads to its cell, and what may stand is accepted in the year's own YAML, with a reason."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from clerk import Clerk
from leader import BODY, CATALOGUE, OFFICE, POPULATION
from specimens import p, package

from reportgen.base.issues import Issue
from reportgen.editing.accepting import section_of, with_accepted
from reportgen.page import issues as page

REASON = "公布的报告印的是这个数，已向市局说明"


def standing(clerk: Clerk) -> Issue:
    """Return the first issue of the shipped year that stands and may be accepted."""
    return next(one for one in clerk.folders.checked(2018).issues if one.key and not one.accepted)


def form_of(clerk: Clerk, issue: Issue) -> str:
    """Return what the list's form says to mean an issue."""
    clerk.gets("/2018/issues/")
    assert clerk.answer is not None
    item = next(one for one in clerk.answer.text.split("<li class=")[1:] if clerk.words(issue) in as_read(one))
    found = re.search(r'name="issue" value="(\w+)"', item)
    assert found, item
    return found[1]


def as_read(text: str) -> str:
    """Return a part of a page without its tags."""
    return " ".join(unescape(re.sub("<[^>]*>", "", text)).split())


def now(clerk: Clerk, key: str) -> Issue | None:
    return next((one for one in clerk.folders.checked(2018).issues if one.key == key), None)


def accepts(clerk: Clerk, issue: Issue, file: str = "basic_stats.yaml") -> None:
    """Have the year accept an issue, as somebody types it."""
    path = clerk.data / "2018" / file
    text = path.read_text(encoding="utf-8")
    assert "accepted:" not in text
    path.write_text(f"{text}accepted:\n  - issue: {issue.key}\n    reason: {REASON}\n", encoding="utf-8")


def cards(clerk: Clerk) -> int:
    return clerk.answer.text.count("<li class=") if clerk.answer else 0


def test_what_was_found_is_listed_the_standing_before_those_accepted(clerk: Clerk) -> None:
    accepts(clerk, standing(clerk))
    clerk.gets("/2018/issues/")
    found = clerk.folders.checked(2018).issues
    assert sum(bool(one.accepted) for one in found) == 1 and clerk.said.count(f"（认可的原因：{REASON}）") == 1
    assert all(" ".join(clerk.words(issue).split()) in " ".join(clerk.said.split()) for issue in found)
    places = [clerk.said.index(clerk.words(one)) for one in sorted(found, key=lambda one: bool(one.accepted))]
    assert places == sorted(places)


def test_an_issue_leads_to_its_cell_and_to_the_figures_that_it_is_about(clerk: Clerk) -> None:
    issue = next(one for one in clerk.folders.checked(2018).issues if one.location and one.location.row and one.metrics)
    clerk.gets("/2018/issues/")
    text = clerk.answer.text if clerk.answer else ""
    at = issue.location
    assert at and f'href="/2018/tables/{at.file}?row={at.row}' in text
    assert 'href="/2018/figures/' in text


def test_the_list_is_filtered_by_kind_section_and_text(clerk: Clerk) -> None:
    accepts(clerk, standing(clerk))
    found = clerk.folders.checked(2018).issues
    standing_now = [one for one in found if not one.accepted]
    for kind, wanted in (
        ("accepted", [one for one in found if one.accepted]),
        ("standing", standing_now),
        ("error", [one for one in standing_now if one.severity.code == "error"]),
        ("note", [one for one in standing_now if one.severity.code == "note"]),
    ):
        clerk.gets(f"/2018/issues/?kind={kind}")
        assert cards(clerk) == len(wanted) < len(found), kind
        assert all(clerk.words(one) in clerk.said for one in wanted)
    clerk.gets("/2018/issues/?section=contraception")
    of_file = [one for one in found if one.location and one.location.file.startswith("contraception.")]
    assert 0 < len(of_file) <= cards(clerk) < len(found)
    clerk.gets(f"/2018/issues/?text={of_file[0].metrics[0]}")
    assert clerk.words(of_file[0]) in clerk.said
    clerk.gets("/2018/issues/?text=没有这个词")
    assert f"{len(found)}条里的0条。" in clerk.said and not cards(clerk)


def test_an_issue_is_accepted_with_a_reason_and_nothing_else_in_the_file_changes(clerk: Clerk) -> None:
    issue = standing(clerk)
    folder = clerk.data / "2018"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    clerk.sends("/2018/issues/accept?kind=error", {"issue": form_of(clerk, issue), "reason": REASON})
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    (file,) = (name for name in after if after[name] != before.get(name))
    assert after[file].decode().replace(f"  - issue: {issue.key}\n    reason: {REASON}\n", "").replace(
        "accepted:\n", ""
    ) == before[file].decode().replace("accepted:\n", "")
    accepted = now(clerk, issue.key)
    assert accepted and accepted.accepted == REASON
    assert "已认可，和原因一起记在" in clerk.said, "and the list says so, with the filter as it was"
    assert clerk.answer and clerk.answer.request.args.to_dict() == {"kind": "error", "section": "", "text": ""}


def test_a_text_that_is_last_year_s_leads_to_it_and_is_filled_once_that_is_accepted(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, (2017, 2018))
    (clerk.data / "2017" / "outlook.yaml").write_bytes((clerk.data / "2018" / "outlook.yaml").read_bytes())
    (plan,) = (one for one in clerk.folders.checked(2018).issues if one.key == "没改写：outlook.yaml「下步工作计划」")
    clerk.gets("/2018/issues/?kind=open")
    assert clerk.words(plan) in clerk.said and clerk.answer
    assert plan.location and f'href="/2018/tables/outlook.yaml?row={plan.location.row}' in clerk.answer.text
    lacking = [one.at.column for one in clerk.folders.filling(2018).missing]
    assert "下步工作计划" in lacking
    clerk.sends("/2018/issues/accept", {"issue": form_of(clerk, plan), "reason": "今年也一样"})
    assert "（认可的原因：今年也一样）" in clerk.said
    lacking.remove("下步工作计划")
    assert [one.at.column for one in clerk.folders.filling(2018).missing] == lacking


def test_an_acceptance_is_taken_back_and_the_file_is_as_it_was(clerk: Clerk) -> None:
    issue = standing(clerk)
    path = clerk.data / "2018" / "basic_stats.yaml"
    before = path.read_bytes()
    accepts(clerk, issue)
    accepted = now(clerk, issue.key)
    assert accepted and accepted.accepted == REASON
    clerk.sends("/2018/issues/stand", {"issue": form_of(clerk, accepted)})
    assert now(clerk, issue.key) == issue
    assert path.read_bytes() == before + b"accepted: []\n"
    assert "已取消认可（从基本情况（单项数和文字）里删去）" in clerk.said


def test_without_a_reason_nothing_is_accepted(clerk: Clerk) -> None:
    issue = standing(clerk)
    answer = clerk.sends("/2018/issues/accept", {"issue": form_of(clerk, issue), "reason": "  "})
    assert answer.status_code == 409
    assert "认可要写原因" in clerk.said
    stands = now(clerk, issue.key)
    assert stands and not stands.accepted


def test_an_issue_that_says_another_number_by_now_is_not_accepted(clerk: Clerk) -> None:
    issue = next(
        one for one in clerk.folders.checked(2018).issues if one.key.startswith("上报数：") and not one.accepted
    )
    meant = form_of(clerk, issue)
    clerk.corrects("contraception.yaml", "89.2", "88.1")
    answer = clerk.sends("/2018/issues/accept", {"issue": meant, "reason": REASON})
    assert answer.status_code == 409
    assert "这条问题在这期间变了" in clerk.said
    assert REASON not in (clerk.data / "2018" / "contraception.yaml").read_text(encoding="utf-8")


def test_a_form_that_means_no_issue_is_refused(clerk: Clerk) -> None:
    for form in ({}, {"issue": "", "reason": REASON}, {"issue": "0" * 64, "reason": REASON}):
        assert clerk.sends("/2018/issues/accept", form).status_code == 409
        assert clerk.sends("/2018/issues/stand", form).status_code == 409


def test_an_acceptance_of_what_is_mended_is_left_out_of_the_file(clerk: Clerk) -> None:
    path = clerk.data / "2018" / "office.yaml"
    text = path.read_text(encoding="utf-8")
    assert "accepted:" not in text
    path.write_text(f"{text}accepted:\n  - {{issue: 已经改正的, reason: 当时可以}}\n", encoding="utf-8")
    idle = now(clerk, "认可：已经改正的")
    assert idle is not None
    clerk.sends("/2018/issues/stand", {"issue": form_of(clerk, idle)})
    assert now(clerk, "认可：已经改正的") is None
    assert "已经改正的" not in path.read_text(encoding="utf-8")


def test_what_the_catalogue_accepts_is_not_taken_back_in_a_year(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, ())
    year = clerk.data / "2018"
    year.mkdir(parents=True)
    catalogue = clerk.template / "catalogue.yaml"
    catalogue.write_text(CATALOGUE, encoding="utf-8")
    (clerk.template / "report.docx").write_bytes(package(BODY + p("死亡人数{{ 死亡|较上年 }}。")))
    (year / "office.yaml").write_text(OFFICE, encoding="utf-8")
    (year / "population.csv").write_text(POPULATION, encoding="utf-8")
    told = next(one for one in clerk.folders.checked(2018).issues if "较上年" in one.key)
    accepted = f'accepted:\n  - issue: "{told.key}"\n    reason: 上年还没有这个报告\n'
    catalogue.write_text(CATALOGUE + accepted, encoding="utf-8")
    issue = next(one for one in clerk.folders.checked(2018).issues if one.accepted)
    clerk.gets("/2018/issues/")
    assert str(issue) in clerk.said
    assert "在 catalogue.yaml 里认可的" in clerk.said and "取消认可" not in clerk.said


def test_what_nobody_accepted_cannot_be_taken_back(clerk: Clerk) -> None:
    assert clerk.sends("/2018/issues/stand", {"issue": form_of(clerk, standing(clerk))}).status_code == 409
    assert "请在那里删去" in clerk.said


def test_a_year_that_cannot_be_read_shows_every_fault_with_its_cell(clerk: Clerk) -> None:
    (clerk.data / "2018" / "basic_stats_population.csv").write_text("乱的\n1\n", encoding="utf-8")
    (clerk.data / "2018" / "office.yaml").write_text("街道: [八街\n", encoding="utf-8")
    assert clerk.gets("/2018/issues/").status_code == 200
    assert "有5处读不了" in clerk.said, "four columns are not there, and the text of one bracket"
    text = clerk.answer.text if clerk.answer else ""
    assert 'href="/2018/tables/basic_stats_population.csv' in text and 'href="/2018/tables/office.yaml' in text


def test_a_catalogue_that_cannot_be_read_shows_its_faults_without_a_way_to_a_cell(clerk: Clerk) -> None:
    (clerk.template / "catalogue.yaml").write_text("office: [\n", encoding="utf-8")
    assert clerk.gets("/2018/issues/").status_code == 200
    assert "catalogue.yaml" in clerk.said
    assert "去改" not in clerk.said.replace("点「去改」", "")


def test_a_file_that_somebody_saves_in_the_same_moment_stays_as_they_left_it(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = standing(clerk)
    meant = form_of(clerk, issue)
    path = clerk.data / "2018" / f"{section_of(issue, clerk.folders.checked(2018).year.catalogue)}.yaml"

    def meanwhile(data: bytes, *asked: str) -> bytes:
        path.write_bytes(data + b"# Excel\n")
        return with_accepted(data, *asked)

    monkeypatch.setattr(page, "with_accepted", meanwhile)
    assert clerk.sends("/2018/issues/accept", {"issue": meant, "reason": REASON}).status_code == 409
    assert path.read_bytes().endswith(b"# Excel\n") and REASON not in path.read_text(encoding="utf-8")
