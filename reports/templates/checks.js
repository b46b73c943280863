// What each check found, in full, with its counterexample.

const runName = (c) => [columns[c].adapter, " ", h("span", { class: "quiet" },
  `${columns[c].words} · ${columns[c].mode} · ${columns[c].device} · `), columns[c].dtype];
const inputsText = (inputs) => Object.entries(inputs ?? {}).map(([name, value]) => `${name} = ${value}`).join(", ");
// Six digits tell where; all of them stand in the facts of the check.
const sixDigits = (words) => words.replace(/\d+\.\d{6,}(e[-+]?\d+)?/g, (number) => String(Number(Number(number).toPrecision(6))));
const shortened = (words, most = 60) => (words.length > most ? `${words.slice(0, most - 1)}…` : words);

const kindOf = (name, f) => (name in formulas[f].conventions ? "convention" : name in formulas[f].mistakes ? "mistake" : "");

// A label may join names, each with the constants that were found: "clipped (c = 1e-7)+examples_in_rows".
const variantNames = (n) => text(fields.variant[n]).replace(/ \([^)]*\)/g, "").split("+").filter(Boolean);

function variantLine(n) {
  const f = fields.formula[n];
  const names = variantNames(n);
  if (!names.length) return null;
  const kinds = new Set(names.map((name) => kindOf(name, f)));
  const kind = kinds.has("mistake") ? "mistake" : kinds.has("") ? "variant" : "convention";
  const said = names.map((name) => formulas[f].conventions[name] ?? formulas[f].mistakes[name] ?? "").filter(Boolean);
  // A verdict of its own says the same sentence already.
  const fresh = said.filter((sentence) => !text(fields.message[n]).includes(sentence.replace(/\.$/, "")));
  return h("p", {}, `${kind} `, h("code", {}, text(fields.variant[n])), fresh.length ? `: ${fresh.join(" ")}` : "");
}

// Closed cards stay empty until they are opened: a page may have hundreds of checks.
function cardList(f, visible, asked) {
  const cards = visible.map((c) => {
    const cell = cells[f][c];
    const error = cell.ulp === null ? "" : ` worst ${magnitude(cell.ulp)} ULP`;
    const card = h("details", { class: "card", id: cellPlace(f, c) },
      h("summary", {}, badge(cell.verdict), " ", runName(c), h("span", { class: "quiet" }, error),
        expectation(cell) === "expected" ? h("span", { class: "expected" }, "expected") : null));
    const fill = () => { if (card.children.length === 1) card.append(...cell.records.map(checkBlock)); };
    card.addEventListener("toggle", fill);
    if (asked(c)) { fill(); card.open = true; }
    return card;
  });
  return cards.length ? [h("h3", {}, "Checks"), ...cards] : [];
}

function checkBlock(n) {
  const { name, question } = checks[fields.check[n]];
  return h("section", { class: "check", id: recordPlace(n), tabindex: "-1" },
    h("h4", {}, badge(fields.verdict[n]), ` ${name} `, h("span", { class: "quiet" }, `${question} · ${effort(n)}`)),
    fields.message[n] >= 0 && text(fields.message[n]) ? h("p", {}, said(text(fields.message[n]))) : null,
    fields.expected[n] >= 0 ? h("p", {}, h("span", { class: "expected" }, "expected"), ` ${text(fields.expected[n])}`) : null,
    variantLine(n),
    factsTable(n), counterexample(nested(fields.counterexample[n])));
}

const said = (message) => (message.length > 400 ? briefly(message) : message);
const effort = (n) => `${fields.examples[n].toLocaleString("en")} points, seed ${text(fields.seed[n])}, ${fields.seconds[n]} s`;

function factsTable(n) {
  return facts([
    ["worst error", fields.max_ulp[n] === null ? "" : `${magnitude(fields.max_ulp[n])} ULP`],
    ["error over band", fields.band_ratio[n] === null ? "" : `${magnitude(fields.band_ratio[n])} (at most 8 conforms)`],
    ["largest at", inputsText(nested(fields.worst_input[n]))],
    ["id", recordPlace(n)]]);
}

function counterexample(found) {
  if (!found) return null;
  const { reproduce, ...parts } = found;
  const words = (value) => (typeof value === "string" ? value : inputsText(value));
  const pairs = Object.entries(parts).map(([name, value]) => [name, words(value)]);
  return h("div", {}, h("strong", {}, "Counterexample"), facts(pairs), reproduce ? copyable(reproduce) : null);
}
