// A page that is open says so from time to time, and when it is closed, so that the server knows when the last one has been.
"use strict";
const page = String(Math.random());
const say = (how) => fetch(document.body.dataset.alive, { method: "POST", keepalive: true, body: new URLSearchParams({ page, how }) }).catch(() => {});
setInterval(say, 20000, "open");
addEventListener("pageshow", () => say("open"));
addEventListener("pagehide", () => say("closed"));
