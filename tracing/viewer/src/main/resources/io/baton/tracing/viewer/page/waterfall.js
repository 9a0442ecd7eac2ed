// A tree with its time beside it. Only the rows in sight are in the document, so that a story of
// thousands of rows costs as much as one of twenty.

import { el, fill, svg } from "./dom.js";
import { duration, words } from "./format.js";
import { brief, keyOf, spanOf } from "./story.js";

const OVERSCAN = 8;
const SMALLEST_WINDOW = 10; // microseconds
const ZOOM = 1.6;

export class Waterfall {
  constructor(onSelect) {
    this.onSelect = onSelect;
    this.selected = null;
    this.axis = el("div", { class: "wf-axis", "aria-hidden": "true" });
    this.overview = el("canvas", { class: "wf-overview", "aria-hidden": "true" });
    this.pane = el("div", { class: "wf-pane" });
    this.layer = el("div", { class: "wf-layer" });
    this.spacer = el("div", { class: "wf-spacer" }, this.layer);
    this.body = el(
      "div",
      { class: "wf-body", role: "treegrid", tabindex: "0", "aria-label": "What was caused by what, over time" },
      this.spacer,
    );
    this.head = el("div", { class: "wf-head" }, el("div", { class: "wf-corner" }), el("div", { class: "wf-times" }, this.overview, this.axis));
    this.root = el("div", { class: "wf" }, this.head, this.body);
    this.listen();
  }

  show(story) {
    const first = !this.story;
    const isWhole = first || (this.from <= 0 && this.to >= this.end);
    if (this.story) {
      story.takeClosedFrom(this.story);
    }
    this.story = story;
    this.end = Math.max(story.data.micros, SMALLEST_WINDOW);
    if (isWhole) {
      this.from = 0;
      this.to = this.end;
    }
    this.refresh();
    if (first) {
      new ResizeObserver(() => this.draw()).observe(this.body);
    }
  }

  refresh() {
    this.visible = this.story.visible();
    this.draw();
  }

  draw() {
    if (!this.story || !this.body.isConnected) {
      return;
    }
    this.rowHeight = parseFloat(getComputedStyle(this.root).getPropertyValue("--row")) || 28;
    this.spacer.style.height = this.visible.length * this.rowHeight + "px";
    this.body.setAttribute("aria-rowcount", this.visible.length);
    this.drawAxis();
    this.drawOverview();
    this.drawRows();
  }

  drawRows() {
    const top = Math.max(0, Math.floor(this.body.scrollTop / this.rowHeight) - OVERSCAN);
    const some = Math.ceil(this.body.clientHeight / this.rowHeight) + 2 * OVERSCAN;
    const rows = this.visible.slice(top, top + some);
    this.layer.style.transform = "translateY(" + top * this.rowHeight + "px)";
    fill(this.layer, rows.map((index, offset) => this.rowOf(index, top + offset)));
    const active = this.layer.querySelector("[aria-selected=true]");
    if (active) {
      this.body.setAttribute("aria-activedescendant", active.id);
    } else {
      this.body.removeAttribute("aria-activedescendant");
    }
  }

  rowOf(index, position) {
    const row = this.story.rows[index];
    const hasChildren = this.story.children[index] > 0;
    const isSelected = this.selected === keyOf(row);
    return el(
      "div",
      {
        class: "wf-row",
        role: "row",
        id: "row-" + index,
        "aria-level": row.d + 1,
        "aria-rowindex": position + 1,
        "aria-selected": isSelected,
        "aria-expanded": hasChildren ? this.story.isOpen(index) : null,
        data: { index, kind: row.kind, state: row.state || "", critical: row.critical ? "yes" : "" },
      },
      el(
        "div",
        { class: "wf-label", role: "gridcell", style: { "--depth": Math.min(row.d, 24) } },
        hasChildren
          ? el("span", { class: "wf-twist", "aria-hidden": "true", data: { open: this.story.isOpen(index) ? "yes" : "" } })
          : el("span", { class: "wf-leaf", "aria-hidden": "true" }),
        nameOf(row),
        row.critical && el("span", { class: "wf-crit", title: "On the critical path" }, el("span", { class: "sr" }, "critical")),
      ),
      el("div", { class: "wf-track", role: "gridcell", "aria-label": spoken(row) },
        hasChildren && !this.story.isOpen(index) ? this.sumOf(index) : this.barsOf(row)),
    );
  }

  sumOf(index) {
    const [start, end] = this.story.spans[index];
    return [this.segment(start, end, "sum" + (this.story.troubled[index] ? " failed" : "")), this.caption(duration(end - start), start, end)];
  }

  barsOf(row) {
    const bars = [];
    if (row.kind === "event") {
      bars.push(this.mark(row.at, "event"));
    }
    if (row.kind === "join") {
      bars.push(this.segment(row.at, row.end ?? this.end, row.end === undefined ? "gather open" : "gather"));
    }
    for (const attempt of row.attempts || []) {
      const start = attempt.at;
      if (attempt.waited > 0) {
        bars.push(this.segment(start - attempt.waited, start, "wait"));
      }
      const kind = attempt.state === "FAILED" ? "work failed" : attempt.state === "RUNNING" ? "work open" : attempt.state === "CANCELLED" ? "work cancelled" : "work";
      bars.push(this.segment(start, start + attempt.worked, kind));
      if (attempt.delay) {
        bars.push(this.segment(start + attempt.worked, start + attempt.worked + attempt.delay, "delay"));
      }
    }
    if (row.kind === "delivery" && (row.attempts || []).length === 0) {
      bars.push(this.segment(row.at, row.end ?? this.end, row.state === "WAITING" ? "wait open" : "wait lost"));
    }
    const [start, end] = spanOf(row);
    if (row.kind !== "event") {
      const until = row.kind === "join" && row.end === undefined ? this.end : end;
      bars.push(this.caption(duration(row.kind === "join" ? until - start : row.worked || 0), start, until));
    }
    return bars;
  }

  caption(text, start, end) {
    const right = this.percent(end);
    const left = this.percent(start);
    if (right < 0 || left > 100) {
      return null;
    }
    const style = right > 82
      ? left > 14 ? { right: "calc(" + (100 - left) + "% + 6px)" } : { right: "6px" }
      : { left: "calc(" + Math.max(0, right) + "% + 6px)" };
    return el("span", { class: "wf-took" + (right > 82 && left <= 14 ? " inside" : ""), style }, text);
  }

  percent(micros) {
    return ((micros - this.from) / (this.to - this.from)) * 100;
  }

  segment(start, end, kind) {
    const left = this.percent(start);
    const right = this.percent(end);
    if (right < -1 || left > 101) {
      return null;
    }
    const from = Math.max(left, -2);
    return el("i", { class: "seg " + kind, style: { left: from + "%", width: "max(2px, " + (Math.min(right, 102) - from) + "%)" } });
  }

  mark(at, kind) {
    const left = this.percent(at);
    return left < -1 || left > 101 ? null : el("i", { class: "mark " + kind, style: { left: left + "%" } });
  }

  drawAxis() {
    const span = this.to - this.from;
    const step = niceStep(span / Math.max(2, Math.floor(this.axis.clientWidth / 92)));
    const ticks = [];
    for (let at = Math.ceil(this.from / step) * step; at <= this.to; at += step) {
      const left = this.percent(at);
      if (left <= 96) {
        ticks.push(el("span", { style: { left: left + "%" } }, at === 0 ? "0" : duration(at)));
      }
    }
    fill(this.axis, ticks);
    this.root.style.setProperty("--grid", Math.max(0.5, (step / span) * 100) + "%");
    this.root.style.setProperty("--grid-from", this.percent(Math.floor(this.from / step) * step) + "%");
  }

  drawOverview() {
    const canvas = this.overview;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (width === 0) {
      return;
    }
    const scale = devicePixelRatio || 1;
    canvas.width = width * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    const color = (name) => resolve(this.root, name);
    const [work, wait, bad, ink, ground] = ["--work", "--wait", "--bad-fill", "--accent", "--ground"].map(color);
    const x = (micros) => (micros / this.end) * width;
    const rows = this.visible;
    const line = Math.max(1, Math.min(3, (height - 6) / Math.max(1, rows.length)));
    rows.forEach((index, position) => {
      const row = this.story.rows[index];
      const y = 3 + (position / rows.length) * (height - 6);
      if (this.story.children[index] > 0 && !this.story.isOpen(index)) {
        const [start, end] = this.story.spans[index];
        pen.fillStyle = this.story.troubled[index] ? bad : work;
        pen.fillRect(x(start), y, Math.max(1, x(end - start)), line);
        return;
      }
      for (const attempt of row.attempts || []) {
        pen.fillStyle = wait;
        pen.fillRect(x(attempt.at - attempt.waited), y, x(attempt.waited), line);
        pen.fillStyle = attempt.state === "FAILED" ? bad : work;
        pen.fillRect(x(attempt.at), y, Math.max(1, x(attempt.worked)), line);
      }
    });
    if (this.from > 0 || this.to < this.end) {
      pen.globalAlpha = 0.72;
      pen.fillStyle = ground;
      pen.fillRect(0, 0, x(this.from), height);
      pen.fillRect(x(this.to), 0, width - x(this.to), height);
      pen.globalAlpha = 1;
      pen.strokeStyle = ink;
      pen.strokeRect(x(this.from) + 0.5, 0.5, Math.max(3, x(this.to) - x(this.from) - 1), height - 1);
    }
  }

  // Zooms by a factor around a place, which is a share of the window.
  zoom(factor, around = 0.5) {
    const span = Math.min(this.end, Math.max(SMALLEST_WINDOW, (this.to - this.from) / factor));
    const at = this.from + (this.to - this.from) * around;
    this.window(at - span * around, span);
  }

  pan(share) {
    const span = this.to - this.from;
    this.window(this.from + span * share, span);
  }

  fit() {
    this.window(0, this.end);
  }

  window(from, span) {
    this.from = Math.max(0, Math.min(from, this.end - span));
    this.to = this.from + span;
    this.draw();
  }

  select(index, reveal = true) {
    this.selected = index >= 0 ? keyOf(this.story.rows[index]) : null;
    if (index >= 0 && reveal) {
      for (let above = this.story.parent[index]; above >= 0; above = this.story.parent[above]) {
        this.story.setOpen(above, true);
      }
      this.visible = this.story.visible();
      this.reveal(this.visible.indexOf(index));
    }
    this.draw();
    this.onSelect(index);
  }

  reveal(position) {
    const top = position * this.rowHeight;
    if (top < this.body.scrollTop) {
      this.body.scrollTop = top;
    } else if (top + this.rowHeight > this.body.scrollTop + this.body.clientHeight) {
      this.body.scrollTop = top + this.rowHeight - this.body.clientHeight;
    }
  }

  listen() {
    this.body.addEventListener("scroll", () => this.drawRows(), { passive: true });
    this.body.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("click", (event) => this.click(event));
    this.body.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    drag(this.body, (event) => event.target.closest(".wf-track"), (dx, width) => this.pan(-dx / width));
    this.overview.addEventListener("pointerdown", (event) => this.jump(event));
    this.overview.addEventListener("pointermove", (event) => event.buttons === 1 && this.jump(event));
  }

  jump(event) {
    const box = this.overview.getBoundingClientRect();
    const span = this.to - this.from;
    this.window(((event.clientX - box.left) / box.width) * this.end - span / 2, span);
  }

  wheel(event) {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const track = this.axis.getBoundingClientRect();
      const around = Math.min(1, Math.max(0, (event.clientX - track.left) / track.width));
      this.zoom(Math.exp(-event.deltaY / 240), around);
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      this.pan((event.deltaX || event.deltaY) / 900);
    }
  }

  click(event) {
    const row = event.target.closest(".wf-row");
    if (!row) {
      return;
    }
    const index = Number(row.dataset.index);
    if (event.target.closest(".wf-twist")) {
      this.story.setOpen(index, !this.story.isOpen(index));
      this.refresh();
    } else {
      this.select(index, false);
    }
  }

  key(event) {
    const at = this.visible.findIndex((index) => keyOf(this.story.rows[index]) === this.selected);
    const page = Math.max(1, Math.floor(this.body.clientHeight / this.rowHeight) - 1);
    const go = (position) => this.select(this.visible[Math.max(0, Math.min(this.visible.length - 1, position))]);
    const actions = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      PageDown: () => go(at + page),
      PageUp: () => go(at - page),
      Home: () => go(0),
      End: () => go(this.visible.length - 1),
      ArrowRight: () => (event.shiftKey ? this.pan(0.2) : this.into(at)),
      ArrowLeft: () => (event.shiftKey ? this.pan(-0.2) : this.outOf(at)),
      "+": () => this.zoom(ZOOM),
      "=": () => this.zoom(ZOOM),
      "-": () => this.zoom(1 / ZOOM),
      0: () => this.fit(),
    };
    const action = actions[event.key];
    if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      action();
    }
  }

  into(at) {
    const index = this.visible[at];
    if (index === undefined) {
      return;
    }
    if (this.story.children[index] > 0 && !this.story.isOpen(index)) {
      this.story.setOpen(index, true);
      this.refresh();
    } else if (this.story.children[index] > 0) {
      this.select(this.visible[at + 1]);
    }
  }

  outOf(at) {
    const index = this.visible[at];
    if (index === undefined) {
      return;
    }
    if (this.story.children[index] > 0 && this.story.isOpen(index)) {
      this.story.setOpen(index, false);
      this.refresh();
    } else if (this.story.parent[index] >= 0) {
      this.select(this.story.parent[index]);
    }
  }

  // The buttons that do what keys and wheel do.
  controls() {
    const button = (label, path, action) =>
      el("button", { class: "icon", type: "button", "aria-label": label, title: label, onclick: action },
        svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: path })));
    return el("div", { class: "wf-controls", role: "group", "aria-label": "Time" },
      button("Zoom out", "M3 8h10", () => this.zoom(1 / ZOOM)),
      button("Zoom in", "M3 8h10M8 3v10", () => this.zoom(ZOOM)),
      button("Show all of the time", "M2 5V2h3M11 2h3v3M14 11v3h-3M5 14H2v-3", () => this.fit()));
  }
}

function drag(node, starts, move) {
  let from = null;
  node.addEventListener("pointerdown", (event) => {
    const track = event.pointerType === "mouse" && event.button === 0 && starts(event);
    from = track ? { x: event.clientX, width: track.clientWidth } : null;
  });
  node.addEventListener("pointermove", (event) => {
    if (from && event.buttons === 1 && event.clientX !== from.x) {
      move(event.clientX - from.x, from.width);
      from.x = event.clientX;
    }
  });
}

function resolve(node, name) {
  const probe = el("i", { style: { color: "var(" + name + ")", display: "none" } });
  node.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

function niceStep(rough) {
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => step >= rough) || 10 * power;
}

function nameOf(row) {
  if (row.kind === "event") {
    return [el("span", { class: "wf-name" }, el("i", { class: "dot event", "aria-hidden": "true" }), row.type || "unknown event"),
      el("span", { class: "wf-sub" }, row.unrouted ? "no route takes it" : row.orphan ? "its cause is not kept" : row.d === 0 ? brief(row.payload) : "")];
  }
  if (row.kind === "join") {
    return [el("span", { class: "wf-name" }, el("i", { class: "dot join", "aria-hidden": "true" }), row.join),
      el("span", { class: "wf-sub" }, row.reason === "OPEN" ? "waits for parts" : row.reason === "COMPLETE" ? "" : words(row.reason).toLowerCase())];
  }
  const state = row.state === "HANDLED" ? "" : words(row.state).toLowerCase();
  return [el("span", { class: "wf-name" }, row.agent),
    el("span", { class: "wf-sub" }, [row.type, row.d === 0 ? brief(row.payload) : ""].filter(Boolean).join(" · ")),
    state && el("span", { class: "wf-state", data: { state: row.state } }, state)];
}

function spoken(row) {
  if (row.kind === "event") {
    return "at " + duration(row.at);
  }
  if (row.kind === "join") {
    return words(row.reason) + ", opened at " + duration(row.at);
  }
  return words(row.state) + ", waited " + duration(row.waited || 0) + ", worked " + duration(row.worked || 0) +
    ((row.attempts || []).length > 1 ? ", " + row.attempts.length + " attempts" : "");
}

