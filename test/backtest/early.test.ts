import { beforeAll, describe, expect, it } from 'vitest'
import { backtest } from '../../src/index.ts'
import { systemWalls } from '../../src/sandbox/index.ts'

const idle = { source: 'onBar(() => {})', name: 'idle.js' }

/** Processes that this one has started and that are not gone. */
function children(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length
}

// What asks the system for its walls is a process of its own.
beforeAll(systemWalls)

describe('a jail that was started before its bars', () => {
  it('is gone when there are none', async () => {
    await expect(backtest({ strategy: idle, data: '/no/such/file.csv' })).rejects.toMatchObject({
      code: 'D201',
    })
    await expect.poll(children).toBe(0)
  })

  it('is gone when an interrupt ends the wait for them', async () => {
    const control = new AbortController()
    const silent = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('time,open,high,low,close,volume\n')
      await new Promise((resolve) => setTimeout(resolve, 60_000).unref())
    }
    setTimeout(() => control.abort(), 300)
    await expect(
      backtest({ strategy: idle, data: { stream: silent(), name: 'x' }, signal: control.signal }),
    ).rejects.toMatchObject({ code: 'X504' })
    await expect.poll(children).toBe(0)
  })
})

describe('data that are wrong behind their head', () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, i) => `${Date.UTC(2020, 0, 1) + i * 60_000},10,12,9,${i === 9000 ? 'x' : 11},5\n`,
  )
  const data = {
    bytes: Buffer.from(`time,open,high,low,close,volume\n${rows.join('')}`),
    name: 'wrong.csv',
  }

  it('are told of', async () => {
    await expect(backtest({ strategy: idle, data })).rejects.toMatchObject({ code: 'D209' })
  })

  it.each([
    ['a file that is no program', 'onBar(() => {'],
    ['a file that fails before its first bar', 'let a = 1; a()'],
  ])('come after %s', async (_, source) => {
    const { failure } = await backtest({ strategy: { source, name: 'wrong.js' }, data })
    expect(failure).toMatchObject({ code: expect.stringMatching(/^S/), file: 'wrong.js' })
  })
})
