import { formatFixed } from '../../numbers.ts'
import { make } from './dom.ts'
import { colours, onTheme } from './theme.ts'
import type { Trades } from './trades.ts'

const HEIGHT = 260
const LEFT = 46
const RIGHT = 12
const TOP = 12
const BOTTOM = 34
/** Marks from which on they are drawn smaller. */
const DENSE = 3000
/** How far from a mark a click still means it, in pixels. */
const REACH = 14

/** Excursion against return, a mark for each trade. */
export function drawScatter(
  place: HTMLElement,
  trades: Trades,
  kind: 'against' | 'for',
  onShow: (row: number) => void,
): void {
  const xs = kind === 'against' ? trades.drawdownPct : trades.runUpPct
  const ys = trades.profitPct
  const rows: number[] = []
  for (let row = 0; row < trades.count; row++)
    if (!trades.isOpen(row) && Number.isFinite(xs[row]) && Number.isFinite(ys[row])) rows.push(row)
  const title = kind === 'against' ? 'Against (MAE), %' : 'For (MFE), %'
  if (rows.length === 0) {
    place.append(make('p', { class: 'muted' }, 'No closed trades.'))
    return
  }
  const won = rows.filter((row) => ys[row]! > 0)
  const lost = rows.filter((row) => ys[row]! < 0)
  const canvas = make('canvas', {
    role: 'img',
    'aria-label': `${title} and return of ${rows.length} trades. Median ${kind}: of those that won ${medianOf(won, xs)}, of those that lost ${medianOf(lost, xs)}.`,
  })
  const tip = make('p', { class: 'tip muted' })
  const quiet = `Median: won ${medianOf(won, xs)}, lost ${medianOf(lost, xs)}`
  tip.textContent = quiet
  place.append(canvas, tip)

  let highX = 0
  let lowY = 0
  let highY = 0
  for (const row of rows) {
    highX = Math.max(highX, xs[row]!)
    lowY = Math.min(lowY, ys[row]!)
    highY = Math.max(highY, ys[row]!)
  }
  highX = highX * 1.04 || 1
  const room = (highY - lowY) * 0.04 || 1
  lowY -= room
  highY += room
  let width = 0
  const x = (value: number): number => LEFT + (value / highX) * (width - LEFT - RIGHT)
  const y = (value: number): number =>
    TOP + ((highY - value) / (highY - lowY)) * (HEIGHT - TOP - BOTTOM)

  function draw(): void {
    const pen = canvas.getContext('2d')
    width = place.clientWidth
    if (pen === null || width === 0) return
    const density = Math.max(1, devicePixelRatio)
    canvas.width = width * density
    canvas.height = HEIGHT * density
    pen.scale(density, density)
    const { paper, soft, line, gain, loss } = colours()
    pen.fillStyle = paper
    pen.fillRect(0, 0, width, HEIGHT)
    pen.font = `11px ${getComputedStyle(document.body).fontFamily}`
    pen.lineWidth = 1
    pen.textBaseline = 'middle'
    for (const value of ticks(lowY, highY, 5)) {
      stroke(pen, value === 0 ? soft : line, LEFT, y(value), width - RIGHT, y(value))
      pen.fillStyle = soft
      pen.textAlign = 'right'
      pen.fillText(tickText(value), LEFT - 6, y(value))
    }
    for (const value of ticks(0, highX, Math.max(3, Math.floor(width / 80)))) {
      stroke(pen, line, x(value), TOP, x(value), HEIGHT - BOTTOM)
      pen.fillStyle = soft
      pen.textAlign = 'center'
      pen.fillText(tickText(value), x(value), HEIGHT - BOTTOM + 11)
    }
    pen.fillText(title, (LEFT + width - RIGHT) / 2, HEIGHT - 8)
    pen.textAlign = 'left'
    pen.fillText('return, %', 4, 6)
    const end = kind === 'against' ? Math.min(highX, -lowY) : Math.min(highX, highY)
    if (end > 0) {
      pen.setLineDash([4, 4])
      stroke(pen, soft, x(0), y(0), x(end), y(kind === 'against' ? -end : end))
      pen.setLineDash([])
    }
    const isDense = rows.length > DENSE
    pen.globalAlpha = isDense ? 0.6 : 0.75
    const size = isDense ? 1.5 : 3
    pen.fillStyle = gain
    pen.beginPath()
    for (const [px, py] of placesOf(won)) {
      pen.moveTo(px + size, py)
      // A path of thousands of circles is slow to fill.
      if (isDense) pen.rect(px - size, py - size, 2 * size, 2 * size)
      else pen.arc(px, py, size, 0, 2 * Math.PI)
    }
    pen.fill()
    pen.strokeStyle = loss
    pen.lineWidth = isDense ? 1 : 1.5
    pen.beginPath()
    for (const [px, py] of placesOf(lost)) {
      pen.moveTo(px - size, py - size)
      pen.lineTo(px + size, py + size)
      pen.moveTo(px + size, py - size)
      pen.lineTo(px - size, py + size)
    }
    pen.stroke()
    pen.globalAlpha = 1
  }

  /** Where marks lie; of many, one for each pixel. */
  function placesOf(list: readonly number[]): [number, number][] {
    const taken = new Set<number>()
    const places: [number, number][] = []
    for (const row of list) {
      const px = x(xs[row]!)
      const py = y(ys[row]!)
      const pixel = Math.round(px / 2) * HEIGHT + Math.round(py / 2)
      if (rows.length > DENSE && taken.has(pixel)) continue
      taken.add(pixel)
      places.push([px, py])
    }
    return places
  }

  function nearest(event: MouseEvent): number {
    const box = canvas.getBoundingClientRect()
    const [px, py] = [event.clientX - box.left, event.clientY - box.top]
    let best = -1
    let distance = REACH * REACH
    for (const row of rows) {
      const dx = x(xs[row]!) - px
      const dy = y(ys[row]!) - py
      if (dx * dx + dy * dy < distance) {
        distance = dx * dx + dy * dy
        best = row
      }
    }
    return best
  }

  canvas.addEventListener('mousemove', (event) => {
    const row = nearest(event)
    canvas.classList.toggle('over', row >= 0)
    tip.textContent =
      row < 0
        ? quiet
        : `Trade ${trades.number[row]}: ${formatFixed(xs[row]!, 2)} % ${kind}, return ${formatFixed(ys[row]!, 2)} %`
  })
  canvas.addEventListener('mouseleave', () => {
    tip.textContent = quiet
  })
  canvas.addEventListener('click', (event) => {
    const row = nearest(event)
    if (row >= 0) onShow(row)
  })
  onTheme(draw)
  new ResizeObserver(draw).observe(place)
}

function medianOf(rows: readonly number[], values: Float32Array): string {
  if (rows.length === 0) return 'none'
  const sorted = rows.map((row) => values[row]!).sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median =
    sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  return `${formatFixed(median, 2)} %`
}

function stroke(
  pen: CanvasRenderingContext2D,
  colour: string,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): void {
  pen.strokeStyle = colour
  pen.beginPath()
  pen.moveTo(x1, y1)
  pen.lineTo(x2, y2)
  pen.stroke()
}

/** About `count` round numbers between two others. */
function ticks(low: number, high: number, count: number): readonly number[] {
  const rough = (high - low) / count
  const unit = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * unit).find((size) => size >= rough) ?? rough
  const list: number[] = []
  for (let i = Math.ceil(low / step); i * step <= high; i++) list.push(i * step + 0)
  return list
}

function tickText(value: number): string {
  return formatFixed(value, Number.isInteger(value) ? 0 : Math.abs(value) < 0.1 ? 2 : 1)
}
