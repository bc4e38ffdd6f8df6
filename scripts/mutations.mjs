// Breaks one rule of the broker at a time in a copy of the sources and lets its tests judge the copy:
// node scripts/mutations.mjs [word…]. Fails if a broken rule goes unnoticed.
import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Each breaks one rule: the text `from` stands exactly once in the file and becomes `to`. */
const MUTATIONS = [
  {
    rule: 'BE-3.1',
    breaks: 'a tie goes high first',
    file: 'shared/bars.ts',
    from: 'high - open < open - low',
    to: 'high - open <= open - low',
  },
  {
    rule: 'BE-3.3',
    breaks: 'touching is not enough inside a bar',
    file: 'broker/path.ts',
    from: 'way * (hit.level - level) >= 0',
    to: 'way * (hit.level - level) > 0',
  },
  {
    rule: 'BE-3.4',
    breaks: 'an older order does not come first at one price',
    file: 'broker/path.ts',
    from: 'return order.sequence < other.sequence',
    to: 'return order.sequence > other.sequence',
  },
  {
    rule: 'BE-1.3',
    breaks: 'stops round like limits',
    file: 'broker/levels.ts',
    from: 'return side > 0 ? stepAbove(grid, price) : stepBelow(grid, price)',
    to: 'return side > 0 ? stepBelow(grid, price) : stepAbove(grid, price)',
  },
  {
    rule: 'BE-4.2',
    breaks: 'a gapped order fills at its level',
    file: 'broker/walk.ts',
    from: '    fillOrder(state, order, price, event)\n    if (risk.isCapDue)',
    to: '    fillOrder(state, order, event === EVENT.STOP ? order.stop : price, event)\n    if (risk.isCapDue)',
  },
  {
    rule: 'BE-4.6',
    breaks: 'limits are slipped too',
    file: 'broker/fill.ts',
    from: 'event === EVENT.LIMIT ? 0 : order.side * state.slippage',
    to: 'order.side * state.slippage',
  },
  {
    rule: 'BE-5.3',
    breaks: 'sell stops go before buy stops at the open',
    file: 'broker/walk.ts',
    from: '(side > 0 ? 0 : 1)',
    to: '(side > 0 ? 1 : 0)',
  },
  {
    rule: 'BE-2.5',
    breaks: 'orders of a close wait for the next open',
    file: 'broker/broker.ts',
    from: 'standAt(state, state.close, !onClose)',
    to: 'standAt(state, state.close, true)',
  },
  {
    rule: 'BE-7.2',
    breaks: 'a priced entry does not freeze what is opposite',
    file: 'broker/entry.ts',
    from: 'kind === KIND.ENTRY ? draft.opposite : 0',
    to: 'kind === KIND.ENTRY && isMarket ? draft.opposite : 0',
  },
  {
    rule: 'BE-9.5',
    breaks: 'filled legs reserve nothing',
    file: 'broker/legs.ts',
    from: 'if (other !== leg) left -= other.lots',
    to: 'if (other !== leg && !other.isDone) left -= other.lots',
  },
  {
    rule: 'BE-9.23',
    breaks: 'a late trailing stop starts from the bar’s extreme',
    file: 'broker/legs.ts',
    from: 'if (leg.side * (leg.activation - close) >= 0) arm(leg, close)',
    to: 'if (leg.side * (leg.activation - (leg.side < 0 ? high : low)) >= 0) arm(leg, leg.side < 0 ? high : low)',
    also: ['armFromClose({ close }: State', 'armFromClose({ close: _, high, low }: State'],
  },
  {
    rule: 'BE-9.27',
    breaks: 'a trailing stop never moves',
    file: 'broker/path.ts',
    from: 'if (order.isArmed && order.side * (order.best - price) > 0) order.best = price',
    to: '',
  },
  {
    rule: 'BE-10.3',
    breaks: 'on the close a repeated call counts each time',
    file: 'broker/close.ts',
    from: 'if (state.settings.processOrdersOnClose) endRepeated(state, order)',
    to: '',
  },
  {
    rule: 'BE-11.1',
    breaks: 'the newest lots close first',
    file: 'trades/ledger.ts',
    from: '  while (left > 0 && index < lots.length) {\n    const lot = lots[index]!',
    to: '  lots.reverse()\n  while (left > 0 && index < lots.length) {\n    const lot = lots[index]!',
  },
  {
    rule: 'BE-12.3',
    breaks: 'a market order is sized at its fill',
    file: 'broker/fill.ts',
    from: 'Number.isNaN(order.lots) ? lots',
    to: "!order.explicit && state.settings.defaultQtyType !== 'fixed' ? lots",
    also: ['order.budget, deal.price)', 'defaultBudget(state), deal.price)'],
    imports: ['import { lotsForBudget }', 'import { defaultBudget, lotsForBudget }'],
  },
  {
    rule: 'BE-12.10',
    breaks: 'exits cost no commission',
    file: 'broker/deal.ts',
    from: 'const fee = commissionOf(state, deal.price, lots)',
    to: 'const fee = deal.opening === 0 ? 0 : commissionOf(state, deal.price, lots)',
  },
  {
    rule: 'BE-12.21',
    breaks: 'the margin of an entry is not looked at when it fills',
    file: 'broker/margin.ts',
    from: 'if (margin === 0 || ledger.side === side) return true',
    to: 'if (margin >= 0 || ledger.side === side) return true',
  },
  {
    rule: 'BE-12.27',
    breaks: 'the boundary of margin has no tolerance',
    file: 'broker/margin.ts',
    from: 'const SLACK = 1e-11',
    to: 'const SLACK = 0',
  },
  {
    rule: 'BE-12.30',
    breaks: 'no margin call at the extremes',
    file: 'broker/walk.ts',
    from: '  for (const leg of book.legs) followTrail(leg, to)\n  checkAccount(state)',
    to: '  for (const leg of book.legs) followTrail(leg, to)\n  if (to === state.close) checkAccount(state)',
  },
  {
    rule: 'BE-12.31',
    breaks: 'a margin call liquidates once what is missing',
    file: 'broker/margin.ts',
    from: '4 * cover',
    to: 'cover',
  },
  {
    rule: 'BE-12.34',
    breaks: 'a call of one lot is not put off to the close',
    file: 'broker/walk.ts',
    from: 'if (lots === 0 || isPutOff(state, lots)) return',
    to: 'if (lots === 0) return',
  },
  {
    rule: 'BE-13.5',
    breaks: 'a floating loss triggers the limit on drawdown',
    file: 'broker/broker.ts',
    from: '  if (ledger.wins + ledger.losses + ledger.evens === state.tradesBefore) return\n',
    to: '',
  },
  {
    rule: 'BE-14.3',
    breaks: 'a fill does not reduce the others of its group',
    file: 'broker/oca.ts',
    from: 'order.lots -= lots',
    to: 'order.lots -= 0',
  },
  {
    rule: 'BE-14.2',
    breaks: 'a fill does not cancel the others of its group',
    file: 'broker/oca.ts',
    from: '  if (order.exit === null) endOrder(state.book, order)\n  else endLeg',
    to: '  if (order.ocaType === OCA.CANCEL) return\n  if (order.exit === null) endOrder(state.book, order)\n  else endLeg',
  },
]

const copy = mkdtempSync(join(tmpdir(), 'qrun-mutations-'))
const work = join(copy, 'main')

function prepare() {
  mkdirSync(join(work, 'test'), { recursive: true })
  for (const part of ['src', 'package.json', 'tsconfig.json', 'tsconfig.base.json'])
    cpSync(join(ROOT, part), join(work, part), { recursive: true })
  for (const part of ['broker', 'trades', 'orders', 'fast-check.ts'])
    cpSync(join(ROOT, 'test', part), join(work, 'test', part), { recursive: true })
  // It reads the whole test folder, which is not here.
  rmSync(join(work, 'test/broker/citations.test.ts'))
  writeFileSync(
    join(work, 'vitest.config.ts'),
    "export default { test: { setupFiles: ['test/fast-check.ts'], testTimeout: 60_000, maxWorkers: 2 } }\n",
  )
  symlinkSync(join(ROOT, 'node_modules'), join(work, 'node_modules'), 'dir')
  const shared = join(ROOT, '../shared')
  if (existsSync(shared)) symlinkSync(shared, join(copy, 'shared'), 'dir')
}

/** The first failing test, or null when all passed. */
function judge(paths) {
  const report = join(copy, 'report.json')
  rmSync(report, { force: true })
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', '--bail=1', '--reporter=json', `--outputFile=${report}`, ...paths]
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: work, maxBuffer: 1 << 26 }, (problem) => {
      if (problem === null) return resolve(null)
      if (!existsSync(report)) return reject(problem)
      const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
      const failed = testResults
        .flatMap(({ assertionResults }) => assertionResults)
        .find(({ status }) => status === 'failed')
      resolve(failed?.fullName ?? testResults.find(({ status }) => status === 'failed')?.message)
    })
  })
}

function replaceOnce(text, from, to, file) {
  if (text.split(from).length !== 2) throw new Error(`${file} does not hold once: ${from}`)
  return text.replace(from, () => to)
}

const FAST = ['entries', 'exits', 'fills', 'money', 'risk', 'surprises', 'account', 'rules'].map(
  (name) => `test/broker/${name}.test.ts`,
)

async function main() {
  prepare()
  const wanted = process.argv.slice(2)
  const chosen = MUTATIONS.filter(
    ({ rule, breaks }) =>
      wanted.length === 0 || wanted.some((word) => rule === word || breaks.includes(word)),
  )
  if (chosen.length === 0) throw new Error(`no rule is called "${wanted.join('", "')}"`)
  const intact = await judge(FAST)
  if (intact !== null) throw new Error(`the sources as they are fail: ${intact}`)
  let survived = 0
  for (const { rule, breaks, file, from, to, also, imports } of chosen) {
    const path = join(work, 'src', file)
    const text = readFileSync(path, 'utf8')
    let broken = replaceOnce(text, from, to, file)
    for (const pair of [also, imports]) {
      if (pair !== undefined) broken = replaceOnce(broken, pair[0], pair[1], file)
    }
    writeFileSync(path, broken)
    // The trade lists of TradingView are asked where the tables see nothing.
    const killer =
      (await judge(FAST)) ?? (await judge(['test/broker', 'test/trades', 'test/orders']))
    writeFileSync(path, text)
    if (killer === null) survived++
    const verdict = killer === null ? 'SURVIVED' : 'killed'
    console.log(`${verdict.padEnd(10)}${rule.padEnd(10)}${breaks.padEnd(58)}${killer ?? ''}`)
  }
  console.log(`${chosen.length - survived} of ${chosen.length} broken rules were noticed`)
  return survived === 0 ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (cause) {
  console.error(`mutations: ${cause.message}`)
  process.exitCode = 2
} finally {
  rmSync(copy, { recursive: true, force: true })
}
