import { type ChartOptions, ColorType, type DeepPartial } from 'lightweight-charts'
import { byId } from './dom.ts'

/** The colours of the style sheet, which the drawings use as well. */
export type Colours = {
  readonly paper: string
  readonly ink: string
  readonly soft: string
  readonly line: string
  readonly gain: string
  readonly loss: string
  readonly accent: string
  readonly hold: string
}

const listeners: (() => void)[] = []

/** Calls `draw` now and whenever the colours change. */
export function onTheme(draw: () => void): void {
  listeners.push(draw)
  draw()
}

export function colours(): Colours {
  const style = getComputedStyle(document.documentElement)
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  return {
    paper: read('paper'),
    ink: read('ink'),
    soft: read('soft'),
    line: read('line'),
    gain: read('gain'),
    loss: read('loss'),
    accent: read('accent'),
    hold: read('hold'),
  }
}

const root = document.documentElement
const prefersDark = matchMedia('(prefers-color-scheme: dark)')

function isDark(): boolean {
  const chosen = root.dataset.theme
  return chosen === undefined ? prefersDark.matches : chosen === 'dark'
}

function announce(): void {
  const toggle = byId('theme')
  toggle?.setAttribute('aria-pressed', String(isDark()))
  for (const draw of listeners) draw()
}

/** Puts the switch to work; paper is always light. */
export function startTheme(): void {
  const toggle = byId('theme')
  if (toggle !== null) {
    toggle.hidden = false
    toggle.addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark'
      announce()
    })
  }
  prefersDark.addEventListener('change', announce)
  let before: string | undefined
  addEventListener('beforeprint', () => {
    before = root.dataset.theme
    root.dataset.theme = 'light'
    announce()
  })
  addEventListener('afterprint', () => {
    if (before === undefined) delete root.dataset.theme
    else root.dataset.theme = before
    announce()
  })
  announce()
}

/** Options that every chart shares, in the colours of the moment. */
export function chartLook(): DeepPartial<ChartOptions> {
  const { paper, ink, soft, line } = colours()
  return {
    layout: {
      background: { type: ColorType.Solid, color: paper },
      textColor: soft,
      fontFamily: getComputedStyle(document.body).fontFamily,
      fontSize: 11,
      attributionLogo: true,
      panes: { separatorColor: line, separatorHoverColor: line },
    },
    grid: { vertLines: { color: line }, horzLines: { color: line } },
    rightPriceScale: { borderColor: line },
    timeScale: { borderColor: line },
    crosshair: {
      vertLine: { color: soft, labelBackgroundColor: ink },
      horzLine: { color: soft, labelBackgroundColor: ink },
    },
  }
}
