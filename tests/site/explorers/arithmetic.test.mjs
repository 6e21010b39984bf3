// The explorers' arithmetic against cases that PyTorch computed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import * as arithmetic from "../../../book/_static/explorers/arithmetic.mjs";

const cases = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));

/** Test every case of a group; where PyTorch refused, `compute` must throw a RangeError with a sentence. */
function agree(group, compute) {
  test(`${group} agrees with PyTorch`, () => {
    for (const { expected, ...input } of cases[group]) {
      const text = JSON.stringify(input);
      if (expected === null) assert.throws(() => compute(input), isSentence, text);
      else assert.deepEqual(compute(input), expected, text);
    }
  });
}

function isSentence(error) {
  return error instanceof RangeError && /^[A-Z0-9].*\.$/.test(error.message);
}

agree("windows", ({ row }) => ({
  output: arithmetic.outputSize(row),
  counts: arithmetic.windowCounts(row),
  leftover: arithmetic.leftover(row),
  span: arithmetic.span(row.k, row.dilation),
}));

agree("paddingFor", ({ mode, k, dilation }) => arithmetic.paddingFor(mode, k, dilation));

agree("fillSources", ({ fill, n, padding }) =>
  arithmetic.fillSources(fill, n, padding).map((source) => (source === null ? 0 : source + 1)),
);

agree("transposedSize", ({ row }) => arithmetic.transposedSize(row));

agree("convolutions", ({ rows, layer }) => {
  const output = rows.map(arithmetic.outputSize);
  return { output, params: arithmetic.convParams(layer), macs: arithmetic.convMacs({ ...layer, output }) };
});

agree("linear", ({ layer }) => ({
  params: arithmetic.linearParams(layer),
  macs: arithmetic.linearMacs(layer),
}));

agree("receptiveField", ({ layers }) => arithmetic.receptiveField(layers));

test("there are hundreds of cases, and some that PyTorch refuses", () => {
  const all = Object.values(cases).flat();
  assert.ok(all.length > 700);
  assert.ok(all.filter(({ expected }) => expected === null).length > 50);
});

test("what is left out counts as in PyTorch", () => {
  assert.equal(arithmetic.outputSize({ n: 5, k: 3 }), 3);
  assert.deepEqual(arithmetic.windowTaps({ n: 4, k: 2 }), [[0, 1], [1, 2], [2, 3]]);
  assert.equal(arithmetic.convParams({ channels: 1, filters: 8, kernel: [3, 3] }), 80);
  assert.equal(arithmetic.linearParams({ inputs: 64, outputs: 10 }), 650);
});

const refused = {
  "a size of zero": () => arithmetic.outputSize({ n: 0, k: 1 }),
  "half a cell": () => arithmetic.outputSize({ n: 4.5, k: 1 }),
  "text in place of a number": () => arithmetic.span("3"),
  "a kernel without cells": () => arithmetic.span(0),
  "no dilation": () => arithmetic.span(3, 0),
  "a stride of zero": () => arithmetic.leftover({ n: 5, k: 3, stride: 0 }),
  "negative padding": () => arithmetic.paddedSize({ n: 5, k: 3, padding: [-1, 0] }),
  "a window that does not fit": () => arithmetic.windowTaps({ n: 2, k: 3 }),
  "an unknown mode": () => arithmetic.paddingFor("none", 3),
  "an unknown fill": () => arithmetic.fillSources("mirror", 4, [1, 1]),
  "groups that do not divide": () => arithmetic.convParams({ channels: 3, filters: 4, kernel: [3], groups: 2 }),
  "an output without cells": () => arithmetic.convMacs({ channels: 1, filters: 1, kernel: [3], output: [0] }),
  "a layer without outputs": () => arithmetic.linearMacs({ inputs: 3, outputs: 0 }),
};
for (const [what, compute] of Object.entries(refused)) {
  test(`${what} is refused with a sentence`, () => assert.throws(compute, isSentence));
}
