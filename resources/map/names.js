// Signs and names, drawn as pixels on one canvas: no two names overlap, the urgent one wins.
import { radius } from "./layers.js";

const LONGEST = 16; // characters
const NAMES_FROM = { village: 12, radio: 9 }; // zoom
const GAP = 4;
const PICK = 18; // half the cross of a picked point
const MOST = 500; // signs whose names are tried; the most urgent come first

export class Names {
  constructor(map, look, marks) {
    this.map = map;
    this.look = look;
    this.marks = marks;
    this.placed = [];
    this.bright = true;
    this.asked = false;
    this.beat = null;
    const pane = map.createPane("names");
    pane.style.zIndex = 450;
    pane.style.pointerEvents = "none";
    this.canvas = L.DomUtil.create("canvas", "names", pane);
    map.on("move zoomend viewreset resize", () => this.soon());
  }

  soon() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.pulse();
      this.draw();
    });
  }

  // the border of an unanswered alarm: one on, one off in each period
  pulse() {
    const wanted = this.marks.pulsing.length > 0 && !matchMedia("(prefers-reduced-motion)").matches;
    if (wanted && this.beat === null) {
      this.beat = setInterval(() => {
        this.bright = !this.bright;
        this.draw();
      }, this.look.pulse_ms / 2);
    } else if (!wanted && this.beat !== null) {
      clearInterval(this.beat);
      this.beat = null;
      this.bright = true;
    }
  }

  draw() {
    const size = this.map.getSize();
    const ratio = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(this.canvas, this.map.containerPointToLayerPoint([0, 0]));
    this.canvas.width = size.x * ratio;
    this.canvas.height = size.y * ratio;
    this.canvas.style.width = `${size.x}px`;
    this.canvas.style.height = `${size.y}px`;
    const pen = this.canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const items = this.marks.inView().map((item) => ({
      item,
      at: this.map.latLngToContainerPoint(item.dot.getLatLng()),
    }));
    for (const { item, at } of [...items].reverse()) this.drawSign(pen, item, at);
    this.drawNames(pen, items, size);
    this.drawPick(pen);
  }

  drawSign(pen, item, at) {
    const c = this.look.colours;
    const size = radius(item.layer, this.look);
    const alarmed = this.marks.alarmed(item);
    const off = item.layer === "radio" && item.glyph && !alarmed;
    if (off) return this.drawOff(pen, item, at, size);
    if (alarmed || item.glyph) {
      pen.beginPath(); // again, above the signs that lie lower
      pen.arc(at.x, at.y, size, 0, 2 * Math.PI);
      pen.fillStyle = alarmed ? c.now : c.ink;
      pen.fill();
      this.ring(pen, at, size, 1.5, c.raised);
    }
    if (alarmed) {
      this.ring(pen, at, size + 6, this.bright ? 4 : 1.5, c.now);
      if (this.beat === null) this.ring(pen, at, size + 11, 2, c.now);
    } else if (item.id === this.marks.selected) {
      this.ring(pen, at, size + 5, 2.5, c.accent);
    }
    if (!item.glyph || item.layer === "radio") return;
    pen.font = this.font("small", true);
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillStyle = alarmed ? c.on_now : c.on_ink;
    pen.fillText(item.glyph, at.x, at.y + 1);
  }

  // off the air: a cross through the sign, whatever its age
  drawOff(pen, item, at, size) {
    const c = this.look.colours;
    pen.beginPath();
    for (const [x, y] of [[-size, -size], [-size, size]]) {
      pen.moveTo(at.x + x, at.y + y);
      pen.lineTo(at.x - x, at.y - y);
    }
    pen.lineWidth = 2;
    pen.strokeStyle = c.text2;
    pen.stroke();
    if (item.id === this.marks.selected) this.ring(pen, at, size + 5, 2.5, c.accent);
  }

  drawPick(pen) {
    if (!this.marks.picked) return;
    const { x, y } = this.map.latLngToContainerPoint(this.marks.picked);
    this.ring(pen, { x, y }, 9, 2.5, this.look.colours.accent);
    pen.beginPath();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      pen.moveTo(x + dx * 5, y + dy * 5);
      pen.lineTo(x + dx * PICK, y + dy * PICK);
    }
    pen.stroke();
  }

  drawNames(pen, signs, size) {
    const items = signs.slice(0, MOST);
    const taken = items
      .filter(({ item }) => item.layer !== "village")
      .map(({ item, at }) => box(at.x, at.y, radius(item.layer, this.look)));
    taken.push(...this.controls());
    if (this.marks.picked) {
      const { x, y } = this.map.latLngToContainerPoint(this.marks.picked);
      taken.push(box(x, y, PICK));
    }
    this.placed = [];
    pen.textBaseline = "middle";
    pen.textAlign = "left";
    pen.lineJoin = "round";
    for (const { item, at } of items) {
      if (this.map.getZoom() < (NAMES_FROM[item.layer] ?? 0) && !this.urgent(item)) continue;
      const { font, colour, height } = this.face(item);
      pen.font = font;
      const text = this.text(item);
      const width = pen.measureText(text).width;
      const spots = this.spots(item, at, width, height);
      const spot = spots.find((b) => inside(b, size) && !taken.some((other) => meet(b, other)));
      if (!spot) continue;
      taken.push(spot);
      this.placed.push({ layer: item.layer, id: item.id, text, box: spot });
      pen.lineWidth = 4;
      pen.strokeStyle = this.look.colours.raised;
      pen.strokeText(text, spot[0], (spot[1] + spot[3]) / 2);
      pen.fillStyle = colour;
      pen.fillText(text, spot[0], (spot[1] + spot[3]) / 2);
    }
  }

  // what lies above the map: buttons, scale, chip
  controls() {
    const container = this.map.getContainer();
    const { left, top } = container.getBoundingClientRect();
    return [...container.querySelectorAll(".leaflet-control, .chip:not([hidden])")].map((part) => {
      const there = part.getBoundingClientRect();
      return [there.left - left, there.top - top, there.right - left, there.bottom - top];
    });
  }

  // right, left, above, below, then the corners
  spots(item, at, width, height) {
    const r = radius(item.layer, this.look) + GAP + (this.urgent(item) ? 8 : 0);
    const half = height / 2;
    const at4 = (x, y) => [x, y, x + width, y + height];
    return [
      at4(at.x + r, at.y - half),
      at4(at.x - r - width, at.y - half),
      at4(at.x - width / 2, at.y - r - height),
      at4(at.x - width / 2, at.y + r),
      at4(at.x + r * 0.7, at.y - r * 0.7 - height),
      at4(at.x + r * 0.7, at.y + r * 0.7),
      at4(at.x - r * 0.7 - width, at.y - r * 0.7 - height),
      at4(at.x - r * 0.7 - width, at.y + r * 0.7),
    ];
  }

  urgent(item) {
    return this.marks.alarmed(item) || item.id === this.marks.selected;
  }

  face(item) {
    const c = this.look.colours;
    const [size, strong, colour] = this.marks.alarmed(item)
      ? ["body", true, c.now]
      : {
          village: ["caption", false, c.text3],
          township: ["body", true, c.text2],
          radio: ["small", false, c.text],
          incident: ["body", true, c.text],
        }[item.layer];
    return { font: this.font(size, strong), colour, height: this.look.sizes[size] * 1.3 };
  }

  font(size, strong) {
    return `${strong ? 700 : 400} ${this.look.sizes[size]}px ${this.look.family}`;
  }

  // the name, and for a position that is no longer fresh its age
  text(item) {
    const label = item.label.length > LONGEST ? `${item.label.slice(0, LONGEST - 1)}…` : item.label;
    return [label, ...this.marked(item)].join("  ");
  }

  marked(item) {
    const off = item.layer === "radio" && item.glyph ? [this.marks.words.off ?? ""] : [];
    if (this.marks.staleness(item) === "fresh") return off;
    const minutes = Math.floor((this.marks.now_ms - item.at_ms) / 60000);
    const rest = String(minutes % 60).padStart(2, "0");
    return [...off, minutes < 60 ? `${rest}′` : `${Math.floor(minutes / 60)} 时 ${rest}′`];
  }

  ring(pen, at, radius, width, colour) {
    pen.beginPath();
    pen.arc(at.x, at.y, radius, 0, 2 * Math.PI);
    pen.lineWidth = width;
    pen.strokeStyle = colour;
    pen.stroke();
  }
}

function box(x, y, r) {
  return [x - r, y - r, x + r, y + r];
}

function meet(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

function inside(b, size) {
  return b[0] >= 2 && b[1] >= 2 && b[2] <= size.x - 2 && b[3] <= size.y - 2;
}
