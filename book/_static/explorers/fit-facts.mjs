/** Explorer 7, "how many fit?": windows of any stride and dilation on a row, in numbers. */

import { leftover, outputSize, paddedSize, range, span, windowCounts } from "./arithmetic.mjs";
import { plural } from "./words.mjs";

const MOST_STRIDE = 5;

/**
 * The row that the values describe.
 * @param {import("./parameters.mjs").Values} values
 * @returns {import("./arithmetic.mjs").Row}
 */
export function rowOf({ n, kernel, stride, before, after, dilation }) {
  return { n, k: kernel, stride, dilation, padding: [before, after] };
}

/**
 * Tell whether at least one window fits.
 * @param {import("./parameters.mjs").Values} values
 * @returns {boolean}
 */
export function hasRoom(values) {
  const row = rowOf(values);
  return span(row.k, row.dilation) <= paddedSize(row);
}

/**
 * The size formula with the numbers filled in.
 * @param {import("./parameters.mjs").Values} values
 * @returns {string[]} its steps, each equal to the one before
 */
export function formula(values) {
  const { n, kernel, stride, before, after, dilation } = values;
  const room = paddedSize(rowOf(values)) - span(kernel, dilation);
  const steps = [
    "⌊(n + p₁ + p₂ − d(k − 1) − 1) / s⌋ + 1",
    `⌊(${n} + ${before} + ${after} − ${dilation}·(${kernel} − 1) − 1) / ${stride}⌋ + 1`,
    `⌊${String(room).replace("-", "−")} / ${stride}⌋ + 1`,
  ];
  return hasRoom(values) ? [...steps, String(outputSize(rowOf(values)))] : steps;
}

/** @type {import("./explorer.mjs").Facts} */
export const fitFacts = {
  title: "how many fit?",

  parameters: {
    n: { label: "cells", symbol: "n", min: 1, max: 20, start: 8 },
    kernel: { label: "kernel", symbol: "k", min: 1, max: 7, start: 3 },
    stride: { label: "stride", symbol: "s", min: 1, max: MOST_STRIDE, start: 2 },
    before: { label: "padding before", symbol: "p₁", min: 0, max: 4, start: 0 },
    after: { label: "padding after", symbol: "p₂", min: 0, max: 4, start: 0 },
    dilation: { label: "dilation", symbol: "d", min: 1, max: 4, start: 1 },
  },

  readout(values) {
    const row = rowOf(values);
    const fit = hasRoom(values);
    return [
      ["padded row", String(paddedSize(row))],
      ["span", String(span(row.k, row.dilation))],
      ["output", fit ? String(outputSize(row)) : "none"],
      ["left over", fit ? String(leftover(row)) : "all"],
    ];
  },

  summary(values) {
    const row = rowOf(values);
    const reach = plural(span(row.k, row.dilation), "cell");
    if (!hasRoom(values)) {
      return (
        `A window spans ${reach}, and the row has only ${paddedSize(row)}, padding included: no window fits, and ` +
        "PyTorch raises an error. Take more cells or padding, or a smaller kernel or dilation."
      );
    }
    const rest = leftover(row);
    const unseen = windowCounts(row).filter((count) => count === 0).length;
    return [
      `A window spans ${reach}. The output has ${plural(outputSize(row), "cell")}.`,
      rest ? `Left over behind the last window: ${plural(rest, "cell")}.` : "Nothing is left over.",
      unseen ? `No window reads ${unseen} of the ${values.n}.` : `Each of the ${values.n} is read.`,
    ].join(" ");
  },

  table(values) {
    const first = Math.min(Math.max(values.stride - 1, 1), MOST_STRIDE - 2);
    const strides = range(3).map((i) => first + i);
    const columns = strides.map((stride) => [
      ...fitFacts.readout({ ...values, stride }),
      ["formula", formula({ ...values, stride }).slice(2).join(" = ")],
    ]);
    const { n, kernel, before, after, dilation } = values;
    return {
      caption:
        `Explorer: ${fitFacts.title} ${plural(n, "cell")}, kernel ${kernel}, padding (${before}, ${after}), ` +
        `dilation ${dilation}`,
      head: ["quantity", ...strides.map((stride) => `stride ${stride}`)],
      rows: columns[0].map(([name], i) => [name, ...columns.map((column) => column[i][1])]),
    };
  },
};
