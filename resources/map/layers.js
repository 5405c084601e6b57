// The layers from the ground up, and how large their marks are.
export const LAYERS = ["village", "township", "radio", "incident"];
export const RADIUS = { village: 3, township: 5, radio: 6, incident: 12 };
