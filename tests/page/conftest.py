"""What the tests of the page share: an office of the test's own, with the page open."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from clerk import AT, TITLE, Clerk

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def clerk(tmp_path: Path) -> Clerk:
    """Return a clerk with a copy of data/2018 and templates/annual."""
    return Clerk(tmp_path)


@pytest.fixture
def clerk_of_two_years(tmp_path: Path) -> Clerk:
    """Return a clerk who has the year before too."""
    return Clerk(tmp_path, (2017, 2018))


@pytest.fixture(scope="session")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of reports with the draft of 2018, as the page wrote it for a clerk; the tests have copies of it."""
    clerk = Clerk(tmp_path_factory.mktemp("draft"))
    clerk.gets(AT)
    clerk.sends(f"{AT}build", {"seen": clerk.field("seen")})
    assert clerk.report().stem == TITLE, clerk.errors
    return clerk.output


@pytest.fixture
def drafted(clerk: Clerk, draft: Path) -> Clerk:
    """Return a clerk who has had the report drafted."""
    shutil.copytree(draft, clerk.output)
    return clerk


@pytest.fixture(scope="session")
def grave_faults() -> Callable[[Page], list[str]]:
    """Return what axe-core finds in a page that is serious or worse. Skips where it is missing; in CI its absence is a failure."""
    try:
        from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  the quick tests needn't have it
    except ModuleNotFoundError:
        reason = "axe-playwright-python is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    axe = Axe()

    def found(tab: Page) -> list[str]:
        faults = axe.run(tab, options={"iframes": False}).response["violations"]  # a sandboxed frame takes no message
        grave = [one for one in faults if one["impact"] in ("serious", "critical")]
        return [f"{one['id']}: {one['help']}: {node['html'][:120]}" for one in grave for node in one["nodes"]]

    return found
