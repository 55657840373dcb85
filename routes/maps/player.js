"use strict";
// The journey in time: a slider and a button move the train. Every text of time comes from the data.
function addPlayer(map, features, element, say) {
  if (!features.plays.length) return () => {};
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const strip = document.getElementById("player");
  strip.hidden = false;
  strip.lang = features.speech;
  map.createPane("band").style.zIndex = 390;
  map.createPane("train").style.zIndex = 660;
  map.getPane("train").style.pointerEvents = "none";
  const band = [["#111111", 18], ["#f0e442", 14]].map(([color, weight]) =>
    L.polyline([], { pane: "band", color: color, weight: weight, opacity: 1, lineCap: "butt", interactive: false }).addTo(map));
  const icon = L.divIcon({ className: "train", iconSize: [30, 38], iconAnchor: [15, 38] });
  const train = L.marker(features.lines[0].points[0], { icon: icon, interactive: false, keyboard: false, pane: "train" }).addTo(map);
  let player = null;

  // Of a question that can be read in several ways the reader chooses which is played.
  function choose(number) {
    if (player) player.leave();
    strip.replaceChildren();
    player = buildPlayer(features.plays[number], { map: map, lines: features.lines, element: element, strip: strip, band: band, train: train, calm: calm, say: say });
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

function buildPlayer(play, { map, lines, element, strip, band, train, calm, say }) {
  const last = play.at.length - 1;
  const span = play.at[last] || 1;

  // Where on the map: metres along the route to a leg, a piece of it, and a share of that piece.

  let done = 0;
  const legs = lines.map((line, index) => {
    const along = [0];
    line.points.forEach((point, at) => {
      if (at) along.push(along[at - 1] + map.distance(line.points[at - 1], point));
    });
    const scale = play.lengths[index] / (along[along.length - 1] || 1);
    const leg = { start: done, along: along.map((metres) => metres * scale), layer: line.layer, vehicle: play.vehicles[index] };
    done += play.lengths[index];
    return leg;
  });

  function find(metres, first) {
    let number = legs.findIndex((leg, index) => index === legs.length - 1 || metres < legs[index + 1].start || (!first && metres === legs[index + 1].start));
    const { start, along } = legs[number];
    let piece = along.findIndex((end) => end > metres - start) - 1;
    if (piece < 0) piece = Math.max(0, along.length - 2);
    const share = (metres - start - along[piece]) / (along[piece + 1] - along[piece] || 1);
    return { number: number, piece: piece, share: Math.min(1, Math.max(0, share)) };
  }

  function at(place) {
    const points = legs[place.number].layer.getLatLngs();
    const [from, to] = [points[place.piece], points[place.piece + 1] || points[place.piece]];
    return [from.lat + (to.lat - from.lat) * place.share, from.lng + (to.lng - from.lng) * place.share];
  }

  function stretch(from, to) {
    const [first, final] = [find(from, true), find(to, false)];
    return legs.slice(first.number, final.number + 1).map((leg, index) => {
      const number = first.number + index;
      const begin = number === first.number ? first.piece + 1 : 0;
      const end = number === final.number ? final.piece + 1 : undefined;
      const points = leg.layer.getLatLngs().slice(begin, end);
      if (number === first.number) points.unshift(at(first));
      if (number === final.number) points.push(at(final));
      return points;
    });
  }

  // The strip below the map

  const button = strip.appendChild(element("button", "play"));
  const told = strip.appendChild(element("div", "told"));
  const now = told.appendChild(element("p", "now"));
  const [local, utc, place] = ["local", "utc", "place"].map((kind) => now.appendChild(element("span", kind)));
  const slider = strip.appendChild(element("input", "time"));
  const scale = strip.appendChild(element("div", "scale"));
  const chance = told.appendChild(element("p", "chance"));
  const swatch = element("i", "band-sign");
  const range = element("span");
  chance.append(swatch, range);
  strip.appendChild(element("p", "about", play.about));
  button.type = "button";
  Object.entries({ type: "range", min: 0, max: span, step: "any", "aria-label": say("Time of the journey") }).forEach(([name, value]) => slider.setAttribute(name, value));

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
    write(longest(play.clock.map((text, index) => text + play.utc[index] + play.place[index])));
    range.textContent = play.band[longest(play.band)];
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
    local.textContent = play.clock[number];
    utc.textContent = play.utc[number];
    place.textContent = play.place[number];
    range.textContent = play.band[number];
    chance.classList.toggle("none", !play.band[number]);
  }

  function show(seconds) {
    time = Math.min(span, Math.max(0, seconds));
    const next = play.at.findIndex((each) => each > time);
    frame = next < 0 ? last : next - 1;
    const share = next < 0 ? 0 : (time - play.at[frame]) / (play.at[next] - play.at[frame]);
    const [late, middle, early] = [play.late, play.time, play.early].map((list) => list[frame] + (next < 0 ? 0 : (list[next] - list[frame]) * share));
    const shown = find(middle, true);
    train.setLatLng(at(shown));
    train.getElement().className = train.getElement().className.replace(/ train-\w+|$/, " train-" + legs[shown.number].vehicle);
    const drawn = early > late ? stretch(late, early) : [];
    band.forEach((layer) => layer.setLatLngs(drawn));
    write(frame);
    slider.value = time;
    slider.setAttribute("aria-valuetext", [play.clock[frame], play.utc[frame], play.place[frame], play.band[frame]].filter(Boolean).join(", "));
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
  const watch = new ResizeObserver(() => { reserve(); placeTicks(); });
  watch.observe(slider);
  pause();
  reserve();
  placeTicks();
  show(0);
  return { redraw: () => show(time), leave: () => { pause(); watch.disconnect(); } };
}
