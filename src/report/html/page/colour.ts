/** Told apart with any kind of colour vision (Okabe and Ito), and on light and dark ground. */
const PALETTE = ['#c08400', '#009e73', '#cc79a7', '#56b4e9', '#8a63d2', '#7f7f7f'] as const

const canvas = document.createElement('canvas').getContext('2d')

/** The colour that a strategy named, if a browser knows it; else one of ours. */
export function plotColour(wanted: string, index: number): string {
  const own = PALETTE[index % PALETTE.length]!
  if (canvas === null || wanted === '') return own
  canvas.fillStyle = '#010203'
  canvas.fillStyle = wanted
  const read = String(canvas.fillStyle)
  return read !== '#010203' && /^(#|rgba?\()/.test(read) ? temper(read) : own
}

/** Lightness that can be seen on light and on dark ground. */
const DARKEST = 0.13
const LIGHTEST = 0.5

/** A plain colour that is too dark or too light for one of the grounds, moved as far as it must be. */
function temper(colour: string): string {
  if (!/^#[0-9a-f]{6}$/.test(colour)) return colour
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  for (let step = 0; step <= 20; step++) {
    const dark = lightness(parts.map((part) => part + (255 - part) * (step / 20)))
    if (lightness(parts) < DARKEST && dark >= DARKEST) return mix(parts, 255, step / 20)
    const light = lightness(parts.map((part) => part * (1 - step / 20)))
    if (lightness(parts) > LIGHTEST && light <= LIGHTEST) return mix(parts, 0, step / 20)
  }
  return colour
}

/** Relative luminance of sRGB, from 0 to 1. */
function lightness(parts: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = parts.map((part) => (part / 255) ** 2.2)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function mix(parts: readonly number[], ground: number, share: number): string {
  const hex = parts.map((part) =>
    Math.round(part + (ground - part) * share)
      .toString(16)
      .padStart(2, '0'),
  )
  return `#${hex.join('')}`
}

/** The same with an opacity of `share`. */
export function fade(colour: string, share: number): string {
  if (!colour.startsWith('#')) return colour
  return `${colour.slice(0, 7)}${Math.round(share * 255)
    .toString(16)
    .padStart(2, '0')}`
}
