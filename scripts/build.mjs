// Builds dist/: the package's own modules, and the three scripts that run on the other side of the walls.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { direct } from './direct.mjs'
import { tableOfGlobals } from './globals-table.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
/** For tests: everything but the declaration files. */
const isQuick = process.argv.includes('--quick')

/**
 * The realm's library computes with typed arrays after they have left the global object (R4), and writes
 * what it tells by functions that nothing can replace (R9), so it takes both into its own scope first.
 */
const CAPTURE =
  'const { ArrayBuffer, DataView, Float64Array, Float32Array, Int32Array, Uint32Array, Uint16Array, Uint8Array, Int8Array } = globalThis;' +
  'const JSON = { __proto__: null, parse: globalThis.JSON.parse, stringify: globalThis.JSON.stringify };'

const SCRIPT = {
  absWorkingDir: root,
  bundle: true,
  format: 'iife',
  globalName: 'exported',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  target: 'es2022',
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
}

/** A script whose value is `expression` of the module that `entry` exports. */
async function script(entry, outfile, expression, options = {}) {
  await build({
    ...SCRIPT,
    entryPoints: [entry],
    outfile,
    // Strict from its first statement: a directive of the bundle would stand behind the capture, and count for nothing.
    banner: { js: `(() => {'use strict';${CAPTURE}` },
    footer: { js: `return ${expression} })()` },
    ...options,
  })
}

export async function buildScripts() {
  writeGlobals()
  await Promise.all([
    script('src/realm/index.ts', 'dist/realm.js', 'exported.table'),
    script('src/realm/ti/index.ts', 'dist/realm-ti.js', 'exported.TI'),
    script('src/jail/index.ts', 'dist/jail.js', 'exported.main', {
      platform: 'node',
      // The module that reads the package's folder is shaken out of this bundle; a test looks that nothing of Node is left.
      logOverride: { 'empty-import-meta': 'silent' },
    }),
    script('src/realm/box/index.ts', 'dist/box-realm.js', 'exported.table'),
    script('src/jail/box.ts', 'dist/box-jail.js', 'exported.main', {
      platform: 'node',
      logOverride: { 'empty-import-meta': 'silent' },
    }),
    buildPage(),
  ])
}

/** What the declaration file says, for the static checks. */
function writeGlobals() {
  const table = tableOfGlobals(readFileSync(`${root}src/globals.d.ts`, 'utf8'))
  mkdirSync(`${root}dist`, { recursive: true })
  writeFileSync(`${root}dist/globals.json`, JSON.stringify(table))
}

/** The script and the style of the HTML report, the stand-alone chart library and its notice within. */
async function buildPage() {
  await build({
    absWorkingDir: root,
    entryPoints: {
      report: 'src/report/html/page/index.ts',
      'report-style': 'src/report/html/style.css',
    },
    outdir: 'dist',
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    alias: {
      'lightweight-charts': `${root}node_modules/lightweight-charts/dist/lightweight-charts.standalone.production.mjs`,
    },
    minify: true,
    charset: 'utf8',
    legalComments: 'inline',
    logLevel: 'warning',
  })
}

const MODULES = {
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: ['ses'],
  // Some of the libraries ask for Node's own modules the old way.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
}

const RUN = 'src/cli/commands/backtest.ts'
const FORMS = 'src/cli/produce.ts'

/**
 * The program's pieces: what a run needs that prints its report, and what every other command and form of a
 * result shares. A run loads the first alone.
 */
const REACH = {
  [RUN]: ['src/cli/called.ts'],
  'src/cli/commands/index.ts': [],
  'src/backtest/inline.ts': [RUN],
  [FORMS]: [RUN],
  'src/cli/commands/': [RUN, FORMS],
  'src/cli/matrix/run.ts': [RUN, FORMS],
  'src/cli/watch/': [RUN, FORMS],
  'src/check/schema.ts': [RUN, FORMS],
}

/** The library and the program, each with pieces of its own: what starts fast must not be cut for the other. */
async function buildModules() {
  await Promise.all([
    build({
      ...MODULES,
      entryPoints: { index: 'src/index.ts', sandbox: 'src/box/index.ts' },
      outdir: 'dist',
      chunkNames: 'chunks/[name]-[hash]',
      plugins: [direct({ 'src/backtest/inline.ts': ['src/index.ts'] })],
    }),
    build({
      ...MODULES,
      entryPoints: { main: 'src/cli/main.ts' },
      outdir: 'dist/cli',
      chunkNames: 'chunks/[name]-[hash]',
      plugins: [direct(REACH)],
    }),
  ])
}

const BUNDLED = [
  '@date-fns/tz',
  '@date-fns/utc',
  'acorn',
  'commander',
  'csv-parse',
  'date-fns',
  'lightweight-charts',
  'picocolors',
  'technicalindicators',
  'zod',
]

/** The licences of what is bundled, which have to travel with it. */
function writeLicences() {
  const texts = BUNDLED.map((name) => {
    const folder = `${root}node_modules/${name}`
    const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
    const text = file === undefined ? '' : readFileSync(`${folder}/${file}`, 'utf8').trim()
    return `${name} ${version} (${license})\n\n${text}\n`
  })
  writeFileSync(`${root}dist/THIRD-PARTY-LICENSES.txt`, texts.join(`\n${'-'.repeat(80)}\n\n`))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!isQuick) rmSync(`${root}dist`, { recursive: true, force: true })
  await Promise.all([buildScripts(), buildModules()])
  cpSync(`${root}src/globals.d.ts`, `${root}dist/globals.d.ts`)
  cpSync(`${root}schema`, `${root}dist/schema`, { recursive: true })
  writeLicences()
  if (!isQuick) {
    const tsc = `${root}node_modules/typescript/bin/tsc`
    execFileSync(process.execPath, [tsc, '-p', `${root}tsconfig.build.json`], { stdio: 'inherit' })
  }
}
