// The ways of running a formula side by side: one row a run, one column a check, each cell with its
// verdict, its largest error and the place of it. Runs in one dtype stand together.

function resultsTable(f, visible) {
  if (!visible.length) return [h("h3", {}, "Results"), h("p", { class: "hint" }, "Nothing matches these filters.")];
  const used = checks.map((_, k) => k).filter((k) => visible.some((c) => recordOf(f, c, k) !== undefined));
  const head = h("tr", {}, h("th", { scope: "col" }, "run"),
    used.map((k) => h("th", { scope: "col", title: checks[k].question }, checks[k].name)));
  const bodies = dtypesOf(visible).map((dtype) => h("tbody", {},
    h("tr", { class: "group" }, h("th", { scope: "rowgroup", colspan: used.length + 1 }, dtype)),
    visible.filter((c) => columns[c].dtype === dtype).map((c) => h("tr", {},
      h("th", { scope: "row" }, runLabel(c, visible)), used.map((k) => resultCell(f, c, k))))));
  return [h("h3", {}, "Side by side"),
    h("p", { class: "hint" }, "Each check: its verdict, its largest error in ULP and against the band, and the input where it is largest against the band."),
    scrolling("Results", h("table", { class: "results" }, h("thead", {}, head), bodies))];
}

const recordOf = (f, c, k) => cells[f][c]?.records.find((n) => fields.check[n] === k);
const dtypesOf = (visible) => byWidth(visible.map((c) => columns[c])).map((c) => c.dtype).filter((d, n, all) => all.indexOf(d) === n);
const worstPlace = (n, most) => shortened(sixDigits(briefly(inputsText(nested(fields.worst_input[n])))), most);

function resultCell(f, c, k) {
  const n = recordOf(f, c, k);
  if (n === undefined) return h("td", {});
  const { name } = verdicts[fields.verdict[n]];
  const known = fields.expected[n] >= 0;
  const error = fields.max_ulp[n] === null ? "" : `${magnitude(fields.max_ulp[n])} ULP`;
  const band = fields.band_ratio[n] === null ? "" : `${magnitude(fields.band_ratio[n])} bands`;
  const where = band && worstPlace(n, 28);
  const label = `${checks[k].name}, ${columnWords(columns[c])}: ${name}${known ? ", expected" : ""}${error && `, ${error}`}${band && `, ${band}`}${where && ` at ${where}`}`;
  return h("td", {}, h("a", { href: link(recordPlace(n)), class: `b-${name}${known ? " known" : ""}`, "aria-label": label, title: label },
    h("span", {}, `${verdicts[fields.verdict[n]].symbol} ${verdicts[fields.verdict[n]].short} ${shortened(text(fields.variant[n]), 28)}`.trim()),
    error || band ? h("small", {}, [error, band].filter(Boolean).join(" · ")) : null, where ? h("small", { class: "mono" }, where) : null));
}
