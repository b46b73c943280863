"use strict";
// Small functions that every script of a page uses.

// Elements are made from text only, never from markup: messages may hold anything.
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== ""));
  return element;
}

const link = (place) => `#${encodeURIComponent(place)}`;

function magnitude(value) {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (value === 0) return "0";
  if (value < 0.01) return "<0.01";
  if (value < 9.995) return value.toFixed(2);
  if (value < 99999.5) return value.toFixed(0);
  return value.toExponential(1).replace("+", "");
}

const unique = (values) => [...new Set(values)];
const list = (words) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);
const scrolling = (label, ...children) => h("div", { class: "scroll", role: "region", "aria-label": label, tabindex: "0" }, children);

function byWidth(values) {
  const order = ["float16", "bfloat16", "float32", "float64"];
  return [...values].sort((a, b) => order.indexOf(a.dtype) - order.indexOf(b.dtype));
}

function facts(pairs) {
  const rows = pairs.filter(([, value]) => value).map(([name, value]) =>
    h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, h("code", { class: value.length > 200 ? "long" : null }, value))));
  return h("table", { class: "facts" }, rows);
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

// A name may be broken after an underscore, and nowhere else.
const breakable = (name) => name.split(/(?<=_)/).flatMap((part, n) => (n ? [h("wbr"), part] : [part]));

// Between the links of a table by arrow keys; only one of them is in the tab order.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function moveFocus(event) {
  const step = STEPS[event.key];
  const from = event.target.closest("td");
  if (!step || !from) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll("tbody tr:not(.group)")];
  let row = rows.indexOf(from.parentElement);
  let place = from.cellIndex;
  for (;;) {
    row += step[0];
    place += step[1];
    const cell = rows[row]?.cells[place];
    if (!cell || place < 1) return;
    const target = cell.querySelector("a[href]");
    if (!target) continue;
    event.target.setAttribute("tabindex", "-1");
    target.setAttribute("tabindex", "0");
    target.focus();
    return;
  }
}
