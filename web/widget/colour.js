// A city's accent colour: whether it can be read on white, and a lighter kin of it that can be on black.
export const LEAST = 4.5;
const DARK = 0.0103; // the luminance of the dark ground; that of white is 1

function luminance(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
}

// The accent for light and for dark ground as CSS colours, or null if it cannot be read on white.
export function accents(given) {
  const colour = [1, 3, 5].map((place) => parseInt(given.slice(place, place + 2), 16));
  if (!/^#[0-9a-f]{6}$/i.test(given) || 1.05 / luminance(colour) < LEAST) return null;
  let lighter = colour;
  while (luminance(lighter) / (DARK + 0.05) < LEAST + 1) lighter = lighter.map((part) => part + Math.ceil((255 - part) / 8));
  return { light: `rgb(${colour})`, dark: `rgb(${lighter})` };
}
