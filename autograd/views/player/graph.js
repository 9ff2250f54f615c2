// The graph: a box for each value, an edge for each use, and the message that travels along one of them.

/** Up to so many messages, each is a dot; more are counted. */
const DOTS = 5;

class Graph {
  constructor(root, trace, payload, run) {
    this.trace = trace;
    this.frame = root.querySelector(".graph");
    this.token = root.querySelector(".token");
    this.boxes = payload.graph.nodes.map((node, i) => this.makeBox(node, i));
    root.querySelector(".groups").append(...payload.graph.groups.map(makeGroup));
    root.querySelector(".nodes").append(...this.boxes.map((box) => box.element));
    const svg = root.querySelector(".edges");
    svg.setAttribute("viewBox", `0 0 ${payload.graph.size.join(" ")}`);
    this.lines = payload.graph.edges.map(makeLine);
    svg.append(...this.lines.map((line) => line.element));
    root.querySelector(".nodes").append(...payload.graph.edges.filter(isFar).map((edge) => this.makeLabel(edge)));
    const places = payload.graph.nodes.map((node) => node.box);
    const first = trace.atWork(1).map((i) => places[i]);
    this.viewport = new Viewport(this.frame, root.querySelector(".stage"), payload.graph.size, places, first);
    this.boxes.forEach((box, i) => box.button.addEventListener("click", () => run(i)));
    this.choose(0);
  }

  makeBox(node, i) {
    const box = element("div", `node ${node.kind}`);
    const [left, top, width, height] = node.box;
    Object.assign(box.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    const title = element("span", "name");
    title.append(formula(this.trace.math[node.title], () => ""));
    const messages = this.trace.expected(i);
    title.style.setProperty("--dots", messages > 1 ? `${8 * Math.min(messages, DOTS)}px` : "0px");
    const value = element("span", "value");
    const bar = element("span", "signal");
    const dots = element("span", messages > DOTS ? "dots counted" : "dots");
    // What the box shows, the button over it says in words.
    for (const part of [title, value, bar, dots]) part.setAttribute("aria-hidden", "true");
    const button = element("button", "run");
    button.type = "button";
    button.tabIndex = -1;
    button.title = node.rule ?? node.text;
    button.addEventListener("focus", () => this.choose(i));
    box.append(title, value, bar, dots, button);
    return { element: box, button, value, bar, dots, node, key: "" };
  }

  /** The name of a far value, where the end of its edge begins. */
  makeLabel({ far, path: [x, y] }) {
    const label = element("span", "far");
    Object.assign(label.style, { left: `${x}px`, top: `${y}px` });
    label.setAttribute("aria-hidden", "true");
    label.append(formula(this.trace.math[far], () => ""));
    return label;
  }

  /** The node that the keyboard's arrows are at: the only one that the Tab key reaches. */
  choose(i) {
    if (!this.boxes.length) return;
    if (this.chosen !== undefined) this.boxes[this.chosen].button.tabIndex = -1;
    this.chosen = i;
    this.boxes[i].button.tabIndex = 0;
  }

  chooseNext(by) {
    const next = Math.min(this.boxes.length - 1, Math.max(0, this.chosen + by));
    this.choose(next);
    this.boxes[next].button.focus({ preventScroll: true });
    this.viewport.follow([this.boxes[next].node.box]);
  }

  /** Shows what is known at position `k`; the message that arrives there only if it is not concealed. */
  show(k, concealed) {
    this.boxes.forEach((box, i) => this.showBox(box, i, k, concealed));
    this.lines.forEach((line, i) => {
      const state = this.trace.edgeState(i, k);
      if (state !== line.state) line.element.setAttribute("class", `edge ${(line.state = state)}`);
    });
    const step = this.trace.step(k);
    this.showToken(step, concealed);
    const busy = step ? [step.node, step.receiver].filter((node) => node !== undefined) : [];
    this.viewport.follow(busy.map((node) => this.boxes[node].node.box));
  }

  showBox(box, i, k, concealed) {
    const state = this.trace.nodeState(i, k);
    if (concealed && state.role === "receiving") state.arrived--;
    const key = [state.computed, state.arrived, state.fired, state.role].join();
    if (key === box.key) return;
    box.key = key;
    const expected = this.trace.expected(i);
    const waiting = state.arrived > 0 && state.arrived < expected;
    const classes = ["node", box.node.kind, state.computed ? "computed" : "", state.arrived ? "reached" : ""];
    classes.push(waiting ? "waiting" : "", state.fired ? "fired" : "", state.role);
    box.element.className = classes.filter(Boolean).join(" ");
    const value = state.computed && box.node.value !== undefined ? this.trace.array(box.node.value) : null;
    const total = state.arrived ? this.trace.array(this.trace.arrivals[i][state.arrived - 1].total) : null;
    box.value.replaceChildren(...thumbnail(value));
    if (total || box.node.kind === "constant") box.bar.replaceChildren(...thumbnail(total));
    else box.bar.replaceChildren(formula(this.trace.math[box.node.bar], () => ""));
    const counted = expected > DOTS ? `${state.arrived}/${expected}` : "●".repeat(state.arrived) + "○".repeat(expected - state.arrived);
    box.dots.textContent = expected > 1 ? counted : "";
    const known = [box.node.spoken];
    if (value) known.push(`value ${described(value)}`);
    if (total) known.push(`error signal ${described(total)}`);
    if (expected && box.node.kind !== "constant") known.push(`${state.arrived} of ${expected} messages`);
    box.button.setAttribute("aria-label", known.join("; "));
  }

  showToken(step, concealed) {
    const { token } = this;
    const sends = step?.action === SENDS;
    token.hidden = !sends;
    this.animation?.cancel();
    if (!sends) {
      token.replaceChildren();
      token.removeAttribute("style");
      return;
    }
    token.className = concealed ? "token concealed" : "token";
    token.replaceChildren(...(concealed ? ["?"] : thumbnail(this.trace.array(step.result), 34, 3)));
    const [x, y] = this.lines[step.edge].at(0.5);
    token.style.left = `${x.toFixed(1)}px`;
    token.style.top = `${y.toFixed(1)}px`;
  }

  /** Lets the message travel from its sender to where it rests. Leaves no trace in the document. */
  animate(k, duration) {
    const step = this.trace.step(k);
    if (step?.action !== SENDS || duration <= 0) return;
    const line = this.lines[step.edge];
    const [restX, restY] = line.at(0.5);
    const frames = [1, 0.9, 0.8, 0.7, 0.6, 0.5].map((t) => {
      const [x, y] = line.at(t);
      return { transform: `translate(-50%, -50%) translate(${x - restX}px, ${y - restY}px)`, opacity: t === 1 ? 0.2 : 1 };
    });
    this.animation = this.token.animate(frames, { duration, easing: "ease-out" });
  }
}

function isFar(edge) {
  return edge.far !== undefined;
}

/** So many letters of a number have room in a box, and so many smaller ones. */
const FITS = 8;
const FITS_SMALL = 10;

function thumbnail(array, width = 46, digits = 4) {
  if (!array) return [];
  if (array.scalar) {
    const text = written(array.value, digits);
    return [element("span", text.length > FITS ? "small" : "", text.length > FITS_SMALL ? written(array.value, digits - 1) : text)];
  }
  if (!array.size) return [element("span", "", "∅")];
  return [heatMap(array, width, 26)];
}

function makeGroup({ label, box: [left, top, width, height] }) {
  const group = element("span", "group");
  Object.assign(group.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  group.append(element("span", "group-label", label));
  return group;
}

/** An edge: a chain of Bézier curves from the used value to its user, with an arrowhead for each direction of travel. */
function makeLine({ path }) {
  const group = document.createElementNS(SVG, "g");
  const points = [];
  for (let i = 0; i < path.length; i += 2) points.push([path[i], path[i + 1]]);
  const curves = [];
  for (let i = 0; i + 3 < points.length; i += 3) curves.push(points.slice(i, i + 4));
  const text = `M${points[0].join(" ")}` + curves.map(([, ...rest]) => `C${rest.map((point) => point.join(" ")).join(" ")}`).join("");
  const line = { element: group, state: null, at: (t) => onCurves(curves, t) };
  group.append(svgPath("line", text), arrowhead("ahead", line, 0.97, 1), arrowhead("behind", line, 0.03, 0));
  return line;
}

function onCurves(curves, t) {
  const place = Math.min(t * curves.length, curves.length - 1e-9);
  const [a, b, c, d] = curves[Math.floor(place)];
  const u = place % 1;
  const v = 1 - u;
  return [0, 1].map((axis) => v * v * v * a[axis] + 3 * v * v * u * b[axis] + 3 * v * u * u * c[axis] + u * u * u * d[axis]);
}

function arrowhead(name, line, from, to) {
  const [x0, y0] = line.at(from);
  const [x, y] = line.at(to);
  const angle = (Math.atan2(y - y0, x - x0) * 180) / Math.PI;
  const head = svgPath(name, "M0 0L-8 -3.6L-8 3.6z");
  head.setAttribute("transform", `translate(${x} ${y}) rotate(${angle.toFixed(1)})`);
  return head;
}

function svgPath(className, d) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("class", className);
  path.setAttribute("d", d);
  return path;
}
