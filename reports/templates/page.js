// Which view is shown: the address says it, so that every cell and check can be linked to.

const placeOf = () => {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return location.hash.slice(1);
  }
};

function formulaAt(place) {
  const name = place.split("::")[0].split("[")[0];
  const byName = formulas.findIndex((formula) => formulaPlace(formula) === name);
  if (byName >= 0 || !place) return byName;
  const n = fields.id.findIndex((id) => id >= 0 && text(id) === place);
  return n < 0 ? -1 : fields.formula[n];
}

const CONVENTIONS = "conventions";
const HEADING = "section:not([hidden]) > h2[tabindex], article:not([hidden]) > h2";
const isOverview = (place) => formulaAt(place) < 0 && place !== CONVENTIONS;

let scrolled = 0;
let shownPlace = "";

function render() {
  const place = placeOf();
  const f = formulaAt(place);
  const detail = f >= 0;
  const conventions = place === CONVENTIONS;
  document.getElementById("overview").hidden = detail || conventions;
  document.getElementById("matrix-view").hidden = detail || conventions;
  document.getElementById("conventions-view").hidden = !conventions;
  document.getElementById("formula-view").hidden = !detail;
  if (detail) renderFormula(f, place);
  else if (conventions) renderConventions();
  else renderMatrix();
}

function navigate() {
  const wasOverview = isOverview(shownPlace);
  if (wasOverview) scrolled = scrollY;
  shownPlace = placeOf();
  render();
  if (isOverview(shownPlace)) {
    if (!wasOverview) scrollTo(0, scrolled);
    return;
  }
  const target = document.getElementById(shownPlace);
  if (target) {
    target.classList.add("target");
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  } else {
    scrollTo(0, 0);
    document.querySelector(HEADING).focus({ preventScroll: true });
  }
}

// What the first stop of the keyboard leads to depends on what is shown.
function skip(event) {
  event.preventDefault();
  const target = isOverview(shownPlace) ? document.getElementById("matrix-box") : document.querySelector(HEADING);
  target.focus();
  target.scrollIntoView();
}

// On a small screen the legend would hide what one came for.
if (innerWidth < 720) document.getElementById("legend").open = false;
buildFilters();
document.querySelector(".skip").addEventListener("click", skip);
addEventListener("hashchange", navigate);
// Pictures are drawn in the colours of the moment.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", render);
navigate();
document.documentElement.dataset.ready = "yes";
