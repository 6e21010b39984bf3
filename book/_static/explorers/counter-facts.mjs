/** Explorer 9, "network counter": the layers of a network, their shapes, parameters and multiply-accumulates. */

import { convMacs, convParams, linearMacs, linearParams, outputSize } from "./arithmetic.mjs";
import { grouped, times } from "./words.mjs";

export const MOST_LAYERS = 16;

const field = (name, min, max, start) => ({ name, min, max, start });

/** The kinds of layers, and the numbers that each has. */
export const KINDS = {
  conv: [field("filters", 1, 1024, 8), field("kernel", 1, 11, 3), field("stride", 1, 5, 1), field("padding", 0, 5, 1)],
  relu: [],
  maxpool: [field("window", 1, 5, 2)],
  gap: [],
  flatten: [],
  linear: [field("units", 1, 4096, 10)],
};

const LAYER = Object.entries(KINDS).map(([kind, fields]) => kind + "-\\d{1,4}".repeat(fields.length)).join("|");

/** Networks with names: the channels and the side of the image, and the layers as text. */
const NAMED = {
  digits: [1, 8, "conv-8-3-1-1;relu;maxpool-2;conv-16-3-1-1;relu;maxpool-2;flatten;linear-10"],
  photos: [
    3,
    150,
    "conv-64-3-1-0;relu;maxpool-2;conv-128-3-1-0;relu;maxpool-2;flatten;linear-512;relu;linear-3",
  ],
  LeNet: [
    3,
    32,
    "conv-6-5-1-0;relu;maxpool-2;conv-16-5-1-0;relu;maxpool-2;flatten;linear-120;relu;linear-84;relu;linear-10",
  ],
};

/**
 * A layer: its kind, and its numbers in the order of KINDS.
 * @typedef {{kind: string, numbers: number[]}} Layer
 */

/**
 * What is counted for a layer, or why it does not fit; nothing behind a layer that does not fit.
 * @typedef {{layer: Layer, shape?: number[], params?: number, macs?: number, problem?: string}} Line
 */

const isOwn = ({ network }) => network === "own";

/**
 * The network that is shown, as values of a network of one's own.
 * @param {import("./parameters.mjs").Values} values
 * @returns {{network: "own", channels: number, side: number, layers: string}}
 */
export function asOwn(values) {
  const named = NAMED[values.network] ?? [values.channels, values.side, values.layers];
  const [channels, side, layers] = named;
  return { network: "own", channels, side, layers };
}

/**
 * The layers that are shown.
 * @param {import("./parameters.mjs").Values} values
 * @returns {Layer[]}
 */
export function layersOf(values) {
  return asOwn(values)
    .layers.split(";")
    .map((text) => {
      const [kind, ...numbers] = text.split("-");
      return { kind, numbers: numbers.map(Number) };
    });
}

/**
 * Layers as a value of `layers`.
 * @param {Layer[]} layers
 * @returns {string}
 */
export function layersText(layers) {
  return layers.map(({ kind, numbers }) => [kind, ...numbers].join("-")).join(";");
}

/**
 * A layer as it is named: "conv 8".
 * @param {Layer} layer
 * @returns {string}
 */
export function layerName({ kind, numbers }) {
  return [kind, ...numbers.slice(0, 1)].join(" ");
}

/**
 * Count a network, layer by layer.
 * @param {import("./parameters.mjs").Values} values
 * @returns {Line[]}
 */
export function countedLayers(values) {
  const { channels, side } = asOwn(values);
  const bias = values.biases === "with";
  let shape = [channels, side, side];
  return layersOf(values).map((layer) => {
    if (!shape) return { layer };
    try {
      const line = { layer, params: 0, macs: 0, ...through(layer, shape, bias) };
      shape = line.shape;
      return line;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      shape = null;
      return { layer, problem: error.message };
    }
  });
}

/**
 * What a network adds up to.
 * @param {Line[]} lines
 * @returns {{params: number, macs: number}}
 */
export function totals(lines) {
  const add = (name) => lines.reduce((sum, line) => sum + (line[name] ?? 0), 0);
  return { params: add("params"), macs: add("macs") };
}

/** @type {import("./explorer.mjs").Facts} */
export const counterFacts = {
  title: "network counter",

  parameters: {
    network: { label: "network", choices: [...Object.keys(NAMED), "own"], start: "digits" },
    channels: { label: "channels of the image", symbol: "C", min: 1, max: 64, start: 1, applies: isOwn },
    side: { label: "side of the image", symbol: "H, W", min: 1, max: 256, start: 8, applies: isOwn },
    biases: { label: "biases", choices: ["with", "without"], start: "with" },
    layers: {
      label: "layers",
      pattern: new RegExp(`^(${LAYER})(;(${LAYER})){0,${MOST_LAYERS - 1}}$`),
      form: `1 to ${MOST_LAYERS} layers such as conv-8-3-1-1;relu;maxpool-2;flatten;linear-10`,
      start: NAMED.digits[2],
      placed: true,
    },
  },

  readout(values) {
    const { params, macs } = totals(countedLayers(values));
    return [
      ["parameters", grouped(params)],
      ["multiply-accumulates", grouped(macs)],
    ];
  },

  summary(values) {
    const lines = countedLayers(values);
    const wrong = lines.findIndex(({ problem }) => problem);
    if (wrong >= 0) {
      return `Layer ${wrong + 1}, ${layerName(lines[wrong].layer)}, does not fit: ${lines[wrong].problem}`;
    }
    const { params, macs } = totals(lines);
    return [most(lines, "params", params, "parameters"), most(lines, "macs", macs, "multiply-accumulates")].join(" ");
  },

  table(values) {
    const { channels, side } = asOwn(values);
    const rows = countedLayers(values).map(({ layer, shape, params, macs, problem }) => {
      const counts = shape ? [times(shape), grouped(params), grouped(macs)] : [problem ?? "–", "–", "–"];
      return [[layer.kind, ...layer.numbers].join(" "), ...counts];
    });
    const sums = counterFacts.readout(values).map(([, number]) => number);
    return {
      caption: `Explorer: ${counterFacts.title}. Layers for images of ${times([channels, side, side])}, ${values.biases} biases`,
      head: ["layer", "output shape", "parameters", "multiply-accumulates"],
      rows: [...rows, ["in all", "–", ...sums]],
    };
  },
};

/** Shape, parameters and work behind a layer. Throws a RangeError with a sentence if it does not fit. */
function through({ kind, numbers }, shape, bias) {
  const [channels, ...sides] = shape;
  switch (kind) {
    case "conv": {
      needsSides(kind, shape);
      const [filters, k, stride, padding] = numbers;
      const output = sides.map((n) => outputSize({ n, k, stride, padding: [padding, padding] }));
      const layer = { channels, filters, kernel: [k, k], bias, output };
      return { shape: [filters, ...output], params: convParams(layer), macs: convMacs(layer) };
    }
    case "maxpool": {
      needsSides(kind, shape);
      const [k] = numbers;
      return { shape: [channels, ...sides.map((n) => outputSize({ n, k, stride: k }))] };
    }
    case "gap":
      needsSides(kind, shape);
      return { shape: [channels] };
    case "flatten":
      return { shape: [shape.reduce((all, n) => all * n, 1)] };
    case "linear": {
      if (sides.length) throw new RangeError(`It needs a row of numbers, not ${times(shape)}. Flatten first, or use gap.`);
      const layer = { inputs: channels, outputs: numbers[0], bias };
      return { shape: numbers, params: linearParams(layer), macs: linearMacs(layer) };
    }
    default:
      return { shape };
  }
}

function needsSides(kind, shape) {
  if (shape.length === 1) throw new RangeError(`${kind} needs maps with height and width, not a row of ${shape[0]}.`);
}

/** Which layer has most of something, as a sentence. */
function most(lines, name, all, noun) {
  if (!all) return `There are no ${noun}.`;
  const largest = lines.reduce((best, line) => (line[name] > best[name] ? line : best));
  const share = (100 * largest[name]) / all;
  return `Of ${grouped(all)} ${noun}, ${share.toFixed(1)} % are in ${layerName(largest.layer)}.`;
}
