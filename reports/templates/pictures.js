// Drawn when it comes into sight: the drawing library takes longer than everything else.
const waiting = new Map();
const observer = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) drawWaiting(target);
}, { rootMargin: "200px" });

function picture(specification) {
  const element = h("div", { class: "picture" });
  waiting.set(element, specification);
  observer.observe(element);
  return element;
}

async function drawWaiting(element) {
  observer.unobserve(element);
  const specification = waiting.get(element);
  waiting.delete(element);
  await drawChart(element, specification);
}

function seriesColours() {
  const style = getComputedStyle(document.documentElement);
  return [1, 2, 3, 4, 5, 6].map((n) => style.getPropertyValue(`--series-${n}`).trim());
}
