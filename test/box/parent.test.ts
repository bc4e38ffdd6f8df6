import { afterEach, describe, expect, it, vi } from 'vitest'
import { BOX_FRAME } from '../../src/shared/box.ts'
import { expectError, ISOLATIONS, sandbox } from './boxes.ts'

/** What children run in place of their own script. */
const fake = { script: '' }

vi.mock('../../src/sandbox/index.ts', async (load) => {
  const real = await load<typeof import('../../src/sandbox/index.ts')>()
  return {
    ...real,
    readBoxScripts: () =>
      fake.script === '' ? real.readBoxScripts() : { jail: fake.script, realm: '' },
  }
})

/** A child that was taken over: it says that it is ready, and `body` when it has its source. */
function takeOver(body: string): void {
  fake.script = `((powers) => {
    const { take, write, exit } = powers.kept ?? {
      take: powers.take,
      exit: powers.process.reallyExit.bind(powers.process),
      write: (bytes) => { for (let done = 0; done < bytes.length; ) done += powers.writeSync(1, bytes, done, bytes.length - done) },
    }
    const frame = (type, text, length) => {
      const bytes = Buffer.from(text)
      const head = Buffer.alloc(8)
      head.writeUInt32LE(type, 0)
      head.writeUInt32LE(length ?? bytes.length, 4)
      write(new Uint8Array(head))
      write(new Uint8Array(bytes))
    }
    const readUntil = (wanted) => {
      for (;;) {
        const head = new Uint8Array(8)
        if (!take(head)) return exit(0)
        const view = new DataView(head.buffer)
        take(new Uint8Array(view.getUint32(4, true)))
        if (view.getUint32(0, true) === wanted) return
      }
    }
    frame(${BOX_FRAME.READY}, '{}')
    readUntil(${BOX_FRAME.JOB})
    ${body}
    readUntil(99)
  })`
}

const { DONE, CALLS, READY } = BOX_FRAME
const done = (outcome: unknown): string =>
  `frame(${DONE}, ${JSON.stringify(typeof outcome === 'string' ? outcome : JSON.stringify(outcome))})`

afterEach(() => {
  fake.script = ''
})

describe.each(ISOLATIONS)(
  'the parent of a child that was taken over (isolation "%s")',
  (isolation) => {
    const make = (): ReturnType<typeof sandbox> =>
      sandbox({
        isolation,
        async: true,
        calls: { ask: () => 1 },
        limits: { timeMs: 300, outputBytes: 1000 },
        pool: { ahead: 0 },
      })

    it('believes what makes sense (P4)', async () => {
      takeOver(done({ kind: 'value', value: [1] }))
      expect(await make().evaluate('0')).toEqual([1])
    })

    it.each<[says: string, body: string]>([
      ['no JSON', done('{')],
      ['no object', done('[1]')],
      ['an unknown ending', done({ kind: 'fine' })],
      [
        'an ending without its words',
        done({ kind: 'threw', name: 1, message: '', line: 0, column: 0 }),
      ],
      [
        'words without an end',
        `frame(${DONE}, JSON.stringify({ kind: 'unhandled', name: 'x', message: 'x'.repeat(20000) }))`,
      ],
      [
        'a place that is none',
        done({ kind: 'threw', name: '', message: '', line: -1, column: 0.5 }),
      ],
      [
        'an unknown rule',
        done({
          kind: 'refused',
          refusal: { rule: 'x', message: '', hint: '', line: 0, column: 0 },
        }),
      ],
      ['an ending that is inherited', done('{"__proto__":{"kind":"value"}}')],
      ['an unknown message', 'frame(77, "{}")'],
      ['that it is ready a second time', `frame(${READY}, '{}')`],
      ['calls that are no list', `frame(${CALLS}, '{}')`],
      [
        'a call of a name that there is not',
        `frame(${CALLS}, '[{"id":1,"name":"toString","args":[]}]')`,
      ],
      [
        'a call with a number that is none',
        `frame(${CALLS}, '[{"id":"1","name":"ask","args":[]}]')`,
      ],
      [
        'a call whose arguments are no list',
        `frame(${CALLS}, '[{"id":1,"name":"ask","args":{"length":1}}]')`,
      ],
      [
        'a call with more arguments than a handler has room for',
        `frame(${CALLS}, JSON.stringify([{ id: 1, name: 'ask', args: Array(1001).fill(0) }]))`,
      ],
      [
        'more calls than may wait at one time',
        `frame(${CALLS}, JSON.stringify(Array.from({ length: 101 }, (_, id) => ({ id, name: 'ask', args: [] }))))`,
      ],
      [
        'two calls of one number',
        `frame(${CALLS}, JSON.stringify([1, 1].map((id) => ({ id, name: 'ask', args: [] }))))`,
      ],
      [
        'a value that is nested without an end',
        `frame(${DONE}, '{"kind":"value","value":' + '['.repeat(5000) + ']'.repeat(5000) + '}')`,
      ],
      [
        'bytes that are no text',
        `write(new Uint8Array([${DONE}, 0, 0, 0, 2, 0, 0, 0, 0xff, 0xfe]))`,
      ],
    ])('does not believe %s (P4)', async (_says, body) => {
      takeOver(body)
      await expectError(make().evaluate('0'), {
        code: 'B606',
        message: 'the child of the sandbox said what makes no sense',
      })
    })

    it('takes no frame that is too large (P2)', async () => {
      takeOver(`frame(${DONE}, '', 0x7fffffff)`)
      await expectError(make().evaluate('0'), { code: 'B605' })
      takeOver(`frame(${DONE}, '"' + 'x'.repeat(200000) + '"')`)
      await expectError(make().evaluate('0'), { code: 'B605' })
    })

    it('ends one that says nothing, loops or goes (P1, P5)', async () => {
      takeOver('')
      await expectError(make().evaluate('0'), { code: 'B603' })
      takeOver('for (;;);')
      await expectError(make().evaluate('0'), { code: 'B603' })
      takeOver('exit(3)')
      await expectError(make().evaluate('0'), { code: 'B606', exit: 3 })
      takeOver('exit(0)')
      await expectError(make().evaluate('0'), { code: 'B606', exit: 0 })
    })

    it('counts calls without an end into the time', async () => {
      takeOver(
        `for (let id = 1; ; id++) { frame(${CALLS}, JSON.stringify([{ id, name: 'ask', args: [] }])); readUntil(${BOX_FRAME.ANSWERS}) }`,
      )
      await expectError(make().evaluate('0'), { code: 'B603' })
    })
  },
)
