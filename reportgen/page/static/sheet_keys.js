// Keys and the clipboard -> what they do to a sheet, before jspreadsheet sees them: its own copying and pasting isn't used.
import { pasted, rowsOf, textOf } from "./sheet_clipboard.js";

/** Listen for a sheet; `save` is called for Ctrl+S, `tell` says what became of a paste, `out` is who has the keys behind Esc. */
export function listen(sheet, { save, tell, out }) {
  window.addEventListener("copy", (event) => copy(sheet, event), true);
  window.addEventListener("paste", (event) => paste(sheet, event, tell), true);
  window.addEventListener("keydown", (event) => pressed(sheet, event, { save, out }), true);
  sheet.host.addEventListener("focus", () => sheet.enter());
  document.addEventListener("focusin", (event) => {
    if (!sheet.host.contains(event.target) && sheet.isCurrent) sheet.leave(); // else its keys are taken from what has the focus now
  });
}

function pressed(sheet, event, { save, out }) {
  const isControl = (event.ctrlKey || event.metaKey) && !event.altKey;
  const key = event.key.toLowerCase();
  const ours = () => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  if (isControl && key === "s") {
    ours();
    save();
  } else if (isControl && "zy".includes(key) && sheet.isCurrent && !sheet.grid.edition) {
    ours();
    if (key === "z" && !event.shiftKey) sheet.grid.undo();
    else sheet.grid.redo();
  } else if (isControl && key === "x" && sheet.isHere) {
    ours();
    document.execCommand("copy");
    empty(sheet);
  } else if (isControl && "cv".includes(key) && sheet.isHere) {
    event.stopImmediatePropagation(); // the browser's own events follow
  } else if (event.key === "Escape" && sheet.isHere) {
    sheet.leave();
    out?.focus();
  }
}

function empty(sheet) {
  const { x1, y1, x2, y2 } = sheet.selection;
  const cells = [];
  for (let y = y1; y <= y2; y += 1) {
    for (let x = x1; x <= x2; x += 1) if (!sheet.lock(x, y)) cells.push({ x, y, value: "" });
  }
  if (cells.length) sheet.grid.setValue(cells);
}

function copy(sheet, event) {
  if (!sheet.isHere) return;
  const { x1, y1, x2, y2 } = sheet.selection;
  const rows = [];
  for (let y = y1; y <= y2; y += 1) rows.push(sheet.base.columns.slice(x1, x2 + 1).map((_, x) => sheet.text(x1 + x, y)));
  event.clipboardData.setData("text/plain", textOf(rows));
  event.preventDefault();
  event.stopImmediatePropagation();
}

function paste(sheet, event, tell) {
  if (!sheet.isHere) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (sheet.base.locked) return;
  const block = rowsOf(event.clipboardData.getData("text/plain"));
  const { columns } = sheet.base;
  const { cells, told } = pasted(block, sheet.selection, {
    width: columns.length,
    height: sheet.height,
    canAdd: sheet.isTable,
    title: (x) => columns[x].title,
    text: (x, y) => sheet.text(x, y),
    locked: (x, y) => sheet.lock(x, y) !== "",
    names: (x) => sheet.isTable && columns[x].kind === "text" && !columns[x].locked,
  });
  if (cells.length) sheet.grid.setValue(cells);
  if (told.length) tell(told.join(" "));
}
