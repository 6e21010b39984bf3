// Secant to tangent: difference quotients against NumPy's, derivatives against autograd's, and what is said of them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { readValues } from "../../../book/_static/explorers/parameters.mjs";
import { error, errorCurve, exactSlope, quotient, secantFacts } from "../../../book/_static/explorers/secant-facts.mjs";
import { decimal } from "../../../book/_static/explorers/words.mjs";

const cases = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8")).quotients;
const EPSILON = { float64: 2 ** -52, float32: 2 ** -23 };
const read = (options) => readValues(secantFacts.parameters, options);
const at = (name, x, h, rule, precision = "float64") => ({ function: name, x, h, rule, precision });
const RULES = ["forward", "backward", "central"];

test("quotients agree with NumPy's, up to one rounding of a height", () => {
  for (const { values, size, expected } of cases) {
    const room = (4 * EPSILON[values.precision] * size) / values.h + 1e-7 * Math.abs(expected.quotient);
    const allowed = ["sin", "exp"].includes(values.function) ? room : 0; // the rest is arithmetic, the same everywhere
    assert.ok(Math.abs(quotient(values) - expected.quotient) <= allowed, JSON.stringify({ values, expected }));
  }
});

test("derivatives agree with autograd's", () => {
  for (const { values, expected } of cases) {
    if (expected.slope === null) assert.equal(exactSlope(values), null);
    else assert.ok(Math.abs(exactSlope(values) - expected.slope) <= 1e-9 * Math.abs(expected.slope));
  }
});

test("the syllabus's vectors", () => {
  assert.deepEqual(RULES.map((rule) => quotient(at("cubic", 2, 0.5, rule))), [15.25, 9.25, 12.25]);
  assert.deepEqual(RULES.map((rule) => error(at("cubic", 2, 0.5, rule))), [3.25, 2.75, 0.25]);
  assert.deepEqual(RULES.map((rule) => quotient(at("abs", 0, 0.25, rule))), [1, -1, 0]);
  assert.equal(quotient(at("square", 3, 1e-16, "forward")), 0);
});

test("the V has its bottom where the page says", () => {
  const best = (rule, precision) => {
    const curve = errorCurve(at("sin", 1, 1, rule, precision)).filter(([, wrong]) => wrong > 0);
    return curve.reduce((low, point) => (point[1] < low[1] ? point : low))[0];
  };
  assert.ok(best("forward", "float64") > 1e-9 && best("forward", "float64") < 1e-7);
  assert.ok(best("central", "float64") > 1e-6 && best("central", "float64") < 1e-4);
  assert.ok(best("central", "float32") > 1e-4 && best("central", "float32") < 1e-1);
});

test("the summary says where the error comes from", () => {
  const says = (...values) => secantFacts.summary(at(...values));
  assert.match(says("sin", 1, 0.1, "forward"), /leads from 1 to 1 \+ 0\.1\. .* truncation: a smaller step/);
  assert.match(says("sin", 1, 1e-12, "central"), /leads from 1 − 1e-12 to 1 \+ 1e-12\. .* rounding: a larger step/);
  assert.match(says("sin", 1, 1e-8, "backward", "float32"), /^In float32, .* 1e-8 does not move 1\. The slope .* 0\.$/);
  assert.match(says("square", 3, 0.5, "central"), /exactly the slope of the tangent/);
  assert.match(says("abs", 0, 0.5, "central"), /a kink and no derivative/);
  assert.match(says("abs", 0.25, 0.5, "central"), /across the kink/);
});

test("without a derivative there is no error, and the table shows slopes", () => {
  const kink = at("abs", 0, 0.1, "central");
  assert.deepEqual(secantFacts.readout(kink).map(([, value]) => value), ["0", "none", "none"]);
  assert.deepEqual(errorCurve(kink), []);
  assert.deepEqual(secantFacts.table(kink).rows[0], ["1", "slope 1", "slope −1", "slope 0"]);
});

test("an option must be on the scale", () => {
  assert.equal(read({ h: "1e-07" }).h, 1e-7);
  assert.equal(read({ x: "-0.75" }).x, -0.75);
  for (const x of ["0.3", "4", "", " ", "one"]) {
    assert.throws(() => read({ x }), { name: "RangeError", message: new RegExp(`^x must be one of .*, not "${x}"$`) });
  }
});

test("numbers are written for people", () => {
  const written = [0, 1, -0.5, 2 / 3, 1e-5, 2.5e-8, -1e-16, 1234.5].map((number) => decimal(number));
  assert.deepEqual(written, ["0", "1", "−0.5", "0.666667", "1e-5", "2.5e-8", "−1e-16", "1234.5"]);
});
