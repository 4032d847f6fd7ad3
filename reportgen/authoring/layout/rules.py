"""A package's parts -> issues: where its layout differs from GB/T 9704-2012, by what Word shows, whatever says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from reportgen.authoring.layout import element_rules, page_rules, structure_rules
from reportgen.authoring.layout.deviations import Alike, Deviation, alike, causes
from reportgen.authoring.layout.effective import Package
from reportgen.authoring.layout.elements import Element, Placed, placed
from reportgen.base.issues import Issue


def layout_issues(parts: Mapping[str, bytes], file: str, worded: Collection[str] = ()) -> Iterator[Issue]:
    """Yield what differs in a template or a report, one issue per cause, the page first; `file` is what the places call it, `worded` are the
    names whose tags print words, in which quotation marks may stand.

    Rows are the body's paragraphs as Word has them in the file, from 1. Raises lxml.etree.XMLSyntaxError for bad XML and KeyError
    where there is no main part.
    """
    package = Package(parts)
    every = placed(package.paragraphs(package.document))
    yield from (one.issue(file) for one in deviations_alike(package, every, worded))


def deviations_alike(package: Package, every: Sequence[Placed], worded: Collection[str] = ()) -> Iterator[Alike]:
    """Yield what differs by its causes, the page first."""
    found = list(layout_deviations(package, every, worded))
    known = (one.paragraph for one in every if one.element not in (Element.OTHER, Element.BLANK))
    yield from alike(found, causes(known, (one.name for one in found)))


def layout_deviations(package: Package, every: Sequence[Placed], worded: Collection[str] = ()) -> Iterator[Deviation]:
    """Yield every difference by itself: of the page, then of each paragraph, then of their order."""
    yield from page_rules.page_deviations(package)
    yield from page_rules.number_deviations(package)
    page = next((page for page in page_rules.pages(package) if page.upright), None)
    for one in every:
        yield from element_rules.look_deviations(one, worded)
        yield from element_rules.place_deviations(one)
        if page is not None:
            yield from element_rules.capacity_deviations(one, page_rules.counted_on(page), package.normal_size)
    yield from structure_rules.title_deviations(every)
    yield from structure_rules.order_deviations(every)
    yield from structure_rules.signature_deviations(every, page)
    yield from structure_rules.annex_deviations(every)
    yield from structure_rules.blank_deviations(every)
