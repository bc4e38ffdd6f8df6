// Prints what a strategy can see in a hardened realm, and what hardening removed, on the engine that runs this file:
//   node names.mjs REALM_SCRIPT [TEXT]      TEXT is evaluated in the context before the realm script
import { readFileSync } from 'node:fs'
import vm from 'node:vm'

const [path, before = ''] = process.argv.slice(2)

/** Every property that can be reached, by path; shapes of values that a strategy makes are among the roots. */
const WALK = `
  const roots = {
    globalThis,
    generator: (function* () {})(), arrayIterator: [][Symbol.iterator](), stringIterator: ''[Symbol.iterator](),
    mapIterator: new Map().entries(), setIterator: new Set().values(), matchAll: 'a'.matchAll(/a/g),
    generatorFunction: function* () {}, arrow: () => {}, plain: function () {}, method: { m() {} }.m, class: class { static s = 1 },
    error: new Error('x'), caught: (() => { try { null.x } catch (e) { return e } })(), aggregate: new AggregateError([]),
    match: /(?<a>a)/d.exec('a'), split: 'a,b'.split(','), arguments: (function () { return arguments })(1),
    date: new Date(0), regexp: /x/, map: new Map(), set: new Set(), symbol: Symbol('x'), text: 'x', number: 1, bigint: 1n, boolean: true,
    result: [][Symbol.iterator]().next(), template: ((parts) => parts)\`x\`, revocable: Proxy.revocable({}, {}),
    descriptor: Object.getOwnPropertyDescriptor({ a: 1 }, 'a'), json: JSON.parse('{"a":[1]}'),
  }
  const seen = new Set()
  const paths = []
  const todo = Object.entries(roots)
  const name = (key) => (typeof key === 'symbol' ? '@@' + key.description.replace('Symbol.', '') : key)
  for (let at = 0; at < todo.length; at++) {
    const [path, found] = todo[at]
    if (found === null || found === undefined) continue
    const item = Object(found)
    if (seen.has(item)) continue
    seen.add(item)
    for (const key of Reflect.ownKeys(item).sort((a, b) => (name(a) < name(b) ? -1 : 1))) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(item, key)
      const own = path + '.' + name(key)
      // Whether a property is a value or an accessor may differ; what it is called may not.
      if (!/ [gs]et$/.test(path) || !/^(?:name|length)$/.test(name(key))) paths.push(own)
      for (const [kind, part] of [['', value], [' get', get], [' set', set]])
        if (typeof part === 'object' || typeof part === 'function') todo.push([own + kind, part])
    }
    todo.push([path + '.[proto]', Object.getPrototypeOf(item)])
  }
  return paths.sort().join('\\n')`

const context = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
  codeGeneration: { strings: false, wasm: false },
})
new vm.Script(before).runInContext(context)
const table = new vm.Script(readFileSync(path, 'utf8')).runInContext(context)
table.harden()
const walk = vm.compileFunction(`'use strict';${WALK}`, [], { parsingContext: context })
process.stdout.write(
  JSON.stringify({ names: walk().split('\n'), ...JSON.parse(table.unpermitted()) }),
)
