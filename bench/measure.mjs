// Measures whole commands: CPU of the process and all it waited for, wall time, and the highest sum of
// resident memory over the process tree.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Runs a command through bash, whose `times` tells the CPU of all children. */
export async function measure(command, args) {
  const started = performance.now()
  const shell = spawn(
    'bash',
    ['-c', '"$@" > /dev/null; code=$?; times >&2; exit $code', 'bash', command, ...args],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let said = ''
  shell.stderr.on('data', (chunk) => {
    said += chunk
  })
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, residentOfTree(shell.pid))
  }, 10)
  const code = await new Promise((resolve) => shell.on('close', resolve))
  clearInterval(timer)
  const times = [...said.matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => Number(m) * 60 + Number(s))
  const [user = Number.NaN, system = Number.NaN] = times.slice(-2)
  return {
    code,
    cpu: user + system,
    wall: (performance.now() - started) / 1000,
    peakMb: peak / 1024,
    said,
  }
}

/** Resident kilobytes of the descendants of a process. */
function residentOfTree(root) {
  const children = new Map()
  const resident = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8')
      const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1])
      resident.set(Number(name), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0))
      children.set(parent, [...(children.get(parent) ?? []), Number(name)])
    } catch {
      // The process ended between the listing and the look.
    }
  }
  let sum = 0
  const open = [...(children.get(root) ?? [])]
  while (open.length > 0) {
    const pid = open.pop()
    sum += resident.get(pid) ?? 0
    open.push(...(children.get(pid) ?? []))
  }
  return sum
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
