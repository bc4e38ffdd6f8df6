import { type Context, createContext } from '../sandbox/index.ts'
import { BOX_FRAME, type BoxConfig, type BoxJob, type BoxTable } from '../shared/box.ts'
import { evaluate, REFUSED_BY_ENGINE } from './evaluate.ts'
import { underLimit } from './limit.ts'
import { neutralise } from './neutralise.ts'
import { createPipe } from './pipe.ts'
import type { Kept, Powers } from './powers.ts'

/** A thread brings what it keeps with it: there is no process of its own to be emptied. */
type ThreadPowers = { readonly kept: Kept }

/** A realm that is ready for a source, or why it is not: JSON of an outcome. */
export type Ready =
  | { readonly realm: { readonly context: Context; readonly table: BoxTable } }
  | { readonly failure: string }

/** For globals, library and freezing. */
const SETUP_MS = 10_000

/** The child's only entry: one configuration, and then the evaluations of one source. */
export function main(powers: Powers | ThreadPowers): void {
  const kept = 'kept' in powers ? powers.kept : neutralise(powers)
  const pipe = createPipe(kept)
  const scripts = { realm: '', ses: '' }
  let config: BoxConfig | undefined
  let run: ((job: BoxJob) => void) | undefined
  for (;;) {
    const frame = pipe.read()
    if (frame === undefined) break
    const text = kept.decode(frame.bytes)
    if (frame.type === BOX_FRAME.REALM_SCRIPT) scripts.realm = text
    else if (frame.type === BOX_FRAME.SES_SCRIPT) scripts.ses = text
    else if (frame.type === BOX_FRAME.CONFIG) {
      config = JSON.parse(text) as BoxConfig
      const ready = prepare(kept, scripts, config, text)
      pipe.writeText(BOX_FRAME.READY, 'failure' in ready ? `{"library":${ready.failure}}` : '{}')
      if ('realm' in ready) run = evaluate(kept, pipe, ready.realm, config.isAsync)
    } else if (frame.type === BOX_FRAME.JOB && run !== undefined) run(JSON.parse(text) as BoxJob)
    else kept.exit(70)
  }
  kept.exit(0)
}

/** Makes the realm, with the library compiled and run, and freezes it. */
function prepare(
  kept: Kept,
  scripts: { readonly realm: string; readonly ses: string },
  config: BoxConfig,
  json: string,
): Ready {
  const context = createContext(kept.vm)
  const table = context.evaluate(scripts.realm, 'qrun-box') as BoxTable
  table.configure(json)
  table.tame()
  if (scripts.ses !== '') context.evaluate(scripts.ses, 'ses')
  const done = underLimit(kept, SETUP_MS, (): string => {
    if (config.library === '') return table.harden(undefined)
    const verdict = JSON.parse(table.judgeLibrary(config.library))
    if (!verdict.ok) return JSON.stringify({ kind: 'refused', refusal: verdict.refusal })
    const library = context.compile(verdict.body, verdict.parameters)
    return library === undefined ? REFUSED_BY_ENGINE : table.harden(library)
  })
  if (done === undefined) return { failure: '{"kind":"time"}' }
  return done.value === '' ? { realm: { context, table } } : { failure: done.value }
}
