// A formula's own view: its errors over the range of inputs, and what each sweep found. The address
// says what is shown: nothing, a formula, or a sweep.

const TIPS = [["run", "who"], ["class", "of a"], ["input", "input"], ["hex", "in hexadecimal"], ["got", "result"], ["exact", "exact"], ["error", "ULP"]];

function placeOf() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return location.hash.slice(1);
  }
}

function formulaAt(place) {
  const named = formulas.findIndex((formula) => formulaPlace(formula) === place);
  return named >= 0 ? named : sweeps.find((sweep) => sweep.id === place)?.formula ?? -1;
}

function renderFormula(f, place) {
  const all = sweeps.filter((sweep) => sweep.formula === f);
  // What an address asks for is shown even where the filters leave it out.
  const found = all.filter((sweep) => isShown(sweep) || sweep.id === place);
  document.getElementById("shown").textContent = `Showing ${found.length} of ${all.length} sweeps of ${formulas[f].id}.`;
  waiting.clear();
  document.getElementById("formula-view").replaceChildren(navigation(f), ...heading(f), ...panels(found), ...cards(found, place));
}

function navigation(f) {
  const step = (to, words) => (formulas[to] ? h("a", { href: link(formulaPlace(formulas[to])) }, words(formulas[to].id)) : null);
  return h("nav", { "aria-label": "Formulas" }, h("a", { href: "#" }, "↑ all formulas"),
    step(f - 1, (id) => `← ${id}`), step(f + 1, (id) => `${id} →`));
}

function heading(f) {
  const { group, id, title } = formulas[f];
  const kept = [...document.querySelectorAll("template[data-formula]")].find((each) => each.dataset.formula === `${group}/${id}`);
  return [h("h2", { tabindex: "-1" }, title || id, " ", h("code", { class: "quiet" }, `${group}/${id}`)),
    kept?.content.firstElementChild ? h("div", { class: "formula" }, kept.content.cloneNode(true)) : null].filter(Boolean);
}

function panels(found) {
  const drawn = found.filter((sweep) => curves[sweep.curve].x.length);
  if (!drawn.length) return [];
  const shown = unique(drawn.map((sweep) => sweep.column));
  const label = (sweep) => columnLabel(sweep.column, shown);
  const styles = stylesOf(unique(columns.map((column) => column.adapter)), drawn.map((sweep) => [label(sweep), columns[sweep.column]]));
  const groups = Map.groupBy(drawn, (sweep) => `${columns[sweep.column].dtype}, ${settingOf(sweep)}`);
  return [h("h3", {}, "Error over all inputs"),
    h("p", { class: "hint" }, "The worst of all inputs in each binade of each sign, both axes logarithmic; the dotted line is 0.5 ULP, the best that rounding allows. Diamonds: the worst normal result; circles: the worst subnormal or zero one; a triangle at the upper edge stands for an infinite error. Shaded: more than half the digits are lost."),
    legendOf(styles),
    h("div", { class: "panels" }, [...groups].map(([title, members]) => panel(title, members, label, styles)))];
}

function panel(title, members, label, styles) {
  const series = members.map((sweep) => ({ label: label(sweep), input: sweep.input, ...curves[sweep.curve], collapses: sweep.collapses,
    marks: sweep.worst.map((worst) => ({ ...worst, shape: worst.class.startsWith("normal") ? "diamond" : "circle" })) }));
  const worst = members.map((sweep) => `${label(sweep)} ${sweep.ulp} ULP at ${sweep.input} = ${sweep.at}`);
  const description = `Error of ${formulas[members[0].formula].id}, ${title}; the worst: ${worst.join("; ")}`;
  const { dtype } = columns[members[0].column];
  return h("figure", {}, h("figcaption", {}, title),
    picture(errorSpecification({ dtype, curves: series, styles, description, tips: TIPS })));
}

// Closed cards stay empty until they are opened.
function cards(found, place) {
  const made = found.map((sweep) => {
    const card = h("details", { class: "card", id: sweep.id, tabindex: "-1" }, h("summary", {},
      `${settingOf(sweep)} `, h("span", { class: "quiet" }, columnWords(sweep.column)), ` ${sweep.ulp} ULP `,
      h("span", { class: "quiet" }, remarksOf(sweep).join("; "))));
    const fill = () => { if (card.children.length === 1) card.append(facts(sweep.facts), copyable(sweep.command)); };
    card.addEventListener("toggle", fill);
    if (sweep.id === place) { fill(); card.open = true; }
    return card;
  });
  return [h("h3", {}, "What each sweep found, and the command that repeats it"), ...made];
}

function render() {
  const place = placeOf();
  const f = formulaAt(place);
  document.getElementById("overview").hidden = f >= 0;
  document.getElementById("formula-view").hidden = f < 0;
  if (f >= 0) renderFormula(f, place);
  else renderTable();
}

let scrolled = 0;
let shownPlace = "";

function navigate() {
  const before = formulaAt(shownPlace) < 0;
  if (before) scrolled = scrollY;
  shownPlace = placeOf();
  render();
  if (formulaAt(shownPlace) < 0) {
    if (!before) scrollTo(0, scrolled);
    return;
  }
  const target = document.getElementById(shownPlace);
  if (target) target.scrollIntoView();
  else scrollTo(0, 0);
  (target?.querySelector("summary") ?? document.querySelector("#formula-view h2")).focus({ preventScroll: true });
}

buildFilters();
addEventListener("hashchange", navigate);
// Pictures are drawn in the colours of the moment.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", render);
navigate();
document.documentElement.dataset.ready = "yes";
