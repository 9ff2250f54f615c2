// Predict mode: asks for the next message before it is shown, and checks the answer.

const SIGNS = new Map([
  ["positive", ["+", "+1", "plus", "positive"]],
  ["negative", ["-", "-1", "minus", "negative"]],
  ["zero", ["0", "zero", "none", "neither"]],
]);

/** A number's sign in a word; none of what is not a number. */
function signOf(value) {
  return ["negative", "zero", "positive"][Math.sign(value) + 1];
}

class Prediction {
  constructor(root, trace, reveal) {
    this.root = root;
    this.trace = trace;
    this.find = (name) => root.querySelector(`.${name}`);
    this.form = this.find("question");
    this.input = this.find("answer");
    this.verdict = this.find("verdict");
    this.reveal = reveal;
    this.on = false;
    this.revealed = new Set();
    this.asked = 0;
    this.right = 0;
    this.tries = 0;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.answer();
    });
    this.find("reveal").addEventListener("click", () => this.finish(null));
  }

  /** Whether the message that arrives at position `k` is to be predicted and still hidden. */
  conceals(k) {
    return this.on && this.trace.step(k)?.action === SENDS && !this.revealed.has(k);
  }

  toggle() {
    this.on = !this.on;
    this.revealed.clear();
    this.asked = this.right = 0;
  }

  show(k) {
    const asking = this.conceals(k);
    const reported = !asking && this.on && this.outcome?.k === k;
    this.form.hidden = !asking && !reported;
    this.form.classList.toggle("answered", reported);
    this.root.classList.toggle("asking", asking);
    if (reported) {
      this.verdict.textContent = this.outcome.text;
      return;
    }
    this.verdict.textContent = "";
    this.input.value = "";
    this.tries = 0;
    if (!asking) return;
    this.k = k;
    this.question = this.ask(this.trace.step(k));
    this.find("asked").textContent = this.question.text;
    this.input.focus({ preventScroll: true });
  }

  ask(step) {
    const { trace } = this;
    const array = trace.array(step.result);
    const from = trace.nodes[step.node].text;
    const to = trace.nodes[step.receiver].text;
    const { ask } = trace.edges[step.edge];
    if (ask === "shape" || array.size === 0) return { text: `What shape has the message from ${from} to ${to}?`, shape: array.shape };
    const truth = (value) => ({ truth: numberOf(value), written: written(value) });
    const { found } = trace.edges[step.edge];
    const numbers = found === undefined ? array : trace.array(found);
    if (array.scalar) {
      return { text: `What message does ${from} send to ${to}?`, ...truth(array.value), found: numberOf(numbers.value), at: null };
    }
    const { index, place, value } = largestCorner(array);
    if (ask === "sign" && typeof value === "number") {
      return { text: `Is the message from ${from} to ${to} positive or negative at [${index}]?`, sign: signOf(value) };
    }
    const text = `Which number has the message from ${from} to ${to} at [${index}]?`;
    return { text, ...truth(value), found: numberOf(numbers.data[place]), at: place };
  }

  answer() {
    const { question } = this;
    const text = this.input.value.trim();
    if (question.shape) {
      const lengths = (text.match(/\d+/g) ?? []).map(Number);
      const isScalar = /^(\(\s*\)|scalar|number)$/i.test(text);
      if (!lengths.length && !isScalar) return this.say("Type a shape, such as 32 × 10, or () for a number.");
      return lengths.join() === question.shape.join() ? this.finish(true) : this.wrong("It is shaped otherwise.");
    }
    const value = calculated(text);
    if (question.sign) {
      const [typed] = [...SIGNS].find(([, words]) => words.includes(text.replaceAll(MINUS, "-").toLowerCase())) ?? [];
      const sign = typed ?? signOf(value);
      if (!sign) return this.say("Type + or − or 0.");
      return sign === question.sign ? this.finish(true) : this.wrong("It has another sign.");
    }
    const { truth, found } = question;
    if (value === undefined) return this.say("Type a number or a sum, such as −0.25 or 0.5 * (1 − 0.3).");
    if (near(value, truth)) return this.finish(true);
    if (near(value, truth, found)) return this.finish(true, "Right with the numbers as they are shown, which are rounded: it is");
    if (Number.isNaN(truth)) return Number.isNaN(value) ? this.finish(true) : this.wrong("It is no number.");
    const canBeCompared = Number.isFinite(truth) || value === -truth;
    return this.wrong(canBeCompared ? this.hint(value) : "It is not a finite number.");
  }

  /** What may have gone wrong, where it can be told. */
  hint(value) {
    const { trace, question } = this;
    const step = trace.step(this.k);
    const entry = (index) => {
      const array = trace.array(index);
      return numberOf(array.scalar ? array.value : array.data?.[question.at]);
    };
    const { truth } = question;
    if (near(-value, truth)) return "The size is right, the sign is not.";
    if (near(value * 2, truth) || near(value / 2, truth)) return "It is off by a factor of two.";
    if (near(value, entry(step.total)) && trace.arrived(step.receiver, this.k) > 1) {
      return "That is the sum of all that has arrived; the message alone is asked for.";
    }
    const bar = trace.total(step.node, this.k);
    if (bar !== null && trace.array(bar).scalar && near(value, numberOf(trace.array(bar).value))) {
      return `That is the error signal of ${trace.nodes[step.node].text} itself; the rule makes the message from it.`;
    }
    return "Not this time.";
  }

  wrong(hint) {
    this.tries++;
    this.say(`${hint} Try again, or have it shown.`);
    this.input.select();
  }

  say(text) {
    this.verdict.textContent = text;
  }

  /** `right` is null where the reader has had it shown. */
  finish(right, words = right ? "Right: it is" : "It is") {
    if (!this.conceals(this.k)) return;
    this.asked++;
    if (right && this.tries === 0) this.right++;
    const { shape, sign } = this.question;
    const value = sign ?? (shape ? shapeText(shape) : this.question.written);
    const score = `${this.right} of ${this.asked} right at the first try.`;
    this.outcome = { k: this.k, text: `${words} ${value}. ${score}` };
    this.revealed.add(this.k);
    this.reveal();
  }
}
