// The engine, and the realm's script once more without hardening, bundled for the row of the layers.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** As in scripts/build.mjs, but for functions that hardening would have kept from the strategy. */
const CAPTURE =
  '(() => { const { ArrayBuffer, DataView, Float64Array, Float32Array, Int32Array, Uint32Array, Uint16Array, Uint8Array, Int8Array } = globalThis;'

/** Writes engine.mjs and soft.js into `folder`. */
export async function bundleLayers(folder) {
  await build({
    stdin: {
      contents: `export { createRun } from './src/engine/index.ts'
        export { createRealm } from './src/sandbox/index.ts'`,
      resolveDir: ROOT,
    },
    outfile: join(folder, 'engine.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
  })
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/realm/index.ts'],
    outfile: join(folder, 'soft.js'),
    bundle: true,
    format: 'iife',
    globalName: 'exported',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    banner: { js: CAPTURE },
    footer: { js: 'return () => exported.table })()' },
    minifySyntax: true,
    minifyWhitespace: true,
    plugins: [
      { name: 'soft', setup: ({ onLoad }) => onLoad({ filter: /realm\/harden\.ts$/ }, soften) },
    ],
  })
}

function soften({ path }) {
  const text = readFileSync(path, 'utf8')
  const soft = text
    .replace(/(export function harden\([^)]*\)[^{]*\{)/, '$1 return { removed: [], kept: [] };')
    .replace(/(export function freezeReachable\([^)]*\): void \{)/, '$1 return;')
  if (soft.split('return;').length === text.split('return;').length || !soft.includes('{ return {'))
    throw new Error('src/realm/harden.ts has another form')
  return { contents: soft, loader: 'ts' }
}
