/** Explorer 4, "bend the plane": a layer with an activation, and the best second layer for XOR, in numbers. */

import { decimal } from "./words.mjs";

const ACTIVATIONS = {
  none: (z) => z,
  ReLU: (z) => Math.max(0, z),
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
};
const TINY = 1e-9; // what rounding leaves of a 0, beside numbers of size 1

const weight = (from, to, start) => ({
  label: `x${"₀₁"[from]} to h${"₀₁"[to]}`,
  symbol: `w${"₀₁"[to]}${"₀₁"[from]}`,
  min: -2,
  max: 2,
  step: 0.5,
  start,
});
const bias = (to, start) => ({ label: `bias of h${"₀₁"[to]}`, symbol: `b${"₀₁"[to]}`, min: -2, max: 2, step: 0.5, start });

/** The inputs of XOR, and what it makes of each. */
export const CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]];
export const TARGETS = [0, 1, 1, 0];

/**
 * What the layer and its activation make of a sample.
 * @param {import("./parameters.mjs").Values} values
 * @param {[number, number]} sample
 * @returns {[number, number]}
 */
export function bent({ w00, w01, w10, w11, b0, b1, activation }, [x0, x1]) {
  return [w00 * x0 + w01 * x1 + b0, w10 * x0 + w11 * x1 + b1].map(ACTIVATIONS[activation]);
}

/**
 * The second layer, from two numbers to one, that comes closest to XOR: the least squares.
 * @param {import("./parameters.mjs").Values} values
 * @returns {{slopes: [number, number], bias: number}}
 */
export function readOut(values) {
  const [first, second] = [0, 1].map((i) => CORNERS.map((corner) => bent(values, corner)[i]));
  const [a, b, t] = [first, second, TARGETS].map(centred);
  const shared = length(a) <= TINY * Math.max(1, length(first)) ? null : product(a, b) / product(a, a);
  const own = b.map((number, i) => number - (shared ?? 0) * a[i]); // what a does not know already
  const slope = length(own) <= TINY * Math.max(TINY, length(second)) ? 0 : product(t, own) / product(own, own);
  const slopes = [shared === null ? 0 : product(t, a) / product(a, a) - slope * shared, slope];
  return { slopes, bias: mean(TARGETS) - slopes[0] * mean(first) - slopes[1] * mean(second) };
}

/**
 * What the second layer says about a place between the layers.
 * @param {{slopes: [number, number], bias: number}} layer
 * @param {[number, number]} place
 * @returns {number}
 */
export function answer({ slopes, bias: shift }, [h0, h1]) {
  return slopes[0] * h0 + slopes[1] * h1 + shift;
}

/**
 * What the second layer says about the four corners.
 * @param {import("./parameters.mjs").Values} values
 * @returns {number[]}
 */
export function answers(values) {
  const layer = readOut(values);
  return CORNERS.map((corner) => answer(layer, bent(values, corner)));
}

/**
 * How far the answers are from XOR, at worst.
 * @param {import("./parameters.mjs").Values} values
 * @returns {number}
 */
export function largestError(values) {
  return Math.max(...answers(values).map((said, i) => Math.abs(said - TARGETS[i])));
}

/**
 * A place as text.
 * @param {[number, number]} place
 * @returns {string}
 */
export function placeText(place) {
  return `(${place.map((number) => short(number, 2)).join(", ")})`;
}

/** @type {import("./explorer.mjs").Facts} */
export const bendFacts = {
  title: "bend the plane",

  parameters: {
    w00: weight(0, 0, 1),
    w01: weight(1, 0, 1),
    b0: bias(0, 0),
    w10: weight(0, 1, 1),
    w11: weight(1, 1, 1),
    b1: bias(1, -1),
    activation: { label: "activation", choices: Object.keys(ACTIVATIONS), start: "none" },
  },

  readout(values) {
    return [
      ...CORNERS.map((corner) => [`${placeText(corner)} goes to`, placeText(bent(values, corner))]),
      ["largest error", short(largestError(values))],
    ];
  },

  summary(values) {
    const said = answers(values).map((number) => short(number));
    return [
      `The best second layer answers ${said.slice(0, 3).join(", ")} and ${said[3]}, where XOR is 0, 1, 1 and 0.`,
      verdict(values),
    ].join(" ");
  },

  table(values) {
    const { activation, ...layer } = values;
    const rows = Object.keys(ACTIVATIONS).map((name) => [name, bendFacts.readout({ ...layer, activation: name })]);
    const { w00, w01, w10, w11, b0, b1 } = layer;
    return {
      caption:
        `Explorer: ${bendFacts.title}. Weights ${placeText([w00, w01])} and ${placeText([w10, w11])}, ` +
        `biases ${placeText([b0, b1])}`,
      head: ["activation", ...rows[0][1].map(([name]) => name)],
      rows: rows.map(([name, pairs]) => [name, ...pairs.map((pair) => pair[1])]),
    };
  },
};

function verdict(values) {
  const error = largestError(values);
  if (error < TINY) return "It is right for all four.";
  const places = CORNERS.map((corner) => bent(values, corner));
  const meet = (i, j) => TARGETS[i] !== TARGETS[j] && places[i].every((number, k) => Math.abs(number - places[j][k]) < TINY);
  if (places.some((_, i) => places.some((__, j) => meet(i, j)))) {
    return "Two points with different targets have come to the same place: no later layer can part them.";
  }
  if (answers(values).every((said) => Math.abs(said - 0.5) < TINY)) return "It cannot tell the two kinds apart.";
  return error < 0.5 ? "Rounded, it is right for all four." : "Rounded, it is wrong at least once.";
}

/** A number with a few digits. */
function short(number, digits = 3) {
  return decimal(Math.abs(number) < TINY ? 0 : number, digits);
}

function centred(numbers) {
  return numbers.map((number) => number - mean(numbers));
}

function mean(numbers) {
  return numbers.reduce((all, number) => all + number, 0) / numbers.length;
}

function product(a, b) {
  return a.reduce((all, number, i) => all + number * b[i], 0);
}

function length(a) {
  return Math.sqrt(product(a, a));
}
