// Arrays as the payload carries them: whole where they are short, else as a coarse map and a few corners.

/** Reads one entry of `payload.arrays`; its shape as rows and columns is that of all but the last axis by the last. */
function readArray(raw) {
  if (typeof raw !== "object") return { scalar: true, value: raw, shape: [], size: 1 };
  const size = raw.shape.reduce((product, length) => product * length, 1);
  const columns = raw.shape.length ? raw.shape.at(-1) : 1;
  const rows = columns ? size / columns : 0;
  const array = { scalar: false, shape: raw.shape, size, rows, columns, whole: raw.map === undefined, data: raw.data, raw };
  if (array.whole) {
    const finite = raw.data.filter((value) => typeof value === "number");
    array.scale = finite.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    array.least = finite.reduce((least, value) => Math.min(least, value), Infinity);
    array.most = finite.reduce((most, value) => Math.max(most, value), -Infinity);
    array.bad = raw.data.length - finite.length;
    array.grid = [rows, columns];
  } else {
    Object.assign(array, { scale: raw.scale, least: raw.least, most: raw.most, bad: raw.bad, grid: raw.grid });
    array.bytes = Uint8Array.from(atob(raw.map), (letter) => letter.charCodeAt(0));
  }
  return array;
}

/** The shade of a cell, from -10 to 10, on a scale that `scale` is the end of; null for what is not finite. */
function shade(array, cell, scale) {
  if (array.whole) {
    const value = array.data[cell];
    if (typeof value !== "number") return null;
    return scale ? Math.round(10 * (value / scale)) : 0;
  }
  const byte = array.bytes[cell];
  if (byte === 128) return null;
  return scale ? Math.round(((10 * (byte > 127 ? byte - 256 : byte)) / 127) * (array.scale / scale)) : 0;
}

function shapeText(shape) {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/** What a heat map shows, in words. */
function described(array) {
  if (array.scalar) return written(array.value);
  if (array.size === 0) return `empty array of shape ${shapeText(array.shape)}`;
  const range = array.bad === array.size ? "" : `, from ${written(array.least)} to ${written(array.most)}`;
  const bad = array.bad ? `, ${array.bad} not finite` : "";
  return `array of shape ${shapeText(array.shape)}${range}${bad}`;
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * A heat map as an SVG element: one path for all cells of a shade, coloured by the style sheet, so that it follows the
 * page from light to dark.
 */
function heatMap(array, widest, highest, scale = array.scale) {
  const [rows, columns] = array.grid;
  // Cells are square where there is room; long rows and columns are squeezed, but never below what can be seen.
  const cell = Math.min(14, widest / columns, highest / rows);
  const width = Math.max(Math.min(14 * columns, 8), cell * columns);
  const height = Math.max(Math.min(14 * rows, 8), cell * rows);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "heat-map");
  svg.setAttribute("viewBox", `0 0 ${columns} ${rows}`);
  svg.setAttribute("width", width.toFixed(1));
  svg.setAttribute("height", height.toFixed(1));
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const paths = new Map();
  for (let cellNumber = 0; cellNumber < rows * columns; cellNumber++) {
    const level = shade(array, cellNumber, scale);
    if (level === 0) continue;
    const name = level === null ? "bad" : level > 0 ? `plus-${Math.min(level, 10)}` : `minus-${Math.min(-level, 10)}`;
    const x = cellNumber % columns;
    const y = (cellNumber - x) / columns;
    const path = paths.get(name);
    // Neighbours of one shade become one rectangle.
    if (path && path.y === y && path.x + path.run === x) {
      path.run++;
    } else {
      if (path) path.text += rectangle(path);
      paths.set(name, { text: path?.text ?? "", x, y, run: 1 });
    }
  }
  for (const [name, path] of [...paths].sort()) {
    const element = document.createElementNS(SVG, "path");
    element.setAttribute("class", name);
    element.setAttribute("d", path.text + rectangle(path));
    svg.append(element);
  }
  return svg;
}

function rectangle({ x, y, run }) {
  return `M${x} ${y}h${run}v1h-${run}z`;
}

/** An array's numbers as a table; of a long one the first and last rows and columns, as NumPy prints it. */
function numberTable(array) {
  const corner = array.whole ? null : array.raw;
  const rows = corner ? corner.rows : [...Array(array.rows).keys()];
  const columns = corner ? corner.columns : [...Array(array.columns).keys()];
  const table = element("table", "");
  const head = table.createTHead().insertRow();
  head.append(element("td", ""));
  columns.forEach((column, j) => {
    if (j && column !== columns[j - 1] + 1) head.append(element("td", "gap", "⋯"));
    const cell = element("th", "", String(column));
    cell.scope = "col";
    head.append(cell);
  });
  const body = table.createTBody();
  rows.forEach((row, i) => {
    if (i && row !== rows[i - 1] + 1) body.insertRow().append(element("td", "gap", "⋮"));
    const line = body.insertRow();
    const name = element("th", "", rowName(array, row));
    name.scope = "row";
    line.append(name);
    columns.forEach((column, j) => {
      if (j && column !== columns[j - 1] + 1) line.append(element("td", "gap", "⋯"));
      line.append(element("td", "", written(array.data[i * columns.length + j])));
    });
  });
  return table;
}

/** So many rows and columns at each end are shown of every array. */
const EDGE = 4;

/** The corner entry that is farthest from zero, as its index among all axes and its value. */
function largestCorner(array) {
  const ends = (length) => [...Array(length).keys()].filter((i) => i < EDGE || i >= length - EDGE);
  const rows = array.whole ? ends(array.rows) : array.raw.rows;
  const columns = array.whole ? ends(array.columns) : array.raw.columns;
  const width = array.whole ? array.columns : columns.length;
  const corners = rows.flatMap((row, i) =>
    columns.map((column, j) => {
      const place = array.whole ? row * width + column : i * width + j;
      const name = rowName(array, row);
      return { index: name === "" ? `${column}` : `${name}, ${column}`, place, value: array.data[place] };
    }),
  );
  const size = ({ value }) => (typeof value === "number" ? Math.abs(value) : -1);
  return corners.reduce((largest, corner) => (size(corner) > size(largest) ? corner : largest));
}

/** The indices of a row along all axes but the last: of shape (2, 3, 4) the row 4 is "1, 1". */
function rowName(array, row) {
  const indices = [];
  for (const length of array.shape.slice(0, -1).reverse()) {
    indices.unshift(row % length);
    row = Math.floor(row / length);
  }
  return indices.join(", ");
}

/** A new HTML element with a class and a text. Text from the user reaches the page only this way. */
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
