// Dead letters, and what a user can do with them.

import { tree } from "./detail.js";
import { el, empty, fill } from "./dom.js";
import { clock, count, plural, shortId } from "./format.js";
import { get, post } from "./live.js";

export class LettersView {
  constructor(live, toast) {
    this.live = live;
    this.toast = toast;
    this.list = el("div", { class: "cards letters" });
    this.note = el("p", { class: "table-note", role: "status" });
    this.root = el("section", { class: "page" },
      el("div", { class: "page-head" }, el("div", {}, el("h1", {}, "Dead letters"), el("p", { class: "muted" }, "Deliveries that failed for good. Each can be delivered once more to the agent that failed."))),
      this.note, this.list);
    this.cards = new Map();
    this.at = 0;
  }

  frame() {
    const kept = this.live.frame.dispatchers.map((each) => each.name + each.deadLetters).join();
    if (kept !== this.kept || Date.now() - this.at > 5000) {
      this.kept = kept;
      this.at = Date.now();
      this.look();
    }
  }

  async look() {
    const piles = await get("letters");
    if (piles) {
      this.show(piles);
    }
  }

  show(piles) {
    const kept = piles.reduce((sum, pile) => sum + pile.kept, 0);
    const shown = piles.reduce((sum, pile) => sum + pile.letters.length, 0);
    const dropped = piles.reduce((sum, pile) => sum + pile.dropped, 0);
    this.note.textContent = kept === 0 ? "" : plural(kept, "letter") + " kept" + (shown < kept ? "; the newest " + count(shown) + " are shown" : "") + (dropped > 0 ? "; " + count(dropped) + " older ones were dropped" : "") + ".";
    if (kept === 0) {
      this.cards.clear();
      fill(this.list, empty("No dead letters", "Nothing has failed for good. If a delivery does, after all its attempts, it waits here."));
      return;
    }
    const several = piles.filter((pile) => pile.kept > 0).length > 1;
    const cards = new Map();
    const nodes = piles.flatMap((pile) => pile.letters.map((letter) => {
      const key = [pile.dispatcher, letter.event, letter.agent, letter.attempts].join("\n");
      const card = this.cards.get(key) || this.card(pile.dispatcher, letter, several);
      cards.set(key, card);
      return card;
    }));
    this.cards = cards;
    const focused = document.activeElement;
    this.list.replaceChildren(...nodes);
    if (focused && this.list.contains(focused)) {
      focused.focus();
    }
  }

  card(dispatcher, letter, several) {
    const again = el("button", { class: "button primary small", type: "button", data: { action: "redispatch" } }, "Redispatch");
    const remove = el("button", { class: "button small", type: "button", data: { action: "remove" } }, "Forget");
    const stack = el("pre", { class: "stack", hidden: true, tabindex: "0", "aria-label": "Stack" });
    const show = el("button", { class: "linkish", type: "button", "aria-expanded": "false" }, "Show the stack");
    const where = { dispatcher, event: letter.event, agent: letter.agent };
    again.addEventListener("click", () => this.act("redispatch", where, [again, remove]));
    remove.addEventListener("click", () => this.act("remove", where, [again, remove]));
    show.addEventListener("click", async () => {
      const found = stack.hidden && stack.textContent === "" ? await get("stack", where) : null;
      stack.textContent = found ? found.stack || "No stack was kept." : stack.textContent || "The letter is not kept any more.";
      stack.hidden = !stack.hidden;
      show.textContent = stack.hidden ? "Show the stack" : "Hide the stack";
      show.setAttribute("aria-expanded", String(!stack.hidden));
    });
    return el("article", { class: "card letter", data: { event: letter.event, agent: letter.agent } },
      el("header", {},
        el("h2", {}, letter.type, el("span", { class: "muted" }, " → "), letter.agent),
        el("div", { class: "card-actions" }, again, remove)),
      el("p", { class: "cause" }, el("strong", { class: "bad-text" }, letter.cause.type.split(".").pop()), el("span", {}, letter.cause.message)),
      el("p", { class: "meta muted" },
        clock(letter.time, true), " · ", letter.attempts === 0 ? "never reached the agent" : plural(letter.attempts, "attempt"), " · from ", letter.source,
        several && [" · ", dispatcher], " · ", el("a", { href: "#/run/" + letter.correlation }, "run ", el("span", { class: "mono" }, shortId(letter.correlation)))),
      letter.path.length > 1 && el("p", { class: "meta muted path" }, letter.path.map((agent, at) => [at > 0 && " → ", agent])),
      el("div", { class: "letter-more" },
        el("details", {}, el("summary", {}, "Event"), el("div", { class: "json" }, tree(letter.payload))),
        el("div", {}, show, stack)));
  }

  async act(action, where, buttons) {
    buttons.forEach((button) => (button.disabled = true));
    const outcome = await post(action, where);
    this.toast(outcome.message);
    buttons.forEach((button) => (button.disabled = false));
    await this.look();
  }
}
