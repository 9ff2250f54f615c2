// Zooming and panning: where the stage, on which the graph lies, is in its frame.

const MARGIN = 20;
const LARGEST = 4;
/** Below this a box is no more than a speck: a graph that would not fit at this size is followed. */
const SMALLEST = 0.1;
/** Below this the names in the boxes cannot be read: a graph that would be smaller starts at this size, and is followed. */
const READABLE = 0.75;

class Viewport {
  /** `boxes` are those of all nodes; `first` are the boxes at work in the first step, that of the computed node foremost. */
  constructor(frame, stage, [width, height], boxes, first) {
    Object.assign(this, { frame, stage, width, height, boxes, first });
    Object.assign(this, { mode: "home", base: { x: 0, y: 0, scale: 1 }, followed: null, busy: null });
    this.room = { clientWidth: 0, clientHeight: 0 };
    this.pointers = new Map();
    stage.style.width = `${width}px`;
    stage.style.height = `${height}px`;
    frame.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    frame.addEventListener("pointerdown", (event) => this.press(event));
    frame.addEventListener("pointermove", (event) => this.drag(event));
    for (const name of ["pointerup", "pointercancel"]) frame.addEventListener(name, (event) => this.release(event));
    // The end of a drag is no click on the node under it.
    frame.addEventListener("click", (event) => this.dragged && event.stopPropagation(), { capture: true });
    new ResizeObserver(() => this.resize()).observe(frame);
  }

  resize() {
    const { clientWidth } = this.frame;
    if (!clientWidth) return;
    // A long thin graph needs no high frame.
    const scale = Math.max(READABLE, Math.min(1.1, (clientWidth - 2 * MARGIN) / this.width));
    const height = Math.min(440, Math.max(170, this.height * scale + 2 * MARGIN + 24));
    this.frame.style.setProperty("--graph-height", `${height.toFixed(0)}px`);
    // Kept, for to measure it again would cost a layout of the page each time. It may be less, in a window that is less high.
    this.room = { clientWidth, clientHeight: this.frame.clientHeight };
    if (this.mode !== "free") this.frameWhole(this.mode);
    else this.place();
  }

  /** All of the graph, or as much of it as can be seen ("fit") or read ("home"). */
  frameWhole(mode) {
    const { clientWidth, clientHeight } = this.room;
    const fit = Math.min((clientWidth - 2 * MARGIN) / this.width, (clientHeight - 2 * MARGIN) / this.height, 1.2);
    const scale = Math.max(fit, mode === "home" ? READABLE : SMALLEST);
    this.mode = mode;
    this.followed = this.busy;
    const [left, top] = this.beginning(clientWidth / scale, clientHeight / scale, MARGIN / scale);
    this.base = { scale, x: -left * scale, y: -top * scale };
    this.place();
  }

  /**
   * The corner of the part that is shown first, of this width and height: all of the graph in the middle, if it fits. Else
   * the boxes of the first step are in it, as far left as it can be, and at the height at which most boxes are whole.
   */
  beginning(width, height, margin) {
    const start = [-margin, (this.height - height) / 2];
    if (this.width + 2 * margin <= width + 0.5) start[0] = (this.width - width) / 2;
    if (!this.first.length) return start;
    const inner = [width - 2 * margin, height - 2 * margin];
    const anchor = around(gathered(this.first, ...inner));
    const left = Math.max(start[0], anchor[0] + anchor[2] - width + margin);
    if (this.height <= inner[1] + 0.5) return [left, start[1]];
    const beside = this.boxes.filter(([x, , boxWidth]) => x >= left && x + boxWidth <= left + width);
    const within = (top) => beside.filter(([, y, , boxHeight]) => y >= top + margin && y + boxHeight <= top + height - margin).length;
    const [lowest, highest] = [anchor[1] + anchor[3] - height + margin, anchor[1] - margin];
    const middle = Math.min(highest, Math.max(lowest, anchor[1] + (anchor[3] - height) / 2));
    let best = { top: middle, count: within(middle) };
    // A best place can be moved until a box touches its upper or lower margin.
    for (const top of beside.flatMap(([, y, , boxHeight]) => [y - margin, y + boxHeight - height + margin])) {
      if (top < lowest || top > highest) continue;
      const count = within(top);
      const nearer = Math.abs(top - middle) < Math.abs(best.top - middle);
      if (count > best.count || (count === best.count && nearer)) best = { top, count };
    }
    return [left, best.top];
  }

  zoom(factor, x = this.room.clientWidth / 2, y = this.room.clientHeight / 2) {
    const { base } = this;
    const scale = Math.min(LARGEST, Math.max(SMALLEST, base.scale * factor));
    const ratio = scale / base.scale;
    const shown = this.shown();
    this.free({ scale, x: x - (x - shown.x) * ratio, y: y - (y - shown.y) * ratio });
  }

  pan(dx, dy) {
    const shown = this.shown();
    this.free({ scale: shown.scale, x: shown.x + dx, y: shown.y + dy });
  }

  free(base) {
    this.mode = "free";
    this.base = base;
    // What the reader moves is not pulled back until the next step.
    this.followed = null;
    this.place();
  }

  /** Keeps what is around some boxes in sight, or the first of them where there is no room for all. */
  follow(boxes) {
    this.followed = this.busy = boxes.length ? boxes : null;
    this.place();
  }

  /** The view that is shown: a function of the base view and of what is followed, not of how the reader came here. */
  shown() {
    const { scale, x, y } = this.base;
    if (!this.followed) return this.base;
    const { clientWidth, clientHeight } = this.room;
    const all = around(this.followed);
    const fits = all[2] * scale < clientWidth && all[3] * scale < clientHeight;
    const [left, top, width, height] = fits ? all : this.followed[0];
    return {
      scale,
      x: x + correction(x + left * scale, x + (left + width) * scale, clientWidth),
      y: y + correction(y + top * scale, y + (top + height) * scale, clientHeight),
    };
  }

  place() {
    const { scale, x, y } = this.shown();
    if (scale !== this.scale) {
      this.scale = scale;
      this.stage.style.setProperty("--scale", scale.toFixed(4));
    }
    this.stage.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) scale(${scale.toFixed(4)})`;
  }

  wheel(event) {
    // The plain wheel scrolls the page, as it does everywhere else on it.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const frame = this.frame.getBoundingClientRect();
    this.zoom(Math.exp(-event.deltaY * 0.004), event.clientX - frame.left, event.clientY - frame.top);
  }

  press(event) {
    if (event.button || event.target.closest(".zoom")) return;
    this.pointers.set(event.pointerId, [event.clientX, event.clientY]);
    this.dragged = false;
    this.travelled = 0;
  }

  drag(event) {
    const last = this.pointers.get(event.pointerId);
    if (!last) return;
    const before = this.spread();
    this.pointers.set(event.pointerId, [event.clientX, event.clientY]);
    this.travelled += Math.hypot(event.clientX - last[0], event.clientY - last[1]);
    if (this.travelled < 4 && !this.dragged) return;
    if (!this.dragged) {
      this.dragged = true;
      this.frame.setPointerCapture(event.pointerId);
      this.frame.classList.add("dragging");
    }
    const after = this.spread();
    if (before && after) this.zoom(after / before);
    this.pan((event.clientX - last[0]) / this.pointers.size, (event.clientY - last[1]) / this.pointers.size);
  }

  release(event) {
    this.pointers.delete(event.pointerId);
    this.frame.classList.remove("dragging");
    // The click that ends a drag comes after this.
    setTimeout(() => (this.dragged = false));
  }

  /** How far two fingers are apart. */
  spread() {
    const [first, second] = [...this.pointers.values()];
    return second ? Math.hypot(first[0] - second[0], first[1] - second[1]) : 0;
  }
}

/** The smallest rectangle around some others. */
function around(boxes) {
  const left = Math.min(...boxes.map(([x]) => x));
  const top = Math.min(...boxes.map(([, y]) => y));
  const right = Math.max(...boxes.map(([x, , width]) => x + width));
  const bottom = Math.max(...boxes.map(([, y, , height]) => y + height));
  return [left, top, right - left, bottom - top];
}

/** The first of some boxes, and of the others those nearest to it that fit into a frame of this width and height with it. */
function gathered([first, ...others], width, height) {
  const distance = ([x, y]) => Math.hypot(x - first[0], y - first[1]);
  const kept = [first];
  for (const box of others.sort((one, other) => distance(one) - distance(other))) {
    const all = around([...kept, box]);
    if (all[2] <= width && all[3] <= height) kept.push(box);
  }
  return kept;
}

/** How far to move so that the stretch from `start` to `end` lies within a frame of this length. */
function correction(start, end, length) {
  const room = Math.min(MARGIN - 4, length / 8);
  if (end - start > length - 2 * room) return length / 2 - (start + end) / 2;
  if (start < room) return room - start;
  return end > length - room ? length - room - end : 0;
}
