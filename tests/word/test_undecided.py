"""Figures as revisions, as Word and LibreOffice 7.4 give them back: undecided, accepted, rejected."""

from __future__ import annotations

import pytest
from merges import NOW, Merged, births, mark, merged, parts
from specimens import p, r

from reportgen.merge.refresh import refresh
from reportgen.word.blocks import printed_in
from reportgen.word.events import Kind
from reportgen.word.package import DOCUMENT, W, parse_part
from reportgen.word.undecided import decided


def control(title: str, inside: str) -> str:
    """Return a control as LibreOffice saves one with revisions in it: without its title."""
    settings = f'<w:placeholder><w:docPart w:val="reportgen {title}"/></w:placeholder>'
    return f"<w:sdt><w:sdtPr>{settings}</w:sdtPr><w:sdtContent><w:r/>{inside}<w:r/></w:sdtContent></w:sdt>"


def change(kind: str, text: str) -> str:
    """Return a revision of ours."""
    run = r(text) if kind == "ins" else r(text).replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
    return f'<w:{kind} w:id="7" w:author="reportgen" w:date="{NOW}">{run}</w:{kind}>'


BOTH = change("del", "163") + change("ins", "160")


def after(first: Merged, inside: str) -> Merged:
    """Return what becomes of a first correction that LibreOffice saved with `inside` left of the mark, when 160 becomes 158."""
    saved = parts(p("出生婴儿", control("出生婴儿", inside), "人。"))
    return Merged(refresh(parts(births("160")), saved, parts(births("158"))))


def test_a_mark_with_a_revision_is_no_plain_text_and_has_its_title_twice() -> None:
    (settings,) = merged(births("163"), births("163"), births("160"), NOW).root.iter(f"{W}sdtPr")
    assert [one.tag.removeprefix(W) for one in settings] == ["alias", "tag", "placeholder"]
    assert settings.find(f"{W}placeholder/{W}docPart").get(f"{W}val") == "reportgen 出生婴儿"


def test_people_s_own_placeholder_stays() -> None:
    own = "<w:placeholder><w:docPart w:val='DefaultPlaceholder_22675703'/></w:placeholder><w:text/>"
    theirs = births("163").replace("<w:text/>", own)
    (settings,) = merged(births("163"), theirs, births("160"), NOW).root.iter(f"{W}sdtPr")
    assert settings.find(f"{W}text") is not None and len(settings.findall(f"{W}placeholder")) == 1


@pytest.mark.parametrize(
    ("inside", "line", "kind"),
    [
        (BOTH, "出生婴儿158人。", Kind.FIGURE),
        (r("160"), "出生婴儿158人。", Kind.FIGURE),
        (r("163"), "出生婴儿163人。", Kind.CONFLICT),
    ],
    ids=["undecided", "accepted", "rejected"],
)
def test_a_mark_that_lost_its_title_with_a_revision_is_renewed(inside: str, line: str, kind: Kind) -> None:
    done = after(merged(births("163"), births("163"), births("160"), NOW), inside)
    assert (done.lines, done.kinds) == ([line], [kind])


def test_a_mark_is_plain_text_again_once_people_have_decided() -> None:
    first = merged(births("163"), births("163"), births("160"), NOW)
    (decided_on,) = after(first, r("160")).root.iter(f"{W}sdtPr")
    (undecided,) = after(first, BOTH).root.iter(f"{W}sdtPr")
    assert [one.tag.removeprefix(W) for one in decided_on] == ["alias", "text"]
    assert [one.tag.removeprefix(W) for one in undecided] == ["alias", "placeholder"]


def test_a_mark_that_was_deleted_goes_with_its_control() -> None:
    root = parse_part(parts(p("出生婴儿", control("出生婴儿", ""), "人。"))[DOCUMENT])
    assert decided(root) and not list(root.iter(f"{W}sdt"))


def test_marks_side_by_side_that_libreoffice_put_into_each_other_come_apart() -> None:
    inner = control("女孩", "") + change("del", "88") + change("ins", "90")
    last = mark("合计", "183", "")
    root = parse_part(parts(p(control("男孩", BOTH + inner + last), "人。"))[DOCUMENT])
    assert decided(root)
    assert [(one.title, one.text) for one in printed_in(root)] == [("男孩", "160"), ("女孩", "90"), ("合计", "183")]
    assert not decided(root)
