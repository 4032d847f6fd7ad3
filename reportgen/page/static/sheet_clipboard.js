// A block of cells <-> text as Excel and WPS copy it; where a pasted block goes, or why it doesn't.

/** Return the rows of a copied text: tabs between cells, quotes around one that holds tabs, line ends or quotes. */
export function rowsOf(text) {
  const rows = [[]];
  let at = 0;
  const plain = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  while (at <= plain.length) {
    let cell = "";
    if (plain[at] === '"' && /^"(?:[^"]|"")*"(?=[\t\n]|$)/.test(plain.slice(at))) {
      const quoted = /^"((?:[^"]|"")*)"/.exec(plain.slice(at));
      cell = quoted[1].replaceAll('""', '"');
      at += quoted[0].length;
    } else {
      cell = /^[^\t\n]*/.exec(plain.slice(at))[0];
      at += cell.length;
    }
    rows.at(-1).push(cell);
    if (at >= plain.length) break;
    if (plain[at] === "\n") rows.push([]);
    at += 1;
  }
  return rows;
}

/** Return cells as such a text. */
export function textOf(rows) {
  const cell = (one) => (/[\t\n"]/.test(one) ? `"${one.replaceAll('"', '""')}"` : one);
  return rows.map((row) => row.map(cell).join("\t")).join("\r\n");
}

/**
 * Return what becomes of a block that is pasted at a selection {x1, y1, x2, y2}: {cells: [{x, y, value}], told: sentences}.
 *
 * `sheet` has width, height, canAdd, title(x), and of a cell text(x, y), locked(x, y), names(x): whether the column says what the row is of.
 * Where a block says another category than the sheet has in that row, nothing is pasted: its numbers would be another village's. A first row
 * that says the titles of the columns is what people copy along.
 */
export function pasted(block, at, sheet) {
  if (block.length > 1 && isHead(block[0], at.x1, sheet)) {
    const below = pasted(block.slice(1), at, sheet);
    return { ...below, told: ["第一行是表头，没有贴。", ...below.told] };
  }
  const width = Math.max(...block.map((row) => row.length));
  const cells = [];
  const told = [];
  const one = block.length === 1 && width === 1;
  const rows = one ? at.y2 - at.y1 + 1 : Math.min(block.length, sheet.height - at.y1);
  const columns = one ? at.x2 - at.x1 + 1 : Math.min(width, sheet.width - at.x1);
  let locked = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [x, y] = [at.x1 + column, at.y1 + row];
      const value = one ? block[0][0] : block[row][column];
      const isOther = value !== undefined && value.trim() !== sheet.text(x, y).trim();
      if (!isOther) continue;
      if (sheet.locked(x, y) && sheet.names(x) && value.trim() !== "" && !one) {
        const said = `没有贴：要贴的是「${value.trim()}」，表里这一行是「${sheet.text(x, y)}」，对不上。`;
        return { cells: [], told: [`${said}请按表里的顺序排好再贴，或者只贴数。`] };
      }
      if (sheet.locked(x, y)) locked += 1;
      else cells.push({ x, y, value });
    }
  }
  if (!one && (block.length > rows || width > columns)) {
    const more = [block.length > rows && `${block.length - rows}行`, width > columns && `${width - columns}列`];
    const way = sheet.canAdd && block.length > rows ? "要贴全，先按「加一行」。" : "请从合适的格开始贴。";
    told.push(`要贴的有${block.length}行${width}列，从这一格起表里只有${rows}行${columns}列，多出的${more.filter(Boolean).join("、")}没有贴。${way}`);
  }
  if (locked) told.push(`有${locked}格不能填，没有贴。`);
  return { cells, told };
}

function isHead(row, x1, sheet) {
  const bare = (title) => title.replace(/[（(][^）)]*[）)]/g, "").trim(); // with its unit or without
  const said = row.map((value, column) => [bare(value), x1 + column]).filter(([value]) => value !== "");
  return said.length > 0 && said.every(([value, x]) => x < sheet.width && value === bare(sheet.title(x)));
}
