// The error of every run over the range of inputs: one picture a dtype and quantity, the worst marked.

function profileOf(f, c) {
  const n = cells[f][c]?.records.find((each) => fields.profile[each] >= 0);
  return n === undefined ? null : nested(fields.profile[n]);
}

function profilePictures(f, visible) {
  const runs = visible.map((c) => ({ c, label: runLabel(c, visible), profile: profileOf(f, c) })).filter((run) => run.profile);
  if (!runs.length) return [];
  const styles = stylesOf(unique(columns.map((column) => column.adapter)), runs.map(({ c, label }) => [label, columns[c]]));
  const panels = dtypesOf(runs.map((run) => run.c)).flatMap((dtype) => {
    const here = runs.filter((run) => columns[run.c].dtype === dtype);
    return unique(here.flatMap((run) => Object.keys(run.profile.quantities))).map((quantity) => profilePanel(f, dtype, quantity, here, styles));
  });
  return [h("h3", {}, "Error over the range of inputs"),
    h("p", { class: "hint" }, "The worst measured point of each stretch of inputs, both axes logarithmic; the dotted line is 0.5 ULP, the best that rounding allows. Marks: the worst of all; a triangle at the upper edge stands for an infinite error."),
    legendOf(styles), h("div", { class: "panels" }, panels), worstTable(runs)];
}

function profilePanel(f, dtype, quantity, runs, styles) {
  const title = `${dtype}, ${quantity}`;
  const found = runs.filter((run) => run.profile.quantities[quantity]?.x.length);
  const worst = found.map(({ label, profile }) => `${label} ${magnitude(profile.quantities[quantity].worst[1])} ULP at ${profile.input} = ${profile.quantities[quantity].worst[0]}`);
  const description = `Error of the ${quantity} of ${formulas[f].id} in ${dtype}; the worst: ${worst.join("; ")}`;
  return h("figure", {}, h("figcaption", {}, title), picture(profileSpecification(dtype, quantity, found, styles, description)));
}

function profileSpecification(dtype, quantity, runs, styles, description) {
  const curves = runs.map(({ label, profile }) => {
    const { x, ulp, worst } = profile.quantities[quantity];
    return { label, input: profile.input, x, ulp, marks: [{ x: worst[0], ulp: worst[1], input: worst[0], error: magnitude(worst[1]) }] };
  });
  const tips = [["run", "run"], ["input", `worst ${curves[0]?.input ?? ""}`], ["error", "ULP"]];
  return errorSpecification({ dtype, curves, styles, description, tips });
}

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
