// A formula's own page: what it is, how its runs differ and where, and what every check found.

function renderFormula(f, place) {
  const view = document.getElementById("formula-view");
  const asked = (c) => place === cellPlace(f, c) || cells[f][c].records.some((n) => recordPlace(n) === place);
  const admitted = new Set(shownColumns());
  const all = columns.map((_, c) => c).filter((c) => cells[f][c]);
  // What an address asks for is shown even where the filters leave it out.
  const visible = all.filter((c) => (admitted.has(c) && wants(cells[f][c])) || asked(c));
  document.getElementById("shown").textContent =
    `Showing ${visible.length} of ${all.length} ways in which ${formulas[f].id} was run.`;
  waiting.clear();
  view.replaceChildren(
    navigation(f), ...formulaHead(f), ...differences(f, visible), ...resultsTable(f, visible),
    ...profilePictures(f, visible), ...whoTable(f, visible), ...mistakesList(f), ...cardList(f, visible, asked));
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
  return [heading, ...(sources.length ? [h("p", { class: "quiet" }, `Source: ${sources.join("; ")}. ${kind}`)] : []),
    h("div", { class: "head" }, math ? h("div", { class: "formula" }, math) : null, curvePictures(f))];
}
