// Places a directed graph in layers, in the way of Sugiyama, Tagawa and Toda (1981): loops are
// opened, each node goes one layer behind the last that leads to it, long edges are cut by
// waypoints, and the order within a layer follows the mean place of the neighbours.

const SWEEPS = 8;

export function layout(nodes, edges, options) {
  const graph = opened(nodes, edges);
  const layers = layered(nodes, graph);
  const cut = withWaypoints(nodes, graph, layers);
  order(cut);
  place(cut, options);
  return cut;
}

// Turns the edges around that would close a loop.
function opened(nodes, edges) {
  const out = new Map(nodes.map((node) => [node.id, []]));
  edges.forEach((edge) => out.get(edge.from).push(edge));
  const state = new Map();
  const back = new Set();
  const visit = (start) => {
    const stack = [[start, 0]];
    state.set(start, 1);
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      const edge = out.get(top[0])[top[1]++];
      if (!edge) {
        state.set(top[0], 2);
        stack.pop();
      } else if (state.get(edge.to) === 1) {
        back.add(edge);
      } else if (!state.has(edge.to)) {
        state.set(edge.to, 1);
        stack.push([edge.to, 0]);
      }
    }
  };
  const entered = new Set(edges.map((edge) => edge.to));
  nodes.filter((node) => !entered.has(node.id)).forEach((node) => visit(node.id));
  nodes.forEach((node) => state.has(node.id) || visit(node.id));
  return edges.map((edge) => ({ edge, from: back.has(edge) ? edge.to : edge.from, to: back.has(edge) ? edge.from : edge.to, back: back.has(edge) }));
}

function layered(nodes, graph) {
  const layer = new Map(nodes.map((node) => [node.id, 0]));
  for (let round = 0; round < nodes.length; round++) {
    let moved = false;
    for (const { from, to } of graph) {
      if (from !== to && layer.get(to) < layer.get(from) + 1) {
        layer.set(to, layer.get(from) + 1);
        moved = true;
      }
    }
    if (!moved) {
      break;
    }
  }
  return layer;
}

function withWaypoints(nodes, graph, layer) {
  const layers = [];
  const put = (item, at) => (layers[at] ||= []).push(item);
  const items = new Map();
  nodes.forEach((node) => {
    const item = { node, w: node.w, h: node.h, up: [], down: [] };
    items.set(node.id, item);
    put(item, layer.get(node.id));
  });
  const paths = graph.map(({ edge, from, to, back }) => {
    const points = [items.get(from)];
    for (let at = layer.get(from) + 1; at < layer.get(to); at++) {
      const waypoint = { w: 10, h: 18, up: [], down: [] };
      put(waypoint, at);
      points.push(waypoint);
    }
    points.push(items.get(to));
    for (let i = 1; i < points.length; i++) {
      points[i - 1].down.push(points[i]);
      points[i].up.push(points[i - 1]);
    }
    return { edge, points: back ? points.reverse() : points, back };
  });
  return { layers: layers.map((each) => each || []), items, paths };
}

function order({ layers }) {
  const number = () => layers.forEach((each) => each.forEach((item, at) => (item.order = at)));
  number();
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const down = sweep % 2 === 0;
    for (const each of down ? layers : [...layers].reverse()) {
      each.forEach((item) => {
        const around = down ? item.up : item.down;
        item.mean = item.up.length + item.down.length === 0 ? Infinity : around.length === 0 ? item.order : around.reduce((sum, other) => sum + other.order, 0) / around.length;
      });
      each.sort((a, b) => (a.mean === b.mean ? a.order - b.order : a.mean - b.mean));
      each.forEach((item, at) => (item.order = at));
    }
  }
}

// "along" is the way in which events go, "across" the other one.
function place({ layers, paths }, { horizontal, gap, spread }) {
  const size = (item, along) => (along === horizontal ? item.w : item.h);
  let at = 0;
  layers.forEach((each, index) => {
    const thick = Math.max(...each.map((item) => size(item, true)), 0);
    each.forEach((item) => (item.along = at + thick / 2));
    at += thick + gap(index, paths.filter((path) => path.points[0].along === undefined || each.includes(path.points[0])).map((path) => path.edge));
  });
  layers.forEach((each) => {
    let across = 0;
    each.forEach((item) => {
      item.across = across + size(item, false) / 2;
      across += size(item, false) + spread;
    });
    each.forEach((item) => (item.across -= (across - spread) / 2));
  });
  for (let round = 0; round < 12; round++) {
    const down = round % 2 === 0;
    for (const each of down ? layers : [...layers].reverse()) {
      settle(each, down, (item) => size(item, false), spread);
    }
  }
  layers.flat().forEach((item) => {
    item.x = horizontal ? item.along : item.across;
    item.y = horizontal ? item.across : item.along;
  });
}

// Moves each to the mean of its neighbours, as far as the order and the room between them allow.
function settle(items, down, size, spread) {
  const wish = items.map((item) => {
    const around = down ? item.up : item.down;
    return around.length === 0 ? item.across : around.reduce((sum, other) => sum + other.across, 0) / around.length;
  });
  const room = (i) => (size(items[i - 1]) + size(items[i])) / 2 + spread;
  const forth = [...wish];
  for (let i = 1; i < items.length; i++) {
    forth[i] = Math.max(forth[i], forth[i - 1] + room(i));
  }
  const back = [...wish];
  for (let i = items.length - 2; i >= 0; i--) {
    back[i] = Math.min(back[i], back[i + 1] - room(i + 1));
  }
  items.forEach((item, i) => (item.across = (forth[i] + back[i]) / 2));
}
