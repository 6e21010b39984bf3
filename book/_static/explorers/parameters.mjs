/** What a reader can set in an explorer: the ranges, and values that come as text (options, attributes, links). */

/**
 * A number.
 * @typedef {object} NumberParameter
 * @property {string} label  what it is
 * @property {string} [symbol]  the letter that stands for it in formulas
 * @property {number} min
 * @property {number} max
 * @property {number} [step]  from one value to the next (1)
 * @property {number} start
 * @property {boolean} [placed]  set in the drawing, so that it has no control of its own
 * @property {(values: Values) => boolean} [applies]  whether it matters just now (always)
 */

/**
 * One of many numbers, set with a slider that goes from one to the next.
 * @typedef {object} ScaleParameter
 * @property {string} label  what it is
 * @property {string} [symbol]  the letter that stands for it in formulas
 * @property {number[]} scale  the numbers, rising
 * @property {number} start
 * @property {boolean} [placed]  set in the drawing, so that it has no control of its own
 */

/**
 * One of a few names.
 * @typedef {object} ChoiceParameter
 * @property {string} label  what is chosen
 * @property {string[]} choices
 * @property {string} start
 */

/**
 * A text of a certain form.
 * @typedef {object} TextParameter
 * @property {string} label  what it is
 * @property {RegExp} pattern  which texts there are
 * @property {string} form  the same in words
 * @property {string} start
 * @property {true} placed  set in the drawing: it has no control of its own
 */

/** @typedef {Record<string, NumberParameter | ScaleParameter | ChoiceParameter | TextParameter>} Parameters */
/** @typedef {Record<string, number | string>} Values */

/**
 * Read all values, taking the start for each one that is not given.
 * @param {Parameters} parameters
 * @param {Record<string, string>} texts
 * @returns {Values}
 * @throws {RangeError} for a name that is none of the parameters, or a value out of range
 */
export function readValues(parameters, texts) {
  for (const name of Object.keys(texts)) {
    if (!Object.hasOwn(parameters, name)) {
      throw new RangeError(`no option ${name}; there are ${Object.keys(parameters).join(", ")}`);
    }
  }
  const entries = Object.entries(parameters).map(([name, parameter]) => [
    name,
    Object.hasOwn(texts, name) ? readValue(name, parameter, texts[name]) : parameter.start,
  ]);
  return Object.fromEntries(entries);
}

function readValue(name, parameter, text) {
  if (parameter.choices) {
    if (parameter.choices.includes(text)) return text;
    throw new RangeError(`${name} must be one of ${parameter.choices.join(", ")}, not "${text}"`);
  }
  if (parameter.pattern) {
    if (parameter.pattern.test(text)) return text;
    throw new RangeError(`${name} must be ${parameter.form}, not "${text}"`);
  }
  const value = Number(text);
  if (parameter.scale) {
    if (/^-?\d/.test(text) && parameter.scale.includes(value)) return value;
    throw new RangeError(`${name} must be one of ${parameter.scale.join(", ")}, not "${text}"`);
  }
  const { min, max, step = 1 } = parameter;
  const inRange = /^-?\d+(\.\d+)?$/.test(text) && value >= min && value <= max;
  if (inRange && isWhole((value - min) / step)) return value;
  const kind = step === 1 ? "a whole number" : `a number in steps of ${step}`;
  throw new RangeError(`${name} must be ${kind} from ${min} to ${max}, not "${text}"`);
}

/** Tell whether a number is whole, but for what rounding left. */
function isWhole(number) {
  return Math.abs(number - Math.round(number)) < 1e-6;
}
