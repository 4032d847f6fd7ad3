// A sheet as it was shown, what was typed into it, and the file as somebody else has left it -> a choice for each cell.

/** Return the row of `theirs` that is the same as one of ours: the one with its categories, where there is one alone; else undefined. */
export function sameRow(row, theirs) {
  const sameKey = row.key === "" ? [] : theirs.rows.filter((one) => one.key === row.key);
  if (sameKey.length === 1) return sameKey[0];
  return theirs.rows.find((one) => one.id === row.id && one.key === row.key);
}

/** Return which column of `theirs` has the header of one of ours, -1 for none. */
export function sameColumn(column, theirs) {
  return theirs.columns.findIndex((one) => one.names.at(1) === column.names.at(1) && one.title === column.title);
}

/**
 * Return {mine, others}: a record for each cell that was typed, {row, column, base, mine, theirs, at}, where `at` is its place [x, y] in
 * their sheet, null where it's gone; and the cells that somebody else alone has changed, {row, column, base, theirs}.
 */
export function differences(base, typed, theirs) {
  const place = (row, x) => {
    const other = sameRow(row, theirs);
    const at = sameColumn(base.columns[x], theirs);
    return other === undefined || at < 0 ? null : [at, theirs.rows.indexOf(other)];
  };
  const said = (at) => (at === null ? "" : theirs.rows[at[1]].cells[at[0]]);
  const name = (row, x) => [row.key.replaceAll("\n", "、") || `第${row.label}行`, base.columns[x].title];
  const mine = typed.map(([x, y, text]) => {
    const at = place(base.rows[y], x);
    const [row, column] = name(base.rows[y], x);
    return { row, column, base: base.rows[y].cells[x], mine: text, theirs: said(at), at };
  });
  const typedHere = new Set(typed.map(([x, y]) => `${x} ${y}`));
  const others = [];
  base.rows.forEach((one, y) =>
    one.cells.forEach((text, x) => {
      const at = place(one, x);
      if (typedHere.has(`${x} ${y}`) || (at !== null && said(at) === text)) return;
      const [row, column] = name(one, x);
      others.push({ row, column, base: text, theirs: at === null ? "（这一行没有了）" : said(at) });
    }),
  );
  return { mine, others };
}

/** Draw the choice into an element; `go` is called with the records whose own text is wanted. */
export function draw(element, { mine, others }, go) {
  const make = (tag, text = "", ...inside) => {
    const made = document.createElement(tag);
    made.textContent = text;
    made.append(...inside);
    return made;
  };
  const table = make("table");
  const head = ["格", "打开时", "现在文件里", "您填的", "用哪个"].map((text) => {
    const cell = make("th", text);
    cell.scope = "col";
    return cell;
  });
  table.append(make("thead", "", make("tr", "", ...head)));
  const body = make("tbody");
  const chosen = mine.map((one, number) => {
    const place = make("th", `${one.row}「${one.column}」`);
    place.scope = "row";
    const cells = [one.base, one.at ? one.theirs : "（这一格没有了）", one.mine].map((text) => make("td", text));
    const choice = make("td");
    const inputs = ["theirs", "mine"].map((which) => {
      const input = make("input");
      Object.assign(input, { type: "radio", name: `choice-${number}`, value: which, disabled: one.at === null });
      // Where only we have typed, ours is meant; where both have, nobody's is put over the other's without a click.
      input.checked = which === (one.at !== null && one.theirs === one.base ? "mine" : "theirs");
      choice.append(make("label", "", input, which === "mine" ? " 我的" : " 文件里的"), " ");
      return input;
    });
    body.append(make("tr", "", place, ...cells, choice));
    return () => one.at !== null && inputs[1].checked;
  });
  table.append(body);
  const told = [make("p", mine.length ? "先定每一格用哪个，再按下面的按钮；定好以后还要保存。" : "您没有改别的格。")];
  if (others.length) {
    const items = others.slice(0, 50).map((one) => make("li", `${one.row}「${one.column}」：${one.base || "空"} → ${one.theirs || "空"}`));
    told.push(make("p", `别人另外改了${others.length}格，都照文件里的：`), make("ul", "", ...items));
  }
  const button = make("button", "就这样，接着填");
  button.addEventListener("click", () => go(mine.filter((_, number) => chosen[number]())));
  element.replaceChildren(...(mine.length ? [table] : []), ...told, button);
}
