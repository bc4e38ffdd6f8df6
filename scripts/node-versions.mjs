// Installs the other Node.js versions that qrun supports into .node-versions/ (ignored by git) and runs
// a command under each: node scripts/node-versions.mjs [arguments of node…]
//
// Without arguments it proves that results do not depend on the version: every example strategy over
// the sample data must give byte-identical JSON and trade lists under all of them.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const VERSIONS = ['20.20.2', '22.23.3', '24.21.0', '26.10.0']

/** Path of the node binary of a version, installed from the npm registry when missing. */
function nodeOf(version) {
  if (process.version === `v${version}`) return process.execPath
  const folder = join(root, '.node-versions', version)
  const binary = join(folder, 'node_modules/node/bin/node')
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true })
    execFileSync(
      'npm',
      ['install', '--silent', '--no-save', '--prefix', folder, `node@${version}`],
      { stdio: 'inherit' },
    )
  }
  return binary
}

function digest(node) {
  const out = mkdtempSync(join(tmpdir(), 'qrun-versions-'))
  const hashes = {}
  try {
    for (const file of readdirSync(join(root, 'strategies')).sort()) {
      const target = join(out, file)
      const { status, stderr } = spawnSync(
        node,
        [
          join(root, 'dist/cli/main.js'),
          'backtest',
          join(root, 'strategies', file),
          '-d',
          join(root, 'data/simulated-btc-1h.csv'),
          '-q',
          '-f',
          'json,csv',
          '-o',
          target,
        ],
        { encoding: 'utf8' },
      )
      if (status !== 0) throw new Error(`${file}: exit ${status}\n${stderr}`)
      const hash = createHash('sha256')
      for (const name of readdirSync(target).sort())
        hash.update(name).update(readFileSync(join(target, name)))
      hashes[file] = hash.digest('hex')
    }
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
  return hashes
}

const args = process.argv.slice(2)
let code = 0
if (args.length > 0) {
  for (const version of VERSIONS) {
    console.log(`--- node ${version}`)
    const { status } = spawnSync(nodeOf(version), args, { cwd: root, stdio: 'inherit' })
    if (status !== 0) code = 1
  }
} else {
  const first = digest(nodeOf(VERSIONS[0]))
  for (const version of VERSIONS) {
    const again = digest(nodeOf(version))
    const different = Object.keys(first).filter((file) => first[file] !== again[file])
    console.log(
      `node ${version.padEnd(9)} ${Object.keys(again).length} strategies  ${different.length === 0 ? 'identical' : `DIFFERENT: ${different.join(' ')}`}`,
    )
    if (different.length > 0) code = 1
  }
}
process.exitCode = code
