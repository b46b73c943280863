// The function and its gradient, as exact as the screen.

function curvePictures(f) {
  const { curve, id } = formulas[f];
  if (!curve) return [];
  const held = Object.entries(curve.fixed).map(([name, value]) => `${name} = ${value}`).join(", ");
  const parts = [["value", curve.value], ["gradient", curve.gradient]].filter(([, y]) => y.length);
  const drawn = parts.map(([name, y]) => picture(curveSpecification(curve, name, y, `${name} of ${id} over ${curve.input}`)));
  return [h("figure", { class: "pictures" }, h("div", {}, drawn),
    h("figcaption", {}, `${parts.length > 1 ? "The function and its gradient" : "The function"}, exact${held && `; ${held}`}.`))];
}

function curveSpecification({ input, x }, name, y, description) {
  return {
    description, width: "container", height: 170,
    data: { values: x.map((at, n) => ({ n, x: at, y: y[n] })) },
    mark: { type: "line", strokeWidth: 2, color: seriesColours()[0], invalid: "break-paths-filter-domains" },
    encoding: {
      x: { field: "x", type: "quantitative", title: input, axis: { tickCount: 6 } },
      y: { field: "y", type: "quantitative", title: name, axis: { tickCount: 5 }, scale: { zero: false } },
      order: { field: "n", type: "quantitative" },
    },
  };
}
