// Ticks all offices at once, and copies the words of the notice: buttons that only a script can serve, and so are hidden without one.
"use strict";
for (const all of document.querySelectorAll("[data-all]")) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const one of document.querySelectorAll(`input[name=${all.dataset.all}]`)) one.checked = all.checked;
  });
}
for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = document.getElementById(button.dataset.copies);
    words.select();
    try { await navigator.clipboard.writeText(words.value); button.textContent = "复制好了"; } catch { button.textContent = "按 Ctrl+C 复制"; }
  });
}
