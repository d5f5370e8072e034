/* The map of the public pages: our own boundaries and numbered pins, no tiles, no other host. Without this script
   the list says the same. */
const drawn = (className) => ({ weight: 1, fill: true, fillOpacity: 1, className, interactive: false });

for (const box of document.querySelectorAll("[data-map]")) {
  const start = () => draw(box, JSON.parse(document.getElementById(box.dataset.map).textContent));
  if (window.L) start();
  else addEventListener("load", start, { once: true });
}

/* Somebody comes near: the page gives way to the first one, and "back" does not bring it again. */
document.querySelector("[data-leave]")?.addEventListener("click", (event) => {
  event.preventDefault();
  location.replace(event.currentTarget.href);
});

function draw(box, told) {
  box.hidden = false;
  const map = L.map(box, { attributionControl: false, zoomControl: false, scrollWheelZoom: false, minZoom: 5, maxZoom: 14 });
  L.control.zoom({ position: "topright", zoomInTitle: told.words.in, zoomOutTitle: told.words.out }).addTo(map);
  const places = told.pins.map((pin) => pin.at);
  for (const pin of told.pins) {
    const words = pin.words.join("\n");
    const icon = L.divIcon({ className: "pin", html: pin.numbers.slice(0, 3).join(" · ") + (pin.numbers.length > 3 ? "…" : ""), iconSize: null, iconAnchor: [16, 16] });
    L.marker(pin.at, { icon, title: words, alt: words }).on("click", () => show(pin.to)).addTo(map);
  }
  if (told.home) {
    places.push(told.home.at);
    const words = `${told.words.home}: ${told.home.words}`;
    L.marker(told.home.at, { icon: L.divIcon({ className: "pin home", html: "⌂", iconSize: null, iconAnchor: [16, 16] }), title: words, alt: words, keyboard: false }).addTo(map);
  }
  map.fitBounds(near(places), { padding: [36, 36], maxZoom: 10 });
  Promise.all(told.shapes.map((address) => fetch(address).then((answer) => answer.json()))).then(([provinces, communes]) => {
    for (const { shape } of polygons(provinces)) L.polygon(shape, drawn("outline")).addTo(map);
    for (const { id, shape } of communes ? polygons(communes) : []) {
      L.polygon(shape, drawn(id === told.home?.code ? "outline commune here" : "outline commune")).addTo(map);
    }
  });
}

/* The nearest dozen decide what is shown first: one far place must not shrink the rest to a dot. */
function near(places) {
  const home = places.at(-1);
  const far = (place) => (place[0] - home[0]) ** 2 + (place[1] - home[1]) ** 2;
  return [...places].sort((one, other) => far(one) - far(other)).slice(0, 9);
}

function show(address) {
  const item = document.querySelector(address);
  if (!item) return;
  item.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  item.focus({ preventScroll: true });
}

/* Polygons of a TopoJSON file as Leaflet takes them, [latitude, longitude], with their codes. */
function polygons(topology) {
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => [(y += dy) * scale[1] + translate[1], (x += dx) * scale[0] + translate[0]]);
  });
  const ring = (indexes) => indexes.flatMap((index, place) => {
    const points = index < 0 ? [...arcs[~index]].reverse() : arcs[index];
    return place ? points.slice(1) : points;
  });
  return Object.values(topology.objects).flatMap((layer) => layer.geometries).flatMap(({ id, type, arcs: parts }) =>
    (type === "Polygon" ? [parts] : parts ?? []).map((part) => ({ id, shape: part.map(ring) })));
}
