/** Explorer 2, "secant to tangent": difference quotients and their errors, in numbers. */

import { range } from "./arithmetic.mjs";
import { decimal } from "./words.mjs";

/** What can be differentiated; `round` brings each intermediate result to the chosen precision. */
const FUNCTIONS = {
  square: { f: (x, round) => round(x * x), slope: (x) => 2 * x },
  cubic: { f: (x, round) => round(round(x * x) * x), slope: (x) => 3 * x * x },
  sin: { f: (x, round) => round(Math.sin(x)), slope: Math.cos },
  exp: { f: (x, round) => round(Math.exp(x)), slope: Math.exp },
  abs: { f: (x) => Math.abs(x), slope: (x) => (x === 0 ? null : Math.sign(x)) },
};

const PRECISIONS = {
  float64: { round: (x) => x, epsilon: 2 ** -52 },
  float32: { round: Math.fround, epsilon: 2 ** -23 },
};

const RULES = ["forward", "backward", "central"];

/** 1e-16, 2e-16, 5e-16, 1e-15, ... 0.5, 1 */
const STEPS = [...range(16).flatMap((i) => [1, 2, 5].map((digit) => Number(`${digit}e${i - 16}`))), 1];

/**
 * The height of the function, exactly as far as float64 goes.
 * @param {import("./parameters.mjs").Values} values
 * @param {number} x
 * @returns {number}
 */
export function height(values, x) {
  return FUNCTIONS[values.function].f(x, PRECISIONS.float64.round);
}

/**
 * The derivative at x.
 * @param {import("./parameters.mjs").Values} values
 * @returns {number | null} null where there is none
 */
export function exactSlope(values) {
  return FUNCTIONS[values.function].slope(values.x);
}

/**
 * The two places that the rule looks at, in the chosen precision.
 * @param {import("./parameters.mjs").Values} values
 * @returns {[number, number]} the left one first; the same number twice if the step is too small to be seen
 */
export function places({ x, h, rule, precision }) {
  const { round } = PRECISIONS[precision];
  const [at, step] = [round(x), round(h)];
  return [rule === "forward" ? at : round(at - step), rule === "backward" ? at : round(at + step)];
}

/**
 * The difference quotient, with every result rounded to the chosen precision.
 * @param {import("./parameters.mjs").Values} values
 * @returns {number}
 */
export function quotient(values) {
  const { round } = PRECISIONS[values.precision];
  const { f } = FUNCTIONS[values.function];
  const [left, right] = places(values).map((place) => f(place, round));
  const step = round(values.h);
  return round(round(right - left) / (values.rule === "central" ? round(2 * step) : step));
}

/**
 * How far the quotient is from the derivative.
 * @param {import("./parameters.mjs").Values} values
 * @returns {number | null} null where there is no derivative
 */
export function error(values) {
  const slope = exactSlope(values);
  return slope === null ? null : Math.abs(quotient(values) - slope);
}

/**
 * The V: the error for each step of the slider.
 * @param {import("./parameters.mjs").Values} values
 * @returns {[number, number][]} steps and errors; empty where there is no derivative
 */
export function errorCurve(values) {
  return exactSlope(values) === null ? [] : STEPS.map((h) => [h, error({ ...values, h })]);
}

/** @type {import("./explorer.mjs").Facts} */
export const secantFacts = {
  title: "secant to tangent",

  parameters: {
    function: { label: "function", choices: Object.keys(FUNCTIONS), start: "sin" },
    x: { label: "place", symbol: "x", scale: range(25).map((i) => (i - 12) / 4), start: 1 },
    h: { label: "step", symbol: "h", scale: STEPS, start: 0.5 },
    rule: { label: "rule", choices: RULES, start: "forward" },
    precision: { label: "computed in", choices: Object.keys(PRECISIONS), start: "float64" },
  },

  readout(values) {
    const slope = exactSlope(values);
    return [
      ["secant", decimal(quotient(values))],
      ["tangent", slope === null ? "none" : decimal(slope)],
      ["error", slope === null ? "none" : decimal(error(values), 3)],
    ];
  },

  summary(values) {
    const { precision, rule } = values;
    const [x, h] = [values.x, values.h].map((number) => decimal(number));
    const [left, right] = places(values);
    if (left === right) {
      return (
        `In ${precision}, the two places are one and the same number: a step of ${h} does not move ${x}. ` +
        "The slope comes out as 0."
      );
    }
    const from = rule === "forward" ? x : `${x} − ${h}`;
    const to = rule === "backward" ? x : `${x} + ${h}`;
    return `The ${rule} secant leads from ${from} to ${to}. ${cause(values)}`;
  },

  table(values) {
    const steps = [1, 0.1, 0.01, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12, 1e-14, 1e-16];
    const entry = (h, rule) => {
      const wrong = error({ ...values, h, rule });
      return wrong === null ? `slope ${decimal(quotient({ ...values, h, rule }))}` : decimal(wrong, 2);
    };
    const what = exactSlope(values) === null ? "Slopes, since there is no derivative," : "Errors";
    return {
      caption: `Explorer: ${secantFacts.title}. ${what} for ${values.function} at ${decimal(values.x)} in ${values.precision}`,
      head: ["step h", ...RULES],
      rows: steps.map((h) => [decimal(h), ...RULES.map((rule) => entry(h, rule))]),
    };
  },
};

/** Where the error comes from. */
function cause(values) {
  const [left, right] = places(values);
  const wrong = error(values);
  if (wrong === null) return "There is a kink and no derivative, so the quotient has nothing to be compared with.";
  if (wrong === 0) return "It has exactly the slope of the tangent.";
  if (values.function === "abs" && left < 0 && right > 0) return "It looks across the kink at 0.";
  // A height is off by up to half an epsilon of its size, and so is each place.
  const heights = [left, right].map((place) => Math.abs(height(values, place)));
  const off = PRECISIONS[values.precision].epsilon * Math.max(...heights, Math.abs(values.x * exactSlope(values)));
  const rounding = off / values.h;
  if (wrong > 2 * rounding) return "Its error is mostly truncation: a smaller step makes it smaller.";
  return "Its error is of the size of rounding: a larger step may make it smaller.";
}
