"use strict";
// What every map has: the ground, the grid of degrees, the controls. Text reaches the page as textContent only.
window.ground = (function () {
  const features = window.features;
  const answer = JSON.parse(document.getElementById("answer").textContent);
  const courses = [...new Set(listCourses(answer))];
  ["stops", "lines", "others", "plays"].filter((name) => features[name]).forEach((name) => { features[name] = unfold(features[name]); });
  const map = window[features.map];
  map.getContainer().setAttribute("role", "region");
  map.getContainer().setAttribute("aria-label", features.label);
  const small = window.matchMedia("(max-width: 760px)");

  // Whole numbers of a text, from the letter of one on to the next space: written.py has how they are written.
  function readNumbers(text, from = 0) {
    const numbers = [];
    let at = from;
    while (at < text.length && text.charCodeAt(at) !== 32) {
      let number = text.charCodeAt(at++) - 35;
      if (number >= 2048) number = (number - 2048) * 2048 + text.charCodeAt(at++) - 35;
      numbers.push(number % 2 ? -(number + 1) / 2 : number / 2);
    }
    return { numbers: numbers, end: at };
  }

  // Lists as they were before fold.py.
  function unfold(value) {
    const sum = (text) => {
      let total = 0;
      return readNumbers(text).numbers.map((step) => (total += step));
    };
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(unfold);
    if (Object.hasOwn(value, "steps")) return sum(value.steps);
    if (Object.hasOwn(value, "which")) {
      const times = sum(value.times).map((minutes) => [minutes / 60, minutes % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":"));
      const texts = sum(value.which).map((place) => value.texts[place].reduce((text, piece) => text + times.shift() + piece));
      return value.wide ? Array.from({ length: texts.length / value.wide }, () => texts.splice(0, value.wide)) : texts;
    }
    if (Object.hasOwn(value, "course")) return courses[value.course].split(" ").map((point) => point.split(",").slice(0, 2).map(Number));
    if (!Object.hasOwn(value, "pairs")) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, unfold(item)]));
    const { numbers } = readNumbers(value.pairs);
    let [lat, lon] = [0, 0];
    return Array.from({ length: numbers.length / 2 }, (_, index) => [(lat += numbers[2 * index]) / 2000, (lon += numbers[2 * index + 1]) / 2000]);
  }

  // The names of stations, and the lines of legs, stand in the answer.
  (features.stops || []).forEach((stop) => {
    const station = answer.stations[stop.code];
    stop.names = station.names || {};
    const others = Object.entries(stop.names).filter(([, name]) => name !== station.local_name);
    if (others.length) stop.popup.also = ["Also " + others.map(([lang, name]) => name + " (" + lang + ")").join(", ") + "."];
  });

  function listCourses(value) {
    if (value === null || typeof value !== "object") return [];
    const own = Object.hasOwn(value, "geometry") ? [value.geometry.points] : [];
    return own.concat(...Object.values(value).map(listCourses));
  }

  // What the controls say, in the language of the page where its maker chose one.
  const say = (text) => (Object.hasOwn(features.controls, text) ? features.controls[text] : text);

  map.getContainer().querySelectorAll(".leaflet-control-zoom a, .leaflet-control-layers-toggle").forEach((link) => {
    link.title = say(link.title);
    link.setAttribute("aria-label", link.title);
  });
  const layers = window[features.control];
  layers._layers.forEach((each) => { each.name = say(each.name); });
  layers._update();

  function element(name, kind, text) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    if (text) made.textContent = text;
    return made;
  }

  // The ground: land, borders and rivers, each one path for all of its lines, which are text as background.py writes it.

  const ground = features.background;
  map.createPane("world").style.zIndex = 205;
  map.createPane("ground").style.zIndex = 210;

  // Numbers of the text as parts of a degree, from place to place: a line's points, which are of a world one wide.
  function read(text, perDeg, isCut) {
    let [lon, lat, at] = [0, 0, 0];
    const lines = [];
    while (at < text.length) {
      const { numbers, end } = readNumbers(text, at + 1); // after the space before it
      at = end;
      const line = { x: [], y: [], cut: [] };
      for (let index = 0; index < numbers.length; index += 2) {
        const [fromLon, fromLat] = [lon, lat];
        lon += numbers[index];
        lat += numbers[index + 1];
        line.x.push(lon / perDeg / 360 + 0.5);
        line.y.push(0.5 - Math.atanh(Math.sin((lat / perDeg) * (Math.PI / 180))) / (2 * Math.PI));
        line.cut.push(isCut(fromLon, fromLat, lon, lat));
      }
      line.box = [Math.min(...line.x), Math.min(...line.y), Math.max(...line.x), Math.max(...line.y)];
      lines.push(line);
    }
    return lines;
  }

  // Where land was cut: along the edges of tiles, or of the whole region.
  function isCut(fromLon, fromLat, lon, lat) {
    const [west, south, east, north] = ground.box;
    const isAlong = (edge, from, to) => Math.abs(edge - from) <= ground.step && Math.abs(edge - to) <= ground.step;
    const isEdge = (from, to, low, high) => isAlong(Math.round(from / ground.tile) * ground.tile, from, to) || isAlong(low, from, to) || isAlong(high, from, to);
    return isEdge(fromLon, lon, west, east) || isEdge(fromLat, lat, south, north);
  }

  // Many lines as one path of Leaflet's, which asks for it anew when the map is moved: of each line that can be seen,
  // once or, of the world, at each turn of the globe.
  const Lines = L.Path.extend({
    initialize: function (lines, options) {
      this.lines = lines;
      L.setOptions(this, { fill: false, interactive: false, pane: "ground", ...options });
    },
    _project: function () {},
    _update: function () {
      const scale = map.options.crs.scale(map.getZoom());
      const origin = map.getPixelOrigin();
      const view = this._renderer._bounds;
      const [left, right] = [view.min.x, view.max.x].map((x) => (x + origin.x) / scale);
      const [top, bottom] = [view.min.y, view.max.y].map((y) => (y + origin.y) / scale);
      const [first, last] = this.options.turns ? [Math.floor(left), Math.floor(right)] : [0, 0];
      const path = [];
      for (let turn = first; turn <= last; turn += 1) {
        this.lines.forEach((line) => {
          const [west, north, east, south] = line.box;
          if (west + turn > right || east + turn < left || north > bottom || south < top) return;
          trace(path, line, scale, turn * scale - origin.x, origin.y, this.options.coast);
        });
      }
      this._renderer._setPath(this, path.join("") || "M0 0");
    },
  });

  function trace(path, line, scale, shiftX, shiftY, isCoast) {
    let [lastX, lastY] = [NaN, NaN];
    let isBroken = true;
    for (let index = 0; index < line.x.length; index += 1) {
      const [x, y] = [Math.round(line.x[index] * scale + shiftX), Math.round(line.y[index] * scale - shiftY)];
      if (isCoast && line.cut[index]) isBroken = true;
      if (!isBroken && x === lastX && y === lastY) continue;
      path.push((isBroken ? "M" : "L") + x + " " + y);
      [lastX, lastY, isBroken] = [x, y, false];
    }
  }

  const [sea, land, shore, edge, water] = ["#dde7ed", "#f8f7f3", "#93a9b4", "#8d8d8d", "#b3cbd8"];
  const filled = { stroke: false, fill: true, fillOpacity: 1, fillColor: land };

  function drawWorld() {
    const draw = (text, style) => new Lines(read(text, ground.world_per_deg, () => false), { pane: "world", turns: true, ...style }).addTo(map);
    draw(ground.world, filled);
    draw(ground.world_borders, { color: edge, weight: 0.7, dashArray: "4 3", opacity: 0.7 });
    draw(ground.world_disputed, { color: edge, weight: 0.7, dashArray: "1 4", opacity: 0.7 });
  }

  function drawRegion() {
    if (!ground.land) return;
    const [west, south, east, north] = ground.box.map((value) => value / ground.per_deg);
    L.rectangle([[south, west], [north, east]], { pane: "ground", ...filled, fillColor: sea, interactive: false }).addTo(map);
    const draw = (lines, style) => new Lines(lines, style).addTo(map);
    const [shape, borders, disputed, rivers] = ["land", "borders", "disputed", "rivers"].map((name) => read(ground[name], ground.per_deg, isCut));
    draw(shape, filled);
    draw(rivers, { color: water, weight: 1 });
    draw(shape, { color: shore, weight: 0.8, coast: true });
    draw(borders, { color: edge, weight: 1, dashArray: "6 3" });
    draw(disputed, { color: edge, weight: 1, dashArray: "1 4" });
  }

  // The grid of degrees

  const grid = L.layerGroup().addTo(map);
  map.createPane("grid").style.zIndex = 250;
  map.getPane("grid").style.pointerEvents = "none";
  const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30];

  function degrees(value, positive, negative) {
    const wrapped = positive === "E" ? ((((value + 180) % 360) + 360) % 360) - 180 : value;
    const hemisphere = wrapped === 0 || wrapped === -180 ? "" : wrapped > 0 ? positive : negative;
    return String(Math.abs(Math.round(wrapped * 10) / 10)) + "°" + hemisphere;
  }

  function rule(points, at, text, kind) {
    L.polyline(points, { pane: "grid", color: "#fff", weight: 1, opacity: 0.6, interactive: false }).addTo(grid);
    const icon = L.divIcon({ className: "degree " + kind, html: element("span", "", text), iconSize: null, iconAnchor: [0, 0] });
    L.marker(at, { icon: icon, interactive: false, keyboard: false, pane: "grid" }).addTo(grid);
  }

  function drawGrid() {
    grid.clearLayers();
    const view = map.getBounds();
    const size = map.getSize();
    const span = view.getEast() - view.getWest();
    const wanted = (span / size.x) * 160;
    const step = STEPS.find((each) => each >= wanted) || 30;
    const [south, north] = [Math.max(-85, view.getSouth()), Math.min(85, view.getNorth())];
    const corner = map.containerPointToLatLng([size.x - 34, 4]);
    for (let index = Math.ceil(view.getWest() / step); index * step <= view.getEast(); index += 1) {
      const lon = index * step;
      const x = map.latLngToContainerPoint([0, lon]).x;
      const text = x > 50 && x < size.x - 80 ? degrees(lon, "E", "W") : "";
      rule([[south, lon], [north, lon]], [corner.lat, lon], text, "degree-lon");
    }
    for (let index = Math.ceil(south / step); index * step <= north; index += 1) {
      const lat = index * step;
      const y = map.latLngToContainerPoint([lat, 0]).y;
      const text = y > 60 && y < size.y - 80 ? degrees(lat, "N", "S") : "";
      rule([[lat, view.getWest()], [lat, view.getEast()]], [lat, corner.lng], text, "degree-lat");
    }
  }

  // Tiles, on a page that was made with them: loaded only when asked for. Their host refuses pages opened as files.

  function addTiles(source) {
    const link = element("a", "", source.credit);
    link.href = source.about;
    const tiles = L.tileLayer(source.url, { maxZoom: 19, referrerPolicy: "strict-origin-when-cross-origin" });
    const Background = L.Control.extend({
      options: { position: "bottomright" },
      onAdd: function () {
        if (!window.location.protocol.startsWith("http")) {
          return element("p", "button", "No background tiles: they load only where this page is on a website.");
        }
        const box = element("div", "button");
        const button = box.appendChild(element("button", "", "Show OpenStreetMap background"));
        button.type = "button";
        const note = box.appendChild(element("small", "", "loads from openstreetmap.org, which then knows of this reader"));
        button.addEventListener("click", () => {
          const show = !map.hasLayer(tiles);
          if (show) map.addLayer(tiles); else map.removeLayer(tiles);
          button.textContent = (show ? "Hide" : "Show") + " OpenStreetMap background";
          if (show) note.replaceChildren(link); else note.replaceChildren("loads from openstreetmap.org");
        });
        L.DomEvent.disableClickPropagation(box);
        return box;
      },
    });
    map.addControl(new Background());
  }

  if (features.tiles) addTiles(features.tiles);
  L.control.scale({ imperial: false, maxWidth: 140, position: "bottomleft" }).addTo(map);

  const Collapse = L.Control.extend({
    options: { position: "topleft" },
    onAdd: function () {
      const button = element("button", "button collapse", say("Hide answer"));
      button.lang = features.speech;
      button.type = "button";
      button.setAttribute("aria-controls", "panel");
      button.setAttribute("aria-expanded", "true");
      button.addEventListener("click", () => {
        const isHidden = document.querySelector("main").classList.toggle("wide");
        button.textContent = say(isHidden ? "Show answer" : "Hide answer");
        button.setAttribute("aria-expanded", String(!isHidden));
      });
      L.DomEvent.disableClickPropagation(button);
      return button;
    },
  });
  map.addControl(new Collapse());

  // Names that whoever made the map chose, and the language of all names.

  const LANGUAGES = { de: "Deutsch", fr: "Français", ja: "日本語", ko: "한국어", mn: "Монгол", ru: "Русский", vi: "Tiếng Việt", "zh-Hans": "简体中文", "zh-Hant": "繁體中文" };
  const spoken = { lang: features.lang };
  map.createPane("labels").style.zIndex = 630;
  map.getPane("labels").style.pointerEvents = "none";
  const labels = features.labels.map((label) => {
    const text = element("span", "", label.name);
    if (label.lang) text.lang = label.lang;
    const icon = L.divIcon({ className: "label label-" + label.kind, html: text, iconSize: [0, 0] });
    return { lang: label.lang, marker: L.marker([label.lat, label.lon], { icon: icon, interactive: false, keyboard: false, pane: "labels" }).addTo(map) };
  });

  function isSpoken(tag, lang) {
    return tag === lang || tag.split("-")[0] === lang;
  }

  function showLabels() {
    labels.forEach((label) => label.marker.getElement().classList.toggle("hidden", Boolean(label.lang) && !isSpoken(label.lang, spoken.lang || "en")));
  }

  function addLanguages(tags) {
    const Language = L.Control.extend({
      options: { position: "topright" },
      onAdd: function () {
        const select = element("select", "button");
        select.setAttribute("aria-label", say("Language of names on the map"));
        ["", ...tags].forEach((tag) => {
          const option = select.appendChild(element("option", "", tag ? LANGUAGES[tag] || tag : say("Latin letters")));
          option.value = tag;
          option.lang = tag || features.speech;
          option.selected = Boolean(tag) ? isSpoken(tag, spoken.lang) : !spoken.lang;
        });
        select.addEventListener("change", () => {
          spoken.lang = select.value;
          showLabels();
          map.fire("language");
        });
        L.DomEvent.disableClickPropagation(select);
        return select;
      },
    });
    map.addControl(new Language());
  }

  showLabels();
  if (features.languages && features.languages.length) addLanguages(features.languages);

  // The ground last, once the map is where it stays, so that it is drawn once.
  function finish() {
    drawWorld();
    drawRegion();
    // The ground goes on around the globe, what is drawn on it does not: the map stays within half a turn of that.
    const middle = (features.bounds[0][1] + features.bounds[1][1]) / 2;
    map.options.maxBoundsViscosity = 1;
    map.setMaxBounds([[-90, middle - 200], [90, middle + 200]]);
    performance.mark("drawn");
    document.documentElement.dataset.drawn = "yes";
  }

  return { features, map, small, element, drawGrid, finish, spoken, isSpoken, say };
})();
