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
  math.append(...branches([tree], showValue));
  return math;
}

function branches(trees, showValue) {
  return trees.map((tree, place) => branch(tree, place > 0, showValue));
}

function branch(tree, follows, showValue) {
  if (typeof tree === "string") return document.createTextNode(tree);
  const [tag, ...rest] = tree;
  if (tag === "value") return showValue(rest[0], follows, rest[1] === "bar");
  const attributes = rest.length && typeof rest[0] === "object" && !Array.isArray(rest[0]) ? rest.shift() : {};
  const made = document.createElementNS(MATHML, MATHML_ELEMENTS.has(tag) ? tag : "mrow");
  for (const [name, value] of Object.entries(attributes)) {
    if (MATHML_ATTRIBUTES.has(name)) made.setAttribute(name, value);
  }
  // Error signals have one colour wherever they stand.
  if (tag === "mover" && rest.length === 2 && rest[1][0] === "mo" && ["¯", "‾", "―"].includes(rest[1].at(-1))) {
    made.setAttribute("class", "bar");
  }
  made.append(...branches(rest, showValue));
  return made;
}

function mathNumber(value, follows, isBar) {
  const row = document.createElementNS(MATHML, "mrow");
  if (isBar) row.setAttribute("class", "bar");
  const number = document.createElementNS(MATHML, "mn");
  number.textContent = written(value);
  const negative = number.textContent.startsWith(MINUS);
  row.append(...(negative && follows ? [mathOperator("("), number, mathOperator(")")] : [number]));
  return row;
}

function mathOperator(text) {
  const operator = document.createElementNS(MATHML, "mo");
  operator.textContent = text;
  return operator;
}
