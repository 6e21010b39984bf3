/** Explorer 4, "bend the plane", on the page: the samples, and where a layer takes them. */

import { range } from "./arithmetic.mjs";
import { answer, bendFacts, bent, CORNERS, placeText, readOut, TARGETS } from "./bend-facts.mjs";
import { bar, label } from "./drawing.mjs";
import { Explorer } from "./explorer.mjs";
import { panel, show } from "./panel.mjs";
import { plot } from "./plot.mjs";
import { decimal } from "./words.mjs";

const SIZE = { columns: 9.3, rows: 8.4 }; // the axes span 7 by 7 cells; two lie side by side on a wide page
const TILES = 16; // of colour, along each axis
const BEFORE = { min: -0.5, max: 1.5, ticks: [0, 1].map((number) => [number, decimal(number)]) };
const LINES = range(5).map((i) => (BEFORE.max - BEFORE.min) * (i / 4) + BEFORE.min); // of the grid
const POINTS = 40; // that a bent line is drawn through
const REACHES = [1, 2, 4, 6]; // how far the second picture can go
const MARK = 0.8; // side of a sample's mark

/** `<course-bend>` */
export class BendExplorer extends Explorer {
  static facts = bendFacts;

  #before = panel("samples: x₀ to the right, x₁ up");
  #after = panel("after the layer: h₀ to the right, h₁ up");

  constructor() {
    super();
    this.drawing.append(this.#before.figure, this.#after.figure);
  }

  draw(values) {
    const layer = readOut(values);
    const after = CORNERS.map((corner) => bent(values, corner));
    this.#show(this.#before, "before", {
      axis: BEFORE,
      title: "The samples of XOR",
      shade: (place) => answer(layer, bent(values, place)),
      move: (place) => place,
      corners: CORNERS,
    });
    this.#show(this.#after, "after", {
      axis: axisFor(values, after),
      title: "Where the layer takes them",
      shade: (place) => answer(layer, place),
      move: (place) => bent(values, place),
      corners: after,
    });
  }

  /**
   * Show a picture of the plane: coloured by what the second layer answers, with the grid and the corners of XOR.
   * @param {import("./panel.mjs").Panel} stage
   * @param {string} name
   * @param {object} plane
   * @param {import("./plot.mjs").Scale} plane.axis  of both axes
   * @param {string} plane.title
   * @param {(place: [number, number]) => number} plane.shade  what the second layer answers there
   * @param {(place: [number, number]) => [number, number]} plane.move  where a sample lies in the picture
   * @param {[number, number][]} plane.corners
   */
  #show(stage, name, { axis, title, shade, move, corners }) {
    const id = `${this.id}-${name}`;
    const { axes, curve, place } = plot({ id, ...SIZE, x: axis, y: axis });
    const along = range(POINTS + 1).map((i) => (i / POINTS) * (BEFORE.max - BEFORE.min) + BEFORE.min);
    const grid = LINES.flatMap((at) => [along.map((other) => [at, other]), along.map((other) => [other, at])]);
    show(stage, {
      id,
      ...SIZE,
      title,
      description: corners.map((corner, i) => `Target ${TARGETS[i]}: ${placeText(corner)}.`).join(" "),
      shapes: [
        ...tiles(axis, place, shade),
        ...axes,
        ...grid.map((line) => curve(line.map(move), "plot-axis")),
        ...corners.map((corner, i) => mark(place(corner), TARGETS[i])),
      ],
    });
  }
}

/** Axes that hold all corners; they change in steps, so that a small move does not redraw the world. */
function axisFor({ activation }, corners) {
  const farthest = Math.max(...corners.flat().map(Math.abs));
  const reach = REACHES.find((number) => number >= farthest);
  const low = ["ReLU", "sigmoid"].includes(activation) ? 0 : -reach;
  const room = 0.15 * (reach - low);
  const ticks = (low < 0 ? [low, 0, reach] : [0, reach / 2, reach]).map((number) => [number, decimal(number)]);
  return { min: low - room, max: reach + room, ticks };
}

/** Tiles that are the stronger, the nearer the answer in their middle is to 1. */
function tiles({ min, max }, place, shade) {
  const step = (max - min) / TILES;
  const [left, bottom] = place([min, min]);
  const [right] = place([max, max]);
  const side = (right - left) / TILES;
  return range(TILES * TILES).map((i) => {
    const [row, column] = [Math.floor(i / TILES), i % TILES];
    const drawn = bar(left + column * side, bottom - row * side, side, side, "heat");
    const said = shade([min + (column + 0.5) * step, min + (row + 0.5) * step]);
    drawn.style.setProperty("--heat", Math.min(Math.max(said, 0), 1).toFixed(3));
    return drawn;
  });
}

/** A sample: a small square with its target, as strong as the tiles should be. */
function mark([x, y], target) {
  const square = bar(x - MARK / 2, y + MARK / 2, MARK, MARK, target ? "tap" : "blank");
  square.append(label(x, y, String(target)));
  return square;
}
