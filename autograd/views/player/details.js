// Beside the graph: the rule of the step in symbols and in numbers, what has arrived, and the line of code.

/** The heights of a line of code and of the part of it that shows, as in the style sheet. */
const LINE = 20;
const LINES = 160;
/** The width of a line's number, as there, and how much is kept in sight around the marked part, in pixels. */
const INDENT = 49;
const CONTEXT = 24;

const MESSAGE = "message";

class Details {
  constructor(root, trace) {
    this.root = root;
    this.trace = trace;
    this.find = (name) => root.querySelector(`.${name}`);
    this.shownSource = undefined;
    this.marked = null;
    this.scrolled = [0, 0];
    new ResizeObserver(([{ contentRect }]) => {
      this.codeWidth = contentRect.width;
      this.scrollToMark();
    }).observe(this.find("code"));
    // Only in a window of little height is the rule a pane that is scrolled.
    this.find("rule").addEventListener("scroll", () => (this.isRuleScrolled = true));
    this.find("table-close").addEventListener("click", () => this.closeTable(true));
  }

  show(k, concealed) {
    const { trace } = this;
    const step = trace.step(k);
    this.closeTable(false);
    this.showRule(step, k, concealed);
    this.showArrivals(step, k, concealed);
    if (this.isRuleScrolled) this.find("rule").scrollTop = 0;
    this.isRuleScrolled = false;
    this.showSource(trace.line(k));
  }

  showRule(step, k, concealed) {
    const { trace } = this;
    const title = this.find("rule-title");
    const symbols = this.find("symbols");
    const numbers = this.find("numbers");
    const operands = this.find("operands");
    const why = this.find("why");
    symbols.replaceChildren();
    numbers.replaceChildren();
    why.textContent = "";
    if (!step) {
      title.textContent = "Forward, then backward";
      why.textContent =
        "First every value is computed from its inputs. Then every node that has heard from all its users fires: it sends" +
        " each of its inputs a message. Press the right arrow key for a step, the space bar to play.";
    } else {
      title.textContent = ["Operation", "Error signal", "Bar rule"][step.action];
      this.fill(symbols, trace.math[this.equation(step).symbols]);
    }
    if (step && !concealed) why.textContent = step.why;
    const shown = step && this.numbers(step, concealed);
    if (shown) this.fill(numbers, shown);
    operands.replaceChildren(...(shown ? this.operands(shown) : []));
    for (const part of [symbols, numbers, operands]) part.hidden = !part.hasChildNodes();
  }

  /** What is computed in a step, as places of formulas. */
  equation(step) {
    const node = this.trace.nodes[step.node];
    if (step.action === FIRES) return { symbols: node.barSymbols, numbers: node.barNumbers };
    return step.action === SENDS ? this.trace.edges[step.edge] : node;
  }

  /** The formula of a step with its numbers; with a question mark for a message that is to be predicted. */
  numbers(step, concealed) {
    const { trace } = this;
    const tree = trace.math[this.equation(step).numbers];
    if (!tree || !concealed) return tree;
    const isScalar = (index) => trace.array(index).scalar;
    // Numbers stand in the boxes. To put them into the rule is part of the answer.
    if (isScalar(step.result) && valuesIn(tree).every(([, index]) => isScalar(index))) return undefined;
    return ["mrow", ["mtext", "?"], ["mo", "="], ...(tree[0] === "value" ? [tree] : tree.slice(3))];
  }

  fill(place, tree) {
    place.append(formula(tree, (...value) => this.mathValue(...value)));
  }

  mathValue(index, isBar, name) {
    const array = this.trace.array(index);
    if (array.scalar) return mathNumber(array.value, isBar);
    const text = document.createElementNS(MATHML, "mtext");
    const map = array.size ? heatMap(array, 76, 56) : element("span", "", "∅");
    // For the mouse alone: whatever is inside a formula is out of reach for others, who have a button below it.
    map.addEventListener("click", () => this.openTable(array, name, null));
    text.append(map);
    return centred(text, Number(map.getAttribute("height") ?? 16) + 6);
  }

  /** Below a formula with arrays, a button for each of them that shows its numbers. */
  operands(tree) {
    const arrays = valuesIn(tree).filter(([, index]) => !this.trace.array(index).scalar);
    return arrays.map(([, index, bar, name]) => {
      const array = this.trace.array(index);
      const button = element("button", bar ? "operand bar" : "operand", `${name} ${shapeText(array.shape)}`);
      button.type = "button";
      button.title = described(array);
      button.addEventListener("click", () => this.openTable(array, name, button));
      return button;
    });
  }

  /** A heat map that shows its numbers when it is pressed. */
  heatButton(index, name, width, height, scale) {
    const array = this.trace.array(index);
    const button = element("button", "heat");
    button.type = "button";
    button.title = described(array);
    button.setAttribute("aria-label", `${name}, ${described(array)}. Show its numbers.`);
    button.append(array.size ? heatMap(array, width, height, scale) : element("span", "", "∅"));
    button.addEventListener("click", () => this.openTable(array, name, button));
    return button;
  }

  figure(index, caption, scale) {
    const array = this.trace.array(index);
    const figure = element("span", "figure");
    if (array.scalar) figure.append(element("span", "number", written(array.value)));
    else figure.append(this.heatButton(index, caption, 84, 64, scale));
    const shape = array.scalar || caption !== MESSAGE ? "" : ` ${shapeText(array.shape)}`;
    figure.append(element("span", "caption", caption + shape));
    return figure;
  }

  showArrivals(step, k, concealed) {
    const { trace } = this;
    const title = this.find("arrivals-title");
    const sum = this.find("sum");
    sum.replaceChildren();
    title.textContent = "";
    const expected = step?.action === SENDS ? trace.expected(step.receiver) : 0;
    this.find("arrivals").hidden = expected < 2;
    if (expected < 2) return;
    const node = step.receiver;
    const arrived = trace.arrived(node, k);
    title.textContent = `Arrived at ${trace.nodes[node].text}: ${concealed ? arrived - 1 : arrived} of ${expected}`;
    const before = arrived > 1 ? trace.arrivals[node][arrived - 2].total : undefined;
    // What is added up is drawn to one scale.
    const parts = [before, step.result, step.total].filter((part) => part !== undefined).map((part) => trace.array(part));
    const scale = Math.max(...parts.map((part) => part.scale ?? 0));
    if (before !== undefined) sum.append(this.figure(before, "before", scale), element("span", "sign", "+"));
    if (concealed) {
      const unknown = element("span", "figure");
      unknown.append(element("span", "number concealed", "?"), element("span", "caption", "message"));
      sum.append(unknown);
      return;
    }
    sum.append(this.figure(step.result, MESSAGE, scale));
    if (before !== undefined) {
      sum.append(element("span", "sign", "="), this.figure(step.total, arrived === expected ? "error signal" : "so far", scale));
    }
  }

  showSource(line) {
    const [source, number, column, end] = line ?? [];
    const list = this.find("lines");
    if (source === undefined) {
      for (const item of list.children) item.replaceChildren(item.dataset.text);
      for (const item of list.children) item.className = "";
      if (this.shownSource === undefined && this.trace.sources.length) this.listSource(0);
      return;
    }
    this.listSource(source);
    for (const item of list.children) {
      const current = Number(item.dataset.number) === number;
      item.className = current ? "current" : "";
      const { text } = item.dataset;
      if (!current) {
        item.replaceChildren(text);
        continue;
      }
      // Python counts characters, JavaScript counts UTF-16 units.
      const letters = [...text];
      const part = (from, to) => letters.slice(from, to).join("");
      const [before, marked] = [part(0, column), part(column, end ?? undefined)];
      item.replaceChildren(before, element("mark", "", marked), end === null ? "" : part(end));
      this.marked = { number, before, marked };
    }
    this.scrollToMark();
  }

  /** Brings the marked code into sight. No element is measured: that would cost a layout of the whole page. */
  scrollToMark() {
    if (!this.marked || !this.codeWidth) return;
    const { number, before, marked } = this.marked;
    const items = [...this.find("lines").children];
    const place = items.findIndex((item) => Number(item.dataset.number) === number);
    const top = items.length * LINE <= LINES ? 0 : Math.max(0, (place + 1) * LINE - LINES / 2);
    const start = INDENT + this.textWidth(before);
    const end = start + this.textWidth(marked);
    // No farther than it takes to see the end, and never past the start.
    const left = Math.round(Math.max(0, Math.min(end + CONTEXT - this.codeWidth, start - INDENT - CONTEXT)));
    if (top === this.scrolled[0] && left === this.scrolled[1]) return;
    this.scrolled = [top, left];
    this.find("code").scrollTo(left, top);
  }

  /** How wide a piece of code is. */
  textWidth(text) {
    if (!this.pen) {
      const { fontSize, fontFamily } = getComputedStyle(this.find("lines"));
      this.pen = document.createElement("canvas").getContext("2d");
      this.pen.font = `${fontSize} ${fontFamily}`;
    }
    return this.pen.measureText(text).width;
  }

  listSource(index) {
    if (this.shownSource === index) return;
    this.shownSource = index;
    const source = this.trace.sources[index];
    this.marked = null;
    this.find("file").textContent = source.file;
    this.find("no-code").textContent = source.note;
    this.find("no-code").hidden = !source.note;
    this.find("code").hidden = Boolean(source.note);
    this.find("lines").replaceChildren(
      ...source.lines.map(([number, text]) => {
        const item = document.createElement("li");
        item.className = "";
        item.textContent = text;
        item.value = number;
        item.dataset.number = number;
        item.dataset.text = text;
        return item;
      }),
    );
  }

  openTable(array, name, opener) {
    this.opener = opener;
    this.find("table-title").textContent = `${name ?? ""} ${shapeText(array.shape)}${array.whole ? "" : ", its corners"}`.trim();
    this.find("table-body").replaceChildren(numberTable(array));
    this.find("table").hidden = false;
    this.find("table-close").focus({ preventScroll: true });
  }

  closeTable(refocus) {
    if (this.find("table").hidden) return false;
    this.find("table").hidden = true;
    this.find("table-body").replaceChildren();
    if (refocus && !this.opener) this.root.focus({ preventScroll: true });
    if (refocus && this.opener?.isConnected) this.opener.focus({ preventScroll: true });
    return true;
  }
}

/** A part of a formula that stands as far above the height of a minus sign as below it. */
function centred(part, height) {
  const padded = document.createElementNS(MATHML, "mpadded");
  const above = height / 2 + 4;
  for (const [name, value] of Object.entries({ height: above, depth: height - above, voffset: above - height })) {
    padded.setAttribute(name, `${value}px`);
  }
  padded.append(part);
  return padded;
}
