import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BacktestOptions, backtest, isFailure, writeResult } from '../../src/index.ts'

const HOUR = 3_600_000
const START = Date.UTC(2024, 0, 1)

/** `count` hours of prices around 100. */
export function bars(count: number): BacktestOptions['data'] {
  const index = Array.from({ length: count }, (_, i) => i)
  const price = (i: number): number => 100 + (i % 24 < 12 ? i % 24 : 24 - (i % 24))
  return {
    name: 'waves',
    bars: {
      time: index.map((i) => START + i * HOUR),
      open: index.map(price),
      high: index.map((i) => Math.max(price(i), price(i + 1)) + 0.5),
      low: index.map((i) => Math.min(price(i), price(i + 1)) - 0.5),
      close: index.map((i) => price(i + 1)),
    },
  }
}

export type Ended = {
  /** `ok`, or the code of the failure, reported or thrown. */
  readonly code: string
  /** All that the run says: the result as JSON, or the words of the failure. */
  readonly text: string
}

/** Runs a strategy text as an embedding program would, and tells how it ended. */
export async function end(
  source: string,
  options: Partial<BacktestOptions> & { readonly name?: string } = {},
): Promise<Ended> {
  const { name = 'attack.js', ...rest } = options
  try {
    const result = await backtest({
      strategy: { name, source },
      data: bars(300),
      limits: { timeMs: 1000, memoryMb: 192 },
      ...rest,
    })
    let text = ''
    writeResult(result, (part) => {
      text += part
    })
    return { code: result.failure?.code ?? 'ok', text }
  } catch (thrown) {
    if (!isFailure(thrown)) throw new Error('something that is no failure came out of the sandbox')
    return { code: thrown.code, text: `${thrown.message} ${thrown.hint}` }
  }
}

const ATTACKS = join(import.meta.dirname, '../fixtures/attacks')

export type Attack = {
  readonly name: string
  readonly outcomes: readonly string[]
  readonly technique: string
  readonly rules: string
  readonly source: string
}

/** The attack files of this package, with what its table says of them. */
export function attacks(): readonly Attack[] {
  const table = readFileSync(join(ATTACKS, 'README.md'), 'utf8')
  const files = readdirSync(ATTACKS).filter((file) => file.endsWith('.js'))
  return files.map((file) => {
    const [, outcomes, technique, rules] =
      new RegExp(`^\\| ${file} \\| (.*) \\| (.*) \\| (.*) \\|$`, 'm').exec(table) ?? []
    if (outcomes === undefined || technique === undefined || rules === undefined)
      throw new Error(`${file} is not in the table`)
    return {
      name: file.replace('.js', ''),
      outcomes: outcomes.split(' or '),
      technique,
      rules,
      source: readFileSync(join(ATTACKS, file), 'utf8'),
    }
  })
}

/** The outcome in the words of the table. */
export function outcomeOf({ code }: Ended): string {
  if (code === 'S308' || code === 'S309' || code === 'L404') return 'rejected'
  if (code === 'L401') return 'time'
  if (code === 'L402') return 'memory'
  return code === 'ok' || /^S|^L40[35678]$/.test(code) ? 'contained' : `crash ${code}`
}

/** Process numbers of the jails that this process has now. */
export function children(): number[] {
  return readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'latin1')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  )
}
