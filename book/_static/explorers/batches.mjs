/** Explorer 0, "batch counter", on the page: a bar for each epoch, cut into batches. */

import { range } from "./arithmetic.mjs";
import { batchesFacts, epoch } from "./batches-facts.mjs";
import { bar, picture } from "./drawing.mjs";
import { Explorer } from "./explorer.mjs";
import { html } from "./html.mjs";
import { scrollBox } from "./scroll-box.mjs";
import { plural } from "./words.mjs";

const LENGTH = 16; // of a bar, in cells
const LINE = 1.3; // from one bar to the next
const MOST_CUTS = 128; // more lines would be a grey area

/** `<course-batches>` */
export class BatchesExplorer extends Explorer {
  static facts = batchesFacts;

  #stage = html("div", { class: "explorer-stage explorer-bars" });
  #caption = html("figcaption");

  constructor() {
    super();
    const figure = html("figure", {}, this.#caption, scrollBox("epochs", this.#stage));
    figure.style.setProperty("--columns", String(LENGTH));
    this.drawing.append(figure);
  }

  draw(values) {
    const { full, rest } = epoch(values);
    const cuts = full <= MOST_CUTS;
    const bars = values.epochs === 1 ? "one epoch" : "a bar for each epoch";
    this.#caption.textContent = cuts ? bars : `${bars} (too many batches to draw their edges)`;
    this.#stage.replaceChildren(
      picture({
        id: `${this.id}-epochs`,
        columns: LENGTH,
        rows: LINE * (values.epochs - 1) + 1,
        title: "Epochs, cut into batches",
        description: `${plural(full, "full batch", "full batches")}${rest ? ` and a part of ${rest} samples` : ""}.`,
        shapes: range(values.epochs).flatMap((number) => barsOf(values, LINE * number, cuts)),
      }),
    );
  }
}

/** One epoch: its full batches, and what is left behind them. */
function barsOf({ n, batch, partial }, y, cuts) {
  const { full, rest } = epoch({ n, batch, partial });
  const part = (start, size, kind) => bar((start * LENGTH) / n, y + 1, (size * LENGTH) / n, 1, kind);
  const blocks = cuts ? range(full).map((i) => [i * batch, batch]) : [[0, full * batch]];
  const shapes = blocks.map(([start, size]) => part(start, size, "given"));
  if (!rest) return shapes;
  return [...shapes, part(full * batch, rest, partial === "keep" ? "added" : "dropped")];
}
