"use strict";
// What every map has: the ground, the grid of degrees, the controls. Text reaches the page as textContent only.
window.ground = (function () {
  const features = window.features;
  const map = window[features.map];
  map.getContainer().setAttribute("role", "region");
  map.getContainer().setAttribute("aria-label", features.label);
  const small = window.matchMedia("(max-width: 760px)");

  // What the controls say, in the language of the page where its maker chose one.
  const say = (text) => (Object.hasOwn(features.controls, text) ? features.controls[text] : text);

  function element(name, kind, text) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    if (text) made.textContent = text;
    return made;
  }

  // The ground: land, borders and rivers, each one path for all of its lines.

  const ground = features.background;
  map.createPane("world").style.zIndex = 205;
  map.createPane("ground").style.zIndex = 210;

  function walk(flat, scale, turn) {
    const points = [];
    let [x, y] = [0, 0];
    for (let index = 0; index < flat.length; index += 2) {
      x += flat[index];
      y += flat[index + 1];
      points.push([y / scale, x / scale + turn]);
    }
    return points;
  }

  function fill(polygons, scale, turns, style) {
    const all = turns.flatMap((turn) => polygons.map((rings) => rings.map((flat) => walk(flat, scale, turn))));
    L.polygon(all, { pane: "ground", stroke: false, fillOpacity: 1, interactive: false, ...style }).addTo(map);
  }

  function stroke(lines, scale, turns, style) {
    const all = turns.flatMap((turn) => lines.map((flat) => walk(flat, scale, turn)));
    L.polyline(all, { pane: "ground", fill: false, interactive: false, ...style }).addTo(map);
  }

  // Rings without the steps along the edges of tiles or of the whole region, where land was cut.
  function coasts(polygons) {
    const [west, south, east, north] = ground.box;
    const isAlong = (edge, from, to) => Math.abs(edge - from) <= ground.step && Math.abs(edge - to) <= ground.step;
    const isCut = (from, to, edges) => [Math.round(from / ground.tile) * ground.tile, ...edges].some((edge) => isAlong(edge, from, to));
    const runs = [];
    polygons.flat().forEach((flat) => {
      let [x, y] = [flat[0], flat[1]];
      let run = [x, y];
      for (let index = 2; index < flat.length; index += 2) {
        const [toX, toY] = [x + flat[index], y + flat[index + 1]];
        if (isCut(x, toX, [west, east]) || isCut(y, toY, [south, north])) {
          if (run.length > 2) runs.push(run);
          run = [toX, toY];
        } else {
          run.push(flat[index], flat[index + 1]);
        }
        [x, y] = [toX, toY];
      }
      if (run.length > 2) runs.push(run);
    });
    return runs;
  }

  const [sea, land, shore, edge, water] = ["#dde7ed", "#f8f7f3", "#93a9b4", "#8d8d8d", "#b3cbd8"];

  function drawWorld(turns) {
    fill(ground.world, ground.world_per_deg, turns, { pane: "world", fillColor: land });
    stroke(ground.world_borders, ground.world_per_deg, turns, { pane: "world", color: edge, weight: 0.7, dashArray: "4 3", opacity: 0.7 });
    stroke(ground.world_disputed, ground.world_per_deg, turns, { pane: "world", color: edge, weight: 0.7, dashArray: "1 4", opacity: 0.7 });
  }

  function drawRegion() {
    if (!ground.land) return;
    const [west, south, east, north] = ground.box.map((value) => value / ground.per_deg);
    const box = [[south, west], [south, east], [north, east], [north, west]];
    L.polygon(box, { pane: "ground", stroke: false, fillColor: sea, fillOpacity: 1, interactive: false }).addTo(map);
    fill(ground.land, ground.per_deg, [0], { fillColor: land });
    stroke(ground.rivers, ground.per_deg, [0], { color: water, weight: 1 });
    stroke(coasts(ground.land), ground.per_deg, [0], { color: shore, weight: 0.8 });
    stroke(ground.borders, ground.per_deg, [0], { color: edge, weight: 1, dashArray: "6 3" });
    stroke(ground.disputed, ground.per_deg, [0], { color: edge, weight: 1, dashArray: "1 4" });
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

  // The ground last, once the map is where it stays, so that it is drawn once; the worlds beside it once it is seen.
  function finish() {
    drawWorld([0]);
    drawRegion();
    performance.mark("drawn");
    document.documentElement.dataset.drawn = "yes";
    requestAnimationFrame(() => setTimeout(() => drawWorld([-360, 360])));
  }

  return { features, map, small, element, drawGrid, finish, spoken, isSpoken, say };
})();
