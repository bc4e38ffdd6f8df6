import type { ComparisonPayload, Payload } from '../payload.ts'
import { drawCurves } from './curves.ts'
import { byId } from './dom.ts'
import { drawOverview } from './overview.ts'
import { drawPrice, type PriceChart } from './price-chart.ts'
import { drawScatter } from './scatter.ts'
import { startTheme } from './theme.ts'
import { drawTrades } from './trade-table.ts'
import { readTrades } from './trades.ts'

function start(): void {
  const payload = JSON.parse(byId('data')?.textContent ?? 'null') as Payload | ComparisonPayload
  startTheme()
  if ('comparisons' in payload) drawComparisons(payload)
  else drawReport(payload)
  document.documentElement.dataset.ready = 'true'
}

function drawComparisons({ comparisons }: ComparisonPayload): void {
  for (const pair of comparisons) {
    const [place, read] = [byId(pair.id), byId(pair.id.replace('curves', 'read'))]
    if (place !== null && read !== null) drawCurves(place, read, pair)
  }
}

function drawReport(payload: Payload): void {
  const trades = readTrades(payload.trades)

  const [overview, equityRead] = [byId('overview-chart'), byId('overview-read')]
  if (overview !== null && equityRead !== null)
    drawOverview(overview, equityRead, payload.equity, payload.barMs)

  let price: PriceChart | undefined
  const table = byId('trade-table')
  const list =
    table === null ? undefined : drawTrades(table, trades, payload, (row) => showTrade(row))
  function showTrade(row: number): void {
    if (price === undefined) {
      list?.select(row)
      return
    }
    price.show(row)
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
    byId('chart')?.scrollIntoView({ behavior: isStill ? 'auto' : 'smooth', block: 'start' })
    byId('price-chart')?.focus({ preventScroll: true })
  }

  const [chart, tools, legend, read, said] = [
    byId('price-chart'),
    byId('chart-tools'),
    byId('chart-legend'),
    byId('chart-read'),
    byId('chart-said'),
  ]
  if (chart !== null && tools !== null && legend !== null && read !== null && said !== null)
    price = drawPrice({ chart, tools, legend, read, said }, payload, trades, (row) =>
      list?.select(row),
    )

  for (const [id, kind] of [
    ['mae', 'against'],
    ['mfe', 'for'],
  ] as const) {
    const place = byId(id)
    if (place !== null) drawScatter(place, trades, kind, showTrade)
  }
  startCopy()
}

/** Copies the command, where the browser lets pages do so. */
function startCopy(): void {
  const copy = byId('copy')
  const command = byId('command')
  if (copy === null || command === null || !navigator.clipboard) return
  copy.hidden = false
  copy.addEventListener('click', () => {
    navigator.clipboard.writeText(command.textContent ?? '').then(
      () => {
        copy.textContent = 'Copied'
      },
      () => {
        copy.textContent = 'Not allowed'
      },
    )
  })
}

start()
