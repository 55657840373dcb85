"use strict";
// Text reaches the page as textContent only. Times arrive written out with their offset; none is computed here.
(function () {
  const { features, map, small, element, drawGrid, finish, spoken, isSpoken, say } = window.ground;

  // What is drawn: on Folium's groups, from data alone.

  const [route, symbols, stations] = features.groups.map((name) => window[name]);
  const control = window[features.control];
  const drawnLast = { pass: 0, stop: 1, end: 2, start: 3 };

  // Other ways, each a layer of its own; the control sets its label as HTML, in which it was escaped.
  // The white rims lie below them all, and a wide way below a thinner one that runs along it.
  features.others.forEach((way) => {
    const layer = L.featureGroup();
    const rim = L.polyline(way.lines, { color: "#ffffff", weight: way.style.weight + 3.5, opacity: 0.8, interactive: false }).addTo(layer);
    way.layer = L.polyline(way.lines, { lineCap: "butt", ...way.style }).addTo(layer);
    layer.on("add", () => rim.bringToBack());
    way.group = layer;
    control.addOverlay(layer, way.label);
  });
  [...features.others].sort((a, b) => b.style.weight - a.style.weight).forEach((way) => way.group.addTo(map));

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
  [...features.stops].sort((a, b) => (drawnLast[a.role] || 0) - (drawnLast[b.role] || 0)).forEach((stop) => {
    stop.layer = L.circleMarker(stop.at, { fillOpacity: 1, ...features.styles.stops[stop.role] }).addTo(stations);
  });

  [route, symbols, stations].filter((group) => !group.getLayers().length).forEach((group) => control.removeLayer(group));
  const player = addPlayer(map, features, element, say);
  map.invalidateSize({ pan: false }); // the player has taken room from it

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
    box.lang = features.speech;
    const title = box.appendChild(element("h2", "", data.title));
    if (data.local) title.appendChild(element("span", "local", " " + data.local));
    data.blocks.forEach((block) => {
      const heading = box.appendChild(element("h3", "", block.heading));
      if (block.note) heading.appendChild(element("small", "", ", " + block.note));
      if (block.rows.length) box.appendChild(table(block.head, block.rows));
    });
    [...(data.also || []), ...data.lines].forEach((line) => (box.appendChild(element("p", "", [line].flat()[0])).lang = Array.isArray(line) ? features.speech : "en"));
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
  [...features.lines, ...features.others].forEach((line) => line.layer.bindPopup(() => popup(line.popup), { maxWidth: 300 }));

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
    return { layer: layer, marker: marker, rank: rank, anchor: L.point(anchor), radius: radius, box: box };
  }

  // A station's name in the language of the map: below it, for the ends of the route, that in Latin letters or its own.
  function speak(stop) {
    if (!stop.label) return;
    const tag = Object.keys(stop.names).find((each) => isSpoken(each, spoken.lang));
    const [first, local] = [stop.label.box.firstChild, stop.label.box.querySelector(".local")];
    first.textContent = tag ? stop.names[tag] : stop.popup.title;
    first.lang = tag || "";
    if (!local) return;
    local.textContent = tag ? stop.popup.title : stop.popup.local;
    if (local.textContent === first.textContent) local.textContent = "";
  }

  const names = [
    ...features.stops.filter((stop) => stop.rank < 4).map((stop) => {
      const below = stop.rank === 0 ? [["local", ""], ...stop.caption.map((line) => ["caption", line])] : [];
      stop.label = name(stop.layer, stop.rank, [["", stop.popup.title], ...below]);
      speak(stop);
      return stop.label;
    }),
    ...features.marks.map((mark) => name(mark.layer, 1, [["", mark.label], ...mark.caption.map((line) => ["caption", line])])),
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
      [own.right + 1, y - height * 0.8], [own.right + 1, y - height * 0.2], [own.left - width - 1, y - height * 0.8], [own.left - width - 1, y - height * 0.2],
    ];
    return corners.map(([left, top]) => ({ left: left, top: top, right: left + width, bottom: top + height }));
  }

  function lineDots(size) {
    const dots = [];
    const isNear = (p) => p.x > -50 && p.y > -50 && p.x < size.x + 50 && p.y < size.y + 50;
    const drawn = [...features.lines.map((line) => line.layer.getLatLngs()), ...features.others.flatMap((way) => way.layer.getLatLngs())];
    drawn.forEach((line) => {
      const points = line.map((point) => map.latLngToContainerPoint(point));
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

  // Whether the name of a station would stand nearer to another one.
  function isStray(place, item) {
    const away = ({ x, y }) => Math.hypot(Math.max(place.left - x, x - place.right, 0), Math.max(place.top - y, y - place.bottom, 0));
    return item.centre !== null && names.some((other) => other.centre !== null && other !== item && away(other.centre) < away(item.centre));
  }

  function pickPlace(item, own, taken, dots, size) {
    const inView = places(own, item.width, item.height).filter(
      (place) => place.left > 2 && place.right < size.x - 2 && place.top > 2 && place.bottom < size.y - 2);
    const free = inView.filter((place) => !taken.some((other) => meets(place, other)));
    const choice = (free.length || item.rank > 0 ? free : inView).filter((place) => item.rank < 3 || !isStray(place, item));
    const covered = (place) => dots.filter((dot) => meets(place, { left: dot.x - 2, right: dot.x + 2, top: dot.y - 2, bottom: dot.y + 2 })).length;
    const scored = choice.map((place, order) => [covered(place) * 3 + order + (isStray(place, item) ? 500 : 0), place]).sort((a, b) => a[0] - b[0]);
    return scored.length ? scored[0][1] : null;
  }

  function controlBoxes() {
    return boxesOf(".leaflet-control, .train");
  }

  function labelBoxes() {
    return boxesOf(".label:not(.hidden) span");
  }

  function boxesOf(kind) {
    const frame = map.getContainer().getBoundingClientRect();
    return Array.from(map.getContainer().querySelectorAll(kind), (control) => {
      const own = control.getBoundingClientRect();
      return { left: own.left - frame.left, right: own.right - frame.left, top: own.top - frame.top, bottom: own.bottom - frame.top };
    });
  }

  function placeNames() {
    const taken = [...names.filter((item) => map.hasLayer(item.layer)).map(box), ...controlBoxes(), ...labelBoxes()];
    const size = map.getSize();
    const dots = lineDots(size);
    names.forEach((item) => { // all are measured before any is moved, or else each would be laid out anew
      item.centre = item.layer.options.icon ? null : map.latLngToContainerPoint(item.layer.getLatLng());
      [item.width, item.height] = [item.marker.getElement().offsetWidth, item.marker.getElement().offsetHeight];
    });
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
      shown.style.textAlign = place.right <= own.left ? "right" : place.left >= own.right ? "left" : "center";
    });
  }

  // Keep the route in view until the reader moves the map.

  let isMoved = false;
  let isFitting = false;
  let fitted = null;
  map.getContainer().addEventListener("pointerdown", () => { isMoved = true; });
  map.getContainer().addEventListener("keydown", () => { isMoved = true; });
  map.getContainer().addEventListener("wheel", () => { isMoved = true; }, { passive: true });

  function fit() {
    isFitting = true; // moves and zooms tell of themselves several times; all is placed once, at the end
    map.invalidateSize({ pan: false });
    const [southWest, northEast] = features.bounds.map((corner) => map.project(corner, 0));
    const isWide = northEast.x - southWest.x > 1.5 * (southWest.y - northEast.y);
    const [left, right] = small.matches ? [34, isWide ? 34 : 84] : [100, 140];
    const room = { paddingTopLeft: [left, 52], paddingBottomRight: [right, 52], animate: false, maxZoom: 11 };
    if (!isMoved) map.fitBounds(features.bounds, room);
    isFitting = false;
    fitted = map.getSize();
    refresh();
  }

  function refresh() {
    drawTwice();
    player();
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

  map.on("language", () => {
    features.stops.forEach(speak);
    placeNames();
  });
  // Leaflet hears Escape only where the map itself has the focus, and not a station on it.
  let opener = null;
  map.on("popupopen", () => { opener = document.activeElement; });
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !map.getContainer().querySelector(".leaflet-popup")) return;
    map.closePopup();
    if (opener) opener.focus();
  });
  map.on("popupopen popupclose", (event) => {
    map.getContainer().classList.toggle("reading", event.type === "popupopen");
  });
  map.on("moveend zoomend layeradd layerremove", (event) => {
    if (isFitting || (event.type.startsWith("layer") && !(event.layer instanceof L.FeatureGroup))) return;
    refresh();
  });
  new ResizeObserver(([stage]) => {
    if (!fitted.equals([Math.round(stage.contentRect.width), Math.round(stage.contentRect.height)])) fit();
    if (!isMoved) openStation();
  }).observe(map.getContainer());
  window.addEventListener("beforeprint", () => { isMoved = false; map.closePopup(); fit(); });
  window.addEventListener("hashchange", openStation);
  fit();
  finish();
})();
