import { describe, expect, it } from 'vitest'
import { backtest, sweep } from '../../src/index.ts'
import { SAMPLE } from '../cli/command.ts'

/**
 * Ways to leave something for the next trial of a warm jail. Each is a function of `leave`: true is to leave
 * the mark, false is to look for it; it says whether there was one.
 */
const WAYS: Readonly<Record<string, string>> = {
  'a variable of the file':
    'let kept = 0; const way = (leave) => leave ? (kept = 1, false) : kept === 1',
  'a property of a built-in': `const way = (leave) => {
    for (const item of [globalThis, Object, Object.prototype, Array.prototype, Function.prototype, Math, JSON, Map.prototype, Date, RegExp.prototype, Symbol, Reflect, Error.prototype]) {
      if (!leave && item.mark === 1) return true
      try { item.mark = 1 } catch {}
      try { Object.defineProperty(item, 'mark', { value: 1, configurable: true }) } catch {}
    }
    return false
  }`,
  'a changed built-in': `const way = (leave) => {
    if (!leave) return [].push.call([], 1) !== 1 || Math.abs(-2) !== 2 || 'x'.at(0) !== 'x'
    for (const [item, name] of [[Array.prototype, 'push'], [Math, 'abs'], [String.prototype, 'at']])
      try { item[name] = () => 7 } catch {}
    return false
  }`,
  'the prototype of a built-in': `const way = (leave) => {
    if (!leave) return Object.getPrototypeOf(Map.prototype).mark === 1
    try { Object.setPrototypeOf(Map.prototype, { mark: 1 }) } catch {}
    return false
  }`,
  'a property of the library': `const way = (leave) => {
    const all = [ta, ti, math, strategy, input, request, session, timeframe, syminfo, barstate, close, ta.sma, ti.bullish, strategy.entry, onBar, plot, log, console, random, series, state, na, clock]
    for (const item of all) {
      if (!leave && item.mark === 1) return true
      try { item.mark = 1 } catch {}
      try { Object.setPrototypeOf(item, { mark: 1 }) } catch {}
    }
    return false
  }`,
  'the object of a tagged template': `const tag = (parts) => parts
  const way = (leave) => {
    const parts = tag\`a\${1}b\`
    if (!leave && (parts.mark === 1 || parts.raw.mark === 1)) return true
    try { parts.mark = 1 } catch {}
    try { parts.raw.mark = 1 } catch {}
    return false
  }`,
  'a private field on an object that stays': `class Same { constructor(item) { return item } }
  class Stamp extends Same { #mark = 1; static has(item) { return #mark in item } }
  const tag = (parts) => parts
  const way = (leave) => {
    for (const item of [Array, Object.prototype, Math, tag\`x\`, way, strategy]) {
      if (!leave && Stamp.has(item)) return true
      try { new Stamp(item) } catch (error) { if (!leave && /twice/.test(error.message)) return true }
    }
    return false
  }`,
  'a static field of a class': `class Box { static mark = 0; static #hidden = 0; static put() { Box.mark = 1; Box.#hidden = 1 } static get() { return Box.mark + Box.#hidden } }
  const way = (leave) => leave ? (Box.put(), false) : Box.get() > 0`,
  'the place of a pattern': `const pattern = /a/g
  const way = (leave) => leave ? (pattern.exec('aaa'), false) : pattern.lastIndex !== 0 || RegExp.lastMatch !== undefined || RegExp.$1 !== undefined`,
  'a name of the registry of symbols': `const way = (leave) => {
    const name = Symbol.for('mark')
    if (!leave) return Object[name] === 1 || strategy[name] === 1
    try { Object[name] = 1 } catch {}
    try { strategy[name] = 1 } catch {}
    return false
  }`,
  'the function of the file': `const way = (leave) => {
    let own
    try { own = (function () { return this ?? arguments.callee })() } catch { return false }
    if (!leave) return own?.mark === 1
    try { own.mark = 1 } catch {}
    return false
  }`,
  'the number of an error': `const way = (leave) => {
    if (!leave) return Error.stackTraceLimit !== undefined || 'stack' in Object.keys(new Error('x'))
    try { Error.stackTraceLimit = 5 } catch {}
    try { Error.captureStackTrace = () => 1 } catch {}
    return false
  }`,
  'an error of the library': `const way = (leave) => {
    let error
    try { close('x') } catch (caught) { error = caught }
    if (!leave) return error.mark === 1 || Object.getPrototypeOf(error).mark === 1
    error.mark = 1
    try { Object.getPrototypeOf(error).mark = 1 } catch {}
    return false
  }`,
  'an object handed to the library': `const options = { comment: 'a' }
  const way = (leave) => leave ? (Object.defineProperty(options, 'comment', { get: () => 'mark' }), false) : options.comment !== 'a'`,
  'the numbers of chance': `const first = [random(), random()]
  const way = (leave) => { for (let i = 0; i < (leave ? 100 : 0); i++) random(); return first[0] === first[1] }`,
  'many names, lines and orders': `const way = (leave) => {
    if (leave) for (let i = 0; i < 500; i++) { log('line ' + i); strategy.cancel('order ' + i) }
    return false
  }`,
  'a failure': `const way = (leave) => { if (leave) { strategy.entry('L', 'long'); throw new Error('left') } return false }`,
  'a stack that is used up': `const way = (leave) => {
    const deep = () => deep()
    if (leave) { strategy.entry('L', 'long'); deep() }
    return false
  }`,
}

const sourceOf = (way: string): string => `${way}
  const leave = input.bool('leave', false)
  const average = ta.sma(close, 5), pattern1 = ti.bullish()
  let found = false
  onBar(() => {
    if (barIndex() === 3) found = way(leave) || found
    if (barIndex() === 5) { log('a line'); strategy.entry(found ? 'found' : 'nothing', close() > average() || pattern1() ? 'long' : 'short') }
    if (barIndex() === 9) strategy.closeAll()
  })`

describe('R7 a trial finds nothing of the trials before it', () => {
  it.each(Object.entries(WAYS))('%s', async (_, way) => {
    const options = { strategy: { name: 's.js', source: sourceOf(way) }, data: SAMPLE }
    const trials = [
      { leave: false },
      { leave: true },
      { leave: false },
      { leave: true },
      { leave: false },
    ]
    const done = await sweep({ ...options, trials, jobs: 1 })
    const want = await backtest({ ...options, inputs: { leave: false } })
    expect(want.status).toBe('ok')
    for (const i of [0, 2, 4])
      expect([done[i]!.status, done[i]!.hashes.trades, done[i]!.hashes.equity]).toEqual([
        'ok',
        want.hashes.trades,
        want.hashes.equity,
      ])
    // A looker that finds its mark would be seen: what it found names its order.
    expect([...want.trades].map(({ entry_id }) => entry_id)).toEqual(['nothing'])
    expect(done[3]!.hashes).toEqual(done[1]!.hashes)
  })

  it('and one that does would be seen', async () => {
    const { trades } = await backtest({
      strategy: { name: 's.js', source: sourceOf('const way = () => true') },
      data: SAMPLE,
    })
    expect([...trades].map(({ entry_id }) => entry_id)).toEqual(['found'])
  })
})
