import { readFileSync } from 'node:fs'
import { QrunError } from '../errors/index.ts'
import { packageFile } from '../package/index.ts'
import type { RealmScripts } from './realm.ts'

/** The bundled texts that run on the other side of the walls. */
export type Scripts = RealmScripts & { readonly jail: string }

const cached = new Map<string, string>()

function read(name: string): string {
  let text = cached.get(name)
  if (text !== undefined) return text
  try {
    text = readFileSync(packageFile(`dist/${name}`), 'utf8')
  } catch {
    throw new QrunError({
      code: 'X503',
      message: `the installed package lacks "dist/${name}"`,
      hint: 'install qrun again; in a checkout run npm run build',
    })
  }
  cached.set(name, text)
  return text
}

/** The scripts of this package, each read when it is first asked for. */
export function readScripts(): Scripts {
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

/** The scripts of the stand-alone sandbox: its child, and its realm without anything that trades. */
export function readBoxScripts(): { readonly jail: string; readonly realm: string } {
  return { jail: read('box-jail.js'), realm: read('box-realm.js') }
}
