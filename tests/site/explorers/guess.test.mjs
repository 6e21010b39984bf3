// The loss of one guess: against what PyTorch computes, and the syllabus's vectors.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { crossEntropy, decimals, guessFacts, guessOf, verdict } from "../../../book/_static/explorers/guess-facts.mjs";
import { readValues } from "../../../book/_static/explorers/parameters.mjs";

const { guess: cases } = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));
const guess = (options = {}) => readValues(guessFacts.parameters, options);
const numbers = (values) => guessFacts.readout(values).map(([, value]) => value);

function near(actual, expected, text) {
  assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.abs(expected), `${text}: ${actual}, not ${expected}`);
}

test("guesses agree with PyTorch", () => {
  assert.ok(cases.length > 100);
  for (const { scores, right, softmax, expected } of cases) {
    const [z1, z2, z3] = scores;
    const found = guessOf({ z1, z2, z3, right: String(right + 1), softmax });
    const text = JSON.stringify([scores, right, softmax]);
    expected.probabilities.forEach((p, i) => near(found.probabilities[i], p, text));
    near(found.loss, expected.loss, text);
    near(found.squared, expected.squared, text);
    assert.equal(found.guess, scores.indexOf(Math.max(...scores)), text);
  }
});

test("loss of one guess: the syllabus's vectors", () => {
  assert.deepEqual(numbers(guess()), ["0.6590", "0.2424", "0.0986", "0.4170", "0.0616", "hit"]);
  for (const right of ["1", "2", "3"]) {
    assert.equal(numbers(guess({ z1: "0", z2: "0", z3: "0", right }))[3], "1.0986");
  }
  const sure = { z1: "5", z2: "-5", z3: "-5" }; // the same differences as 10, 0, 0
  assert.equal(numbers(guess(sure))[3], "0.0000908");
  assert.equal(numbers(guess({ ...sure, softmax: "twice" }))[3], "0.5515");
});

test("loss of one guess: scores 1000 apart cost 1000", () => {
  assert.equal(crossEntropy([0, 1000, 0], 0), 1000);
});

test("loss of one guess: of equal scores the first is the guess", () => {
  const equal = { z1: "0", z2: "0", z3: "0" };
  assert.equal(verdict(guess(equal)), "hit: the right class, 1, has the largest probability");
  const missed = "miss: class 1 has the largest probability, and class 2 is right";
  assert.equal(verdict(guess({ ...equal, right: "2" })), missed);
});

test("loss of one guess: compared with a uniform guess", () => {
  assert.match(guessFacts.summary(guess()), /the loss is 0\.4170\. That is less than a uniform guess/);
  assert.match(guessFacts.summary(guess({ right: "3" })), /That is more than a uniform guess/);
  assert.match(guessFacts.summary(guess({ z1: "1", z3: "1" })), /That is as much as a uniform guess/);
  assert.doesNotMatch(guessFacts.summary(guess()), /twice/);
  assert.match(guessFacts.summary(guess({ softmax: "twice" })), /no scores bring the loss below 0\.5514\.$/);
});

test("a score goes in steps of a tenth, also below 0", () => {
  assert.equal(guess({ z1: "-0.3" }).z1, -0.3);
  for (const z1 of ["0.25", "5.1", "-6", "1e0", ".5", ""]) {
    assert.throws(() => guess({ z1 }), { message: `z1 must be a number in steps of 0.1 from -5 to 5, not "${z1}"` });
  }
});

test("small numbers keep three digits", () => {
  assert.deepEqual([0, 0.00009083, 0.0616, 0.417, 10].map(decimals), ["0.0000", "0.0000908", "0.0616", "0.4170", "10.0000"]);
});
