/* The map of the atlas comes to hand: move, zoom, ask a place by pointer or keyboard, see communes when it is near.
   Without this script the same drawing stands there, each place a link, and the table says the same. */
const NEAR = 3.2;
const MOST = 24;
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

for (const box of document.querySelectorAll("[data-atlas]")) begin(box, JSON.parse(document.getElementById(box.dataset.atlas).textContent));

function begin(box, told) {
  const ground = box.querySelector(".ground");
  const svg = ground.querySelector("svg");
  const moved = svg.querySelector(".moved");
  const size = svg.viewBox.baseVal;
  const at = { x: 0, y: 0, k: 1 };
  const links = () => [...moved.querySelectorAll("[data-code]")].map((path) => path.closest("a") ?? path);
  const loaded = new Map();
  svg.classList.add("live");

  /* moving */
  let waiting = 0;
  const place = () => {
    at.k = Math.min(MOST, Math.max(1, at.k));
    at.x = Math.min(0, Math.max(size.width * (1 - at.k), at.x));
    at.y = Math.min(0, Math.max(size.height * (1 - at.k), at.y));
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      moved.setAttribute("transform", `translate(${at.x} ${at.y}) scale(${at.k})`);
      svg.classList.toggle("near", at.k > 1.01);
    });
    clearTimeout(place.settled);
    place.settled = setTimeout(settle, 160);
  };
  const zoom = (by, x = size.x + size.width / 2, y = size.y + size.height / 2) => {
    const k = Math.min(MOST, Math.max(1, at.k * by));
    at.x = x - ((x - at.x) * k) / at.k;
    at.y = y - ((y - at.y) * k) / at.k;
    at.k = k;
    place();
  };
  const spot = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [point.x, point.y];
  };

  const fingers = new Map();
  let dragged = 0;
  svg.addEventListener("pointerdown", (event) => {
    if (!fingers.size) dragged = 0;
    fingers.set(event.pointerId, spot(event));
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = spot(event);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const far = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]) || 1;
      zoom(far(now) / far(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
    } else if (at.k > 1) {
      at.x += now[0] - before[0];
      at.y += now[1] - before[1];
      place();
    }
    dragged += Math.hypot(now[0] - before[0], now[1] - before[1]);
    fingers.set(event.pointerId, now);
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) svg.addEventListener(name, (event) => fingers.delete(event.pointerId));
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && at.k === 1) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 300), ...spot(event));
  }, { passive: false });
  svg.addEventListener("dblclick", (event) => zoom(2, ...spot(event)));

  /* asking */
  const bubble = document.createElement("div");
  bubble.className = "bubble";
  bubble.setAttribute("role", "status");
  bubble.hidden = true;
  ground.append(bubble);
  let chosen = null;
  const shut = () => {
    bubble.hidden = true;
    chosen?.classList.remove("chosen");
  };
  const ask = (path, focus) => {
    shut();
    chosen = path;
    path.classList.add("chosen");
    const [name, figure, kind] = path.dataset.told.split("|");
    const strong = made("strong", "", name);
    const words = made("p", "");
    words.append(strong, made("br"), `${figure} (${kind})`);
    const row = made("div", "row");
    const href = path.closest("a")?.getAttribute("href");
    if (href) {
      const open = made("a", "button", told.words.open);
      open.href = href;
      row.append(open);
    }
    const close = made("button", "button quiet", told.words.close);
    close.type = "button";
    close.addEventListener("click", () => {
      shut();
      (path.closest("a") ?? path).focus();
    });
    row.append(close);
    bubble.replaceChildren(words, made("p", "help", document.getElementById("atlas-what").content.textContent), row);
    bubble.hidden = false;
    if (focus) row.firstChild.focus();
  };
  moved.addEventListener("click", (event) => {
    event.preventDefault();
    const path = event.target.closest("[data-code]") ?? event.target.querySelector?.("[data-code]");
    if (path && dragged < 8) ask(path, event.detail === 0);
    dragged = 0;
  });

  /* by keyboard: one place in the order of the page, arrows go to the next in that direction */
  const only = (link) => {
    for (const one of links()) one.setAttribute("tabindex", one === link ? 0 : -1);
  };
  only(links()[0]);
  const middle = (one) => {
    const area = one.getBoundingClientRect();
    return [area.x + area.width / 2, area.y + area.height / 2];
  };
  ground.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !bubble.hidden) {
      const back = chosen.closest("a") ?? chosen;
      shut();
      back.focus();
    } else if (event.target.closest(".bubble, .zooms")) return;
    else if (event.key === "+" || event.key === "=") zoom(1.6);
    else if (event.key === "-") zoom(1 / 1.6);
    else if (event.key === "0") zoom(0);
    else if (STEPS[event.key]) {
      event.preventDefault();
      const [dx, dy] = STEPS[event.key];
      const [x, y] = middle(document.activeElement);
      const next = links().filter((one) => one !== document.activeElement).map((one) => [one, middle(one)])
        .map(([one, [left, top]]) => [one, (left - x) * dx + (top - y) * dy, Math.hypot(left - x, top - y)])
        .filter(([, ahead, far]) => ahead > far * 0.71).sort((one, other) => one[2] - other[2])[0]?.[0];
      if (next) {
        only(next);
        next.focus({ preventScroll: true });
      }
    } else if (event.key === "Enter" && event.target.matches?.("path")) ask(event.target, true);
  });

  const zooms = made("div", "zooms");
  for (const [sign, by, words] of [["+", 1.6, told.words.in], ["−", 1 / 1.6, told.words.out], ["⤢", 0, told.words.whole]]) {
    const button = made("button", "", sign);
    button.type = "button";
    button.title = words;
    button.setAttribute("aria-label", words);
    button.addEventListener("click", () => zoom(by));
    zooms.append(button);
  }
  ground.append(zooms);

  /* standing still: communes where it is near, names where they fit */
  const settle = () => {
    const near = at.k >= NEAR;
    moved.classList.toggle("with-communes", near);
    if (near) for (const region of seen()) if (told.regions[region] && !loaded.has(region)) load(region);
    write();
  };
  const seen = () => {
    const area = ground.getBoundingClientRect();
    const found = new Set();
    for (const path of moved.querySelectorAll(".places [data-code]")) {
      const one = path.getBoundingClientRect();
      if (one.right > area.left && one.left < area.right && one.bottom > area.top && one.top < area.bottom) found.add(path.dataset.code.slice(0, 2));
    }
    return found;
  };
  const load = (region) => {
    loaded.set(region, true);
    Promise.all(told.regions[region].map((address) => fetch(address).then((answer) => answer.json()))).then(([shapes, figures]) => {
      const layer = drawing("g", { class: "communes" });
      for (const [code, path] of outlines(shapes, told)) {
        if (!figures[code]) continue;
        const [name, shade, ...words] = figures[code];
        const one = drawing("path", { class: `shade-${shade}`, "data-code": code, "data-told": [name, ...words].join("|"), d: path, tabindex: -1, role: "button", "aria-label": `${name}: ${words.join(", ")}` });
        layer.append(one);
      }
      moved.insertBefore(layer, moved.querySelector(".over"));
      write();
    }).catch(() => loaded.delete(region)); // the line was lost: asked for again when the map moves
  };

  const letters = drawing("g", { "aria-hidden": "true" });
  moved.append(letters);
  const pen = document.createElement("canvas").getContext("2d");
  const write = () => {
    const unit = 1 / svg.getScreenCTM().a / at.k; // of the drawing, for one pixel of the screen
    const area = ground.getBoundingClientRect();
    pen.font = `600 13px ${getComputedStyle(document.body).fontFamily}`;
    const taken = [];
    letters.replaceChildren();
    const paths = moved.querySelectorAll(at.k >= NEAR && loaded.size ? ".communes [data-code]" : ".places [data-code]");
    const boxes = [...paths].map((path) => [path, path.getBoundingClientRect()]).sort((one, other) => other[1].width * other[1].height - one[1].width * one[1].height);
    for (const [path, one] of boxes) {
      if (one.right < area.left || one.left > area.right || one.bottom < area.top || one.top > area.bottom) continue;
      const name = path.dataset.told.split("|")[0];
      const wide = pen.measureText(name).width + 6;
      if (wide > one.width * 1.15 || one.height < 16) continue;
      const x = one.left + one.width / 2;
      const y = one.top + one.height / 2;
      if (taken.some(([left, top, half]) => Math.abs(left - x) < half + wide / 2 && Math.abs(top - y) < 17)) continue;
      taken.push([x, y, wide / 2]);
      const point = new DOMPoint(x, y + 4).matrixTransform(moved.getScreenCTM().inverse());
      const text = drawing("text", { x: point.x, y: point.y, "font-size": 13 * unit, "stroke-width": 3 * unit });
      text.textContent = name;
      letters.append(text);
    }
  };
  document.fonts.ready.then(write);
  addEventListener("resize", place);
}

function made(tag, className = "", words = "") {
  const one = document.createElement(tag);
  if (className) one.className = className;
  one.textContent = words;
  return one;
}

function drawing(tag, values) {
  const one = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(values)) one.setAttribute(name, value);
  return one;
}

/* Codes and paths of a TopoJSON file, on the ground that the server drew: to a tenth of its units. */
function outlines(topology, { west, north, narrow, scale }) {
  const { scale: [wide, high], translate: [left, low] } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return `${((left + wide * x - west) * narrow * scale).toFixed(1)} ${((north - low - high * y) * scale).toFixed(1)}`;
    });
  });
  const ring = (indexes) => `M${indexes.flatMap((index, turn) => {
    const points = index < 0 ? [...arcs[~index]].reverse() : arcs[index];
    return turn ? points.slice(1) : points;
  }).join("L")}z`;
  return Object.values(topology.objects).flatMap((layer) => layer.geometries).map(({ id, type, arcs: parts }) =>
    [id, (type === "Polygon" ? [parts] : parts ?? []).flat().map(ring).join("")]);
}
