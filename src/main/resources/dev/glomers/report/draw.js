"use strict";
// Drawing functions for the report and the page of `glomers watch`.
const PALETTE = ["#3b78c3", "#e8862e", "#3fa34d", "#9a62b5", "#2aa5a0", "#c9a227", "#8c6d5a", "#e0719e", "#7a8796"];
const PAUSED = "#b8860b", UNKNOWN = "#d9822b", MARGIN = 12;
const colour = i => PALETTE[i % PALETTE.length];
const byId = id => document.getElementById(id);
const theme = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A canvas as sharp as the screen; it is to be fitted before it is drawn on. */
function surface(id, height) {
  const canvas = byId(id), draw = canvas.getContext("2d");
  if (height) canvas.style.height = height + "px";
  const box = { canvas, draw, width: 0, height: 0 };
  box.fit = () => {
    const scale = window.devicePixelRatio || 1;
    box.width = canvas.clientWidth;
    box.height = canvas.clientHeight;
    canvas.width = box.width * scale;
    canvas.height = box.height * scale;
    draw.setTransform(scale, 0, 0, scale, 0, 0);
    draw.font = "12px system-ui, -apple-system, 'Segoe UI', Arial, sans-serif";
    draw.clearRect(0, 0, box.width, box.height);
  };
  return box;
}

/** Lines at round times. Times are microseconds. */
function grid(box, span, x, left, bottom) {
  const draw = box.draw;
  const rough = (span[1] - span[0]) / Math.max(2, (box.width - left) / 110);
  const power = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = [1, 2, 5, 10].map(n => n * power).find(n => n >= rough);
  const digits = Math.max(0, -Math.floor(Math.log10(step / 1e6)));
  draw.fillStyle = theme("--dim");
  draw.strokeStyle = theme("--rule");
  draw.textAlign = "center";
  draw.textBaseline = "top";
  draw.lineWidth = 1;
  for (let at = Math.max(0, Math.ceil(span[0] / step) * step); at <= span[1]; at += step) {
    const px = x(at);
    draw.beginPath();
    draw.moveTo(px, 0);
    draw.lineTo(px, bottom);
    draw.stroke();
    draw.fillText((at / 1e6).toFixed(digits) + " s", px, bottom + 5);
  }
}

/** How many there are of these times, over a whole run. */
function histogram(box, times, end, left, bottom) {
  const slots = Math.max(1, Math.floor((box.width - left - MARGIN) / 3)), counts = new Array(slots).fill(0);
  for (const time of times) counts[Math.min(slots - 1, Math.floor(time / end * slots))]++;
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  box.draw.fillStyle = theme("--dim");
  counts.forEach((count, i) => {
    const height = count / most * (bottom - 8);
    box.draw.fillRect(left + i * 3, bottom - height, 2, height);
  });
}

function cross(draw, px, py, size, style, width) {
  draw.strokeStyle = style;
  draw.lineWidth = width;
  draw.beginPath();
  draw.moveTo(px - size, py - size);
  draw.lineTo(px + size, py + size);
  draw.moveTo(px - size, py + size);
  draw.lineTo(px + size, py - size);
  draw.stroke();
}

function head(draw, fromX, fromY, toX, toY) {
  const angle = Math.atan2(toY - fromY, toX - fromX);
  draw.fillStyle = draw.strokeStyle;
  draw.beginPath();
  draw.moveTo(toX, toY);
  draw.lineTo(toX - 7 * Math.cos(angle - 0.35), toY - 7 * Math.sin(angle - 0.35));
  draw.lineTo(toX - 7 * Math.cos(angle + 0.35), toY - 7 * Math.sin(angle + 0.35));
  draw.fill();
}
