/** Explorer 3, "downhill": gradient descent on four surfaces, in numbers. */

import { range } from "./arithmetic.mjs";
import { decimal, plural } from "./words.mjs";

const H = 1e-4; // step of the difference quotients
const FAR = 1e5; // where a walk that flies off is given up: further out, rounding spoils the quotients
const DUST = 1e-12; // what rounding leaves of a 0

/** How far the map goes, from 0 in each direction. */
export const REACH = 5;

/** Heights as functions of x0 and x1, the heights of contour lines to draw, and of ticks at an axis. */
const SURFACES = {
  bowl: { f: (a, b) => a * a + b * b, contours: [1, 4, 9, 16, 25, 36], ticks: [0, 25, 50] },
  valley: { f: (a, b) => (a * a) / 20 + b * b, contours: [0.1, 0.5, 1, 2, 4, 8, 16], ticks: [0, 10, 20, 30] },
  saddle: { f: (a, b) => a * a - b * b, contours: [-16, -9, -4, -1, 0, 1, 4, 9, 16], ticks: [-25, 0, 25] },
  slanted: { f: (a, b) => a * b + b * b, contours: [-4, -2, -0.5, 0, 0.5, 2, 4, 8, 16, 32], ticks: [-25, 0, 25, 50] },
};

const RATES = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1, 1.05, 1.1, 1.15,
  1.2,
];
const PLACES = range(2 * REACH + 1).map((i) => i - REACH);

/**
 * The surface that the values name.
 * @param {import("./parameters.mjs").Values} values
 * @returns {{f: (a: number, b: number) => number, contours: number[], ticks: number[]}}
 */
export function surfaceOf({ surface }) {
  return SURFACES[surface];
}

/**
 * The gradient, by central difference quotients.
 * @param {(a: number, b: number) => number} f
 * @param {[number, number]} place
 * @returns {[number, number]}
 */
export function gradient(f, [a, b]) {
  return [(f(a + H, b) - f(a - H, b)) / (2 * H), (f(a, b + H) - f(a, b - H)) / (2 * H)];
}

/**
 * The places of a walk, the start included.
 * @param {import("./parameters.mjs").Values} values
 * @returns {[number, number][]} fewer than `steps` + 1 if the walk flies off
 */
export function walk(values) {
  const { f } = surfaceOf(values);
  const places = [[values.x0, values.x1]];
  while (places.length <= values.steps && !isFar(places.at(-1))) {
    const [[a, b], slopes] = [places.at(-1), gradient(f, places.at(-1))];
    places.push([a - values.lr * slopes[0], b - values.lr * slopes[1]]);
  }
  return places;
}

/**
 * The heights along a walk.
 * @param {import("./parameters.mjs").Values} values
 * @returns {number[]}
 */
export function losses(values) {
  return walk(values).map((place) => surfaceOf(values).f(...place));
}

/**
 * A place as text.
 * @param {[number, number]} place
 * @returns {string}
 */
export function placeText(place) {
  return `(${place.map(short).join(", ")})`;
}

/** @type {import("./explorer.mjs").Facts} */
export const downhillFacts = {
  title: "downhill",

  parameters: {
    surface: { label: "surface", choices: Object.keys(SURFACES), start: "bowl" },
    lr: { label: "learning rate", symbol: "η", scale: RATES, start: 0.1 },
    steps: { label: "steps", min: 0, max: 60, start: 10 },
    x0: { label: "start, x0", scale: PLACES, start: -3, placed: true },
    x1: { label: "start, x1", scale: PLACES, start: 4, placed: true },
  },

  readout(values) {
    const heights = losses(values);
    const end = walk(values).at(-1);
    return [
      ["end: x₀", short(end[0])],
      ["end: x₁", short(end[1])],
      ["start: loss", short(heights[0])],
      ["end: loss", short(heights.at(-1))],
      ["end: slope", short(Math.hypot(...gradient(surfaceOf(values).f, end)))],
    ];
  },

  summary(values) {
    const places = walk(values);
    const way = `${plural(places.length - 1, "step")} with η = ${values.lr}`;
    const route = `From ${placeText(places[0])}, ${way} lead${places.length === 2 ? "s" : ""} to`;
    if (places.length === 1) return `At ${placeText(places[0])} and not moved yet.`;
    if (isFar(places.at(-1))) return `${route} a place more than 100 000 away: the walk flies off.`;
    return `${route} ${placeText(places.at(-1))}. ${trend(losses(values))}`;
  },

  table(values) {
    const rates = [0.01, 0.1, 0.5, 0.9, 1, 1.1];
    return {
      caption:
        `Explorer: ${downhillFacts.title}. The ${values.surface}, ${plural(values.steps, "step")} from ` +
        placeText([values.x0, values.x1]),
      head: ["learning rate", ...downhillFacts.readout(values).map(([name]) => name)],
      rows: rates.map((lr) => [String(lr), ...downhillFacts.readout({ ...values, lr }).map((pair) => pair[1])]),
    };
  },
};

/** What the loss does along the walk. */
function trend(heights) {
  const changes = heights.slice(1).map((height, i) => height - heights[i]);
  const still = changes.map((change, i) => Math.abs(change) <= 1e-9 * Math.max(1, Math.abs(heights[i])));
  if (still.every(Boolean)) return "The loss stays as it is.";
  if (changes.every((change, i) => change < 0 || still[i])) return "The loss never rises.";
  if (changes.every((change, i) => change > 0 || still[i])) return "The loss never falls.";
  return "The loss rises and falls.";
}

/** A number with four digits, or with a power of ten if it is very large. */
function short(number) {
  const size = Math.abs(number);
  if (size < 1e6) return decimal(size < DUST ? 0 : number, 4);
  return (number < 0 ? "−" : "") + size.toExponential(1).replace("e+", "e");
}

function isFar(place) {
  return Math.max(...place.map(Math.abs)) > FAR;
}
