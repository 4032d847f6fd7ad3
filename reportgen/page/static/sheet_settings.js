// A file's rows and columns -> what jspreadsheet is told of them, and which of its own ways are off: rows and columns are the file's.

const WIDTHS = { number: 110, value: 240, text: 150 };
const WIDEST = Math.min(320, window.innerWidth / 3); // on a phone the number stands beside what it is of
const OFF = {
  allowManualInsertRow: false,
  allowManualInsertColumn: false,
  allowInsertColumn: false,
  allowDeleteRow: false,
  allowDeleteColumn: false,
  allowRenameColumn: false,
  allowComments: false,
  columnDrag: false,
  columnSorting: false,
  rowDrag: false,
  rowResize: false,
  selectionCopy: false,
  secureFormulas: false,
};

/** Return the settings of the one worksheet that shows a file. */
export const settings = (plain) => ({
  data: plain.rows.length ? plain.rows.map((row) => [...row.cells]) : [plain.columns.map(() => "")],
  columns: plain.columns.map((_, x) => column(plain, x)),
  tableOverflow: false, // where it scrolls by itself, a scroll closes the cell that is being typed in; the page's own box scrolls
  editable: plain.locked === "",
  ...OFF,
});

function column(plain, x) {
  const one = plain.columns[x];
  const longest = Math.max(0, ...plain.rows.slice(0, 300).map((row) => row.cells[x].length));
  return {
    type: "text",
    title: one.title,
    align: one.kind === "number" ? "right" : "left",
    width: Math.min(WIDEST, Math.max(WIDTHS[one.kind], 20 + 15 * Math.min(20, longest))),
    readOnly: one.locked || plain.locked !== "",
    wordWrap: one.kind !== "number",
  };
}
