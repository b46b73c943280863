"use strict";
// Pictures by Vega-Lite. The library waits as text until the first picture is asked for: compiling
// it takes longer than everything else on a page.

let libraryReady = false;

function chartLibrary() {
  if (!libraryReady) {
    const script = document.createElement("script");
    // In a function, since its thousands of short names are its own.
    script.textContent = `(() => {${document.getElementById("chart-library").textContent}\n})();`;
    document.head.append(script);
    libraryReady = true;
  }
  return window.vegaEmbed;
}

function chartColours() {
  const style = getComputedStyle(document.documentElement);
  const [ink, quiet, line] = ["--ink", "--quiet", "--line"].map((n) => style.getPropertyValue(n).trim());
  const axis = { labelColor: ink, titleColor: ink, gridColor: line, domainColor: quiet, tickColor: quiet };
  const words = { labelColor: ink, titleColor: ink, labelFontSize: 12, titleFontSize: 12 };
  return {
    background: "transparent", font: 'system-ui, "Liberation Sans", sans-serif',
    axis: { ...axis, ...words, titleFontWeight: "normal" },
    legend: { ...words, titleFontWeight: "normal", labelLimit: 0 },
    header: words, title: { color: ink, fontSize: 13 }, view: { stroke: line }, text: { color: ink },
  };
}

// Draw a Vega-Lite specification; resolves when the picture stands. The interpreter ("ast") keeps
// within a content security policy that forbids evaluating text.
function drawChart(element, specification) {
  const config = { ...chartColours(), ...specification.config };
  return chartLibrary()(element, { ...specification, config }, { ast: true, renderer: "svg", actions: false });
}
