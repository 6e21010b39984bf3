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
