"use strict";
// Journeys in time: a slider and a button move the trains on one clock. Every text of time comes from the data.
const PIN = "M15 37l-6-9H5a4 4 0 0 1-4-4V5a4 4 0 0 1 4-4h20a4 4 0 0 1 4 4v19a4 4 0 0 1-4 4h-4z";
const GLYPHS = {
  rail: "M9 5h12a2 2 0 0 1 2 2v12H7V7a2 2 0 0 1 2-2zM10 8v6h10V8zM9 21h4l-2 4H8zM21 21h-4l2 4h3z",
  air: "M15 4q1.6 1 1.6 4v3l8 5v2.5l-8-2.500v5l2.500 2v1.800L15 24l-4.100.8V23l2.500-2v-5l-8 2.500V16l8-5V8q0-3 1.600-4z",
  sea: "M14 4h2v4h5v5l4 2-3 7q-3.500 3-7 0-3.500 3-7 0l-3-7 4-2V8h5zM11 10v2l4-1.500 4 1.500v-2z",
  road: "M9 8h12l3 6v8h-3v2h-3v-2h-6v2H9v-2H6v-8zM10.500 10L9 14h12l-1.500-4z",
};

function shape(name, values) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(values).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}

function addPlayer(map, features, element, say) {
  if (!features.plays.length) return () => {};
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const strip = document.getElementById("player");
  strip.hidden = false;
  strip.lang = features.speech;
  map.createPane("band").style.zIndex = 390;
  map.createPane("train").style.zIndex = 660;
  map.getPane("train").style.pointerEvents = "none";
  let player = null;

  // Of a question that can be read in several ways the reader chooses which is played.
  function choose(number) {
    if (player) player.leave();
    strip.replaceChildren();
    const play = features.plays[number];
    const trains = play.trains.map((train) => buildTrain(train, map, features, play.trains.length === 1));
    player = buildPlayer(play, { trains: trains, element: element, strip: strip, calm: calm, say: say });
    if (features.plays.length === 1) return;
    const select = strip.appendChild(element("select", "reading-choice"));
    select.setAttribute("aria-label", say("Reading of the question that is played"));
    features.plays.forEach((play) => select.appendChild(element("option", "", play.name)));
    select.selectedIndex = number;
    select.addEventListener("change", () => {
      choose(select.selectedIndex);
      strip.querySelector("select").focus();
    });
  }

  choose(0);
  return () => player.redraw();
}

// One train on its way: a pin, and the stretch between its late and its early case, in the colours of the way.
function buildTrain(train, map, features, isAlone) {
  const other = train.way === null ? null : features.others[train.way];
  const drawn = other
    ? other.lines.map((points, index) => ({ points: points, read: () => other.layer.getLatLngs()[index] }))
    : features.lines.map((line) => ({ points: line.points, read: () => line.layer.getLatLngs() }));
  const style = other ? other.style : { color: "#111111", weight: 4 };
  const [edge, inner] = isAlone ? ["#111111", "#f0e442"] : [style.color, "#ffffff"];
  const band = [[edge, isAlone ? 18 : 16], [inner, isAlone ? 14 : 11]].map(([color, weight]) =>
    L.polyline([], { pane: "band", color: color, weight: weight, opacity: 1, lineCap: "butt", interactive: false }).addTo(map));
  const pin = shape("svg", { viewBox: "0 0 30 38", width: 30, height: 38 });
  pin.appendChild(shape("path", { d: PIN, fill: style.color, stroke: "#ffffff", "stroke-width": 1.5 }));
  const glyph = pin.appendChild(shape("path", { fill: isAlone || !other ? "#f0e442" : "#ffffff", "fill-rule": "evenodd" }));
  const icon = L.divIcon({ className: "train", html: pin, iconSize: [30, 38], iconAnchor: [15, 38] });
  const marker = L.marker(drawn[0].points[0], { icon: icon, interactive: false, keyboard: false, pane: "train" }).addTo(map);

  // Where on the map: metres along the route to a leg, a piece of it, and a share of that piece.

  let done = 0;
  const legs = drawn.map((line, index) => {
    const along = [0];
    line.points.forEach((point, at) => {
      if (at) along.push(along[at - 1] + map.distance(line.points[at - 1], point));
    });
    const scale = train.lengths[index] / (along[along.length - 1] || 1);
    const leg = { start: done, along: along.map((metres) => metres * scale), read: line.read, vehicle: train.vehicles[index] };
    done += train.lengths[index];
    return leg;
  });

  function find(metres, first) {
    const number = legs.findIndex((leg, index) => index === legs.length - 1 || metres < legs[index + 1].start || (!first && metres === legs[index + 1].start));
    const { start, along } = legs[number];
    let piece = along.findIndex((end) => end > metres - start) - 1;
    if (piece < 0) piece = Math.max(0, along.length - 2);
    const share = (metres - start - along[piece]) / (along[piece + 1] - along[piece] || 1);
    return { number: number, piece: piece, share: Math.min(1, Math.max(0, share)) };
  }

  function at(place) {
    const points = legs[place.number].read();
    const [from, to] = [points[place.piece], points[place.piece + 1] || points[place.piece]];
    return [from.lat + (to.lat - from.lat) * place.share, from.lng + (to.lng - from.lng) * place.share];
  }

  function stretch(from, to) {
    const [first, final] = [find(from, true), find(to, false)];
    return legs.slice(first.number, final.number + 1).map((leg, index) => {
      const number = first.number + index;
      const begin = number === first.number ? first.piece + 1 : 0;
      const end = number === final.number ? final.piece + 1 : undefined;
      const points = leg.read().slice(begin, end);
      if (number === first.number) points.unshift(at(first));
      if (number === final.number) points.push(at(final));
      return points;
    });
  }

  // The metres run by a time: from event to event at an even speed, before the first and after the last it stands.
  function measure(times, time) {
    const after = times.findIndex((each) => each > time);
    if (after <= 0) return train.at_m[after ? times.length - 1 : 0];
    const [from, to] = train.at_m.slice(after - 1, after + 1);
    return from + ((to - from) * (time - times[after - 1])) / (times[after] - times[after - 1]);
  }

  // At a time; a way that the reader has put away has no train.
  function show(time) {
    const isShown = !other || map.hasLayer(other.layer);
    const [late, middle, early] = [train.late, train.time, train.early].map((times) => measure(times, time));
    const shown = find(middle, true);
    marker.setLatLng(at(shown));
    glyph.setAttribute("d", GLYPHS[legs[shown.number].vehicle]);
    marker.getElement().classList.toggle("hidden", !isShown);
    const points = isShown && early > late ? stretch(late, early) : [];
    band.forEach((layer) => layer.setLatLngs(points));
  }

  const leave = () => [marker, ...band].forEach((layer) => layer.remove());
  return { ...train, style: style, show: show, leave: leave };
}

function buildPlayer(play, { trains, element, strip, calm, say }) {
  const last = play.at.length - 1;
  const span = play.at[last] || 1;
  const isAlone = trains.length === 1;

  // The strip below the map

  const button = strip.appendChild(element("button", "play"));
  const told = strip.appendChild(element("div", isAlone ? "told" : "told several"));
  if (!isAlone) Object.entries({ tabindex: 0, role: "group", "aria-label": say("Where each is") }).forEach(([name, value]) => told.setAttribute(name, value));
  const slider = strip.appendChild(element("input", "time"));
  const scale = strip.appendChild(element("div", "scale"));
  strip.appendChild(element("p", "about", play.about));
  button.type = "button";
  Object.entries({ type: "range", min: 0, max: span, step: "any", "aria-label": say("Time of the journey") }).forEach(([name, value]) => slider.setAttribute(name, value));

  // What is told of each train; of several the instant stands above, once for all.

  function add(box, kind) {
    const text = box.appendChild(element("span", kind));
    return (words) => { text.textContent = words; };
  }

  function tellChance(box) {
    box.appendChild(element("i", "band-sign"));
    const set = add(box, "");
    return (words) => {
      set(words);
      box.classList.toggle("none", !words);
    };
  }

  function tellOne(train) {
    const now = told.appendChild(element("p", "now"));
    const setters = ["local", "utc", "place"].map((kind) => add(now, kind));
    const setBand = tellChance(told.appendChild(element("p", "chance")));
    return (number, chance) => {
      [train.clock, play.utc, train.place].forEach((texts, index) => setters[index](texts[number]));
      setBand(train.band[chance]);
    };
  }

  function tellAmong(train) {
    const now = told.appendChild(element("p", "now one"));
    const sign = now.appendChild(shape("svg", { class: "swatch", viewBox: "0 0 34 8", width: 34, height: 8, "aria-hidden": "true" }));
    sign.appendChild(shape("path", { d: "M0 4H34", fill: "none", stroke: train.style.color, "stroke-width": 3.5, "stroke-dasharray": train.style.dashArray || "none" }));
    add(now, "who")(train.name);
    const setters = ["local", "place"].map((kind) => add(now, kind));
    return (number) => [train.clock, train.place].forEach((texts, index) => setters[index](texts[number]));
  }

  const setInstant = isAlone ? () => {} : add(told.appendChild(element("p", "now")), "local");
  const tellers = trains.map(isAlone ? tellOne : tellAmong);

  const ticks = [
    ...play.days.map(([seconds, text]) => [seconds, "day", text]),
    ...play.marks.map(([seconds, kind, text, error]) => [seconds, "mark mark-" + kind, text, error]),
  ].map(([seconds, kind, text, error]) => {
    const tick = scale.appendChild(element("span", kind));
    tick.appendChild(element("span", "", text));
    if (error) tick.appendChild(element("i")).style.width = (200 * error) / span + "%";
    tick.style.left = (100 * seconds) / span + "%";
    return tick;
  });

  // Room for the longest text is kept, or else the map would change its size with the text.
  function reserve() {
    const longest = (list) => list.reduce((best, text, index) => (text.length > list[best].length ? index : best), 0);
    told.style.minHeight = "";
    setInstant(play.utc[longest(play.utc)]);
    trains.forEach((train, index) => {
      const most = longest(train.clock.map((text, number) => text + play.utc[number] + train.place[number]));
      tellers[index](most, longest(train.band));
    });
    told.style.minHeight = told.offsetHeight + "px";
    write(frame);
  }

  // Of days whose texts would cover one another the first is shown; marks have as many lines as they need.
  function placeTicks() {
    const room = scale.getBoundingClientRect();
    const top = play.days.length ? 17 : 0;
    const ends = [];
    let day = room.left - 20;
    ticks.forEach((tick) => {
      const text = tick.firstChild;
      const isDay = tick.className.startsWith("day");
      tick.classList.remove("mute", "left", "under");
      text.style.left = "";
      const wide = text.getBoundingClientRect();
      if (!isDay && wide.right > room.right + 8) {
        tick.classList.add("left");
        if (text.getBoundingClientRect().left < room.left - 8) {
          tick.classList.replace("left", "under"); // the text has a line of its own
          text.style.left = room.right - wide.width - tick.getBoundingClientRect().left + "px";
          tick.style.top = top + 16 * ends.length + "px";
          ends.push(Infinity, Infinity);
          return;
        }
      }
      const own = text.getBoundingClientRect();
      if (isDay) {
        tick.classList.toggle("mute", own.left < day + 6 || own.right > room.right + 14);
        if (!tick.classList.contains("mute")) day = own.right;
        return;
      }
      const free = ends.findIndex((end) => own.left > end + 12);
      const line = free < 0 ? ends.length : free;
      ends[line] = own.right;
      tick.style.top = top + 16 * line + "px";
    });
    scale.style.height = top + 16 * ends.length + "px";
  }

  let time = 0;
  let frame = 0;

  function write(number) {
    setInstant(play.utc[number]);
    tellers.forEach((tell) => tell(number, number));
  }

  function describe(train) {
    return [isAlone ? "" : train.name, train.clock[frame], isAlone ? play.utc[frame] : "", train.place[frame], train.band[frame]].filter(Boolean).join(", ");
  }

  function show(seconds) {
    time = Math.min(span, Math.max(0, seconds));
    const next = play.at.findIndex((each) => each > time);
    frame = next < 0 ? last : next - 1;
    trains.forEach((train) => train.show(time));
    write(frame);
    slider.value = time;
    slider.setAttribute("aria-valuetext", [...(isAlone ? [] : [play.utc[frame]]), ...trains.map(describe)].join("; "));
  }

  const go = (number) => show(play.at[Math.min(last, Math.max(0, number))]);

  // Play: the whole journey in half a minute; by leaps for a reader who wants no motion.

  let playing = 0;

  function pause() {
    if (calm) clearInterval(playing); else cancelAnimationFrame(playing);
    playing = 0;
    button.className = "play";
    button.setAttribute("aria-label", say("Play the journey"));
  }

  function run() {
    if (time >= span) go(0);
    button.className = "play playing";
    button.setAttribute("aria-label", say("Pause"));
    if (calm) {
      const leap = Math.ceil(last / 40);
      playing = setInterval(() => {
        go(frame + leap);
        if (frame === last) pause();
      }, 1000);
      return;
    }
    const rate = span / Math.min(40000, Math.max(12000, last * 120));
    let before = performance.now();
    const move = (instant) => {
      show(time + (instant - before) * rate);
      before = instant;
      if (time >= span) pause(); else playing = requestAnimationFrame(move);
    };
    playing = requestAnimationFrame(move);
  }

  function toggle() {
    if (!playing) return run();
    pause();
    go(frame);
  }

  const keys = {
    ArrowRight: () => go(frame + 1), ArrowUp: () => go(frame + 1), ArrowLeft: () => go(frame - 1), ArrowDown: () => go(frame - 1),
    PageUp: () => go(frame + 12), PageDown: () => go(frame - 12), Home: () => go(0), End: () => go(last), " ": toggle,
  };

  button.addEventListener("click", toggle);
  slider.addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (event.key !== " " && playing) pause();
    keys[event.key]();
  });
  slider.addEventListener("input", () => {
    if (playing) pause();
    const wanted = Number(slider.value);
    const next = Math.max(1, play.at.findIndex((each) => each >= wanted));
    go(wanted - play.at[next - 1] < play.at[next] - wanted ? next - 1 : next);
  });
  let wide = 0;
  const watch = new ResizeObserver(makeRoom); // it calls at once, too, when room is made already
  function makeRoom() {
    if (slider.clientWidth === wide) return;
    wide = slider.clientWidth;
    reserve();
    placeTicks();
  }

  pause();
  makeRoom();
  watch.observe(slider);
  show(0);
  return { redraw: () => show(time), leave: () => {
    pause();
    watch.disconnect();
    trains.forEach((train) => train.leave());
  } };
}
