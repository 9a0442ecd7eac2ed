// The joins that wait for parts.

import { el, empty, fill } from "./dom.js";
import { duration, plural, shortId } from "./format.js";
import { get } from "./live.js";

export class JoinsView {
  constructor(live) {
    this.live = live;
    this.list = el("div", { class: "cards" });
    this.note = el("p", { class: "table-note" });
    this.root = el("section", { class: "page" },
      el("div", { class: "page-head" }, el("div", {}, el("h1", {}, "Open joins"), el("p", { class: "muted" }, "Where events wait for others: what has come, and what has not."))),
      this.note, this.list);
    this.at = 0;
  }

  frame() {
    if (Date.now() - this.at > 1000) {
      this.at = Date.now();
      get("joins").then((found) => found && this.show(found));
    }
  }

  show(found) {
    this.note.textContent = found.more > 0 ? plural(found.more, "other join") + " wait, for a shorter time than these." : "";
    if (found.joins.length === 0) {
      fill(this.list, empty("No join waits", "A join stands here from its first part until it closes."));
      return;
    }
    fill(this.list, found.joins.map((join) => el("article", { class: "card join-card" },
      el("header", {}, el("h2", {}, el("i", { class: "dot join", "aria-hidden": "true" }), join.join), el("span", { class: "muted" }, "waits for " + duration(join.waited * 1000))),
      el("ul", { class: "slots" },
        Object.entries(join.came).map(([type, count]) => el("li", { class: "came" }, el("i", { "aria-hidden": "true" }, "✓"), type, count > 1 && el("span", { class: "muted" }, "× " + count), el("span", { class: "sr" }, "has come"))),
        join.missing.map((type) => el("li", { class: "not" }, el("i", { "aria-hidden": "true" }, "○"), type, el("span", { class: "muted" }, "missing")))),
      join.missing.length === 0 && el("p", { class: "muted" }, "Of each type some have come; it waits for more of them."),
      el("a", { href: "#/run/" + join.correlation }, "Open its run ", el("span", { class: "mono" }, shortId(join.correlation))))));
  }
}
