#!/usr/bin/env node
// JavaScript's own Math as an adapter of nnconform:
//   nnconform run 'process:node examples/process_adapter/adapter.mjs'
// Every line that comes in is a request, every line that goes out its answer.
import readline from "node:readline";

// Each body is one call, element by element; in float32 every result is rounded once.
const FUNCTIONS = {
  identity: (z) => z,
  relu: (z) => Math.max(z, 0),
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  softplus: (z) => Math.log1p(Math.exp(z)),
  tanh: (z) => Math.tanh(z),
  elu: (z, { alpha }) => (z > 0 ? z : alpha * Math.expm1(z)),
};
const DERIVATIVES = {
  identity: () => 1,
  relu: (z) => (z > 0 ? 1 : 0),
};

// JSON has no infinities, and JavaScript writes -0 as 0: these four are words.
const read = (x) => (typeof x === "string" ? Number(x.replace("inf", "Infinity")) : x);
const write = (x) => {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "-inf";
  return Object.is(x, -0) ? "-0.0" : x;
};
const rounded = { float32: Math.fround, float64: (x) => x };

function map(array, f) {
  const data = array.data.map((x, i) => write(rounded[array.dtype](f(read(x), i))));
  return { ...array, data };
}

function value({ formula, inputs: [z], parameters }) {
  return map(z, (x) => FUNCTIONS[formula](x, parameters));
}

function gradient({ formula, inputs: [z], parameters, cotangent }) {
  const weight = (i) => (cotangent === null ? 1 : read(cotangent.data[i]));
  return [map(z, (x, i) => weight(i) * DERIVATIVES[formula](x, parameters))];
}

function hello() {
  return {
    name: "javascript",
    version: process.version,
    dtypes: ["float32", "float64"],
    formulas: Object.keys(FUNCTIONS),
    gradients: Object.keys(DERIVATIVES),
  };
}

function answer(message) {
  if (message.request === "hello") return hello();
  try {
    return { result: message.request === "value" ? value(message) : gradient(message) };
  } catch (error) {
    return { error: String(error) };
  }
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
}
