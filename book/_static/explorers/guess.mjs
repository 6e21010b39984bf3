/** Explorer 1, "loss of one guess", on the page: the probabilities as bars, and the loss on the curve -ln p. */

import { range } from "./arithmetic.mjs";
import { bar, label, line } from "./drawing.mjs";
import { Explorer } from "./explorer.mjs";
import { decimals, guessFacts, guessOf, UNIFORM, verdict } from "./guess-facts.mjs";
import { html } from "./html.mjs";
import { panel, show } from "./panel.mjs";
import { plot } from "./plot.mjs";
import { capital } from "./words.mjs";

const ROWS = 6.6; // of both pictures
const FLOOR = 5.6; // where the bars stand, in cells from the top
const BARS = 6.4; // columns of the bars' picture
const CURVE = { columns: 9, rows: ROWS };
const COSTS = 10; // the loss at the top of the curve: as far as the sliders go
const POINTS = 200; // that the curve is drawn through

/** `<course-guess>` */
export class GuessExplorer extends Explorer {
  static facts = guessFacts;

  #bars = panel("probabilities");
  #curve = panel("loss −ln p of the right class");
  #lamp = html("p", { class: "explorer-caption explorer-lamp" });

  constructor() {
    super();
    this.drawing.append(this.#bars.figure, this.#curve.figure, this.#lamp);
  }

  draw(values) {
    const { probabilities, right, guess, loss } = guessOf(values);
    show(this.#bars, barsOf(this.id, probabilities, right));
    show(this.#curve, curveOf(this.id, probabilities[right], loss));
    this.#lamp.textContent = capital(verdict(values));
    this.#lamp.classList.toggle("is-on", guess === right);
  }
}

/** A bar for each class; the right one is strong. */
function barsOf(id, probabilities, right) {
  const tallest = FLOOR - 0.8;
  return {
    id: `${id}-bars`,
    columns: BARS,
    rows: ROWS,
    title: "Probabilities",
    description: probabilities.map((p, i) => `Class ${i + 1}: ${decimals(p)}.`).join(" "),
    shapes: [
      ...probabilities.flatMap((p, i) => [
        bar(0.4 + 2 * i, FLOOR, 1.6, p * tallest, i === right ? "tap" : "given"),
        label(1.2 + 2 * i, FLOOR - p * tallest - 0.35, p.toFixed(3), "small"),
        label(1.2 + 2 * i, FLOOR + 0.45, String(i + 1)),
      ]),
      line(0, FLOOR, BARS, FLOOR, "plot-axis"),
    ],
  };
}

/** The curve -ln p, and on it the probability of the right class. */
function curveOf(id, p, loss) {
  const { axes, curve, dot } = plot({
    id: `${id}-curve`,
    ...CURVE,
    x: { min: 0, max: 1, ticks: [[0, "0"], [0.5, "p = 0.5"], [1, "1"]] },
    y: { min: 0, max: COSTS, ticks: [[0, "0"], [UNIFORM, "ln 3"], [5, "5"], [COSTS, "10"]] },
  });
  const costs = range(POINTS + 1).map((i) => (COSTS * i) / POINTS);
  return {
    id: `${id}-curve`,
    ...CURVE,
    title: "The curve -ln p",
    description: `At p = ${decimals(p)}, the curve is ${decimals(loss)} high.`,
    shapes: [
      ...axes,
      curve([[0, UNIFORM], [1, UNIFORM]], "curve-guide"),
      curve(costs.map((cost) => [Math.exp(-cost), cost]), "curve"),
      dot([p, loss], 0.2, "dot-blue"),
    ],
  };
}
