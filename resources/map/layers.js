// The layers from the ground up, and how large their marks are.
export const LAYERS = ["village", "township", "radio", "incident"];
const RADIUS = { village: 3, township: 5, radio: 6, incident: 12 };

// in pixels, with the officer's own scale
export function radius(layer, look) {
  return RADIUS[layer] * look.scale;
}
