// In words: how far each run errs and where, and in what the runs of one dtype differ.

function differences(f, visible) {
  const dtypes = dtypesOf(visible).map((dtype) => [dtype, visible.filter((c) => columns[c].dtype === dtype && cells[f][c].verdict !== UNSUPPORTED)]);
  const told = dtypes.filter(([, runs]) => runs.length);
  if (!told.length) return [];
  const parts = told.map(([dtype, runs]) => h("details", { class: "words", open: told.length === 1 },
    h("summary", {}, `${dtype}: ${inShort(f, runs)}`),
    h("ul", {}, runs.map((c) => h("li", {}, h("strong", {}, runLabel(c, visible)), ` ${runSentence(f, c)}`)),
      differenceSentences(f, runs, visible).map((sentence) => h("li", {}, sentence)))));
  return [h("h3", {}, "In words"), ...parts];
}

function inShort(f, runs) {
  const differing = differingChecks(f, runs);
  if (runs.length < 2) return "one run";
  return differing.length ? `the runs differ in ${list(differing.map((k) => checks[k].name))}` : "every check gives all runs the same verdict";
}

const differingChecks = (f, runs) => checks.map((_, k) => k).filter((k) => {
  const found = runs.map((c) => recordOf(f, c, k)).filter((n) => n !== undefined).map((n) => `${fields.verdict[n]} ${fields.variant[n]}`);
  return new Set(found).size > 1;
});

function runSentence(f, c) {
  const off = cells[f][c].records.filter((n) => DEVIATING.has(fields.verdict[n]));
  const said = off.map((n) => {
    const band = fields.band_ratio[n] === null ? "" : ` ${magnitude(fields.band_ratio[n])} times the band`;
    const start = /first at ([^;]+)/.exec(text(fields.message[n]));
    return `${verdicts[fields.verdict[n]].name} in ${checks[fields.check[n]].name}${band && ` (${band.trim()}${start ? `, first at ${briefly(start[1])}` : ""})`}`;
  });
  return `${errorSentence(cells[f][c])}${off.length ? `${list(said)}.` : "right in every check."}`;
}

function errorSentence(cell) {
  const n = worstRecord(cell);
  if (n === undefined || fields.max_ulp[n] === null) return "";
  return `errs by at most ${magnitude(fields.max_ulp[n])} ULP (${checks[fields.check[n]].name}, ${worstPlace(n)}); `;
}

function worstRecord(cell) {
  const placed = cell.records.filter((n) => fields.worst_input[n] >= 0);
  return placed.sort((a, b) => size(fields.max_ulp[b]) - size(fields.max_ulp[a]))[0];
}

function differenceSentences(f, runs, visible) {
  const choices = whoRows(f, [...new Map(runs.map((c) => [wayWords(columns[c]), [c]]))], ["point"])
    .filter((row) => row.differs)
    .map((row) => `They take different values: ${row.name} (${row.what}): ${list(runs.map((c, n) => `${runLabel(c, visible)} ${row.cells[n]}`))}.`);
  return [...apartSentences(f, runs, visible), ...flushSentences(f, runs, visible), ...choices];
}

function flushSentences(f, runs, visible) {
  return runs.flatMap((c) => Object.entries(profileOf(f, c)?.quantities ?? {})
    .filter(([, { flushed }]) => flushed)
    .map(([quantity, { flushed }]) => `${quantity}: ${runLabel(c, visible)} flushes ${flushed.toLocaleString("en")} subnormal results to zero.`));
}

// Measured over the range: where a run errs by a bit more than the best of its dtype.
function apartSentences(f, runs, visible) {
  const profiles = runs.map((c) => [c, profileOf(f, c)]).filter(([, profile]) => profile);
  return unique(profiles.flatMap(([, { quantities }]) => Object.keys(quantities))).flatMap((quantity) => {
    const found = profiles.filter(([, p]) => p.quantities[quantity]?.worst).map(([c, p]) => [c, p.quantities[quantity]]);
    const best = found.toSorted(([, a], [, b]) => size(a.worst[1]) - size(b.worst[1]))[0];
    return found.filter((one) => one !== best).flatMap(([c, one]) => {
      const spans = apart(one, best[1]);
      if (!spans.length) return [];
      const name = profiles[0][1].input;
      return `${quantity}: ${runLabel(c, visible)} errs by more than twice as much as ${runLabel(best[0], visible)} for ${list(spans.slice(0, 3).map((span) => spanWords(name, span)))}${spans.length > 3 ? " and elsewhere" : ""}.`;
    });
  });
}

// The spans of inputs, longest first, over which one error exceeds 1 ULP and twice the other's.
function apart(one, other) {
  const spans = [];
  let open = null;
  one.x.forEach((x, n) => {
    const theirs = other.ulp[nearest(other.x, x)];
    const more = size(one.ulp[n]) > 1 && size(one.ulp[n]) > 2 * size(theirs);
    if (!more) { open = null; return; }
    if (!open) spans.push(open = { from: x, to: x, most: one.ulp[n], count: 0 });
    Object.assign(open, { to: x, count: open.count + 1, most: size(one.ulp[n]) > size(open.most) ? one.ulp[n] : open.most });
  });
  return spans.toSorted((a, b) => b.count - a.count);
}

function nearest(sorted, x) {
  const place = (v) => Math.sign(v) * (v === 0 ? 0 : Math.log2(Math.abs(v)) + 1100);
  let best = 0;
  sorted.forEach((v, n) => { if (Math.abs(place(v) - place(x)) < Math.abs(place(sorted[best]) - place(x))) best = n; });
  return best;
}

const spanWords = (name, { from, to, most }) => `${name} ${from === to ? `near ${from}` : `from ${from} to ${to}`} (up to ${magnitude(most)} ULP)`;
