"""The clerk of these tests is let in as a browser is, and only so."""

from __future__ import annotations

from clerk import Clerk


def test_a_clerk_sees_the_year_and_nobody_else_does(clerk: Clerk) -> None:
    assert clerk.gets("/2018/").status_code == 200
    assert "下一步" in clerk.said
    assert clerk.gets("/2017/").status_code == 404, "the office has no folder of that year"
    assert clerk.app.test_client().get("/2018/", base_url="http://127.0.0.1:8018").status_code == 403
