"use strict";
// Flows on one canvas, the greatest last. Words arrive written out; a flow's width is in the data.
(function () {
  const { features, map, small, element, drawGrid, finish } = window.ground;
  const at = features.at.map(([lat, lon]) => L.latLng(lat / features.per_deg, lon / features.per_deg));
  const ends = features.flows.map(([from, to]) => {
    const turns = Math.round((at[from].lng - at[to].lng) / 360);
    return [at[from], turns ? L.latLng(at[to].lat, at[to].lng + 360 * turns) : at[to]];
  });
  const totals = new Float64Array(at.length);
  features.flows.forEach(([from, to], index) => {
    totals[from] += features.widths[index];
    totals[to] += features.widths[index];
  });
  const busiest = Array.from(totals.keys()).sort((a, b) => totals[b] - totals[a]);
  const greatest = features.widths[features.widths.length - 1];
  const BEND = 0.12;
  let curves = [];

  const canvas = element("canvas", "leaflet-zoom-hide");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", document.querySelector(".bounds").textContent);
  map.getPanes().overlayPane.append(canvas);

  function project(size) {
    const found = [];
    const turn = map.project([0, 360]).x - map.project([0, 0]).x;
    ends.forEach(([from, to], index) => {
      const [a, b] = [map.latLngToContainerPoint(from), map.latLngToContainerPoint(to)];
      const [dx, dy] = [(b.x - a.x) * BEND, (b.y - a.y) * BEND];
      const [cx, cy] = [(a.x + b.x) / 2 - 2 * dy, (a.y + b.y) / 2 + 2 * dx];
      const [left, right] = [Math.min(a.x, b.x, cx), Math.max(a.x, b.x, cx)];
      if (Math.max(a.y, b.y, cy) < 0 || Math.min(a.y, b.y, cy) > size.y) return;
      for (let shift = -Math.ceil(right / turn) * turn; shift + left < size.x; shift += turn) {
        if (shift + right > 0) found.push({ index: index, a: [a.x + shift, a.y], c: [cx + shift, cy], b: [b.x + shift, b.y] });
      }
    });
    return found;
  }

  function draw() {
    const size = map.getSize();
    const ratio = window.devicePixelRatio || 1;
    canvas.width = size.x * ratio;
    canvas.height = size.y * ratio;
    canvas.style.width = size.x + "px";
    canvas.style.height = size.y + "px";
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    curves = project(size);
    const faint = Math.min(0.75, Math.max(0.035, 60 / curves.length));
    pen.strokeStyle = "#0072b2";
    curves.forEach((curve) => {
      const width = features.widths[curve.index];
      pen.globalAlpha = faint + (0.8 - faint) * Math.sqrt(width / greatest);
      pen.lineWidth = width;
      pen.beginPath();
      pen.moveTo(curve.a[0], curve.a[1]);
      pen.quadraticCurveTo(curve.c[0], curve.c[1], curve.b[0], curve.b[1]);
      pen.stroke();
    });
    drawPlaces(pen, size);
  }

  function drawPlaces(pen, size) {
    const taken = [];
    pen.globalAlpha = 1;
    pen.font = '600 12px system-ui, "Noto Sans", "Noto Sans CJK KR", sans-serif';
    pen.textBaseline = "middle";
    const shown = busiest.filter((place) => totals[place] > 0).map((place) => [place, map.latLngToContainerPoint(at[place])])
      .filter(([, point]) => point.x > 0 && point.y > 0 && point.x < size.x && point.y < size.y);
    shown.forEach(([, point]) => {
      pen.beginPath();
      pen.arc(point.x, point.y, 2.5, 0, 2 * Math.PI);
      pen.fillStyle = "#fff";
      pen.fill();
      pen.lineWidth = 1.2;
      pen.strokeStyle = "#111";
      pen.stroke();
    });
    shown.slice(0, 200).forEach(([place, point]) => {
      const text = features.places[place].slice(0, 60);
      const box = [point.x + 5, point.y - 8, point.x + 9 + pen.measureText(text).width, point.y + 8];
      if (box[2] > size.x || taken.length >= 60 || taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) return;
      taken.push(box);
      pen.lineWidth = 3.5;
      pen.lineJoin = "round";
      pen.strokeStyle = "rgba(255, 255, 255, 0.9)";
      pen.strokeText(text, box[0] + 2, point.y);
      pen.fillStyle = "#1a1a1a";
      pen.fillText(text, box[0] + 2, point.y);
    });
  }

  // The flow that is pointed at, and the one that is chosen.

  function along(curve, share) {
    const [p, q, r] = [(1 - share) ** 2, 2 * share * (1 - share), share ** 2];
    return [p * curve.a[0] + q * curve.c[0] + r * curve.b[0], p * curve.a[1] + q * curve.c[1] + r * curve.b[1]];
  }

  function away(curve, point) {
    let [least, before] = [Infinity, curve.a];
    for (let step = 1; step <= 16; step += 1) {
      const after = along(curve, step / 16);
      const [dx, dy] = [after[0] - before[0], after[1] - before[1]];
      const share = Math.max(0, Math.min(1, ((point.x - before[0]) * dx + (point.y - before[1]) * dy) / (dx * dx + dy * dy || 1)));
      least = Math.min(least, Math.hypot(before[0] + share * dx - point.x, before[1] + share * dy - point.y));
      before = after;
    }
    return least;
  }

  function pick(point, reach) {
    let [best, least] = [null, reach];
    curves.forEach((curve) => {
      const room = reach + features.widths[curve.index] / 2;
      if (point.x < Math.min(curve.a[0], curve.b[0], curve.c[0]) - room || point.x > Math.max(curve.a[0], curve.b[0], curve.c[0]) + room) return;
      if (point.y < Math.min(curve.a[1], curve.b[1], curve.c[1]) - room || point.y > Math.max(curve.a[1], curve.b[1], curve.c[1]) + room) return;
      const apart = Math.max(0, away(curve, point) - features.widths[curve.index] / 2);
      if (apart <= least) [best, least] = [curve, apart];
    });
    return best;
  }

  const marked = L.polyline([], { color: "#d55e00", opacity: 1, interactive: false });
  const status = document.getElementById("chosen");
  let chosen = null;

  function describe(index) {
    const box = element("div", "popup");
    const [from, to] = features.flows[index];
    box.append(element("h2", "", features.places[from] + " → " + features.places[to]), element("p", "", features.words[index]));
    return box;
  }

  function mark(curve) {
    const points = Array.from({ length: 25 }, (_, step) => map.containerPointToLatLng(along(curve, step / 24)));
    marked.setLatLngs(points).setStyle({ weight: features.widths[curve.index] + 2 }).addTo(map);
  }

  function choose(curve, point) {
    chosen = curve.index;
    mark(curve);
    const [from, to] = features.flows[chosen];
    status.textContent = features.places[from] + " → " + features.places[to] + ": " + features.words[chosen];
    L.popup({ maxWidth: 300, autoPanPadding: [40, 40] }).setLatLng(map.containerPointToLatLng(point || along(curve, 0.5))).setContent(describe(chosen)).openOn(map);
  }

  const tip = L.tooltip({ direction: "top", offset: [0, -6], className: "tip" });
  map.on("mousemove", (event) => {
    if (chosen !== null) return;
    const curve = pick(event.containerPoint, 5);
    map.getContainer().classList.toggle("pointing", Boolean(curve));
    if (!curve) {
      marked.remove();
      tip.remove();
      return;
    }
    mark(curve);
    tip.setLatLng(event.latlng).setContent(describe(curve.index)).addTo(map);
  });
  map.on("mouseout", () => { if (chosen === null) [marked, tip].forEach((layer) => layer.remove()); });
  map.on("click", (event) => {
    tip.remove();
    const curve = pick(event.containerPoint, small.matches ? 14 : 8);
    if (curve) choose(curve, event.containerPoint);
  });
  map.on("popupclose", () => {
    chosen = null;
    marked.remove();
  });

  document.addEventListener("keydown", (event) => { if (event.key === "Escape") map.closePopup(); });
  document.querySelectorAll(".flows tbody tr").forEach((row, order) => {
    const index = features.flows.length - 1 - order;
    const name = row.querySelector("th");
    const button = element("button", "pick", name.textContent);
    button.type = "button";
    name.replaceChildren(button);
    button.addEventListener("click", () => {
      map.closePopup();
      map.fitBounds(L.latLngBounds(ends[index]), { padding: [60, 60], animate: false, maxZoom: 8 });
      choose(curves.find((curve) => curve.index === index));
      if (small.matches) map.getContainer().scrollIntoView();
    });
  });

  let isMoved = false;
  ["pointerdown", "keydown", "wheel"].forEach((name) => map.getContainer().addEventListener(name, () => { isMoved = true; }, { passive: true }));

  function refresh() {
    drawGrid();
    draw();
    if (chosen !== null) mark(curves.find((curve) => curve.index === chosen) || { a: [0, 0], b: [0, 0], c: [0, 0], index: chosen });
  }

  function fit() {
    map.off("moveend", refresh);
    map.invalidateSize({ pan: false });
    if (!isMoved) map.fitBounds(features.bounds, { padding: [40, 40], animate: false, maxZoom: 9 });
    refresh();
    map.on("moveend", refresh);
  }

  map.getContainer().querySelector(".leaflet-control-layers").remove();
  let room = "";
  new ResizeObserver(() => {
    const size = map.getContainer().clientWidth + "×" + map.getContainer().clientHeight;
    if (size !== room) fit();
    room = size;
  }).observe(map.getContainer());
  window.addEventListener("beforeprint", fit);
  room = map.getContainer().clientWidth + "×" + map.getContainer().clientHeight;
  fit();
  finish();
})();
