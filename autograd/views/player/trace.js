// What is known after each step: pure functions of the step's number, so that time runs in both directions alike.

/** The actions of a step, which the payload carries as [action, node, edge, result, total, headline, reason]. */
const COMPUTES = 0;
const FIRES = 1;
const SENDS = 2;

class Trace {
  constructor(payload) {
    this.nodes = payload.graph.nodes;
    this.edges = payload.graph.edges;
    this.math = payload.math;
    this.sources = payload.sources;
    this.raw = payload.arrays;
    this.arrays = [];
    this.steps = payload.steps.map(([action, node, edge, result, total, says, why]) => {
      return { action, node, edge, result, total, says, why };
    });
    this.length = this.steps.length;
    this.forward = this.steps.filter((step) => step.action === COMPUTES).length;
    this.computedAt = this.nodes.map(() => 0);
    this.firedAt = this.nodes.map(() => Infinity);
    this.arrivals = this.nodes.map(() => []);
    this.sentAt = this.edges.map(() => Infinity);
    this.inputs = this.nodes.map(() => []);
    this.uses = this.nodes.map(() => []);
    this.edges.forEach((edge, i) => {
      this.inputs[edge.to].push(i);
      this.uses[edge.from].push(i);
    });
    this.nodes.forEach((node, i) => {
      if (node.seed !== undefined) this.arrivals[i].push({ at: this.forward + 1, edge: null, total: node.seed });
    });
    this.steps.forEach((step, i) => {
      const at = i + 1;
      if (step.action === COMPUTES) this.computedAt[step.node] = at;
      if (step.action === FIRES) this.firedAt[step.node] = at;
      if (step.action === SENDS) {
        this.sentAt[step.edge] = at;
        step.receiver = this.edges[step.edge].from;
        this.arrivals[step.receiver].push({ at, edge: step.edge, message: step.result, total: step.total });
      }
    });
  }

  array(index) {
    return (this.arrays[index] ??= readArray(this.raw[index]));
  }

  /** The step that led to position `k`; null at the beginning. */
  step(k) {
    return k ? this.steps[k - 1] : null;
  }

  /** The nodes at work in the step that leads to position `k`: the one that acts, and then its inputs or its receiver. */
  atWork(k) {
    const step = this.step(k);
    if (!step) return [];
    if (step.action === COMPUTES) return [step.node, ...this.inputs[step.node].map((edge) => this.edges[edge].from)];
    return step.action === SENDS ? [step.node, step.receiver] : [step.node];
  }

  line(k) {
    const step = this.step(k);
    return step ? this.nodes[step.node].line : undefined;
  }

  expected(node) {
    return this.arrivals[node].length;
  }

  /** How many messages have come to a node by position `k`. */
  arrived(node, k) {
    let count = 0;
    for (const arrival of this.arrivals[node]) {
      if (arrival.at > k) break;
      count++;
    }
    return count;
  }

  /** The array that the messages to a node add up to at position `k`; null before the first. */
  total(node, k) {
    const arrived = this.arrived(node, k);
    return arrived ? this.arrivals[node][arrived - 1].total : null;
  }

  /** Everything that a node's box shows at position `k`. */
  nodeState(node, k) {
    const step = this.step(k);
    let role = "";
    if (step?.node === node) role = ["computing", "firing", "sending"][step.action];
    else if (step?.receiver === node) role = "receiving";
    else if (step?.action === COMPUTES && this.inputs[step.node].some((edge) => this.edges[edge].from === node)) {
      role = "input";
    }
    return { computed: this.computedAt[node] <= k, arrived: this.arrived(node, k), fired: this.firedAt[node] <= k, role };
  }

  edgeState(edge, k) {
    const step = this.step(k);
    if (step?.action === SENDS && step.edge === edge) return "sends";
    if (this.sentAt[edge] <= k) return "sent";
    if (step?.action === COMPUTES && step.node === this.edges[edge].to) return "feeds";
    return this.computedAt[this.edges[edge].to] <= k ? "fed" : "";
  }

  /** The end of stepping over: the last step of the node that is at work in the next step. */
  over(k) {
    if (k >= this.length) return this.length;
    const next = this.steps[k];
    let end = k + 1;
    if (next.action === COMPUTES) return end;
    while (end < this.length && this.steps[end].action === SENDS && this.steps[end].node === next.node) end++;
    return end;
  }

  /** The next moment at which something becomes known of a node: its value, its error signal; then from the start. */
  next(node, k) {
    const moments = [this.computedAt[node], this.firedAt[node]].filter((at) => at > 0 && at <= this.length);
    return moments.find((at) => at > k) ?? moments[0] ?? 0;
  }

  /** One sentence for each step: the headline's text, and what a screen reader says. */
  said(k, concealed) {
    const step = this.step(k);
    if (!step) return "The beginning: only the leaves and constants have their values.";
    if (concealed) return `${step.says}. Which?`;
    const link = step.says.includes(": ") ? ", " : ": ";
    return `${step.says}${link}${described(this.array(step.result))}.`;
  }
}
