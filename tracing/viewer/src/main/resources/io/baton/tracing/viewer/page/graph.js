// The agents of a dispatcher and what goes between them. The picture is laid out when its shape
// changes, and only its figures are written at each frame.

import { el, empty, fill, setText, svg } from "./dom.js";
import { compact, count, duration, plural, rate } from "./format.js";
import { layout } from "./layout.js";

const OUTSIDE = "application";
const NODE = { w: 152, h: 56 };
const END = { w: 88, h: 32 };
const NOBODY = "";
const WIDEST = 210;

// The fonts of page.css, to measure texts before they are drawn.
const NAME = "600 13.5px";
const LABEL = "11.5px";
const pen = document.createElement("canvas").getContext("2d");

export class Graph {
  constructor() {
    this.canvas = el("div", { class: "graph-canvas" });
    this.root = el("div", { class: "graph", role: "img", "aria-label": "Agents and the events between them" }, this.canvas);
    this.shape = "";
    new ResizeObserver(() => this.frame && this.show(this.frame, this.dispatcher)).observe(this.root);
  }

  show(frame, dispatcher) {
    this.frame = frame;
    this.dispatcher = dispatcher;
    if (!dispatcher || dispatcher.routes.length === 0) {
      this.shape = "";
      fill(this.canvas, empty(dispatcher ? "No routes yet" : "No dispatcher yet",
        dispatcher ? "Agents appear here as soon as the router has routes." : "Give this viewer to a dispatcher as its tracer, and what its agents do appears here.",
        dispatcher ? null : "AsyncDispatcher.builder(router)\n    .tracer(viewer)\n    .start();"));
      return;
    }
    const model = modelOf(frame, dispatcher);
    const horizontal = this.root.clientWidth >= 620;
    const shape = horizontal + JSON.stringify([model.nodes.map((n) => n.id + n.kind), model.edges.map((e) => [e.from, e.to, e.types.map((t) => t.type)])]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.build(model, horizontal);
    }
    this.write(model);
  }

  build(model, horizontal) {
    const placed = layout(model.nodes, model.edges, {
      horizontal,
      spread: horizontal ? 26 : 18,
      gap: (index, edges) => (horizontal ? Math.min(180, Math.max(62, ...edges.map((edge) => 26 + 6.2 * Math.min(22, longest(edge))))) : 64),
    });
    const items = placed.layers.flat();
    const box = {
      left: Math.min(...items.map((i) => i.x - i.w / 2)) - 14,
      right: Math.max(...items.map((i) => i.x + i.w / 2)) + 14,
      top: Math.min(...items.map((i) => i.y - i.h / 2)) - 22,
      bottom: Math.max(...items.map((i) => i.y + i.h / 2)) + 22,
    };
    const width = box.right - box.left;
    const height = box.bottom - box.top;
    this.edges = new Map();
    this.nodes = new Map();
    const lines = svg("g", {});
    const labels = svg("g", {});
    const alone = (end, { edge }) => placed.paths.filter((other) => other.edge[end] === edge[end]).length === 1;
    for (const path of placed.paths) {
      const lean = horizontal ? 0.5 : alone("to", path) ? 0.72 : alone("from", path) ? 0.28 : 0.5;
      const drawn = edgeOf(path, horizontal, lean);
      lines.append(drawn.line);
      labels.append(drawn.label);
      this.edges.set(path.edge.from + "\n" + path.edge.to, drawn);
    }
    const boxes = svg("g", {});
    for (const item of placed.items.values()) {
      const drawn = nodeOf(item);
      boxes.append(drawn.root);
      this.nodes.set(item.node.id, drawn);
    }
    const picture = svg("svg", { viewBox: [box.left, box.top, width, height].join(" "), width, height, "aria-hidden": "true" },
      svg("defs", {}, arrow("arrow"), arrow("arrow-live")), lines, boxes, labels);
    const scale = Math.min(1.15, Math.max(0.62, (this.root.clientWidth - 8) / width));
    picture.setAttribute("width", Math.round(width * scale));
    picture.setAttribute("height", Math.round(height * scale));
    fill(this.canvas, picture);
  }

  write(model) {
    for (const node of model.nodes) {
      this.nodes.get(node.id).write(node);
    }
    for (const edge of model.edges) {
      this.edges.get(edge.from + "\n" + edge.to).write(edge);
    }
    const failing = model.nodes.filter((node) => node.failing).map((node) => node.name);
    const spoken = plural(model.nodes.filter((n) => n.kind !== "end").length, "agent") + (failing.length > 0 ? "; failing: " + failing.join(", ") : "; none is failing");
    if (this.root.getAttribute("aria-label") !== spoken) {
      this.root.setAttribute("aria-label", spoken);
    }
  }
}

function longest(edge) {
  return Math.max(...edge.types.map((each) => each.type.length));
}

function modelOf(frame, dispatcher) {
  const names = new Set(dispatcher.routes.map((route) => route.agent));
  const edges = new Map();
  const add = (from, to, type, perSecond, seen) => {
    const key = from + "\n" + to;
    if (!edges.has(key)) {
      edges.set(key, { from, to, types: [], rate: 0, count: 0 });
    }
    const edge = edges.get(key);
    const known = edge.types.find((each) => each.type === type);
    if (!known) {
      edge.types.push({ type });
    }
    edge.rate += perSecond;
    edge.count += seen;
  };
  for (const way of frame.ways) {
    const from = names.has(way.from) ? way.from : way.from === OUTSIDE ? OUTSIDE : null;
    const to = way.to === NOBODY ? NOBODY : names.has(way.to) ? way.to : null;
    if (from !== null && to !== null) {
      add(from, to, way.type, way.rate, way.count);
    }
  }
  for (const route of dispatcher.routes) {
    for (const type of route.emits) {
      dispatcher.routes.filter((other) => other.types.includes(type)).forEach((other) => add(route.agent, other.agent, type, 0, 0));
    }
  }
  const nodes = dispatcher.routes.map(nodeModel);
  const ends = new Set([...edges.values()].flatMap((edge) => [edge.from, edge.to]));
  if (ends.has(OUTSIDE) && !names.has(OUTSIDE)) {
    nodes.unshift({ id: OUTSIDE, name: "application", kind: "end", ...END });
  }
  if (ends.has(NOBODY)) {
    nodes.push({ id: NOBODY, name: "no route", kind: "end", lost: true, ...END });
  }
  const list = [...edges.values()];
  list.forEach((edge) => edge.types.sort((a, b) => (a.type < b.type ? -1 : 1)));
  list.sort((a, b) => (a.from + a.to < b.from + b.to ? -1 : 1));
  return { nodes, edges: list.filter((edge) => edge.from !== edge.to) };
}

function nodeModel(route) {
  const figures = route.figures || {};
  const wanted = widthOf(route.agent, NAME) + 2 * inset(route.join) + 2;
  return {
    w: Math.min(WIDEST, Math.max(NODE.w, Math.ceil(wanted))),
    h: NODE.h,
    id: route.agent,
    name: route.agent,
    kind: route.join ? "join" : "agent",
    rate: figures.rate || 0,
    inFlight: route.inFlight,
    running: route.running,
    queued: route.queued,
    openJoins: route.openJoins,
    failing: figures.failing > 0,
    failures: figures.failing || 0,
    worked: figures.worked || 0,
    ended: figures.ended || 0,
    dead: figures.dead || 0,
    types: route.types,
  };
}

// How many characters fit side by side below the name of a node.
const FITS = 21;

function nodeOf(item) {
  const { node, x, y, w, h } = item;
  const left = x - w / 2;
  const top = y - h / 2;
  if (node.kind === "end") {
    return {
      root: svg("g", { class: "g-end" + (node.lost ? " lost" : "") },
        svg("rect", { x: left, y: top, width: w, height: h, rx: h / 2 }),
        svg("text", { x, y: y + 4, "text-anchor": "middle" }, node.name)),
      write: () => {},
    };
  }
  const shape = node.kind === "join"
    ? svg("path", { class: "g-box", d: hexagon(left, top, w, h) })
    : svg("rect", { class: "g-box", x: left, y: top, width: w, height: h, rx: 9 });
  const side = inset(node.kind === "join");
  const name = svg("text", { class: "g-name", x: left + side, y: top + 23 }, clip(node.name, w - 2 * side, NAME));
  const line = svg("text", { class: "g-line", x: left + side, y: top + 42 });
  const badge = svg("text", { class: "g-badge", x: left + w - side, y: top + 42, "text-anchor": "end" });
  const title = svg("title", {});
  const root = svg("a", { class: "g-node", href: "#/runs?q=" + encodeURIComponent(node.name), "data-agent": node.name, tabindex: "-1" }, title, shape, name, line, badge);
  const write = (now) => {
    root.dataset.failing = now.failing ? "yes" : "";
    root.dataset.busy = now.rate > 0 || now.running > 0 ? "yes" : "";
    const held = now.failing ? "" : now.openJoins > 0 ? compact(now.openJoins) + " open" : now.inFlight > 0 ? compact(now.inFlight) + " in flight" : "";
    const often = rate(now.rate);
    const took = now.worked > 0 && now.openJoins === 0 ? " · " + duration(now.worked) : "";
    setText(line, now.failing ? plural(now.failures, "failure") + " in 10 s" : (often + took + held).length > FITS ? often : often + took);
    setText(badge, held);
    setText(title, now.name + " takes " + now.types.join(", ") + ": " + count(now.ended) + " handled, " + count(now.dead) + " dead, " + count(now.running) + " running, " + count(now.queued) + " queued");
  };
  return { root, write };
}

// How far the text of a node is from its sides.
function inset(join) {
  return join ? 22 : 13;
}

function hexagon(left, top, w, h) {
  const cut = 15;
  return ["M", left + cut, top, "H", left + w - cut, "L", left + w, top + h / 2, "L", left + w - cut, top + h, "H", left + cut, "L", left, top + h / 2, "Z"].join(" ");
}

function edgeOf({ edge, points, back }, horizontal, lean) {
  const line = svg("path", { class: "g-edge", d: curve(points, horizontal, back), "marker-end": "url(#arrow)" });
  const [x, y] = labelAt(points, horizontal, back, lean);
  const label = svg("g", { class: "g-label" });
  const text = svg("text", { x, y: y - 3, "text-anchor": "middle" }, clip(edge.types.map((each) => each.type).join(", "), horizontal ? 150 : 132, LABEL));
  const figure = svg("text", { class: "g-rate", x, y: y + 11, "text-anchor": "middle" });
  label.append(text, figure);
  const write = (now) => {
    line.dataset.live = now.rate > 0 ? "yes" : "";
    line.dataset.seen = now.count > 0 ? "yes" : "";
    line.setAttribute("marker-end", now.rate > 0 ? "url(#arrow-live)" : "url(#arrow)");
    line.style.setProperty("stroke-width", now.count > 0 ? Math.min(4, 1.4 + Math.log10(1 + now.rate) * 0.7) : 1.2);
    setText(figure, now.rate > 0 ? rate(now.rate) : now.count > 0 ? compact(now.count) : "");
  };
  return { line, label, write };
}

function curve(points, horizontal, back) {
  const first = border(points[0], horizontal, !back);
  const last = border(points[points.length - 1], horizontal, back);
  const stops = [first, ...points.slice(1, -1).map((p) => [p.x, p.y]), last];
  let d = "M" + first.join(" ");
  for (let i = 1; i < stops.length; i++) {
    const [ax, ay] = stops[i - 1];
    const [bx, by] = stops[i];
    d += horizontal
      ? " C" + [(ax + bx) / 2, ay, (ax + bx) / 2, by, bx, by].join(" ")
      : " C" + [ax, (ay + by) / 2, bx, (ay + by) / 2, bx, by].join(" ");
  }
  return d;
}

function border(item, horizontal, leaving) {
  const side = leaving ? 1 : -1;
  const room = leaving ? 0 : 5;
  return horizontal ? [item.x + side * (item.w / 2 + room), item.y] : [item.x, item.y + side * (item.h / 2 + room)];
}

// The middle of an edge, or, where it leans, nearer to the end that it shares with no other edge. One
// that passes others has room there: agents stand apart where it goes between them.
function labelAt(points, horizontal, back, lean) {
  if (horizontal && points.length > 2) {
    return [points[1].x, points[1].y];
  }
  const first = border(points[0], horizontal, !back);
  const last = border(points[points.length - 1], horizontal, back);
  const stops = [first, ...points.slice(1, -1).map((p) => [p.x, p.y]), last];
  const [a, b] = lean > 0.5 ? stops.slice(-2) : stops;
  const far = 3 * (1 - lean) * lean ** 2 + lean ** 3;
  const middle = 3 * (1 - lean) * lean;
  const even = ((1 - lean) ** 3 + middle / 2) * a[1] + (lean ** 3 + middle / 2) * b[1];
  return horizontal ? [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] : [(1 - far) * a[0] + far * b[0], even];
}

function arrow(id) {
  return svg("marker", { id, viewBox: "0 0 8 8", refX: 6.5, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" },
    svg("path", { d: "M0 .8 7 4 0 7.200z", class: id }));
}

function widthOf(text, font) {
  pen.font = font + " " + getComputedStyle(document.body).fontFamily;
  return pen.measureText(text).width;
}

// As much of a text as fits.
function clip(text, width, font) {
  let shown = text;
  for (let end = text.length - 1; end > 0 && widthOf(shown, font) > width; end--) {
    shown = text.slice(0, end) + "…";
  }
  return shown;
}
