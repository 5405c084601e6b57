// What lives on the map: one canvas per layer, and one above them all for signs and names.
import { LAYERS, radius } from "./layers.js";
import { Names } from "./names.js";

const DOTS_FROM = { village: 11, township: 8 }; // zoom
const CLOSE_PX = 6;

export class Marks {
  constructor(map, look, words) {
    this.map = map;
    this.words = words;
    this.look = look;
    this.now_ms = 0;
    this.dressed = 0; // how often the colours changed
    this.pulsing = [];
    this.selected = null;
    this.picked = null;
    this.shown = new Set(LAYERS);
    this.layers = new Map();
    LAYERS.forEach((name, above) => {
      map.createPane(name).style.zIndex = 410 + above;
      const canvas = L.canvas({ padding: 0.15, pane: name });
      this.layers.set(name, { canvas, group: L.layerGroup().addTo(map), items: new Map() });
    });
    this.names = new Names(map, look, this);
    this.tip = L.tooltip({ direction: "top", offset: [0, -12], opacity: 1 });
    map.on("zoomend", () => this.arrange());
  }

  put(name, whole, rows, gone) {
    const layer = this.layers.get(name);
    const ids = whole ? new Set(rows.map(([id]) => id)) : null;
    for (const id of whole ? [...layer.items.keys()].filter((id) => !ids.has(id)) : gone) {
      const held = layer.items.get(id);
      if (held) layer.group.removeLayer(held.dot);
      layer.items.delete(id);
    }
    for (const [id, lat, lon, label, glyph, at_ms] of rows) {
      const dot = layer.items.get(id)?.dot ?? this.dot(name, layer, lat, lon);
      if (!dot.getLatLng().equals([lat, lon], 0)) dot.setLatLng([lat, lon]);
      const item = { layer: name, id, label, glyph, at_ms, dot };
      layer.items.set(id, item);
      this.paint(item);
    }
    this.arrange();
  }

  dot(name, layer, lat, lon) {
    const dot = L.circleMarker([lat, lon], { renderer: layer.canvas, interactive: false });
    return dot.addTo(layer.group);
  }

  show(layers) {
    this.shown = new Set(layers);
    this.arrange();
  }

  mark(pulsing, selected) {
    this.pulsing = pulsing;
    this.selected = selected;
    this.remark();
  }

  pick(point) {
    this.picked = point;
    this.names.soon();
  }

  age(now_ms) {
    this.now_ms = now_ms;
    for (const item of this.layers.get("radio").items.values()) this.paint(item);
    this.names.soon();
  }

  restyle() {
    this.dressed += 1;
    this.remark();
  }

  remark() {
    for (const item of this.all()) this.paint(item);
    this.names.soon();
    this.map.fire("marked");
  }

  arrange() {
    for (const [name, layer] of this.layers) {
      if (this.visible(name)) layer.group.addTo(this.map);
      else layer.group.remove();
    }
    this.names.soon();
    this.map.fire("marked");
  }

  visible(name) {
    return this.shown.has(name) && this.map.getZoom() >= (DOTS_FROM[name] ?? 0);
  }

  alarmed(item) {
    return this.pulsing.includes(item.id);
  }

  // fresh, older, stale: told apart by filling first, by colour second
  staleness(item) {
    if (item.layer !== "radio" || item.at_ms === null) return "fresh";
    const [fresh_s, old_s] = this.look.ages_s;
    const age_s = (this.now_ms - item.at_ms) / 1000;
    return age_s < fresh_s ? "fresh" : age_s < old_s ? "older" : "stale";
  }

  // only what changed: most pushes are moves
  paint(item) {
    const dress = `${this.dressed}${this.staleness(item)}${this.alarmed(item)}${item.glyph}`;
    if (item.dot.dress === dress) return;
    item.dot.dress = dress;
    item.dot.setRadius(radius(item.layer, this.look));
    item.dot.setStyle(this.style(item));
  }

  style(item) {
    const c = this.look.colours;
    const solid = { fillOpacity: 1, opacity: 1, weight: 1.5, color: c.raised, dashArray: null };
    if (this.alarmed(item)) return { ...solid, fillColor: c.now };
    if (item.layer === "village") return { ...solid, weight: 0, fillColor: c.text3 };
    if (item.layer === "township") return { ...solid, weight: 2, color: c.text2, fillColor: c.raised };
    if (item.layer === "incident") return { ...solid, fillColor: c.ink };
    const age = this.staleness(item);
    if (item.glyph && age !== "stale") return { ...solid, color: c.text2, fillColor: c.raised };
    if (age === "fresh") return { ...solid, fillColor: c.text };
    if (age === "older") return { ...solid, weight: 3, color: c.text, fillColor: c.raised };
    return { ...solid, color: c.text3, fillColor: c.panel, dashArray: "2 2" };
  }

  * all() {
    for (const layer of this.layers.values()) yield* layer.items.values();
  }

  // items in view, the most urgent first; an alarm is seen even on a layer that is switched off
  inView() {
    const view = this.map.getBounds().pad(0.05);
    const seen = [...this.all()].filter((item) =>
      (this.visible(item.layer) || this.alarmed(item)) && view.contains(item.dot.getLatLng()));
    return seen.sort((a, b) => this.rank(b) - this.rank(a));
  }

  rank(item) {
    if (this.alarmed(item)) return 200 + this.pulsing.indexOf(item.id);
    if (item.id === this.selected) return 100;
    return { village: 0, radio: 10, township: 20, incident: 30 }[item.layer];
  }

  // the nearest sign under the pointer, an alarm before all others
  hit(point) {
    const far = (item) => this.map.latLngToContainerPoint(item.dot.getLatLng()).distanceTo(point);
    return this.inView()
      .map((item) => ({ item, px: far(item) }))
      .filter(({ item, px }) => px <= radius(item.layer, this.look) + CLOSE_PX)
      .sort((a, b) => this.alarmed(b.item) - this.alarmed(a.item) || a.px - b.px)[0]?.item;
  }

  hover(item) {
    this.map.getContainer().classList.toggle("on-mark", Boolean(item));
    if (!item) return this.tip.remove();
    const text = document.createElement("span");
    text.textContent = this.names.text(item);
    this.tip.setLatLng(item.dot.getLatLng()).setContent(text);
    return this.tip.addTo(this.map);
  }

  // alarms whose position is known and out of sight, the newest first
  outOfView() {
    const view = this.map.getBounds();
    return [...this.all()]
      .filter((item) => this.alarmed(item) && !view.contains(item.dot.getLatLng()))
      .sort((a, b) => this.rank(b) - this.rank(a));
  }

  state() {
    const items = {};
    for (const [name, layer] of this.layers) {
      items[name] = [...layer.items.values()].map((item) => {
        const { lat, lng } = item.dot.getLatLng();
        return { id: item.id, lat, lon: lng, label: item.label, age: this.staleness(item) };
      });
    }
    return {
      items,
      visible: LAYERS.filter((name) => this.visible(name)),
      names: this.names.placed,
      pulsing: this.pulsing,
      selected: this.selected,
      colours: { ...this.look.colours },
    };
  }
}
