// The stream of frames, and what they have said so far.

const MOST_ROWS = 1500;
const HISTORY = 240;

export class Live {
  constructor() {
    this.frame = null;
    this.rows = new Map();
    this.dispatched = new Array(HISTORY).fill(0);
    this.failed = new Array(HISTORY).fill(0);
    this.changed = new Set();
    this.listeners = new Set();
    this.state = "connecting";
    document.addEventListener("visibilitychange", () => (document.hidden ? this.pause() : this.start()));
  }

  on(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start() {
    if (this.source) {
      return;
    }
    this.source = new EventSource("/api/stream");
    this.source.onmessage = (message) => this.take(JSON.parse(message.data));
    this.source.onerror = () => this.lost();
  }

  // A stream that was refused is not tried again by the browser.
  lost() {
    if (this.source.readyState === EventSource.CLOSED) {
      this.source = null;
      setTimeout(() => document.hidden || this.start(), 2000);
    }
    this.to("lost");
  }

  // A page that nobody sees asks for nothing.
  pause() {
    if (this.source) {
      this.source.close();
      this.source = null;
      this.to("paused");
    }
  }

  take(frame) {
    this.frame = frame;
    if (frame.history) {
      this.rows.clear();
      this.dispatched = frame.history.dispatched.slice(-HISTORY);
      this.failed = frame.history.failed.slice(-HISTORY);
    } else {
      push(this.dispatched, frame.totals.dispatchedNow);
      push(this.failed, frame.totals.failedNow);
    }
    this.changed = new Set();
    for (const row of frame.runs.rows) {
      this.rows.set(row.id, row);
      this.changed.add(row.id);
    }
    this.forget();
    this.to("live");
  }

  forget() {
    if (this.rows.size > MOST_ROWS) {
      const oldest = [...this.rows.values()].sort((a, b) => b.started - a.started).slice(MOST_ROWS * 0.8);
      oldest.forEach((row) => this.rows.delete(row.id));
    }
  }

  newest(most) {
    return [...this.rows.values()].sort((a, b) => b.started - a.started || (a.id < b.id ? 1 : -1)).slice(0, most);
  }

  to(state) {
    this.state = state;
    this.listeners.forEach((listener) => listener(this));
  }
}

function push(list, value) {
  list.push(value);
  if (list.length > HISTORY) {
    list.shift();
  }
}

const asked = new Map();

// What is asked again before it is answered is asked once.
export function get(path, parameters = {}) {
  const query = new URLSearchParams(parameters).toString();
  const address = "/api/" + path + (query && "?" + query);
  if (!asked.has(address)) {
    const answer = fetch(address).then((response) => (response.ok ? response.json() : null));
    asked.set(address, answer.finally(() => asked.delete(address)));
  }
  return asked.get(address);
}

export async function post(path, body) {
  const response = await fetch("/api/" + path, {
    method: "POST",
    headers: { "X-Baton-Viewer": "1", "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (response === null) {
    return { done: false, message: "The viewer does not answer." };
  }
  return response.headers.get("Content-Type")?.startsWith("application/json")
    ? response.json()
    : { done: false, message: await response.text() };
}
