/**
 * Text of a function that makes what an attack meets where there is no realm: output that `tell` takes,
 * names of the API that can be called and read but do nothing, and `bars`, which runs the callbacks
 * given to `onBar` as three bars would.
 */
export const STUBS = `(tell, Proxy) => {
  const callbacks = []
  const speak = (...words) => { for (let i = 0; i < words.length; i++) if (typeof words[i] === 'string') tell(words[i]) }
  const stub = (depth) => new Proxy(function () {}, {
    get: (target, key) => key === Symbol.toPrimitive ? () => 1 : key === 'prototype' ? target.prototype : depth > 3 ? undefined : stub(depth + 1),
    apply: () => depth > 3 ? 1 : stub(depth + 1),
    construct: () => ({}),
  })
  const stubs = {
    log: speak, print: speak, console: { log: speak, info: speak, warn: speak, error: speak },
    onBar: (callback) => { callbacks[callbacks.length] = callback },
    bars: () => { for (let bar = 0; bar < 3; bar++) for (let i = 0; i < callbacks.length; i++) if (typeof callbacks[i] === 'function') callbacks[i]() },
  }
  for (const name of ['open', 'high', 'low', 'close', 'volume', 'time', 'timeClose', 'hl2', 'hlc3', 'ohlc4', 'hlcc4', 'barIndex', 'barstate', 'ta', 'ti', 'math', 'series', 'state', 'input', 'strategy', 'request', 'session', 'timeframe', 'syminfo', 'clock', 'na', 'nz', 'plot', 'hline', 'plotshape', 'bgcolor', 'label', 'alert', 'random'])
    stubs[name] = stub(0)
  return stubs
}`
