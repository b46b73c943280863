// In words: how far each run errs and where, and in what the runs of one dtype differ.

function differences(f, visible) {
  const dtypes = dtypesOf(visible).map((dtype) => [dtype, visible.filter((c) => columns[c].dtype === dtype && cells[f][c].verdict !== UNSUPPORTED)]);
  const told = dtypes.filter(([, runs]) => runs.length);
  if (!told.length) return [];
  const parts = told.map(([dtype, runs]) => h("details", { class: "words", open: told.length === 1 },
    h("summary", {}, `${dtype}: ${inShort(f, runs)}`),
    h("ul", {}, runs.map((c) => h("li", {}, h("strong", {}, runLabel(c, visible)), ` ${runSentence(f, c)}`, subList(rangeSentences(f, runs, visible, c)))),
      choiceSentences(f, runs, visible).map((sentence) => h("li", {}, sentence)))));
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

const subList = (sentences) => (sentences.length ? h("ul", {}, sentences.map((sentence) => h("li", {}, sentence))) : null);

function runSentence(f, c) {
  const off = cells[f][c].records.filter((n) => DEVIATING.has(fields.verdict[n]));
  const said = [...Map.groupBy(off, (n) => verdicts[fields.verdict[n]].name)]
    .map(([name, found]) => `${name} in ${list(found.map(checkWords))}`);
  return `${errorSentence(f, c)}${said.length ? `${list(said)}.` : "right in every check."}`;
}

// A check's worst input is where the error is largest against the band.
function checkWords(n) {
  const start = /first at ([^;]+)/.exec(text(fields.message[n]));
  const where = worstPlace(n);
  const facts = [
    fields.band_ratio[n] === null ? "" : `${magnitude(fields.band_ratio[n])} times the band${where && ` at ${where}`}`,
    start ? `first at ${sixDigits(briefly(start[1]))}` : ""].filter(Boolean).join(", ");
  return `${checks[fields.check[n]].name}${facts && ` (${facts})`}`;
}

// The input of the largest error is known where the error was kept over the range.
function errorSentence(f, c) {
  const { ulp, records } = cells[f][c];
  if (ulp === null) return "";
  const found = profileOf(f, c);
  const [quantity, one] = Object.entries(found?.quantities ?? {}).find(([, { worst }]) => worst && size(worst[1]) >= size(ulp)) ?? [];
  const first = records.find((n) => fields.max_ulp[n] === ulp);
  const where = one ? `${quantity}, ${found.input} = ${sixDigits(one.worst[0])}` : checks[fields.check[first]].name;
  return `errs by at most ${magnitude(ulp)} ULP (${where}); `;
}

function choiceSentences(f, runs, visible) {
  return whoRows(f, [...new Map(runs.map((c) => [wayWords(columns[c]), [c]]))], ["point"])
    .filter((row) => row.differs)
    .map((row) => `They take different values: ${row.name} (${row.what}): ${list(runs.map((c, n) => `${runLabel(c, visible)} ${row.cells[n]}`))}.`);
}

// Measured over the range: where a run errs by a bit more than the best of its dtype, and what it
// flushes.
function rangeSentences(f, runs, visible, c) {
  const profile = profileOf(f, c);
  return Object.entries(profile?.quantities ?? {}).flatMap(([quantity, one]) => {
    const best = bestOf(f, runs, quantity);
    const spans = best === undefined || best === c ? [] : apart(one, profileOf(f, best).quantities[quantity]);
    return [
      ...(spans.length ? [`${quantity}: more than twice the error of ${runLabel(best, visible)} for ${list(spans.slice(0, 3).map((span) => spanWords(profile.input, span)))}${spans.length > 3 ? " and elsewhere" : ""}.`] : []),
      ...(one.flushed ? [`${quantity}: ${one.flushed.toLocaleString("en")} subnormal results flushed to zero.`] : [])];
  });
}

function bestOf(f, runs, quantity) {
  const worst = (c) => profileOf(f, c)?.quantities[quantity]?.worst?.[1] ?? null;
  return runs.filter((c) => worst(c) !== null).toSorted((a, b) => size(worst(a)) - size(worst(b)))[0];
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
