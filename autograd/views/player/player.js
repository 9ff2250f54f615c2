// The player: one position in time, the controls that change it, and the parts that show it.

/** How long a step lasts while playing at single speed, and a message's way, in milliseconds. */
const PACE = 1100;
const TRAVEL = 650;

function mount(host, payload, markup, style) {
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = document.createElement("style");
  sheet.textContent = style;
  const template = document.createElement("template");
  template.innerHTML = markup;
  shadow.append(sheet, template.content);
  const root = shadow.querySelector(".player");
  followTheme(host, root);
  new Player(root, payload).show();
}

class Player {
  constructor(root, payload) {
    this.root = root;
    this.find = (name) => root.querySelector(`.${name}`);
    this.trace = new Trace(payload);
    this.position = payload.start;
    this.timer = 0;
    root.setAttribute("aria-label", `Backpropagation of ${payload.title}, step by step`);
    this.graph = new Graph(root, this.trace, payload, (node) => this.runTo(node));
    this.details = new Details(root, this.trace);
    this.prediction = new Prediction(root, this.trace, () => this.reveal());
    this.scrubber = this.find("scrubber");
    this.scrubber.max = this.trace.length;
    this.find("forward-part").style.flexGrow = this.trace.forward;
    this.find("backward-part").style.flexGrow = this.trace.length - this.trace.forward;
    this.connect();
  }

  connect() {
    const press = (name, action) => this.find(name).addEventListener("click", action);
    press("to-start", () => this.seek(0));
    press("back", () => this.seek(this.position - 1));
    press("play", () => this.playOrPause());
    press("step", () => this.stepForward());
    press("over", () => this.stepOver());
    press("to-end", () => this.seek(this.trace.length));
    press("predict-toggle", () => this.togglePrediction());
    press("help-toggle", () => this.toggleHelp());
    press("zoom-in", () => this.graph.viewport.zoom(1.25));
    press("zoom-out", () => this.graph.viewport.zoom(0.8));
    press("zoom-fit", () => this.graph.viewport.frameWhole("fit"));
    this.scrubber.addEventListener("input", () => this.seek(Number(this.scrubber.value)));
    this.root.addEventListener("keydown", (event) => this.key(event));
  }

  seek(position) {
    this.pause();
    this.go(position, false);
  }

  stepForward() {
    this.pause();
    this.go(this.position + 1, true);
  }

  /** To the end of what the next node does; in predict mode only as far as the next message that is to be predicted. */
  stepOver() {
    this.pause();
    const end = this.trace.over(this.position);
    let position = this.position + 1;
    while (position < end && !this.prediction.conceals(position)) position++;
    this.go(position, true);
  }

  runTo(node) {
    this.seek(this.trace.next(node, this.position));
  }

  go(position, travels) {
    const bounded = Math.min(this.trace.length, Math.max(0, position));
    if (bounded === this.position) return this.show();
    this.position = bounded;
    this.show();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (travels && !still) this.graph.animate(bounded, TRAVEL / Math.max(1, this.speed()));
  }

  speed() {
    return Number(this.find("speed").value);
  }

  playOrPause() {
    if (this.timer) return this.pause();
    if (this.position === this.trace.length) this.go(0, false);
    this.play();
  }

  play() {
    this.timer = setTimeout(() => {
      this.go(this.position + 1, true);
      if (this.position === this.trace.length || this.prediction.conceals(this.position)) this.pause();
      else if (this.root.isConnected) this.play();
    }, this.position ? PACE / this.speed() : 150);
    this.showPlaying(true);
  }

  pause() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.showPlaying(false);
  }

  showPlaying(playing) {
    const button = this.find("play");
    const label = playing ? "Pause" : "Play";
    this.root.classList.toggle("playing", playing);
    button.setAttribute("aria-label", label);
    button.title = `${label} (Space)`;
  }

  reveal() {
    this.show();
    this.find("step").focus({ preventScroll: true });
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) this.graph.animate(this.position, TRAVEL);
  }

  togglePrediction() {
    this.pause();
    this.prediction.toggle();
    this.find("predict-toggle").setAttribute("aria-pressed", String(this.prediction.on));
    this.show();
  }

  toggleHelp(open = this.find("help").hidden) {
    this.find("help").hidden = !open;
    this.find("help-toggle").setAttribute("aria-expanded", String(open));
  }

  /** Shows the present position: nothing on the screen depends on how the reader came to it. */
  show() {
    const { trace, position } = this;
    const concealed = this.prediction.conceals(position);
    const said = trace.said(position, concealed);
    const phase = position === 0 ? "Start" : position <= trace.forward ? "Forward pass" : "Backward pass";
    this.root.dataset.phase = position === 0 ? "start" : position <= trace.forward ? "forward" : "backward";
    this.find("phase").textContent = phase;
    this.find("count").textContent = `step ${position} of ${trace.length}`;
    this.find("headline").textContent = said;
    this.find("live").textContent = `Step ${position} of ${trace.length}. ${said} ${this.spokenRule()}`;
    this.scrubber.value = position;
    this.scrubber.setAttribute("aria-valuetext", `${position} of ${trace.length}: ${said}`);
    // Not `disabled`: a button that the reader is on must not lose the keyboard.
    const spent = (names, useless) => names.forEach((name) => this.find(name).setAttribute("aria-disabled", useless));
    spent(["to-start", "back"], position === 0);
    spent(["step", "over", "to-end"], position === trace.length);
    this.graph.show(position, concealed);
    this.details.show(position, concealed);
    this.prediction.show(position);
  }

  /** The rule of the step, as it is read aloud. */
  spokenRule() {
    const step = this.trace.step(this.position);
    if (!step) return "";
    const node = this.trace.nodes[step.node];
    const rule = [node.rule, node.barRule, this.trace.edges[step.edge]?.rule][step.action];
    return rule ? `Rule: ${rule}.` : "";
  }

  key(event) {
    const target = event.composedPath()[0];
    const typing = target.matches("input[type=text], select");
    const { key } = event;
    if (key === "Escape") {
      if (!this.details.closeTable(true) && !this.find("help").hidden) {
        this.toggleHelp(false);
        this.find("help-toggle").focus();
      }
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing) {
      // Letters are commands to a notebook, which cannot see that it is a field of the player's that has the keyboard.
      event.stopPropagation();
      return;
    }
    const pressed = target.matches("button") && (key === " " || key === "Enter");
    const action = pressed ? undefined : this.actions(event, target)[key.length === 1 ? key.toLowerCase() : key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }

  actions(event, target) {
    const { viewport } = this.graph;
    const scrolls = target.matches(".code, .table-body, .symbols, .numbers");
    if (event.shiftKey && event.key.startsWith("Arrow")) {
      const pan = (x, y) => () => viewport.pan(x, y);
      return { ArrowLeft: pan(60, 0), ArrowRight: pan(-60, 0), ArrowUp: pan(0, 60), ArrowDown: pan(0, -60) };
    }
    const actions = {
      ArrowRight: () => this.stepForward(),
      ArrowLeft: () => this.seek(this.position - 1),
      o: () => this.stepOver(),
      p: () => this.togglePrediction(),
      " ": () => this.playOrPause(),
      Home: () => this.seek(0),
      End: () => this.seek(this.trace.length),
      "+": () => viewport.zoom(1.25),
      "=": () => viewport.zoom(1.25),
      "-": () => viewport.zoom(0.8),
      0: () => viewport.frameWhole("fit"),
      "?": () => this.toggleHelp(),
    };
    if (!scrolls && target !== this.scrubber) {
      actions.ArrowDown = () => this.graph.chooseNext(1);
      actions.ArrowUp = () => this.graph.chooseNext(-1);
    }
    return actions;
  }
}
