// How figures, times and states read.

const WHOLE = new Intl.NumberFormat("en");
const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export function count(n) {
  return WHOLE.format(n);
}

export function compact(n) {
  return n < 10000 ? WHOLE.format(n) : SHORT.format(n);
}

export function plural(n, one, many = one + "s") {
  return count(n) + " " + (n === 1 ? one : many);
}

export function rate(perSecond) {
  if (perSecond === 0) {
    return "0/s";
  }
  return (perSecond < 10 ? perSecond.toFixed(1).replace(/\.0$/, "") : compact(Math.round(perSecond))) + "/s";
}

function digits(value) {
  return value < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value));
}

// A length of time, given in microseconds.
export function duration(micros) {
  if (micros < 1) {
    return "0";
  }
  if (micros < 999.5) {
    return digits(micros) + " µs";
  }
  if (micros < 999500) {
    return digits(micros / 1e3) + " ms";
  }
  if (micros < 60e6) {
    return (micros / 1e6).toFixed(micros < 9.95e6 ? 2 : 1) + " s";
  }
  const seconds = Math.round(micros / 1e6);
  return seconds < 3600
    ? Math.floor(seconds / 60) + " min " + (seconds % 60) + " s"
    : Math.floor(seconds / 3600) + " h " + Math.floor((seconds % 3600) / 60) + " min";
}

export function clock(millis, withMillis = false) {
  const date = new Date(millis);
  const two = (n) => String(n).padStart(2, "0");
  const text = two(date.getHours()) + ":" + two(date.getMinutes()) + ":" + two(date.getSeconds());
  return withMillis ? text + "." + String(date.getMilliseconds()).padStart(3, "0") : text;
}

export function day(millis) {
  return new Date(millis).toLocaleDateString("en", { day: "numeric", month: "short", year: "numeric" });
}

// The random end of an id tells it apart; its beginning is the time.
export function shortId(id) {
  return "…" + id.slice(-8);
}

const TONES = {
  COMPLETED: "good", HANDLED: "good", COMPLETE: "good", RECOVERED: "warn", RUNNING: "live",
  WAITING: "warn", RETRYING: "warn", OPEN: "warn", QUORUM: "good",
  CANCELLED: "warn", EXPIRED: "bad", FAILED: "bad", DEAD_LETTERS: "bad", DEAD: "bad", DROPPED: "bad",
};

export function tone(state) {
  return TONES[state] || "warn";
}

export function words(state) {
  return state.charAt(0) + state.slice(1).toLowerCase().replaceAll("_", " ");
}
