/**
 * Drawing with SVG. The unit of length is one cell: (0, 0) is the top left corner, x goes to the right and y
 * down. Looks come from explorers.css, by class, so that they follow the colour mode.
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an SVG element.
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/**
 * Make a picture that screen readers announce as one image, with a name and a description.
 * @param {object} picture
 * @param {string} picture.id  unique on the page
 * @param {number} picture.columns  width in cells
 * @param {number} picture.rows  height in cells
 * @param {string} picture.title
 * @param {string} picture.description  what it shows, in words and numbers
 * @param {SVGElement[]} picture.shapes  what is drawn, from back to front
 * @returns {SVGElement}
 */
export function picture({ id, columns, rows, title, description, shapes }) {
  return svg(
    "svg",
    {
      viewBox: `0 0 ${columns} ${rows}`,
      role: "img",
      "aria-labelledby": `${id}-title`,
      "aria-describedby": `${id}-desc`,
    },
    svg("title", { id: `${id}-title` }, title),
    svg("desc", { id: `${id}-desc` }, description),
    ...shapes,
  );
}

/**
 * Draw a cell with its top left corner at (x, y) and a text in its middle.
 * @param {number} x
 * @param {number} y
 * @param {string} text  may be empty
 * @param {string} [kind]  what the cell is: given, added, blank, heat, cold, tap
 * @returns {SVGElement}
 */
export function cell(x, y, text, kind = "given") {
  const group = svg("g", { class: `cell cell-${kind}` }, svg("rect", { x, y, width: 1, height: 1 }));
  const size = text.length > 4 ? "tiny" : text.length > 2 ? "small" : "middle";
  if (text) group.append(label(x + 0.5, y + 0.5, text, size));
  return group;
}

/**
 * Draw a cell whose colour is the stronger, the larger its count.
 * @param {number} x
 * @param {number} y
 * @param {number} count
 * @param {number} most  the count of the strongest colour
 * @returns {SVGElement}
 */
export function heatCell(x, y, count, most) {
  const drawn = cell(x, y, String(count), "heat");
  drawn.style.setProperty("--heat", String(count / most));
  return drawn;
}

/**
 * Draw a cell whose colour tells the sign of its number, and how large it is.
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {number} strength  from −1, strong orange, to 1, strong blue
 * @returns {SVGElement}
 */
export function signedCell(x, y, text, strength) {
  const drawn = cell(x, y, text, strength < 0 ? "cold" : "heat");
  drawn.style.setProperty("--heat", String(Math.abs(strength)));
  return drawn;
}

/**
 * Write a text whose middle is at (x, y), or its end if its kind is "end".
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {string} [kind]  middle, small, tiny, or end: small, and ends at (x, y)
 * @returns {SVGElement}
 */
export function label(x, y, text, kind = "middle") {
  return svg("text", { x, y, class: `label-${kind}` }, text);
}

/**
 * Outline a rectangle of cells, a little inside its edge.
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @returns {SVGElement}
 */
export function outline(x, y, width, height) {
  const inset = 0.05;
  const size = { width: width - 2 * inset, height: height - 2 * inset };
  return svg("rect", { x: x + inset, y: y + inset, ...size, class: "outline" });
}

/**
 * Cross out the cell at (x, y).
 * @param {number} x
 * @param {number} y
 * @returns {SVGElement}
 */
export function cross(x, y) {
  return svg("path", { d: `M${x + 0.15} ${y + 0.15}l.7 .7m0 -.7l-.7 .7`, class: "cross" });
}

/**
 * Draw a straight line.
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2
 * @param {number} y2
 * @param {string} [kind]  line, or plot-axis
 * @returns {SVGElement}
 */
export function line(x1, y1, x2, y2, kind = "line") {
  return svg("line", { x1, y1, x2, y2, class: kind });
}

/**
 * Draw a bar that stands on y.
 * @param {number} x  its left edge
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {string} [kind]  what it is, as for a cell
 * @returns {SVGElement}
 */
export function bar(x, y, width, height, kind = "given") {
  return svg("g", { class: `cell cell-${kind}` }, svg("rect", { x, y: y - height, width, height }));
}

/**
 * Draw one face of a block, or a part of it.
 * @param {[number, number][]} corners
 * @param {string} kind  what it is: given, or window
 * @returns {SVGElement}
 */
export function face(corners, kind) {
  return svg("polygon", { points: corners.join(" "), class: `face face-${kind}` });
}

/**
 * Draw an arrow.
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2  its tip
 * @param {number} y2
 * @returns {SVGElement}
 */
export function arrow(x1, y1, x2, y2) {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const barb = (turn) => `${x2 - 0.3 * Math.cos(angle + turn)} ${y2 - 0.3 * Math.sin(angle + turn)}`;
  return svg("path", { d: `M${x1} ${y1}L${x2} ${y2}M${barb(0.5)}L${x2} ${y2}L${barb(-0.5)}`, class: "arrow" });
}
