// Numbers as people read and write them.

const MINUS = "\u2212";

/** What is nearer to 1 or -1 than this is near, as in Python, and what is this near is written as the difference. */
const NEAR_ONE = 0.01;
const NEAREST = 1e-6;

/**
 * A number as the player writes it: a few significant digits and a real minus sign. Not-finite ones come as words. Of what
 * is near 1 or -1, one digit less of how far it is from there, for that is what rules such as y (1 - y) make of it.
 */
function written(value, digits = 4) {
  if (typeof value !== "number") {
    return { nan: "NaN", inf: "∞", "-inf": MINUS + "∞" }[value] ?? "?";
  }
  const size = Math.abs(value);
  const gap = Math.abs(1 - size);
  let text;
  if (gap !== 0 && gap < NEAREST) {
    text = `${Math.sign(value)}${size < 1 === value > 0 ? MINUS : "+"}${scientific(gap, digits - 1)}`;
  } else if (gap !== 0 && gap < NEAR_ONE) {
    text = String(Number(value.toFixed(digits - 2 - Math.floor(Math.log10(gap)))));
  } else if (size !== 0 && (size >= 1e6 || size < 1e-3)) {
    text = scientific(value, digits);
  } else {
    text = String(Number(value.toPrecision(digits)));
  }
  return text.replaceAll("-", MINUS);
}

function scientific(value, digits) {
  return value.toExponential(digits - 1).replace(/\.?0+e/, "e").replace("e+", "e");
}

const FUNCTIONS = {
  exp: Math.exp, log: Math.log, ln: Math.log, sqrt: Math.sqrt, sin: Math.sin, cos: Math.cos, tanh: Math.tanh, abs: Math.abs,
};

/** The numbers that are not finite, as they may be typed. */
const SPECIAL = { inf: Infinity, infinity: Infinity, "∞": Infinity, nan: NaN };

/** The value of an entry of the payload's arrays, which carry those as words. */
function numberOf(value) {
  return { nan: NaN, inf: Infinity, "-inf": -Infinity }[value] ?? value;
}

/**
 * What an answer such as "-0.25", "1/3", "0.5 * (1 - 0.73)" or "-∞" amounts to; undefined where it is none.
 * Knows + - * / ^ **, parentheses, a few functions, infinity and NaN. Nothing is ever evaluated as code.
 */
function calculated(text) {
  const normal = text.replaceAll(MINUS, "-").replaceAll(/[×·⋅]/g, "*").replaceAll("**", "^").toLowerCase();
  const tokens = normal.match(/\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|[a-z]+|[-+*/^()]|\S/g) ?? [];
  let next = 0;
  let wrong = false;

  function sum() {
    let value = product();
    while (tokens[next] === "+" || tokens[next] === "-") {
      value = tokens[next++] === "+" ? value + product() : value - product();
    }
    return value;
  }
  function product() {
    let value = signed();
    while (tokens[next] === "*" || tokens[next] === "/") {
      value = tokens[next++] === "*" ? value * signed() : value / signed();
    }
    return value;
  }
  function signed() {
    if (tokens[next] === "-") {
      next++;
      return -signed();
    }
    if (tokens[next] === "+") {
      next++;
      return signed();
    }
    const base = atom();
    if (tokens[next] === "^") {
      next++;
      return base ** signed();
    }
    return base;
  }
  function atom() {
    const token = tokens[next++];
    if (token === "(") {
      const value = sum();
      return tokens[next++] === ")" ? value : junk();
    }
    if (Object.hasOwn(FUNCTIONS, token ?? "")) {
      return tokens[next] === "(" ? FUNCTIONS[token](atom()) : junk();
    }
    if (Object.hasOwn(SPECIAL, token ?? "")) return SPECIAL[token];
    return /^[\d.]/.test(token ?? "") && !Number.isNaN(Number(token)) ? Number(token) : junk();
  }
  function junk() {
    wrong = true;
    return NaN;
  }

  if (tokens.length === 0 || tokens.length > 200) return undefined;
  const value = sum();
  return wrong || next !== tokens.length ? undefined : value;
}

/**
 * Whether an answer is about the truth, or between it and what is found with the numbers on the screen, which are rounded;
 * infinity is only near itself.
 */
function near(answer, truth, found = truth) {
  if (answer === truth) return true;
  const slack = truth ? 0.01 * Math.abs(truth) : 1e-12;
  return Number.isFinite(truth) && answer >= Math.min(truth, found) - slack && answer <= Math.max(truth, found) + slack;
}
