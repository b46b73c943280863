// The matrix: one row a formula, one column a way of running it.

function cellLabel(f, c, cell) {
  const error = cell.ulp === null ? "" : `, worst ${magnitude(cell.ulp)} ULP`;
  const verdict = verdicts[cell.verdict].name;
  const known = expectation(cell) === "expected" ? ", expected" : "";
  return `${formulas[f].id}, ${columnWords(columns[c])}: ${verdict}${known}${error}`;
}

function matrixCell(f, c, edge) {
  const cell = cells[f][c];
  if (!cell) return h("td", { class: edge ? "edge" : null }, h("a", { class: "v-unsupported", title: "not run" }, "·"));
  const { name, symbol, short } = verdicts[cell.verdict];
  const label = cellLabel(f, c, cell);
  const dim = wants(cell) ? "" : " dim";
  const known = expectation(cell) === "expected" ? " known" : "";
  return h("td", { class: `${edge ? "edge" : ""}${dim}`.trim() || null },
    h("a", { href: link(cellPlace(f, c)), class: `b-${name}${known}`, tabindex: "-1", "aria-label": label, title: label },
      h("span", {}, `${symbol} ${short}`), h("small", {}, magnitude(cell.ulp) || "\u00a0")));
}

// Neighbouring columns that share the given facets are put under one heading.
function spans(visible, facets) {
  const found = [];
  for (const c of visible) {
    const key = facets.map((facet) => columns[c][facet]).join("\n");
    if (found.length && found.at(-1).key === key) found.at(-1).width += 1;
    else found.push({ key, width: 1, column: columns[c] });
  }
  return found;
}

function matrixHead(visible, edges) {
  const several = (facet) => new Set(visible.map((c) => columns[c][facet])).size > 1;
  const heads = (facets, words) => spans(visible, facets).map(({ width, column }) =>
    h("th", { scope: "colgroup", colspan: width }, h("span", {}, words(column))));
  const corner = h("th", { class: "corner", scope: "col", rowspan: 3 }, "formula");
  const middle = (column) => [column.words, column.mode, several("device") ? column.device : ""]
    .filter(Boolean).join(" · ");
  return h("thead", {},
    h("tr", {}, corner, heads(["adapter"], (column) => column.adapter)),
    h("tr", {}, heads(["adapter", "provenance", "mode", "device"], middle)),
    h("tr", {}, visible.map((c) => h("th", { scope: "col", class: edges.has(c) ? "edge" : null }, columns[c].dtype))));
}

function groupBody(group, rows, visible, edges) {
  const body = h("tbody", {}, h("tr", { class: "group" },
    h("th", { scope: "rowgroup" }, group), h("td", { colspan: visible.length })));
  for (const f of rows) {
    const { id, title } = formulas[f];
    body.append(h("tr", {},
      h("th", { scope: "row" }, h("a", { href: link(formulaPlace(formulas[f])) }, breakable(id)), h("small", {}, title)),
      visible.map((c) => matrixCell(f, c, edges.has(c)))));
  }
  return body;
}

function renderMatrix() {
  const box = document.getElementById("matrix-box");
  const visible = shownColumns();
  const rows = shownFormulas(visible);
  sayShown(rows.length, visible.length);
  if (!rows.length) {
    box.replaceChildren(h("p", { class: "empty" }, "Nothing matches these filters."));
    return;
  }
  const edges = new Set(visible.filter((c, n) => n === 0 || columns[c].adapter !== columns[visible[n - 1]].adapter));
  const table = h("table", { class: "matrix" }, matrixHead(visible, edges));
  const groups = new Map();
  for (const f of rows) groups.set(formulas[f].group, [...(groups.get(formulas[f].group) ?? []), f]);
  for (const [group, members] of groups) table.append(groupBody(group, members, visible, edges));
  // One cell is in the tab order, arrow keys reach the others: not 2,000 stops.
  table.querySelector("td a[href]")?.setAttribute("tabindex", "0");
  table.addEventListener("keydown", moveFocus);
  box.replaceChildren(table);
}

function sayShown(rows, wide) {
  document.getElementById("shown").textContent =
    `Showing ${rows} of ${formulas.length} formulas in ${wide} of ${columns.length} columns.`;
}
