// What the explorers know without a page: the syllabus's vectors, their tables, options and links.
import assert from "node:assert/strict";
import { test } from "node:test";

import { catalogue } from "../../../book/_static/explorers/catalogue.mjs";
import { fitFacts, formula } from "../../../book/_static/explorers/fit-facts.mjs";
import { framedImage, frameFacts, pixelCounts, windowText } from "../../../book/_static/explorers/frame-facts.mjs";
import { leadsTo, readLink, writeLink } from "../../../book/_static/explorers/links.mjs";
import { readValues } from "../../../book/_static/explorers/parameters.mjs";

const frame = (options) => readValues(frameFacts.parameters, options);
const fit = ([n, kernel, stride, p, dilation]) => ({ n, kernel, stride, before: p, after: p, dilation });
const numbers = (facts, values) => facts.readout(values).map(([, value]) => value);

test("the frame: 5x5 and a 3x3 kernel", () => {
  assert.deepEqual(numbers(frameFacts, frame({ mode: "valid" })), ["(0, 0)", "5x5", "3x3", "9", "1", "9"]);
  assert.deepEqual(numbers(frameFacts, frame({ mode: "same" })), ["(1, 1)", "7x7", "5x5", "25", "4", "9"]);
  assert.deepEqual(numbers(frameFacts, frame({ mode: "full" })), ["(2, 2)", "9x9", "7x7", "49", "9", "9"]);
  assert.ok(pixelCounts(frame({ mode: "full" })).flat().every((count) => count === 9));
});

test("the frame: an even kernel puts the extra cell behind", () => {
  assert.equal(numbers(frameFacts, frame({ kernel: "4", mode: "same" }))[0], "(1, 2)");
});

test("the frame: four free numbers", () => {
  const values = frame({ mode: "free", top: "1", bottom: "2", left: "0", right: "3" });
  assert.deepEqual(numbers(frameFacts, values).slice(0, 4), ["(1, 2), (0, 3)", "8x8", "6x6", "36"]);
});

test("the frame: each fill on a row of four", () => {
  const firstRow = (fill) => framedImage(frame({ n: "4", kernel: "7", mode: "same", fill }))[3].join(" ");
  assert.equal(firstRow("zeros"), "0 0 0 1 2 3 4 0 0 0");
  assert.equal(firstRow("replicate"), "1 1 1 1 2 3 4 4 4 4");
  assert.equal(firstRow("reflect"), "4 3 2 1 2 3 4 3 2 1");
  assert.equal(firstRow("circular"), "2 3 4 1 2 3 4 1 2 3");
});

test("the frame: a fill that runs out of pixels is said kindly", () => {
  assert.match(frameFacts.summary(frame({ n: "2", kernel: "5", fill: "reflect" })), /PyTorch refuses reflect/);
});

test("the frame: a window that does not fit is said kindly", () => {
  const values = frame({ n: "2", mode: "valid" });
  assert.match(frameFacts.summary(values), /spans 3x3 cells, and the framed image has only 2x2: no window fits/);
  assert.deepEqual(numbers(frameFacts, values).slice(2), ["none", "0", "0", "0"]);
});

test("the frame: what the first window reads", () => {
  assert.equal(windowText(frame({})), "output (0, 0): reads 4 pixels and 5 added cells");
  assert.equal(windowText(frame({ row: "2", column: "2" })), "output (2, 2): reads 9 pixels and 0 added cells");
});

test("how many fit: the syllabus's vectors", () => {
  const spanOutputLeft = (...values) => numbers(fitFacts, fit(values)).slice(1);
  assert.deepEqual(spanOutputLeft(7, 3, 2, 0, 1), ["3", "3", "0"]);
  assert.deepEqual(spanOutputLeft(8, 3, 2, 0, 1), ["3", "3", "1"]);
  assert.deepEqual(spanOutputLeft(9, 3, 1, 2, 4), ["9", "5", "0"]);
  assert.deepEqual(spanOutputLeft(10, 3, 3, 1, 2), ["5", "3", "1"]);
  assert.deepEqual(spanOutputLeft(2, 3, 1, 0, 1), ["3", "none", "all"]);
});

test("how many fit: the formula with its numbers", () => {
  const steps = formula(fit([10, 3, 3, 1, 2])).slice(1);
  assert.deepEqual(steps, ["⌊(10 + 1 + 1 − 2·(3 − 1) − 1) / 3⌋ + 1", "⌊7 / 3⌋ + 1", "3"]);
  assert.equal(formula(fit([2, 3, 1, 0, 1])).at(-1), "⌊−1 / 1⌋ + 1"); // there is no size to give
});

test("how many fit: a window that does not fit is said kindly", () => {
  assert.match(fitFacts.summary(fit([2, 3, 1, 0, 1])), /no window fits, and PyTorch raises an error/);
});

for (const [name, facts] of Object.entries(catalogue)) {
  test(`${name}: starting values are in range, and the table has a value in each place`, () => {
    const values = readValues(facts.parameters, {});
    const asText = Object.entries(values).map(([key, value]) => [key, String(value)]);
    assert.deepEqual(readValues(facts.parameters, Object.fromEntries(asText)), values);
    const { caption, head, rows } = facts.table(values);
    assert.ok(caption.includes(facts.title));
    for (const row of rows) assert.ok(row.length === head.length && row.every((text) => text !== ""));
  });
}

test("how many fit: the table keeps to strides that there are", () => {
  for (const stride of [1, 5]) {
    const { head } = fitFacts.table({ ...fit([8, 3, 2, 0, 1]), stride });
    assert.equal(head.length, 4);
    assert.ok(head.includes(`stride ${stride}`));
  }
});

test("an option must be known and in range", () => {
  assert.throws(() => frame({ size: "5" }), { name: "RangeError", message: /^no option size; there are n, kernel,/ });
  for (const n of ["0", "11", "4.5", "-1", "five", ""]) {
    assert.throws(() => frame({ n }), { message: `n must be a whole number from 1 to 10, not "${n}"` });
  }
  assert.throws(() => frame({ mode: "half" }), { message: /^mode must be one of valid, same, full, free, not "half"/ });
});

test("a link keeps several explorers apart", () => {
  const one = writeLink("#a-section", "a", { n: 5, mode: "same" });
  assert.equal(one, "#a=n:5,mode:same");
  const two = writeLink(one, "b", { n: 7 });
  assert.deepEqual(readLink(two, "a"), { n: "5", mode: "same" });
  assert.deepEqual(readLink(two, "b"), { n: "7" });
  assert.ok(leadsTo(two, "b") && !leadsTo(two, "a")); // the one that was changed last
  assert.equal(writeLink(two, "a", null), "#b=n:7");
  assert.equal(writeLink("#b=n:7", "b", null), "");
  assert.equal(readLink("#a-section", "a"), null);
});

test("a broken link gives what can be read of it", () => {
  assert.deepEqual(readLink("#a=n:6,,mode,x:1:2", "a"), { n: "6" });
});
