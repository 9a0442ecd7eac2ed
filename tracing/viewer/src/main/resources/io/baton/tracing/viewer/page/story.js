// The rows of a story: a tree, some of whose branches may be closed.

export class Story {
  constructor(data) {
    this.data = data;
    this.rows = data.rows;
    this.closed = new Set();
    this.byEvent = new Map();
    this.parent = new Array(this.rows.length).fill(-1);
    this.children = this.rows.map(() => 0);
    this.spans = this.rows.map(spanOf);
    this.troubled = this.rows.map(isTrouble);
    const above = [];
    this.rows.forEach((row, index) => {
      above.length = row.d;
      if (row.d > 0) {
        this.parent[index] = above[row.d - 1];
        this.children[above[row.d - 1]]++;
      }
      above[row.d] = index;
      if (row.event && !this.byEvent.has(row.event)) {
        this.byEvent.set(row.event, index);
      }
    });
    for (let index = this.rows.length - 1; index > 0; index--) {
      this.addToParent(index);
    }
  }

  // What a row that is closed stands for: the time, and the failures, of all below it.
  addToParent(index) {
    const parent = this.parent[index];
    if (parent >= 0) {
      const [start, end] = this.spans[index];
      this.spans[parent] = [Math.min(this.spans[parent][0], start), Math.max(this.spans[parent][1], end)];
      this.troubled[parent] ||= this.troubled[index];
    }
  }

  closeRoots() {
    this.rows.forEach((row, index) => row.d === 0 && this.setOpen(index, false));
  }

  // The numbers of the rows that are not below a closed one.
  visible() {
    const shown = [];
    let hiddenBelow = Infinity;
    this.rows.forEach((row, index) => {
      if (row.d > hiddenBelow) {
        return;
      }
      hiddenBelow = Infinity;
      shown.push(index);
      if (this.closed.has(index)) {
        hiddenBelow = row.d;
      }
    });
    return shown;
  }

  setOpen(index, open) {
    if (this.children[index] > 0) {
      open ? this.closed.delete(index) : this.closed.add(index);
    }
  }

  isOpen(index) {
    return !this.closed.has(index);
  }

  // Keeps what was closed when the same story is told again with more in it.
  takeClosedFrom(earlier) {
    const keys = new Set([...earlier.closed].map((index) => keyOf(earlier.rows[index])));
    this.rows.forEach((row, index) => {
      if (keys.has(keyOf(row))) {
        this.closed.add(index);
      }
    });
  }

  find(key) {
    return this.rows.findIndex((row) => keyOf(row) === key);
  }
}

export function keyOf(row) {
  return [row.kind, row.event || row.opener || "", row.agent || row.join || ""].join(" ");
}

function isTrouble(row) {
  return ["DEAD", "FAILED", "DROPPED"].includes(row.state) || (row.kind === "join" && (row.missing || []).length > 0);
}

// A few words of what an event says, to tell it from its like.
export function brief(payload) {
  if (payload === null || typeof payload !== "object") {
    return "";
  }
  return Object.values(payload)
    .filter((value) => (typeof value === "string" && value !== "***" && value !== "") || typeof value === "number")
    .slice(0, 3)
    .map((value) => (typeof value === "string" && value.length > 40 ? value.slice(0, 39) + "…" : String(value)))
    .join(" · ");
}

// The span of a row, in microseconds since the beginning of the story.
export function spanOf(row) {
  const starts = [row.at];
  const ends = [row.at, row.end || row.at];
  for (const attempt of row.attempts || []) {
    starts.push(attempt.at - attempt.waited);
    ends.push(attempt.at + attempt.worked);
  }
  return [Math.min(...starts), Math.max(...ends)];
}
