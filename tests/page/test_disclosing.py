"""What the public edition prints for small numbers is decided where the page tells of them, with a reason, and taken back there."""

from __future__ import annotations

import re
from html import unescape

from clerk import Clerk

from reportgen.base.issues import Issue
from reportgen.checks.privacy import SMALL

AT = "/2018/issues/"
NAME = "特殊家庭"


def small(clerk: Clerk) -> Issue:
    return next(one for one in clerk.folders.checked(2018).issues if one.check == SMALL)


def shown(clerk: Clerk) -> str:
    """Return what the forms of the issue say to mean it."""
    text = clerk.gets(AT).text
    item = next(one for one in text.split("<li class=")[1:] if "公开版怎么印" in one)
    found = re.search(r'name="issue" value="(\w+)"', item)
    assert found
    return found[1]


def parts(clerk: Clerk) -> list[str]:
    return [unescape(one) for one in re.findall(rf'<option value="({NAME}[^"]*)"', clerk.gets(AT).text)]


def test_a_small_number_is_masked_in_the_public_edition_and_that_is_taken_back(clerk: Clerk) -> None:
    path = clerk.data / "2018" / "special_families.yaml"
    before = path.read_bytes()
    assert small(clerk).metrics == (NAME,)
    every = parts(clerk)
    assert every[0] == NAME and len(every) > 2
    for name in (NAME, every[1]):
        clerk.sends(f"{AT}public", {"issue": shown(clerk), "name": name, "text": "若干", "reason": "户数太少"})
        assert f"公开版里「{name}」印成「若干」，和原因一起记在计划生育特殊家庭" in clerk.said, clerk.errors
    assert [(one.name, one.text, one.reason) for one in clerk.folders.checked(2018).year.sources.disclosures] == [
        (NAME, "若干", "户数太少"),
        (every[1], "若干", "户数太少"),
    ]
    clerk.sends(f"{AT}public", {"issue": shown(clerk), "name": NAME, "text": "少于5", "reason": "户数太少"})
    assert path.read_text(encoding="utf-8").count("少于5") == 1, "the same place again says something else"
    for name in (NAME, every[1]):
        clerk.sends(f"{AT}public/no-longer", {"issue": shown(clerk), "name": name})
        assert f"「{name}」的公开写法不要了" in clerk.said
    assert path.read_bytes().replace(b"public: {}\n", b"") == before
    assert clerk.folders.checked(2018).year.sources.disclosures == ()


def test_what_cannot_be_meant_or_has_no_reason_is_refused_and_nothing_is_written(clerk: Clerk) -> None:
    before = clerk.files
    issue = shown(clerk)
    for sent, told in (
        ({"name": NAME, "text": "若干", "reason": " "}, "印成什么和原因都不能空"),
        ({"name": NAME, "text": "很" * 21, "reason": "户数太少"}, "最多20个字"),
        ({"name": "总人口", "text": "若干", "reason": "户数太少"}, "这条问题在这期间变了"),
        ({"name": NAME, "text": "若干", "reason": "户数太少", "issue": "0"}, "这条问题在这期间变了"),
    ):
        assert clerk.sends(f"{AT}public", {"issue": issue, **sent}).status_code == 409
        assert told in clerk.said
    assert clerk.sends(f"{AT}public/no-longer", {"issue": issue, "name": NAME}).status_code == 409
    assert clerk.files == before


def test_what_somebody_else_has_decided_meanwhile_is_neither_replaced_nor_taken_back(clerk: Clerk) -> None:
    first = shown(clerk)
    clerk.sends(f"{AT}public", {"issue": first, "name": NAME, "text": "若干", "reason": "户数太少"})
    second = shown(clerk)
    clerk.sends(f"{AT}public", {"issue": second, "name": NAME, "text": "少于5", "reason": "另一个人的原因"})
    before = clerk.files
    late = {"text": "几", "reason": "先打开的"}
    for form in ({"issue": first, **late}, {"issue": second, **late}):
        assert clerk.sends(f"{AT}public", {"name": NAME, **form}).status_code == 409
        assert "这条问题在这期间变了" in clerk.said
    assert clerk.sends(f"{AT}public/no-longer", {"issue": second, "name": NAME}).status_code == 409
    assert clerk.files == before
