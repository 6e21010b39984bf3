/** Explorer 5, "filter bench", on the page: picture, kernel, the products of one window, and the output. */

import { range } from "./arithmetic.mjs";
import {
  benchFacts,
  BLACK,
  KERNEL,
  kernelOf,
  OUTPUT,
  outputOf,
  painted,
  pictureOf,
  productsOf,
  shown,
  SIDE,
  slidingWeights,
  windowText,
} from "./bench-facts.mjs";
import { cell, heatCell, outline, signedCell } from "./drawing.mjs";
import { Explorer } from "./explorer.mjs";
import { html } from "./html.mjs";
import { panel, show } from "./panel.mjs";
import { SlidingWindow } from "./sliding-window.mjs";
import { capital, decimal } from "./words.mjs";

/** `<course-bench>` */
export class BenchExplorer extends Explorer {
  static facts = benchFacts;

  #values;
  #ink = 0; // what the pointer paints while it is down
  #brush = new SlidingWindow((row, column) => this.#moveBrush(row, column), "brush");
  #brushAt = [0, 0];
  #choice = new SlidingWindow((row, column) => this.update({ row, column }), "output cell");
  #panels = {
    picture: panel("picture"),
    products: panel("nine products"),
    turned: panel("kernel, turned"),
    output: panel("output"),
  };
  #weights = range(KERNEL ** 2).map((i) => this.#field(i));
  #caption = html("p", { class: "explorer-caption" });

  constructor() {
    super();
    const { picture, turned, products, output } = this.#panels;
    const kernel = html("div", { class: "explorer-weights" }, ...this.#weights);
    picture.stage.append(this.#brush.element);
    picture.stage.addEventListener("pointerdown", (event) => this.#paint(event, true));
    picture.stage.addEventListener("pointermove", (event) => this.#paint(event, false));
    this.#brush.element.addEventListener("keydown", (event) => this.#onKey(event));
    output.stage.append(this.#choice.element);
    for (const kind of ["click", "pointermove"]) {
      output.stage.addEventListener(kind, (event) => {
        if (event.target !== this.#choice.element) this.#choice.jump(event);
      });
    }
    this.drawing.append(
      picture.figure,
      html("figure", {}, html("figcaption", {}, "kernel"), kernel),
      turned.figure,
      products.figure,
      output.figure,
      this.#caption,
    );
  }

  draw(values) {
    this.#values = values;
    this.#drawPicture();
    this.#drawKernel();
    this.#drawProducts();
    this.#drawOutput();
  }

  #drawPicture() {
    const { row, column, picture } = this.#values;
    const pixels = pictureOf(this.#values);
    show(this.#panels.picture, {
      id: `${this.id}-picture`,
      rows: SIDE,
      columns: SIDE,
      title: "Picture",
      description: lines(pixels),
      shapes: [
        ...pixels.flatMap((line, i) => line.map((level, j) => heatCell(j, i, level, BLACK))),
        outline(column, row, KERNEL, KERNEL),
      ],
    });
    const { stage } = this.#panels.picture;
    stage.classList.toggle("explorer-canvas", picture === "painted");
    this.#brush.element.hidden = picture !== "painted";
    this.#showBrush();
  }

  #drawKernel() {
    const { weights } = kernelOf(this.#values);
    this.#weights.forEach((field, i) => (field.value = String(weights[i])));
    const { figure } = this.#panels.turned;
    figure.hidden = this.#values.turn !== "turned";
    show(this.#panels.turned, {
      id: `${this.id}-turned`,
      rows: KERNEL,
      columns: KERNEL,
      title: "Kernel, turned by half a turn",
      description: lines(squares(slidingWeights(this.#values))),
      shapes: square(slidingWeights(this.#values), (x, y, number) => cell(x, y, decimal(number), "blank")),
    });
  }

  #drawProducts() {
    const products = productsOf(this.#values);
    const most = Math.max(...products.map(Math.abs), 1);
    show(this.#panels.products, {
      id: `${this.id}-products`,
      rows: KERNEL,
      columns: KERNEL,
      title: "Nine products",
      description: lines(squares(products)),
      shapes: square(products, (x, y, number) => signedCell(x, y, decimal(number), number / most)),
    });
    this.#caption.textContent = capital(windowText(this.#values));
  }

  #drawOutput() {
    const { row, column } = this.#values;
    const output = outputOf(this.#values);
    const most = Math.max(...output.flat().map(Math.abs), 1);
    show(this.#panels.output, {
      id: `${this.id}-output`,
      rows: OUTPUT,
      columns: OUTPUT,
      title: "Output",
      description: lines(output.map((line) => line.map(shown))),
      shapes: output.flatMap((line, i) => line.map((value, j) => signedCell(j, i, shown(value), value / most))),
    });
    this.#choice.show({
      place: [row, column],
      places: [OUTPUT, OUTPUT],
      size: [1, 1],
      grid: [OUTPUT, OUTPUT],
      text: windowText(this.#values),
    });
  }

  /** A field for a weight; who changes a weight has a kernel of their own. */
  #field(i) {
    const { label, min, max } = benchFacts.parameters[`w${i}`];
    const field = html("input", { type: "number", min, max, "aria-label": label });
    field.addEventListener("change", () => {
      const { weights, divide } = kernelOf(this.#values);
      const typed = Number.isNaN(field.valueAsNumber) ? 0 : Math.round(field.valueAsNumber);
      const changed = weights.map((number, at) => (at === i ? Math.min(Math.max(typed, min), max) : number));
      this.update({ kernel: "own", divide, ...Object.fromEntries(changed.map((number, at) => [`w${at}`, number])) });
    });
    return field;
  }

  #paint(event, begins) {
    if (this.#values.picture !== "painted" || !(event.buttons & 1)) return;
    const box = this.#panels.picture.stage.getBoundingClientRect();
    const [row, column] = [
      (event.clientY - box.top) / box.height,
      (event.clientX - box.left) / box.width,
    ].map((share) => Math.min(Math.max(Math.floor(share * SIDE), 0), SIDE - 1));
    if (begins) this.#ink = pictureOf(this.#values)[row][column] ? 0 : BLACK;
    this.#moveBrush(row, column);
    this.#setPixel(row, column, this.#ink);
  }

  #onKey(event) {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault(); // the page must not scroll away
    const [row, column] = this.#brushAt;
    this.#setPixel(row, column, pictureOf(this.#values)[row][column] ? 0 : BLACK);
  }

  #setPixel(row, column, level) {
    const pixels = painted(this.#values, row, column, level);
    if (pixels !== this.#values.pixels) this.update({ pixels });
  }

  #moveBrush(row, column) {
    this.#brushAt = [row, column];
    this.#showBrush();
  }

  #showBrush() {
    const [row, column] = this.#brushAt;
    const level = pictureOf(this.#values)[row][column];
    this.#brush.show({
      place: this.#brushAt,
      places: [SIDE, SIDE],
      size: [1, 1],
      grid: [SIDE, SIDE],
      text: `pixel (${row}, ${column}) is ${level}; the space bar makes it ${level ? 0 : BLACK}`,
    });
  }
}

/** Draw nine numbers as a square. */
function square(numbers, draw) {
  return numbers.map((number, i) => draw(i % KERNEL, Math.floor(i / KERNEL), number));
}

/** Nine numbers as three rows. */
function squares(numbers) {
  return range(KERNEL).map((i) => numbers.slice(i * KERNEL, (i + 1) * KERNEL));
}

function lines(rows) {
  return rows.map((row, i) => `Row ${i}: ${row.join(" ")}.`).join(" ");
}
