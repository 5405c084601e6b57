// An alarm out of sight: a chip at the edge points the way. The view stays where it is.
const INSET = 14;
const ARROWS = ["→", "↘", "↓", "↙", "←", "↖", "↑", "↗"];

export class Chip {
  constructor(map, marks, words, go) {
    this.map = map;
    this.marks = marks;
    this.words = words;
    this.button = L.DomUtil.create("button", "chip", map.getContainer());
    this.arrow = L.DomUtil.create("span", "arrow", this.button);
    this.name = L.DomUtil.create("span", "name", this.button);
    this.key = L.DomUtil.create("kbd", "", this.button);
    this.button.hidden = true;
    L.DomEvent.disableClickPropagation(this.button);
    this.button.addEventListener("click", go);
    map.on("move zoomend resize marked", () => this.place());
  }

  place() {
    const [alarm, ...more] = this.marks.outOfView();
    this.button.hidden = alarm === undefined;
    if (alarm === undefined) return;
    const size = this.map.getSize();
    const centre = size.divideBy(2);
    const way = this.map.latLngToContainerPoint(alarm.dot.getLatLng()).subtract(centre);
    this.arrow.textContent = ARROWS[(Math.round(Math.atan2(way.y, way.x) / (Math.PI / 4)) + 8) % 8];
    this.name.textContent = more.length ? `${alarm.label}  +${more.length}` : alarm.label;
    this.key.textContent = this.words.jump_key ?? "";
    this.button.title = this.words.jump ?? "";
    const half = L.point(this.button.offsetWidth, this.button.offsetHeight).divideBy(2);
    const room = centre.subtract(half).subtract([INSET, INSET]);
    const share = Math.min(room.x / Math.abs(way.x || 1e-9), room.y / Math.abs(way.y || 1e-9));
    const corner = centre.add(way.multiplyBy(share)).subtract(half).round();
    this.button.style.left = `${corner.x}px`;
    this.button.style.top = `${corner.y}px`;
  }

  state() {
    return this.button.hidden ? null : this.button.textContent;
  }
}
