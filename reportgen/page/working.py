"""What is being done, or was done last -> how far it is, asked again and again by a script, and a button that stops it; or what came of it."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from reportgen.page.work import Busy, Result, Step, work

_MOMENT = 0.5  # seconds, after which what was done already needs no page of its own


def wants_data() -> bool:
    """Return whether a script of ours asked, which reads JSON."""
    return request.headers.get("X-Wants", "") == "data"


def begin(title: str, back: str, does: Callable[[Step], Result]) -> Answer:
    """Begin something that takes long and lead to its page; where something else is being done, there, and say so.

    `back` is the address of the page to go on with. `does` runs in another thread: it may ask for nothing of the request.
    """
    try:
        work().start(title, back, does).wait(_MOMENT)
    except Busy as error:
        flash(str(error))
    return redirect(url_for("working.working", year=g.year))


def made_first(title: str, back: str, does: Callable[[Step], None]) -> Answer | None:
    """Make what the page at `back` shows. None where it has been made, which takes but a moment mostly; else what leads to how far it is."""

    def made(step: Step) -> Result:
        does(step)
        return Result(leads=back)

    answer = begin(title, back, made)
    job = work().last
    is_there = job is not None and job.title == title and job.result is not None and job.result.leads == back
    return None if is_there else answer


def working() -> str | Answer:
    """Show how far the work is, or what came of it; where another page shows that, lead there."""
    job = work().last
    result = None if job is None else job.result  # asked once: it may come while the page is drawn
    if wants_data():
        is_over = job is None or result is not None
        return jsonify(words="" if job is None else job.says, share=None if job is None else job.share, over=is_over)
    if result is not None and result.leads:
        return redirect(result.leads)
    return render_template("working.html", job=job, result=result)


def stop() -> Answer:
    """Stop the work, and show what becomes of it."""
    job = work().last
    if job is not None:
        job.stop()
        job.wait(1.0)
    return redirect(url_for("working.working"))
