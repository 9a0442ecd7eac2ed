// The live view: figures, the graph of agents, the agents as a table, the latest runs.

import { el, fill, setText } from "./dom.js";
import { compact, count, duration, rate } from "./format.js";
import { Graph } from "./graph.js";
import { RunTable, sampled } from "./runs.js";
import { Spark } from "./spark.js";

const RUNS_SHOWN = 40;
const FIGURES = ["Rate", "In flight", "Wait", "Work", "Handled", "Failed", "Retried", "Dead"];

export class Overview {
  constructor(live) {
    this.live = live;
    this.tiles = {
      events: tile("Events", "events a second", true),
      failures: tile("Failures", "failures a second", true, "bad"),
      flight: tile("In flight", "deliveries"),
      runs: tile("Live runs", "of callers"),
      joins: tile("Open joins", "wait for parts", false, "warn", "#/joins"),
      letters: tile("Dead letters", "kept", false, "bad", "#/letters"),
    };
    this.picker = el("div", { class: "segmented", role: "group", "aria-label": "Dispatcher", hidden: true });
    this.graph = new Graph();
    this.agents = el("tbody", {});
    this.table = new RunTable(true);
    this.note = el("p", { class: "table-note", role: "status" });
    this.remark = el("p", { class: "table-note" });
    this.root = el("section", { class: "page live" },
      el("h1", { class: "sr" }, "Live"),
      el("div", { class: "tiles" }, Object.values(this.tiles).map((each) => each.root)),
      el("div", { class: "panel graph-panel" },
        el("div", { class: "panel-head" }, el("h2", {}, "Agents"), this.picker, el("span", { class: "key-note" }, el("i", { class: "key-join" }), "join", el("i", { class: "key-bad" }), "failing now")),
        this.graph.root, this.remark),
      el("div", { class: "columns" },
        el("div", { class: "panel agents-panel" },
          el("div", { class: "panel-head" }, el("h2", {}, "Agents in figures")),
          el("div", { class: "table-frame flat" }, el("table", { class: "agents" },
            el("thead", {}, el("tr", {}, ["Agent", ...FIGURES].map((name, at) => el("th", { scope: "col", class: at > 0 ? "num" : null }, name)))),
            this.agents))),
        el("div", { class: "panel runs-panel" },
          el("div", { class: "panel-head" }, el("h2", {}, "Latest runs"), el("a", { href: "#/runs" }, "All runs")),
          this.table.root, this.note)));
    this.rows = new Map();
  }

  frame() {
    const { frame, dispatched, failed } = this.live;
    if (!frame) {
      return;
    }
    const live = frame.dispatchers.filter((each) => each.live);
    const sum = (value) => live.reduce((total, each) => total + value(each), 0);
    this.tiles.events.write(perSecond(dispatched), dispatched);
    this.tiles.failures.write(perSecond(failed), failed);
    this.tiles.flight.write(compact(sum((each) => each.queued + each.routes.reduce((total, route) => total + route.inFlight, 0))));
    this.tiles.runs.write(compact(sum((each) => each.runs)));
    this.tiles.joins.write(compact(frame.totals.openJoins), null, frame.totals.openJoins > 0);
    const letters = frame.dispatchers.reduce((total, each) => total + each.deadLetters, 0);
    this.tiles.letters.write(compact(letters), null, letters > 0);
    const chosen = this.choose(frame.dispatchers);
    this.graph.show(frame, chosen);
    this.figures(chosen);
    this.table.show(this.live.newest(RUNS_SHOWN), this.live.changed, "No runs yet", "What is dispatched from now on appears here.");
    setText(this.note, frame.runs.more > 0 ? sampled(frame).slice(2) : "");
    setText(this.remark, remarks(frame));
  }

  choose(dispatchers) {
    const chosen = dispatchers.find((each) => each.name === this.chosen) || dispatchers.findLast((each) => each.live) || dispatchers.at(-1);
    const names = dispatchers.map((each) => each.name + each.live).join("\n") + chosen?.name;
    if (names !== this.names) {
      this.names = names;
      this.picker.hidden = dispatchers.length === 0;
      fill(this.picker, dispatchers.map((each) => el("button", {
        type: "button",
        "aria-pressed": String(each === chosen),
        onclick: () => {
          this.chosen = each.name;
          this.frame();
        },
      }, each.name, !each.live && el("span", { class: "muted" }, " ended"))));
    }
    return chosen;
  }

  figures(dispatcher) {
    const routes = dispatcher ? dispatcher.routes : [];
    const names = new Set(routes.map((route) => route.agent));
    for (const [name, line] of this.rows) {
      if (!names.has(name)) {
        line.root.remove();
        this.rows.delete(name);
      }
    }
    for (const route of routes) {
      let line = this.rows.get(route.agent);
      if (!line) {
        line = agentLine(route);
        this.rows.set(route.agent, line);
        this.agents.append(line.root);
      }
      line.write(route);
    }
  }
}

// The mean of the last five seconds.
function perSecond(history) {
  const last = history.slice(-20);
  return rate((last.reduce((sum, each) => sum + each, 0) / last.length) * 4);
}

function remarks(frame) {
  const { uncounted, forgotten, runsForgotten } = frame.totals;
  return [
    uncounted > 0 && "Sampled: " + compact(uncounted) + " trace events came too fast to be counted in these figures.",
    forgotten > 0 && "The oldest " + compact(forgotten) + " trace events are kept no longer" + (runsForgotten > 0 ? ", nor are " + compact(runsForgotten) + " runs" : "") + ".",
    frame.moreWays > 0 && count(frame.moreWays) + " less busy ways are not drawn.",
  ].filter(Boolean).join(" ");
}

function tile(name, unit, hasSpark, kind, href) {
  const value = el("dd", {}, "–");
  const spark = hasSpark ? new Spark(kind === "bad" ? "--bad-fill" : "--accent") : null;
  const root = el(href ? "a" : "div", { class: "tile", href }, el("dl", {}, el("dt", {}, name), value, el("dd", { class: "unit" }, unit)), spark && spark.root);
  return {
    root,
    write(text, history, isLit) {
      setText(value, text);
      root.dataset.kind = isLit || (history && history.slice(-40).some((each) => each > 0)) ? kind || "" : "";
      spark && spark.draw(history);
    },
  };
}

function agentLine(route) {
  const cells = FIGURES.map((name) => el("td", { class: "num", "data-name": name }));
  const root = el("tr", {}, el("th", { scope: "row" }, el("i", { class: "dot " + (route.join ? "join" : "agent"), "aria-hidden": "true" }), el("a", { href: "#/runs?q=" + encodeURIComponent(route.agent), title: route.agent }, route.agent)), cells);
  const write = (now) => {
    const f = now.figures || { rate: 0, waited: 0, worked: 0, ended: 0, failed: 0, retried: 0, dead: 0, failing: 0 };
    [rate(f.rate), compact(now.inFlight), duration(f.waited), duration(f.worked), compact(f.ended), compact(f.failed), compact(f.retried), compact(f.dead)]
      .forEach((text, at) => setText(cells[at], text === "0" ? "–" : text));
    cells[5].classList.toggle("bad-text", f.failed > 0);
    cells[7].classList.toggle("bad-text", f.dead > 0);
    root.dataset.failing = f.failing > 0 ? "yes" : "";
  };
  return { root, write };
}
