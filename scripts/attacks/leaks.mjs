// What a run shows that it must not: its marker, the secret, a connection, a process.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A server that nobody may reach; `take(name)` gives and forgets what came from one attack. */
export async function listen() {
  const heard = []
  const server = createServer((socket) => {
    const entry = { text: '' }
    heard.push(entry)
    socket.on('data', (chunk) => {
      if (entry.text.length < 1000) entry.text += chunk.toString('latin1')
    })
    socket.on('error', () => {})
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  server.unref()
  return {
    port: server.address().port,
    take(name) {
      const own = heard.filter(({ text }) => text.includes(`PWNED-${name}`))
      for (const entry of own) heard.splice(heard.indexOf(entry), 1)
      return own.length
    },
    unclaimed: () => heard.length,
    close: () => server.close(),
  }
}

/** Files with an attack's marker in the temporary folders; they are removed. */
export function markerFiles(name) {
  const found = []
  for (const folder of new Set([tmpdir(), '/tmp']))
    for (const file of existsSync(folder) ? readdirSync(folder) : [])
      if (file.startsWith(`PWNED-${name}`) && !isLongerName(file, name)) {
        found.push(join(folder, file))
        rmSync(join(folder, file), { force: true, recursive: true })
      }
  return found
}

/** `PWNED-deep-stack-capture` is no marker of `deep-stack`. */
function isLongerName(file, name) {
  return /^-[a-z]/.test(file.slice(`PWNED-${name}`.length))
}

/** Faults in what a run wrote, by the place in which it stands. */
export function leaksOf(name, texts, secret) {
  const tag = `PWNED-${name}`
  const leaks = []
  for (const [where, text] of Object.entries(texts)) {
    if (text.includes(secret)) leaks.push(`the secret in ${where}`)
    // The spoof quotes its text in a message: what counts is a line of its own.
    const isShown =
      name === 'throw-spoof-output' ? new RegExp(`^${tag}`, 'm').test(text) : text.includes(tag)
    if (isShown) leaks.push(`its marker in ${where}`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
    if (/^std/.test(where) && /[\x00-\x08\x0b-\x1f\x7f]/.test(text))
      leaks.push(`a control character in ${where}`)
    if (where.startsWith('PWNED-')) leaks.push(`the file ${where}`)
  }
  for (const path of markerFiles(name)) leaks.push(`the file ${path}`)
  return leaks
}
