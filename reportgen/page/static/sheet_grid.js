// A file's rows and columns -> jspreadsheet's grid of them; what was typed into it, against the file as it was shown.

import { settings } from "./sheet_settings.js";

/** How many changes a record of `typed` holds. */
export const countOf = (one) => one.cells.length + one.added.length + one.deleted.length;

/** A sheet on the page: `base` is the file as it was last shown; every change is one against it. */
export class SheetGrid {
  /** `on` has changed(), called after every change, and told(text), what is to be said of the selected cell. */
  constructor(host, on) {
    this.host = host;
    this.on = on;
    this.grid = null; // jspreadsheet's
    this.isBuilding = false;
  }

  get isTable() {
    return this.base.kind === "table";
  }

  get height() {
    return this.grid.options.data.length;
  }

  /** Show a file anew; what was typed is gone, and what could be undone. */
  build(plain) {
    this.base = plain;
    this.deleted = new Set(); // rows, from 0
    this.faults = [];
    this.marks = new Map(); // those of the faults that stand at a cell, by "x y"
    this.lastRow = undefined; // that was selected last
    this.toldOf = null; // the cell, {x, y}, of which something is said
    this.isBuilding = true;
    const inside = document.createElement("div");
    this.host.replaceChildren(inside);
    const changed = (cells) => this.#changed(cells);
    [this.grid] = window.jspreadsheet(inside, {
      worksheets: [settings(plain)],
      parseFormulas: false,
      contextMenu: () => false,
      about: false,
      onselection: (_, x1, y1, x2, y2) => this.#tell(...[x1, y1, x2, y2].map(Number)),
      onafterchanges: (_, cells) => changed(cells.filter((one) => one.x !== undefined)),
      onundo: () => changed(),
      onredo: () => changed(),
      oninsertrow: () => changed(),
      oneditionstart: () => setTimeout(() => this.#nameEditor()),
      oneditionend: () => setTimeout(() => this.#editionEnded()),
    });
    this.isBuilding = false;
    this.grid.thead.querySelectorAll("td").forEach((cell, x) => {
      cell.setAttribute("role", "columnheader");
      cell.removeAttribute("title");
      if (x === 0) cell.textContent = "行";
    });
    this.grid.textarea.setAttribute("aria-hidden", "true");
    this.grid.textarea.tabIndex = -1;
    this.dress();
  }

  // --- a cell, a row --------------------------------------------------------------------------------------------------------------

  cell(x, y) {
    return this.grid.records[y][x].element;
  }

  text(x, y) {
    return String(this.grid.options.data[y][x] ?? "");
  }

  /** Return a row as it was shown, undefined for one that was added. */
  row(y) {
    return this.base.rows[y];
  }

  /** Return why a cell can't be typed in, "" where it can. */
  lock(x, y) {
    if (this.row(y)) return this.row(y).locked[x];
    return this.base.columns[x].locked ? "这一列不在这里填。" : this.base.locked;
  }

  name(x, y) {
    const row = this.row(y);
    const of = row ? row.key.replaceAll("\n", "、") || `第${row.label}行` : "新的一行";
    return !this.isTable && x === 1 ? of : `${of}「${this.base.columns[x].title}」`;
  }

  /** Put the numbers of rows, locks, last year and marks on all cells as they are now. */
  dress() {
    this.grid.rows.forEach((_, y) => this.dressRow(y));
  }

  dressRow(y) {
    const known = this.row(y);
    const row = this.grid.rows[y].element;
    row.children[0].textContent = known ? known.label : "新";
    row.children[0].setAttribute("role", "rowheader");
    row.classList.toggle("total", known?.kind === "total");
    row.classList.toggle("deleted", this.deleted.has(y));
    this.base.columns.forEach((_, x) => this.dressCell(x, y));
  }

  dressCell(x, y) {
    const known = this.row(y);
    const cell = this.cell(x, y);
    const lock = this.lock(x, y);
    const found = this.marks.get(`${x} ${y}`);
    cell.classList.toggle("readonly", lock !== "");
    cell.classList.toggle("changed", this.text(x, y) !== (known ? known.cells[x] : ""));
    cell.classList.toggle("fault-error", found?.code === "error");
    cell.classList.toggle("fault-warning", found !== undefined && !["error", "accepted", "open"].includes(found.code));
    cell.classList.toggle("open", found?.code === "open");
    if (!this.isTable && x === 1 && known?.kind === "number") cell.style.textAlign = "right";
    const { choices } = this.base.columns[x];
    const title = found ? found.text : lock || (choices.length ? `可以填：${choices.join("、")}` : "");
    if (title) cell.title = title;
    else cell.removeAttribute("title");
    const last = known && known.last[x];
    if (last) cell.dataset.last = `上年 ${last}${known.change[x] ? `（${known.change[x]}）` : ""}`;
    else delete cell.dataset.last;
  }

  /** Mark these faults {x, y, code, word, text} at their cells, and no others. */
  mark(faults) {
    const before = this.marks;
    const placed = faults.filter((one) => one.y !== null && one.x !== null);
    this.faults = faults;
    this.marks = new Map(placed.map((one) => [`${one.x} ${one.y}`, one]));
    [...before.keys(), ...this.marks.keys()]
      .map((key) => key.split(" ").map(Number))
      .forEach(([x, y]) => y < this.height && this.dressCell(x, y));
    const { x, y } = this.toldOf ?? { y: this.height };
    if (y < this.height && !this.grid.edition) this.on.told(this.#said(x, y)); // what was said is of what stood there before
  }

  // --- the selection, the open editor ---------------------------------------------------------------------------------------------

  get isCurrent() {
    return this.grid !== null && window.jspreadsheet.current === this.grid;
  }

  /** Return whether cells are selected and none is being typed in. */
  get isHere() {
    return this.isCurrent && Boolean(this.grid.selectedCell) && !this.grid.edition;
  }

  get selection() {
    const [x1, y1, x2, y2] = this.grid.selectedCell.map(Number);
    return { x1: Math.min(x1, x2), y1: Math.min(y1, y2), x2: Math.max(x1, x2), y2: Math.max(y1, y2) };
  }

  select(x, y) {
    window.jspreadsheet.current = this.grid;
    this.grid.updateSelectionFromCoords(x, y, x, y);
  }

  /** Select what was selected last, else the first cell to type in. */
  enter() {
    window.jspreadsheet.current = this.grid;
    const first = this.isTable ? this.base.columns.findIndex((one) => one.kind === "number") : 1;
    if (!this.grid.selectedCell) this.select(Math.max(0, first), 0);
  }

  /** Give the keys back to the page. */
  leave() {
    this.grid.resetSelection();
    window.jspreadsheet.current = null;
  }

  #tell(x, y, x2, y2) {
    if (this.isBuilding || !this.base.columns[x] || y >= this.height) return;
    this.cell(x2, y2).scrollIntoView({ block: "nearest", inline: "nearest" });
    this.lastRow = y;
    this.toldOf = { x, y };
    this.on.told(this.#said(x, y));
  }

  #said(x, y) {
    const said = [`${this.name(x, y)}：${this.text(x, y) || "空"}。`];
    const { last } = this.cell(x, y).dataset;
    if (last) said.push(`${last}。`);
    if (this.deleted.has(y)) said.push("这一行要删去。");
    if (this.lock(x, y)) said.push(this.lock(x, y));
    this.faults.filter((one) => one.x === x && one.y === y).forEach((one) => said.push(`${one.word}：${one.text}`));
    return said.join(" ");
  }

  get #editor() {
    return this.grid.edition ? this.host.querySelector(".editor > input, .editor > textarea") : null;
  }

  #nameEditor() {
    const [, , x, y] = this.grid.edition ?? [];
    this.#editor?.setAttribute("aria-label", this.name(Number(x), Number(y)));
  }

  #editionEnded() {
    if (document.activeElement === document.body && this.isCurrent) this.host.focus({ preventScroll: true });
    this.on.changed(); // what was given up isn't unsaved any more
  }

  /** Take what stands in the open editor. */
  closeEditor() {
    if (!this.grid.edition) return;
    const [, , x, y] = this.grid.edition;
    this.grid.closeEditor(this.cell(Number(x), Number(y)), true);
  }

  // --- what was typed -------------------------------------------------------------------------------------------------------------

  #changed(cells) {
    if (this.isBuilding) return;
    if (cells) cells.forEach(({ x, y }) => this.dressCell(Number(x), Number(y)));
    else this.dress();
    this.on.changed();
  }

  /** Return what differs from the file as shown: cells [x, y, text], rows added {y, texts}, rows deleted; with the open editor's text. */
  typed() {
    const editor = this.#editor;
    const [ex, ey] = editor ? [Number(this.grid.edition[2]), Number(this.grid.edition[3])] : [-1, -1];
    const cells = [];
    const added = [];
    for (let y = 0; y < this.height; y += 1) {
      const texts = this.base.columns.map((_, x) => (x === ex && y === ey ? editor.value : this.text(x, y)));
      if (!this.row(y)) {
        if (texts.some((text) => text.trim())) added.push({ y, texts });
      } else if (!this.deleted.has(y)) {
        texts.forEach((text, x) => text !== this.row(y).cells[x] && cells.push([x, y, text]));
      }
    }
    return { cells, added, deleted: [...this.deleted] };
  }

  /** Return the same as it is sent. */
  sent(typed) {
    return {
      digest: this.base.digest,
      cells: typed.cells.map(([x, y, text]) => [this.row(y).id, x + 1, text]),
      added: typed.added.map((row) => row.texts),
      deleted: typed.deleted.map((y) => this.row(y).id),
    };
  }

  /** Add an empty row at the end, or give the one that an empty sheet has; returns its number from 0. */
  addRow() {
    if (this.base.rows.length || this.grid.options.data[0].some((text) => text)) this.grid.insertRow(1, this.height - 1);
    return this.height - 1;
  }

  /** Mark a row as deleted, or no longer; empty one that was added. Returns why it can't be, "" when it's done. */
  toggleDeleted(y) {
    if (y === undefined || y >= this.height) return "先点一下要删的那一行。";
    const row = this.row(y);
    if (row && !["data", "unread"].includes(row.kind)) return "这一行不是数据，不能在这里删。";
    if (!row) this.grid.setValue(this.base.columns.map((_, x) => ({ x, y, value: "" })));
    else if (!this.deleted.delete(y)) this.deleted.add(y);
    this.dressRow(y);
    this.on.changed();
    return "";
  }

  /** Take the file as it is after a save of what was `typed`; what was typed meanwhile stays typed. */
  taken(plain, typed) {
    const isSame = !typed.added.length && !typed.deleted.length && plain.columns.length === this.base.columns.length;
    if (!isSame || plain.rows.map((row) => row.id).join("\n") !== this.base.rows.map((row) => row.id).join("\n")) {
      const at = this.grid.selectedCell ? this.grid.selectedCell.slice(0, 2).map(Number) : null;
      this.build(plain);
      if (at && at[1] < this.height) this.select(...at);
      return;
    }
    const sent = new Map(typed.cells.map(([x, y, text]) => [`${x} ${y}`, text]));
    plain.rows.forEach((row, y) =>
      row.cells.forEach((text, x) => {
        const known = sent.get(`${x} ${y}`) ?? this.row(y).cells[x];
        if (this.text(x, y) !== known || text === known) return;
        this.grid.options.data[y][x] = text; // a formula's new result, which nobody typed and undo needn't know
        this.cell(x, y).textContent = text;
      }),
    );
    // What was undone in a cell that couldn't be typed in has no value: where it can be now, undoing would write another cell's.
    const locks = (rows) => rows.map((row) => row.locked.join("\n")).join("\n\n");
    if (locks(plain.rows) !== locks(this.base.rows)) Object.assign(this.grid, { history: [], historyIndex: -1 });
    this.base = plain;
    this.dress();
  }
}
