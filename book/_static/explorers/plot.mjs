/** A plot for curves: two axes with their numbers in a box of cells, and the way from numbers to places in it. */

import { label, svg } from "./drawing.mjs";

const MARGIN = { left: 2, right: 0.3, top: 0.4, bottom: 1 }; // cells around the axes, for the numbers

/**
 * @typedef {object} Scale
 * @property {number} min
 * @property {number} max
 * @property {[number, string][]} ticks  numbers, and how to write them
 */

/**
 * Make a plot.
 * @param {object} plot
 * @param {string} plot.id  unique on the page
 * @param {number} plot.columns  width in cells
 * @param {number} plot.rows  height in cells
 * @param {Scale} plot.x
 * @param {Scale} plot.y
 */
export function plot({ id, columns, rows, x, y }) {
  const [left, right] = [MARGIN.left, columns - MARGIN.right];
  const [top, bottom] = [MARGIN.top, rows - MARGIN.bottom];
  const across = (value) => left + ((value - x.min) / (x.max - x.min)) * (right - left);
  const down = (value) => bottom - ((value - y.min) / (y.max - y.min)) * (bottom - top);
  const box = svg("rect", { x: left, y: top, width: right - left, height: bottom - top });
  const axes = [
    ...x.ticks.flatMap(([value, text]) => [
      svg("path", { d: `M${across(value)} ${top}V${bottom}`, class: "plot-grid" }),
      label(across(value), bottom + 0.55, text),
    ]),
    ...y.ticks.flatMap(([value, text]) => [
      svg("path", { d: `M${left} ${down(value)}H${right}`, class: "plot-grid" }),
      label(left - 0.2, down(value), text, "end"),
    ]),
    svg("path", { d: `M${left} ${top}V${bottom}H${right}`, class: "plot-axis" }),
    svg("clipPath", { id: `${id}-box` }, box),
  ];
  return {
    /** The axes, to be drawn first.
     * @type {SVGElement[]}
     */
    axes,

    /**
     * Where a point lies in the picture, in cells.
     * @param {[number, number]} point
     * @returns {[number, number]}
     */
    place([a, b]) {
      return [across(a), down(b)];
    },

    /**
     * Draw a curve through points; what lies outside of the axes is cut off.
     * @param {[number, number][]} points
     * @param {string} kind  curve, curve-blue, curve-orange, or curve-guide
     * @returns {SVGElement}
     */
    curve(points, kind) {
      const places = points.map(([a, b]) => `${across(a).toFixed(3)} ${down(b).toFixed(3)}`);
      return svg("path", { d: `M${places.join("L")}`, class: kind, "clip-path": `url(#${id}-box)` });
    },

    /**
     * Draw a point.
     * @param {[number, number]} point
     * @param {number} radius  in cells
     * @param {string} kind  dot, dot-blue, or dot-orange
     * @returns {SVGElement}
     */
    dot([a, b], radius, kind) {
      return svg("circle", { cx: across(a), cy: down(b), r: radius, class: kind });
    },
  };
}
