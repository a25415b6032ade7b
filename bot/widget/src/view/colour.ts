// The shop's accent colour, made readable: every text over it or in it has a contrast of 4.5 at least.

type Rgb = [number, number, number];

export interface Accent {
  fill: string;
  on: string; // words on the fill
  ink: string; // words in the accent's colour on the surfaces
}

const SURFACES: Record<"light" | "dark", Rgb> = { light: [238, 240, 244], dark: [43, 47, 56] };
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
export const DEFAULT_ACCENT = "#1f5fbf";

export function accent(wish: string | null, theme: "light" | "dark"): Accent {
  const fill = parse(wish) ?? parse(DEFAULT_ACCENT) ?? BLACK;
  const on = contrast(WHITE, fill) >= 4.5 ? WHITE : contrast(BLACK, fill) >= 4.5 ? BLACK : WHITE;
  const towards = theme === "light" ? BLACK : WHITE;
  let ink = fill;
  for (let share = 0; contrast(ink, SURFACES[theme]) < 4.6 && share <= 1; share += 0.05)
    ink = mix(fill, towards, share);
  return { fill: css(fill), on: css(on), ink: css(ink) };
}

function parse(colour: string | null): Rgb | null {
  if (!colour || !CSS.supports("color", colour)) return null;
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!pen) return null;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
  return alpha === 255 ? [red, green, blue] : null;
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Rgb, other: Rgb): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function mix(one: Rgb, other: Rgb, share: number): Rgb {
  return one.map((part, index) => Math.round(part * (1 - share) + (other[index] ?? 0) * share)) as Rgb;
}

function css(colour: Rgb): string {
  return `rgb(${colour.join(" ")})`;
}
