// Measures whole commands: CPU of the process and all it waited for, wall time, and the highest sum of
// resident memory over the process tree (pages that processes share count once for each).
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

const LOOK_MS = 15

/**
 * The environment without Node's own variables: certificates that one of them names are read by every process at
 * its start, which took twice the time of all the rest of it.
 */
const ENV = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_')),
)

/** Runs a command through bash, whose `times` tells the CPU of all children. Seconds and megabytes. */
export async function measureCommand(command, args) {
  const started = performance.now()
  const shell = spawn(
    'bash',
    ['-c', '"$@" > /dev/null; code=$?; times >&2; exit $code', 'bash', command, ...args],
    { stdio: ['ignore', 'ignore', 'pipe'], env: ENV },
  )
  let said = ''
  shell.stderr.on('data', (chunk) => {
    said += chunk
  })
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, residentOfChildren(shell.pid))
  }, LOOK_MS)
  const code = await new Promise((resolve) => shell.on('close', resolve))
  const wall = (performance.now() - started) / 1000
  clearInterval(timer)
  if (code !== 0) throw new Error(`the command ended with ${code}: ${said}`)
  const times = [...said.matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => Number(m) * 60 + Number(s))
  const [user = Number.NaN, system = Number.NaN] = times.slice(-2)
  return { cpu: user + system, wall, peakMb: peak / 1024 }
}

/** Resident kilobytes of the descendants of a process; 0 where there is no /proc. */
function residentOfChildren(pid) {
  let sum = 0
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    for (const child of children === '' ? [] : children.split(' ')) {
      const status = readFileSync(`/proc/${child}/status`, 'utf8')
      sum += Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) + residentOfChildren(child)
    }
  } catch {
    // The process ended between the listing and the look.
  }
  return sum
}

/** A qrun command as a user gives it. */
export function measureQrun(...args) {
  return measureCommand(process.execPath, [QRUN, ...args])
}

const QRUN = new URL('../../dist/cli/main.js', import.meta.url).pathname
