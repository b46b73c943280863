// Filters of the main report.

const chosen = new Map([...FACETS, "verdict", "expectation"].map((facet) => [facet, new Set()]));
let searched = "";
const haystacks = new Map();

// Built on the first search only: it touches every message.
function haystack(f) {
  if (!haystacks.has(f)) {
    const { group, id, title, conventions, mistakes } = formulas[f];
    const words = [group, id, title, ...Object.keys(conventions), ...Object.keys(mistakes)];
    const places = new Set();
    for (const cell of cells[f]) {
      for (const n of cell?.records ?? []) places.add(fields.message[n]).add(fields.variant[n]);
    }
    haystacks.set(f, [...words, ...[...places].map(text)].join("\n").toLowerCase());
  }
  return haystacks.get(f);
}

const wants = (cell) => admits("verdict", verdicts[cell.verdict].name) && admits("expectation", expectation(cell));

function shownColumns() {
  return columns
    .map((column, c) => [column, c])
    .filter(([column]) => FACETS.every((facet) => admits(facet, column[facet])))
    .map(([, c]) => c);
}

function shownFormulas(visible) {
  return formulas
    .map((_, f) => f)
    .filter((f) => !searched || haystack(f).includes(searched))
    .filter((f) => visible.some((c) => cells[f][c] && wants(cells[f][c])));
}

function clearFilters() {
  for (const set of chosen.values()) set.clear();
  searched = "";
  document.querySelector("#filters input").value = "";
  for (const button of document.querySelectorAll("#filters [aria-pressed]")) {
    button.setAttribute("aria-pressed", "false");
  }
  render();
}

function buildFilters() {
  const form = document.getElementById("filters");
  const search = h("input", { type: "search", placeholder: "Search names and messages",
    "aria-label": "Search formulas, conventions and messages",
    input: (event) => { searched = event.target.value.trim().toLowerCase(); render(); } });
  form.append(search);
  for (const facet of FACETS) {
    const values = [...new Map(columns.map((column) => [column[facet], column])).values()];
    // A facet with one value has nothing to choose.
    if (values.length < 2) continue;
    const words = (column) => (facet === "provenance" ? column.words : column[facet]);
    const sorted = facet === "dtype" ? byWidth(values) : values;
    const listed = sorted.map((c) => ({ value: c[facet], content: [words(c)] }));
    form.append(facetButtons(facet, listed, facet === "provenance" ? "code" : facet));
  }
  const used = new Set(cells.flat().map((cell) => cell?.verdict));
  const listed = verdicts.filter((_, v) => used.has(v)).map(({ name, symbol }) => ({
    value: name, content: [h("span", { "aria-hidden": "true" }, symbol), ` ${name}`] }));
  form.append(facetButtons("verdict", listed, "verdict"));
  if (fields.expected.some((place) => place >= 0)) {
    form.append(facetButtons("expectation", ["expected", "new"].map((value) => ({ value, content: [value] })), "deviations"));
  }
  form.append(h("button", { type: "button", click: clearFilters }, "Show all"));
  form.addEventListener("submit", (event) => event.preventDefault());
}
