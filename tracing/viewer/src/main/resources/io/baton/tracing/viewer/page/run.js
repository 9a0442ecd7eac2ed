// One run, or a batch of them: what it came to, its tree over time, and the details of a row.

import { detail } from "./detail.js";
import { el, empty, fill } from "./dom.js";
import { clock, compact, count, day, duration, plural, tone, words } from "./format.js";
import { Story, keyOf } from "./story.js";
import { Waterfall } from "./waterfall.js";

// Of a batch, each run is one row at first.
const MANY_ROOTS = 20;

export class RunView {
  constructor(options = {}) {
    this.options = options;
    this.summary = el("div", { class: "run-summary" });
    this.side = el("aside", { class: "detail", "aria-label": "Details", hidden: true });
    this.waterfall = new Waterfall((index) => this.showDetail(index));
    this.remarks = el("div", { class: "remarks" });
    this.root = el("div", { class: "run" },
      this.summary,
      this.remarks,
      el("div", { class: "run-tools" }, legend(), this.waterfall.controls()),
      el("div", { class: "run-parts" }, this.waterfall.root, this.side));
  }

  show(data) {
    const isFirst = !this.story;
    this.story = new Story(data);
    if (isFirst && data.rows.filter((row) => row.d === 0).length > MANY_ROOTS) {
      this.story.closeRoots();
    }
    fill(this.summary, summaryOf(data, this.options.actions));
    fill(this.remarks, remarksOf(data));
    if (data.rows.length === 0) {
      fill(this.root, this.summary, empty("Nothing is kept of this run", "Its trace events were pushed out by newer ones."));
      return;
    }
    this.waterfall.show(this.story);
    if (this.waterfall.selected && !this.side.hidden) {
      const index = this.story.find(this.waterfall.selected);
      if (index >= 0 && !this.side.contains(document.activeElement)) {
        this.showDetail(index);
      }
    }
  }

  showDetail(index) {
    this.side.hidden = index < 0;
    this.root.classList.toggle("with-detail", index >= 0);
    if (index >= 0) {
      const key = keyOf(this.story.rows[index]);
      const opened = this.shown === key ? [...this.side.querySelectorAll("details")].map((each) => each.open) : [];
      const scroll = this.shown === key ? this.side.scrollTop : 0;
      fill(this.side, detail(this.story, index, {
        close: () => this.close(),
        go: (other) => this.waterfall.select(other),
        extra: this.options.extra,
      }));
      this.side.querySelectorAll("details").forEach((each, at) => (each.open = opened[at] || each.open));
      this.side.scrollTop = scroll;
      this.shown = key;
    }
    this.waterfall.draw();
  }

  close() {
    this.waterfall.select(-1, false);
    this.waterfall.body.focus();
  }
}

function summaryOf(data, actions) {
  const totals = data.totals;
  const facts = [
    [duration(data.micros), data.open ? "so far" : "duration"],
    [compact(totals.events), totals.events === 1 ? "event" : "events"],
    [compact(totals.deliveries), totals.deliveries === 1 ? "delivery" : "deliveries"],
    [duration(totals.waited), "waited", "wait"],
    [duration(totals.worked), "worked", "work"],
    totals.failures > 0 && [compact(totals.failures), "failed", "bad"],
    totals.retries > 0 && [compact(totals.retries), totals.retries === 1 ? "retry" : "retries"],
    totals.openJoins > 0 && [compact(totals.openJoins), totals.openJoins === 1 ? "open join" : "open joins", "warn"],
    totals.modelCalls > 0 && [compact(totals.inputTokens + totals.outputTokens), "tokens in " + plural(totals.modelCalls, "model call")],
    totals.toolCalls > 0 && [compact(totals.toolCalls), totals.toolCalls === 1 ? "tool call" : "tool calls"],
    totals.cost && [totals.cost, "cost"],
  ].filter(Boolean);
  return [
    el("div", { class: "run-title" },
      el("div", {},
        el("h1", {}, data.title),
        el("p", { class: "muted" }, day(data.started) + ", " + clock(data.started, true), data.id && [" · ", el("span", { class: "mono" }, data.id)])),
      el("span", { class: "chip", data: { tone: tone(data.state) } }, words(data.state)),
      actions && actions(data)),
    el("dl", { class: "figures" }, facts.map(([value, name, kind]) =>
      el("div", { data: { kind: kind || "" } }, el("dd", {}, value), el("dt", {}, name)))),
  ];
}

function remarksOf(data) {
  const remarks = [...(data.remarks || [])];
  if (data.leftOut > 0) {
    remarks.push(plural(data.leftOut, "row") + " left out: only the first " + count(data.rows.length) + " are shown.");
  }
  return remarks.map((text) => el("p", {}, text));
}

function legend() {
  const item = (kind, text) => el("span", {}, el("i", { class: "key " + kind, "aria-hidden": "true" }), text);
  return el("div", { class: "legend", "aria-label": "Colours" },
    item("wait", "waits"), item("work", "works"), item("failed", "fails"), item("delay", "until the next attempt"), item("gather", "join gathers"), item("critical", "critical path"));
}
