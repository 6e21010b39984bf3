/** Contour lines: where a surface has a given height. */

/**
 * The contour line of a height, as pieces that each cross one cell of a grid (marching squares).
 * @param {(x: number, y: number) => number} f  the surface
 * @param {number} height
 * @param {number[]} xs  lines of the grid, rising
 * @param {number[]} ys
 * @returns {[[number, number], [number, number]][]} both ends of each piece
 */
export function contour(f, height, xs, ys) {
  const above = ys.map((y) => xs.map((x) => f(x, y) - height));
  const pieces = [];
  for (let j = 0; j + 1 < ys.length; j += 1) {
    for (let i = 0; i + 1 < xs.length; i += 1) {
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]].map(([a, b]) => [xs[a], ys[b], above[b][a]]);
      const crossed = corners.map((corner, side) => crossing(corner, corners[(side + 1) % 4]));
      const ends = crossed.filter((end) => end !== null);
      if (ends.length === 2) pieces.push(ends);
      if (ends.length === 4) {
        const middle = f((xs[i] + xs[i + 1]) / 2, (ys[j] + ys[j + 1]) / 2) - height;
        const [a, b, c, d] = ends;
        pieces.push(...(isUp(middle) === isUp(corners[0][2]) ? [[a, b], [c, d]] : [[d, a], [b, c]]));
      }
    }
  }
  return pieces;
}

/** Where the line crosses the side between two corners [x, y, height above the line]; null if it does not. */
function crossing([x1, y1, h1], [x2, y2, h2]) {
  if (isUp(h1) === isUp(h2)) return null;
  const part = h1 / (h1 - h2);
  return [x1 + part * (x2 - x1), y1 + part * (y2 - y1)];
}

function isUp(height) {
  return height >= 0;
}
