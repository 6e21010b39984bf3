/** Small words for sentences about numbers. */

/**
 * A count with its noun: "1 window", "2 windows".
 * @param {number} count
 * @param {string} noun
 * @param {string} [many]  the noun for more than one (with an s)
 * @returns {string}
 */
export function plural(count, noun, many = `${noun}s`) {
  return `${count} ${count === 1 ? noun : many}`;
}

/**
 * A number as people write it: with a true minus sign, and small ones as 2e-5.
 * @param {number} value
 * @param {number} [digits]  how many count, at most
 * @returns {string}
 */
export function decimal(value, digits = 6) {
  const size = Math.abs(value);
  const rounded = Number(size.toPrecision(digits));
  const small = size !== 0 && size < 1e-3;
  return (value < 0 ? "−" : "") + (small ? size.toExponential(Math.min(digits - 1, 1)).replace(".0e", "e") : rounded);
}

/**
 * Sizes along several axes: "5x5".
 * @param {number[]} sizes
 * @returns {string}
 */
export function times(sizes) {
  return sizes.join("x");
}

/**
 * The text with a capital letter in front.
 * @param {string} text
 * @returns {string}
 */
export function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}

/**
 * A whole number, one of five digits or more in groups of three, which stay on one line.
 * @param {number} value
 * @returns {string}
 */
export function grouped(value) {
  return value < 10000 ? String(value) : String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}
