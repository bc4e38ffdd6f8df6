import { resolve } from 'node:path'
import type { Command } from 'commander'
import {
  type Check,
  type CheckReport,
  type CheckStatus,
  isFailure,
  QrunError,
  renderFailure,
} from '../../index.ts'
import { reapplyConfig } from '../configured.ts'
import { type LookOptions, lookOf } from '../terminal.ts'
import { reasonOf } from './change.ts'
import { configFiles } from './files.ts'
import { type Why, watchLoop } from './loop.ts'
import { clearScreen } from './screen.ts'

/** Checks that were run, and what came of them. */
export type Checked = { readonly checks: readonly Check[]; readonly report: CheckReport }

type Flags = LookOptions & {
  readonly json?: boolean
  readonly formatOut?: readonly string[]
  readonly out?: string
  readonly inputs?: string
  readonly update?: unknown
}

/** `--watch`: checks again whenever a file of a check changes; the key u records what differs anew. */
export async function watchChecks<F extends Flags>(
  command: Command,
  flags: F,
  runOnce: (flags: F, signal: AbortSignal) => Promise<Checked>,
): Promise<void> {
  refuse(flags)
  const says = lookOf(process.stderr, flags)
  let count = 0
  let checks: readonly Check[] = []
  let before: ReadonlyMap<string, CheckStatus> = new Map()

  async function run(signal: AbortSignal, why: Why): Promise<void> {
    const isFirst = count++ === 0
    const isAccepting = why !== undefined && 'key' in why && why.key === 'u'
    let moved = ''
    if (!isFirst) clearScreen()
    try {
      if (!isFirst) await reapplyConfig(command)
      const now: F = command.opts()
      const done = await runOnce(isAccepting ? { ...now, update: true } : now, signal)
      checks = done.checks
      const statuses = new Map(done.report.outcomes.map(({ name, status }) => [name, status]))
      moved = movedOf(before, statuses)
      before = statuses
    } catch (problem) {
      if (!isFailure(problem)) throw problem
      if (signal.aborted) return
      // Before any check is known there is nothing to wait for.
      if (isFirst) throw problem
      process.stderr.write(renderFailure(problem, says))
    }
    if (!isFirst) process.stderr.write(`rerun ${count}  ${reasonOf(why)}${moved}\n`)
    process.stderr.write(
      process.stdin.isTTY === true
        ? 'keys: enter rerun  u accept baseline  q quit\n'
        : `waiting for changes of ${checks.length} check${checks.length === 1 ? '' : 's'}\n`,
    )
  }

  process.exitCode = await watchLoop({
    files: () => {
      const { inputs } = command.opts<Flags>()
      const paths = [...configFiles(command), ...checks.flatMap(filesOf), inputs]
      return [...new Set(paths.filter((path) => path !== undefined).map((path) => resolve(path)))]
    },
    run,
    keys: ['enter', 'u'],
  })
}

/** @throws `U102` for what would be printed more than once. */
function refuse({ json, formatOut = [], out }: Flags): void {
  const format = json === true ? 'json' : formatOut.find((name) => name !== 'pretty')
  if (format !== undefined && (json === true || out === undefined))
    throw new QrunError({
      code: 'U102',
      message: `--watch would print one document after another in the format "${format}"`,
      hint: 'write files: add --out',
    })
}

function filesOf({ options }: Check): readonly string[] {
  const { strategy, data, detail, markets = {}, fx } = options
  return [strategy, data, detail, fx, ...Object.values(markets)].filter(
    (path) => typeof path === 'string',
  )
}

/** `     sma-btc pass -> fail`. */
function movedOf(
  before: ReadonlyMap<string, CheckStatus>,
  now: ReadonlyMap<string, CheckStatus>,
): string {
  const moved = [...now].flatMap(([name, status]) => {
    const was = before.get(name)
    return was === status ? [] : [`${name} ${was === undefined ? '' : `${was} -> `}${status}`]
  })
  return `     ${moved.length === 0 ? 'the verdicts are the same' : moved.join('   ')}`
}
