import { readFileSync } from 'node:fs'
import { QrunError } from '../errors/index.ts'
import { packageFile } from '../package/index.ts'
import type { RealmScripts } from './realm.ts'

/** The bundled texts that run on the other side of the walls. */
export type Scripts = RealmScripts & { readonly jail: string }

/** What a jail is sent: the same as bytes, which would have to be made of the texts again. */
export type ScriptBytes = Readonly<Record<keyof Scripts, Uint8Array>>

const texts = new Map<string, string>()
const bytes = new Map<string, Uint8Array>()

function cached<T>(all: Map<string, T>, name: string, read: (path: string) => T): T {
  const known = all.get(name)
  if (known !== undefined) return known
  let found: T
  try {
    found = read(packageFile(`dist/${name}`))
  } catch {
    throw new QrunError({
      code: 'X503',
      message: `the installed package lacks "dist/${name}"`,
      hint: 'install qrun again; in a checkout run npm run build',
    })
  }
  all.set(name, found)
  return found
}

const read = (name: string): string => cached(texts, name, (path) => readFileSync(path, 'utf8'))
const readBytes = (name: string): Uint8Array => cached(bytes, name, (path) => readFileSync(path))

/** Each is read when it is first asked for. */
function readBy<T>(read: (name: string) => T): Readonly<Record<keyof Scripts, T>> {
  return {
    get jail() {
      return read('jail.js')
    },
    get realm() {
      return read('realm.js')
    },
    get ti() {
      return read('realm-ti.js')
    },
  }
}

/** The scripts of this package. */
export function readScripts(): Scripts {
  return readBy(read)
}

/** The same for a jail. */
export function readScriptBytes(): ScriptBytes {
  return readBy(readBytes)
}

/** The scripts of the stand-alone sandbox: its child, and its realm without anything that trades. */
export function readBoxScripts(): { readonly jail: string; readonly realm: string } {
  return { jail: read('box-jail.js'), realm: read('box-realm.js') }
}
