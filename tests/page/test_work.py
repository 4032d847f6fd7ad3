"""What takes long is done one thing at a time, says how far it is, and can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from clerk import OWN, Clerk

from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.base.program import run
from reportgen.base.saving import CannotWrite
from reportgen.page import working
from reportgen.page.presence import Presence
from reportgen.page.serving import Server
from reportgen.page.work import NAME, Busy, Result, Step, Work

AT = "/2018/working/"


@pytest.fixture
def work(clerk: Clerk) -> Work:
    found = clerk.app.extensions[NAME]
    assert isinstance(found, Work)
    return found


def done(work: Work, does: Callable[[Step], Result]) -> Result:
    """Return what came of something that was done to its end."""
    job = work.start("试一试", "/2018/report/", does)
    assert job.wait(10)
    assert job.result is not None and not work.is_running
    return job.result


def asked(clerk: Clerk) -> dict[str, object]:
    """Return how far the work is, as the page's script asks."""
    answer = clerk.browser.get(AT, base_url=OWN, headers={"X-Wants": "data"})
    found = answer.get_json()
    assert isinstance(found, dict)
    return found


def test_how_far_it_is_can_be_asked_and_what_came_of_it_is_shown(clerk: Clerk, work: Work) -> None:
    go, reached = threading.Event(), threading.Event()

    def does(step: Step) -> Result:
        step("排第3页", 3, 12)
        reached.set()
        assert go.wait(10)
        return Result(("做好了12页。",), (Issue("纸", Severity.WARNING, "第4页是空的。", Location("报告.docx")),))

    assert clerk.gets(AT).status_code == 200 and "没有在做的" in clerk.said
    job = work.start("排页", "/2018/report/", does)
    assert reached.wait(10)
    assert asked(clerk) == {"words": "排第3页", "share": 25, "over": False}
    clerk.gets(AT)
    assert "正在排页" in clerk.said and "停下" in clerk.said
    assert 'value="25"' in clerk.gets(AT).text
    go.set()
    assert job.wait(10)
    assert asked(clerk)["over"] is True
    answer = clerk.gets(AT)
    assert "做好了12页。" in clerk.said and "提醒\n报告.docx：第4页是空的。" in clerk.said
    assert 'href="/2018/report/"' in answer.text


def test_a_page_that_is_drawn_while_the_work_ends_shows_it_as_going_on_and_asks_again(
    clerk: Clerk, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, drawn = threading.Event(), working.render_template
    job = work.start("排页", "/2018/report/", lambda step: Result((str(go.wait(10)),)))

    def ending(template: str, **said: object) -> str:
        go.set()
        assert job.wait(10)
        return drawn(template, **said)

    with monkeypatch.context() as patched:
        patched.setattr(working, "render_template", ending)
        answer = clerk.gets(AT)
    assert "正在排页" in clerk.said and "static/working.js" in answer.text
    clerk.gets(AT)
    assert "接着做" in clerk.said


def test_work_that_another_page_shows_leads_there(clerk: Clerk, work: Work) -> None:
    done(work, lambda step: Result(leads="/2018/report/"))
    answer = clerk.browser.get(AT, base_url=OWN)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/2018/report/")
    assert asked(clerk)["over"] is True


def test_a_second_one_waits_until_the_first_is_done(work: Work) -> None:
    go = threading.Event()
    job = work.start("排页", "/", lambda step: Result((str(go.wait(10)),)))
    with pytest.raises(Busy, match="还在做「排页」，请等它做完"):
        work.start("再排一次", "/", lambda step: Result(()))
    with pytest.raises(Busy), work.alone():
        pytest.fail("nobody may write meanwhile")
    go.set()
    assert job.wait(10)
    with work.alone():
        pass
    assert done(work, lambda step: Result(("好",))).said == ("好",)


def test_it_stops_at_its_next_step_or_in_the_middle_of_a_program(clerk: Clerk, work: Work) -> None:
    def steps(step: Step) -> Result:
        while True:
            step("一步")

    def program(step: Step) -> Result:
        run(["sleep", "60"], "它", 60)
        return Result(())

    for does in (steps, program):
        job = work.start("数数", "/", does)
        assert work.is_running
        clerk.sends(f"{AT}stop")
        assert job.wait(10) and not work.is_running
        clerk.gets(AT)
        assert "「数数」停下了，没有做完的一样也没有写。" in clerk.said


def test_what_goes_wrong_is_told_and_our_own_failure_keeps_its_traceback(
    work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    def raising(error: Exception) -> Result:
        def does(step: Step) -> Result:
            raise error

        return done(work, does)

    fault = Issue("文件", Severity.ERROR, "读不出来。", Location("a.csv"))
    assert raising(Unusable([fault])).issues == (fault,)
    assert raising(CannotWrite("写不进 a.docx。")).said == ("写不进 a.docx。",)
    assert not caplog.records
    assert "程序自己出错了" in raising(ZeroDivisionError("ours")).said[0]
    assert "ZeroDivisionError: ours" in caplog.text


def test_the_end_of_the_server_ends_the_work(work: Work) -> None:
    def program(step: Step) -> Result:
        run(["sleep", "60"], "它", 60)
        return Result(())

    work.start("数数", "/", program)
    work.end()
    assert not work.is_running


@pytest.mark.slow
def test_the_server_does_not_end_while_anything_is_being_done(clerk: Clerk) -> None:
    server = Server(clerk.folders, presence=Presence(every=0.01, silent=2))
    serving = threading.Thread(target=server.run)
    go = threading.Event()
    server.work.start("排页", "/", lambda step: Result((str(go.wait(10)),)))
    serving.start()
    serving.join(0.5)
    assert serving.is_alive(), "nobody has looked at a page for a long time, but the work isn't done"
    go.set()
    serving.join(10)
    assert not serving.is_alive()
