/** Explorer 9, "network counter", on the page: a list of layers to change, each with its counts and their shares. */

import { asOwn, counterFacts, countedLayers, KINDS, layersOf, layersText, MOST_LAYERS, totals } from "./counter-facts.mjs";
import { Explorer } from "./explorer.mjs";
import { html } from "./html.mjs";
import { grouped, times } from "./words.mjs";

/** `<course-counter>` */
export class CounterExplorer extends Explorer {
  static facts = counterFacts;

  #values;
  #kinds = ""; // of the layers that have their fields on the page
  #input = html("p", { class: "explorer-caption" });
  #list = html("ol", { class: "explorer-layers" });
  #add = html("button", { type: "button", class: "explorer-button" }, "Add a layer");

  constructor() {
    super();
    this.#add.addEventListener("click", () => this.#change((layers) => [...layers, newLayer("relu")]));
    this.drawing.append(this.#input, this.#list, this.#add);
  }

  /** A network of one's own begins with the one that is shown. */
  update(changes) {
    const begins = changes.network === "own" && changes.layers === undefined;
    super.update(begins ? { ...asOwn(this.#values), ...changes } : changes);
  }

  draw(values) {
    this.#values = values;
    const lines = countedLayers(values);
    const kinds = lines.map(({ layer }) => layer.kind).join(";");
    if (kinds !== this.#kinds) this.#build(lines);
    this.#kinds = kinds;
    const { channels, side } = asOwn(values);
    this.#input.textContent = `An image of ${times([channels, side, side])} goes in.`;
    const all = totals(lines);
    lines.forEach((line, i) => showLine(this.#list.children[i], line, all));
    this.#add.disabled = lines.length >= MOST_LAYERS;
  }

  /** Make the list anew, and keep the focus where it was. */
  #build(lines) {
    const focused = this.#list.contains(document.activeElement) && document.activeElement.id;
    this.#list.replaceChildren(...lines.map(({ layer }, i) => this.#item(layer, i, lines.length)));
    if (focused) (this.#list.querySelector(`[id="${focused}"]:enabled`) ?? this.#add).focus();
  }

  #item({ kind }, i, count) {
    const id = `${this.id}-layer-${i}`;
    const select = html(
      "select",
      { id, "aria-label": `layer ${i + 1}` },
      ...Object.keys(KINDS).map((name) => html("option", { value: name, selected: name === kind }, name)),
    );
    select.addEventListener("change", () => this.#replace(i, newLayer(select.value)));
    const remove = html(
      "button",
      {
        type: "button",
        class: "explorer-button",
        id: `${id}-remove`,
        "aria-label": `remove layer ${i + 1}`,
        disabled: count === 1,
      },
      "×",
    );
    remove.addEventListener("click", () => this.#change((layers) => layers.filter((_, at) => at !== i)));
    const fields = KINDS[kind].map((field, at) => this.#field(`${id}-${field.name}`, field, i, at));
    return html(
      "li",
      { class: "explorer-layer" },
      html("div", { class: "explorer-fields" }, select, ...fields, remove),
      html("p", { class: "explorer-counts" }),
    );
  }

  #field(id, { name, min, max }, i, at) {
    const input = html("input", { type: "number", id, min, max });
    input.addEventListener("change", () => {
      const typed = Number.isNaN(input.valueAsNumber) ? min : Math.round(input.valueAsNumber);
      const { kind, numbers } = layersOf(this.#values)[i];
      this.#replace(i, { kind, numbers: numbers.with(at, Math.min(Math.max(typed, min), max)) });
    });
    return html("label", { for: id }, name, " ", input);
  }

  #replace(i, layer) {
    this.#change((layers) => layers.with(i, layer));
  }

  #change(changed) {
    const layers = layersText(changed(layersOf(this.#values)));
    this.update({ ...asOwn(this.#values), layers });
  }
}

function newLayer(kind) {
  return { kind, numbers: KINDS[kind].map(({ start }) => start) };
}

/** Bring an item in line with what is counted for its layer. */
function showLine(item, { layer, shape, params, macs, problem }, all) {
  const inputs = item.querySelectorAll("input");
  layer.numbers.forEach((number, at) => (inputs[at].value = String(number)));
  item.classList.toggle("explorer-problem", problem !== undefined);
  const counts = item.querySelector(".explorer-counts");
  if (!shape) {
    counts.replaceChildren(problem ? "does not fit" : "");
    return;
  }
  counts.replaceChildren(html("span", { class: "explorer-shape" }, times(shape)));
  if (!params && !macs) return;
  counts.append(
    html("span", {}, `${grouped(params)} parameters`),
    share(params / all.params, "params"),
    html("span", {}, `${grouped(macs)} MACs`),
    share(macs / all.macs, "macs"),
  );
}

/** A bar as long as the share of the whole; its number stands beside it. */
function share(part, kind) {
  const bar = html("span", { class: `explorer-share explorer-share-${kind}`, "aria-hidden": "true" });
  bar.style.setProperty("--share", String(part));
  return bar;
}
