/** Explorer 2, "secant to tangent", on the page: the curve with both lines, and the V of the errors. */

import { range } from "./arithmetic.mjs";
import { Explorer } from "./explorer.mjs";
import { panel, show } from "./panel.mjs";
import { plot } from "./plot.mjs";
import { error, errorCurve, exactSlope, height, places, quotient, secantFacts } from "./secant-facts.mjs";
import { decimal } from "./words.mjs";

const SIZE = { columns: 9.5, rows: 8 }; // two lie side by side on a wide page
const AROUND = 1.5; // from x to either end of the curve; the largest step leads to two thirds of it
const LOWEST = -17; // power of ten, where errors are drawn that are 0
const HIGHEST = 2;

/** `<course-secant>` */
export class SecantExplorer extends Explorer {
  static facts = secantFacts;

  #curve = panel("curve, secant and tangent");
  #errors = panel("error for each step");

  constructor() {
    super();
    this.drawing.append(this.#curve.figure, this.#errors.figure);
  }

  draw(values) {
    this.#drawCurve(values);
    this.#drawErrors(values);
  }

  #drawCurve(values) {
    const { x } = values;
    const [from, to] = [x - AROUND, x + AROUND];
    const points = range(121).map((i) => {
      const at = from + (i / 120) * (to - from);
      return [at, height(values, at)];
    });
    const heights = points.map((point) => point[1]);
    const room = 0.15 * (Math.max(...heights) - Math.min(...heights));
    const [min, max] = [Math.min(...heights) - room, Math.max(...heights) + room];
    const id = `${this.id}-curve`;
    const { axes, curve, dot } = plot({
      id,
      ...SIZE,
      x: { min: from, max: to, ticks: [x - 1, x, x + 1].map((at) => [at, decimal(at)]) },
      y: { min, max, ticks: ticks(min, max).map((at) => [at, decimal(at)]) },
    });
    const line = (at, slope, kind) => {
      const base = height(values, at);
      return curve([from, to].map((end) => [end, base + slope * (end - at)]), kind);
    };
    const [left, right] = places(values);
    const slope = exactSlope(values);
    show(this.#curve, {
      id,
      ...SIZE,
      title: "Curve, secant and tangent",
      description: curveText(values),
      shapes: [
        ...axes,
        curve(points, "curve"),
        ...(slope === null ? [] : [line(x, slope, "curve-guide")]),
        line(left, quotient(values), "curve-blue"),
        ...[left, right].map((at) => dot([at, height(values, at)], 0.17, "dot-blue")),
        ...(values.rule === "central" ? [dot([x, height(values, x)], 0.12, "dot")] : []),
      ],
    });
  }

  #drawErrors(values) {
    const power = (number) => Math.max(Math.log10(number), LOWEST); // also of 0
    const id = `${this.id}-errors`;
    const { axes, curve, dot } = plot({
      id,
      ...SIZE,
      x: { min: -16.5, max: 0.5, ticks: [-15, -10, -5, 0].map(withPower) },
      y: { min: LOWEST - 0.5, max: HIGHEST, ticks: [-15, -10, -5, 0].map(withPower) },
    });
    const points = errorCurve(values).map(([h, wrong]) => [Math.log10(h), power(wrong)]);
    const now = error(values);
    show(this.#errors, {
      id,
      ...SIZE,
      title: "Error for each step",
      description: errorsText(values),
      shapes: [
        ...axes,
        ...points.map((point) => dot(point, 0.09, "dot-orange")),
        ...(now === null
          ? []
          : [
              curve([[Math.log10(values.h), LOWEST - 0.5], [Math.log10(values.h), power(now)]], "curve-guide"),
              dot([Math.log10(values.h), power(now)], 0.2, "dot-blue"),
            ]),
      ],
    });
  }
}

/** Three to six round numbers between two. */
function ticks(min, max) {
  const [size] = [1, 2, 5, 10, 20, 50, 100]
    .flatMap((number) => [number / 100, number])
    .sort((a, b) => a - b)
    .filter((step) => (max - min) / step <= 5.5);
  const first = Math.ceil(min / size);
  return range(Math.floor(max / size) - first + 1).map((i) => Number(((first + i) * size).toFixed(2)));
}

function withPower(exponent) {
  const digits = [...String(exponent)].map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)]));
  return [exponent, exponent === 0 ? "1" : `10${digits.join("")}`];
}

function curveText(values) {
  const slope = exactSlope(values);
  const tangent = slope === null ? "There is no tangent." : `The tangent at ${decimal(values.x)} has slope ${decimal(slope)}.`;
  return `The function ${values.function}. The ${values.rule} secant has slope ${decimal(quotient(values))}. ${tangent}`;
}

function errorsText(values) {
  const curve = errorCurve(values);
  if (!curve.length) return "Without a derivative there are no errors to show.";
  const marked = curve.filter(([h]) => Number.isInteger(Math.log10(h)) && Math.log10(h) % 4 === 0);
  return marked.map(([h, wrong]) => `Step ${decimal(h)}: error ${decimal(wrong, 2)}.`).join(" ");
}
