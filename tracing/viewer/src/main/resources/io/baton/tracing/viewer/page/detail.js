// All that is known of one row.

import { el } from "./dom.js";
import { clock, count, duration, plural, shortId, tone, words } from "./format.js";

const LONG = 600;

export function detail(story, index, actions) {
  const row = story.rows[index];
  const start = story.data.started;
  return [
    el("header", { class: "detail-head" },
      el("h2", {}, titleOf(row)),
      el("button", { class: "icon", type: "button", "aria-label": "Close details", onclick: actions.close }, "×")),
    el("div", { class: "detail-chips" },
      row.state && el("span", { class: "chip", data: { tone: tone(row.state) } }, words(row.state)),
      row.kind === "join" && el("span", { class: "chip", data: { tone: tone(row.reason) } }, words(row.reason)),
      row.unrouted && el("span", { class: "chip", data: { tone: "warn" } }, "Unrouted"),
      row.critical && el("span", { class: "chip plain" }, "Critical path")),
    facts(row, start),
    row.failure && failure(row.failure),
    row.payload !== undefined && section("Event", el("div", { class: "json" }, tree(row.payload))),
    row.payloadLeftOut && section("Event", el("p", { class: "muted" }, "Left out, to keep this small.")),
    (row.attempts || []).length > 1 && attempts(row.attempts),
    row.kind === "join" && parts(story, row, actions),
    (row.models || []).length > 0 && models(row.models),
    (row.tools || []).length > 0 && tools(row.tools),
    (row.notes || []).length > 0 && notes(row.notes),
    (row.memory || []).length > 0 && memory(row.memory),
    (row.causes || []).length > 0 && causes(story, row.causes, actions),
    actions.extra && actions.extra(row),
  ];
}

function titleOf(row) {
  return row.kind === "delivery" ? [row.agent, el("span", { class: "muted" }, " ← " + (row.type || "event"))] : row.kind === "join" ? row.join : row.type;
}

function section(title, ...content) {
  return el("section", { class: "detail-part" }, el("h3", {}, title), content);
}

function facts(row, start) {
  const pairs = [
    ["Time", clock(start + row.at / 1000, true)],
    ["After", duration(row.at)],
    row.waited !== undefined && ["Waited", duration(row.waited), "wait"],
    row.worked !== undefined && ["Worked", duration(row.worked), "work"],
    row.attempts && row.attempts.length > 1 && ["Attempts", count(row.attempts.length)],
    row.thread && ["Thread", words(row.thread)],
    row.recovery && ["Recovery", words(row.recovery)],
    row.source && ["From", row.source],
    row.source && ["Hops", count(row.hops)],
    row.event && ["Event", shortId(row.event), "", row.event],
  ].filter(Boolean);
  return el("dl", { class: "facts" }, pairs.map(([name, value, kind, title]) =>
    el("div", {}, el("dt", {}, kind && el("i", { class: "swatch " + kind, "aria-hidden": "true" }), name), el("dd", { title: title || null }, value))));
}

export function failure(cause) {
  return el("section", { class: "detail-part failure" },
    el("h3", {}, "Failure"),
    el("p", { class: "cause" }, el("strong", {}, cause.type.split(".").pop()), cause.message && el("span", {}, cause.message)),
    cause.stack && el("details", {}, el("summary", {}, "Stack"), el("pre", { class: "stack" }, cause.stack)));
}

function attempts(list) {
  return section("Attempts", el("table", { class: "mini" },
    el("thead", {}, el("tr", {}, ["#", "Waited", "Worked", "How", "Next after"].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, list.map((attempt) => el("tr", {},
      el("td", {}, attempt.number),
      el("td", {}, duration(attempt.waited)),
      el("td", {}, duration(attempt.worked)),
      el("td", {}, words(attempt.state), attempt.timedOut && " (timed out)", attempt.failure && el("div", { class: "muted" }, attempt.failure)),
      el("td", {}, attempt.delay ? duration(attempt.delay) : "–"))))));
}

function link(story, id, actions) {
  const index = story.byEvent.get(id);
  return index === undefined
    ? el("span", { class: "muted", title: id }, "an event that is not kept, " + shortId(id))
    : el("button", { class: "linkish", type: "button", onclick: () => actions.go(index) }, story.rows[index].type || shortId(id));
}

function parts(story, row, actions) {
  return section("Parts",
    el("ul", { class: "list" },
      (row.parts || []).map((id) => el("li", {}, el("i", { class: "tick good", "aria-hidden": "true" }, "✓"), link(story, id, actions))),
      (row.missing || []).map((slot) => el("li", { class: "missing" }, el("i", { class: "tick", "aria-hidden": "true" }, "○"), slot, el("span", { class: "muted" }, row.end === undefined ? " has not come" : " never came"))),
      (row.dropped || []).map((part) => el("li", {}, el("i", { class: "tick", "aria-hidden": "true" }, "×"), link(story, part.event, actions), el("span", { class: "muted" }, " " + words(part.fate).toLowerCase())))));
}

function models(list) {
  return section("Model calls", list.map((call) => el("div", { class: "call" },
    el("div", {}, el("strong", {}, call.model), call.provider && el("span", { class: "muted" }, " " + call.provider), el("span", { class: "call-took" }, duration(call.worked))),
    el("div", { class: "muted" },
      count(call.inputTokens) + " tokens in, " + count(call.outputTokens) + " out",
      call.firstToken !== undefined && ", first after " + duration(call.firstToken),
      call.cost && ", cost " + call.cost, call.finish && ", " + words(call.finish).toLowerCase()),
    call.failure && el("div", { class: "bad-text" }, call.failure))));
}

function tools(list) {
  return section("Tool calls", list.map((call) => el("div", { class: "call" },
    el("div", {}, el("strong", {}, call.tool), el("span", { class: "call-took" }, duration(call.worked))),
    call.failure && el("div", { class: "bad-text" }, call.failure))));
}

function notes(list) {
  return section("Notes", el("ul", { class: "list" }, list.map((note) => el("li", {}, el("span", { class: "muted when" }, duration(note.at)), note.text))));
}

function memory(list) {
  return section("Memory written", el("ul", { class: "list" }, list.map((change) => el("li", {}, el("span", { class: "mono" }, change.key), el("span", { class: "muted" }, " version " + count(change.version))))));
}

function causes(story, ids, actions) {
  return section("Caused by", el("ul", { class: "list" }, ids.map((id) => el("li", {}, link(story, id, actions)))));
}

// A value as a tree of names and values.
export function tree(value) {
  if (value === null || value === undefined) {
    return el("span", { class: "j-null" }, "none");
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? el("span", { class: "j-null" }, "empty list") : branch(value.map((each, index) => [index, each]), plural(value.length, "element"));
  }
  if (typeof value === "object") {
    const entries = Object.entries(value);
    return entries.length === 0 ? el("span", { class: "j-null" }, "empty") : branch(entries, plural(entries.length, "field"));
  }
  return typeof value === "string" ? text(value) : el("span", { class: "j-" + typeof value }, String(value));
}

function branch(entries, summary) {
  const list = el("ul", {}, entries.map(([name, each]) => el("li", {}, el("span", { class: "j-name" }, name), tree(each))));
  return entries.length > 12 ? el("details", { class: "j-branch" }, el("summary", {}, summary), list) : list;
}

function text(value) {
  if (value === "***") {
    return el("span", { class: "j-secret", title: "Masked" }, "•••");
  }
  if (value.length <= LONG) {
    return el("span", { class: "j-string" }, value);
  }
  const shown = el("span", { class: "j-string" }, value.slice(0, LONG) + "…");
  const more = el("button", { class: "linkish", type: "button", onclick: () => { shown.textContent = value; more.remove(); } },
    "show all " + count(value.length) + " characters");
  return el("span", {}, shown, " ", more);
}
