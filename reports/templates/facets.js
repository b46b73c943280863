// Filters: in each facet nothing chosen means everything. The page says what `chosen` holds, a set of
// words a facet, and `render`s.

const admits = (facet, value) => !chosen.get(facet).size || chosen.get(facet).has(value);

function facetButtons(facet, values, label) {
  const buttons = values.map(({ value, content }) =>
    h("button", { type: "button", "aria-pressed": "false", "data-facet": facet, "data-value": value,
      click: (event) => toggle(event.currentTarget) }, ...content));
  return h("fieldset", {}, h("legend", {}, label), buttons);
}

function toggle(button) {
  const set = chosen.get(button.dataset.facet);
  if (!set.delete(button.dataset.value)) set.add(button.dataset.value);
  button.setAttribute("aria-pressed", String(set.has(button.dataset.value)));
  render();
}
