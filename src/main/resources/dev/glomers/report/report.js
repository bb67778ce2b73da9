"use strict";
(() => {
  const run = JSON.parse(document.getElementById("data").textContent);
  const messages = run.messages, operations = run.operations;
  const OK = 0, FAILED = 1, ARRIVED = 0, DROPPED = 1;
  const faultNames = [...new Set(run.faults.map(fault => fault.name))];
  const LABELS = 64, ROW = 19, TOP = 8 + ROW * faultNames.length, BOTTOM = 24, DENSE = 1500;
  const lane = Math.max(20, Math.min(46, 620 / run.lanes.length));
  const hidden = { types: new Set(), kinds: new Set(), dropped: false, operations: false };
  let span = [0, run.end];

  const time = micros => {
    const seconds = micros / 1e6, width = (span[1] - span[0]) / 1e6;
    return seconds.toFixed(width < 0.1 ? 4 : width < 1 ? 3 : width < 10 ? 2 : 1) + " s";
  };
  const millis = micros => (micros / 1000).toFixed(micros < 10000 ? 2 : 0) + " ms";

  // Canvases

  const overview = surface("overview");
  const diagram = surface("diagram", TOP + run.lanes.length * lane + BOTTOM);
  const latencies = surface("latencies");

  const x = (micros, box) => LABELS + (micros - span[0]) / (span[1] - span[0]) * (box.width - LABELS - 12);
  const whole = (micros, box) => LABELS + micros / run.end * (box.width - LABELS - 12);
  const y = i => TOP + (i + 0.5) * lane;

  function bands(box, at, bottom) {
    box.draw.fillStyle = `rgba(${theme("--fault")}, 0.07)`;
    for (const fault of run.faults) {
      const from = Math.max(LABELS, at(fault.from, box)), to = Math.min(box.width - 12, at(fault.to, box));
      if (to > from) box.draw.fillRect(from, 0, to - from, bottom);
    }
  }

  /** A row for each kind of fault, above the nodes. */
  function faultRows() {
    const draw = diagram.draw;
    draw.textBaseline = "middle";
    faultNames.forEach((name, i) => {
      draw.textAlign = "right";
      draw.fillStyle = theme("--bad");
      draw.fillText(name, LABELS - 10, 4 + (i + 0.5) * ROW, LABELS - 12);
    });
    draw.textAlign = "left";
    for (const fault of run.faults) {
      const from = Math.max(LABELS, x(fault.from, diagram)), to = Math.min(diagram.width - 12, x(fault.to, diagram));
      if (to <= from) continue;
      const top = 4 + faultNames.indexOf(fault.name) * ROW;
      draw.fillStyle = `rgba(${theme("--fault")}, 0.22)`;
      draw.fillRect(from, top + 1, to - from, ROW - 3);
      draw.save();
      draw.beginPath();
      draw.rect(from, top, to - from - 4, ROW);
      draw.clip();
      draw.fillStyle = theme("--text");
      draw.fillText(fault.what, from + 6, top + ROW / 2);
      draw.restore();
    }
  }

  /** The smaller side of a partition, so that one sees who is with whom. */
  function sides() {
    const draw = diagram.draw;
    draw.fillStyle = `rgba(${theme("--side")}, 0.13)`;
    for (const fault of run.faults) {
      const from = Math.max(LABELS, x(fault.from, diagram)), to = Math.min(diagram.width - 12, x(fault.to, diagram));
      if (to > from) fault.side.forEach(i => draw.fillRect(from, y(i) - lane / 2, to - from, lane));
    }
  }

  function lanes() {
    const draw = diagram.draw;
    draw.textAlign = "right";
    draw.textBaseline = "middle";
    run.lanes.forEach((name, i) => {
      draw.fillStyle = theme("--text");
      draw.fillText(name, LABELS - 10, y(i));
      draw.strokeStyle = theme("--lane");
      draw.lineWidth = 1;
      draw.beginPath();
      draw.moveTo(LABELS, y(i));
      draw.lineTo(diagram.width - 12, y(i));
      draw.stroke();
    });
  }

  /** When nodes did not run: below the messages, which may cross such a lane. */
  function stops() {
    const draw = diagram.draw;
    for (const stop of run.stops) {
      const from = Math.max(LABELS, x(stop.from, diagram)), to = Math.min(diagram.width - 12, x(stop.to, diagram));
      if (to <= from) continue;
      const killed = stop.kind === "killed";
      draw.fillStyle = theme("--back");
      draw.fillRect(from, y(stop.lane) - 5, to - from, 10);
      draw.strokeStyle = killed ? theme("--bad") : PAUSED;
      draw.lineWidth = killed ? 2 : 6;
      draw.setLineDash(killed ? [2, 4] : [3, 3]);
      draw.beginPath();
      draw.moveTo(from, y(stop.lane));
      draw.lineTo(to, y(stop.lane));
      draw.stroke();
      draw.setLineDash([]);
    }
  }

  /** What the stops are, above the messages. */
  function stopLabels() {
    const draw = diagram.draw;
    draw.textAlign = "left";
    draw.textBaseline = "middle";
    for (const stop of run.stops) {
      const from = Math.max(LABELS, x(stop.from, diagram)), to = Math.min(diagram.width - 12, x(stop.to, diagram));
      const style = stop.kind === "killed" ? theme("--bad") : PAUSED;
      if (to - from > 64) {
        draw.fillStyle = theme("--back");
        draw.fillRect(from + 8, y(stop.lane) - 8, draw.measureText(stop.kind).width + 8, 16);
        draw.fillStyle = style;
        draw.fillText(stop.kind, from + 12, y(stop.lane));
      }
      if (stop.kind === "killed" && span[0] <= stop.from && stop.from <= span[1]) {
        cross(draw, from, y(stop.lane), 5, style, 2.5);
      }
    }
  }

  // The visible messages and operations

  const shownMessage = i =>
    !hidden.types.has(messages.type[i])
    && !(hidden.dropped && messages.fate[i] === DROPPED)
    && messages.end[i] >= span[0] && messages.sent[i] <= span[1];
  const shownOperation = i =>
    !hidden.kinds.has(operations.kind[i]) && operations.end[i] >= span[0] && operations.start[i] <= span[1];

  function lines() {
    const draw = diagram.draw, seen = [];
    for (let i = 0; i < messages.sent.length; i++) if (shownMessage(i)) seen.push(i);
    const alpha = Math.max(0.12, Math.min(0.85, 900 / (seen.length + 1)));
    draw.lineWidth = seen.length < 400 ? 1.5 : 1;
    for (const i of seen) {
      const fromX = x(messages.sent[i], diagram), fromY = y(messages.src[i]);
      const toX = x(messages.end[i], diagram), toY = y(messages.dest[i]);
      const dropped = messages.fate[i] === DROPPED;
      draw.globalAlpha = alpha;
      draw.strokeStyle = dropped ? theme("--bad") : colour(messages.type[i]);
      if (dropped && seen.length < DENSE) draw.setLineDash([4, 3]);
      draw.beginPath();
      draw.moveTo(fromX, fromY);
      draw.lineTo(toX, toY);
      draw.stroke();
      draw.setLineDash([]);
      if (dropped) {
        cross(draw, toX, toY, seen.length < DENSE ? 3 : 1.5, theme("--bad"), 1.2);
        draw.lineWidth = seen.length < 400 ? 1.5 : 1;
      } else if (seen.length < 400) {
        head(draw, fromX, fromY, toX, toY);
      }
    }
    draw.globalAlpha = 1;
    return seen;
  }

  const outcomeColour = i =>
    operations.outcome[i] === OK ? theme("--dim") : operations.outcome[i] === FAILED ? theme("--bad") : UNKNOWN;

  function bars() {
    const draw = diagram.draw;
    const styles = [theme("--dim"), theme("--bad"), UNKNOWN];
    for (let i = 0; i < operations.start.length; i++) {
      if (!shownOperation(i)) continue;
      const from = x(operations.start[i], diagram), to = x(operations.end[i], diagram);
      draw.globalAlpha = operations.outcome[i] === OK ? 0.45 : 0.9;
      draw.fillStyle = styles[operations.outcome[i]];
      draw.fillRect(from, y(operations.lane[i]) + lane * 0.28, Math.max(1, to - from), Math.max(2, lane * 0.13));
    }
    draw.globalAlpha = 1;
  }

  function clip(box, paint) {
    box.draw.save();
    box.draw.beginPath();
    box.draw.rect(LABELS, 0, box.width - LABELS - 12, box.height);
    box.draw.clip();
    paint();
    box.draw.restore();
  }

  let seenMessages = [];

  function drawDiagram() {
    diagram.fit();
    const bottom = TOP + run.lanes.length * lane;
    grid(diagram, span, micros => x(micros, diagram), LABELS, bottom);
    bands(diagram, x, bottom);
    faultRows();
    sides();
    lanes();
    stops();
    clip(diagram, () => {
      if (!hidden.operations) bars();
      seenMessages = lines();
    });
    stopLabels();
  }

  function drawOverview() {
    overview.fit();
    const draw = overview.draw;
    bands(overview, whole, 44);
    histogram(overview, messages.sent.filter((_, i) => !hidden.types.has(messages.type[i])), run.end, LABELS, 42);
    const from = whole(span[0], overview), to = whole(span[1], overview);
    draw.fillStyle = `rgba(${theme("--side")}, 0.16)`;
    draw.fillRect(from, 0, to - from, 44);
    draw.strokeStyle = `rgb(${theme("--side")})`;
    draw.lineWidth = 1.5;
    draw.strokeRect(from, 1, to - from, 42);
  }

  const longest = operations.start.reduce((most, start, i) => Math.max(most, operations.end[i] - start), 1000);
  const rise = micros => Math.log10(1 + micros / 1000) / Math.log10(1 + longest / 1000);

  function drawLatencies() {
    latencies.fit();
    const draw = latencies.draw, top = 10, bottom = 232;
    const height = micros => bottom - rise(micros) * (bottom - top - 8);
    grid(latencies, span, micros => x(micros, latencies), LABELS, bottom);
    bands(latencies, x, bottom);
    draw.textAlign = "right";
    draw.textBaseline = "middle";
    for (const ms of [0, 1, 10, 100, 1000, 10000]) {
      if (ms * 1000 > longest * 1.05) break;
      draw.fillStyle = theme("--dim");
      draw.fillText(ms >= 1000 ? ms / 1000 + " s" : ms + " ms", LABELS - 10, height(ms * 1000));
      draw.strokeStyle = theme("--rule");
      draw.lineWidth = 1;
      draw.beginPath();
      draw.moveTo(LABELS, height(ms * 1000));
      draw.lineTo(latencies.width - 12, height(ms * 1000));
      draw.stroke();
    }
    clip(latencies, () => {
      const dense = operations.start.length > 4000;
      for (let i = 0; i < operations.start.length; i++) {
        if (!shownOperation(i)) continue;
        const px = x(operations.start[i], latencies), py = height(operations.end[i] - operations.start[i]);
        if (operations.outcome[i] === OK) {
          draw.globalAlpha = dense ? 0.3 : 0.6;
          draw.fillStyle = colour(operations.kind[i]);
          draw.fillRect(px - 1.5, py - 1.5, 3, 3);
        } else {
          draw.globalAlpha = 1;
          cross(draw, px, py, 3.5, outcomeColour(i), 1.6);
        }
      }
      draw.globalAlpha = 1;
    });
  }

  let due = false;
  function redraw() {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      drawOverview();
      drawDiagram();
      drawLatencies();
    });
  }

  // Zoom

  function show(from, to) {
    const width = Math.max(200, Math.min(run.end, to - from));
    const start = Math.max(0, Math.min(run.end - width, from));
    span = [start, start + width];
    redraw();
  }
  function zoom(factor, around = (span[0] + span[1]) / 2) {
    show(around - (around - span[0]) * factor, around + (span[1] - around) * factor);
  }
  const move = share => show(span[0] + share * (span[1] - span[0]), span[1] + share * (span[1] - span[0]));
  byId("in").onclick = () => zoom(0.5);
  byId("out").onclick = () => zoom(2);
  byId("all").onclick = () => show(0, run.end);
  diagram.canvas.addEventListener("keydown", event => {
    const does = { "+": () => zoom(0.5), "-": () => zoom(2), 0: () => show(0, run.end),
      ArrowLeft: () => move(-0.2), ArrowRight: () => move(0.2) }[event.key];
    if (does) { does(); event.preventDefault(); }
  });
  for (const box of [diagram, latencies]) {
    const micros = event => span[0] + (event.offsetX - LABELS) / (box.width - LABELS - 12) * (span[1] - span[0]);
    box.canvas.addEventListener("wheel", event => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.pow(1.0015, event.deltaY), micros(event));
    }, { passive: false });
    box.canvas.addEventListener("dblclick", event => zoom(0.4, micros(event)));
    let held = null;
    box.canvas.addEventListener("pointerdown", event => {
      held = { px: event.clientX, span };
      box.canvas.setPointerCapture(event.pointerId);
    });
    box.canvas.addEventListener("pointermove", event => {
      if (held) {
        const by = (held.px - event.clientX) / (box.width - LABELS - 12) * (held.span[1] - held.span[0]);
        show(held.span[0] + by, held.span[1] + by);
      } else {
        tell(event, box);
      }
    });
    box.canvas.addEventListener("pointerup", () => { held = null; });
    box.canvas.addEventListener("pointerleave", () => { byId("tip").hidden = true; });
  }
  {
    const micros = event => (event.offsetX - LABELS) / (overview.width - LABELS - 12) * run.end;
    let start = null;
    overview.canvas.addEventListener("pointerdown", event => {
      start = micros(event);
      overview.canvas.setPointerCapture(event.pointerId);
    });
    overview.canvas.addEventListener("pointermove", event => {
      if (start !== null) show(Math.min(start, micros(event)), Math.max(start, micros(event)));
    });
    overview.canvas.addEventListener("pointerup", () => { start = null; });
  }

  // The item under the pointer

  function tell(event, box) {
    const px = event.offsetX, py = event.offsetY, tip = byId("tip");
    const text = box === diagram ? faultAt(px, py) || operationAt(px, py) || messageAt(px, py) : pointAt(px, py);
    tip.hidden = !text;
    if (text) {
      tip.textContent = text;
      tip.style.left = Math.min(event.clientX + 14, window.innerWidth - tip.offsetWidth - 10) + "px";
      tip.style.top = Math.min(event.clientY + 14, window.innerHeight - tip.offsetHeight - 10) + "px";
    }
  }

  function faultAt(px, py) {
    const name = faultNames[Math.floor((py - 4) / ROW)];
    const fault = run.faults.find(each => each.name === name && x(each.from, diagram) <= px && px <= x(each.to, diagram));
    return fault ? fault.name + ", " + time(fault.from) + " to " + time(fault.to) + "\n" + fault.what : "";
  }

  function messageAt(px, py) {
    let nearest = -1, least = 36;
    for (const i of seenMessages) {
      const ax = x(messages.sent[i], diagram), ay = y(messages.src[i]);
      const bx = x(messages.end[i], diagram), by = y(messages.dest[i]);
      const length = (bx - ax) ** 2 + (by - ay) ** 2 || 1;
      const along = Math.max(0, Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length));
      const distance = (px - ax - along * (bx - ax)) ** 2 + (py - ay - along * (by - ay)) ** 2;
      if (distance < least) { least = distance; nearest = i; }
    }
    if (nearest < 0) return "";
    const fate = messages.fate[nearest] === ARRIVED
      ? ", delivered after " + millis(messages.end[nearest] - messages.sent[nearest])
      : messages.fate[nearest] === DROPPED ? ", lost: " + run.reasons[messages.reason[nearest]] : ", still in flight";
    const body = messages.body[nearest];
    return run.types[messages.type[nearest]].name + "  " + run.lanes[messages.src[nearest]] + " \u2192 "
      + run.lanes[messages.dest[nearest]] + "\nsent at " + time(messages.sent[nearest]) + fate + (body ? "\n" + body : "");
  }

  function describe(i) {
    const outcome = ["ok", "failed", "unknown"][operations.outcome[i]];
    const text = operations.text[i];
    return run.kinds[operations.kind[i]] + " at " + run.lanes[operations.lane[i]] + ", " + outcome + " after "
      + millis(operations.end[i] - operations.start[i]) + "\nstarted at " + time(operations.start[i]) + (text ? "\n" + text : "");
  }

  function operationAt(px, py) {
    const node = Math.floor((py - TOP) / lane);
    if (hidden.operations || py - y(node) < lane * 0.2 || py - y(node) > lane * 0.5) return "";
    for (let i = 0; i < operations.start.length; i++) {
      if (operations.lane[i] === node && shownOperation(i)
        && x(operations.start[i], diagram) - 2 <= px && px <= x(operations.end[i], diagram) + 2) return describe(i);
    }
    return "";
  }

  function pointAt(px, py) {
    const height = micros => 232 - rise(micros) * 214;
    let nearest = -1, least = 49;
    for (let i = 0; i < operations.start.length; i++) {
      if (!shownOperation(i)) continue;
      const distance = (px - x(operations.start[i], latencies)) ** 2
        + (py - height(operations.end[i] - operations.start[i])) ** 2;
      if (distance < least) { least = distance; nearest = i; }
    }
    return nearest < 0 ? "" : describe(nearest);
  }

  // Filters

  function chip(to, name, count, style, toggle) {
    const button = document.createElement("button");
    button.setAttribute("aria-pressed", "true");
    const swatch = document.createElement("i");
    swatch.style.background = style;
    const number = document.createElement("small");
    number.textContent = count.toLocaleString("en");
    button.append(swatch, name, number);
    button.onclick = () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      toggle(!on);
      redraw();
    };
    byId(to).append(button);
  }
  const setIn = (set, value) => off => { if (off) set.add(value); else set.delete(value); };
  run.types.forEach((type, i) => {
    if (type.count > 0) chip("types", type.name, type.count, colour(i), setIn(hidden.types, i));
  });
  const dropped = messages.fate.filter(fate => fate === DROPPED).length;
  if (dropped > 0) chip("types", "lost", dropped, "var(--bad)", off => { hidden.dropped = off; });
  chip("types", "operations", operations.start.length, "var(--dim)", off => { hidden.operations = off; });
  run.kinds.forEach((kind, i) =>
    chip("kinds", kind, operations.kind.filter(each => each === i).length, colour(i), setIn(hidden.kinds, i)));

  window.addEventListener("resize", redraw);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  redraw();
})();
