import vm from 'node:vm'
import { createRealm, readScripts } from '../../src/sandbox/index.ts'
import type { MarketInfo } from '../../src/shared/job.ts'
import { COMMAND, COMMAND_WIDTH } from '../../src/shared/layout.ts'
import { MAIL, STEP } from '../../src/shared/realm.ts'

export type Told = {
  /** What ended it, if anything did. */
  readonly failure?: { readonly code: string; readonly message: string; readonly hint: string }
  readonly line?: number
  readonly column?: number
  /** Lines of log by bar. */
  readonly logs: readonly string[]
  readonly commands: readonly { readonly bar: number; readonly row: readonly number[] }[]
  readonly texts: readonly string[]
  readonly declaration?: {
    readonly settings: Readonly<Record<string, unknown>>
    readonly inputs: readonly Readonly<Record<string, unknown>>[]
    readonly plots: readonly Readonly<Record<string, unknown>>[]
  }
}

export type Facts = {
  readonly closes?: readonly number[]
  readonly times?: readonly number[]
  readonly timeframe?: string
  readonly inputs?: Readonly<Record<string, string | number | boolean>>
  readonly properties?: Readonly<Record<string, string | number | boolean>>
  readonly block?: number
  /** Whether the realm is hardened, as it always is outside of tests of its second fence (R9). */
  readonly isFrozen?: boolean
  readonly volume?: boolean
  /** Markets that can be requested; none of their bars come. */
  readonly markets?: readonly MarketInfo[]
  readonly timezone?: string
  readonly zones?: readonly { name: string; starts: number[]; offsets: number[] }[]
}

const HOUR = 3_600_000

/**
 * Runs a strategy text in a realm without broker and account: bars with the given closes, high one
 * above and low one below, open the close before, volume 10.
 */
export function runRealm(source: string, facts: Facts = {}): Told {
  const closes = facts.closes ?? [1, 2, 3, 4, 5]
  const realm = createRealm(vm, readScripts())
  const { table } = realm
  const logs: string[] = []
  const commands: { bar: number; row: number[] }[] = []
  const texts = ['']
  const ended = (json: string, more: Partial<Told> = {}): Told => {
    const { failure, mark } = JSON.parse(json)
    return {
      failure,
      line: Math.floor(mark / 4096),
      column: mark % 4096,
      logs,
      commands,
      texts,
      ...more,
    }
  }
  const verdict = JSON.parse(table.judge(source))
  if (!verdict.ok) {
    const { code, message, hint, line, column } = verdict
    return { failure: { code, message, hint }, line, column, logs, commands, texts }
  }
  if (verdict.usesTi) realm.loadTi()
  if (facts.isFrozen !== false) table.harden()
  const problem = table.create(
    JSON.stringify({
      inputs: facts.inputs ?? {},
      properties: facts.properties ?? {},
      symbol: {
        name: 'TEST',
        tick: 0.01,
        lot: 1,
        pointValue: 1,
        currency: 'USD',
        timezone: facts.timezone ?? 'UTC',
      },
      timeframe: facts.timeframe ?? '60',
      volume: facts.volume ?? true,
      markets: facts.markets ?? [],
      seed: 1,
      limits: { logs: 1000 },
    }),
  )
  if (problem !== '') return ended(problem)
  const fn = realm.compile(verdict.body, [
    ...table.names().split(','),
    verdict.mark,
    verdict.pow,
    verdict.probe,
  ])
  const told = table.setup(fn)
  const setup = JSON.parse(told)
  if (setup.failure !== undefined) return ended(told)
  const { declaration } = setup
  const capacity = table.begin(JSON.stringify(facts.zones ?? []))
  const columns = [0, 1, 2, 3, 4, 5].map((index) => table.column(index))
  const block = facts.block ?? 1024
  const listen = (bar: number, bits: number): void => {
    const mail = table.mailbox()
    for (let i = texts.length; i < mail[MAIL.TEXTS]!; i++) texts.push(table.text(i))
    if ((bits & STEP.COMMANDS) !== 0)
      for (let i = 0; i < mail[MAIL.COMMANDS]!; i++)
        commands.push({
          bar,
          row: [...table.commands().slice(i * COMMAND_WIDTH, (i + 1) * COMMAND_WIDTH)],
        })
    if ((bits & STEP.LINES) !== 0 || bits < 0) {
      for (let i = 0; i < mail[MAIL.LINES]!; i++) logs.push(`${bar}: ${table.lineText(i)}`)
      table.clearLines()
    }
  }
  table.setLastBar(closes.length - 1)
  for (let done = 0; done < closes.length; ) {
    const base = done & (capacity - 1)
    const count = Math.min(block, closes.length - done, capacity - base)
    for (let i = 0; i < count; i++) {
      const close = closes[done + i]!
      const row = [
        facts.times?.[done + i] ?? (done + i) * HOUR,
        closes[done + i - 1] ?? close,
        close + 1,
        close - 1,
        close,
        10,
      ]
      for (let k = 0; k < 6; k++) columns[k]![base + i] = row[k]!
    }
    if (table.advance(base, base + count) !== 0) return ended(table.failure(), { declaration })
    for (let i = 0; i < count; i++) {
      const bits = table.run(done + i, done + i + 1)
      if (bits !== 0) listen(done + i, bits)
      if (bits < 0) return ended(table.failure(), { declaration })
    }
    done += count
  }
  return { logs, commands, texts, declaration }
}

/** A command's field by name. */
export function field(row: readonly number[], name: keyof typeof COMMAND): number {
  return row[COMMAND[name]]!
}
