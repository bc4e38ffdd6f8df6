import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { QrunError } from '../index.ts'

/**
 * Refuses before the run what cannot be opened after it.
 *
 * @throws `U120` in CI, under --untrusted, and without an HTML file.
 */
export function checkOpen(hasFile: boolean, untrusted: boolean, env: NodeJS.ProcessEnv): void {
  const refuse = (message: string, hint: string): QrunError =>
    new QrunError({ code: 'U120', message, hint })
  if (!isOff(env.CI))
    throw refuse('--open was given, and the environment says "CI"', 'leave --open out in CI')
  if (untrusted)
    throw refuse('--open does not go with "--untrusted"', 'open the report yourself after a look')
  if (!hasFile) throw refuse('--open needs an HTML file', 'add --out NAME.html')
}

function isOff(value: string | undefined): boolean {
  return value === undefined || value === '' || value === '0' || value === 'false'
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'open',
  win32: 'explorer.exe',
}

/** Hands a file to the program that the system opens such files with, and does not wait for it. */
export async function openFile(path: string): Promise<void> {
  const opener = OPENERS[process.platform] ?? 'xdg-open'
  await new Promise<void>((done) => {
    const child = spawn(opener, [resolve(path)], { stdio: 'ignore', detached: true })
    child.once('spawn', () => {
      child.unref()
      done()
    })
    child.once('error', () => {
      process.stderr.write(`"${opener}" cannot be run: open ${path} yourself\n`)
      done()
    })
  })
}
