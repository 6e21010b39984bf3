// "Which axes slide?": against PyTorch's layers, and the syllabus's vectors.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { axesFacts, shapesOf } from "../../../book/_static/explorers/axes-facts.mjs";
import { readValues } from "../../../book/_static/explorers/parameters.mjs";

const { layers: cases } = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));
const values = (options) => readValues(axesFacts.parameters, options);
const numbers = (options) => axesFacts.readout(values(options)).map(([, value]) => value);
const said = (options) => axesFacts.summary(values(options));

test("shapes, parameters and multiply-accumulates are those of PyTorch's layers", () => {
  assert.ok(cases.length > 100);
  for (const { expected, ...settings } of cases) {
    assert.deepEqual(shapesOf(settings), expected, JSON.stringify(settings));
  }
  for (const layer of ["Conv1d", "Conv2d", "Conv3d"]) assert.ok(cases.some((settings) => settings.layer === layer));
  assert.ok(cases.some(({ expected }) => expected.weight === null));
  assert.ok(cases.some(({ expected }) => expected.weight !== null && expected.output === null));
});

test("the syllabus's vectors", () => {
  const colours = ["(1, 3, 8, 8)", "(6, 3, 3, 3)", "(1, 6, 6, 6)", "168", "5832"];
  assert.deepEqual(numbers({}), colours);
  const asDepth = ["(1, 1, 3, 8, 8)", "(6, 1, 3, 3, 3)", "(1, 6, 1, 6, 6)", "168", "5832"];
  assert.deepEqual(numbers({ layer: "Conv3d", channels: "1" }), asDepth);
  const text = ["(1, 64, 20)", "(128, 64, 5)", "(1, 128, 16)", "41088", "655360"];
  assert.deepEqual(numbers({ layer: "Conv1d", channels: "64", filters: "128", width: "20", kernel: "5" }), text);
});

test("the scan of the chapter", () => {
  assert.equal(numbers({ channels: "32", filters: "16" })[3], "4624");
  assert.equal(numbers({ layer: "Conv3d", channels: "1", filters: "16", depth: "32" })[3], "448");
});

test("the sentence counts the axes, and says what is added up", () => {
  assert.equal(
    said({}),
    "The window slides along 2 axes: down, to the right. Each filter adds up all 3 channels. 6 filters: 6 maps of 6x6.",
  );
  assert.equal(
    said({ layer: "Conv3d", channels: "1", filters: "1" }),
    "The window slides along 3 axes: into the depth, down, to the right. Along the depth it has only one place. " +
      "There is one channel. 1 filter: 1 map of 1x6x6.",
  );
  assert.match(said({ layer: "Conv1d" }), /^The window slides along 1 axis: to the right\. .* 6 maps of 6\.$/);
  assert.match(said({ channels: "4", filters: "4", groups: "2" }), /adds up 2 of the 4 channels/);
  assert.match(said({ channels: "4", filters: "4", groups: "4" }), /sees one of the 4 channels/);
});

test("what PyTorch refuses is said kindly", () => {
  assert.match(said({ groups: "2" }), /^3 channels and 6 filters cannot be cut into 2 equal groups/);
  assert.deepEqual(numbers({ groups: "2" }).slice(1), ["none", "none", "none", "none"]);
  const tight = { layer: "Conv3d", kernel: "5", height: "4" };
  assert.match(said(tight), /^The window does not fit into the depth and the height, so PyTorch raises an error/);
  assert.deepEqual(numbers(tight).slice(1), ["(6, 3, 5, 5, 5)", "none", "2256", "none"]);
});
