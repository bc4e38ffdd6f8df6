import type { Realm } from '../sandbox/index.ts'
import type { Failure } from '../shared/failure.ts'
import type { Job } from '../shared/job.ts'
import { nearest } from '../shared/nearest.ts'
import type { Declaration } from '../shared/outcome.ts'
import type { Verdict } from '../shared/verdict.ts'
import type { Places } from './places.ts'
import type { Witness } from './witness.ts'

/** What a file that was judged, compiled and run once has told. */
export type Setup = {
  readonly declaration: Declaration
  readonly zones: readonly string[]
  /** Numbers of the job's markets that were requested. */
  readonly feeds: readonly number[]
  readonly hasOnFill: boolean
  /** Whether it names anything of its trades, and which columns of the account page it does. */
  readonly usesTrades: boolean
  readonly account: readonly number[]
}

/** Judges, compiles and runs the file of a job once. */
export function declareFile(
  realm: Realm,
  job: Job,
  places: Places,
  witness: Pick<Witness, 'sites'> | undefined,
): Setup | { readonly failure: Failure } {
  const { table } = realm
  const text = job.file.endsWith('.ts') ? stripTypes(realm.strip, job.source) : job.source
  if (text === undefined) return { failure: untypeable(realm.strip !== undefined, job) }
  const verdict = readVerdict(table.judge(text, witness !== undefined))
  if (!verdict.ok) {
    const { code, message, hint, line, column } = verdict
    const place = places.of(line * 4096 + Math.min(column, 4095))
    return { failure: { code, message, hint, place } }
  }
  if (verdict.usesTi) realm.loadTi()
  witness?.sites(verdict.sites, verdict.isCut)
  table.harden()
  // The text has been judged; it is long, and the API does not need it.
  const problem = table.create(JSON.stringify({ ...job, source: '' }))
  if (problem !== '') return { failure: places.failure(problem, -1, 0) }
  const names = [...table.names().split(','), verdict.mark, verdict.pow, verdict.probe]
  const fn = realm.compile(verdict.body, names)
  if (typeof fn !== 'function')
    return {
      failure: {
        code: 'S308',
        message: 'the engine refused the file',
        hint: 'use the JavaScript of 2024',
        place: { file: job.file },
      },
    }
  const told = table.setup(fn)
  const setup = JSON.parse(told) as
    | Pick<Setup, 'declaration' | 'zones' | 'feeds' | 'hasOnFill'>
    | { readonly failure: Failure }
  if ('failure' in setup) return { failure: places.failure(told, -1, 0) }
  const { declaration, zones, feeds, hasOnFill } = setup
  const { usesTrades, account } = verdict
  return { declaration, zones, feeds, hasOnFill, usesTrades, account }
}

/** The last verdict: trials of one text are all told the same. */
let read: { readonly json: string; readonly verdict: Verdict } | undefined

function readVerdict(json: string): Verdict {
  if (read?.json !== json) read = { json, verdict: JSON.parse(json) as Verdict }
  return read.verdict
}

/** The text without its types, lines and columns unchanged; undefined where that cannot be had. */
function stripTypes(strip: Realm['strip'], text: string): string | undefined {
  try {
    return strip?.(text)
  } catch {
    // Nothing is asked of an error that a hostile text may have shaped (H2).
    return undefined
  }
}

function untypeable(canStrip: boolean, { file }: Job): Failure {
  return {
    code: 'S308',
    message: canStrip ? 'the types cannot be stripped' : 'this Node.js cannot strip types',
    hint: canStrip
      ? 'use only types that can be erased: no enum, namespace or parameter property'
      : 'use Node.js 22.13 or newer, or write the strategy in JavaScript',
    place: { file },
  }
}

/** What is wrong with the inputs of a job; undefined where the strategy has them all. */
export function unknownInput(job: Job, { inputs }: Declaration): Failure | undefined {
  const known = inputs.map((input) => input.name)
  const name = Object.keys(job.inputs).find((given) => !known.includes(given))
  if (name === undefined) return undefined
  const near = nearest(name, known)
  const listed = `${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}`
  return {
    code: 'U110',
    message: `unknown input "${name}"`,
    hint:
      known.length === 0
        ? 'this strategy declares no inputs'
        : `${near === undefined ? '' : `did you mean ${near}? `}this strategy has: ${listed}`,
  }
}
