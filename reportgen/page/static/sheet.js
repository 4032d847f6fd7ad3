// The page of a file: its sheet, whose changes are saved against the file as it was shown; and who leaves it by mistake is asked.
import { Checks, send } from "./sheet_checks.js";
import { differences, draw, sameRow } from "./sheet_conflict.js";
import { SheetGrid, countOf } from "./sheet_grid.js";
import { listen } from "./sheet_keys.js";

const find = (id) => document.getElementById(id);
const host = find("sheet");
const { sheet: shown, go } = JSON.parse(find("data").textContent);
let isSaving = false;

function tell(text = "", kind = "") {
  const count = countOf(sheet.typed());
  find("state").textContent = text || (count ? `有${count}处还没有保存` : "");
  find("state").className = kind || (count ? "unsaved" : "");
}

const fail = (text) => tell(text, "failed");

const sheet = new SheetGrid(host, {
  changed() {
    if (isSaving) return;
    tell();
    checks.ask();
  },
  told(text) {
    if (find("here").textContent !== text) find("here").textContent = text; // the same again would be read out again
    nameDelete();
  },
});
const checks = new Checks(sheet, fail);

function nameDelete() {
  if (find("delete")) find("delete").textContent = sheet.deleted.has(sheet.lastRow) ? "不删这一行" : "删去这一行";
}

/** The forms below the sheet are of the file too: those that were of it before this save are of it now. */
function renewForms(before, now) {
  document.querySelectorAll("main form input[name=digest]").forEach((one) => {
    if (one.value === before) one.value = now;
  });
}

async function save() {
  if (isSaving || sheet.base.locked) return;
  isSaving = true;
  try {
    sheet.closeEditor();
    const typed = sheet.typed();
    if (!countOf(typed)) {
      tell("没有改动，不用保存。");
      return;
    }
    tell("正在保存……");
    checks.stop();
    host.inert = typed.added.length + typed.deleted.length > 0; // rows get other numbers
    const { ok, said } = await send(host.dataset.save, sheet.sent(typed));
    if (ok) {
      find("conflict").hidden = true;
      renewForms(sheet.base.digest, said.saved.digest);
      sheet.taken(said.saved, typed);
      tell(countOf(sheet.typed()) ? "" : "已保存。");
      checks.ask(0);
    } else {
      fail(said.told.join(" "));
      if (said.changed) choose(said.changed, typed);
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // what fetch says of a server that isn't there
    fail("没有保存：连不上程序，黑色窗口是不是关了？填的都还在这一页上。");
  } finally {
    isSaving = false;
    host.inert = false;
  }
}

/** Let somebody choose between what was typed and what another has saved meanwhile; nothing is written by that. */
function choose(theirs, typed) {
  const section = find("conflict");
  const gone = typed.deleted.map((y) => sheet.row(y));
  draw(section.querySelector("div"), differences(sheet.base, typed.cells, theirs), (wanted) => {
    section.hidden = true;
    sheet.build(theirs);
    const cells = wanted.map(({ at, mine }) => ({ x: at[0], y: at[1], value: mine }));
    typed.added.forEach(({ texts }) => {
      const y = sheet.addRow();
      texts.forEach((value, x) => value && cells.push({ x, y, value }));
    });
    if (cells.length) sheet.grid.setValue(cells);
    const there = gone.map((row) => [row, sameRow(row, theirs)]).filter(([, same]) => same);
    const isAsItWas = ([row, same]) => same.cells.join("\n") === row.cells.join("\n");
    const alike = there.filter(isAsItWas);
    alike.forEach(([, same]) => sheet.toggleDeleted(theirs.rows.indexOf(same)));
    tell();
    const kept = there.length - alike.length; // somebody else has changed them, and that is what the list says will stay
    const said = countOf(sheet.typed()) ? `${find("state").textContent}。` : "";
    if (kept) fail(`${said}要删的行里有${kept}行别人改过，没有删；还要删请再按「删去这一行」。`);
    checks.ask();
    host.focus();
  });
  section.hidden = false;
  section.focus();
}

// --- buttons ----------------------------------------------------------------------------------------------------------------------

find("save")?.addEventListener("click", save);
find("undo")?.addEventListener("click", () => sheet.grid.undo());
find("redo")?.addEventListener("click", () => sheet.grid.redo());
find("add")?.addEventListener("click", () => {
  const y = sheet.addRow();
  host.focus();
  sheet.select(0, y);
});
find("delete")?.addEventListener("click", () => {
  const why = sheet.toggleDeleted(sheet.lastRow);
  if (why) fail(why);
  else sheet.select(0, sheet.lastRow);
  nameDelete();
});
find("compare")?.addEventListener("change", (event) => host.classList.toggle("compare", event.target.checked));
host.addEventListener("input", () => {
  tell();
  checks.ask();
});
listen(sheet, { save, tell: fail, out: find("save") ?? find("compare") ?? find("main") });

// --- leaving ----------------------------------------------------------------------------------------------------------------------

let submitted = null;
document.addEventListener("submit", (event) => {
  submitted = event.target;
});
const fields = "main textarea[data-kept], main form textarea, main form input:not([type=hidden])";
const isTyped = (one) => one.form !== submitted && (one.value !== one.defaultValue || "kept" in one.dataset);
window.addEventListener("beforeunload", (event) => {
  if (countOf(sheet.typed()) || [...document.querySelectorAll(fields)].some(isTyped)) event.preventDefault();
});

// --- the beginning ----------------------------------------------------------------------------------------------------------------

sheet.build(shown);
find("tools").hidden = false;
find("how").hidden = false;
const list = go && find(`list-${shown.rows[go[0]].id}`);
if (list) {
  list.scrollIntoView();
} else if (go) {
  host.focus();
  sheet.select(go[1], go[0]);
}
checks.ask(0);
