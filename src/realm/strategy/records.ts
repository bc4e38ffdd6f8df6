import { MAX_LINES_LENGTH, MAX_TEXT_LENGTH } from '../../shared/layout.ts'
import type { PlotDeclaration } from '../../shared/outcome.ts'
import { eachRun } from '../each-run.ts'
import { fail, quote } from '../fail.ts'
import * as cursor from '../series/cursor.ts'
import { holdOnChart } from '../series/hold.ts'
import { CHART, isSeries, type Node, nodeOf } from '../series/node.ts'
import { requireSetup } from '../series/setup.ts'
import { readOptions } from './options.ts'

const MAX_PLOTS = 64

type Plot = PlotDeclaration & { readonly node: Node | undefined }

/** Plots in order of declaration. They are sampled by the host and never affect the run. */
export let plots!: Plot[]

function onChart(node: Node | undefined): Node | undefined {
  return node === undefined || node.domain === CHART ? node : holdOnChart(node)
}

const LOOKS = [
  'color',
  'title',
  'style',
  'lineWidth',
  'location',
  'text',
  'textColor',
  'size',
  'transp',
  'offset',
  'overlay',
  'pane',
  'display',
]

function declarePlot(
  what: string,
  kind: PlotDeclaration['kind'],
  name: unknown,
  source: unknown,
  options: unknown,
): void {
  requireSetup(what)
  const looks = readOptions(what, options, LOOKS)
  if (typeof name !== 'string' || name === '' || name.length > 100)
    fail('S306', `${what}: name was ${quote(name)}`, 'give a short text')
  if (plots.length >= MAX_PLOTS) fail('S306', `more than ${MAX_PLOTS} plots`, 'plot fewer series')
  if (plots.some((plot) => plot.name === name))
    fail('S306', `${what}: ${quote(name)} is plotted twice`, 'give each plot a name of its own')
  const plot: { -readonly [K in keyof Plot]: Plot[K] } = {
    name,
    kind,
    node: onChart(nodeOf(source)),
  }
  if (typeof looks.color === 'string') plot.color = looks.color.slice(0, 40)
  if (typeof looks.style === 'string') plot.style = looks.style.slice(0, 40)
  const pane = paneOf(what, name, looks)
  if (pane !== undefined) plot.pane = pane
  const width = looks.lineWidth
  if (typeof width === 'number' && width >= 1) plot.lineWidth = Math.min(4, Math.floor(width))
  if (typeof source === 'number') plot.price = source
  else if (!isSeries(source))
    fail('S306', `${what}: ${quote(source)} is no series`, 'give a series, or series(() => …)')
  plots.push(plot)
}

const MAX_PANE = 40

/** Where a plot was told to stand: `price`, or the name of a pane that plots of that name share. */
function paneOf(
  what: string,
  name: string,
  { pane, overlay }: Readonly<Record<string, unknown>>,
): string | undefined {
  if (pane === undefined) {
    if (overlay === undefined) return undefined
    if (typeof overlay !== 'boolean')
      fail('S306', `${what}: overlay was ${quote(overlay)}`, 'give true or false')
    return overlay ? 'price' : name.slice(0, MAX_PANE)
  }
  if (typeof pane !== 'string' || pane === '' || pane.length > MAX_PANE)
    fail(
      'S306',
      `${what}: pane was ${quote(pane)}`,
      `give 'price', or a name of up to ${MAX_PANE} characters that plots of one pane share`,
    )
  return pane
}

/** `plot(name, series, { color, style })`: a line of the report's chart. */
export const plot = Object.freeze((name: unknown, source: unknown, options?: unknown): void =>
  declarePlot('plot', 'line', name, source, options),
)
/** `plotshape(name, condition, { … })`: a mark on every bar where the boolean series is true. */
export const plotshape = Object.freeze((name: unknown, source: unknown, options?: unknown): void =>
  declarePlot('plotshape', 'shape', name, source, options),
)
/** `bgcolor(name, condition, { color })`: a coloured background where the boolean series is true. */
export const bgcolor = Object.freeze((name: unknown, source: unknown, options?: unknown): void =>
  declarePlot('bgcolor', 'background', name, source, options),
)
/** `hline(name, price, { color })`: a level. */
export const hline = Object.freeze((name: unknown, price: unknown, options?: unknown): void => {
  if (typeof price !== 'number') fail('S306', `hline: price was ${quote(price)}`, 'give a number')
  declarePlot('hline', 'hline', name, price, options)
})

/** What the strategy said, oldest first; the host takes the lines after each bar that made some. */
export type Line = { readonly kind: 'log' | 'alert' | 'label'; readonly text: string }
export let lines!: Line[]
let room!: number
/** Units of text that may still be kept (R13). */
let textRoom!: number
export let droppedLines!: number

eachRun(() => {
  plots = []
  lines = []
  room = 0
  textRoom = MAX_LINES_LENGTH
  droppedLines = 0
})

/** Lines that may still be kept in this run. */
export function allowLines(count: number): void {
  room = count
}

function record(kind: Line['kind'], text: string): void {
  const kept = text.length > MAX_TEXT_LENGTH ? `${text.slice(0, MAX_TEXT_LENGTH)}…` : text
  if (room <= 0 || kept.length > textRoom) {
    droppedLines++
    return
  }
  room--
  textRoom -= kept.length
  lines[lines.length] = { kind, text: kept }
}

/**
 * `log(…)`: recorded with the bar. Numbers, texts and booleans are written as they are; objects are
 * named by kind only, since turning them into text would run code of the strategy inside the library.
 */
export const log = Object.freeze((...values: unknown[]): void => {
  let text = ''
  for (let i = 0; i < values.length && text.length <= MAX_TEXT_LENGTH; i++)
    text += (i === 0 ? '' : ' ') + wordOf(values[i])
  record('log', text)
})

function wordOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length > MAX_TEXT_LENGTH ? `${value.slice(0, MAX_TEXT_LENGTH)}…` : value
    case 'number':
    case 'boolean':
    case 'undefined':
      return `${value}`
    case 'bigint':
      return '[bigint]'
    case 'symbol':
      return '[symbol]'
    case 'function':
      return isSeries(value) ? '[series: call it]' : '[function]'
    default:
      return value === null ? 'null' : Array.isArray(value) ? listOf(value) : '[object]'
  }
}

/** An array of plain values as a list; element reads of an array can run code only of the strategy's own making. */
function listOf(values: readonly unknown[]): string {
  const words: string[] = []
  // A proxy may call itself an array and have any length.
  const length: unknown = values.length
  if (typeof length !== 'number') return '[object]'
  const count = Math.min(length, 20)
  for (let i = 0; i < count; i++) {
    const value = values[i]
    words[i] = typeof value === 'object' && value !== null ? '[object]' : wordOf(value)
  }
  return `[${words.join(', ')}${length > count ? ', …' : ''}]`
}

/** `console`: an object of ours, not the engine's; every method records like `log`. */
export const console = Object.freeze({ log, info: log, warn: log, error: log, debug: log })

/** `alert(message)`: recorded; a live run sends it on. */
export const alert = Object.freeze((message: unknown): void => {
  if (typeof message !== 'string') fail('S306', `alert(${quote(message)})`, 'give a text')
  if (cursor.phase === 'setup')
    fail('S305', 'alert() stands in the setup phase', 'call it inside onBar')
  record('alert', message)
})

/** `label(text)`: a note at the current bar of the report's chart. */
export const label = Object.freeze((text: unknown): void => {
  if (typeof text !== 'string') fail('S306', `label(${quote(text)})`, 'give a text')
  if (cursor.phase === 'setup')
    fail('S305', 'label() stands in the setup phase', 'call it inside onBar')
  // Pine's drawings of a run that is rolled back vanish with it (BE-2.9).
  if (cursor.isDiscarded) return
  record('label', text)
})
