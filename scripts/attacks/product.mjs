// The product's own code from its sources, as one module and one script: what starts a jail, and what
// empties its main realm.
import { join } from 'node:path'
import { build as bundle } from 'esbuild'

/**
 * @returns Path of a module that exports `startJail`, and the text of a script that leaves
 *   `own.neutralise`.
 */
export async function bundleProduct(build, folder) {
  const options = { bundle: true, platform: 'node', packages: 'external' }
  const entry = (contents) => ({ stdin: { contents, resolveDir: build } })
  const host = join(folder, 'host.mjs')
  await bundle({
    ...options,
    ...entry("export { startJail } from './src/sandbox/index.ts'"),
    format: 'esm',
    outfile: host,
  })
  const { outputFiles } = await bundle({
    ...options,
    ...entry("export { neutralise } from './src/jail/neutralise.ts'"),
    format: 'iife',
    globalName: 'own',
    write: false,
  })
  return { host, neutralise: outputFiles[0].text }
}
