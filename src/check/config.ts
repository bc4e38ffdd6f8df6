import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { QrunError } from '../errors/index.ts'
import type { Place } from '../shared/failure.ts'
import type { Config } from './config-file.ts'
import { join as joinPath, readJsonc } from './jsonc.ts'

export type { CheckEntry, Config, DataEntry } from './config-file.ts'

/** A configuration and where it came from. */
export type LoadedConfig = {
  readonly config: Config
  /** Folder of the file: paths in it are meant from here. */
  readonly root: string
  /** Base name, for messages. */
  readonly file: string
  /** Where a value stands, for errors that are found later. */
  readonly placeOf: (path: readonly PropertyKey[], part?: 'value' | 'name') => Place
}

const NAME = 'qrun.config.json'

/**
 * The configuration that holds for `folder`: the nearest `qrun.config.json` from there up to the
 * project's own folder, which has a `package.json` or is a repository; outside of a project, the folder
 * itself only. A `package.json` may name another file: `"qrun": { "config": "qrun.config.mjs" }`.
 */
export async function findConfig(folder: string): Promise<string | undefined> {
  const seen: string[] = []
  for (let at = resolve(folder); ; at = dirname(at)) {
    seen.push(at)
    const isProject = existsSync(join(at, 'package.json')) || existsSync(join(at, '.git'))
    if (isProject || dirname(at) === at) {
      for (const place of isProject ? seen : seen.slice(0, 1)) {
        const path = join(place, NAME)
        if (existsSync(path)) return path
      }
      return isProject ? namedBy(at) : undefined
    }
  }
}

async function namedBy(folder: string): Promise<string | undefined> {
  try {
    const { qrun } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    return typeof qrun?.config === 'string' ? join(folder, qrun.config) : undefined
  } catch {
    return undefined
  }
}

/**
 * Reads a configuration: JSON with comments, or a module whose default export is one. A module runs
 * with full rights.
 *
 * @throws `C101` to `C104`, and `C108` for a module where programs are not allowed.
 */
export async function readConfig(
  path: string,
  { programs = true }: { readonly programs?: boolean } = {},
): Promise<LoadedConfig> {
  const root = dirname(resolve(path))
  const file = path.split(/[\\/]/).pop()!
  if (/\.[cm]?[jt]s$/.test(path)) {
    if (!programs)
      throw new QrunError({
        code: 'C108',
        message: `"${file}" is a program, which would run with full rights`,
        hint: 'leave --untrusted out, or use qrun.config.json',
      })
    return checked(await importConfig(path, file), () => ({ file }), root, file)
  }
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    throw unreadable(
      path,
      'cannot be read',
      'check its path and permissions, or leave it out with --no-config',
    )
  }
  const { value, places, names } = await readJsonc(text, file)
  const placeOf: LoadedConfig['placeOf'] = (keys, part = 'value') => {
    const at = (part === 'name' ? names : places).get(keys.map(String).reduce(joinPath, ''))
    if (at === undefined) return { file }
    return {
      file,
      line: at.line,
      column: at.column + 1,
      source: text.split(/\r?\n/)[at.line - 1] ?? '',
    }
  }
  return checked(value, placeOf, root, file)
}

async function importConfig(path: string, file: string): Promise<unknown> {
  try {
    const module = await import(pathToFileURL(resolve(path)).href)
    return module.default
  } catch (cause) {
    const what = cause instanceof Error ? cause.message.split('\n')[0] : 'unknown'
    throw unreadable(file, `cannot be loaded (${what})`, 'its default export is the configuration')
  }
}

function unreadable(path: string, what: string, hint: string): QrunError {
  return new QrunError({ code: 'C101', message: `the configuration "${path}" ${what}`, hint })
}

async function checked(
  value: unknown,
  placeOf: LoadedConfig['placeOf'],
  root: string,
  file: string,
): Promise<LoadedConfig> {
  const { CONFIG } = await import('./schema.ts')
  const { success, data, error } = CONFIG.safeParse(value)
  if (success) return { config: data, root, file, placeOf }
  const [issue] = error.issues
  const path = issue!.path
  if (issue!.code === 'unrecognized_keys') {
    const [key] = issue!.keys
    const place = placeOf([...path, key!], 'name')
    throw new QrunError({
      code: 'C103',
      message: `there is no "${showPath([...path, key!])}"`,
      hint: 'docs/check.md lists the keys; schema/config.json lets an editor complete them',
      place,
    })
  }
  throw new QrunError({
    code: 'C104',
    message: `"${showPath(path) || file}": ${issue!.message.replace(/^Invalid input: /, '')}`,
    hint: 'docs/check.md says what each key takes',
    place: placeOf(path),
  })
}

/** `checks[0].data`. */
export function showPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (shown, key) =>
      typeof key === 'number'
        ? `${shown}[${key}]`
        : shown === ''
          ? String(key)
          : `${shown}.${String(key)}`,
    '',
  )
}
