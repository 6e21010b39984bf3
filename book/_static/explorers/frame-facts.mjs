/** Explorer 6, "the frame": what padding does to an image, in numbers. */

import { FILLS, fillSources, outputSize, paddedSize, paddingFor, range, span, windowCounts } from "./arithmetic.mjs";
import { capital, plural, times } from "./words.mjs";

const MODES = ["valid", "same", "full"];
const isFree = ({ mode }) => mode === "free";
const side = (label) => ({ label, min: 0, max: 6, start: 1, applies: isFree });
const place = (label) => ({ label, min: 0, max: 27, start: 0, placed: true });

/**
 * The two axes of the framed image; first the rows, then the columns.
 * @param {import("./parameters.mjs").Values} values
 * @returns {import("./arithmetic.mjs").Row[]}
 */
export function axes({ n, kernel, dilation, mode, top, bottom, left, right }) {
  const named = mode === "free" ? null : paddingFor(mode, kernel, dilation);
  return [named ?? [top, bottom], named ?? [left, right]].map((padding) => ({ n, k: kernel, dilation, padding }));
}

/**
 * Tell whether the window fits into the framed image.
 * @param {import("./parameters.mjs").Values} values
 * @returns {boolean}
 */
export function fits(values) {
  return axes(values).every((axis) => paddedSize(axis) >= span(axis.k, axis.dilation));
}

/**
 * In how many windows each pixel takes part: a choice of rows times a choice of columns.
 * @param {import("./parameters.mjs").Values} values
 * @returns {number[][]} zeros if no window fits
 */
export function pixelCounts(values) {
  if (!fits(values)) return range(values.n).map(() => new Array(values.n).fill(0));
  const [rows, columns] = axes(values).map(windowCounts);
  return rows.map((row) => columns.map((column) => row * column));
}

/**
 * The values of the framed image, whose pixels are numbered 1, 2, ... so that each copy shows its source.
 * @param {import("./parameters.mjs").Values} values
 * @returns {number[][]} one list for each row
 * @throws {RangeError} if the fill runs out of pixels
 */
export function framedImage(values) {
  const [rows, columns] = axes(values).map(({ n, padding }) => fillSources(values.fill, n, padding));
  return rows.map((row) =>
    columns.map((column) => (row === null || column === null ? 0 : row * values.n + column + 1)),
  );
}

/**
 * What one window covers.
 * @param {import("./parameters.mjs").Values} values  its place is `row` and `column`
 * @returns {string}
 */
export function windowText(values) {
  const { kernel, row, column } = values;
  const [rows, columns] = [row, column].map((start, axis) => pixelsInside(axes(values)[axis], start));
  const pixels = rows * columns;
  const added = kernel * kernel - pixels;
  return `output (${row}, ${column}): reads ${plural(pixels, "pixel")} and ${plural(added, "added cell")}`;
}

/** @type {import("./explorer.mjs").Facts} */
export const frameFacts = {
  title: "the frame",

  parameters: {
    n: { label: "image", symbol: "n", min: 1, max: 10, start: 5 },
    kernel: { label: "kernel", symbol: "k", min: 1, max: 7, start: 3 },
    dilation: { label: "dilation", symbol: "d", min: 1, max: 3, start: 1 },
    mode: { label: "how much", choices: [...MODES, "free"], start: "same" },
    top: side("top"),
    bottom: side("bottom"),
    left: side("left"),
    right: side("right"),
    fill: { label: "with what", choices: FILLS, start: "zeros" },
    row: place("row of the window"),
    column: place("column of the window"),
  },

  readout(values) {
    const counts = pixelCounts(values);
    return [
      ["added", addedText(values)],
      ["framed image", times(axes(values).map(paddedSize))],
      ["output", fits(values) ? times(axes(values).map(outputSize)) : "none"],
      ["windows", String(windows(values))],
      ["looks: corner", String(counts[0][0])],
      ["looks: most", String(Math.max(...counts.flat()))],
    ];
  },

  summary(values) {
    return [sizeText(values), fillText(values)].filter(Boolean).join(" ");
  },

  table(values) {
    const modes = isFree(values) ? [...MODES, "free"] : MODES;
    const columns = modes.map((mode) => frameFacts.readout({ ...values, mode }));
    return {
      caption: `Explorer: ${frameFacts.title}. A ${times([values.n, values.n])} image and ${kernelText(values)}`,
      head: ["quantity", ...modes],
      rows: columns[0].map(([name], i) => [name, ...columns.map((column) => column[i][1])]),
    };
  },
};

function windows(values) {
  return fits(values) ? axes(values).map(outputSize).reduce((rows, columns) => rows * columns) : 0;
}

function addedText(values) {
  const [rows, columns] = axes(values).map(({ padding }) => `(${padding.join(", ")})`);
  return rows === columns ? rows : `${rows}, ${columns}`;
}

function sizeText(values) {
  const framed = times(axes(values).map(paddedSize));
  if (!fits(values)) {
    const reach = span(values.kernel, values.dilation);
    return (
      `The window spans ${times([reach, reach])} cells, and the framed image has only ${framed}: no window fits. ` +
      "Take a wider frame or a smaller kernel."
    );
  }
  const counts = pixelCounts(values).flat();
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const looks = least === most ? `exactly ${plural(least, "window")}` : `${least} to ${plural(most, "window")}`;
  const output = times(axes(values).map(outputSize));
  return (
    `Framed, the image is ${framed}. ${capital(kernelText(values))} has ` +
    `${plural(windows(values), "place")} there, so the output is ${output}. Each pixel is in ${looks}.`
  );
}

function fillText(values) {
  try {
    framedImage(values);
    return "";
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return `PyTorch refuses ${values.fill} here. ${error.message}`;
  }
}

function kernelText({ kernel, dilation }) {
  const size = `a ${times([kernel, kernel])} kernel`;
  return dilation === 1 ? size : `${size} with dilation ${dilation}`;
}

function pixelsInside({ n, k, dilation, padding }, start) {
  const pixels = range(k).map((tap) => start + tap * dilation - padding[0]);
  return pixels.filter((pixel) => pixel >= 0 && pixel < n).length;
}
