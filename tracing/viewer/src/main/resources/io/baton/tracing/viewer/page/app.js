// The page: its views by the address, its header, and the stream that feeds them.

import { el, empty, fill, setText } from "./dom.js";
import { compact } from "./format.js";
import { JoinsView } from "./joins.js";
import { LettersView } from "./letters.js";
import { Live, get } from "./live.js";
import { MemoryView } from "./memory.js";
import { Overview } from "./overview.js";
import { RunView } from "./run.js";
import { RunsView } from "./runs.js";
import { startTheme } from "./theme.js";

const main = document.getElementById("main");
const live = new Live();
let view = null;
let tab = "";

class RunPage {
  constructor(id) {
    this.id = id;
    this.view = new RunView({
      actions: () => el("a", { class: "button", href: "/api/report?id=" + encodeURIComponent(id), download: "run-" + id + ".html" }, "Download report"),
    });
    this.body = el("div", {}, el("p", { class: "empty late" }, "Reading this run …"));
    this.root = el("section", { class: "page" }, el("p", { class: "crumb" }, el("a", { href: "#/runs" }, "← All runs")), this.body);
    this.load();
  }

  async load() {
    const start = Date.now();
    this.next = Infinity;
    const story = await get("run", { id: this.id }).finally(() => (this.next = Date.now() + Math.max(700, 3 * (Date.now() - start))));
    if (story) {
      this.shown || fill(this.body, this.view.root);
      this.open = story.open;
      this.shown = true;
      this.view.show(story);
    } else if (!this.shown) {
      fill(this.body, empty("This run is not kept", "Its trace events were pushed out by newer ones, or it never was here."));
    }
  }

  // While it goes on it is told again, and once more when it has changed; a long one more seldom.
  frame() {
    this.stale = this.stale || this.open || live.changed.has(this.id);
    if (this.stale && Date.now() > this.next) {
      this.stale = false;
      this.load();
    }
  }
}

function route() {
  const [path, query] = location.hash.slice(1).split("?");
  const [name, argument] = path.split("/").slice(1);
  const parameters = new URLSearchParams(query || "");
  switch (name) {
    case "runs": return ["runs", "Runs", () => new RunsView(live, parameters)];
    case "run": return ["runs", "Run", () => new RunPage(argument || "")];
    case "joins": return ["joins", "Open joins", () => new JoinsView(live)];
    case "letters": return ["letters", "Dead letters", () => new LettersView(live, toast)];
    case "memory": return ["memory", "Memory", () => new MemoryView(live)];
    default: return ["live", "Live", () => new Overview(live)];
  }
}

function open() {
  const [name, title, make] = route();
  tab = name;
  document.title = title + " · Baton";
  document.querySelectorAll(".tabs a").forEach((link) =>
    link.dataset.tab === tab ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current"));
  view = make();
  fill(main, view.root);
  scrollTo(0, 0);
  if (live.frame) {
    view.frame?.();
  }
}

let toastEnds;
function toast(text) {
  const node = document.getElementById("toast");
  node.textContent = text;
  node.dataset.shown = "yes";
  clearTimeout(toastEnds);
  toastEnds = setTimeout(() => (node.dataset.shown = ""), 4000);
}

const LINK = { connecting: "Connecting", live: "Live", lost: "Connection lost", paused: "Paused" };
const linkText = document.querySelector("#link span");

function badge(name, value) {
  const node = document.querySelector('[data-count="' + name + '"]');
  node.hidden = value === 0;
  setText(node, compact(value));
}

// However many frames come, the page is drawn once for each picture of the screen.
let isDue = false;
live.on(() => {
  if (isDue) {
    return;
  }
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    const ended = live.state === "live" && live.frame.dispatchers.length > 0 && live.frame.dispatchers.every((each) => !each.live);
    document.getElementById("link").dataset.state = ended ? "ended" : live.state;
    setText(linkText, ended ? "Dispatcher ended" : LINK[live.state]);
    if (live.frame) {
      badge("joins", live.frame.totals.openJoins);
      badge("letters", live.frame.dispatchers.reduce((sum, each) => sum + each.deadLetters, 0));
      view.frame?.();
    }
  });
});

startTheme(document.getElementById("theme"));
addEventListener("hashchange", () => {
  open();
  main.focus({ preventScroll: true });
});
open();
live.start();
