import { button } from './dom.ts'

export type ChartActions = {
  showAll(): void
  /** By a factor: below 1 fewer bars. */
  zoom(factor: number): void
  /** By a share of what is visible: above 0 to later bars. */
  move(share: number): void
  /** To the next trade or the one before. */
  step(by: 1 | -1): void
}

/** Buttons, keys and the wheel. */
export function addControls(
  chart: HTMLElement,
  tools: HTMLElement,
  { showAll, zoom, move, step }: ChartActions,
): void {
  tools.append(
    button('Everything', 'Show all bars', showAll),
    button('+', 'Zoom in', () => zoom(0.5)),
    button('−', 'Zoom out', () => zoom(2)),
    button('◀', 'Earlier', () => move(-0.5)),
    button('▶', 'Later', () => move(0.5)),
    button('Previous trade', 'Previous trade', () => step(-1)),
    button('Next trade', 'Next trade', () => step(1)),
  )
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => move(-0.2),
    ArrowRight: () => move(0.2),
    '+': () => zoom(0.5),
    '=': () => zoom(0.5),
    '-': () => zoom(2),
    Home: showAll,
    PageUp: () => step(-1),
    PageDown: () => step(1),
  }
  chart.addEventListener('keydown', (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  })
  // The wheel scrolls the page until somebody has chosen the chart.
  chart.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && document.activeElement !== chart) return
      event.preventDefault()
      zoom(event.deltaY > 0 ? 1.25 : 0.8)
    },
    { passive: false },
  )
}
