// The sweeps as a table: formulas against adapters, value and gradient; and the filters.

const { formulas, columns, sweeps, curves, marks } = JSON.parse(document.getElementById("data").textContent);
const FACETS = ["adapter", "version", "provenance", "mode", "device", "dtype"];
const chosen = new Map([...FACETS, "quantity", "mark"].map((facet) => [facet, new Set()]));
let searched = "";

const formulaPlace = ({ group, id }) => `${group}/${id}`;
const symbolsOf = (sweep) => Object.keys(sweep.marks).map((name) => marks[name]).join(" ");
const remarksOf = (sweep) => Object.values(sweep.marks);
const settingOf = ({ setting, quantity }) => [quantity, setting].filter(Boolean).join(", ");

// What all columns have in common goes without saying, and so does an adapter's only version.
function columnLabel(c, among = columns.map((_, n) => n)) {
  const several = (facet) => new Set(among.map((each) => columns[each][facet])).size > 1;
  const { adapter, words } = columns[c];
  return [adapter, versionsOf(adapter) > 1 ? columns[c].version : "", several("provenance") ? words : "",
    ...["mode", "device"].filter(several).map((facet) => columns[c][facet])].filter(Boolean).join(" ");
}

const versionsOf = (adapter) => new Set(columns.filter((column) => column.adapter === adapter).map(({ version }) => version)).size;
const columnWords = (c) => `${columns[c].adapter} ${columns[c].version} ${columns[c].words}, ${columns[c].mode}, ${columns[c].device}, ${columns[c].dtype}`;
const admitsMarks = (sweep) => !chosen.get("mark").size || [...chosen.get("mark")].some((name) => name in sweep.marks);
const isShown = (sweep) => FACETS.every((facet) => admits(facet, columns[sweep.column][facet]))
  && admits("quantity", sweep.quantity) && admitsMarks(sweep);

function matching() {
  return sweeps.filter((sweep) => {
    const { group, id, title } = formulas[sweep.formula];
    return isShown(sweep) && (!searched || `${group}/${id} ${title}`.toLowerCase().includes(searched));
  });
}

function cellOf(sweep) {
  const off = remarksOf(sweep);
  const words = [`${sweep.ulp} ULP${sweep.at === "None" ? "" : ` at ${sweep.input} = ${sweep.at}`}`, `${sweep.share} not the nearest number`,
    `subnormal results ${sweep.below} ULP`, ...off].join("; ");
  return h("td", {}, h("a", { href: link(sweep.id), class: `cell${sweep.state && ` b-${sweep.state}`}`, tabindex: "-1", title: words,
    "aria-label": `${formulas[sweep.formula].id} ${settingOf(sweep)}, ${columnWords(sweep.column)}: ${words}` },
  h("span", {}, sweep.ulp), h("small", {}, sweep.nearest ? "all nearest" : sweep.share), h("small", { "aria-hidden": "true" }, symbolsOf(sweep))));
}

function tableHead(shown) {
  const dtypes = unique(shown.map((c) => columns[c].dtype));
  return h("thead", {},
    h("tr", {}, h("th", { class: "corner", rowspan: 2, scope: "col" }, "formula"),
      dtypes.map((dtype) => h("th", { scope: "colgroup", colspan: shown.filter((c) => columns[c].dtype === dtype).length }, dtype))),
    h("tr", {}, shown.map((c) => h("th", { scope: "col", title: columnWords(c) }, columnLabel(c)))));
}

function formulaBody(f, found, shown) {
  const rows = [...Map.groupBy(found, settingOf)];
  const heading = h("a", { href: link(formulaPlace(formulas[f])) }, breakable(formulas[f].id));
  return h("tbody", {},
    h("tr", { class: "group" }, h("th", { scope: "rowgroup" }, heading), h("td", { colspan: shown.length })),
    rows.map(([words, members]) => {
      const at = new Map(members.map((sweep) => [sweep.column, sweep]));
      return h("tr", {}, h("th", { scope: "row" }, words), shown.map((c) => (at.has(c) ? cellOf(at.get(c)) : h("td", {}))));
    }));
}

function renderTable() {
  const box = document.getElementById("matrix-box");
  const found = matching();
  document.getElementById("shown").textContent = `Showing ${found.length} of ${sweeps.length} sweeps.`;
  if (!found.length) {
    box.replaceChildren(h("p", { class: "empty" }, "Nothing matches these filters."));
    return;
  }
  const shown = columns.map((_, c) => c).filter((c) => found.some((sweep) => sweep.column === c));
  const table = h("table", { class: "matrix" }, tableHead(shown),
    [...Map.groupBy(found, (sweep) => sweep.formula)].map(([f, members]) => formulaBody(f, members, shown)));
  table.querySelector("td a[href]").setAttribute("tabindex", "0");
  table.addEventListener("keydown", moveFocus);
  box.replaceChildren(table);
}

function buildFilters() {
  const form = document.getElementById("filters");
  const search = h("input", { type: "search", placeholder: "Search formulas", "aria-label": "Search formulas",
    input: (event) => { searched = event.target.value.trim().toLowerCase(); render(); } });
  form.append(search);
  const offer = (facet, values, words = (value) => value) => {
    // A facet with one value has nothing to choose.
    if (values.length > 1) form.append(facetButtons(facet, values.map((value) => ({ value, content: [words(value)] })), facet));
  };
  for (const facet of FACETS.filter((each) => each !== "version")) offer(facet, unique(columns.map((column) => column[facet])));
  offer("quantity", unique(sweeps.map((sweep) => sweep.quantity)));
  offer("mark", Object.keys(marks).filter((name) => sweeps.some((sweep) => name in sweep.marks)), (name) => `${marks[name]} ${name}`);
  form.append(h("button", { type: "button", click: () => { clearFilters(form, search); } }, "Show all"));
  form.addEventListener("submit", (event) => event.preventDefault());
}

function clearFilters(form, search) {
  for (const set of chosen.values()) set.clear();
  searched = "";
  search.value = "";
  for (const button of form.querySelectorAll("[aria-pressed]")) button.setAttribute("aria-pressed", "false");
  render();
}
