// A city's accent colour: whether it can be read on white, and a lighter kin of it that can be on black.
export const LEAST = 4.5;
const LIGHT = [255, 255, 255];
const DARK = [26, 26, 28];

function luminance(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

// The accent for light and for dark ground as CSS colours, or null if it cannot be read on white.
export function accents(given) {
  if (!/^#[0-9a-f]{6}$/i.test(given)) return null;
  const colour = [1, 3, 5].map((place) => parseInt(given.slice(place, place + 2), 16));
  if (contrast(colour, LIGHT) < LEAST) return null;
  let lighter = colour;
  while (contrast(lighter, DARK) < LEAST + 1) lighter = lighter.map((part) => part + Math.ceil((255 - part) / 8));
  return { light: `rgb(${colour})`, dark: `rgb(${lighter})` };
}
