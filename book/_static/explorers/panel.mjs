/** A named place for a picture, in a drawing that has several. */

import { picture } from "./drawing.mjs";
import { html } from "./html.mjs";
import { scrollBox } from "./scroll-box.mjs";

/**
 * @typedef {object} Panel
 * @property {HTMLElement} figure  the whole
 * @property {HTMLElement} stage  the box of the picture; what else lies in it stays above the picture
 */

/**
 * Make a panel; a picture that is too wide scrolls in its own box.
 * @param {string} name
 * @returns {Panel}
 */
export function panel(name) {
  const stage = html("div", { class: "explorer-stage" });
  return { stage, figure: html("figure", {}, html("figcaption", {}, name), scrollBox(name, stage)) };
}

/**
 * Replace the picture of a panel, and keep what lies over it.
 * @param {Panel} panel
 * @param {Parameters<typeof picture>[0]} content
 */
export function show({ figure, stage }, content) {
  figure.style.setProperty("--columns", String(content.columns));
  stage.querySelector("svg")?.remove();
  stage.prepend(picture(content));
}
