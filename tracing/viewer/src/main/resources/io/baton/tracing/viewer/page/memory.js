// Working memory: the values now, and the versions that are remembered.

import { tree } from "./detail.js";
import { el, empty, fill } from "./dom.js";
import { clock, count, plural, shortId } from "./format.js";
import { get } from "./live.js";

export class MemoryView {
  constructor(live) {
    this.live = live;
    this.list = el("div", {});
    this.root = el("section", { class: "page" },
      el("div", { class: "page-head" }, el("div", {}, el("h1", {}, "Working memory"), el("p", { class: "muted" }, "What agents remember together, and what runs that go on remember for themselves."))),
      this.list);
    this.at = 0;
    this.open = new Map();
  }

  frame() {
    if (Date.now() - this.at > 1500) {
      this.at = Date.now();
      get("memory").then((memories) => memories && this.show(memories));
    }
  }

  show(memories) {
    const text = JSON.stringify(memories);
    if (text === this.text) {
      return;
    }
    this.text = text;
    const filled = memories.filter((memory) => memory.keys.length > 0);
    if (filled.length === 0) {
      fill(this.list, empty("Nothing is remembered", "Values appear here when an agent writes a key of context.memory(). With memoryHistory(n) a dispatcher keeps their last versions too."));
      return;
    }
    fill(this.list, filled.map((memory) => this.memory(memory)));
  }

  memory(memory) {
    return el("section", { class: "memory" },
      el("h2", {}, memory.run ? ["Run ", el("a", { class: "mono", href: "#/run/" + memory.run }, shortId(memory.run))] : memory.dispatcher, el("span", { class: "muted" }, " " + plural(memory.keys.length + memory.more, "key") + (memory.more > 0 ? ", of which " + count(memory.keys.length) + " are shown" : ""))),
      el("div", { class: "table-frame" }, el("table", { class: "keys" },
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Key"), el("th", { scope: "col" }, "Value"), el("th", { scope: "col", class: "num" }, "Version"), el("th", { scope: "col" }, "Written by"))),
        el("tbody", {}, memory.keys.map((key) => this.key(memory, key))))));
  }

  key(memory, key) {
    const id = [memory.dispatcher, memory.run, key.name].join("\n");
    const past = el("div", { class: "past", hidden: !this.open.has(id) });
    const toggle = el("button", { class: "linkish", type: "button", "aria-expanded": String(!past.hidden) }, past.hidden ? plural(key.versions, "version") : "Hide versions");
    const load = async () => {
      const versions = await get("history", { dispatcher: memory.dispatcher, run: memory.run, key: key.name });
      fill(past, (versions || []).map((version) => el("div", { class: "version" },
        el("span", { class: "muted" }, "v" + count(version.version)), el("span", { class: "muted" }, clock(version.time, true)), el("span", {}, version.writer),
        el("div", { class: "json" }, version.removed ? el("span", { class: "j-null" }, "removed") : tree(version.value)))));
    };
    toggle.addEventListener("click", () => {
      past.hidden = !past.hidden;
      past.hidden ? this.open.delete(id) : this.open.set(id, true);
      toggle.textContent = past.hidden ? plural(key.versions, "version") : "Hide versions";
      toggle.setAttribute("aria-expanded", String(!past.hidden));
      past.hidden || load();
    });
    past.hidden || load();
    return el("tr", {},
      el("th", { scope: "row", class: "mono" }, key.name),
      el("td", {}, el("div", { class: "json" }, tree(key.value)), key.versions > 0 && toggle, past),
      el("td", { class: "num", "data-name": "Version" }, count(key.version)),
      el("td", { "data-name": "Written by" }, key.writer || el("span", { class: "muted" }, "–")));
  }
}
