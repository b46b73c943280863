// The error of every run over the range of inputs: one picture a dtype and quantity, the worst marked.

// log2 of the smallest subnormal and of the bound of each format.
const RANGES = { float16: [-24, 16], bfloat16: [-133, 128], float32: [-149, 128], float64: [-1074, 1024] };
const LEAST = 0.05;
const DASHES = { builtin: [1, 0], as_written: [5, 3], submission: [1, 0] };
const DOTTED = { builtin: [1, 3], as_written: [5, 3, 1, 3], submission: [1, 3] };

function profileOf(f, c) {
  const n = cells[f][c]?.records.find((each) => fields.profile[each] >= 0);
  return n === undefined ? null : nested(fields.profile[n]);
}

function profilePictures(f, visible) {
  const runs = visible.map((c) => ({ c, label: runLabel(c, visible), profile: profileOf(f, c) })).filter((run) => run.profile);
  if (!runs.length) return [];
  const styles = stylesOf(runs);
  const panels = dtypesOf(runs.map((run) => run.c)).flatMap((dtype) => {
    const here = runs.filter((run) => columns[run.c].dtype === dtype);
    return unique(here.flatMap((run) => Object.keys(run.profile.quantities))).map((quantity) => profilePanel(f, dtype, quantity, here, styles));
  });
  return [h("h3", {}, "Error over the range of inputs"),
    h("p", { class: "hint" }, "The worst measured point of each stretch of inputs, both axes logarithmic; the dotted line is 0.5 ULP, the best that rounding allows. Marks: the worst of all; a triangle at the upper edge stands for an infinite error."),
    legendOf(styles), h("div", { class: "panels" }, panels), worstTable(runs)];
}

// One colour an adapter, one dash a provenance; modes other than eager are dotted.
function stylesOf(runs) {
  const adapters = unique(columns.map((column) => column.adapter));
  return new Map(runs.map(({ c, label }) => {
    const { adapter, provenance, mode } = columns[c];
    return [label, { colour: adapters.indexOf(adapter) % 6, dash: (mode === "eager" ? DASHES : DOTTED)[provenance] }];
  }));
}

function legendOf(styles) {
  return h("ul", { class: "series" }, [...styles].map(([label, { colour, dash }]) => h("li", {},
    h("span", { class: "line", "aria-hidden": "true",
      style: `border-top: 2px ${dash[0] === 1 && dash[1] ? "dotted" : dash[1] ? "dashed" : "solid"} var(--series-${colour + 1})` }), label)));
}

function profilePanel(f, dtype, quantity, runs, styles) {
  const title = `${dtype}, ${quantity}`;
  const found = runs.filter((run) => run.profile.quantities[quantity]?.x.length);
  const worst = found.map(({ label, profile }) => `${label} ${magnitude(profile.quantities[quantity].worst[1])} ULP at ${profile.input} = ${profile.quantities[quantity].worst[0]}`);
  const description = `Error of the ${quantity} of ${formulas[f].id} in ${dtype}; the worst: ${worst.join("; ")}`;
  return h("figure", {}, h("figcaption", {}, title), picture(profileSpecification(dtype, quantity, found, styles, description)));
}

function profileSpecification(dtype, quantity, runs, styles, description) {
  const curves = runs.map(({ label, profile }) => ({ label, input: profile.input, ...profile.quantities[quantity] }));
  const [low, high] = RANGES[dtype] ?? rangeOf(curves);
  const place = (x) => (x === 0 ? 0 : Math.sign(x) * (Math.log2(Math.abs(x)) - low + 1));
  const finite = curves.flatMap(({ ulp, worst }) => [...ulp, worst[1]]).filter((u) => typeof u === "number");
  const most = Math.max(2, ...finite) * 2;
  const top = curves.every(({ ulp, worst }) => [...ulp, worst[1]].every((u) => typeof u === "number")) ? most : most * 4;
  const height = (u) => (typeof u === "number" ? Math.max(u, LEAST) : top);
  const point = (label, x, u) => ({ run: label, t: place(Number(x)), ulp: height(u), side: Number(x) < 0 ? -1 : 1 });
  const lines = curves.map(({ label, x, ulp }) => x.map((at, n) => point(label, at, ulp[n])));
  const marks = curves.map(({ label, worst }) => ({ ...point(label, worst[0], worst[1]), input: worst[0], error: magnitude(worst[1]),
    shape: typeof worst[1] === "number" ? "diamond" : "triangle-up" }));
  return profileChart({ lines, marks, top, description, styles, input: curves[0]?.input ?? "", ticks: decades(low, high, place) });
}

function rangeOf(curves) {
  const logs = curves.flatMap(({ x }) => x).filter(Boolean).map((x) => Math.log2(Math.abs(x)));
  return [Math.floor(Math.min(0, ...logs)), Math.ceil(Math.max(1, ...logs))];
}

function profileChart({ lines, marks, top, description, styles, input, ticks }) {
  const colours = seriesColours();
  const infinite = marks.filter(({ shape }) => shape !== "diamond").map(({ run }) => run);
  const shown = [...styles];
  const by = (range) => ({ field: "run", type: "nominal", legend: null, scale: { domain: shown.map(([label]) => label), range: shown.map(([, style]) => range(style)) } });
  const colour = by((style) => colours[style.colour]);
  const edge = Math.max(...ticks.map(([at]) => Math.abs(at)));
  const x = { field: "t", type: "quantitative", title: input, axis: labelled(ticks), scale: { domain: [-edge, edge], nice: false } };
  const y = { field: "ulp", type: "quantitative", title: "ULP", scale: { type: "log", domain: [LEAST, top], nice: false }, axis: labelled(tens(top)) };
  return {
    description, width: "container", height: 200,
    layer: [
      { data: { values: [{ ulp: 0.5 }] }, mark: { type: "rule", strokeDash: [1, 3], color: colours[5] }, encoding: { y } },
      // The first run is the broadest, so that runs that agree are seen below each other.
      ...lines.map((values, n) => ({ data: { values }, mark: { type: "line", clip: true, strokeWidth: Math.min(4.5, 1.5 + 1.5 * (lines.length - 1 - n)) },
        encoding: { x, y, color: colour, strokeDash: by((style) => style.dash), detail: { field: "side" } } })),
      { data: { values: marks }, mark: { type: "point", filled: true, size: 90, opacity: 1 },
        encoding: { x, y, color: colour, shape: { field: "shape", type: "nominal", scale: null },
          tooltip: [{ field: "run", title: "run" }, { field: "input", title: `worst ${input}` }, { field: "error", title: "ULP" }] } },
      { data: { values: infinite.length ? [{ t: 0, ulp: top, named: `∞ ${infinite.join(", ")}` }] : [] },
        mark: { type: "text", dy: 14, fontSize: 11 }, encoding: { x, y, text: { field: "named", type: "nominal" } } },
    ],
  };
}

// An axis with words of our own at some places: [place, words].
function labelled(ticks) {
  const [places, words] = [0, 1].map((part) => JSON.stringify(ticks.map((tick) => tick[part])));
  return { values: JSON.parse(places), labelExpr: `${words}[indexof(${places}, datum.value)]`, labelOverlap: "greedy" };
}

function tens(top) {
  const last = Math.floor(Math.log10(top));
  const step = Math.ceil((last + 2) / 6);
  return Array.from({ length: Math.floor((last + 1) / step) + 1 }, (_, n) => n * step - 1 + (step > 1 ? 1 : 0))
    .map((power) => [10 ** power, power === -1 ? "0.1" : power < 4 ? String(10 ** power) : tenTo(power)]);
}

// Ticks at powers of ten, mirrored about zero: [place, words].
function decades(low, high, place) {
  const [first, last] = [Math.ceil(low * Math.LOG10E * Math.LN2), Math.floor((high - 1) * Math.LOG10E * Math.LN2)];
  const step = Math.ceil((last - first) / 4);
  const powers = [];
  for (let power = last - (last % step); power >= first; power -= step) powers.push(power);
  // Zero has its own label, and room for it.
  const far = powers.filter((power) => place(10 ** power) > (high - low) / 10);
  const ends = far.flatMap((power) => [[place(10 ** power), tenTo(power)], [-place(10 ** power), `−${tenTo(power)}`]]);
  return [[0, "0"], ...ends, [high - low + 1, ""], [-(high - low + 1), ""]].sort(([a], [b]) => a - b);
}

const tenTo = (power) => (power === 0 ? "1" : `10${[...String(power)].map((digit) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(digit)]).join("")}`);

function worstTable(runs) {
  const rows = runs.flatMap(({ c, label, profile }) => Object.entries(profile.quantities).filter(([, q]) => q.worst).map(([name, q]) =>
    h("tr", {}, h("th", { scope: "row" }, label), h("td", {}, columns[c].dtype), h("td", {}, name),
      h("td", { class: "mono" }, `${profile.input} = ${q.worst[0]}`), h("td", { class: "count" }, magnitude(q.worst[1])),
      h("td", { class: "count" }, `${q.points.toLocaleString("en")}${q.exhaustive ? ", all there are" : ""}`),
      h("td", {}, q.subnormal ? `${magnitude(q.subnormal[1])} ULP at ${q.subnormal[0]}` : ""),
      h("td", { class: "count" }, q.flushed ? q.flushed.toLocaleString("en") : ""))));
  const heads = ["run", "dtype", "of", "worst input", "ULP", "inputs", "worst subnormal result", "flushed to zero"];
  return h("details", { class: "words" }, h("summary", {}, "The worst points as a table"),
    scrolling("Worst points", h("table", {}, h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, rows))));
}
