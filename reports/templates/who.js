// Who does what: every declared convention and every point that is left open, against every way of
// running the formula.

// A way is an adapter, its code, mode and device; its dtypes are taken together.
function waysOf(visible) {
  const ways = new Map();
  for (const c of visible) ways.set(wayWords(columns[c]), [...(ways.get(wayWords(columns[c])) ?? []), c]);
  return [...ways];
}

// One row a convention, a recognised mistake or a point: {kind, name, what, cells, differs, used}.
function whoRows(f, ways, kinds = ["convention", "mistake", "point"]) {
  const rows = [...variantRows(f, ways), ...pointRows(f, ways)].filter((row) => kinds.includes(row.kind));
  return rows.map((row) => {
    const known = row.cells.filter((cell) => cell !== "n/a" && cell !== "");
    return { ...row, differs: new Set(known).size > 1, used: known.some((cell) => cell !== "–") };
  });
}

function variantRows(f, ways) {
  const { conventions, mistakes } = formulas[f];
  const matched = unique(ways.flatMap(([, list]) => list.flatMap((c) => cells[f][c]?.records ?? [])).flatMap(variantNames));
  const names = unique([...Object.keys(conventions), ...matched]);
  return names.map((name) => ({
    kind: name in mistakes ? "mistake" : "convention", name, what: conventions[name] ?? mistakes[name] ?? "",
    cells: ways.map(([, list]) => followed(f, list, name)) }));
}

// In which checks and dtypes a name is matched; "–" where the formula itself is followed.
function followed(f, list, name) {
  const all = list.flatMap((c) => cells[f][c]?.records ?? []).filter((n) => fields.verdict[n] !== UNSUPPORTED);
  if (!all.length) return "n/a";
  const found = all.filter((n) => variantNames(n).includes(name));
  if (!found.length) return "–";
  const names = unique(found.map((n) => checks[fields.check[n]].name));
  return `${names.join(", ")}${someDtypes(found, list)}`;
}

// The dtypes are named only where they are not all of them.
function someDtypes(found, list) {
  const dtypes = unique(found.map((n) => columns[fields.column[n]].dtype));
  return dtypes.length < list.length ? ` (${dtypes.join(", ")})` : "";
}

function pointRows(f, ways) {
  const points = new Map();
  ways.forEach(([, list], w) => {
    for (const n of list.flatMap((c) => cells[f][c]?.records ?? [])) {
      for (const [point, { taken, allowed }] of Object.entries(nested(fields.choices[n]) ?? {})) {
        const row = points.get(point) ?? { allowed, taken: ways.map(() => []) };
        row.taken[w].push([taken, n]);
        points.set(point, row);
      }
    }
  });
  return [...points].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { allowed, taken }]) => {
    const said = sameWords(taken.flat().map(([value]) => value));
    return { kind: "point", name, what: `allowed: ${allowedWords(allowed)}`,
      cells: taken.map((found, w) => pointCell(f, found.map(([value, n]) => [said.get(value), n]), ways[w][1])) };
  });
}

function pointCell(f, found, list) {
  if (!found.length) return list.some((c) => cells[f][c] && cells[f][c].verdict !== UNSUPPORTED) ? "" : "n/a";
  const values = Map.groupBy(found, ([value]) => value);
  return [...values].map(([value, each]) => (values.size > 1 ? `${value}${someDtypes(each.map(([, n]) => n), list)}` : value)).join("; ");
}

// Formats round the same choice differently: what differs by less than a coarse format's last place
// gets the shortest of its words.
function sameWords(values) {
  const given = unique(values).toSorted((a, b) => a.length - b.length);
  const close = (a, b) => a === b || Math.abs(a - b) <= Math.max(Math.abs(a), Math.abs(b)) / 128;
  return new Map(given.map((value) => [value, given.find((short) => close(short, value))]));
}

const allowedWords = (allowed) => allowed.replace(/[[\]]/g, "").split(", ").join(" to ");

function whoTable(f, visible) {
  const ways = waysOf(visible);
  const rows = whoRows(f, ways);
  const open = Object.entries(formulas[f].unspecified);
  const note = open.length ? [h("p", { class: "hint" }, `The documents leave open: ${open.map(([name, why]) => `${name.replaceAll("_", " ")}: ${why}`).join(" ")}`)] : [];
  if (!rows.length) return note.length ? [h("h3", {}, "Who does what"), ...note] : [];
  return [h("h3", {}, "Who does what"),
    h("p", { class: "hint" }, "Where another legitimate form is followed, and in which checks; – where the formula itself is. For a point that is left open, the value taken."),
    ...note, scrolling("Who does what", whoGrid(ways, visible, rows.map((row) => [null, row])))];
}

function whoGrid(ways, visible, rows) {
  const withFormula = rows.some(([f]) => f !== null);
  const labels = ways.map(([, [first]]) => runLabel(first, visible));
  const head = h("tr", {}, withFormula ? h("th", { scope: "col" }, "formula") : null, h("th", { scope: "col" }, "convention or point"),
    labels.map((label) => h("th", { scope: "col" }, label)));
  return h("table", { class: "who" }, h("thead", {}, head), h("tbody", {}, rows.map(([f, row]) => h("tr", { class: row.differs && !withFormula ? "differs" : null },
    withFormula ? h("td", {}, h("a", { href: link(formulaPlace(formulas[f])) }, breakable(formulas[f].id))) : null,
    h("th", { scope: "row" }, row.kind === "point" ? row.name : h("code", {}, breakable(row.name)), " ",
      row.kind === "mistake" ? h("span", { class: "badge b-fails" }, "mistake") : null,
      row.differs && !withFormula ? h("span", { class: "badge b-convention" }, "differs") : null, h("small", {}, row.what)),
    row.cells.map((cell) => h("td", { class: cell === "–" || cell === "n/a" ? "quiet" : null }, cell))))));
}

function mistakesList(f) {
  const known = Object.entries(formulas[f].mistakes);
  if (!known.length) return [];
  return [h("details", { class: "words" }, h("summary", {}, `Mistakes that are recognised: ${known.length}`),
    h("dl", {}, known.map(([name, hint]) => h("div", {}, h("dt", {}, h("code", {}, breakable(name))), h("dd", {}, hint)))))];
}

// All formulas on one page: only what somebody follows, or where choices differ.
function renderConventions() {
  const visible = shownColumns();
  const ways = waysOf(visible);
  const rows = shownFormulas(visible).flatMap((f) => whoRows(f, ways)
    .filter((row) => (row.kind === "point" ? row.differs : row.used)).map((row) => [f, row]));
  document.getElementById("shown").textContent = `Showing ${rows.length} conventions and choices.`;
  document.getElementById("conventions-view").replaceChildren(
    h("nav", { "aria-label": "Back" }, h("a", { href: "#" }, "↑ all formulas")),
    h("h2", { tabindex: "-1" }, "Who does what"),
    h("p", { class: "hint" }, "Conventions that somebody follows, in which checks, and points that are left open and decided differently. – : the formula itself is followed."),
    rows.length ? scrolling("Conventions of all formulas", whoGrid(ways, visible, rows)) : h("p", { class: "empty" }, "Nobody departs from the formulas in what these filters show."));
}
