"use strict";
// Text reaches the page as textContent only. Times arrive written out with their offset; none is computed here.
(function () {
  const features = window.features;
  const map = window[features.map];
  map.getContainer().setAttribute("role", "region");
  map.getContainer().setAttribute("aria-label", "Map of the route");
  const small = window.matchMedia("(max-width: 760px)");

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

  drawWorld([0]);
  drawRegion();

  // What is drawn: on Folium's groups, from data alone.

  const [others, route, symbols, stations] = features.groups.map((name) => window[name]);
  const drawnLast = { pass: 0, stop: 1, end: 2, start: 3 };

  features.others.forEach((way, index) => {
    const style = features.styles.others[index % features.styles.others.length];
    L.polyline(way, { weight: 3, lineCap: "butt", interactive: false, ...style }).addTo(others);
  });
  document.querySelectorAll(".leaflet-control-layers-overlays label").forEach((label) => {
    label.hidden = !features.others.length && label.textContent.trim() === features.other_ways;
  });

  features.lines.forEach((line) => {
    line.casing = L.polyline(line.points, { color: "#ffffff", weight: 8, opacity: 0.9, interactive: false }).addTo(route);
  });
  features.lines.forEach((line) => {
    line.layer = L.polyline(line.points, { weight: 4, lineCap: "butt", ...features.styles.lines[line.basis], ...(line.schematic ? features.styles.schematic : {}) }).addTo(route);
  });
  features.marks.forEach((mark) => {
    const [across, down] = mark.shift;
    const icon = L.divIcon({ className: "symbol symbol-" + mark.kind, iconSize: [20, 20], iconAnchor: [10 - across, 10 - down], popupAnchor: [across, down] });
    mark.layer = L.marker(mark.at, { icon: icon }).addTo(symbols);
  });
  [...features.stops].sort((a, b) => drawnLast[a.role] - drawnLast[b.role]).forEach((stop) => {
    stop.layer = L.circleMarker(stop.at, { fillOpacity: 1, ...features.styles.stops[stop.role] }).addTo(stations);
  });

  // Popups

  function table(head, rows) {
    const made = element("table", "times");
    const lines = head.length ? [head, ...rows] : rows;
    lines.forEach((cells, index) => {
      const row = made.appendChild(element("tr"));
      cells.forEach((cell, column) => {
        const isHead = column === 0 || (index === 0 && head.length > 0);
        const made = row.appendChild(element(isHead ? "th" : "td", "", cell));
        if (isHead) made.scope = index === 0 && column > 0 ? "col" : "row";
      });
    });
    return made;
  }

  function popup(data) {
    const box = element("div", "popup");
    const title = box.appendChild(element("h2", "", data.title));
    if (data.local) title.appendChild(element("span", "local", " " + data.local));
    data.blocks.forEach((block) => {
      const heading = box.appendChild(element("h3", "", block.heading));
      if (block.note) heading.appendChild(element("small", "", ", " + block.note));
      if (block.rows.length) box.appendChild(table(block.head, block.rows));
    });
    data.lines.forEach((line) => box.appendChild(element("p", "", line)));
    if (data.link) {
      const link = box.appendChild(element("p")).appendChild(element("a", "", data.link.text));
      link.href = data.link.href;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
    }
    return box;
  }

  function bind(layer, data) {
    const room = map.getSize();
    const side = small.matches ? 8 : 60;
    const size = { maxWidth: Math.min(430, room.x - 52), maxHeight: Math.max(160, room.y - 110) };
    layer.bindPopup(() => popup(data), { ...size, autoPanPadding: [side, 12] });
    const shape = layer.getElement && layer.getElement();
    if (!shape) return;
    shape.setAttribute("tabindex", "0");
    shape.setAttribute("role", "button");
    shape.setAttribute("aria-label", [data.title, data.local].filter(Boolean).join(", "));
    shape.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        layer.openPopup();
      }
    });
  }

  features.stops.forEach((stop) => bind(stop.layer, stop.popup));
  features.marks.forEach((mark) => bind(mark.layer, mark.popup));
  features.lines.forEach((line) => line.layer.bindPopup(() => popup(line.popup), { maxWidth: 300 }));

  // Track that is run twice: each run is drawn a little to the right of its direction, at every scale.

  const twice = features.lines.filter((line) => line.twice).map((line) => [line.layer, line.casing]);
  const straight = twice.map((layers) => layers[0].getLatLngs());

  function shifted(points, pixels) {
    const at = points.map((point) => map.latLngToLayerPoint(point));
    return at.map((point, index) => {
      const before = at[Math.max(0, index - 1)];
      const after = at[Math.min(at.length - 1, index + 1)];
      const along = after.subtract(before);
      const length = Math.hypot(along.x, along.y) || 1;
      return map.layerPointToLatLng(point.add([(-along.y / length) * pixels, (along.x / length) * pixels]));
    });
  }

  function drawTwice() {
    twice.forEach((layers, index) => layers.forEach((layer) => layer.setLatLngs(shifted(straight[index], 3.5))));
  }

  // The grid of degrees

  const grid = L.layerGroup().addTo(map);
  map.createPane("grid").style.zIndex = 250;
  map.getPane("grid").style.pointerEvents = "none";
  const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30];

  function degrees(value, positive, negative) {
    const wrapped = positive === "E" ? ((((value + 180) % 360) + 360) % 360) - 180 : value;
    const hemisphere = wrapped === 0 ? "" : wrapped > 0 ? positive : negative;
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

  // Names: the most important first, each where it covers neither a name nor a symbol, or else not at all.

  map.createPane("names").style.zIndex = 640;
  map.getPane("names").style.pointerEvents = "none";

  function name(layer, rank, parts) {
    const box = element("span");
    parts.forEach(([kind, text]) => box.appendChild(element("span", kind, text)));
    const icon = L.divIcon({ className: "name name-" + rank, html: box, iconSize: null, iconAnchor: [0, 0] });
    const marker = L.marker(layer.getLatLng(), { icon: icon, interactive: false, keyboard: false, pane: "names" });
    marker.addTo(map);
    const anchor = layer.options.icon ? layer.options.icon.options.popupAnchor : [0, 0];
    const radius = layer.options.radius || 10;
    return { layer: layer, marker: marker, rank: rank, anchor: L.point(anchor), radius: radius };
  }

  const names = [
    ...features.stops.map((stop) => {
      const below = stop.rank === 0 ? [["local", stop.popup.local], ...stop.caption.map((line) => ["caption", line])].filter((part) => part[1]) : [];
      return name(stop.layer, stop.rank, [["", stop.popup.title], ...below]);
    }),
    ...features.marks.map((mark) => name(mark.layer, 1, [["", mark.label]])),
  ].sort((a, b) => a.rank - b.rank);

  function box(item) {
    const centre = map.latLngToContainerPoint(item.layer.getLatLng()).add(item.anchor);
    const reach = item.radius + 1;
    return { left: centre.x - reach, top: centre.y - reach, right: centre.x + reach, bottom: centre.y + reach };
  }

  function meets(a, b) {
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  }

  function places(own, width, height) {
    const [x, y] = [(own.left + own.right) / 2, (own.top + own.bottom) / 2];
    const corners = [
      [own.right + 3, y - height / 2], [own.left - width - 3, y - height / 2],
      [x - width / 2, own.top - height - 1], [x - width / 2, own.bottom + 1],
      [own.right, own.top - height], [own.right, own.bottom], [own.left - width, own.top - height], [own.left - width, own.bottom],
    ];
    return corners.map(([left, top]) => ({ left: left, top: top, right: left + width, bottom: top + height }));
  }

  function lineDots(size) {
    const dots = [];
    const isNear = (p) => p.x > -50 && p.y > -50 && p.x < size.x + 50 && p.y < size.y + 50;
    features.lines.forEach((line) => {
      const points = line.layer.getLatLngs().map((point) => map.latLngToContainerPoint(point));
      for (let index = 1; index < points.length; index += 1) {
        const [from, to] = [points[index - 1], points[index]];
        const count = Math.min(400, Math.ceil(from.distanceTo(to) / 5));
        for (let step = 0; step < count; step += 1) {
          const dot = from.add(to.subtract(from).multiplyBy(step / count));
          if (isNear(dot)) dots.push(dot);
        }
      }
    });
    return dots;
  }

  function pickPlace(item, own, taken, dots, size) {
    const shown = item.marker.getElement();
    const inView = places(own, shown.offsetWidth, shown.offsetHeight).filter(
      (place) => place.left > 2 && place.right < size.x - 2 && place.top > 2 && place.bottom < size.y - 2);
    const free = inView.filter((place) => !taken.some((other) => meets(place, other)));
    const choice = free.length || item.rank > 0 ? free : inView;
    const covered = (place) => dots.filter((dot) => meets(place, { left: dot.x - 2, right: dot.x + 2, top: dot.y - 2, bottom: dot.y + 2 })).length;
    const scored = choice.map((place, order) => [covered(place) * 3 + order, place]).sort((a, b) => a[0] - b[0]);
    return scored.length ? scored[0][1] : null;
  }

  function controlBoxes() {
    const frame = map.getContainer().getBoundingClientRect();
    return Array.from(map.getContainer().querySelectorAll(".leaflet-control"), (control) => {
      const own = control.getBoundingClientRect();
      return { left: own.left - frame.left, right: own.right - frame.left, top: own.top - frame.top, bottom: own.bottom - frame.top };
    });
  }

  function placeNames() {
    const taken = [...names.filter((item) => item.rank < 3).map(box), ...controlBoxes()];
    const size = map.getSize();
    const dots = lineDots(size);
    names.forEach((item) => {
      const shown = item.marker.getElement();
      const own = box(item);
      const isInside = own.right > 0 && own.left < size.x && own.bottom > 0 && own.top < size.y;
      const place = isInside && map.hasLayer(item.layer) ? pickPlace(item, own, taken, dots, size) : null;
      shown.classList.toggle("hidden", !place);
      if (!place) return;
      taken.push(place);
      const at = map.latLngToContainerPoint(item.layer.getLatLng());
      shown.style.marginLeft = Math.round(place.left - at.x) + "px";
      shown.style.marginTop = Math.round(place.top - at.y) + "px";
    });
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
      const button = element("button", "button collapse", "Hide answer");
      button.type = "button";
      button.setAttribute("aria-controls", "panel");
      button.setAttribute("aria-expanded", "true");
      button.addEventListener("click", () => {
        const isHidden = document.querySelector("main").classList.toggle("wide");
        button.textContent = isHidden ? "Show answer" : "Hide answer";
        button.setAttribute("aria-expanded", String(!isHidden));
      });
      L.DomEvent.disableClickPropagation(button);
      return button;
    },
  });
  map.addControl(new Collapse());

  // Keep the route in view until the reader moves the map.

  let isMoved = false;
  map.getContainer().addEventListener("pointerdown", () => { isMoved = true; });
  map.getContainer().addEventListener("keydown", () => { isMoved = true; });
  map.getContainer().addEventListener("wheel", () => { isMoved = true; }, { passive: true });

  function fit() {
    map.invalidateSize({ pan: false });
    const [southWest, northEast] = features.bounds.map((corner) => map.project(corner, 0));
    const isWide = northEast.x - southWest.x > 1.5 * (southWest.y - northEast.y);
    const [left, right] = small.matches ? [34, isWide ? 34 : 84] : [100, 140];
    const room = { paddingTopLeft: [left, 52], paddingBottomRight: [right, 52], animate: false, maxZoom: 11 };
    if (!isMoved) map.fitBounds(features.bounds, room);
    refresh();
  }

  function refresh() {
    drawTwice();
    drawGrid();
    placeNames();
  }

  function openStation() {
    const code = decodeURIComponent(window.location.hash.slice(1));
    const stop = features.stops.find((each) => each.code === code);
    if (!stop) return;
    map.closePopup();
    stop.layer.openPopup();
  }

  map.on("popupopen popupclose", (event) => {
    map.getContainer().classList.toggle("reading", event.type === "popupopen");
  });
  map.on("moveend zoomend layeradd layerremove", (event) => {
    if (event.type.startsWith("layer") && !(event.layer instanceof L.FeatureGroup)) return;
    refresh();
  });
  new ResizeObserver(() => {
    fit();
    if (!isMoved) openStation();
  }).observe(map.getContainer());
  window.addEventListener("beforeprint", () => { isMoved = false; map.closePopup(); fit(); });
  window.addEventListener("hashchange", openStation);
  fit();
  performance.mark("drawn");
  document.documentElement.dataset.drawn = "yes";
  // The worlds beside this one, once it is seen.
  requestAnimationFrame(() => setTimeout(() => drawWorld([-360, 360])));
})();
