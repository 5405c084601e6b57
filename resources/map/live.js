// The live page: hears Python by a table of messages, tells it what the officer does.
import { Chip } from "./chip.js";
import { Ground } from "./ground.js";
import { Marks } from "./marks.js";
import { Tracks } from "./tracks.js";

const map = window.dutyMap;
const look = { colours: {}, sizes: {}, family: "sans-serif", scale: 1, pulse_ms: 2000, ages_s: [300, 1800] };
const words = {};
const early = [];
let bridge = null;

function tell(name, ...values) {
  const text = JSON.stringify({ f: name, a: values });
  if (bridge === null) early.push(text);
  else bridge.tell(text);
}

const ground = new Ground(map, look, words);
const marks = new Marks(map, look, words);
const tracks = new Tracks(map, marks, look, words);
const chip = new Chip(map, marks, words, () => tell("chip"));
L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);

function dress(next) {
  Object.assign(look, next);
  const root = document.documentElement.style;
  for (const [name, colour] of Object.entries(look.colours)) root.setProperty(`--${name}`, colour);
  for (const [name, px] of Object.entries(look.sizes)) root.setProperty(`--size-${name}`, `${px}px`);
  root.setProperty("--family", look.family);
  ground.restyle();
  marks.restyle();
}

function learn(next) {
  Object.assign(words, next);
  for (const [part, word] of [["in", words.zoom_in], ["out", words.zoom_out]]) {
    const button = map.getContainer().querySelector(`.leaflet-control-zoom-${part}`);
    button.title = word;
    button.setAttribute("aria-label", word);
  }
  chip.place();
}

function put(layer, whole, rows, gone) {
  marks.put(layer, whole, rows, gone);
  requestAnimationFrame(() => requestAnimationFrame(() => tell("done", layer)));
}

const heard = new Map([
  ["style", dress],
  ["words", learn],
  ["ground", (told) => ground.lay(told)],
  ["now", (ms) => {
    marks.age(ms);
    tracks.age(ms);
  }],
  ["put", put],
  ["shown", (layers) => marks.show(layers)],
  ["marked", (pulsing, selected) => marks.mark(pulsing, selected)],
  ["tracks", (span_ms, gap_ms) => tracks.begin(span_ms, gap_ms)],
  ["went", (rows) => tracks.went(rows)],
  ["replay", (points) => tracks.replay(points)],
  ["walk", (...told) => tracks.walk(...told)],
  ["pick", (lat, lon) => marks.pick(lat === null ? null : L.latLng(lat, lon))],
  ["view", (lat, lon, zoom) => map.setView([lat, lon], zoom ?? Math.max(map.getZoom(), 12))],
  ["fit", (south, west, north, east) =>
    map.fitBounds([[south, west], [north, east]], { padding: [24, 24] })],
]);

map.on("click", (event) => {
  const hit = marks.hit(event.containerPoint);
  if (hit) tell("chosen", hit.layer, hit.id);
  else tell("clicked", event.latlng.lat, event.latlng.lng);
});
map.on("contextmenu", (event) => {
  const hit = marks.hit(event.containerPoint);
  if (hit) tell("chosen", hit.layer, hit.id);
  else tell("clicked", event.latlng.lat, event.latlng.lng);
  tell("noted");
});
map.on("keydown", (event) => {
  if (event.originalEvent.key !== "Enter") return;
  const { lat, lng } = map.getCenter();
  tell("clicked", lat, lng);
});
map.on("moveend", () => {
  const centre = map.getCenter();
  tell("viewed", centre.lat, centre.lng, map.getZoom());
});

let pointer = null;
map.on("mousemove", (event) => {
  if (pointer === null) setTimeout(sayPointer, 80);
  pointer = event;
});
map.on("mouseout", () => {
  pointer = null;
  marks.hover(null);
  tell("left");
});
function sayPointer() {
  if (pointer === null) return;
  tell("moved", pointer.latlng.lat, pointer.latlng.lng);
  marks.hover(marks.hit(pointer.containerPoint));
  pointer = null;
}

document.addEventListener("securitypolicyviolation", (event) => {
  tell("refused", event.blockedURI, event.violatedDirective);
});
map.getContainer().addEventListener("contextmenu", (event) => event.preventDefault());

new QWebChannel(qt.webChannelTransport, (channel) => {
  bridge = channel.objects.duty;
  bridge.told.connect((text) => {
    const message = JSON.parse(text);
    heard.get(message.f)?.(...message.a);
  });
  for (const text of early.splice(0)) bridge.tell(text);
  tell("ready");
});

// What stands on the page now, for whoever checks it.
window.dutyLive = {
  state: () => ({ ...marks.state(), ...ground.state(), ...tracks.state(), chip: chip.state(), zoom: map.getZoom() }),
  hover: (layer, id) => marks.hover(marks.layers.get(layer).items.get(id)),
  pixel: (lat, lon) => map.latLngToContainerPoint([lat, lon]),
};
