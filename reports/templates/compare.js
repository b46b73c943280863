"use strict";
// The search field hides the changes that do not hold all of its words.

const wanted = document.getElementById("wanted");
const changes = [...document.querySelectorAll("details.change")].map((element) => ({
  element, words: element.textContent.toLowerCase(),
}));

function search() {
  const words = wanted.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { element, words: text } of changes) {
    element.hidden = !words.every((word) => text.includes(word));
    shown += !element.hidden;
  }
  for (const section of document.querySelectorAll("section.kind")) {
    section.hidden = !section.querySelector("details.change:not([hidden])");
  }
  document.getElementById("found").textContent = `${shown} of ${changes.length} lines`;
}

if (wanted) {
  wanted.addEventListener("input", search);
  wanted.form.addEventListener("submit", (event) => event.preventDefault());
  search();
}
document.documentElement.dataset.ready = "yes";
