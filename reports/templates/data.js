// The embedded results, and what follows from them.

const data = JSON.parse(document.getElementById("data").textContent);
const { formulas, columns, checks, verdicts, texts } = data;
const fields = Object.fromEntries(data.keys.map((key, place) => [key, data.records[place]]));
const UNSUPPORTED = verdicts.length - 1;
const DEVIATING = new Set(verdicts.flatMap(({ name }, v) => (["inaccurate", "fails", "error"].includes(name) ? [v] : [])));
const FACETS = ["adapter", "provenance", "mode", "device", "dtype"];

const text = (place) => (place < 0 ? "" : texts[place]);
const nested = (place) => (place < 0 ? null : JSON.parse(texts[place]));
const formulaPlace = (formula) => `${formula.group}/${formula.id}`;
const wayWords = (c) => `${c.adapter} ${c.words}, ${c.mode}, ${c.device}`;
const columnPlace = (c) => `${c.adapter}-${c.mode}-${c.device}-${c.dtype}-${c.provenance}`;
const columnWords = (c) => `${wayWords(c)}, ${c.dtype}`;
const cellPlace = (f, c) => `${formulaPlace(formulas[f])}[${columnPlace(columns[c])}]`;

// Non-finite numbers arrive as "inf" and "nan".
function size(value) {
  if (value === null) return -1;
  if (value === "nan") return Infinity;
  if (value === "inf") return Number.MAX_VALUE;
  return value;
}

// Worse comes later, except that "unsupported" stands only where nothing applies.
const worse = (a, b) => (a === UNSUPPORTED ? b : b === UNSUPPORTED ? a : Math.max(a, b));

// cells[formula][column]: worst verdict, largest errors, which records, and how many of them
// deviate: known ones, which the project expects, and fresh ones.
const cells = formulas.map(() => new Array(columns.length).fill(null));
fields.formula.forEach((f, n) => {
  const c = fields.column[n];
  const verdict = fields.verdict[n];
  const cell = (cells[f][c] ??= { verdict, ulp: null, band: null, records: [], known: 0, fresh: 0 });
  cell.verdict = worse(cell.verdict, verdict);
  if (size(fields.max_ulp[n]) > size(cell.ulp)) cell.ulp = fields.max_ulp[n];
  if (size(fields.band_ratio[n]) > size(cell.band)) cell.band = fields.band_ratio[n];
  if (DEVIATING.has(verdict)) cell[fields.expected[n] < 0 ? "fresh" : "known"] += 1;
  cell.records.push(n);
});
for (const row of cells) {
  for (const cell of row) cell?.records.sort((a, b) => fields.check[a] - fields.check[b]);
}

const expectation = (cell) => (cell.fresh ? "new" : cell.known ? "expected" : "");

// What several columns have in common goes without saying.
function runLabel(c, among) {
  const several = (facet) => new Set(among.map((each) => columns[each][facet])).size > 1;
  const { adapter, words } = columns[c];
  return [adapter, words, ...["mode", "device"].filter(several).map((facet) => columns[c][facet])].join(" ");
}


function recordPlace(n) {
  if (fields.id[n] >= 0) return text(fields.id[n]);
  const formula = formulaPlace(formulas[fields.formula[n]]);
  return `${formula}::${checks[fields.check[n]].name}[${columnPlace(columns[fields.column[n]])}]`;
}

// Long lists say nothing in a line; where they matter they stand in full.
function briefly(words) {
  let [found, depth, start] = ["", 0, 0];
  [...words].forEach((character, place, all) => {
    if (character === "[" && depth++ === 0) { found += all.slice(start, place).join(""); start = place; }
    if (character === "]" && depth > 0 && --depth === 0) {
      const given = all.slice(start, place + 1).join("");
      found += given.length > 24 ? "[…]" : given;
      start = place + 1;
    }
  });
  return found + [...words].slice(start).join("");
}

function badge(verdict, tag = "span", attributes = {}, ...more) {
  const { name, symbol, short } = verdicts[verdict];
  const mark = h("span", { "aria-hidden": "true" }, symbol);
  return h(tag, { ...attributes, class: `badge b-${name}` }, mark, ` ${short}`, ...more);
}
