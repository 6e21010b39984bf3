/** Explorer 5, "filter bench": a 3x3 kernel on a picture of 8x8 pixels, in numbers. */

import { range } from "./arithmetic.mjs";
import { DIGITS } from "./digits.mjs";
import { decimal } from "./words.mjs";

export const SIDE = 8; // of the picture
export const KERNEL = 3;
export const OUTPUT = SIDE - KERNEL + 1;
export const BLACK = 16; // the strongest pixel

const LEVELS = "0123456789abcdefg"; // how a pixel is written, from 0 to 16
const STEP = "00009999".repeat(SIDE);
const FLAT = "7".repeat(SIDE * SIDE);
const STROKE = range(SIDE * SIDE).map((i) => (i % (SIDE + 1) === 0 ? "g" : "0")).join(""); // from corner to corner

/** Kernels with names: nine whole numbers, row by row, and by what their sum is divided. */
const NAMED = {
  identity: { weights: [0, 0, 0, 0, 1, 0, 0, 0, 0], divide: 1 },
  blur: { weights: [1, 1, 1, 1, 1, 1, 1, 1, 1], divide: 9 },
  sharpen: { weights: [0, -1, 0, -1, 5, -1, 0, -1, 0], divide: 1 },
  edge: { weights: [-1, -1, -1, -1, 8, -1, -1, -1, -1], divide: 1 },
  sobel_x: { weights: [-1, 0, 1, -2, 0, 2, -1, 0, 1], divide: 1 },
  sobel_y: { weights: [-1, -2, -1, 0, 0, 0, 1, 2, 1], divide: 1 },
};

const isOwn = ({ kernel }) => kernel === "own";
const place = (label) => ({ label, min: 0, max: OUTPUT - 1, start: 0, placed: true });
const weight = (start, i) => {
  const label = `weight in row ${Math.floor(i / KERNEL)}, column ${i % KERNEL}`;
  return [`w${i}`, { label, min: -9, max: 9, start, placed: true }];
};

/**
 * The pixels of the picture.
 * @param {import("./parameters.mjs").Values} values
 * @returns {number[][]} a list for each row
 */
export function pictureOf({ picture, digit, pixels }) {
  const text = { digit: DIGITS[digit], step: STEP, flat: FLAT, painted: pixels }[picture];
  return range(SIDE).map((i) => range(SIDE).map((j) => LEVELS.indexOf(text[i * SIDE + j])));
}

/**
 * The pixels with one of them changed, as a value of `pixels`.
 * @param {import("./parameters.mjs").Values} values
 * @param {number} row
 * @param {number} column
 * @param {number} level
 * @returns {string}
 */
export function painted({ pixels }, row, column, level) {
  const at = row * SIDE + column;
  return pixels.slice(0, at) + LEVELS[level] + pixels.slice(at + 1);
}

/**
 * The kernel as it is written, before it may be turned.
 * @param {import("./parameters.mjs").Values} values
 * @returns {{weights: number[], divide: number}} nine weights, row by row, and what each is divided by
 */
export function kernelOf(values) {
  if (!isOwn(values)) return NAMED[values.kernel];
  return { weights: range(KERNEL ** 2).map((i) => values[`w${i}`]), divide: values.divide };
}

/**
 * The weights as they slide: those of mathematics turned by 180 degrees.
 * @param {import("./parameters.mjs").Values} values
 * @returns {number[]} nine, row by row
 */
export function slidingWeights(values) {
  const { weights } = kernelOf(values);
  return values.turn === "turned" ? [...weights].reverse() : weights;
}

/**
 * The nine products of a window, before they are divided.
 * @param {import("./parameters.mjs").Values} values  the window's place is `row` and `column`
 * @returns {number[]} row by row
 */
export function productsOf(values) {
  const picture = pictureOf(values);
  return slidingWeights(values).map((number, i) => {
    const [u, v] = [Math.floor(i / KERNEL), i % KERNEL];
    return number * picture[values.row + u][values.column + v] + 0; // + 0: there is no −0 among them
  });
}

/**
 * The output: the sum of the products of each window.
 * @param {import("./parameters.mjs").Values} values
 * @returns {number[][]} a list for each row
 */
export function outputOf(values) {
  const { divide } = kernelOf(values);
  return range(OUTPUT).map((row) =>
    range(OUTPUT).map((column) => sum(productsOf({ ...values, row, column })) / divide),
  );
}

/**
 * How one output comes about.
 * @param {import("./parameters.mjs").Values} values  its place is `row` and `column`
 * @returns {string}
 */
export function windowText(values) {
  const { divide } = kernelOf(values);
  const products = productsOf(values);
  const terms = products.map((product, i) => (i === 0 ? decimal(product) : signed(product))).join(" ");
  const whole = divide === 1 ? terms : `(${terms}) / ${divide}`;
  return `output (${values.row}, ${values.column}) = ${whole} = ${shown(sum(products) / divide)}`;
}

/**
 * A number of the output, short enough for its cell.
 * @param {number} value
 * @returns {string}
 */
export function shown(value) {
  return decimal(Math.round(10 * value) / 10);
}

/** @type {import("./explorer.mjs").Facts} */
export const benchFacts = {
  title: "filter bench",

  parameters: {
    picture: { label: "picture", choices: ["digit", "step", "flat", "painted"], start: "digit" },
    digit: { label: "which digit", min: 0, max: DIGITS.length - 1, start: 0, applies: ({ picture }) => picture === "digit" },
    kernel: { label: "kernel", choices: [...Object.keys(NAMED), "own"], start: "sobel_x" },
    divide: { label: "divided by", min: 1, max: 16, start: 1, applies: isOwn },
    turn: { label: "before it slides, the kernel is", choices: ["unturned", "turned"], start: "unturned" },
    ...Object.fromEntries(NAMED.sobel_x.weights.map(weight)),
    pixels: { label: "pixels", pattern: /^[0-9a-g]{64}$/, form: "64 of 0 to 9 and a to g", start: STROKE, placed: true },
    row: place("row of the output"),
    column: place("column of the output"),
  },

  readout(values) {
    const { weights, divide } = kernelOf(values);
    const output = outputOf(values).flat();
    return [
      ["sum of the kernel", shown(sum(weights) / divide)],
      ["smallest output", shown(Math.min(...output))],
      ["largest output", shown(Math.max(...output))],
    ];
  },

  summary(values) {
    const { weights, divide } = kernelOf(values);
    const total = sum(weights) / divide;
    const wall = `The kernel adds up to ${shown(total)}, so a flat wall of 7 gives ${shown(7 * total)}.`;
    const itself = weights.every((number, i) => number === weights.at(-1 - i));
    const opposite = weights.every((number, i) => number === -weights.at(-1 - i));
    if (itself) return `${wall} Turned by half a turn, it is the same kernel.`;
    return opposite ? `${wall} Turned by half a turn, all its signs change.` : `${wall} Turned by half a turn, it is another kernel.`;
  },

  table(values) {
    const { picture, digit, kernel, turn } = values;
    const what = picture === "digit" ? `digit ${digit}` : `the picture "${picture}"`;
    return {
      caption: `Explorer: ${benchFacts.title}. The output of ${kernel}, ${turn}, on ${what}`,
      head: ["output", ...range(OUTPUT).map((column) => `column ${column}`)],
      rows: outputOf(values).map((row, i) => [`row ${i}`, ...row.map(shown)]),
    };
  },
};

function sum(numbers) {
  return numbers.reduce((all, number) => all + number, 0);
}

function signed(number) {
  return number < 0 ? `− ${decimal(-number)}` : `+ ${decimal(number)}`;
}
