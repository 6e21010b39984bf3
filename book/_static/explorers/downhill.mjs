/** Explorer 3, "downhill", on the page: a map with the walk, and the loss after each step. */

import { range } from "./arithmetic.mjs";
import { contour } from "./contours.mjs";
import { downhillFacts, losses, placeText, REACH, surfaceOf, walk } from "./downhill-facts.mjs";
import { label, svg } from "./drawing.mjs";
import { Explorer } from "./explorer.mjs";
import { panel, show } from "./panel.mjs";
import { plot } from "./plot.mjs";
import { SlidingWindow } from "./sliding-window.mjs";
import { decimal } from "./words.mjs";

const CELLS = 2 * REACH + 1; // of the map; a whole coordinate is the middle of a cell
const EDGE = CELLS / 2;
const GRID = range(4 * CELLS + 1).map((i) => i / 4 - EDGE);
const LOSS = { columns: 8, rows: CELLS }; // lies beside the map on a wide page
const ROOM = 2; // above the highest tick of the loss and below the lowest
const OUTSIDE = 100; // so far from the map, and so high above the plot, lines go on; browsers suffer from long ones

/** `<course-downhill>` */
export class DownhillExplorer extends Explorer {
  static facts = downhillFacts;

  #start = new SlidingWindow((row, column) => this.update({ x0: column - REACH, x1: REACH - row }), "start of the walk");
  #map = panel("map, seen from above");
  #loss = panel("loss after each step");
  #contours = new Map();

  constructor() {
    super();
    const { stage } = this.#map;
    this.#start.element.classList.add("explorer-place");
    stage.append(this.#start.element);
    stage.addEventListener("click", (event) => {
      if (event.target !== this.#start.element) this.#start.jump(event);
    });
    this.drawing.append(this.#map.figure, this.#loss.figure);
  }

  draw(values) {
    this.#drawMap(values);
    this.#drawLoss(values);
  }

  #drawMap(values) {
    const id = `${this.id}-map`;
    const places = walk(values);
    const path = places.map((place) => toMap(nearer(place)).map((number) => number.toFixed(3)).join(" "));
    show(this.#map, {
      id,
      columns: CELLS,
      rows: CELLS,
      title: "Map, seen from above",
      description: `Contour lines of the ${values.surface}, and the walk: ${stations(places).join(", ")}.`,
      shapes: [
        svg("clipPath", { id: `${id}-box` }, svg("rect", { width: CELLS, height: CELLS })),
        svg("rect", { width: CELLS, height: CELLS, class: "plot-box" }),
        ...this.#contoursOf(values),
        ...cross(),
        svg("path", { d: `M${path.join("L")}`, class: "curve-orange", "clip-path": `url(#${id}-box)` }),
        ...places.filter(isOnMap).map((place) => {
          const [cx, cy] = toMap(place);
          return svg("circle", { cx, cy, r: 0.13, class: "dot-orange" });
        }),
      ],
    });
    this.#start.show({
      place: [REACH - values.x1, values.x0 + REACH],
      places: [CELLS, CELLS],
      size: [1, 1],
      grid: [CELLS, CELLS],
      text: `${placeText(places[0])}, loss ${decimal(surfaceOf(values).f(...places[0]))}`,
    });
  }

  #drawLoss(values) {
    const id = `${this.id}-loss`;
    const heights = losses(values);
    const { ticks } = surfaceOf(values);
    const [low, high] = [ticks[0] - ROOM, ticks.at(-1) + ROOM];
    const { axes, curve, dot } = plot({
      id,
      ...LOSS,
      x: { min: 0, max: downhillFacts.parameters.steps.max, ticks: [0, 20, 40, 60].map(written) },
      y: { min: low, max: high, ticks: ticks.map(written) },
    });
    const points = heights.map((height, step) => [step, Math.min(Math.max(height, low - OUTSIDE), high + OUTSIDE)]);
    show(this.#loss, {
      id,
      ...LOSS,
      title: "Loss after each step",
      description: `${stations(heights.map((height) => [height])).join(", ")}.`,
      shapes: [
        ...axes,
        curve(points, "curve-orange"),
        ...points.filter(([, height]) => height >= low && height <= high).map((point) => dot(point, 0.11, "dot-orange")),
      ],
    });
  }

  /** The contour lines of a surface, the stronger the higher; they are computed once. */
  #contoursOf(values) {
    const { f, contours } = surfaceOf(values);
    if (!this.#contours.has(values.surface)) {
      const drawn = contours.map((height) => {
        const pieces = contour(f, height, GRID, GRID).map((piece) => piece.map((end) => toMap(end).join(" ")).join("L"));
        return `M${pieces.join("M")}`;
      });
      this.#contours.set(values.surface, drawn);
    }
    return this.#contours.get(values.surface).map((d, i) => {
      const line = svg("path", { d, class: "plot-contour" });
      line.style.setProperty("--height", String((i + 1) / contours.length));
      return line;
    });
  }
}

/** Where a place lies on the map, in cells from its top left corner. */
function toMap([x0, x1]) {
  return [EDGE + x0, EDGE - x1];
}

/** A place, or one in the same direction that is not so far away. */
function nearer(place) {
  const shrunk = Math.min(1, OUTSIDE / Math.hypot(...place));
  return place.map((number) => number * shrunk);
}

function isOnMap(place) {
  return place.every((number) => Math.abs(number) <= EDGE);
}

/** The axes through (0, 0), with a few numbers. */
function cross() {
  return [
    svg("path", { d: `M0 ${EDGE}H${CELLS}M${EDGE} 0V${CELLS}`, class: "plot-axis" }),
    ...[-4, -2, 2, 4].flatMap((at) => [
      label(EDGE + at, EDGE + 0.4, decimal(at), "small"),
      label(EDGE - 0.5, EDGE - at, decimal(at), "small"),
    ]),
    label(CELLS - 0.5, EDGE - 0.45, "x₀"),
    label(EDGE + 0.5, 0.5, "x₁"),
  ];
}

/** Some numbers along a walk, as text. */
function stations(numbers) {
  const last = numbers.length - 1;
  const shown = range(numbers.length).filter((step) => step <= 3 || step % 10 === 0 || step === last);
  return shown.map((step) => `step ${step} ${placeText(numbers[step])}`);
}

function written(number) {
  return [number, decimal(number)];
}
