/** Explorer 8, "which axes slide?": 1-D, 2-D and 3-D convolutions, in shapes and numbers. */

import { convMacs, convParams, outputSize, paddedSize } from "./arithmetic.mjs";
import { plural, times } from "./words.mjs";

const SLIDING = { Conv1d: ["width"], Conv2d: ["height", "width"], Conv3d: ["depth", "height", "width"] };
const DIRECTIONS = { depth: "into the depth", height: "down", width: "to the right" };
const COUNTS = [1, 2, 3, 4, 6, 8, 16, 32, 64, 128];
const MOST = 32; // cells along an axis

const among = (...layers) => ({ layer }) => layers.includes(layer);

/**
 * An axis along which the window slides.
 * @typedef {object} Axis
 * @property {"depth" | "height" | "width"} name
 * @property {import("./arithmetic.mjs").Row} row  the input along it, and the window
 */

/**
 * The axes along which the window slides, the last one to the right.
 * @param {import("./parameters.mjs").Values} values
 * @returns {Axis[]}
 */
export function axesOf(values) {
  const { kernel, stride, padding } = values;
  return SLIDING[values.layer].map((name) => ({
    name,
    row: { n: values[name], k: kernel, stride, padding: [padding, padding] },
  }));
}

/**
 * Tell whether at least one window fits.
 * @param {import("./parameters.mjs").Values} values
 * @returns {boolean}
 */
export function fits(values) {
  return axesOf(values).every(({ row }) => row.k <= paddedSize(row));
}

/**
 * Tell whether channels and filters can be cut into the groups.
 * @param {import("./parameters.mjs").Values} values
 * @returns {boolean}
 */
export function splits({ channels, filters, groups }) {
  return channels % groups === 0 && filters % groups === 0;
}

/**
 * Shapes of one sample's way through the layer, and what they cost; null where there is none.
 * @param {import("./parameters.mjs").Values} values
 * @returns {{input: number[], weight: ?number[], output: ?number[], params: ?number, macs: ?number}}
 */
export function shapesOf(values) {
  const { channels, filters, groups } = values;
  const axes = axesOf(values);
  const input = [1, channels, ...axes.map(({ row }) => row.n)];
  if (!splits(values)) return { input, weight: null, output: null, params: null, macs: null };
  const layer = { channels, filters, kernel: axes.map(({ row }) => row.k), groups };
  const weight = [filters, channels / groups, ...layer.kernel];
  if (!fits(values)) return { input, weight, output: null, params: convParams(layer), macs: null };
  const sizes = axes.map(({ row }) => outputSize(row));
  return {
    input,
    weight,
    output: [1, filters, ...sizes],
    params: convParams(layer),
    macs: convMacs({ ...layer, output: sizes }),
  };
}

/** @type {import("./explorer.mjs").Facts} */
export const axesFacts = {
  title: "which axes slide?",

  parameters: {
    layer: { label: "layer", choices: Object.keys(SLIDING), start: "Conv2d" },
    channels: { label: "channels", symbol: "C", scale: COUNTS, start: 3 },
    filters: { label: "filters", symbol: "F", scale: COUNTS, start: 6 },
    width: { label: "width, or length", symbol: "W", min: 3, max: MOST, start: 8 },
    height: { label: "height", symbol: "H", min: 3, max: MOST, start: 8, applies: among("Conv2d", "Conv3d") },
    depth: { label: "depth", symbol: "D", min: 3, max: MOST, start: 3, applies: among("Conv3d") },
    kernel: { label: "kernel", symbol: "k", min: 1, max: 5, start: 3 },
    stride: { label: "stride", symbol: "s", min: 1, max: 3, start: 1 },
    padding: { label: "padding", symbol: "p", min: 0, max: 2, start: 0 },
    groups: { label: "groups", symbol: "g", scale: [1, 2, 3, 4], start: 1 },
  },

  readout(values) {
    const { input, weight, output, params, macs } = shapesOf(values);
    return [
      ["input", tuple(input)],
      ["weight", tuple(weight)],
      ["output", tuple(output)],
      ["parameters", String(params ?? "none")],
      ["multiply-accumulates", String(macs ?? "none")],
    ];
  },

  summary(values) {
    const { channels, filters, groups } = values;
    if (!splits(values)) {
      return `${plural(channels, "channel")} and ${plural(filters, "filter")} cannot be cut into ${groups} equal groups, so PyTorch raises an error.`;
    }
    const axes = axesOf(values);
    if (!fits(values)) {
      const tight = axes.filter(({ row }) => row.k > paddedSize(row)).map(({ name }) => name);
      return `The window does not fit into the ${tight.join(" and the ")}, so PyTorch raises an error.`;
    }
    const still = axes.filter(({ row }) => outputSize(row) === 1);
    return [
      `The window slides along ${plural(axes.length, "axis", "axes")}: ${axes.map(({ name }) => DIRECTIONS[name]).join(", ")}.`,
      ...still.map(({ name }) => `Along the ${name} it has only one place.`),
      added(channels, groups),
      `${plural(filters, "filter")}: ${plural(filters, "map")} of ${times(axes.map(({ row }) => outputSize(row)))}.`,
    ].join(" ");
  },

  table(values) {
    const layers = Object.keys(SLIDING);
    const columns = layers.map((layer) => axesFacts.readout({ ...values, layer }));
    return {
      caption:
        `Explorer: ${axesFacts.title} ${plural(values.channels, "channel")}, ${plural(values.filters, "filter")}, ` +
        `kernel ${values.kernel}, stride ${values.stride}, padding ${values.padding}, groups ${values.groups}`,
      head: ["quantity", ...layers],
      rows: columns[0].map(([name], i) => [name, ...columns.map((column) => column[i][1])]),
    };
  },
};

/** Which channels each filter adds up, as a sentence. */
function added(channels, groups) {
  if (channels === 1) return "There is one channel.";
  if (groups === 1) return `Each filter adds up all ${channels} channels.`;
  return channels === groups
    ? `Each filter sees one of the ${channels} channels.`
    : `Each filter adds up ${channels / groups} of the ${channels} channels.`;
}

function tuple(sizes) {
  return sizes ? `(${sizes.join(", ")})` : "none";
}
