/** Explorer 6, "the frame", on the page: the framed image, the looks at each pixel, and the output. */

import { outputSize, paddedSize, range, span } from "./arithmetic.mjs";
import { cell, heatCell, outline } from "./drawing.mjs";
import { Explorer } from "./explorer.mjs";
import { axes, fits, frameFacts, framedImage, pixelCounts, windowText } from "./frame-facts.mjs";
import { html } from "./html.mjs";
import { panel, show } from "./panel.mjs";
import { SlidingWindow } from "./sliding-window.mjs";
import { capital, times } from "./words.mjs";

/** `<course-frame>` */
export class FrameExplorer extends Explorer {
  static facts = frameFacts;

  #window = new SlidingWindow((row, column) => this.update({ row, column }));
  #panels = {
    image: panel("framed image"),
    counts: panel("looks at each pixel"),
    output: panel("output"),
  };
  #caption = html("p", { class: "explorer-caption" });

  constructor() {
    super();
    const { image, counts, output } = this.#panels;
    image.stage.append(this.#window.element);
    image.stage.addEventListener("click", (event) => {
      if (event.target !== this.#window.element) this.#window.jump(event);
    });
    this.drawing.append(image.figure, counts.figure, output.figure, this.#caption);
  }

  draw(values) {
    const window = fits(values) ? inside(values) : null;
    this.#drawImage(values, window);
    this.#drawCounts(values, window);
    this.#drawOutput(values, window);
  }

  #drawImage(values, window) {
    const grid = axes(values).map(paddedSize);
    const texts = filled(values);
    const [[top], [left]] = axes(values).map(({ padding }) => padding);
    const isPixel = (i, j) => i >= top && i < top + values.n && j >= left && j < left + values.n;
    const cells = range(grid[0]).flatMap((i) =>
      range(grid[1]).map((j) => cell(j, i, texts[i][j], isPixel(i, j) ? "given" : "added")),
    );
    const taps = window && values.dilation > 1 ? tapPlaces(window).map(([i, j]) => outline(j, i, 1, 1)) : [];
    show(this.#panels.image, {
      id: `${this.id}-image`,
      rows: grid[0],
      columns: grid[1],
      title: "Framed image",
      description: `Numbered pixels and, around them, what was added. ${lines("Row", texts)}`,
      shapes: [...cells, ...taps],
    });
    this.#window.element.hidden = window === null;
    this.#caption.textContent = window ? capital(windowText(window)) : "";
    if (window) {
      const size = span(values.kernel, values.dilation);
      this.#window.show({
        place: [window.row, window.column],
        places: axes(values).map(outputSize),
        size: [size, size],
        grid,
        text: windowText(window),
      });
    }
  }

  #drawCounts(values, window) {
    const { n, kernel } = values;
    const counts = pixelCounts(values);
    const cells = counts.flatMap((row, i) => row.map((count, j) => heatCell(j, i, count, kernel * kernel)));
    const [top, left] = axes(values).map(({ padding }) => padding[0]);
    const read = (window ? tapPlaces(window) : [])
      .map(([i, j]) => [i - top, j - left])
      .filter((place) => place.every((at) => at >= 0 && at < n));
    show(this.#panels.counts, {
      id: `${this.id}-counts`,
      rows: n,
      columns: n,
      title: "Looks at each pixel",
      description: `In how many windows each pixel takes part. ${lines("Row", counts)}`,
      shapes: [...cells, ...read.map(([i, j]) => outline(j, i, 1, 1))],
    });
  }

  #drawOutput(values, window) {
    const { figure } = this.#panels.output;
    figure.hidden = window === null;
    if (window === null) return;
    const grid = axes(values).map(outputSize);
    const cells = range(grid[0]).flatMap((i) => range(grid[1]).map((j) => cell(j, i, "", "blank")));
    show(this.#panels.output, {
      id: `${this.id}-output`,
      rows: grid[0],
      columns: grid[1],
      title: "Output",
      description: `${times(grid)} cells, one for each window. The window gives (${window.row}, ${window.column}).`,
      shapes: [...cells, cell(window.column, window.row, "", "tap")],
    });
  }
}

/** The values with the window moved to where there is a place for it. */
function inside(values) {
  const [rows, columns] = axes(values).map(outputSize);
  return { ...values, row: Math.min(values.row, rows - 1), column: Math.min(values.column, columns - 1) };
}

/** The cells that the window reads, as [row, column] of the framed image. */
function tapPlaces({ row, column, kernel, dilation }) {
  return range(kernel).flatMap((i) =>
    range(kernel).map((j) => [row + i * dilation, column + j * dilation]),
  );
}

/** The texts of the framed image; what the fill cannot provide stays open. */
function filled(values) {
  try {
    return framedImage(values).map((row) => row.map(String));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const [height, width] = axes(values).map(paddedSize);
    return range(height).map(() => new Array(width).fill("?"));
  }
}

function lines(name, rows) {
  return rows.map((row, i) => `${name} ${i}: ${row.join(" ")}.`).join(" ");
}
