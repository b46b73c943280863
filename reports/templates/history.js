// The table of formulas over versions, and a picture of one formula on demand.

const data = JSON.parse(document.getElementById("data").textContent);
const NONE = -1;
// "unsupported" counts only where nothing else is there.
const rank = (v) => (v < 0 ? NONE : data.verdicts[v].name === "unsupported" ? 0 : v + 1);
const number = (x) => (x === null ? null : x === "inf" ? Infinity : Number(x));

function make(tag, words = "", attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = words;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function magnitude(x) {
  if (x === null) return "";
  if (!Number.isFinite(x)) return "inf";
  if (x === 0) return "0";
  if (x < 0.01) return "<0.01";
  if (x < 9.995) return x.toFixed(2);
  if (x < 99999.5) return x.toFixed(0);
  return x.toExponential(1).replace("e+", "e");
}

function chooser(label, values) {
  const box = make("label", `${label} `);
  const select = make("select");
  for (const value of ["all", ...values]) select.append(make("option", value));
  select.addEventListener("change", render);
  box.append(select);
  document.getElementById("choose").append(box);
  return select;
}

const distinct = (values) => [...new Set(values)];
const way = chooser("Where", distinct(data.columns.map((column) => column.way)));
const dtype = chooser("dtype", distinct(data.columns.map((column) => column.dtype)));
const named = make("input", "", { type: "search", placeholder: "formula", "aria-label": "Find a formula" });
named.addEventListener("input", render);
document.getElementById("choose").append(named);
const onlyChanged = make("input", "", { type: "checkbox" });
onlyChanged.addEventListener("change", render);
const box = make("label");
box.append(onlyChanged, " only where a verdict changed");
document.getElementById("choose").append(box);
document.getElementById("choose").addEventListener("submit", (event) => event.preventDefault());

function chosenLines(f) {
  return data.lines.filter(([formula, c]) => {
    const column = data.columns[c];
    return formula === f && (way.value === "all" || column.way === way.value)
      && (dtype.value === "all" || column.dtype === dtype.value);
  });
}

// The worst verdict and the largest error of some lines, run by run.
function worst(lines) {
  return data.runs.map((_, n) => {
    const verdicts = lines.map((line) => line[2][n]).filter((v) => v >= 0);
    const errors = lines.map((line) => number(line[3][n])).filter((x) => x !== null);
    const verdict = verdicts.reduce((a, b) => (rank(b) > rank(a) ? b : a), NONE);
    return { verdict, ulp: errors.length ? Math.max(...errors) : null };
  });
}

function differs(cells, n) {
  if (cells[n].verdict < 0) return false;
  for (let before = n - 1; before >= 0; before--) {
    if (cells[before].verdict >= 0) return cells[before].verdict !== cells[n].verdict;
  }
  return false;
}

function cellElement(cell, changed) {
  const td = make("td", "", changed ? { class: "changed" } : {});
  if (cell.verdict < 0) {
    td.append(make("span", "·", { class: "cell quiet", "aria-label": "not run" }));
    return td;
  }
  const verdict = data.verdicts[cell.verdict];
  const words = `${verdict.symbol} ${verdict.short} ${magnitude(cell.ulp)}`;
  td.append(make("span", words, { class: `cell b-${verdict.name}`, title: verdict.name }));
  return td;
}

let openFormula = NONE;

function render() {
  const table = make("table", "", { class: "over" });
  const head = make("tr");
  head.append(make("th", "formula", { scope: "col" }));
  for (const run of data.runs) head.append(make("th", run, { scope: "col" }));
  const top = make("thead");
  top.append(head);
  const body = make("tbody");
  let shown = 0;
  data.formulas.forEach((name, f) => {
    const lines = chosenLines(f);
    const cells = worst(lines);
    const changed = cells.map((_, n) => differs(cells, n));
    const fits = name.includes(named.value.trim().toLowerCase());
    if (!lines.length || !fits || (onlyChanged.checked && !changed.includes(true))) return;
    shown++;
    body.append(rowElement(name, f, cells, changed));
    if (f === openFormula) body.append(pictureElement(f, lines));
  });
  table.append(top, body);
  document.getElementById("over-box").replaceChildren(table);
  document.getElementById("shown").textContent = `${shown} of ${data.formulas.length} formulas`;
}

function rowElement(name, f, cells, changed) {
  const row = make("tr");
  const heading = make("th", "", { scope: "row" });
  const button = make("button", name, { type: "button", "aria-expanded": String(f === openFormula) });
  button.addEventListener("click", () => {
    openFormula = f === openFormula ? NONE : f;
    render();
    document.querySelector(`[data-formula="${f}"]`).focus();
  });
  button.dataset.formula = f;
  heading.append(button);
  row.append(heading, ...cells.map((cell, n) => cellElement(cell, changed[n])));
  return row;
}

// Zero has no place on a logarithmic axis. At 2^53 no digit of the widest format is right: what is
// worse stands there too, or it would press everything else flat.
const FLOOR = 0.01;
const CEILING = 2 ** 53;

function points(lines) {
  const found = [];
  for (const [, c, verdicts, errors] of lines) {
    data.runs.forEach((run, n) => {
      const ulp = number(errors[n]);
      if (verdicts[n] < 0 || ulp === null) return;
      found.push({ run, ...data.columns[c], verdict: data.verdicts[verdicts[n]].name, ulp });
    });
  }
  return found.map((p) => ({ ...p, error: magnitude(p.ulp), ulp: Math.max(FLOOR, Math.min(p.ulp, CEILING)) }));
}

function pictureElement(f, lines) {
  const row = make("tr", "", { class: "picture" });
  const place = make("td", "", { colspan: data.runs.length + 1 });
  const values = points(lines);
  row.append(place);
  if (!values.length) {
    place.append(make("p", "No error was measured: there is nothing to draw.", { class: "hint" }));
    return row;
  }
  const said = `Largest error of ${data.formulas[f]} in ULP, run by run; the table below holds the same numbers`;
  const drawn = make("div", "", { class: "drawn", role: "img", "aria-label": said });
  const note = "Logarithmic; an error beyond 9e15 ULP, where no digit is right, is drawn there, and zero at 0.01.";
  place.append(drawn, make("p", note, { class: "hint" }), numbersElement(lines));
  // Only what stands in the page has a width to draw in.
  requestAnimationFrame(() => drawChart(drawn, specification(values)));
  return row;
}

// At most eight of them are named.
function powersOfTen(values) {
  const powers = values.map((point) => Math.log10(point.ulp));
  const low = Math.floor(Math.min(...powers));
  const high = Math.max(Math.ceil(Math.max(...powers)), low + 1);
  const step = Math.ceil((high - low) / 8);
  const ticks = [];
  for (let power = low; power <= high; power += step) ticks.push(10 ** power);
  const labels = "format(datum.value, datum.value < 1e5 ? '~g' : '.0e')";
  const domain = [10 ** low, 10 ** high];
  return { scale: { type: "log", domain, nice: false }, axis: { values: ticks, labelExpr: labels } };
}

function specification(values) {
  const verdicts = data.verdicts.map((verdict) => verdict.name);
  const shapes = ["circle", "diamond", "square", "cross", "triangle-up", "triangle-down"];
  const { labelColor: ink } = chartColours().axis;
  const legend = { symbolFillColor: ink, symbolStrokeColor: ink };
  const below = { orient: "bottom", columns: 2, layout: { bottom: { direction: "vertical", anchor: "start" } } };
  const colour = { field: "way", type: "nominal", title: "where" };
  const x = { field: "run", type: "ordinal", sort: data.runs, title: null, axis: { labelAngle: -40, labelLimit: 220, labelOverlap: "greedy" }, scale: { domain: data.runs } };
  const y = { field: "ulp", type: "quantitative", title: "largest error, ULP", ...powersOfTen(values) };
  const tooltip = ["run", "way", "dtype", "verdict", "error"].map((field) => ({ field, type: "nominal" }));
  return {
    width: "container", height: 280, data: { values },
    encoding: { x, y, color: colour, detail: { field: "dtype" } },
    layer: [
      { mark: { type: "line", strokeWidth: 1.5 }, encoding: { strokeDash: { field: "dtype", type: "nominal", legend } } },
      {
        mark: { type: "point", filled: true, size: 70, opacity: 1 },
        encoding: {
          shape: { field: "verdict", type: "nominal", scale: { domain: verdicts, range: shapes }, legend },
          tooltip,
        },
      },
    ],
    config: innerWidth < 720 ? { legend: { ...chartColours().legend, ...below } } : {},
  };
}

function numbersElement(lines) {
  const box = make("details");
  box.append(make("summary", "The numbers"));
  const table = make("table");
  const head = make("tr");
  for (const words of ["where", "dtype", ...data.runs]) head.append(make("th", words, { scope: "col" }));
  table.append(head);
  for (const [, c, verdicts, errors] of lines) {
    const row = make("tr");
    row.append(make("th", data.columns[c].way, { scope: "row" }), make("td", data.columns[c].dtype));
    verdicts.forEach((verdict, n) => row.append(cellElement({ verdict, ulp: number(errors[n]) }, false)));
    table.append(row);
  }
  box.append(table);
  return box;
}

render();
document.documentElement.dataset.ready = "yes";
