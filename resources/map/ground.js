// The base map: one level of borders at a time, the own county above it, a blank grid without it.
const CITY_FROM = 7;
const DISTRICT_FROM = 9;

export class Ground {
  constructor(map, look, words) {
    this.map = map;
    this.look = look;
    this.words = words;
    this.held = new Map(); // file -> L.geoJSON, or null while it is read
    this.told = { there: false, districts: {}, border: [] };
    this.border = null;
    this.blank = null;
    map.createPane("ground").style.zIndex = 350;
    map.createPane("county").style.zIndex = 360;
    this.canvas = L.canvas({ padding: 0.3, pane: "ground" });
    this.over = L.canvas({ padding: 0.3, pane: "county" });
    map.on("moveend", () => this.choose());
  }

  lay(told) {
    this.told = told;
    for (const part of [this.border, this.blank]) part?.remove();
    this.border = L.polygon(told.border, { renderer: this.over, interactive: false });
    this.border.addTo(this.map);
    this.blank = told.there ? null : this.grid().addTo(this.map);
    this.restyle();
    this.choose();
  }

  grid() {
    const Blank = L.GridLayer.extend({
      createTile: () => {
        const tile = document.createElement("div");
        tile.className = "blank";
        tile.textContent = this.words.blank;
        return tile;
      },
    });
    return new Blank({ pane: "ground" });
  }

  wanted() {
    if (!this.told.there) return [];
    const zoom = this.map.getZoom();
    if (zoom < CITY_FROM) return ["province.json"];
    if (zoom < DISTRICT_FROM) return ["city.json"];
    const view = this.map.getBounds();
    const near = Object.entries(this.told.districts).filter(([, [west, south, east, north]]) =>
      view.intersects([[south, west], [north, east]]));
    return ["district/lines.json", ...near.map(([code]) => `district/${code}.json`)];
  }

  choose() {
    const wanted = new Set(this.wanted());
    for (const [file, layer] of this.held) {
      if (!wanted.has(file)) layer?.remove();
    }
    for (const file of wanted) {
      if (!this.held.has(file)) this.read(file);
      else this.held.get(file)?.addTo(this.map);
    }
  }

  async read(file) {
    this.held.set(file, null);
    try {
      const answer = await fetch(`duty://map/data/${file}`);
      const layer = L.geoJSON(await answer.json(), {
        style: () => this.style(),
        renderer: this.canvas,
        interactive: false,
      });
      this.held.set(file, layer);
      if (this.wanted().includes(file)) layer.addTo(this.map);
    } catch (error) {
      console.error(`no ${file}: ${error}`);
    }
  }

  style() {
    const { panel, line_strong } = this.look.colours;
    const fine = this.map.getZoom() >= DISTRICT_FROM;
    return { color: line_strong, weight: fine ? 0.8 : 1, opacity: 0.7, fillColor: panel, fillOpacity: 1 };
  }

  restyle() {
    for (const layer of this.held.values()) layer?.setStyle(this.style());
    const { raised, text2 } = this.look.colours;
    const sure = this.told.there; // without a base map the border is only the hull of the villages
    this.border?.setStyle({
      color: text2,
      weight: 2,
      opacity: 1,
      fillColor: raised,
      fillOpacity: sure ? 1 : 0,
      dashArray: sure ? null : "6 6",
    });
  }

  state() {
    const files = [...this.held].filter(([, layer]) => layer && this.map.hasLayer(layer));
    return {
      ground: files.map(([file]) => file).sort(),
      border: this.border ? this.border.getLatLngs().length : 0,
      blank: document.querySelectorAll(".blank").length,
    };
  }
}
