import { formatCount, formatExact, formatFixed, formatSigned } from '../../numbers.ts'
import type { Payload } from '../payload.ts'
import { button, make, say } from './dom.ts'
import { formatSeconds } from './times.ts'
import type { Trades } from './trades.ts'

const PAGE_ROWS = 50

type Column = {
  readonly name: string
  readonly isNumber: boolean
  readonly value: (row: number) => number | string
  readonly text: (row: number) => string
  /** Signed values are coloured; their sign says the same. */
  readonly tone?: boolean
}

export type TradeTable = {
  /** Marks a trade and turns to its page. */
  select(row: number): void
}

export function drawTrades(
  place: HTMLElement,
  trades: Trades,
  { barMs, decimals }: Payload,
  onShow: (row: number) => void,
): TradeTable {
  const columns = columnsOf(trades, barMs, decimals)
  let order = Uint32Array.from({ length: trades.count }, (_, row) => row)
  let sortedBy = 0
  let isDescending = false
  let page = 0
  let selected = -1
  place.replaceChildren()
  if (trades.count === 0) {
    place.append(make('p', { class: 'muted' }, 'The run made no trades.'))
    return { select: () => {} }
  }

  const search = make('input', { type: 'search', placeholder: 'signal or number' })
  const side = choice([
    ['', 'both sides'],
    ['long', 'long'],
    ['short', 'short'],
  ])
  const outcome = choice([
    ['', 'every outcome'],
    ['won', 'won'],
    ['lost', 'lost'],
    ['open', 'open'],
    ['ambiguous', 'ambiguous'],
  ])
  const reasons = new Set<string>()
  for (let row = 0; row < trades.count; row++) reasons.add(trades.reason(row))
  const exit = choice([
    ['', 'every exit'],
    ...[...reasons].sort().map((name): [string, string] => [name, name.replace('_', ' ')]),
  ])
  const count = make('span', { class: 'muted', role: 'status' })
  place.append(
    make(
      'form',
      { class: 'tools', 'aria-label': 'Filter trades' },
      make('label', {}, 'Find ', search),
      make('label', {}, 'Side ', side),
      make('label', {}, 'Outcome ', outcome),
      make('label', {}, 'Exit ', exit),
      count,
    ),
  )
  place.querySelector('form')?.addEventListener('submit', (event) => event.preventDefault())
  if (trades.count < trades.total)
    place.append(
      make(
        'p',
        { class: 'muted' },
        `The run made ${formatCount(trades.total)} trades. This list and the marks hold the first and the last ${formatCount(trades.count / 2)}; every figure is computed from all of them.`,
      ),
    )

  const heads = columns.map((column, i) => {
    const sort = button(column.name, `Sort by ${column.name}`, () => sortBy(i))
    sort.className = 'sort'
    return make('th', { scope: 'col', class: column.isNumber ? 'num' : '' }, sort)
  })
  const body = make('tbody')
  place.append(
    make(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'List of trades' },
      make('table', { class: 'trades' }, make('thead', {}, make('tr', {}, ...heads)), body),
    ),
  )
  const where = make('span', { class: 'muted' })
  const turn = (to: number) => () => {
    page = to < 0 ? page - 1 : to > 0 ? page + 1 : 0
    fill()
  }
  const back = button('Earlier rows', 'Previous page', turn(-1))
  const forth = button('Further rows', 'Next page', turn(1))
  place.append(make('div', { class: 'tools pager' }, back, where, forth))

  function matches(row: number): boolean {
    if (side.value !== '' && (side.value === 'long') !== trades.isLong(row)) return false
    if (exit.value !== '' && trades.reason(row) !== exit.value) return false
    const profit = trades.profit[row]!
    if (outcome.value === 'won' && !(profit > 0 && !trades.isOpen(row))) return false
    if (outcome.value === 'lost' && !(profit < 0 && !trades.isOpen(row))) return false
    if (outcome.value === 'open' && !trades.isOpen(row)) return false
    if (outcome.value === 'ambiguous' && !trades.isAmbiguous(row)) return false
    const wanted = search.value.trim().toLowerCase()
    return (
      wanted === '' ||
      String(trades.number[row]) === wanted ||
      trades.entrySignal(row).toLowerCase().includes(wanted) ||
      trades.exitSignal(row).toLowerCase().includes(wanted)
    )
  }

  function arrange(): void {
    const rows: number[] = []
    for (let row = 0; row < trades.count; row++) if (matches(row)) rows.push(row)
    const { value } = columns[sortedBy]!
    const keys = new Map(rows.map((row) => [row, value(row)]))
    const direction = isDescending ? -1 : 1
    rows.sort((a, b) => {
      const x = keys.get(a)!
      const y = keys.get(b)!
      // What has no value stands last either way.
      if (Number.isNaN(x) || Number.isNaN(y))
        return Number(Number.isNaN(x)) - Number(Number.isNaN(y))
      return x < y ? -direction : x > y ? direction : a - b
    })
    order = Uint32Array.from(rows)
    heads.forEach((head, i) => {
      if (i !== sortedBy) head.removeAttribute('aria-sort')
      else head.setAttribute('aria-sort', isDescending ? 'descending' : 'ascending')
    })
    count.textContent =
      order.length === trades.count
        ? `${formatCount(order.length)} trades`
        : `${formatCount(order.length)} of ${formatCount(trades.count)} trades`
  }

  function sortBy(column: number): void {
    isDescending = sortedBy === column ? !isDescending : columns[column]!.isNumber && column > 0
    sortedBy = column
    page = 0
    arrange()
    fill()
    say(`Sorted by ${columns[column]!.name}, ${isDescending ? 'descending' : 'ascending'}`)
  }

  function fill(): void {
    const pages = Math.max(1, Math.ceil(order.length / PAGE_ROWS))
    page = Math.max(0, Math.min(pages - 1, page))
    const rows: HTMLElement[] = []
    for (let i = page * PAGE_ROWS; i < Math.min(order.length, (page + 1) * PAGE_ROWS); i++)
      rows.push(line(order[i]!))
    if (rows.length === 0)
      rows.push(
        make(
          'tr',
          {},
          make('td', { colspan: String(columns.length), class: 'muted' }, 'No trade is like that.'),
        ),
      )
    body.replaceChildren(...rows)
    where.textContent = `page ${page + 1} of ${pages}`
    back.disabled = page === 0
    forth.disabled = page === pages - 1
  }

  function line(row: number): HTMLElement {
    const cells = columns.map((column, i) => {
      const text = column.text(row)
      const value = column.tone === true ? Number(column.value(row)) : 0
      const tone = value > 0 ? ' gain' : value < 0 ? ' loss' : ''
      const cell = make('td', { class: `${column.isNumber ? 'num' : ''}${tone}`.trim() })
      if (i > 0) cell.textContent = text
      else {
        const show = button(text, `Show trade ${text} on the chart`, () => onShow(row))
        show.className = 'jump'
        cell.append(show)
      }
      return cell
    })
    const element = make('tr', row === selected ? { 'aria-current': 'true' } : {}, ...cells)
    element.dataset.row = String(row)
    return element
  }

  body.addEventListener('click', (event) => {
    const target = event.target as Element
    if (target.closest('button') !== null) return
    const row = target.closest('tr')?.dataset.row
    if (row !== undefined) onShow(Number(row))
  })
  for (const control of [search, side, outcome, exit])
    control.addEventListener('input', () => {
      page = 0
      arrange()
      fill()
    })
  arrange()
  fill()
  return {
    select(row) {
      selected = row
      const at = order.indexOf(row)
      if (at >= 0) page = Math.floor(at / PAGE_ROWS)
      fill()
    },
  }
}

function choice(options: readonly (readonly [string, string])[]): HTMLSelectElement {
  return make('select', {}, ...options.map(([value, name]) => make('option', { value }, name)))
}

function columnsOf(trades: Trades, barMs: number, decimals: number): readonly Column[] {
  const price = (value: number): string => formatFixed(value, decimals)
  const number = (
    name: string,
    values: ArrayLike<number>,
    show: (value: number) => string,
    tone = false,
  ): Column => ({
    name,
    isNumber: true,
    value: (row) => values[row]!,
    text: (row) => (Number.isFinite(values[row]) ? show(values[row]!) : ''),
    tone,
  })
  const text = (name: string, read: (row: number) => string): Column => ({
    name,
    isNumber: false,
    value: read,
    text: read,
  })
  const time = (name: string, values: Float64Array, isKnown: (row: number) => boolean): Column => ({
    name,
    isNumber: false,
    value: (row) => values[row]!,
    text: (row) => (isKnown(row) ? formatSeconds(values[row]!, barMs) : 'open'),
  })
  const percent = (value: number): string => formatFixed(value, 2)
  return [
    number('#', trades.number, String),
    text('Side', (row) => (trades.isLong(row) ? 'long' : 'short')),
    time('Entry', trades.entryTime, () => true),
    number('Price in', trades.entryPrice, price),
    time('Exit', trades.exitTime, (row) => !trades.isOpen(row)),
    number('Price out', trades.exitPrice, price),
    text(
      'By',
      (row) =>
        trades.reason(row).replace('_', ' ') + (trades.isAmbiguous(row) ? ' (ambiguous)' : ''),
    ),
    number('Quantity', trades.qty, formatExact),
    number('Profit', trades.profit, formatSigned, true),
    number('%', trades.profitPct, percent, true),
    number('Cumulative', trades.cumulative, formatSigned, true),
    number('For, %', trades.runUpPct, percent),
    number('Against, %', trades.drawdownPct, percent),
    {
      name: 'Bars',
      isNumber: true,
      value: (row) => trades.exitBar[row]! - trades.entryBar[row]! + 1,
      text: (row) => formatCount(trades.exitBar[row]! - trades.entryBar[row]! + 1),
    },
    number('Fees', trades.fees, (value) => formatFixed(value, 2)),
    text('Signal in', trades.entrySignal),
    text('Signal out', (row) => trades.exitSignal(row)),
  ]
}
