// One process, watched: what it writes, which processes it starts, how large it grows, how it ends.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const PERIOD_MS = 25
const MAX_TEXT = 64e6
/** Processes that belong to qrun: Node under its several names, and what puts it into namespaces. */
const OWN = /^(node|node-.*|MainThread|qrun.*|unshare|setpriv|bwrap|prlimit)$/

/**
 * Runs a command until it ends or `patienceMs` has passed.
 *
 * @param onLine When given, gets standard output line by line as it comes.
 * @param isStuck When given, is asked now and then instead of the patience whether to end it.
 */
export function watch(command, args, { cwd, env, patienceMs, onLine, isStuck }) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const texts = { stdout: '', stderr: '' }
    let rest = ''
    for (const name of ['stdout', 'stderr'])
      child[name].on('data', (chunk) => {
        const text = chunk.toString('latin1')
        if (name === 'stdout' && onLine !== undefined) {
          const lines = (rest + text).split('\n')
          rest = lines.pop()
          for (const line of lines) onLine(line)
        } else if (texts[name].length < MAX_TEXT) texts[name] += text
      })
    const started = performance.now()
    const strangers = new Set()
    let isHung = false
    let peakMb = 0
    const timer = setInterval(() => {
      const below = processesBelow(child.pid)
      for (const { name } of below) if (!OWN.test(name)) strangers.add(name)
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'latin1')
        peakMb = Math.max(peakMb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
      } catch {}
      const ms = performance.now() - started
      isHung ||= isStuck === undefined ? ms > patienceMs : isStuck()
      if (!isHung) return
      child.kill('SIGKILL')
      for (const { pid } of below)
        try {
          process.kill(pid, 'SIGKILL')
        } catch {}
    }, PERIOD_MS)
    child.on('close', (code, signal) => {
      clearInterval(timer)
      done({ ...texts, code, signal, isHung, peakMb, strangers: [...strangers] })
    })
  })
}

/** All processes below one, where the system has /proc. */
function processesBelow(pid) {
  const found = []
  const open = [pid]
  while (open.length > 0) {
    const parent = open.pop()
    try {
      for (const task of readdirSync(`/proc/${parent}/task`)) {
        const text = readFileSync(`/proc/${parent}/task/${task}/children`, 'latin1')
        for (const child of text.split(' ').filter(Boolean)) {
          open.push(child)
          found.push({
            pid: Number(child),
            name: readFileSync(`/proc/${child}/comm`, 'latin1').trim(),
          })
        }
      }
    } catch {
      // It ended while it was looked at.
    }
  }
  return found
}

/** Everything in a folder, by name. */
export function filesIn(folder) {
  const files = {}
  for (const name of readdirSync(folder, { recursive: true }).sort())
    if (statSync(join(folder, name)).isFile())
      files[name] = readFileSync(join(folder, name), 'latin1')
  return files
}
