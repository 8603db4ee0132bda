// The licence years of the answer about the asker: a bar and a table that say the same.
import { dayText } from "./days.js";
import { h, newId, svg } from "./dom.js";
import { words } from "./words.js";

const DAY = 86400000;
const HEIGHT = 156;
const TOTAL = 4;
const at = (iso) => Date.parse(`${iso}T00:00Z`);

function kindOf(row) {
  if (row.status === "unknown") return "unknown";
  if (row.payer_id === null) return "nobody";
  if (row.payer_id.startsWith("city:")) return "city";
  return row.payer_id === "campaign" ? "campaign" : "operator";
}

function pattern(id, kind) {
  const place = { id, width: 10, height: 10, patternUnits: "userSpaceOnUse" };
  const ground = svg("rect.ground", { width: 10, height: 10 });
  return kind === "city"
    ? svg("pattern", place, ground, svg("circle.ink", { cx: 5, cy: 5, r: 2.2 }))
    : svg("pattern", { ...place, patternTransform: "rotate(45)" }, ground, svg("rect.ink", { width: 3, height: 10 }));
}

function segment(row, x, width, fill) {
  const open = row.status === "unknown";
  const kind = kindOf(row);
  const text = (y, words, style = "small") => svg("text", { class: style, x: 2, y }, words);
  return svg("svg", { x: `${x}%`, width: `${width}%`, height: HEIGHT, overflow: "visible" },
    text(15, open ? words.year(row.year) : words.yearStatus(row.year, row.status_label)),
    text(42, words.yen(row.you_pay), "amount"),
    text(64, open || row.payer_id === null ? "" : words.borne(row.payer.split("（")[0])),
    svg("rect", { class: `segment ${kind}${row.status === "certain" ? "" : " open"}`, y: 76, width: "100%", height: 32,
      fill: fill[kind] && `url(#${fill[kind]})` }));
}

function tick(iso, x, anchor) {
  const [year, date] = dayText(iso).split(/(?<=年)/);
  const text = (y, words) => svg("text.small", { x: `${x}%`, y, "text-anchor": anchor }, words);
  return [svg("line.tick", { x1: `${x}%`, x2: `${x}%`, y1: 108, y2: 116 }), text(132, year), text(150, date)];
}

function picture(rows) {
  const first = at(rows[0].start);
  const length = at(rows.at(-1).end) + DAY - first;
  const share = (moment) => Math.round((10000 * (moment - first)) / length) / 100;
  const fill = { city: newId(), campaign: newId() };
  return h("figure", { role: "img", "aria-label": words.picture }, svg("svg.bar", { "aria-hidden": "true", width: "100%", height: HEIGHT },
    svg("defs", pattern(fill.city, "city"), pattern(fill.campaign, "campaign")),
    rows.map((row) => segment(row, share(at(row.start)), share(at(row.end) + DAY) - share(at(row.start)), fill)),
    rows.map((row, i) => tick(row.start, share(at(row.start)), i ? "middle" : "start")),
    tick(rows.at(-1).end, 100, "end")));
}

function period(row) {
  const [western, era] = row.period.replace(/）$/, "").split("（");
  const pieces = (text, style) => h("span", { class: style }, text.split(/(?<=〜)/).map((piece) => h("span", piece)));
  return [h("strong", words.year(row.year)), pieces(western, "period"), pieces(era, "period detail")];
}

// Roles are said outright: on a small screen the rows are laid out as blocks, which would take them away.
function table(rows) {
  const several = rows.some((row) => row.you_pay && row.total !== null && row.total !== row.you_pay);
  const shown = (list) => list.filter((_, i) => several || i !== TOTAL);
  const names = shown(words.columns);
  const cells = (row) => shown([period(row), words.yen(row.list_price), row.payer, h("strong", words.yen(row.you_pay)),
    h("strong", words.yen(row.total)), row.status_label]);
  const cell = (content, i) => i
    ? h("td", { role: "cell" }, h("span.label", { "aria-hidden": "true" }, names[i]), h("span", content))
    : h("th", { role: "rowheader", scope: "row" }, content);
  return h("table", { role: "table" },
    h("caption", words.table),
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" },
      names.map((name) => h("th", { role: "columnheader", scope: "col" }, name)))),
    h("tbody", { role: "rowgroup" }, rows.map((row) => h("tr", { role: "row" }, cells(row).map(cell)))));
}

export const fee = (rows) =>
  rows.length ? [picture(rows), table(rows), h("p.detail", words.perNumber)] : [];
