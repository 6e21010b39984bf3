// The filter bench: against what PyTorch computes, scikit-learn's digits, and the syllabus's vectors.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  benchFacts,
  kernelOf,
  outputOf,
  painted,
  pictureOf,
  productsOf,
  slidingWeights,
  windowText,
} from "../../../book/_static/explorers/bench-facts.mjs";
import { readValues } from "../../../book/_static/explorers/parameters.mjs";

const cases = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));
const bench = (options = {}) => readValues(benchFacts.parameters, options);
const numbers = (values) => benchFacts.readout(values).map(([, value]) => value);
const own = ({ digit, weights, divide, turn }) =>
  bench({
    digit: String(digit),
    kernel: "own",
    divide: String(divide),
    turn,
    ...Object.fromEntries(weights.map((number, i) => [`w${i}`, String(number)])),
  });

test("the digits are scikit-learn's", () => {
  assert.equal(cases.digits.length, 100);
  cases.digits.forEach(({ pixels }, digit) => {
    assert.deepEqual(pictureOf(bench({ digit: String(digit) })).flat(), pixels, `digit ${digit}`);
  });
});

test("outputs agree with PyTorch", () => {
  assert.ok(cases.filtered.length > 40);
  for (const { values, expected } of cases.filtered) {
    const found = outputOf(own(values)).flat();
    expected.flat().forEach((value, i) => {
      assert.ok(Math.abs(found[i] - value) <= 1e-9 * Math.max(Math.abs(value), 1), JSON.stringify(values));
    });
  }
});

test("the syllabus's vectors: a digit under Sobel x, and edge on a flat wall", () => {
  assert.deepEqual(outputOf(bench())[0], [46, 42, -17, -3, -11, -42]);
  const flat = bench({ picture: "flat", kernel: "edge" });
  assert.ok(outputOf(flat).flat().every((value) => value === 0));
});

test("a step becomes a ramp under blur, and 36 under Sobel x", () => {
  const first = (kernel, turn = "unturned") => outputOf(bench({ picture: "step", kernel, turn }))[0];
  assert.deepEqual(first("blur"), [0, 0, 3, 6, 9, 9]);
  assert.deepEqual(first("sobel_x"), [0, 0, 36, 36, 0, 0]);
  assert.deepEqual(first("sobel_x", "turned"), [0, 0, -36, -36, 0, 0]);
  assert.deepEqual(first("sobel_y"), [0, 0, 0, 0, 0, 0]);
});

test("the sums of the kernels, and what a flat wall gives", () => {
  const sums = { identity: "1", blur: "1", sharpen: "1", edge: "0", sobel_x: "0", sobel_y: "0" };
  for (const [kernel, sum] of Object.entries(sums)) {
    const values = bench({ picture: "flat", kernel });
    const wall = sum === "1" ? "7" : "0";
    assert.deepEqual(numbers(values), [sum, wall, wall], kernel);
  }
});

test("what half a turn does to each kernel", () => {
  for (const kernel of ["identity", "blur", "sharpen", "edge"]) {
    assert.match(benchFacts.summary(bench({ kernel })), /it is the same kernel\.$/);
    assert.deepEqual(outputOf(bench({ kernel })), outputOf(bench({ kernel, turn: "turned" })));
  }
  assert.match(benchFacts.summary(bench({ kernel: "sobel_y" })), /all its signs change\.$/);
  assert.match(benchFacts.summary(bench({ kernel: "own", w0: "5" })), /it is another kernel\.$/);
  const values = bench({ kernel: "own", w0: "5", turn: "turned" });
  assert.deepEqual(slidingWeights(values), [...kernelOf(values).weights].reverse());
});

test("nine products, their sum, and the text that says so", () => {
  const values = bench({ digit: "0", kernel: "blur" });
  assert.deepEqual(productsOf(values), [0, 0, 5, 0, 0, 13, 0, 3, 15]);
  assert.equal(windowText(values), "output (0, 0) = (0 + 0 + 5 + 0 + 0 + 13 + 0 + 3 + 15) / 9 = 4");
  const sobel = bench({ row: "0", column: "2" });
  assert.equal(windowText(sobel), "output (0, 2) = −5 + 0 + 9 − 26 + 0 + 20 − 15 + 0 + 0 = −17");
});

test("a picture can be painted", () => {
  const values = bench({ picture: "painted" });
  assert.equal(pictureOf(values)[3][3], 16);
  const pixels = painted(values, 0, 7, 9);
  assert.equal(pictureOf(bench({ picture: "painted", pixels }))[0][7], 9);
  for (const wrong of ["0", "h".repeat(64), `${"0".repeat(64)}0`, ""]) {
    assert.throws(() => bench({ pixels: wrong }), { message: `pixels must be 64 of 0 to 9 and a to g, not "${wrong}"` });
  }
});
