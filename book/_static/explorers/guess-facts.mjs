/** Explorer 1, "loss of one guess": three scores, their probabilities and the loss of the right class, in numbers. */

import { range } from "./arithmetic.mjs";

const CLASSES = ["1", "2", "3"];

/** What a guess costs that gives all classes the same probability. */
export const UNIFORM = Math.log(CLASSES.length);

const score = (number, symbol, start) => ({ label: `class ${number}`, symbol, min: -5, max: 5, step: 0.1, start });

/**
 * Probabilities of scores.
 * @param {number[]} scores
 * @returns {number[]}
 */
export function softmax(scores) {
  const powers = shifted(scores).map(Math.exp);
  return powers.map((power) => power / sum(powers));
}

/**
 * The cross-entropy of scores: minus the logarithm of their softmax, without computing that.
 * @param {number[]} scores
 * @param {number} right  the index of the right class
 * @returns {number}
 */
export function crossEntropy(scores, right) {
  return Math.log(sum(shifted(scores).map(Math.exp))) - shifted(scores)[right];
}

/**
 * The mean squared error of probabilities to the one-hot vector of the right class.
 * @param {number[]} probabilities
 * @param {number} right  the index of the right class
 * @returns {number}
 */
export function squaredError(probabilities, right) {
  return sum(probabilities.map((p, i) => (p - Number(i === right)) ** 2)) / probabilities.length;
}

/**
 * What follows from the values.
 * @param {import("./parameters.mjs").Values} values
 * @returns {{probabilities: number[], right: number, guess: number, loss: number, squared: number}} `right` and
 *   `guess` are indices; of equal probabilities, the first is the guess
 */
export function guessOf({ z1, z2, z3, right, softmax: times }) {
  const scores = times === "twice" ? softmax([z1, z2, z3]) : [z1, z2, z3];
  const probabilities = softmax(scores);
  const index = CLASSES.indexOf(right);
  return {
    probabilities,
    right: index,
    guess: scores.indexOf(Math.max(...scores)),
    loss: crossEntropy(scores, index),
    squared: squaredError(probabilities, index),
  };
}

/**
 * A number with four decimals, or more if it is so small that they would not show three digits.
 * @param {number} number  0 or more
 * @returns {string}
 */
export function decimals(number) {
  return number > 0 && number < 0.1 ? number.toPrecision(3) : number.toFixed(4);
}

/**
 * Which class is the guess, and whether it is right.
 * @param {import("./parameters.mjs").Values} values
 * @returns {string}
 */
export function verdict(values) {
  const { guess, right } = guessOf(values);
  return guess === right
    ? `hit: the right class, ${CLASSES[right]}, has the largest probability`
    : `miss: class ${CLASSES[guess]} has the largest probability, and class ${CLASSES[right]} is right`;
}

/** @type {import("./explorer.mjs").Facts} */
export const guessFacts = {
  title: "loss of one guess",

  parameters: {
    z1: score(1, "z₁", 2),
    z2: score(2, "z₂", 1),
    z3: score(3, "z₃", 0.1),
    right: { label: "right class", choices: CLASSES, start: "1" },
    softmax: { label: "softmax", choices: ["once", "twice"], start: "once" },
  },

  readout(values) {
    const { probabilities, loss, squared, guess, right } = guessOf(values);
    return [
      ...["p₁", "p₂", "p₃"].map((name, i) => [name, decimals(probabilities[i])]),
      ["cross-entropy", decimals(loss)],
      ["squared error", decimals(squared)],
      ["guess", guess === right ? "hit" : "miss"],
    ];
  },

  summary(values) {
    const { probabilities, right, loss } = guessOf(values);
    return [
      `The right class gets the probability ${decimals(probabilities[right])}, so the loss is ${decimals(loss)}.`,
      `That is ${compared(loss)} a uniform guess, which costs ln 3 = ${decimals(UNIFORM)}.`,
      ...(values.softmax === "twice" ? ["With softmax applied twice, no scores bring the loss below 0.5514."] : []),
    ].join(" ");
  },

  table(values) {
    const columns = CLASSES.map((right) => guessFacts.readout({ ...values, right }));
    const { z1, z2, z3, softmax: times } = values;
    return {
      caption: `Explorer: ${guessFacts.title}. Scores ${z1}, ${z2} and ${z3}, softmax ${times}`,
      head: ["quantity", ...CLASSES.map((name) => `class ${name} is right`)],
      rows: range(columns[0].length).map((i) => [columns[0][i][0], ...columns.map((column) => column[i][1])]),
    };
  },
};

function compared(loss) {
  if (Math.abs(loss - UNIFORM) < 1e-9) return "as much as";
  return loss < UNIFORM ? "less than" : "more than";
}

/** The scores without their largest, so that no exponential can overflow. */
function shifted(scores) {
  const largest = Math.max(...scores);
  return scores.map((one) => one - largest);
}

function sum(numbers) {
  return numbers.reduce((all, number) => all + number, 0);
}
