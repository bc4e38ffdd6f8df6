import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** The browser that QRUN_CHROMIUM names, or the first one on the path. */
export function findChromium(): string | undefined {
  const { QRUN_CHROMIUM: named, PATH: path = '' } = process.env
  const places = path.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [named ?? [], places].flat().find((place) => {
    try {
      accessSync(place, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

export async function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
