import '../quiet.ts'
import type { BoxConfig, BoxTable } from '../../shared/box.ts'
import { renewMark } from '../mark.ts'
import { keepUnhandled, run, start, state } from './evaluate.ts'
import { judgeLibrary, judgeSource } from './judge.ts'
import { takeAnswers } from './mailbox.ts'
import { prepare, rewind, tameFor } from './prepare.ts'

let config: BoxConfig

function ways(): { readonly isAsync: boolean; readonly counts: boolean } {
  return { isAsync: config.isAsync, counts: config.limits.steps !== null }
}

function begin(): BoxConfig['limits'] {
  renewMark()
  rewind(config)
  return config.limits
}

/** The only thing of the realm that its host touches. */
export const table: BoxTable = Object.freeze({
  __proto__: null,
  configure: (json: string) => {
    config = JSON.parse(json) as BoxConfig
  },
  judge: (source: string, names: string) =>
    JSON.stringify(judgeSource(source, names === '' ? [] : names.split(','), ways())),
  judgeLibrary: (source: string) => JSON.stringify(judgeLibrary(source, ways())),
  tame: () => tameFor(config),
  harden: (library: unknown) => prepare(config, library),
  run: (fn: unknown, args: string, applied: string | null) => run(fn, args, applied, begin()),
  start: (fn: unknown, args: string, applied: string | null) => {
    void start(fn, args, applied, begin())
  },
  state,
  answer: takeAnswers,
  unhandled: keepUnhandled,
} as BoxTable)
