// Where radios went: one line per radio in bands that fade with age, and one track played again.
const BANDS = [0.9, 0.6, 0.38, 0.2]; // opacity, the newest quarter of the span first
const FADE_MS = 60000;

export class Tracks {
  constructor(map, marks, look, words) {
    this.map = map;
    this.marks = marks;
    this.look = look;
    this.words = words;
    this.span_ms = 0;
    this.gap_ms = 600000;
    this.held = new Map(); // id -> { points: [[lat, lon, ms]], lines: L.LayerGroup }
    this.drawn_ms = 0;
    this.ghost = null;
    map.createPane("tracks").style.zIndex = 405;
    map.createPane("replay").style.zIndex = 440;
    this.canvas = L.canvas({ padding: 0.3, pane: "tracks" });
    this.over = L.canvas({ padding: 0.3, pane: "replay" });
    this.group = L.layerGroup();
    this.plate = L.DomUtil.create("div", "replay", map.getContainer());
    this.plate.hidden = true;
    map.on("marked", () => this.remark());
  }

  begin(span_ms, gap_ms) {
    this.span_ms = span_ms;
    this.gap_ms = gap_ms;
    this.group.clearLayers();
    this.held.clear();
    this.remark();
  }

  went(rows) {
    for (const [id, points] of rows) {
      let held = this.held.get(id);
      if (!held) {
        held = { points: [], lines: L.layerGroup().addTo(this.group), dress: "" };
        this.held.set(id, held);
      }
      const last = held.points.length ? held.points[held.points.length - 1][2] : -Infinity;
      held.points.push(...points);
      if (points.some(([, , ms], n) => ms <= (n ? points[n - 1][2] : last))) {
        held.points.sort((a, b) => a[2] - b[2]);
      }
      this.draw(id, held);
    }
  }

  // all of them grow older: once a minute is often enough
  age(now_ms) {
    if (now_ms - this.drawn_ms < FADE_MS) return;
    this.drawn_ms = now_ms;
    for (const [id, held] of this.held) this.draw(id, held);
  }

  remark() {
    if (this.span_ms && this.marks.visible("radio")) this.group.addTo(this.map);
    else this.group.remove();
    for (const [id, held] of this.held) if (this.dress(id) !== held.dress) this.draw(id, held);
  }

  dress(id) {
    const urgent = this.marks.pulsing.includes(id);
    return `${this.marks.dressed}${urgent}${this.marks.selected === id}`;
  }

  draw(id, held) {
    const since_ms = this.marks.now_ms - this.span_ms;
    held.points = held.points.filter(([, , ms]) => ms >= since_ms);
    held.dress = this.dress(id);
    held.lines.clearLayers();
    const c = this.look.colours;
    const chosen = this.marks.selected === id;
    const color = this.marks.pulsing.includes(id) ? c.now : chosen ? c.accent : c.text2;
    for (const { band, line } of this.parts(held.points)) {
      L.polyline(line, {
        renderer: this.canvas, interactive: false, color, weight: chosen ? 4 : 2,
        opacity: BANDS[band], lineCap: "butt",
      }).addTo(held.lines);
    }
  }

  // pieces of one age; a gap that nobody knows the way through is left open
  parts(points) {
    const parts = [];
    for (let n = 1; n < points.length; n += 1) {
      const [from, to] = [points[n - 1], points[n]];
      if (to[2] - from[2] > this.gap_ms) continue;
      const age = Math.max(0, this.marks.now_ms - to[2]) / this.span_ms;
      const band = Math.min(BANDS.length - 1, Math.floor(age * BANDS.length));
      const last = parts[parts.length - 1];
      const at = [from[0], from[1]];
      if (last && last.band === band && last.to === n - 1) {
        last.line.push([to[0], to[1]]);
        last.to = n;
      } else parts.push({ band, line: [at, [to[0], to[1]]], to: n });
    }
    return parts;
  }

  // the whole track to be walked, null ends it
  replay(points) {
    if (this.ghost) {
      for (const part of [this.ghost.path, this.ghost.done, this.ghost.dot]) part.remove();
    }
    this.ghost = null;
    this.plate.hidden = points === null;
    this.map.getContainer().classList.toggle("replaying", points !== null);
    if (points === null) return;
    const c = this.look.colours;
    const common = { renderer: this.over, interactive: false };
    const pieces = this.pieces(points);
    this.ghost = {
      points,
      path: L.polyline(pieces, { ...common, color: c.text3, weight: 3, dashArray: "2 5" }).addTo(this.map),
      done: L.polyline([], { ...common, color: c.ink, weight: 4 }).addTo(this.map),
      dot: L.circleMarker([points[0][0], points[0][1]], {
        ...common, radius: 9, color: c.ink, weight: 3, fillColor: c.raised, fillOpacity: 1,
      }).addTo(this.map),
    };
  }

  pieces(points) {
    const pieces = [];
    points.forEach(([lat, lon, ms], n) => {
      if (!n || ms - points[n - 1][2] > this.gap_ms) pieces.push([]);
      pieces[pieces.length - 1].push([lat, lon]);
    });
    return pieces;
  }

  // sure: somebody knows where it was then
  walk(lat, lon, ms, text, sure) {
    if (!this.ghost) return;
    const { points, done, dot } = this.ghost;
    const behind = points.filter(([, , then]) => then <= ms);
    done.setLatLngs(this.pieces(sure ? [...behind, [lat, lon, ms]] : behind));
    dot.setLatLng([lat, lon]);
    dot.setStyle({ dashArray: sure ? null : "3 3", fillColor: sure ? this.look.colours.ink : this.look.colours.raised });
    this.plate.textContent = text;
  }

  state() {
    const tracks = {};
    for (const [id, held] of this.held) tracks[id] = held.points.length;
    return {
      tracks,
      bands: [...this.held.values()].flatMap((held) =>
        held.lines.getLayers().map((line) => line.options.opacity)),
      tracks_shown: this.map.hasLayer(this.group),
      replay: this.ghost && {
        text: this.plate.textContent,
        at: this.ghost.dot.getLatLng(),
        hidden: this.plate.hidden,
      },
    };
  }
}
