/** What all explorers share: controls, the state and its link, reset, and a sentence that is read aloud. */

import { control, groups } from "./controls.mjs";
import { html } from "./html.mjs";
import { leadsTo, readLink, writeLink } from "./links.mjs";
import { readValues } from "./parameters.mjs";

const PAUSE = 250; // milliseconds without a change before the address follows: browsers limit how often it may

/**
 * What an explorer knows without a page; see frame-facts.mjs.
 * @typedef {object} Facts
 * @property {string} title
 * @property {import("./parameters.mjs").Parameters} parameters
 * @property {(values: import("./parameters.mjs").Values) => [string, string][]} readout  names and numbers
 * @property {(values: import("./parameters.mjs").Values) => string} summary  the same as a sentence or two
 * @property {(values: import("./parameters.mjs").Values) => Table} table  what stands there without JavaScript
 */

/**
 * @typedef {object} Table
 * @property {string} caption
 * @property {string[]} head
 * @property {string[][]} rows
 */

/**
 * An explorer: a custom element whose attributes are its starting values.
 *
 * A subclass has `static facts` (see Facts) and draws in `draw(values)`, into the element `this.drawing`.
 */
export class Explorer extends HTMLElement {
  /** @type {Facts} */
  static facts;

  #values = {};
  #start = {};
  #controls = [];
  #readout = html("dl");
  #summary = html("p", { class: "explorer-summary", role: "status" });
  #timer = 0;
  #followAddress = () => this.#readAddress();

  /** Where the subclass draws. */
  drawing = html("div", { class: "explorer-drawing" });

  /** Draw; a subclass does it.
   * @param {import("./parameters.mjs").Values} values
   */
  draw(values) {
    throw new Error(`${this.localName} does not draw ${JSON.stringify(values)}`);
  }

  connectedCallback() {
    if (!this.#controls.length) this.#build();
    this.#readAddress();
    if (leadsTo(window.location.hash, this.id)) this.scrollIntoView({ behavior: "instant" });
    window.addEventListener("hashchange", this.#followAddress);
  }

  disconnectedCallback() {
    window.removeEventListener("hashchange", this.#followAddress);
    clearTimeout(this.#timer);
  }

  /** Take some values, show what follows from them, and let the address follow after a moment.
   * @param {import("./parameters.mjs").Values} changes
   */
  update(changes) {
    this.#show({ ...this.#values, ...changes });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#writeAddress(), PAUSE);
  }

  #build() {
    const { title, parameters } = this.constructor.facts;
    const given = Object.keys(parameters).filter((name) => this.hasAttribute(name));
    this.#start = readValues(parameters, Object.fromEntries(given.map((name) => [name, this.getAttribute(name)])));
    this.#controls = Object.entries(parameters)
      .filter(([, parameter]) => !parameter.placed)
      .map(([name, parameter]) =>
        control(`${this.id}-${name}`, name, parameter, (value) => this.update({ [name]: value })),
      );
    const reset = html("button", { type: "button", class: "explorer-reset" }, "Reset");
    reset.addEventListener("click", () => this.update(this.#start));
    const heading = html("p", { class: "explorer-title", id: `${this.id}-name` }, `Explorer: ${title}`);
    this.prepend(
      html(
        "div",
        { class: "explorer", role: "group", "aria-labelledby": heading.id },
        html("div", { class: "explorer-head" }, heading, reset),
        html("div", { class: "explorer-controls" }, ...groups(this.#controls.map(({ element }) => element))),
        this.drawing,
        html("div", { class: "explorer-readout" }, this.#readout),
        this.#summary,
      ),
    );
    this.#show(this.#start);
  }

  #show(values) {
    const { readout, summary } = this.constructor.facts;
    this.#values = values;
    for (const { show } of this.#controls) show(values);
    this.draw(values);
    const items = readout(values).map(([name, value]) =>
      html("div", {}, html("dt", {}, name), html("dd", {}, value)),
    );
    this.#readout.replaceChildren(...items);
    const text = summary(values);
    if (this.#summary.textContent !== text) this.#summary.textContent = text; // said once, when it changes
  }

  /** Show the state that the address holds, if any. A part that cannot be read is left out. */
  #readAddress() {
    const { parameters } = this.constructor.facts;
    const texts = readLink(window.location.hash, this.id);
    if (!texts) return;
    let values = this.#start;
    for (const [name, text] of Object.entries(texts)) {
      try {
        values = { ...values, [name]: readValues(parameters, { [name]: text })[name] };
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }
    this.#show(values);
  }

  #writeAddress() {
    const names = Object.keys(this.#values);
    const atStart = names.every((name) => this.#values[name] === this.#start[name]);
    const fragment = writeLink(window.location.hash, this.id, atStart ? null : this.#values);
    const { pathname, search } = window.location;
    window.history.replaceState(window.history.state, "", `${pathname}${search}${fragment}`);
  }
}
