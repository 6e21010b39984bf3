/** The form controls of an explorer: a slider for each number, a row of buttons for each choice. */

import { html } from "./html.mjs";
import { decimal } from "./words.mjs";

const WIDE = 100; // steps; a finger cannot set more of them exactly, so the number can be typed too

/**
 * A control on the page.
 * @typedef {object} Control
 * @property {HTMLElement} element
 * @property {(values: import("./parameters.mjs").Values) => void} show  brings it in line with the values
 */

/**
 * Make the control of a parameter.
 * @param {string} id  unique on the page
 * @param {string} name  of the parameter
 * @param {import("./parameters.mjs").Parameters[string]} parameter
 * @param {(value: number | string) => void} set  is called with what the reader chose
 * @returns {Control}
 */
export function control(id, name, parameter, set) {
  if (parameter.choices) return choice(id, name, parameter, set);
  return parameter.scale ? scale(id, name, parameter, set) : slider(id, name, parameter, set);
}

/**
 * Put sliders that follow each other into a grid of their own.
 * @param {HTMLElement[]} elements  of controls
 * @returns {HTMLElement[]}
 */
export function groups(elements) {
  const grouped = [];
  for (const element of elements) {
    const last = grouped.at(-1);
    if (!element.matches(".explorer-slider")) grouped.push(element);
    else if (last?.matches(".explorer-sliders")) last.append(element);
    else grouped.push(html("div", { class: "explorer-sliders" }, element));
  }
  return grouped;
}

function slider(id, name, { label, symbol, min, max, step = 1, applies }, set) {
  const typed = step === 1 && max - min > WIDE ? field(label, min, max, set) : null;
  const shown = typed ?? html("span", { class: "explorer-value", "aria-hidden": "true" }); // the slider itself says it
  const input = html("input", { type: "range", id, min, max, step });
  input.addEventListener("input", () => set(Number(input.value)));
  const text = html("label", { for: id }, label);
  if (symbol) text.append(" ", html("i", {}, symbol));
  return {
    element: html("div", { class: "explorer-slider" }, text, shown, input),
    show(values) {
      input.value = String(values[name]);
      if (typed) typed.value = String(values[name]);
      else shown.textContent = String(values[name]).replace("-", "−");
      input.parentElement.hidden = applies !== undefined && !applies(values);
    },
  };
}

/** A field to type a number into; one out of range becomes the nearest in range. */
function field(label, min, max, set) {
  const typed = html("input", { type: "number", class: "explorer-value", min, max, "aria-label": `${label}, typed` });
  typed.addEventListener("change", () => {
    const number = Math.round(typed.valueAsNumber);
    set(Math.min(Math.max(Number.isNaN(number) ? min : number, min), max));
  });
  return typed;
}

/** A slider over the places of a scale, which says the number at the place. */
function scale(id, name, { scale: numbers, ...rest }, set) {
  const places = { ...rest, min: 0, max: numbers.length - 1 };
  const { element, show } = slider(id, name, places, (place) => set(numbers[place]));
  const [shown, input] = [element.querySelector(".explorer-value"), element.querySelector("input")];
  return {
    element,
    show(values) {
      show({ ...values, [name]: numbers.indexOf(values[name]) });
      shown.textContent = decimal(values[name]);
      input.setAttribute("aria-valuetext", decimal(values[name]));
    },
  };
}

function choice(id, name, { label, choices }, set) {
  const inputs = choices.map((value) => html("input", { type: "radio", name: id, value }));
  for (const input of inputs) input.addEventListener("change", () => set(input.value));
  const buttons = inputs.map((input) => html("label", {}, input, html("span", {}, input.value)));
  return {
    element: html(
      "fieldset",
      { class: "explorer-choice" },
      html("legend", {}, label),
      html("div", { class: "explorer-buttons" }, ...buttons),
    ),
    show(values) {
      for (const input of inputs) input.checked = input.value === values[name];
    },
  };
}
