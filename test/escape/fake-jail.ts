import { vi } from 'vitest'

/** What the parent is told to run in place of the jail. */
export const fake = { script: '' }

vi.mock('../../src/sandbox/index.ts', async (load) => {
  const real = await load<typeof import('../../src/sandbox/index.ts')>()
  return {
    ...real,
    readScriptBytes: () =>
      fake.script === ''
        ? real.readScriptBytes()
        : { jail: Buffer.from(fake.script), realm: Buffer.alloc(0), ti: Buffer.alloc(0) },
  }
})

/**
 * A jail that was taken over: `body` may call `frame(type, bytes)`, `text(type, value)` with JSON or a
 * text, `doubles(type, numbers)`, and everything of Node that the process still has. It does not read
 * its input unless it says so.
 */
export function takeOver(body: string): void {
  fake.script = `((powers) => {
    const { process, take, fs, writeSync } = powers
    const write = (bytes) => { for (let done = 0; done < bytes.length; ) done += writeSync(1, bytes, done, bytes.length - done) }
    const header = (type, length) => { const bytes = Buffer.alloc(8); bytes.writeUInt32LE(type, 0); bytes.writeUInt32LE(length, 4); write(bytes) }
    const frame = (type, bytes) => { header(type, bytes.length); write(bytes) }
    const text = (type, value) => frame(type, Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)))
    const doubles = (type, values) => { const bytes = Buffer.alloc(values.length * 8); values.forEach((v, i) => bytes.writeDoubleLE(v, i * 8)); frame(type, bytes) }
    const read = () => { const head = new Uint8Array(8); if (!take(head)) return undefined; const bytes = new Uint8Array(new DataView(head.buffer).getUint32(4, true)); take(bytes); return new DataView(head.buffer).getUint32(0, true) }
    const readUntil = (...types) => { for (;;) { const type = read(); if (type === undefined || types.includes(type)) return } }
    ${body}
    process.reallyExit(0)
  })`
}
