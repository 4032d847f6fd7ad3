"""What the tests of the page share: an office of the test's own, with the page open."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from clerk import AT, TITLE, Clerk


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
