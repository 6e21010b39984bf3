// Downhill: walks against those with autograd's gradients, contour lines, and what is said of a walk.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { contour } from "../../../book/_static/explorers/contours.mjs";
import { downhillFacts, gradient, losses, surfaceOf, walk } from "../../../book/_static/explorers/downhill-facts.mjs";
import { readValues } from "../../../book/_static/explorers/parameters.mjs";

const cases = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8")).walks;
const read = (options) => readValues(downhillFacts.parameters, options);
const near = (got, expected, size = expected) => Math.abs(got - expected) <= 1e-6 * Math.max(1, Math.abs(size));
const rounded = (place) => place.map((number) => Number(number.toPrecision(4)));

test("walks end where those with autograd's gradients do", () => {
  for (const { values, expected } of cases) {
    const places = walk(values);
    if (expected === null) {
      assert.ok(Math.max(...places.at(-1).map(Math.abs)) > 1e5, JSON.stringify(values));
      continue;
    }
    assert.equal(places.length, values.steps + 1);
    const size = Math.max(...expected.place.map(Math.abs));
    const right = places.at(-1).every((number, i) => near(number, expected.place[i], size));
    assert.ok(right && near(losses(values).at(-1), expected.loss), JSON.stringify({ values, expected }));
  }
});

test("the syllabus's vectors", () => {
  const end = (lr, steps) => rounded(walk(read({ lr, steps })).at(-1));
  assert.deepEqual(end("0.1", "10"), [-0.3221, 0.4295]);
  assert.deepEqual(end("1", "5"), [3, -4]);
  assert.deepEqual(end("1.1", "5"), [7.465, -9.953]);
});

test("the gradient of each surface", () => {
  const at = (surface) => rounded(gradient(surfaceOf({ surface }).f, [3, 4]));
  assert.deepEqual(["bowl", "valley", "saddle", "slanted"].map(at), [[6, 8], [0.3, 8], [6, -8], [4, 11]]);
});

test("contour lines lie at their height, and go all the way around", () => {
  const { f } = surfaceOf({ surface: "bowl" });
  const lines = Array.from({ length: 45 }, (_, i) => i / 4 - 5.5);
  for (const height of [4, 9, 16, 25]) {
    const pieces = contour(f, height, lines, lines);
    assert.ok(pieces.flat().every(([x, y]) => Math.abs(Math.hypot(x, y) - Math.sqrt(height)) < 0.02));
    const length = pieces.reduce((sum, [[a, b], [c, d]]) => sum + Math.hypot(a - c, b - d), 0);
    assert.ok(Math.abs(length / (2 * Math.PI * Math.sqrt(height)) - 1) < 0.01);
  }
});

test("in the one cell around a saddle, contour lines take the right corners", () => {
  for (const height of [-0.05, 0.05]) {
    const pieces = contour((x, y) => x * y, height, [-1, 1], [-1, 1]);
    assert.equal(pieces.length, 2);
    for (const [[a, b], [c, d]] of pieces) assert.ok(height * (a + c) * (b + d) > 0);
  }
});

test("the summary says what the loss does", () => {
  const says = (options) => downhillFacts.summary(read(options));
  assert.equal(says({}), "From (−3, 4), 10 steps with η = 0.1 lead to (−0.3221, 0.4295). The loss never rises.");
  assert.match(says({ lr: "1", steps: "1" }), /1 step with η = 1 leads to \(3, −4\)\. The loss stays as it is\.$/);
  assert.match(says({ lr: "1.1" }), /The loss never falls\.$/);
  assert.match(says({ surface: "valley", x0: "5", x1: "1", lr: "1.05" }), /The loss rises and falls\.$/);
  assert.match(says({ surface: "saddle", lr: "1.2", steps: "60" }), /9 steps .* the walk flies off\.$/);
  assert.equal(says({ steps: "0" }), "At (−3, 4) and not moved yet.");
});

test("what rounding leaves of a 0 is written as 0, and what is very large with a power of ten", () => {
  const shown = (options) => downhillFacts.readout(read(options)).map(([, value]) => value);
  assert.deepEqual(shown({ lr: "0.5" }), ["0", "0", "25", "0", "0"]);
  assert.deepEqual(shown({ surface: "saddle", lr: "1.2", steps: "9" }), ["61.98", "242900", "−7", "−5.9e10", "485700"]);
});

test("a place is a whole number on the map", () => {
  assert.equal(read({ x0: "-5" }).x0, -5);
  for (const x1 of ["6", "0.5", "", "up"]) assert.throws(() => read({ x1 }), { name: "RangeError", message: /^x1 must/ });
});
