// The network counter: against what PyTorch counts, and the syllabus's vectors.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  asOwn,
  countedLayers,
  counterFacts,
  layerName,
  layersOf,
  layersText,
  totals,
} from "../../../book/_static/explorers/counter-facts.mjs";
import { readValues } from "../../../book/_static/explorers/parameters.mjs";
import { grouped } from "../../../book/_static/explorers/words.mjs";

const { networks } = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));
const counter = (options) => readValues(counterFacts.parameters, options);
const own = (layers, more = {}) => counter({ network: "own", layers, ...more });
const counts = (values, name) => countedLayers(values).map((line) => line[name]).filter((number) => number);

test("networks agree with PyTorch", () => {
  assert.ok(networks.length > 100 && networks.some(({ expected }) => expected.includes(null)));
  for (const { expected, ...values } of networks) {
    const found = countedLayers({ network: "own", ...values });
    const shown = found.map(({ shape, params, macs }) => (shape ? { shape, params, macs } : null));
    assert.deepEqual(shown, expected, JSON.stringify(values));
  }
});

test("network counter: the syllabus's vectors", () => {
  const digits = counter({});
  assert.deepEqual(counts(digits, "params"), [80, 1168, 650]);
  assert.deepEqual(counts(digits, "macs"), [4608, 18432, 640]);
  assert.deepEqual(totals(countedLayers(digits)), { params: 1898, macs: 23680 });
  assert.equal(totals(countedLayers(counter({ network: "photos" }))).params, 85012355);
  assert.equal(totals(countedLayers(counter({ network: "LeNet" }))).params, 62006);
});

test("network counter: without biases only the parameters change", () => {
  const values = counter({ biases: "without" });
  assert.deepEqual(totals(countedLayers(values)), { params: 1898 - 8 - 16 - 10, macs: 23680 });
});

test("network counter: a network of one's own begins with the one that is shown", () => {
  for (const network of ["digits", "photos", "LeNet"]) {
    const values = counter({ network });
    const started = { ...values, ...asOwn(values) };
    assert.equal(started.network, "own");
    assert.deepEqual(countedLayers(started), countedLayers(values));
    assert.equal(layersText(layersOf(started)), started.layers);
    assert.deepEqual(readValues(counterFacts.parameters, Object.fromEntries(
      Object.entries(started).map(([name, value]) => [name, String(value)]),
    )), started); // a link can hold it
  }
});

test("network counter: a layer that does not fit is said kindly, and nothing behind it is counted", () => {
  const problems = {
    "conv-4-3-1-0;linear-10;relu": /^Layer 2, linear 10, does not fit: It needs a row of numbers, not 4x6x6\. Flatten first/,
    "flatten;conv-4-3-1-0": /^Layer 2, conv 4, does not fit: conv needs maps with height and width, not a row of 64\.$/,
    "flatten;gap": /^Layer 2, gap, does not fit: gap needs maps/,
    "conv-4-9-1-0": /^Layer 1, conv 4, does not fit: The window spans 9 cells, but there are only 8/,
    "conv-0-3-1-1": /^Layer 1, conv 0, does not fit: The number of filters must be/,
  };
  for (const [layers, sentence] of Object.entries(problems)) {
    assert.match(counterFacts.summary(own(layers)), sentence);
  }
  const [first, second, third] = countedLayers(own("conv-4-3-1-0;linear-10;relu"));
  assert.deepEqual([first.params, second.shape, third.shape, third.problem], [40, undefined, undefined, undefined]);
});

test("network counter: what has the most is named", () => {
  assert.equal(
    counterFacts.summary(counter({ network: "photos" })).replaceAll("\u202f", " "),
    "Of 85 012 355 parameters, 99.9 % are in linear 512. Of 504 992 256 multiply-accumulates, 75.7 % are in conv 128.",
  );
  assert.equal(counterFacts.summary(own("relu;gap")), "There are no parameters. There are no multiply-accumulates.");
  assert.equal(layerName({ kind: "relu", numbers: [] }), "relu");
});

test("network counter: layers in a link must be well formed", () => {
  for (const layers of ["", "conv-8", "relu;", "dropout-2", "linear-99999", "relu;".repeat(16) + "relu"]) {
    assert.throws(() => own(layers), { name: "RangeError", message: /^layers must be 1 to 16 layers such as/ });
  }
});

test("numbers of five digits or more are grouped", () => {
  assert.deepEqual([0, 9999, 10000, 123456, 85012355].map(grouped), [
    "0",
    "9999",
    "10\u202f000",
    "123\u202f456",
    "85\u202f012\u202f355",
  ]);
});
