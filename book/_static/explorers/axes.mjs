/** Explorer 8, "which axes slide?", on the page: input, one filter and output as blocks, and where the window goes. */

import { outputSize, paddedSize, range } from "./arithmetic.mjs";
import { axesFacts, axesOf, fits, splits } from "./axes-facts.mjs";
import { arrow, face, label, line } from "./drawing.mjs";
import { Explorer } from "./explorer.mjs";
import { panel, show } from "./panel.mjs";

const LONGEST = 4; // side of a block, in cells of the page; more cells become smaller
const MOST_LINES = 12; // more lines would be a grey area
const SLANT = 0.4; // how far a cell behind another one stands to the right and up
const MARGIN = 1; // for the names of the axes
const STEP = 1.3; // length of an arrow

/**
 * One side of a block.
 * @typedef {object} Side
 * @property {string} name  a letter
 * @property {number} cells
 * @property {number} window  how many of them the window holds
 * @property {number} unit  length of a cell
 * @property {boolean} slides  whether the window can move along it
 */

/** `<course-axes>` */
export class AxesExplorer extends Explorer {
  static facts = axesFacts;

  #input = panel("input");
  #filter = panel("one filter");
  #output = panel("output");

  constructor() {
    super();
    this.drawing.append(this.#input.figure, this.#filter.figure, this.#output.figure);
  }

  draw(values) {
    const { channels, filters, groups, layer, padding } = values;
    const right = splits(values);
    const drawn = right && fits(values);
    const seen = right ? channels / groups : channels;
    const sliding = axesOf(values).map(({ name, row }) => {
      const cells = paddedSize(row);
      const places = drawn ? outputSize(row) : 1;
      const letter = layer === "Conv1d" ? "L" : name[0].toUpperCase();
      return { ...side(letter, cells, Math.min(row.k, cells)), slides: places > 1, places };
    });
    // Of a volume one channel is drawn: the picture has no room for a fourth axis.
    const sides = (across) => inOrder(layer === "Conv3d" ? sliding : [across, ...sliding]);
    const oneOf = (count, what) => (layer === "Conv3d" && count > 1 ? `1 of ${count} ${what}` : "");

    this.#draw(this.#input, "input", {
      note: [padding ? "with padding" : "", oneOf(channels, "channels")],
      sides: sides(side("C", channels, seen)),
    });
    const alone = ({ window, ...other }) => ({ ...other, cells: window, window, slides: false });
    this.#draw(this.#filter, "one filter", {
      note: [`1 of ${filters}`, oneOf(seen, "slices")],
      sides: sides(side("C", channels, seen)).map(alone),
    });
    this.#output.figure.hidden = !drawn;
    const after = ({ places, ...other }) => (places ? { ...other, cells: places, window: 1, slides: false } : other);
    this.#draw(this.#output, "output", {
      note: [oneOf(filters, "maps")],
      sides: sides(side("F", filters, filters)).map(after),
    });
  }

  /**
   * Show a block in a panel.
   * @param {import("./panel.mjs").Panel} place
   * @param {string} name
   * @param {object} content
   * @param {string[]} content.note  what to add to the name
   * @param {Side[]} content.sides  height, width and perhaps depth
   */
  #draw(place, name, { note, sides }) {
    place.figure.querySelector("figcaption").textContent = [name, ...note.filter(Boolean)].join(", ");
    show(place, { id: `${this.id}-${name.replace(" ", "-")}`, title: name, ...block(sides) });
  }
}

/** A side whose cells become smaller when there are many. */
function side(name, cells, window) {
  return { name, cells, window, unit: Math.min(1, LONGEST / cells), slides: false };
}

/** Two sides as they are, height and width; of three the first goes behind: height, width, depth. */
function inOrder(sides) {
  return sides.length === 3 ? [sides[1], sides[2], sides[0]] : sides;
}

/** A block with a window in its near corner: its faces, its lines, the names of its sides, and the window's ways. */
function block([height, width, depth]) {
  const [h, w] = [height.cells * height.unit, width.cells * width.unit];
  const d = depth ? depth.cells * depth.unit * SLANT : 0;
  const [left, top] = [MARGIN, 0.3 + d];
  const [wh, ww] = [height.window * height.unit, width.window * width.unit];
  const wd = depth ? depth.window * depth.unit * SLANT : 0;
  /** A place on the block: to the right, down, and behind. */
  const at = (x, y, z) => [left + x + z, top + y - z];
  const front = (x, y) => [at(0, 0, 0), at(x, 0, 0), at(x, y, 0), at(0, y, 0)];
  const above = (x, z) => [at(0, 0, 0), at(x, 0, 0), at(x, 0, z), at(0, 0, z)];
  const beside = (y, z) => [at(w, 0, 0), at(w, y, 0), at(w, y, z), at(w, 0, z)];

  const shapes = [face(front(w, h), "given")];
  if (depth) shapes.push(face(above(w, d), "given"), face(beside(h, d), "given"));
  shapes.push(face(front(ww, wh), "window"));
  if (depth) shapes.push(face(above(ww, wd), "window"));
  if (depth && width.window === width.cells) shapes.push(face(beside(wh, wd), "window"));

  const between = (side, draw) =>
    side.cells <= MOST_LINES ? range(side.cells - 1).map((i) => draw((i + 1) * side.unit)) : [];
  const ruled = (from, to) => line(...from, ...to, "face-line");
  shapes.push(
    ...between(width, (x) => ruled(at(x, 0, 0), at(x, h, 0))),
    ...between(height, (y) => ruled(at(0, y, 0), at(w, y, 0))),
  );
  if (depth) {
    const behind = between(depth, (z) => z * SLANT);
    shapes.push(
      ...between(width, (x) => ruled(at(x, 0, 0), at(x, 0, d))),
      ...between(height, (y) => ruled(at(w, y, 0), at(w, y, d))),
      ...behind.flatMap((z) => [ruled(at(0, 0, z), at(w, 0, z)), ruled(at(w, 0, z), at(w, h, z))]),
    );
  }
  if (width.slides) shapes.push(arrow(...at(ww, wh / 2, 0), ...at(Math.min(ww + STEP, w), wh / 2, 0)));
  if (height.slides) shapes.push(arrow(...at(ww / 2, wh, 0), ...at(ww / 2, Math.min(wh + STEP, h), 0)));
  if (depth?.slides) shapes.push(arrow(...at(ww / 2, 0, wd), ...at(ww / 2, 0, Math.min(wd + STEP * SLANT * 2, d))));
  shapes.push(
    label(...at(w / 2, h + 0.45, 0), `${width.name} ${width.cells}`, "small"),
    label(...at(-0.55, h / 2, 0), `${height.name} ${height.cells}`, "small"),
  );
  if (depth) shapes.push(label(...at(w + 0.6, h + 0.1, d / 2), `${depth.name} ${depth.cells}`, "small"));

  const sides = [height, width, depth].filter(Boolean);
  const ways = sides.filter(({ slides }) => slides).map(({ name }) => name);
  const moves = ways.length ? ` The window moves along ${ways.join(", ")}.` : "";
  return {
    columns: left + w + d + MARGIN,
    rows: top + h + 0.9,
    description:
      `${sides.map(({ name, cells }) => `${name} ${cells}`).join(", ")}; the coloured part: ` +
      `${sides.map(({ name, window }) => `${name} ${window}`).join(", ")}.${moves}`,
    shapes,
  };
}
