// A small curve of the last minute.

import { el } from "./dom.js";

export class Spark {
  constructor(color) {
    this.root = el("canvas", { class: "spark", "aria-hidden": "true", style: { color: "var(" + color + ")" } });
  }

  // Two ticks make a point, so that the curve is calm.
  draw(history) {
    const width = this.root.clientWidth;
    const height = this.root.clientHeight;
    if (width === 0 || !history) {
      return;
    }
    const scale = devicePixelRatio || 1;
    if (this.root.width !== Math.round(width * scale)) {
      this.root.width = Math.round(width * scale);
      this.root.height = Math.round(height * scale);
    }
    const pen = this.root.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    const points = [];
    for (let at = history.length % 2; at + 1 < history.length; at += 2) {
      points.push(history[at] + history[at + 1]);
    }
    const most = Math.max(4, ...points);
    const x = (at) => (at / (points.length - 1)) * width;
    const y = (value) => height - 2 - (value / most) * (height - 5);
    const color = getComputedStyle(this.root).color;
    pen.beginPath();
    points.forEach((value, at) => (at === 0 ? pen.moveTo(x(at), y(value)) : pen.lineTo(x(at), y(value))));
    pen.strokeStyle = color;
    pen.lineWidth = 1.5;
    pen.lineJoin = "round";
    pen.stroke();
    pen.lineTo(width, height);
    pen.lineTo(0, height);
    pen.globalAlpha = 0.12;
    pen.fillStyle = color;
    pen.fill();
    pen.globalAlpha = 1;
  }
}
