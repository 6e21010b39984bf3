/** Explorer 7, "how many fit?", on the page: the padded row, and below it each window on a line of its own. */

import { leftover, paddedSize, range, windowTaps } from "./arithmetic.mjs";
import { cell, cross, label, line, picture } from "./drawing.mjs";
import { Explorer } from "./explorer.mjs";
import { fitFacts, formula, hasRoom, rowOf } from "./fit-facts.mjs";
import { html } from "./html.mjs";
import { scrollBox } from "./scroll-box.mjs";

const MARGIN = 1.4; // cells to the left of the row, for the names of the outputs
const LINE = 1.15; // from one window to the next: the taps do not touch

/** `<course-fit>` */
export class FitExplorer extends Explorer {
  static facts = fitFacts;

  #stage = html("div", { class: "explorer-stage" });
  #formula = html("p", { class: "explorer-formula" });

  constructor() {
    super();
    this.drawing.append(scrollBox("padded row and windows", this.#stage), this.#formula);
  }

  draw(values) {
    const row = rowOf(values);
    const windows = hasRoom(values) ? windowTaps(row) : [];
    const columns = MARGIN + paddedSize(row);
    this.#stage.style.setProperty("--columns", String(columns));
    this.#stage.replaceChildren(
      picture({
        id: `${this.id}-row`,
        columns,
        rows: 1 + windows.length * LINE,
        title: "Windows on a padded row",
        description: windows.map((taps, i) => `Output ${i} reads ${namesOf(taps, row)}.`).join(" "),
        shapes: [...cellsOf(row, windows), ...windows.flatMap(windowShapes)],
      }),
    );
    const steps = formula(values).map((step, i) => html("span", {}, ...withItalics(i ? `= ${step}` : step)));
    this.#formula.replaceChildren(...steps.flatMap((step) => [step, " "]));
  }
}

/** The padded row: given cells with their number, added ones without, and a cross over what is left over. */
function cellsOf(row, windows) {
  const { n, padding } = row;
  const read = new Set(windows.flat());
  const reached = windows.length ? paddedSize(row) - leftover(row) : 0;
  return range(paddedSize(row)).flatMap((place) => {
    const i = place - padding[0];
    const given = i >= 0 && i < n;
    const kind = given ? (read.has(place) ? "given" : "blank") : "added";
    const drawn = cell(MARGIN + place, 0, given ? String(i) : "", kind);
    return place < reached ? [drawn] : [drawn, cross(MARGIN + place, 0)];
  });
}

/** One window: its name, and its taps on a line. */
function windowShapes(taps, i) {
  const y = 1 + i * LINE + (LINE - 1);
  const [first, last] = [taps[0], taps[taps.length - 1]];
  return [
    label(MARGIN / 2, y + 0.5, `y${subscript(i)}`),
    line(MARGIN + first + 0.5, y + 0.5, MARGIN + last + 0.5, y + 0.5),
    ...taps.map((place, tap) => cell(MARGIN + place, y, `w${subscript(tap)}`, "tap")),
  ];
}

/** The cells that a window reads, as text. */
function namesOf(taps, { n, padding }) {
  const cells = taps.map((place) => place - padding[0]);
  return cells.map((i) => (i >= 0 && i < n ? `cell ${i}` : "padding")).join(", ");
}

function subscript(number) {
  return [...String(number)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");
}

/** The formula with its letters as mathematics sets them. */
function withItalics(text) {
  return text.split(/([a-z])/).map((part) => (/[a-z]/.test(part) ? html("i", {}, part) : part));
}
