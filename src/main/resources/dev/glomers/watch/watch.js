"use strict";
(() => {
  const SECOND = 1e9, LEFT = 64;
  const SPEEDS = [0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 20, 30, 50, 100, Infinity];
  const KILLED = "killed", NOTABLE = new Set(["fault", "ended", "killed", "started", "paused", "resumed", "found", "phase", "hand"]);
  const links = surface("links"), diagram = surface("diagram"), overview = surface("overview");

  // What the address says

  let address = new URLSearchParams();
  const acts = () => address.getAll("do");
  const timeOf = act => Math.round(parseFloat(act) * SECOND);
  /** Seconds with all their digits, as the server reads them. */
  const exact = nanos => Math.floor(nanos / SECOND) + ("." + String(nanos % SECOND).padStart(9, "0")).replace(/\.?0+$/, "");
  const asQuery = pairs => pairs.map(([name, value]) => name + "=" + encodeURIComponent(value)).join("&");
  const query = from => asQuery([["from", from], ...[...address].filter(([name]) => name !== "at")]);

  /** A moment is a time; amid what happens at one time it is also how much of that has happened. */
  function writeAddress() {
    if (setting.live) return;
    const nanos = Math.floor(now);
    let amid = "";
    if (index < events.length && events[index][1] <= nanos) {
      let first = index;
      while (first > 0 && events[first - 1][1] === events[index][1]) first--;
      amid = ":" + (index - first);
    }
    address.set("at", exact(nanos) + amid);
    history.replaceState(null, "", "#" + asQuery([...address]));
  }
  function seekMoment(text) {
    const [time, amid] = text.split(":"), nanos = Math.round(parseFloat(time) * SECOND);
    const first = events.findIndex(event => event[1] >= nanos);
    seek(nanos, amid && first >= 0 ? first + Number(amid) : Infinity);
  }

  /** What was set in the environment makes the run too. */
  const environment = () => Object.entries(setting.environment || {})
    .map(([name, value]) => name.toUpperCase().replace(/[^A-Z0-9]/g, "_") + "=" + value + " ").join("");
  function command() {
    const quoted = word => /^[\w@%+=:,.\/-]+$/.test(word) ? word : "'" + word.replaceAll("'", "'\\''") + "'";
    return environment() + "glomers watch " + address.get("part")
      + [...address].filter(([name]) => name !== "part").map(([name, value]) => ` --${name}=${quoted(value)}`).join("");
  }

  // The run: all events in the order in which they happen, and the state after the first of them

  let events = [], complete = false, loading = null, setting = { nodes: 0 };
  let index = 0, now = 0, playing = false, speed = 8;
  const sends = new Map(), types = new Map(), services = new Set();
  /** What clients ask, as requests' bodies by their types. */
  const examples = new Map();
  let finds = [], end = 1, verdict = null;
  let state = fresh();

  function fresh() {
    return { nodes: new Map(), cuts: new Map(), stops: [], open: new Map(), recent: [], notes: [], flying: [], found: [] };
  }

  /** Asks the server for what happens from a time on; what happens before is here. */
  async function load(from) {
    if (loading) loading.abort();
    const mine = loading = new AbortController();
    complete = false;
    const kept = events.findIndex(event => event[1] >= from);
    if (from === 0) events = [];
    else if (kept >= 0) events.length = kept;
    if (finds.length) {
      // What the checker finds it finds again, if that is still so.
      events = events.filter(event => event[0] !== "found");
      finds = [];
      again();
    }
    verdict = null;
    for (const [id, sent] of sends) if (sent[1] >= from) sends.delete(id); else if (sent.end >= from) { sent.end = Infinity; sent.lost = null; }
    byId("failure").hidden = true;
    try {
      const answer = await fetch("run?" + query(from), { signal: mine.signal });
      if (!answer.ok) throw new Error(await answer.text());
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = "", part = await reader.read(); !part.done; part = await reader.read()) {
        const lines = (rest + part.value).split("\n");
        rest = lines.pop();
        lines.filter(line => line).forEach(line => take(JSON.parse(line)));
      }
      complete = true;
      for (const sent of sends.values()) if (sent.end === Infinity) sent.end = end;
      arrive(end);
    } catch (problem) {
      if (mine.signal.aborted) return;
      complete = verdict !== null;
      if (complete) return;
      byId("failure").textContent = problem.message;
      byId("failure").hidden = false;
    }
    redraw = true;
  }

  function take(event) {
    const [name, time] = event;
    if (name === "failed") throw new Error(event[2]);
    if (name === "setting") { setting = event[2]; introduce(); return; }
    if (name === "end") { verdict = { valid: event[2], unchecked: event[3] }; end = time; return; }
    if (name === "example") { examples.set(event[2], event[3]); return; }
    if (name === "found") {
      const place = events.findIndex(other => other[1] > time);
      events.splice(place < 0 ? events.length : place, 0, event);
      finds.push(event);
      if (time <= now) again();
      return;
    }
    if (name === "sent") {
      event.end = Infinity;
      sends.set(event[2], event);
      if (!types.has(event[5])) types.set(event[5], types.size);
      for (const id of [event[3], event[4]]) if (!isNode(id)) services.add(id);
    } else if (name === "delivered" || name === "dropped") {
      const sent = sends.get(event[2]);
      if (sent) { sent.end = time; sent.lost = name === "dropped" ? event[3] : null; }
    }
    events.push(event);
    end = Math.max(end, time);
    if (waiting && (name !== "phase" ? time > waiting.until : waiting.phase)) arrive(time);
    redraw = true;
  }
  /** What to do once so much of the run is here. */
  let waiting = null;
  function arrive(time) {
    const then = waiting;
    waiting = null;
    if (then) then.go(time);
  }

  const isNode = id => /^n\d/.test(id);
  const node = id => {
    if (!state.nodes.has(id)) state.nodes.set(id, { id, alive: !isNode(id), paused: false, holds: {} });
    return state.nodes.get(id);
  };
  const note = (time, text) => { state.notes.push({ time, text }); if (state.notes.length > 60) state.notes.shift(); };
  const apply = {
    started(time, id) { goOn(time, id); Object.assign(node(id), { alive: true, paused: false, holds: {} }); if (time > 0) note(time, id + " starts"); },
    killed(time, id) { goOn(time, id); state.stops.push({ id, from: time, to: Infinity, killed: true }); Object.assign(node(id), { alive: false, paused: false, holds: {} }); note(time, id + " is killed"); },
    paused(time, id) { state.stops.push({ id, from: time, to: Infinity, killed: false }); node(id).paused = true; note(time, id + " is paused"); },
    resumed(time, id) { goOn(time, id); node(id).paused = false; note(time, id + " goes on"); },
    holds(time, id, news) { merge(node(id).holds, news); },
    cut(time, fault, unheard) { state.cuts.set(fault, unheard); },
    hand(time, what) { note(time, "by hand: " + what); },
    fault(time, name, what) { if (what !== "by hand") note(time, "fault " + name + ": " + what); },
    ended(time, name) { state.cuts.delete(name); if (!/^cut /.test(name)) note(time, "fault " + name + " ends"); },
    invoked(time, number, id, words) {
      const operation = { number, id, words, from: time, to: Infinity, outcome: "open", end: "" };
      state.open.set(number, operation);
      state.recent.push(operation);
      if (state.recent.length > 80) state.recent.shift();
    },
    completed(time, number, outcome, words) {
      const operation = state.open.get(number);
      state.open.delete(number);
      if (operation) Object.assign(operation, { to: time, outcome, end: words });
    },
    logged(time, id, line) {
      // One that says much says the same.
      if ((state.notes[state.notes.length - 1] || {}).log === id) state.notes.pop();
      note(time, "log of " + id + ": " + line.replace(/^\S+: /, ""));
      state.notes[state.notes.length - 1].log = id;
    },
    phase(time, name) {
      note(time, { faults: "the clients and the faults begin", recovery: "all faults end", "last operations": "the last operations" }[name] || name);
      state.phase = name;
    },
    found(time, kind, words) { state.found.push({ time, kind, text: "the checker finds: " + kind + ", " + words, bad: true }); },
    sent(time) { state.flying.push(events[index]); },
  };
  const goOn = (time, id) => state.stops.forEach(stop => { if (stop.id === id) stop.to = Math.min(stop.to, time); });
  function merge(into, news) {
    for (const [key, value] of Object.entries(news)) {
      if (value !== null && typeof value === "object" && !Array.isArray(value)) merge(into[key] ??= {}, value);
      else into[key] = value;
    }
  }

  function applyOne() {
    const [name, time, ...rest] = events[index];
    if (apply[name]) apply[name](time, ...rest);
    index++;
  }

  function restart() {
    state = fresh();
    index = 0;
  }
  /** Past events are others now. */
  function again() {
    restart();
    seek(now);
  }
  /** Goes to a moment: on, or once more from the start. */
  function seek(time, events_ = Infinity) {
    if (time < now || events_ < index || index > events.length) restart();
    now = Math.max(0, time);
    while (index < events.length && index < events_ && events[index][1] <= now) applyOne();
    const oldest = now - visible();
    state.flying = state.flying.filter(sent => sent.end >= oldest || sent[1] >= oldest);
    redraw = true;
  }
  /** To just after so many events. */
  const seekTo = count => { if (count > 0 && count <= events.length) seek(events[count - 1][1], count); else if (count <= 0) seek(0, 0); };
  const stop = () => { playing = false; writeAddress(); redraw = true; };
  const play = () => { playing = true; last = performance.now(); redraw = true; };
  /** An event to be seen: what a node holds comes with what has happened to it. */
  const seen = event => event && event[0] !== "holds" && event[0] !== "cut";
  function step(by, wanted = seen) {
    let count = index + (by > 0 ? 1 : -1);
    while (count > 0 && count <= events.length && !wanted(events[count - 1])) count += by;
    if (count > events.length) { if (complete) seek(end); stop(); return; }
    seekTo(count);
    while (index < events.length && !seen(events[index]) && events[index][1] <= now) applyOne();
    stop();
  }
  const notable = by => step(by, event => NOTABLE.has(event[0]));

  // What is done by hand

  const mayAct = () => state.phase === undefined || state.phase === "faults";
  function act(what) {
    if (!mayAct()) return;
    if (setting.live) { fetch("do", { method: "POST", body: what }); return; }
    const moment = Math.floor(now);
    const before = acts().filter(each => timeOf(each) <= moment);
    address.delete("do");
    before.concat([exact(moment) + " " + what]).forEach(each => address.append("do", each));
    seek(moment);
    waiting = { until: moment + 1, go: () => { if (!playing) { seek(moment + 1); stop(); } } };
    load(moment + 1);
    writeAddress();
  }
  const cutName = ids => "cut " + [...ids].sort().join(" ");
  const isCut = ids => state.cuts.has(cutName(ids));
  const does = {
    k: () => chosen.length === 1 && act((node(chosen[0]).alive ? "kill " : "start ") + chosen[0]),
    p: () => chosen.length === 1 && node(chosen[0]).alive && act((node(chosen[0]).paused ? "resume " : "pause ") + chosen[0]),
    c: () => chosen.length && act((isCut(chosen) ? "mend " : "cut ") + chosen.join(" ")),
    l: () => chosen.length === 2 && act("lose " + chosen.join(" ")),
    L: () => chosen.length === 2 && act("lose " + chosen[1] + " " + chosen[0]),
    o: () => { const field = byId("request"); if (field) field.focus(); },
  };

  // What is chosen

  let chosen = [], panel = "";
  function choose(id, also) {
    if (also && chosen.length && chosen[0] !== id) chosen = [chosen[0], id];
    else chosen = chosen.length === 1 && chosen[0] === id ? [] : [id];
    redraw = true;
  }
  function make(tag, text, className) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }
  function button(text, action, title) {
    const made = make("button", text);
    made.type = "button";
    made.onclick = action;
    if (title) made.title = title;
    return made;
  }
  const shownAs = value => Array.isArray(value) ? value.join(" ") || "none" : String(value);
  const isBars = value => value !== null && typeof value === "object" && !Array.isArray(value);
  /** The most that any node has of each, so that one sees who lacks what. */
  function mostOf(key) {
    const most = {};
    for (const each of state.nodes.values()) {
      for (const [name, count] of Object.entries(each.holds[key] || {})) most[name] = Math.max(most[name] || 0, count);
    }
    return most;
  }
  function bars(values, most) {
    const box = make("span", undefined, "bars"), all = Math.max(1, ...Object.values(most));
    for (const name of Object.keys(most).sort(byNumber)) {
      const bar = make("i");
      bar.style.height = Math.max(4, (values[name] || 0) / all * 100) + "%";
      if ((values[name] || 0) < most[name]) bar.className = "behind";
      bar.title = name + ": " + (values[name] || 0) + " of " + most[name];
      box.append(bar);
    }
    return box;
  }
  const byNumber = (a, b) => a.localeCompare(b, "en", { numeric: true });

  function drawChosen() {
    const key = JSON.stringify([chosen, setting.nodes, examples.size, mayAct(), chosen.map(id => [node(id).alive, node(id).paused, isCut([id])]), isCut(chosen)]);
    if (key !== panel) { panel = key; buildChosen(); }
    const list = byId("held");
    if (!list) return;
    const rows = [];
    for (const [name, value] of Object.entries(node(chosen[0]).holds)) {
      const told = make("dd");
      if (isBars(value)) told.append(bars(value, mostOf(name)));
      else told.textContent = shownAs(value);
      rows.push(make("dt", name), told);
    }
    list.replaceChildren(...rows);
  }
  function buildChosen() {
    const box = byId("chosen"), [one, other] = chosen, acting = make("div", undefined, "acts");
    if (!one) {
      box.replaceChildren(make("h2", "Nothing chosen"),
        make("p", "Click a node to see what it holds, to kill, pause or cut it off, or to ask it for something. Shift-click another for their link, or click a message on its way, to lose it.", "hint"));
      return;
    }
    if (other) {
      acting.append(
        button(isCut(chosen) ? "Heal (c)" : "Cut (c)", does.c),
        button(`Lose next ${one} \u2192 ${other} (l)`, does.l),
        button(`Lose next ${other} \u2192 ${one} (L)`, does.L));
      box.replaceChildren(make("h3", `Link ${one} \u2013 ${other}`), acting);
    } else {
      const it = node(one);
      acting.append(button(it.alive ? "Kill (k)" : "Start (k)", does.k));
      if (it.alive) acting.append(button(it.paused ? "Go on (p)" : "Pause (p)", does.p));
      acting.append(button(isCut(chosen) ? "Heal (c)" : "Cut off (c)", does.c));
      const form = make("form"), field = make("input");
      field.id = "request";
      const known = make("datalist");
      known.id = "examples";
      known.append(...[...examples.values()].map(body => new Option(body)));
      field.setAttribute("list", known.id);
      field.placeholder = [...examples.values()].sort((a, b) => b.length - a.length)[0] || "";
      field.title = "A request's body in JSON. If it is empty, the test's clients draw one, which the checker knows of.";
      field.setAttribute("aria-label", "A request's body in JSON");
      form.onsubmit = event => {
        event.preventDefault();
        field.blur();
        act(("ask " + one + " " + field.value).trim());
      };
      form.append(field, known, make("button", "Ask (o)"));
      const peers = make("select");
      peers.setAttribute("aria-label", "The link to another node");
      for (const id of ids()) peers.append(new Option(id === one ? "Link to \u2026" : id, id));
      peers.value = one;
      peers.onchange = () => { choose(peers.value, true); peers.blur(); };
      const held = make("dl");
      held.id = "held";
      if (ids().length > 1) acting.append(peers);
      box.replaceChildren(make("h3", one), acting, form, held);
    }
    if (!mayAct()) {
      box.querySelectorAll(".acts button, form button").forEach(each => { each.disabled = true; });
      box.append(make("p", "The faults have ended: go back to do something.", "hint"));
    }
  }
  // The cluster

  const ids = () => Array.from({ length: setting.nodes }, (_, i) => "n" + i);
  const places = new Map(), cards = new Map();
  let size = { width: 0, height: 0, font: 0 };

  function place() {
    const area = byId("cluster"), width = area.clientWidth, height = area.clientHeight - 26, middle = height / 2 + 12;
    const all = ids(), many = all.length, scale = Math.max(0.85, Math.min(1.5, width / 930, height / 470));
    const few = many <= 3 ? 1.25 : 1;
    size = many <= 6 ? { width: 172 * scale * few, height: 118 * scale * few, font: 16 * scale * few }
      : many <= 12 ? { width: 128 * scale, height: 96 * scale, font: 14 * scale } : { width: 66 * scale, height: 50 * scale, font: 13.5 * scale };
    byId("nodes").style.fontSize = size.font + "px";
    Object.assign(size, { x: width / 2, y: middle });
    const rx = width / 2 - size.width / 2 - 34, ry = height / 2 - size.height / 2 - 26;
    places.clear();
    all.forEach((id, i) => {
      // Along an ellipse, at equal distances rather than at equal angles.
      const angle = along(many === 2 ? 0.75 - i / 2 : i / many, rx, ry);
      places.set(id, many === 1 ? { x: width / 2, y: middle } : { x: width / 2 + rx * Math.sin(angle), y: middle - ry * Math.cos(angle) });
    });
    [...services].forEach((id, i) => places.set(id, { x: width / 2 + (i - (services.size - 1) / 2) * 150, y: middle + (many < 3 ? 140 : 0) }));
  }
  function along(share, rx, ry) {
    const steps = 720, lengths = [0];
    for (let i = 1; i <= steps; i++) {
      const angle = i / steps * 2 * Math.PI;
      lengths.push(lengths[i - 1] + Math.hypot(rx * Math.cos(angle), ry * Math.sin(angle)));
    }
    return lengths.findIndex(length => length >= share * lengths[steps]) / steps * 2 * Math.PI;
  }

  function card(id) {
    if (!cards.has(id)) {
      const service = !isNode(id), made = make(service ? "div" : "button", undefined, "node");
      if (!service) made.onclick = event => choose(id, event.shiftKey);
      const parts = { name: make("b", id), role: make("span", "", "role"), state: make("span", "", "state"),
        main: make("span", "", "main"), gauge: make("span", undefined, "gauge"), fill: make("i"), more: make("span", "", "more"), bars: make("span", undefined, "bars") };
      parts.gauge.append(parts.fill);
      const title = make("span");
      title.append(parts.name, parts.role, " ", parts.state);
      made.append(title);
      if (!service) made.append(parts.main, parts.gauge, parts.more, parts.bars);
      byId("nodes").append(made);
      cards.set(id, Object.assign(parts, { made, service }));
    }
    return cards.get(id);
  }
  const firstNumber = holds => Object.entries(holds).find(([, value]) => typeof value === "number");

  function drawCards() {
    const gauged = [...state.nodes.values()].map(each => firstNumber(each.holds)).filter(Boolean).map(([, value]) => value);
    const most = Math.max(1, ...gauged), sides = sidesOf(), barred = {};
    for (const [id, at] of places) {
      const it = node(id), parts = card(id), { made } = parts;
      made.className = "node" + (parts.service ? " service" : setting.nodes > 12 ? " small" : "")
        + (it.alive ? "" : " killed") + (it.paused ? " paused" : "") + (chosen.includes(id) ? " chosen" : "");
      made.style.left = at.x + "px";
      made.style.top = at.y + "px";
      if (parts.service) continue;
      made.style.width = size.width + "px";
      made.style.height = size.height + "px";
      made.style.borderColor = it.alive && !it.paused && sides.has(id) ? colour(sides.get(id)) : "";
      const number = firstNumber(it.holds), entries = Object.entries(it.holds);
      const role = String(it.holds.role ?? "");
      parts.role.textContent = setting.nodes > 12 && role.length > 9 ? "" : role;
      parts.state.textContent = it.alive ? it.paused ? "paused" : "" : KILLED;
      parts.main.replaceChildren(...(number ? [make("strong", number[1].toLocaleString("en")), make("span", " " + number[0], "name")]
        : it.alive && entries.length ? [make("span", entries[0][0] + " " + shownAs(entries[0][1]))] : []));
      parts.gauge.hidden = !number;
      if (number) {
        parts.fill.style.width = Math.max(0, number[1] / most * 100) + "%";
        parts.gauge.classList.toggle("behind", number[1] < most);
      }
      const strip = entries.find(([, value]) => isBars(value));
      const suspects = entries.find(([name, value]) => Array.isArray(value) && value.length);
      parts.more.textContent = suspects ? suspects[0] + " " + shownAs(suspects[1])
        : entries.filter(([name, value]) => typeof value !== "object" && name !== "role" && (!number || name !== number[0])).slice(0, 2).map(([name, value]) => name + " " + value).join(", ");
      parts.bars.hidden = !strip;
      if (strip && setting.nodes <= 12) parts.bars.replaceChildren(...bars(strip[1], barred[strip[0]] ??= mostOf(strip[0])).children);
      made.setAttribute("aria-label", id + ", " + (parts.state.textContent || "runs") + (number ? ", " + number[1] + " " + number[0] : ""));
    }
    for (const [id, parts] of cards) if (!places.has(id)) { parts.made.remove(); cards.delete(id); }
  }

  const isUnheard = (from, to) => [...state.cuts.values()].some(unheard => (unheard[to] || []).includes(from));
  /** The nodes that still hear each other, if there are several groups of them. */
  function sidesOf() {
    const sides = new Map();
    if (!state.cuts.size) return sides;
    let count = 0;
    for (const id of ids()) {
      if (sides.has(id)) continue;
      const queue = [id];
      sides.set(id, count);
      while (queue.length) {
        const from = queue.pop();
        for (const to of ids()) if (!sides.has(to) && !isUnheard(from, to) && !isUnheard(to, from)) { sides.set(to, count); queue.push(to); }
      }
      count++;
    }
    return count > 1 ? sides : new Map();
  }

  /** How long, in simulated time, a message stays to be seen that takes no time. */
  const visible = () => Math.min(SPEEDS[speed], 100) * 0.45 * SECOND;
  const typeColour = type => colour(types.get(type) || 0);

  /** Where a message is at the moment: from 0, sent, to 1, there. */
  const progress = sent => (now - sent[1]) / (Math.max(sent.end === Infinity ? now + 1 : sent.end, sent[1] + visible()) - sent[1]);

  function drawLinks(colours) {
    const draw = links.draw;
    links.fit();
    // Who is cut from whom
    const all = ids();
    draw.lineWidth = 1.5;
    for (let i = 0; i < all.length; i++) {
      for (let j = i + 1; j < all.length; j++) {
        const cut = state.cuts.size && (isUnheard(all[i], all[j]) || isUnheard(all[j], all[i]));
        const picked = chosen.length === 2 && chosen.includes(all[i]) && chosen.includes(all[j]);
        if (!cut && !picked && all.length > 6) continue;
        draw.strokeStyle = picked ? `rgb(${colours.side})` : cut ? colours.bad : colours.rule;
        draw.lineWidth = picked ? 4 : 1.5;
        draw.globalAlpha = cut && !picked && all.length > 6 ? 0.16 : 1;
        draw.setLineDash(cut ? [5, 5] : []);
        const at = way(all[i], all[j], 0);
        line(draw, at, 0, 1);
        draw.setLineDash([]);
        if (cut && all.length <= 6) cross(draw, at(0.5).x, at(0.5).y, 7, colours.bad, 2.5);
      }
    }
    draw.globalAlpha = 1;
    spots.clear();
    const current = playing ? null : events[index - 1];
    shown.length = 0;
    shown.push(...state.flying.filter(sent => progress(sent) < 1 || (isLost(sent) && now < sent.end + visible() / 2)
      || sent === current || (current && current[2] === sent[2] && /^(delivered|dropped)$/.test(current[0]))));
    // Of those that are lost alike on a link one is told of.
    const told = new Map(shown.map(sent => [[sent[3], sent[4], isLost(sent) || sent[2]].join(), sent]));
    for (const sent of shown) drawMessage(sent, shown.length < 40 && setting.nodes <= 12 && [...told.values()].includes(sent), current && current[2] === sent[2] && /^(sent|delivered|dropped)$/.test(current[0]) ? current : null, colours);
    drawOperations(colours);
  }

  /** The points, by shares from 0 to 1, from the edge of one node to that of the other, a little to the right; where many nodes stand, inwards past their cards. */
  function way(one, other, shift) {
    const from = places.get(one), to = places.get(other), length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const right = { x: -(to.y - from.y) / length * shift, y: (to.x - from.x) / length * shift };
    const inwards = setting.nodes > 6 ? 0.5 : 0;
    const via = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    via.x += (size.x - via.x) * inwards;
    via.y += (size.y - via.y) * inwards;
    const edge = (id, at) => {
      const box = cards.get(id)?.made, far = Math.hypot(via.x - at.x, via.y - at.y) || 1, dx = (via.x - at.x) / far, dy = (via.y - at.y) / far;
      const out = box ? Math.min(box.offsetWidth / 2 / Math.max(0.01, Math.abs(dx)), box.offsetHeight / 2 / Math.max(0.01, Math.abs(dy))) + 4 : 30;
      return { x: at.x + dx * out, y: at.y + dy * out };
    };
    const a = edge(one, from), b = edge(other, to);
    const bent = (axis, share) => a[axis] * (1 - share) ** 2 + via[axis] * 2 * share * (1 - share) + b[axis] * share ** 2 + right[axis];
    return share => ({ x: bent("x", share), y: bent("y", share) });
  }
  function line(draw, at, from, to) {
    draw.beginPath();
    for (let step = 0; step <= 16; step++) {
      const point = at(from + (to - from) * step / 16);
      draw.lineTo(point.x, point.y);
    }
    draw.stroke();
  }
  const isLost = sent => Boolean(sent.lost) && sent.end <= now;
  /** The messages that are to be seen, and where. */
  const shown = [], spots = new Map();

  function drawMessage(sent, labelled, current, colours) {
    const draw = links.draw;
    if (!places.has(sent[3]) || !places.has(sent[4])) return;
    // Each way has a side of its own.
    const along = way(sent[3], sent[4], 6);
    const lost = isLost(sent), style = lost ? colours.bad : typeColour(sent[5]);
    let share = Math.min(1, progress(sent));
    if (current) share = current[0] === "sent" ? Math.max(share, 0.12) : 1;
    // One that takes no time is lost half-way, another where it is by then.
    const reach = lost ? Math.min(share, Math.max(0.55, Math.min(0.92, (sent.end - sent[1]) / visible()))) : share;
    const at = along(reach), tail = Math.max(0, current ? 0 : reach - 0.3);
    spots.set(sent, at);
    draw.globalAlpha = current ? 1 : 0.45;
    draw.strokeStyle = style;
    draw.lineWidth = current ? 3 : 2;
    line(draw, along, tail, reach);
    draw.globalAlpha = 1;
    if (lost) {
      cross(draw, at.x, at.y, 6, colours.bad, 2.5);
    } else {
      draw.fillStyle = style;
      draw.beginPath();
      draw.arc(at.x, at.y, current ? 7 : 5, 0, 2 * Math.PI);
      draw.fill();
    }
    if (labelled || current) {
      draw.font = (current ? "600 13px" : "12px") + " system-ui, sans-serif";
      draw.textAlign = "center";
      draw.textBaseline = "bottom";
      outlined(draw, lost ? "lost, " + sent.lost : sent[5], at.x, at.y - 7, lost ? colours.bad : colours.text, colours);
    }
  }
  function outlined(draw, text, x, y, style, colours) {
    draw.lineWidth = 4;
    draw.lineJoin = "round";
    draw.strokeStyle = colours.back;
    draw.strokeText(text, x, y);
    draw.fillStyle = style;
    draw.fillText(text, x, y);
  }

  /** What the clients ask now, beside the nodes that they ask. */
  function drawOperations(colours) {
    const draw = links.draw, since = now - visible() * 1.6, rows = new Map();
    draw.textBaseline = "middle";
    for (const operation of state.recent.slice().reverse()) {
      const at = places.get(operation.id);
      if (!at || (operation.to < since && operation.from < since)) continue;
      const row = rows.get(operation.id) || 0;
      rows.set(operation.id, row + 1);
      if (row > 1) continue;
      const style = operation.outcome === "ok" ? colours.good : operation.outcome === "fail" ? colours.bad : UNKNOWN;
      const age = operation.to === Infinity ? 0 : (now - operation.to) / (visible() * 1.6);
      draw.globalAlpha = Math.max(0, Math.min(1, playing ? 1.2 - age : 1));
      const top = at.y - size.height / 2 - 9 - row * 15;
      if (setting.nodes <= 12) {
        draw.font = "13px system-ui, sans-serif";
        draw.textAlign = "center";
        const mark = operation.outcome === "open" ? "\u2026" : operation.outcome === "ok" ? "\u2713" : operation.outcome === "fail" ? "\u2717" : "?";
        outlined(draw, operation.words.slice(0, 34) + " " + mark, at.x, top, style, colours);
      } else if (row === 0) {
        draw.fillStyle = style;
        draw.beginPath();
        draw.arc(at.x + size.width / 2 - 2, at.y - size.height / 2 + 2, 5, 0, 2 * Math.PI);
        draw.fill();
      }
      draw.globalAlpha = 1;
    }
  }

  // Below: the last messages as a space-time diagram, and the whole run

  function drawDiagram(colours) {
    diagram.fit();
    const draw = diagram.draw, lanes = [...places.keys()].sort((a, b) => isNode(b) - isNode(a) || byNumber(a, b));
    const bottom = diagram.height - 20, top = 6, lane = (bottom - top) / Math.max(1, lanes.length), width = Math.min(SPEEDS[speed], 100) * 8 * SECOND;
    const to = Math.max(now, width * 0.02) + width * 0.03, from = to - width;
    const x = time => LEFT + (time - from) / width * (diagram.width - LEFT - MARGIN), y = id => top + (lanes.indexOf(id) + 0.5) * lane;
    grid(diagram, [from / 1000, to / 1000], micros => x(micros * 1000), LEFT, bottom);
    draw.textAlign = "right";
    draw.textBaseline = "middle";
    const every = Math.ceil(12 / lane);
    lanes.forEach((id, i) => {
      draw.fillStyle = colours.text;
      if (i % every === 0) draw.fillText(id, LEFT - 10, y(id));
      draw.fillStyle = colours.lane;
      draw.fillRect(LEFT, y(id) - 0.5, diagram.width - LEFT - MARGIN, 1);
    });
    draw.save();
    draw.beginPath();
    draw.rect(LEFT, 0, diagram.width - LEFT - MARGIN, diagram.height);
    draw.clip();
    let first = index;
    while (first > 0 && events[first - 1][1] > from - width) first--;
    const dense = index - first > 3000;
    for (let i = first; i < index; i++) {
      const event = events[i];
      if (event[0] === "sent") {
        const lost = event.lost && event.end <= now, tox = x(Math.min(event.end, now)), share = event.end <= now ? 1 : (now - event[1]) / (Math.max(event.end, now + 1) - event[1]);
        const fromY = y(event[3]), toY = fromY + (y(event[4]) - fromY) * (event.end === Infinity ? 0.5 : share);
        draw.strokeStyle = lost ? colours.bad : typeColour(event[5]);
        draw.globalAlpha = dense ? 0.4 : 0.9;
        draw.lineWidth = 1.3;
        draw.beginPath();
        draw.moveTo(x(event[1]), fromY);
        draw.lineTo(tox, toY);
        draw.stroke();
        if (lost) cross(draw, tox, toY, 3, colours.bad, 1.5);
        else if (share === 1 && !dense) head(draw, x(event[1]), fromY, tox, toY);
        draw.globalAlpha = 1;
      }
    }
    for (const stop of state.stops) {
      draw.strokeStyle = stop.killed ? colours.bad : PAUSED;
      draw.lineWidth = Math.min(4, lane * 0.5);
      draw.beginPath();
      draw.moveTo(x(stop.from), y(stop.id));
      draw.lineTo(x(Math.min(stop.to, now)), y(stop.id));
      draw.stroke();
      if (stop.killed) cross(draw, x(stop.from), y(stop.id), 5, colours.bad, 2.5);
    }
    draw.globalAlpha = 0.6;
    for (const operation of state.recent) {
      draw.fillStyle = operation.outcome === "ok" ? colours.dim : operation.outcome === "fail" ? colours.bad : UNKNOWN;
      draw.fillRect(x(operation.from) - 1, y(operation.id) + Math.min(3, lane * 0.2), Math.max(3, x(Math.min(operation.to, now)) - x(operation.from)), Math.max(2, Math.min(3, lane * 0.15)));
    }
    draw.globalAlpha = 1;
    draw.fillStyle = `rgb(${colours.side})`;
    draw.fillRect(x(now), 0, 1.5, bottom);
    draw.restore();
  }
  const whole = time => LEFT + time / end * (overview.width - LEFT - MARGIN);
  const EDGE = 38;
  /** The run as a whole changes while it is told, and else never: it is drawn once. */
  let backdrop = { key: "", image: null };
  function drawOverview(colours) {
    const key = [events.length, end, overview.canvas.clientWidth, colours.text, complete].join();
    const draw = overview.draw;
    if (key !== backdrop.key) {
      overview.fit();
      const faults = new Map();
      for (const event of events) {
        if (event[0] === "fault") faults.set(event[2], event[1]);
        if (event[0] === "ended" && faults.has(event[2])) { band(faults.get(event[2]), event[1], colours); faults.delete(event[2]); }
      }
      faults.forEach(from => band(from, end, colours));
      histogram(overview, events.filter(event => event[0] === "sent").map(event => event[1]), end, LEFT, EDGE);
      draw.textAlign = "right";
      draw.textBaseline = "middle";
      draw.fillStyle = colours.dim;
      draw.fillText((end / SECOND).toFixed(0) + " s", LEFT - 10, 20);
      acts().forEach(each => mark(timeOf(each), `rgb(${colours.side})`));
      finds.forEach(find => mark(find[1], colours.bad));
      const image = make("canvas");
      image.width = overview.canvas.width;
      image.height = overview.canvas.height;
      image.getContext("2d").drawImage(overview.canvas, 0, 0);
      backdrop = { key, image };
    }
    draw.clearRect(0, 0, overview.width, overview.height);
    draw.drawImage(backdrop.image, 0, 0, overview.width, overview.height);
    draw.fillStyle = `rgba(${colours.side}, 0.14)`;
    draw.fillRect(LEFT, 0, whole(now) - LEFT, 40);
    draw.fillStyle = `rgb(${colours.side})`;
    draw.fillRect(whole(now) - 1, 0, 2.5, 40);
    const slider = overview.canvas;
    slider.setAttribute("aria-valuemin", "0");
    slider.setAttribute("aria-valuemax", (end / SECOND).toFixed(3));
    slider.setAttribute("aria-valuenow", (now / SECOND).toFixed(3));
  }
  function band(from, to, colours) {
    overview.draw.fillStyle = `rgba(${colours.fault}, 0.14)`;
    overview.draw.fillRect(whole(from), 0, Math.max(2, whole(to) - whole(from)), 40);
  }
  function mark(time, style) {
    const draw = overview.draw, at = whole(time);
    draw.fillStyle = style;
    draw.beginPath();
    draw.moveTo(at - 5, 0);
    draw.lineTo(at + 5, 0);
    draw.lineTo(at, 9);
    draw.fill();
    draw.fillRect(at - 0.75, 0, 1.5, 40);
  }

  // Texts

  function introduce() {
    byId("part").textContent = setting.part;
    document.title = setting.part + ", watched";
    byId("about").textContent = `${setting.live ? "live" : "seed " + (address.get("seed") || 1)}, ${setting.nodes} ${setting.nodes === 1 ? "node" : "nodes"}, ${setting.rate} operations a second, latency ${setting.latency}`
      + (setting.nemesis.length ? ", faults: " + setting.nemesis.join(", ") : "") + (environment() ? ", " + environment() : "");
    for (const id of ["link", "command"]) byId(id).hidden = setting.live;
    byId("speed").parentElement.hidden = byId("pace").hidden = setting.live;
    if (setting.live) { waiting = null; speed = SPEEDS.indexOf(1); play(); }
    chosen = chosen.filter(id => ids().includes(id));
    redraw = true;
  }
  const seconds = time => (time / SECOND).toFixed(3) + " s";
  function row(time, ...parts) {
    const made = make("li");
    made.append(make("span", seconds(time), "when"), ...parts);
    return made;
  }
  const fill = (list, rows, key) => { if (list.dataset.key !== key) { list.dataset.key = key; list.replaceChildren(...rows()); } };
  function drawLists() {
    const open = [...state.open.values()].filter(each => each.from < now - SECOND / 20);
    const recent = open.concat(state.recent.filter(each => !open.includes(each)).slice(-24).reverse()).slice(0, 24);
    fill(byId("operations"), () => recent.map(each =>
      row(each.from, make("b", each.id), each.words + " ",
        make("span", each.outcome === "open" ? "\u2026" : each.end + (each.to - each.from > 1e6 ? `, ${((each.to - each.from) / 1e6).toFixed(0)} ms` : ""), each.outcome))),
      recent.map(each => each.number + each.outcome).join());
    const notes = [...state.found, ...state.notes.slice(-24)].reverse().sort((a, b) => (b.bad || false) - (a.bad || false));
    fill(byId("happenings"), () => notes.map(each => {
      const made = row(each.time, each.text);
      made.title = each.text;
      if (each.bad) made.className = "bad";
      return made;
    }), notes.map(each => each.time + each.text).join());
    const badge = byId("verdict"), over = verdict && complete && now >= end;
    badge.hidden = !state.found.length && !over;
    const unjudged = verdict && verdict.valid && verdict.unchecked.some(each => /^what the clients/.test(each));
    badge.textContent = state.found.length ? "found: " + state.found.map(each => each.kind).join(", ")
      : unjudged ? "not checked" : over && verdict.valid ? "valid" : "invalid";
    badge.className = "badge " + (state.found.length || (over && !verdict.valid) ? "bad" : unjudged ? "" : "good");
    badge.title = over ? verdict.unchecked.join("\n") : "";
    byId("time").textContent = seconds(now);
    byId("play").textContent = playing ? "Stop" : "Play";
    const pace = SPEEDS[speed];
    byId("pace").textContent = pace === Infinity ? "as fast as it goes" : pace === 1 ? "real time" : (pace > 1 ? pace + " \u00d7" : "1/" + Math.round(1 / pace)) + " real time";
    byId("moment").textContent = playing ? "" : describe();
    fill(byId("types"), () => [...types.keys()].slice(0, 8).map(type => {
      const made = make("span"), dot = make("i");
      dot.style.background = typeColour(type);
      made.append(dot, type);
      return made;
    }), [...types.keys()].join());
  }
  /** The last event that is to be seen, in words. */
  function describe() {
    let last = index - 1;
    while (last > 0 && !seen(events[last])) last--;
    if (last < 0) return "";
    const [name, time, a, b, c, , e] = events[last];
    return (time < now - 1e6 ? seconds(time) + ": " : "") + told(name, a, b, c, e);
  }
  function told(name, a, b, c, e) {
    const sent = sends.get(a);
    switch (name) {
      case "sent": return `${b} sends to ${c}: ${e}`;
      case "delivered": return sent ? `${sent[4]} gets from ${sent[3]}: ${sent[6]}` : "";
      case "dropped": return sent ? `lost, ${b}: ${sent[3]} to ${sent[4]}: ${sent[6]}` : "";
      case "invoked": return `a client asks ${b}: ${c}`;
      case "completed": return `the client hears: ${c}`;
      case "hand": return "by hand: " + a;
      case "found": return state.found[state.found.length - 1].text;
      default: return state.notes.length ? state.notes[state.notes.length - 1].text : "";
    }
  }

  // Time passes

  let redraw = true, last = performance.now(), written = 0;
  function frame(at) {
    if (playing) {
      const pace = SPEEDS[speed], known = complete ? end : Math.max(now, events.length ? events[events.length - 1][1] - 1 : 0);
      const next = pace === Infinity || setting.live ? known : Math.min(known, now + (at - last) / 1000 * pace * SECOND);
      seek(next);
      if (complete && now >= end) stop();
      else if (at - written > 700) { written = at; writeAddress(); }
    }
    last = at;
    if (redraw) {
      redraw = playing;
      const colours = {};
      for (const name of ["text", "back", "dim", "rule", "lane", "good", "bad", "side", "fault"]) colours[name] = theme("--" + name);
      ids().forEach(node);
      place();
      drawCards();
      drawLinks(colours);
      drawChosen();
      drawDiagram(colours);
      drawOverview(colours);
      drawLists();
    }
    requestAnimationFrame(frame);
  }

  // Hands

  byId("play").onclick = () => playing ? stop() : play();
  byId("step").onclick = event => event.shiftKey ? notable(1) : step(1);
  byId("back").onclick = event => event.shiftKey ? notable(-1) : step(-1);
  byId("first").onclick = () => { seek(0, 0); stop(); };
  byId("last").onclick = () => { seek(end); stop(); };
  byId("speed").value = speed;
  const pace = to => { speed = Math.max(0, Math.min(SPEEDS.length - 1, to)); byId("speed").value = speed; redraw = true; };
  byId("speed").oninput = event => pace(Number(event.target.value));
  byId("help").onclick = () => byId("keys").showModal();
  byId("keys").onclick = () => byId("keys").close();
  const copy = (id, text) => {
    navigator.clipboard.writeText(text()).then(() => {
      const was = byId(id).textContent;
      byId(id).textContent = "Copied";
      setTimeout(() => { byId(id).textContent = was; }, 1200);
    });
  };
  byId("link").onclick = () => { writeAddress(); copy("link", () => location.href); };
  byId("command").onclick = () => { writeAddress(); copy("command", command); };
  {
    const at = event => Math.max(0, Math.min(end, (event.offsetX - LEFT) / (overview.width - LEFT - MARGIN) * end));
    let held = false;
    overview.canvas.onpointerdown = event => { held = true; overview.canvas.setPointerCapture(event.pointerId); playing = false; seek(at(event)); };
    overview.canvas.onpointermove = event => { if (held) seek(at(event)); };
    overview.canvas.onpointerup = () => { held = false; stop(); };
  }
  byId("cluster").onclick = event => {
    if (event.target !== byId("cluster")) return;
    let nearest = null, least = 13;
    const far = point => Math.hypot(event.offsetX - point.x, event.offsetY - point.y);
    for (const [sent, point] of spots) if (far(point) < least) { least = far(point); nearest = [sent[3], sent[4]]; }
    if (nearest) { chosen = nearest; redraw = true; return; }
    least = 9;
    const all = ids();
    for (const one of all) {
      for (const other of all) {
        if (one >= other) continue;
        const at = way(one, other, 0), distance = Math.min(...Array.from({ length: 65 }, (_, i) => far(at(i / 64))));
        if (distance < least) { least = distance; nearest = [one, other]; }
      }
    }
    chosen = nearest || [];
    redraw = true;
  };
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("keys").open) return;
    if (event.target.matches("input:not([type=range])")) { if (event.key === "Escape") event.target.blur(); return; }
    if (event.key === "Enter" && event.shiftKey && event.target.matches(".node")) { event.target.dispatchEvent(new MouseEvent("click", { shiftKey: true })); event.preventDefault(); return; }
    if (event.key === " " && event.target.matches("button:not(.node):not(#play)")) return;
    if (event.target.matches("[type=range]") && /^Arrow|Home|End/.test(event.key)) return;
    const key = event.key === "l" && event.shiftKey ? "L" : event.key;
    const keys = {
      " ": () => playing ? stop() : play(),
      ArrowRight: () => event.shiftKey ? notable(1) : step(1), ArrowLeft: () => event.shiftKey ? notable(-1) : step(-1),
      Home: () => byId("first").onclick(), End: () => byId("last").onclick(),
      "+": () => pace(speed + 1), "=": () => pace(speed + 1), "-": () => pace(speed - 1),
      "?": () => byId("keys").showModal(), Escape: () => { chosen = []; redraw = true; }, ...does,
    };
    if (keys[key]) { keys[key](); event.preventDefault(); }
  });
  window.addEventListener("resize", () => { redraw = true; });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { redraw = true; });

  function open() {
    address = new URLSearchParams(location.hash.slice(1));
    const at = address.get("at");
    state = fresh();
    sends.clear();
    types.clear();
    services.clear();
    examples.clear();
    finds = [];
    index = now = 0;
    end = 1;
    playing = false;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    waiting = at
      ? { until: parseFloat(at) * SECOND, go: () => seekMoment(at) }
      : { phase: true, until: Infinity, go: time => { seek(time); if (still) stop(); else play(); } };
    load(0);
  }
  window.addEventListener("hashchange", open);
  open();
  requestAnimationFrame(frame);
})();
