// How far the work is, asked once a second; when it is over, the page that says what came of it.
"use strict";
(() => {
  const words = document.getElementById("words");
  const share = document.getElementById("share");
  const ask = async () => {
    const answer = await fetch(location.href, { headers: { "X-Wants": "data" } });
    const now = await answer.json();
    if (now.over) { location.reload(); return; }
    if (words.textContent !== now.words) words.textContent = now.words;
    if (now.share === null) share.removeAttribute("value"); else share.value = now.share;
    later();
  };
  const later = () => setTimeout(() => ask().catch(() => { words.textContent = "问不到做到哪里了，请看黑色窗口还在不在。"; }), 1000);
  later();
})();
