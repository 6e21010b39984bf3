// The batch counter: against what PyTorch's DataLoader counts, and the syllabus's vectors.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { batchesFacts, epoch } from "../../../book/_static/explorers/batches-facts.mjs";
import { readValues } from "../../../book/_static/explorers/parameters.mjs";

const { batches: cases } = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));
const numbers = (values) => batchesFacts.readout(values).map(([, value]) => value);

test("batches agree with PyTorch", () => {
  assert.ok(cases.length > 200);
  for (const { expected, ...values } of cases) {
    const { iterations, last } = epoch(values);
    assert.deepEqual({ iterations, last }, expected, JSON.stringify(values));
  }
});

test("batch counter: the syllabus's vectors", () => {
  const of = (n, batch, epochs, partial) => numbers({ n, batch, epochs, partial });
  assert.deepEqual(of(2000, 200, 1, "keep"), ["10", "10", "200"]);
  assert.deepEqual(of(2000, 64, 3, "keep"), ["32", "96", "16"]);
  assert.deepEqual(of(100, 30, 1, "drop"), ["3", "3", "30"]);
  assert.deepEqual(of(3, 10, 2, "drop"), ["0", "0", "none"]);
});

test("batch counter: each way to cut has its sentence", () => {
  const said = (n, batch, epochs, partial) => batchesFacts.summary({ n, batch, epochs, partial });
  assert.equal(
    said(2000, 64, 3, "keep"),
    "2000 samples make 31 batches of 64 and one of 16. That is 32 iterations per epoch, and 96 updates in 3 epochs.",
  );
  assert.match(said(100, 30, 1, "drop"), /^100 samples make 3 batches of 30; the other 10 are dropped\. That is 3/);
  assert.match(said(10, 10, 1, "drop"), /^10 samples make 1 batch of 10\. That is 1 iteration per epoch, and 1 update /);
  assert.match(said(3, 10, 2, "keep"), /^3 samples make one batch of 3\. That is 1 iteration per epoch, and 2 updates /);
  assert.match(said(3, 10, 2, "drop"), /^3 samples do not fill a batch of 10, so there is none\. That is 0 iterations /);
});

test("batch counter: the table keeps to batch sizes that there are", () => {
  const head = (batch) => batchesFacts.table(readValues(batchesFacts.parameters, { batch })).head.slice(1);
  assert.deepEqual(head("64"), ["batches of 32", "batches of 64", "batches of 128"]);
  assert.deepEqual(head("1"), ["batches of 1", "batches of 2"]);
  assert.deepEqual(head("512"), ["batches of 256", "batches of 512"]);
});
