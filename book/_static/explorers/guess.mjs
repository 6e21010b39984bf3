/** Explorer 1, "loss of one guess", on the page: the probabilities as bars, and the loss on the curve -ln p. */

import { range } from "./arithmetic.mjs";
import { bar, curve, dot, label, line, picture } from "./drawing.mjs";
import { Explorer } from "./explorer.mjs";
import { decimals, guessFacts, guessOf, verdict } from "./guess-facts.mjs";
import { html } from "./html.mjs";
import { scrollBox } from "./scroll-box.mjs";
import { capital } from "./words.mjs";

const FLOOR = 5.8; // where the axes of both pictures lie, in cells from the top
const ROWS = FLOOR + 0.8;
const BARS = 6.4; // columns of the bars' picture
const LEFT = 0.9; // columns for the numbers beside the curve
const WIDTH = 7; // of the curve, for p from 0 to 1
const COSTS = 10; // the loss at the top of the curve: as far as the sliders go
const POINTS = 200; // that the curve is drawn through

/** `<course-guess>` */
export class GuessExplorer extends Explorer {
  static facts = guessFacts;

  #bars = html("div", { class: "explorer-stage" });
  #curve = html("div", { class: "explorer-stage" });
  #lamp = html("p", { class: "explorer-caption explorer-lamp" });

  constructor() {
    super();
    this.drawing.append(
      panel("probabilities", this.#bars, BARS),
      panel("loss of the right class", this.#curve, LEFT + WIDTH + 0.6),
      this.#lamp,
    );
  }

  draw(values) {
    const { probabilities, right, guess, loss } = guessOf(values);
    this.#bars.replaceChildren(barsOf(this.id, probabilities, right));
    this.#curve.replaceChildren(curveOf(this.id, probabilities[right], loss));
    this.#lamp.textContent = capital(verdict(values));
    this.#lamp.classList.toggle("is-on", guess === right);
  }
}

/** A bar for each class; the right one is strong. */
function barsOf(id, probabilities, right) {
  const tallest = FLOOR - 0.8;
  return picture({
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
      line(0, FLOOR, BARS, FLOOR, "axis"),
    ],
  });
}

/** The curve -ln p, and on it the probability of the right class. */
function curveOf(id, p, loss) {
  const x = (probability) => LEFT + WIDTH * probability;
  const y = (cost) => FLOOR - (cost / COSTS) * (FLOOR - 0.4);
  const costs = range(POINTS + 1).map((i) => (COSTS * i) / POINTS);
  return picture({
    id: `${id}-curve`,
    columns: LEFT + WIDTH + 0.6,
    rows: ROWS,
    title: "The curve -ln p",
    description: `At p = ${decimals(p)}, the curve is ${decimals(loss)} high.`,
    shapes: [
      line(x(0), y(0), x(1), y(0), "axis"),
      line(x(0), y(0), x(0), y(COSTS), "axis"),
      line(x(0), y(Math.log(3)), x(1), y(Math.log(3)), "guide"),
      label(x(0.93), y(Math.log(3)) - 0.35, "ln 3", "small"),
      ...[0, 5, 10].map((cost) => label(LEFT - 0.2, y(cost), String(cost), "end")),
      ...[0, 0.5, 1].map((probability) => label(x(probability), FLOOR + 0.45, String(probability), "small")),
      label(x(0.75), FLOOR + 0.45, "p"),
      label(LEFT + 0.95, y(9.6), "−ln p"),
      curve(costs.map((cost) => [x(Math.exp(-cost)), y(cost)])),
      dot(x(p), y(loss)),
    ],
  });
}

/** A named place for a picture. */
function panel(name, stage, columns) {
  const figure = html("figure", {}, html("figcaption", {}, name), scrollBox(name, stage));
  figure.style.setProperty("--columns", String(columns));
  return figure;
}
