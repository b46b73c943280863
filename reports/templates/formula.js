// A formula's own page: what it is, who takes which value, and what every check found.

function renderFormula(f, place) {
  const view = document.getElementById("formula-view");
  const asked = (c) => place === cellPlace(f, c) || cells[f][c].records.some((n) => recordPlace(n) === place);
  const admitted = new Set(shownColumns());
  // What an address asks for is shown even where the filters leave it out.
  const visible = columns.map((_, c) => c).filter((c) => cells[f][c])
    .filter((c) => (admitted.has(c) && wantsVerdict(cells[f][c].verdict)) || asked(c));
  const all = columns.map((_, c) => c).filter((c) => cells[f][c]);
  document.getElementById("shown").textContent =
    `Showing ${visible.length} of ${all.length} ways in which ${formulas[f].id} was run.`;
  view.replaceChildren(
    navigation(f), ...formulaHead(f), ...choicesTable(f, visible), ...conventionsTable(f, visible),
    ...resultsTable(f, visible), ...cardList(f, visible, asked));
}

function navigation(f) {
  const step = (to, words) => (formulas[to] ? h("a", { href: link(formulaPlace(formulas[to])) }, words(formulas[to].id)) : null);
  return h("nav", { "aria-label": "Formulas" }, h("a", { href: "#" }, "↑ all formulas"),
    step(f - 1, (id) => `← ${id}`), step(f + 1, (id) => `${id} →`));
}

function formulaHead(f) {
  const { group, id, title, latex, sources, kind } = formulas[f];
  const heading = h("h2", { tabindex: "-1" }, title || id, " ", h("code", { class: "quiet" }, `${group}/${id}`));
  const template = [...document.querySelectorAll("template[data-formula]")].find((t) => t.dataset.formula === `${group}/${id}`);
  const math = template?.content.firstElementChild ? template.content.cloneNode(true) : latex ? h("code", {}, latex) : null;
  return [heading, ...(math ? [h("div", { class: "formula" }, math)] : []),
    ...(sources.length ? [h("p", { class: "quiet" }, `Source: ${sources.join("; ")}. ${kind}`)] : [])];
}

// Ways of running against checks; the worst place beside them, since "where" is the next question.
function resultsTable(f, visible) {
  const used = checks.map((_, k) => k).filter((k) => visible.some((c) => recordOf(f, c, k) !== undefined));
  const head = h("tr", {}, h("th", { scope: "col" }, "run"),
    used.map((k) => h("th", { scope: "col", title: checks[k].question }, checks[k].name)),
    h("th", { scope: "col" }, "worst ULP"), h("th", { scope: "col" }, "at"));
  const rows = visible.map((c) => {
    const cell = cells[f][c];
    const worst = worstRecord(cell);
    return h("tr", {}, h("th", { scope: "row" }, runName(c)), used.map((k) => resultCell(f, c, k)),
      h("td", { class: "text count" }, magnitude(cell.ulp)),
      h("td", { class: "text mono" }, worst === undefined ? "" : shortened(briefly(inputsText(nested(fields.worst_input[worst]))))));
  });
  return [h("h3", {}, "Results"), visible.length
    ? h("div", { class: "scroll", role: "region", "aria-label": "Results", tabindex: "0" }, h("table", { class: "results" }, h("thead", {}, head), h("tbody", {}, rows)))
    : h("p", { class: "hint" }, "Nothing matches these filters.")];
}

const recordOf = (f, c, k) => cells[f][c]?.records.find((n) => fields.check[n] === k);
const runName = (c) => [columns[c].adapter, " ", h("span", { class: "quiet" },
  `${columns[c].words} · ${columns[c].mode} · ${columns[c].device} · `), columns[c].dtype];
const inputsText = (inputs) => Object.entries(inputs ?? {}).map(([name, value]) => `${name} = ${value}`).join(", ");
const shortened = (words) => (words.length > 60 ? `${words.slice(0, 59)}…` : words);

function worstRecord(cell) {
  const placed = cell.records.filter((n) => fields.worst_input[n] >= 0);
  return placed.sort((a, b) => size(fields.max_ulp[b]) - size(fields.max_ulp[a]))[0];
}

function resultCell(f, c, k) {
  const n = recordOf(f, c, k);
  if (n === undefined) return h("td", {});
  const { name } = verdicts[fields.verdict[n]];
  const label = `${checks[k].name}, ${columnWords(columns[c])}: ${name}`;
  const detail = text(fields.variant[n]);
  return h("td", {}, badge(fields.verdict[n], "a", { href: link(recordPlace(n)), "aria-label": label, title: label },
    detail ? h("span", { class: "quiet" }, ` ${detail}`) : null));
}

// Columns that agree are named together: adapter and kind once, then their dtypes.
function takers(list) {
  const ways = new Map();
  for (const c of list) {
    const { adapter, words, mode, device, dtype } = columns[c];
    const way = `${adapter} ${words}, ${mode}, ${device}`;
    ways.set(way, [...(ways.get(way) ?? []), dtype]);
  }
  return [...ways].map(([way, dtypes]) => h("div", {}, way, h("span", { class: "quiet" }, ` (${dtypes.join(", ")})`)));
}

function conventionsTable(f, visible) {
  const { conventions, mistakes } = formulas[f];
  const who = new Map();
  for (const c of visible) {
    for (const n of cells[f][c].records) {
      for (const name of variantNames(n)) who.set(name, (who.get(name) ?? new Set()).add(c));
    }
  }
  const names = new Set([...Object.keys(conventions), ...Object.keys(mistakes), ...who.keys()]);
  if (!names.size) return [];
  const rows = [...names].map((name) => h("tr", {},
    h("th", { scope: "row" }, h("code", {}, name), " ", h("span", { class: "quiet" }, kindOf(name, f))),
    h("td", {}, conventions[name] ?? mistakes[name] ?? ""),
    h("td", {}, who.has(name) ? takers(who.get(name)) : h("span", { class: "quiet" }, "nobody"))));
  return titledTable("Known conventions and mistakes", ["name", "what it is", "matched by"], rows);
}

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

function titledTable(title, heads, rows) {
  return [h("h3", {}, title), h("div", { class: "scroll" }, h("table", {},
    h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, rows)))];
}

function choicesTable(f, visible) {
  const points = new Map();
  for (const c of visible) {
    for (const n of cells[f][c].records) {
      for (const [point, { taken, allowed }] of Object.entries(nested(fields.choices[n]) ?? {})) {
        const key = JSON.stringify([point, allowed, taken]);
        points.set(key, (points.get(key) ?? new Set()).add(c));
      }
    }
  }
  if (!points.size) return [];
  const rows = [...points].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, who]) => {
    const [point, allowed, taken] = JSON.parse(key);
    return h("tr", {}, h("th", { scope: "row" }, point), h("td", {}, allowed), h("td", {}, h("strong", {}, taken)), h("td", {}, takers(who)));
  });
  return titledTable("Who takes which value where the formula leaves it open", ["point", "allowed", "taken", "by"], rows);
}

// Closed cards stay empty until they are opened: a page may have hundreds of checks.
function cardList(f, visible, asked) {
  const cards = visible.map((c) => {
    const cell = cells[f][c];
    const error = cell.ulp === null ? "" : ` worst ${magnitude(cell.ulp)} ULP`;
    const card = h("details", { class: "card", id: cellPlace(f, c) },
      h("summary", {}, badge(cell.verdict), " ", runName(c), h("span", { class: "quiet" }, error)));
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
    variantLine(n),
    factsTable(n), counterexample(nested(fields.counterexample[n])));
}

const said = (message) => (message.length > 400 ? briefly(message) : message);
const effort = (n) => `${fields.examples[n].toLocaleString("en")} points, seed ${text(fields.seed[n])}, ${fields.seconds[n]} s`;

function factsTable(n) {
  return facts([
    ["worst error", fields.max_ulp[n] === null ? "" : `${magnitude(fields.max_ulp[n])} ULP`],
    ["error over band", fields.band_ratio[n] === null ? "" : `${magnitude(fields.band_ratio[n])} (at most 8 conforms)`],
    ["worst input", inputsText(nested(fields.worst_input[n]))],
    ["id", recordPlace(n)]]);
}

function facts(pairs) {
  const rows = pairs.filter(([, value]) => value).map(([name, value]) =>
    h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, h("code", { class: value.length > 200 ? "long" : null }, value))));
  return h("table", { class: "facts" }, rows);
}

function counterexample(found) {
  if (!found) return null;
  const { reproduce, ...parts } = found;
  const words = (value) => (typeof value === "string" ? value : inputsText(value));
  const pairs = Object.entries(parts).map(([name, value]) => [name, words(value)]);
  return h("div", {}, h("strong", {}, "Counterexample"), facts(pairs), reproduce ? copyable(reproduce) : null);
}

function copyable(line) {
  const button = h("button", { type: "button", "aria-label": "Copy the line that reproduces this", click: () => copy(line, button) }, "Copy");
  return h("div", { class: "copy" }, h("pre", {}, line), button);
}

async function copy(line, button) {
  try {
    await navigator.clipboard.writeText(line);
  } catch {
    // Pages opened from a file may not use the clipboard in every browser.
    const area = h("textarea", {});
    area.value = line;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
}
