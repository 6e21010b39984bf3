/** Explorer 0, "batch counter": an epoch cut into batches, in numbers. */

import { range } from "./arithmetic.mjs";
import { plural } from "./words.mjs";

const MOST_SAMPLES = 5000;
const MOST_BATCH = 512;

/**
 * The batches of one epoch.
 * @param {import("./parameters.mjs").Values} values
 * @returns {{full: number, rest: number, iterations: number, last: number}} `full`: batches of full size;
 *   `rest`: samples behind them; `iterations`: batches that count; `last`: samples in the last of them, or 0
 */
export function epoch({ n, batch, partial }) {
  const full = Math.floor(n / batch);
  const rest = n % batch;
  const kept = rest > 0 && partial === "keep";
  return { full, rest, iterations: full + Number(kept), last: kept ? rest : full && batch };
}

/** @type {import("./explorer.mjs").Facts} */
export const batchesFacts = {
  title: "batch counter",

  parameters: {
    n: { label: "samples", symbol: "N", min: 1, max: MOST_SAMPLES, start: 2000 },
    batch: { label: "batch size", symbol: "B", min: 1, max: MOST_BATCH, start: 64 },
    epochs: { label: "epochs", min: 1, max: 10, start: 1 },
    partial: { label: "a last batch that is not full", choices: ["keep", "drop"], start: "keep" },
  },

  readout(values) {
    const { iterations, last } = epoch(values);
    return [
      ["iterations per epoch", String(iterations)],
      ["updates", String(values.epochs * iterations)],
      ["last batch", last ? String(last) : "none"],
    ];
  },

  summary(values) {
    const { iterations } = epoch(values);
    const updates = plural(values.epochs * iterations, "update");
    return (
      `${cut(values)} That is ${plural(iterations, "iteration")} per epoch, and ${updates} in ` +
      `${plural(values.epochs, "epoch")}.`
    );
  },

  table(values) {
    const sizes = [Math.floor(values.batch / 2), values.batch, 2 * values.batch];
    const shown = sizes.filter((size) => size >= 1 && size <= MOST_BATCH);
    const columns = shown.map((batch) => batchesFacts.readout({ ...values, batch }));
    return {
      caption:
        `Explorer: ${batchesFacts.title}. ${plural(values.n, "sample")}, ${plural(values.epochs, "epoch")}, ` +
        `a last batch that is not full: ${values.partial}`,
      head: ["quantity", ...shown.map((size) => `batches of ${size}`)],
      rows: range(columns[0].length).map((i) => [columns[0][i][0], ...columns.map((column) => column[i][1])]),
    };
  },
};

/** How the samples of an epoch are cut, as a sentence. */
function cut(values) {
  const { n, batch, partial } = values;
  const { full, rest } = epoch(values);
  const samples = plural(n, "sample");
  if (!full && partial === "drop") return `${samples} do not fill a batch of ${batch}, so there is none.`;
  if (!full) return `${samples} make one batch of ${rest}.`;
  const made = `${samples} make ${plural(full, "batch", "batches")} of ${batch}`;
  if (!rest) return `${made}.`;
  return partial === "keep" ? `${made} and one of ${rest}.` : `${made}; the other ${rest} are dropped.`;
}
