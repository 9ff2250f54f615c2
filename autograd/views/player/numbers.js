// Numbers as people read and write them.

const MINUS = "\u2212";

/** A number as the player writes it: a few significant digits and a real minus sign. Not-finite ones come as words. */
function written(value, digits = 4) {
  if (typeof value !== "number") {
    return { nan: "NaN", inf: "∞", "-inf": MINUS + "∞" }[value] ?? "?";
  }
  const size = Math.abs(value);
  let text;
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) {
    text = value.toExponential(digits - 1).replace(/\.?0+e/, "e").replace("e+", "e");
  } else {
    text = String(Number(value.toPrecision(digits)));
  }
  return text.replaceAll("-", MINUS);
}

const FUNCTIONS = {
  exp: Math.exp, log: Math.log, ln: Math.log, sqrt: Math.sqrt, sin: Math.sin, cos: Math.cos, tanh: Math.tanh, abs: Math.abs,
};

/**
 * What an answer such as "-0.25", "1/3" or "0.5 * (1 - 0.73)" amounts to; NaN where it is none.
 * Knows + - * / ^ **, parentheses and a few functions. Nothing is ever evaluated as code.
 */
function calculated(text) {
  const normal = text.replaceAll(MINUS, "-").replaceAll(/[×·⋅]/g, "*").replaceAll("**", "^").toLowerCase();
  const tokens = normal.match(/\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|[a-z]+|[-+*/^()]|\S/g) ?? [];
  let next = 0;

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
      return tokens[next++] === ")" ? value : NaN;
    }
    if (Object.hasOwn(FUNCTIONS, token ?? "")) {
      return tokens[next] === "(" ? FUNCTIONS[token](atom()) : NaN;
    }
    return token === undefined ? NaN : Number(token);
  }

  if (tokens.length === 0 || tokens.length > 200) return NaN;
  const value = sum();
  return next === tokens.length ? value : NaN;
}

/** Whether an answer is as near to the truth as somebody gets who calculates with the rounded numbers on the screen. */
function near(answer, truth) {
  return Math.abs(answer - truth) <= 0.01 * Math.abs(truth) + 1e-12;
}
