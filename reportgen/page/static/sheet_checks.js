// What was typed -> what the checks find in it, at the cells and in a list below the sheet, half a second after the last key.

export const WAIT = 500; // milliseconds

const _CUT_OFF = "这一页和程序断开了，没有写：填的都还在这一页上；请到黑色窗口里按一下回车，打开新的页面。";

/** Send data as our pages do; returns {ok, said}. */
export async function send(address, body, signal) {
  const headers = { "Content-Type": "application/json", "X-Wants": "data" };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body), signal });
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return { ok: false, said: { told: [_CUT_OFF] } };
  return { ok: answer.ok, said: await answer.json() };
}

/** Asks the checks, and shows what they find of `sheet`; `tell` says a sentence about the whole. */
export class Checks {
  #timer = 0;
  #asking = null;

  constructor(sheet, tell) {
    this.sheet = sheet;
    this.tell = tell;
  }

  /** Ask in so many milliseconds, unless somebody asks again before. */
  ask(wait = WAIT) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), wait);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  async #ask() {
    const { sheet } = this;
    this.#asking?.abort();
    this.#asking = new AbortController();
    const typed = sheet.typed();
    const asked = sheet.base;
    try {
      const { ok, said } = await send(sheet.host.dataset.check, sheet.sent(typed), this.#asking.signal);
      if (asked !== sheet.base) return;
      if (!ok) this.tell(said.told.join(" "));
      else if (said.changed) this.tell("这个文件打开以后别人改过：保存时会先给您看两边各是什么。");
      else this.#show(said, typed);
    } catch (error) {
      if (error.name !== "AbortError") this.tell("连不上程序，没有检查：黑色窗口是不是关了？填的都还在这一页上。");
    }
  }

  #show(said, typed) {
    const { sheet } = this;
    const rows = new Map(sheet.base.rows.map((row, y) => [row.id, y]));
    const yOf = (row) => (typeof row === "number" && row < 0 ? typed.added[-row - 1]?.y : rows.get(row)) ?? null;
    sheet.mark(said.faults.map((one) => ({ ...one, y: yOf(one.row), x: one.column })));
    Object.entries(said.changes).forEach(([id, changes]) => {
      const y = rows.get(Number(id));
      if (y === undefined || sheet.row(y).change.join() === changes.join()) return;
      sheet.row(y).change = changes;
      changes.forEach((_, x) => sheet.dressCell(x, y));
    });
    document.getElementById("checked").hidden = false;
    const checked = said.read ? "这个文件没有发现问题。" : "这个文件读得了；别的文件也读得了以后，再检查里面的数。";
    const open = sheet.faults.filter((one) => one.code === "open");
    const items = sheet.faults.filter((one) => one.code !== "open").map((one) => this.#item(one));
    if (!items.length) items.push(made("li", {}, open.length ? "填了的没有发现问题。" : checked));
    if (open.length) items.unshift(this.#item({ ...open[0], text: `${open.length}处还空着，没有发生的数填0。` }));
    document.getElementById("found").replaceChildren(...items);
    const link = made("a", { href: sheet.host.dataset.issues }, `别的文件里还有${said.elsewhere}个错误`);
    document.getElementById("elsewhere").replaceChildren(...(said.elsewhere ? [link] : []));
  }

  #item(one) {
    const text = one.reason ? `${one.text}（认可的原因：${one.reason}）` : one.text;
    const link = one.link || (typeof one.row === "string" ? "#list-reported" : ""); // a number that is reported has no row
    let said = text;
    if (one.y !== null) {
      said = made("button", { className: "place" }, text);
      said.addEventListener("click", () => {
        this.sheet.host.focus();
        this.sheet.select(one.x ?? 0, one.y);
      });
    } else if (link) {
      said = made("a", { href: link }, text);
    }
    return made("li", { className: one.code }, made("strong", {}, one.word), " ", said);
  }
}

function made(tag, properties, ...inside) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
}
