// Errors over the range of inputs, both axes logarithmic.

// log2 of the smallest subnormal and of the bound of each format.
const RANGES = { float16: [-24, 16], bfloat16: [-133, 128], float32: [-149, 128], float64: [-1074, 1024] };
const LEAST = 0.05;
const DASHES = { builtin: [1, 0], as_written: [5, 3], submission: [1, 0] };
const DOTTED = { builtin: [1, 3], as_written: [5, 3, 1, 3], submission: [1, 3] };

// One colour an adapter, one dash a provenance; modes other than eager are dotted. A run is [label, column].
function stylesOf(adapters, runs) {
  return new Map(runs.map(([label, { adapter, provenance, mode }]) =>
    [label, { colour: adapters.indexOf(adapter) % 6, dash: (mode === "eager" ? DASHES : DOTTED)[provenance] }]));
}

function legendOf(styles) {
  return h("ul", { class: "series" }, [...styles].map(([label, { colour, dash }]) => h("li", {},
    h("span", { class: "line", "aria-hidden": "true",
      style: `border-top: 2px ${dash[0] === 1 && dash[1] ? "dotted" : dash[1] ? "dashed" : "solid"} var(--series-${colour + 1})` }), label)));
}

// A picture of some curves in one dtype. A curve is { label, input, x, ulp, marks, collapses }: marks are
// points { x, ulp } with the words that `tips` lists as [key, title]; collapses are shaded, as [from, to].
function errorSpecification({ dtype, curves, styles, description, tips }) {
  const [low, high] = RANGES[dtype] ?? rangeOf(curves);
  const place = (x) => (x === 0 ? 0 : Math.sign(x) * (Math.log2(Math.abs(x)) - low + 1));
  const all = curves.flatMap(({ ulp, marks }) => [...ulp, ...marks.map((mark) => mark.ulp)]);
  const finite = all.filter((u) => typeof u === "number");
  const most = finite.reduce((a, b) => Math.max(a, b), 2) * 2;
  const top = finite.length === all.length ? most : most * 4;
  const height = (u) => (typeof u === "number" ? Math.max(u, LEAST) : top);
  const point = (label, x, u) => ({ run: label, t: place(Number(x)), ulp: height(u), side: Number(x) < 0 ? -1 : 1 });
  const lines = curves.map(({ label, x, ulp }) => x.map((at, n) => point(label, at, ulp[n])));
  const marks = curves.flatMap((curve) => curve.marks.map((mark) => ({ ...mark, ...point(curve.label, mark.x, mark.ulp),
    shape: typeof mark.ulp === "number" ? mark.shape ?? "diamond" : "triangle-up" })));
  const shades = curves.flatMap(({ label, collapses = [] }) => collapses.map(([from, to]) => ({ run: label, t: place(from), end: place(to) })));
  return errorChart({ lines, marks, shades, top, description, styles, tips, input: curves[0]?.input ?? "", ticks: decades(low, high, place) });
}

function rangeOf(curves) {
  const logs = curves.flatMap(({ x }) => x).filter(Boolean).map((x) => Math.log2(Math.abs(x)));
  return [Math.floor(Math.min(0, ...logs)), Math.ceil(Math.max(1, ...logs))];
}

function errorChart({ lines, marks, shades, top, description, styles, tips, input, ticks }) {
  const colours = seriesColours();
  const infinite = marks.filter(({ shape }) => shape === "triangle-up").map(({ run }) => run);
  const shown = [...styles];
  const by = (range) => ({ field: "run", type: "nominal", legend: null, scale: { domain: shown.map(([label]) => label), range: shown.map(([, style]) => range(style)) } });
  const colour = by((style) => colours[style.colour]);
  const edge = Math.max(...ticks.map(([at]) => Math.abs(at)));
  const x = { field: "t", type: "quantitative", title: input, axis: labelled(ticks), scale: { domain: [-edge, edge], nice: false } };
  const y = { field: "ulp", type: "quantitative", title: "ULP", scale: { type: "log", domain: [LEAST, top], nice: false }, axis: labelled(tens(top)) };
  return {
    description, width: "container", height: 200,
    layer: [
      ...(shades.length ? [{ data: { values: shades }, mark: { type: "rect", opacity: 0.12, strokeOpacity: 0.5, strokeWidth: 1 },
        encoding: { x, x2: { field: "end" }, color: colour, stroke: colour } }] : []),
      { data: { values: [{ ulp: 0.5 }] }, mark: { type: "rule", strokeDash: [1, 3], color: colours[5] }, encoding: { y } },
      // The first run is the broadest, so that runs that agree are seen below each other.
      ...lines.map((values, n) => ({ data: { values }, mark: { type: "line", clip: true, strokeWidth: Math.min(4.5, 1.5 + 1.5 * (lines.length - 1 - n)) },
        encoding: { x, y, color: colour, strokeDash: by((style) => style.dash), detail: { field: "side" } } })),
      { data: { values: marks }, mark: { type: "point", filled: true, size: 90, opacity: 1 },
        encoding: { x, y, color: colour, shape: { field: "shape", type: "nominal", scale: null },
          tooltip: tips.map(([field, title]) => ({ field, title, type: "nominal" })) } },
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
