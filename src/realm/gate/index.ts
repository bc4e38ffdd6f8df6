import type { Program } from 'acorn'
import type { ErrorCode } from '../../shared/failure.ts'
import type { Verdict } from '../../shared/verdict.ts'
import { describe, describeThrown } from '../describe.ts'
import { lintSeries, type SeriesNames } from './lint.ts'
import { instrument } from './marks.ts'
import { forEachDeclared, freshName, scan } from './names.ts'
import { PREFIX, parseStrategy } from './parse.ts'
import { GateFailure, refuse } from './refuse.ts'
import { findSites } from './sites.ts'

/** Longest source, in UTF-16 units (G5). */
const MAX_SOURCE = 1024 * 1024

/**
 * Rule G: parses the hostile text inside the realm, before any of it runs, refuses what a strategy
 * cannot use, and adds the position marks. `taken` are the API's names, which the top level cannot
 * declare again; `account` are the columns behind the names of the account. With `isExplained` the text shows its
 * tests and series to the probe.
 */
export function judge(
  source: string,
  taken: ReadonlySet<string>,
  series: SeriesNames,
  account: ReadonlyMap<string, readonly number[]>,
  isExplained = false,
): Verdict {
  try {
    if (source.length > MAX_SOURCE)
      return reject(
        'L404',
        `the source has ${source.length} characters`,
        `keep it under ${MAX_SOURCE}`,
        0,
        0,
      )
    const program = parseStrategy(source)
    const names = new Set<string>()
    scan(program, names)
    refuseTaken(program, taken)
    lintSeries(source, program, series)
    const mark = freshName('$p', names)
    const pow = freshName('$w', names)
    const probe = freshName('$x', names)
    const text = PREFIX + source
    const shift = PREFIX.length
    const sites = isExplained ? findSites(program, shift) : undefined
    return {
      ok: true,
      body: instrument(text, program, {
        shift,
        mark,
        pow,
        probe: sites && { name: probe, sites },
      }),
      mark,
      pow,
      probe,
      sites: sites?.list ?? [],
      isCut: sites?.isCut ?? false,
      usesTi: names.has('ti'),
      usesTrades: names.has('closedtrades') || names.has('opentrades'),
      account: columnsNamed(account, names),
    }
  } catch (thrown) {
    if (thrown instanceof GateFailure) {
      const { code, message, hint, line, column } = thrown
      const shift = line === 0 ? 0 : line === 1 ? 1 - PREFIX.length : 1
      return reject(code, message, hint, line, column + shift)
    }
    const { code, message, hint } = describeThrown(thrown)
    // Whatever else the walk runs into is the depth of the source (G5).
    return code === 'S307'
      ? reject('L404', 'the source is nested too deeply', 'simplify the expression', 0, 0)
      : reject(code, message, hint, 0, 0)
  }
}

function columnsNamed(
  account: ReadonlyMap<string, readonly number[]>,
  names: ReadonlySet<string>,
): number[] {
  const columns = new Set<number>()
  for (const [name, behind] of account)
    if (names.has(name)) for (const column of behind) columns.add(column)
  return [...columns].sort((a, b) => a - b)
}

function reject(
  code: ErrorCode,
  message: string,
  hint: string,
  line: number,
  column: number,
): Verdict {
  // A name of the file stands in many messages, and may be as long as the file.
  return {
    ok: false,
    code,
    message: describe(message),
    hint: describe(hint),
    line,
    column: Math.max(column, 0),
  }
}

/** A top-level `let close` would clash with the parameter that brings the API in. */
function refuseTaken(program: Program, taken: ReadonlySet<string>): void {
  forEachDeclared(program.body, (identifier, name, kind) => {
    if (kind !== 'var' && kind !== 'function' && taken.has(name))
      refuse(
        identifier,
        'S308',
        `"${name}" is a global of qrun and cannot be declared at the top of the file`,
        'choose another name',
      )
  })
}
