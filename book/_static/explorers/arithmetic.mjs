/**
 * The arithmetic of sliding windows: shapes, sizes, parameters, multiply-accumulates and receptive fields.
 *
 * Everything here is a pure function of whole numbers, tested against cases that PyTorch computed
 * (scripts/vectors). Bad input throws a RangeError whose message is a sentence for the reader. Axes are taken
 * one at a time: an image is two rows of cells, one for its height and one for its width.
 */

/**
 * Cells added to a row: [before, after].
 * @typedef {[number, number]} Padding
 */

/**
 * A row of cells and the window that slides over it.
 * @typedef {object} Row
 * @property {number} n  cells of the row, without padding
 * @property {number} k  cells of the kernel
 * @property {number} [stride]  cells from one window to the next (1)
 * @property {Padding} [padding]  cells added (none)
 * @property {number} [dilation]  cells from one tap of the kernel to the next (1)
 */

/**
 * A layer that convolves along one or more axes.
 * @typedef {object} Layer
 * @property {number} channels  channels of the input
 * @property {number} filters  channels of the output
 * @property {number[]} kernel  cells along each axis that slides
 * @property {number} [groups]  parts into which the channels are split (1)
 * @property {boolean} [bias]  whether each filter adds a number of its own (true)
 */

/** Ways to fill the cells that padding adds. */
export const FILLS = ["zeros", "replicate", "reflect", "circular"];

/**
 * Cells from the first tap of a kernel to its last, both included.
 * @param {number} k  cells of the kernel
 * @param {number} [dilation]  cells from one tap to the next
 * @returns {number}
 */
export function span(k, dilation = 1) {
  atLeast(1, k, "The kernel size");
  atLeast(1, dilation, "The dilation");
  return dilation * (k - 1) + 1;
}

/**
 * Cells of the row with its padding.
 * @param {Row} row
 * @returns {number}
 */
export function paddedSize({ n, padding = [0, 0] }) {
  atLeast(1, n, "The number of cells");
  for (const added of padding) atLeast(0, added, "The padding");
  return n + padding[0] + padding[1];
}

/**
 * Number of windows that fit: the size of the output.
 * @param {Row} row
 * @returns {number}
 */
export function outputSize(row) {
  return Math.floor(room(row) / stride(row)) + 1;
}

/**
 * Cells behind the last window, which no window reaches.
 * @param {Row} row
 * @returns {number}
 */
export function leftover(row) {
  return room(row) % stride(row);
}

/**
 * The cells that each window reads, counted from the first cell of the padded row.
 * @param {Row} row
 * @returns {number[][]} one list of `k` places for each window
 */
export function windowTaps(row) {
  return range(outputSize(row)).map((window) =>
    range(row.k).map((tap) => window * stride(row) + tap * (row.dilation ?? 1)),
  );
}

/**
 * In how many windows each cell of the row takes part; the padding itself is not counted.
 * @param {Row} row
 * @returns {number[]} `n` counts
 */
export function windowCounts(row) {
  const counts = new Array(paddedSize(row)).fill(0);
  for (const place of windowTaps(row).flat()) counts[place] += 1;
  const [before] = row.padding ?? [0, 0];
  return counts.slice(before, before + row.n);
}

/**
 * The padding that a name stands for, at stride 1.
 * @param {"valid" | "same" | "full"} mode
 * @param {number} k  cells of the kernel
 * @param {number} [dilation]  cells from one tap to the next
 * @returns {Padding} where "same" cannot split evenly, the extra cell comes after, as in PyTorch
 */
export function paddingFor(mode, k, dilation = 1) {
  const reach = span(k, dilation) - 1;
  switch (mode) {
    case "valid":
      return [0, 0];
    case "same":
      return [Math.floor(reach / 2), Math.ceil(reach / 2)];
    case "full":
      return [reach, reach];
    default:
      throw new RangeError(`The padding must be valid, same or full, not ${mode}.`);
  }
}

/**
 * Where the value of each cell of a padded row comes from.
 * @param {string} fill  one of FILLS
 * @param {number} n  cells of the row
 * @param {Padding} padding
 * @returns {(number | null)[]} for each cell the place of its source in the row; null for a zero
 */
export function fillSources(fill, n, padding) {
  const places = range(paddedSize({ n, k: 1, padding })).map((place) => place - padding[0]);
  const most = Math.max(...padding);
  switch (fill) {
    case "zeros":
      return places.map((i) => (i < 0 || i >= n ? null : i));
    case "replicate":
      return places.map((i) => Math.min(Math.max(i, 0), n - 1));
    case "reflect":
      if (most >= n) {
        throw new RangeError(`A mirror on the end of ${n} cells shows ${n - 1} others, but ${most} are asked for.`);
      }
      return places.map((i) => (i >= n ? 2 * (n - 1) - i : Math.abs(i)));
    case "circular":
      if (most > n) {
        throw new RangeError(`A circle of ${n} cells goes around once, which gives ${n}, but ${most} are asked for.`);
      }
      return places.map((i) => (i + n) % n);
    default:
      throw new RangeError(`The fill must be one of ${FILLS.join(", ")}, not ${fill}.`);
  }
}

/**
 * Size of the output of a transposed convolution.
 * @param {Row & {outputPadding?: number}} row  `outputPadding`: cells that the output gets on top (0)
 * @returns {number}
 */
export function transposedSize(row) {
  const { n, k, padding = [0, 0], dilation = 1, outputPadding = 0 } = row;
  atLeast(0, outputPadding, "The output padding");
  if (outputPadding >= Math.max(stride(row), dilation)) {
    throw new RangeError("The output padding must be smaller than the stride or the dilation.");
  }
  const size = (n - 1) * stride(row) + span(k, dilation) + outputPadding - (paddedSize({ n, k, padding }) - n);
  if (size < 1) throw new RangeError("The padding takes away more cells than there are.");
  return size;
}

/**
 * Number of parameters of a convolution.
 * @param {Layer} layer
 * @returns {number}
 */
export function convParams(layer) {
  return layer.filters * weightsPerFilter(layer) + (layer.bias ?? true ? layer.filters : 0);
}

/**
 * Number of multiply-accumulates of a convolution, for one input.
 * @param {Layer & {output: number[]}} layer  `output`: size of the output along each axis that slides
 * @returns {number}
 */
export function convMacs(layer) {
  for (const size of layer.output) atLeast(1, size, "The output size");
  return product(layer.output) * layer.filters * weightsPerFilter(layer);
}

/**
 * Number of parameters of a fully connected layer.
 * @param {{inputs: number, outputs: number, bias?: boolean}} layer
 * @returns {number}
 */
export function linearParams({ inputs, outputs, bias = true }) {
  return linearMacs({ inputs, outputs }) + (bias ? outputs : 0);
}

/**
 * Number of multiply-accumulates of a fully connected layer, for one input.
 * @param {{inputs: number, outputs: number}} layer
 * @returns {number}
 */
export function linearMacs({ inputs, outputs }) {
  atLeast(1, inputs, "The number of inputs");
  atLeast(1, outputs, "The number of outputs");
  return inputs * outputs;
}

/**
 * What one output of a stack of layers sees of the row that goes in.
 * @param {{k: number, stride?: number, dilation?: number}[]} layers  from the input on
 * @returns {{size: number, jump: number}} `size`: input cells from the first to the last that it sees;
 *   `jump`: input cells from what one output sees to what the next one sees
 */
export function receptiveField(layers) {
  let size = 1;
  let jump = 1;
  for (const layer of layers) {
    size += (span(layer.k, layer.dilation) - 1) * jump;
    jump *= stride(layer);
  }
  return { size, jump };
}

/**
 * The numbers 0, 1, ..., length - 1.
 * @param {number} length
 * @returns {number[]}
 */
export function range(length) {
  return Array.from({ length }, (_, i) => i);
}

/** Steps the window could go on from the start of the row; refuses a window that does not fit. */
function room(row) {
  const cells = paddedSize(row);
  const reach = span(row.k, row.dilation);
  if (reach > cells) {
    throw new RangeError(`The window spans ${reach} cells, but there are only ${cells}, padding included.`);
  }
  return cells - reach;
}

function stride({ stride = 1 }) {
  atLeast(1, stride, "The stride");
  return stride;
}

function weightsPerFilter({ channels, filters, kernel, groups = 1 }) {
  atLeast(1, channels, "The number of channels");
  atLeast(1, filters, "The number of filters");
  atLeast(1, groups, "The number of groups");
  if (channels % groups || filters % groups) {
    throw new RangeError(`${channels} channels and ${filters} filters do not split into ${groups} groups.`);
  }
  for (const size of kernel) atLeast(1, size, "The kernel size");
  return (channels / groups) * product(kernel);
}

function product(numbers) {
  return numbers.reduce((all, number) => all * number, 1);
}

function atLeast(least, value, name) {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`${name} must be a whole number, ${least} or more, not ${value}.`);
  }
}
