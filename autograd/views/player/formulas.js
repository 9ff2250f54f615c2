// Formulas: trees of MathML elements, in which ["value", i] stands for the i-th array of the payload.

const MATHML = "http://www.w3.org/1998/Math/MathML";
const MATHML_ELEMENTS = new Set(
  "math mrow mi mn mo mtext mspace msub msup msubsup mover munder munderover mfrac msqrt mroot mtable mtr mtd mstyle mpadded"
    .split(" "),
);
const MATHML_ATTRIBUTES = new Set(
  "accent stretchy fence separator lspace rspace width height depth mathvariant displaystyle scriptlevel form largeop columnalign"
    .split(" "),
);

/** A formula as an element. `showValue` makes the element that an array is shown by. */
function formula(tree, showValue) {
  const math = document.createElementNS(MATHML, "math");
  math.append(branch(tree, showValue));
  return math;
}

function branch(tree, showValue) {
  if (typeof tree === "string") return document.createTextNode(tree);
  let [tag, ...rest] = tree;
  if (tag === "value") return showValue(rest[0], rest[1] === "bar", rest[2]);
  const attributes = rest.length && typeof rest[0] === "object" && !Array.isArray(rest[0]) ? rest.shift() : {};
  const made = document.createElementNS(MATHML, MATHML_ELEMENTS.has(tag) ? tag : "mrow");
  for (const [name, value] of Object.entries(attributes)) {
    if (MATHML_ATTRIBUTES.has(name)) made.setAttribute(name, value);
  }
  // Error signals have one colour wherever they stand.
  if (tag === "mover" && rest.length === 2 && rest[1][0] === "mo" && /^[¯‾―]+$/.test(rest[1].at(-1))) {
    made.setAttribute("class", rest[1].at(-1).length > 1 ? "bar long" : "bar");
  }
  // A bold word is set from the text's own font: that of mathematical letters has room around each.
  if (tag === "mi" && BOLD_WORD.test(rest[0])) {
    made.setAttribute("class", "bold");
    rest = [plain(rest[0])];
  }
  made.append(...rest.map((child) => branch(child, showValue)));
  return made;
}

/** What has several of Unicode's bold letters and digits: those from A begin at U+1D400, from a at U+1D41A, from 0 at U+1D7CE. */
const BOLD_WORD = /[\u{1D400}-\u{1D433}].*[\u{1D400}-\u{1D433}\u{1D7CE}-\u{1D7D7}]/u;

function plain(word) {
  const letter = (i) => String.fromCharCode(i < 26 ? 65 + i : 71 + i);
  return word
    .replaceAll(/[\u{1D400}-\u{1D433}]/gu, (bold) => letter(bold.codePointAt(0) - 0x1d400))
    .replaceAll(/[\u{1D7CE}-\u{1D7D7}]/gu, (bold) => String(bold.codePointAt(0) - 0x1d7ce));
}

/** The values in a formula, each once: ["value", array, "bar" or "", name]. */
function valuesIn(tree, found = new Map()) {
  if (tree[0] === "value") found.set(tree[1], found.get(tree[1]) ?? tree);
  else for (const child of tree) if (Array.isArray(child)) valuesIn(child, found);
  return [...found.values()];
}

function mathNumber(value, isBar) {
  const number = document.createElementNS(MATHML, "mn");
  if (isBar) number.setAttribute("class", "bar");
  const text = written(value);
  // A difference, such as 1−2.06e−9, may stand among other signs.
  number.textContent = /[^e][+\u2212]/.test(text) ? `(${text})` : text;
  return number;
}
