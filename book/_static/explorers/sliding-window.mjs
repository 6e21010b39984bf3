/** A window that the reader moves over a drawing, with a pointer or with the arrow keys. */

import { html } from "./html.mjs";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * To a screen reader it is a slider whose value is the number of the window.
 *
 * `element` lies over a drawing of equal size, in a box with `position: relative`.
 */
export class SlidingWindow {
  #place = [0, 0];
  #places = [1, 1];
  #grid = [1, 1];
  #size = [1, 1];
  #move;

  /**
   * @param {(row: number, column: number) => void} move  is called with the place that the reader chose
   * @param {string} [name]  for screen readers
   */
  constructor(move, name = "window") {
    this.#move = move;
    this.element = html("div", { class: "explorer-window", role: "slider", tabindex: 0, "aria-label": name });
    this.element.setAttribute("aria-valuemin", "1");
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
    this.element.addEventListener("pointerdown", (event) => this.#onGrab(event));
  }

  /**
   * Lay the window over its place.
   * @param {object} state
   * @param {[number, number]} state.place  row and column of its first cell
   * @param {[number, number]} state.places  how many rows and columns of places there are
   * @param {[number, number]} state.size  its height and width, in cells
   * @param {[number, number]} state.grid  height and width of the drawing, in cells
   * @param {string} state.text  what to say about this place
   */
  show({ place, places, size, grid, text }) {
    this.#place = place;
    this.#places = places;
    this.#size = size;
    this.#grid = grid;
    const { style } = this.element;
    const share = (cells, axis) => `${(100 * cells) / grid[axis]}%`;
    style.top = share(place[0], 0);
    style.left = share(place[1], 1);
    style.height = share(size[0], 0);
    style.width = share(size[1], 1);
    this.element.setAttribute("aria-valuemax", String(places[0] * places[1]));
    this.element.setAttribute("aria-valuenow", String(place[0] * places[1] + place[1] + 1));
    this.element.setAttribute("aria-valuetext", text);
  }

  /**
   * Put the middle of the window where the reader pointed.
   * @param {PointerEvent | MouseEvent} event
   */
  jump(event) {
    const [row, column] = this.#cellAt(event);
    this.#go(row - this.#size[0] / 2, column - this.#size[1] / 2);
  }

  #onKey(event) {
    const [row, column] = this.#place;
    const last = this.#places;
    if (event.key in STEPS) this.#go(row + STEPS[event.key][0], column + STEPS[event.key][1]);
    else if (event.key === "Home") this.#go(0, 0);
    else if (event.key === "End") this.#go(last[0] - 1, last[1] - 1);
    else return;
    event.preventDefault(); // the page must not scroll away
  }

  #onGrab(event) {
    const { element } = this;
    const grabbed = this.#cellAt(event).map((cell, axis) => cell - this.#place[axis]);
    const drag = (moved) => {
      const [row, column] = this.#cellAt(moved);
      this.#go(row - grabbed[0], column - grabbed[1]);
    };
    element.setPointerCapture(event.pointerId);
    element.addEventListener("pointermove", drag);
    element.addEventListener("lostpointercapture", () => element.removeEventListener("pointermove", drag), {
      once: true,
    });
  }

  /** Row and column under the pointer, with fractions. */
  #cellAt({ clientX, clientY }) {
    const box = this.element.parentElement.getBoundingClientRect();
    return [
      ((clientY - box.top) / box.height) * this.#grid[0],
      ((clientX - box.left) / box.width) * this.#grid[1],
    ];
  }

  #go(...wanted) {
    const place = wanted.map((cell, axis) => Math.min(Math.max(Math.round(cell), 0), this.#places[axis] - 1));
    if (place.some((cell, axis) => cell !== this.#place[axis])) this.#move(...place);
  }
}
