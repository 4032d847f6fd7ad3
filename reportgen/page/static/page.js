// A page that is open says so from time to time, so that the server knows when the last one has been closed.
"use strict";
setInterval(() => fetch(document.body.dataset.alive, { method: "POST" }).catch(() => {}), 20000);
