// The table of runs: the newest by themselves, others by search.

import { el, empty, fill, setText } from "./dom.js";
import { clock, compact, count, duration, plural, shortId, tone, words } from "./format.js";
import { get } from "./live.js";

const SHOWN = 200;
const STATES = [["", "All"], ["open", "Open"], ["failed", "Failed"], ["done", "Done"]];

export class RunsView {
  constructor(live, query) {
    this.live = live;
    this.state = query.get("state") || "";
    this.text = query.get("q") || "";
    this.search = el("input", {
      type: "search", id: "run-search", placeholder: "Event, agent, contents or id", autocomplete: "off", spellcheck: "false",
      "aria-label": "Search runs", value: this.text, oninput: () => this.changed(),
    });
    this.tabs = el("div", { class: "segmented", role: "group", "aria-label": "Which runs" },
      STATES.map(([state, name]) => el("button", { type: "button", "aria-pressed": this.state === state, data: { state }, onclick: () => this.filter(state) }, name)));
    this.note = el("p", { class: "table-note", role: "status" });
    this.table = new RunTable();
    this.root = el("section", { class: "page" },
      el("div", { class: "page-head" }, el("h1", {}, "Runs"), el("div", { class: "page-tools" }, this.search, this.tabs)),
      this.note, this.table.root);
    this.look();
  }

  changed() {
    this.text = this.search.value;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), 160);
  }

  filter(state) {
    this.state = state;
    this.tabs.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", button.dataset.state === state));
    this.look();
  }

  async look() {
    history.replaceState(null, "", "#/runs" + this.query());
    const asked = (this.asked = (this.asked || 0) + 1);
    const found = this.text || this.state ? await get("runs", { q: this.text, state: this.state }) : null;
    if (asked === this.asked) {
      this.found = found;
      this.at = Date.now();
      this.show();
    }
  }

  query() {
    const query = new URLSearchParams();
    this.text && query.set("q", this.text);
    this.state && query.set("state", this.state);
    return query.size > 0 ? "?" + query : "";
  }

  // A search is asked again while things change, but not at each frame.
  frame() {
    if (this.found && this.live.changed.size > 0 && Date.now() - this.at > 1500) {
      this.at = Date.now();
      this.look();
    } else {
      this.show();
    }
  }

  show() {
    const live = this.live;
    const rows = this.found ? this.found.rows.map((row) => live.rows.get(row.id) || row) : live.newest(SHOWN);
    this.table.show(rows, live.changed, this.text || this.state ? "No run is like that" : "No runs yet",
      this.text || this.state ? "Try fewer letters, or all states." : "What is dispatched from now on appears here, with all that it causes.");
    setText(this.note, this.remark(rows));
  }

  remark(rows) {
    const frame = this.live.frame;
    if (!frame) {
      return "";
    }
    if (this.found) {
      return plural(rows.length + this.found.more, "run") + " found" + (this.found.more > 0 ? "; the first " + count(rows.length) + " are shown, failures first" : "");
    }
    return "The newest " + count(rows.length) + " of " + count(frame.runsKept) + sampled(frame);
  }
}

export function sampled(frame) {
  return frame.runs.more > 0 && !frame.history
    ? ". Sampled: " + plural(frame.runs.more, "other run") + " changed in this quarter of a second, failures are shown first"
    : "";
}

export class RunTable {
  constructor(isSmall = false) {
    this.isSmall = isSmall;
    this.body = el("tbody", {});
    const heads = isSmall ? ["Run", "State", "Took"] : ["Run", "State", "Began", "Took", "Events", "Deliveries", "Failures", "Id"];
    this.table = el("table", { class: "runs" + (isSmall ? " small" : "") },
      el("thead", {}, el("tr", {}, heads.map((name) => el("th", { scope: "col", class: ["Took", "Events", "Deliveries", "Failures"].includes(name) ? "num" : null }, name)))),
      this.body);
    this.none = el("div", {});
    this.root = el("div", { class: "table-frame" }, this.table, this.none);
    this.lines = new Map();
  }

  show(rows, changed, title, text) {
    this.table.hidden = rows.length === 0;
    this.none.hidden = rows.length > 0;
    if (rows.length === 0) {
      if (this.none.dataset.title !== title) {
        this.none.dataset.title = title;
        fill(this.none, empty(title, text));
      }
      this.lines.clear();
      fill(this.body);
      return;
    }
    const keep = new Set(rows.map((row) => row.id));
    for (const [id, line] of this.lines) {
      if (!keep.has(id)) {
        line.root.remove();
        this.lines.delete(id);
      }
    }
    let next = this.body.firstChild;
    for (const row of rows) {
      let line = this.lines.get(row.id);
      if (!line) {
        line = lineOf(row.id, this.isSmall);
        this.lines.set(row.id, line);
      }
      if (line.row !== row) {
        line.write(row);
        line.row = row;
      }
      if (line.root === next) {
        next = next.nextSibling;
      } else {
        this.body.insertBefore(line.root, next);
      }
    }
  }
}

function lineOf(id, isSmall) {
  const link = el("a", { class: "run-link", href: "#/run/" + id });
  const chip = el("span", { class: "chip" });
  const cell = (name) => el("td", { class: "num", "data-name": name });
  const began = el("td", { class: "muted", "data-name": "Began" });
  const [took, events, deliveries, failures] = ["Took", "Events", "Deliveries", "Failures"].map(cell);
  const shown = el("td", { class: "mono muted", "data-name": "Id" }, shortId(id));
  const says = el("span", { class: "run-says" });
  const first = el("td", { class: "run-name" }, link, says);
  const state = el("td", { class: "run-state" }, chip);
  const root = el("tr", { data: { id } }, isSmall ? [first, state, took] : [first, state, began, took, events, deliveries, failures, shown]);
  const write = (row) => {
    setText(link, row.title || "Unknown");
    setText(says, row.text);
    setText(chip, words(row.state));
    chip.dataset.tone = tone(row.state);
    setText(began, clock(row.started));
    setText(took, duration(row.micros));
    setText(events, compact(row.events));
    setText(deliveries, compact(row.deliveries));
    setText(failures, row.failures + row.dead === 0 ? "–" : compact(Math.max(row.failures, row.dead)));
    failures.classList.toggle("bad-text", row.failures + row.dead > 0);
    root.dataset.bad = row.dead > 0 ? "yes" : "";
  };
  return { root, write, row: null };
}
