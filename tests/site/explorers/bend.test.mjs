// Bend the plane: layers and their best read-outs against PyTorch's, and what is said of them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { answer, answers, bendFacts, bent, CORNERS, largestError, readOut } from "../../../book/_static/explorers/bend-facts.mjs";
import { readValues } from "../../../book/_static/explorers/parameters.mjs";

const cases = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8")).bends;
const read = (options = {}) => readValues(bendFacts.parameters, options);
const numbers = (options) => bendFacts.readout(read(options)).map(([, value]) => value);

function near(got, expected, tolerance, text) {
  assert.ok(Math.abs(got - expected) <= tolerance, `${text}: ${got}, not ${expected}`);
}

test("places and answers agree with PyTorch", () => {
  assert.ok(cases.length > 200);
  for (const { values, expected } of cases) {
    const text = JSON.stringify(values);
    CORNERS.forEach((corner, i) => {
      bent(values, corner).forEach((number, k) => near(number, expected.places[i][k], 1e-8, text));
    });
    answers(values).forEach((said, i) => near(said, expected.answers[i], 2e-6, text));
  }
});

test("the syllabus's vectors", () => {
  const relu = numbers({ activation: "ReLU" });
  assert.deepEqual(relu, ["(0, 0)", "(1, 0)", "(1, 0)", "(2, 1)", "0"]);
  assert.deepEqual(numbers(), ["(0, −1)", "(1, 0)", "(1, 0)", "(2, 1)", "0.5"]);
});

test("without an activation no layer does better than 0.5", () => {
  for (const { values } of cases.filter((one) => one.values.activation === "none")) {
    assert.ok(largestError(values) >= 0.5 - 1e-9, JSON.stringify(values));
  }
});

test("the best second layer is a layer: it answers everywhere", () => {
  const layer = readOut(read({ activation: "ReLU" }));
  assert.deepEqual(layer.slopes.map((slope) => Number(slope.toFixed(9))), [1, -2]);
  near(answer(layer, [3, 1]), 1, 1e-12, "3 - 2 * 1");
});

test("the summary says how good it is", () => {
  const says = (options) => bendFacts.summary(read(options));
  assert.match(says({}), /answers 0\.5, 0\.5, 0\.5 and 0\.5, where XOR is 0, 1, 1 and 0\. It cannot tell/);
  assert.match(says({ activation: "ReLU" }), /answers 0, 1, 1 and 0, .* It is right for all four\.$/);
  assert.match(says({ activation: "ReLU", b1: "-2" }), /It cannot tell the two kinds apart\.$/);
  assert.match(says({ activation: "ReLU", b0: "-1" }), /have come to the same place/);
  assert.match(says({ w00: "0", w01: "0", w10: "0", w11: "0" }), /have come to the same place/);
  const leaning = { w00: "-0.5", w01: "1", b0: "2", w10: "2", w11: "-1.5", b1: "-0.5", activation: "ReLU" };
  assert.match(says(leaning), /Rounded, it is right for all four\.$/);
  const folded = { w00: "-1.5", w01: "1.5", b0: "0", w10: "-2", w11: "-2", b1: "-1", activation: "tanh" };
  assert.match(says(folded), /Rounded, it is wrong at least once\.$/);
});

test("weights go in steps of a half, also below 0", () => {
  assert.equal(read({ w01: "-1.5" }).w01, -1.5);
  for (const w01 of ["0.25", "2.5", "", "one"]) assert.throws(() => read({ w01 }), { name: "RangeError", message: /^w01 must/ });
});
