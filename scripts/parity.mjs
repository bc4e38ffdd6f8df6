// Compares qrun's trades with TradingView's, case by case: node scripts/parity.mjs [name or prefix…]
// Needs a built dist/ and the parity folder beside the repository.
import { backtest, tradesCsv } from '../dist/index.js'
import { CASES, isPresent, runCase } from '../test/parity/run.mjs'

const wanted = process.argv.slice(2)
const chosen = CASES.filter(
  ({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)),
)

const cell = (text, width) => String(text).padStart(width)
const line = (name, theirs, ours, percent, rest = '') =>
  console.log(`${name.padEnd(50)}${cell(theirs, 12)}${cell(ours, 8)}${cell(percent, 10)}${rest}`)

async function main() {
  if (!isPresent) throw new Error('there is no ../shared/parity beside the repository')
  if (chosen.length === 0) throw new Error(`no case is called "${wanted.join('", "')}"`)
  const total = { theirs: 0, ours: 0, matched: 0, whole: 0 }
  line('case', 'TradingView', 'qrun', 'matched %')
  for (const parityCase of chosen) {
    try {
      const { theirs, ours, percent, count } = await runCase({ backtest, tradesCsv }, parityCase)
      const faults = Object.entries(count).filter(([kind, n]) => kind !== 'matched' && n > 0)
      const rest = faults.map(([kind, n]) => `  ${kind} ${n}`).join('')
      line(parityCase.name, theirs, ours, percent.toFixed(2), rest)
      total.theirs += theirs
      total.ours += ours
      total.matched += count.matched
      if (percent === 100) total.whole++
    } catch (cause) {
      line(parityCase.name, parityCase.trades, 0, '0.00', `  ${cause.message}`)
      total.theirs += parityCase.trades
    }
  }
  const percent = (100 * total.matched) / total.theirs
  line('total', total.theirs, total.ours, percent.toFixed(2))
  console.log(`${total.whole} of ${chosen.length} cases match in full`)
  return total.whole === chosen.length ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (cause) {
  console.error(`parity: ${cause.message}`)
  process.exitCode = 2
}
