// Asks a process of its own for figures, so that none meets machine code that another has warmed or spoilt.
import { fork } from 'node:child_process'

/** The figures that a script sends for its arguments, or why it sends none. */
export function askChild(script, [name, options]) {
  return new Promise((resolve) => {
    const child = fork(script, [name, JSON.stringify(options)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    // An interrupt ends what it was waiting for as well.
    const end = () => child.kill()
    process.once('exit', end)
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    let figures
    child.on('message', (message) => {
      figures = message
    })
    child.on('close', () => {
      process.off('exit', end)
      if (figures !== undefined) resolve({ figures })
      else resolve({ failure: /^\w*Error.*$/m.exec(said)?.[0] ?? 'ended without a word' })
    })
  })
}
