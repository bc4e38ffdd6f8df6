import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backtest } from '../src/index.ts'
import { MATH } from '../src/realm/math/index.ts'
import { TA } from '../src/realm/ta/index.ts'
import { TI } from '../src/realm/ti/index.ts'
import type { Definition, Parameter } from '../src/shared/kernel.ts'
import { apiReference, type Member } from './api-reference.ts'
import { ROOT } from './documents.ts'
import { runRealm } from './realm/harness.ts'

const { pages, members } = apiReference()

const pathOf = ({ owner, name }: Member): string => `${owner}.${name}`
const INDICATORS: readonly (readonly [string, string, Definition])[] = [
  ...Object.entries(TA).map(([name, definition]) => ['Ta', name, definition] as const),
  ...Object.entries(TI).map(([name, definition]) => ['Ti', name, definition] as const),
  ...Object.entries(MATH).map(([name, definition]) => ['PineMath', name, definition] as const),
]
const memberOf = (owner: string, name: string): Member =>
  members.find((member) => member.owner === owner && member.name === name)!

describe('docs/api', () => {
  it('is what node scripts/api-reference.mjs writes', () => {
    const folder = join(ROOT, 'docs/api')
    const found = readdirSync(folder).map((name) => [
      name,
      readFileSync(join(folder, name), 'utf8'),
    ])
    expect(Object.fromEntries(found)).toEqual(pages)
  })

  it('lists every function of each namespace', () => {
    for (const [owner, name] of INDICATORS) {
      const prefix = { Ta: 'ta', Ti: 'ti', PineMath: 'math' }[owner]
      expect(pages['README.md']).toContain(
        `[${prefix}.${name}](${prefix}.md#${prefix}${name.toLowerCase()})`,
      )
    }
  })
})

describe('the declarations', () => {
  it('say what each name is', () => {
    const silent = members.filter(({ name, doc }) => name !== '' && doc.text === '')
    expect(silent.map(pathOf)).toEqual([])
  })

  it('say what each parameter is, and name no other', () => {
    const wrong = members.flatMap((member) => {
      const known = Object.keys(member.doc.params)
      // The forms that take everything by name are told by the others.
      const parameters = member.parameters.filter((name) => name !== 'named')
      return [
        ...parameters
          .filter((name) => !known.includes(name))
          .map((name) => `${pathOf(member)} lacks ${name}`),
        ...known
          .filter((name) => member.signatures.length > 0 && !member.parameters.includes(name))
          .map((name) => `${pathOf(member)} has no ${name}`),
      ]
    })
    expect(wrong).toEqual([])
  })

  it.each(INDICATORS)(
    'tell ranges and defaults of %s.%s as its kernel has them',
    (owner, name, definition) => {
      const { doc } = memberOf(owner, name)
      for (const parameter of definition.parameters)
        for (const words of wordsOf(parameter)) expect(doc.params[parameter.name]).toContain(words)
    },
  )

  it.each(INDICATORS)('say of %s.%s whether it needs volume', (owner, name, definition) => {
    const needs = definition.columns?.includes('volume') ?? false
    expect(/Needs\s+volume \(S316\)/.test(memberOf(owner, name).doc.text)).toBe(needs)
  })
})

/** What has to stand in the text of a parameter. */
function wordsOf(parameter: Parameter): readonly string[] {
  switch (parameter.kind) {
    case 'series':
    case 'condition': {
      const { column } = parameter
      if (column === undefined) return ['series']
      return ['series', column === 'newDay' ? 'each new day' : `\`${column}\``, 'when left out']
    }
    case 'length':
      return [
        `${parameter.min ?? 1} to \`maxBarsBack\``,
        ...(parameter.varying ? ['or a series'] : []),
        ...(parameter.initial === undefined ? [] : [`; ${parameter.initial} when left out`]),
      ]
    case 'number':
      return [
        ...(parameter.max === undefined ? [] : [`${parameter.min} to ${parameter.max}`]),
        ...(parameter.max === undefined && parameter.min !== undefined
          ? [`${parameter.min} or more`]
          : []),
        ...(parameter.initial === undefined ? [] : [`; ${parameter.initial} when left out`]),
      ]
    case 'flag':
      return [`; ${parameter.initial} when left out`]
    case 'choice':
      return parameter.options.map((option) => `\`${option}\``)
  }
}

describe('the warm-up that is told', () => {
  const ARGUMENTS: Readonly<Record<string, number>> = {
    length: 7,
    diLength: 5,
    adxSmoothing: 4,
    shortLength: 3,
    longLength: 6,
    atrPeriod: 5,
    leftbars: 3,
    rightbars: 2,
    mult: 2,
    percentage: 40,
    factor: 2,
  }
  /** As code: `length + ⌊√length⌋ − 2` and its like. */
  const code = (told: string): string =>
    told
      .replaceAll('−', '-')
      .replaceAll('·', '*')
      .replace(/⌊√(\w+)⌋/g, 'Math.floor(Math.sqrt($1))')

  const told = INDICATORS.flatMap(([owner, name, definition]) => {
    const text = memberOf(owner, name).doc.text
    const [, formula] =
      /Warm-up: ([\w +−·()⌊⌋√]+)\.$/.exec(text.replaceAll('Warm- up', 'Warm-up')) ?? []
    if (formula === undefined || definition.outputs !== undefined) return []
    return /^[a-z ]* [a-z]+ [a-z]+/.test(formula) ? [] : [{ owner, name, definition, formula }]
  })

  it('is a formula for most', () => {
    expect(told.length).toBeGreaterThan(50)
  })

  // Neither straight up nor without change, so that every indicator has something to divide by.
  const wild = Array.from({ length: 60 }, (_, i) => 100 + 10 * Math.sin(i * i) + i / 3)
  /** Peak and trough as early as a pivot can have them. */
  const peak = wild.map((_, i) => 100 - Math.abs(i - 3))
  const trough = wild.map((_, i) => 100 + Math.abs(i - 3))

  it.each(told)('is true of $owner $name: $formula', ({ owner, name, definition, formula }) => {
    const prefix = { Ta: 'ta', Ti: 'ti', PineMath: 'math' }[owner]
    const args = definition.parameters.filter(
      (parameter) => !('initial' in parameter && parameter.initial !== undefined),
    )
    const values = Object.fromEntries(
      definition.parameters.flatMap((parameter) => {
        if ('initial' in parameter && typeof parameter.initial === 'number')
          return [[parameter.name, parameter.initial]]
        const given = ARGUMENTS[parameter.name]
        return given === undefined ? [] : [[parameter.name, given]]
      }),
    )
    const given = args.map(({ name: key, kind }) =>
      kind === 'series' && key !== 'factor'
        ? `${key}: ${key === 'high' || key === 'low' ? key : 'close'}`
        : `${key}: ${values[key]}`,
    )
    const source = `
      const x = ${prefix}.${name}({ ${given.join(', ')} })
      onBar(() => { if (!na(x()) && na(x(1))) log(barIndex()) })`
    const firsts = [wild, peak, trough].map((closes) => {
      const { logs, failure } = runRealm(source, { closes })
      expect(failure).toBeUndefined()
      return Number(logs[0]?.split(': ')[1])
    })
    const expected = Function(
      ...Object.keys(values),
      `return ${code(formula)}`,
    )(...Object.values(values))
    expect(Math.min(...firsts.filter(Number.isFinite))).toBe(expected)
  })

  it.each([
    { says: 'length − 1', of: 'ta.bb(close, 7, 2).upper', want: 6 },
    { says: 'length − 1', of: 'ta.kc(close, 7, 1.5).middle', want: 6 },
    { says: 'the bands of the true range one more', of: 'ta.kc(close, 7, 1.5).upper', want: 7 },
    { says: 'those of high − low not', of: 'ta.kc(close, 7, 1.5, false).upper', want: 6 },
    { says: 'that of the bands', of: 'ta.kcw(close, 7, 1.5)', want: 7 },
    { says: 'the longer length − 1', of: 'ta.macd(close, 3, 6, 4).macd', want: 5 },
    { says: 'siglen − 1 more', of: 'ta.macd(close, 3, 6, 4).signal', want: 8 },
    { says: 'siglen − 1 more', of: 'ta.macd(close, 3, 6, 4).hist', want: 8 },
    { says: 'diLength', of: 'ta.dmi(5, 4).plusDi', want: 5 },
    { says: 'diLength + adxSmoothing − 1', of: 'ta.dmi(5, 4).adx', want: 8 },
    { says: 'atrPeriod − 1', of: 'ta.supertrend(3, 5).line', want: 4 },
    { says: 'high − low with handleNa', of: 'ta.tr(true)', want: 0 },
    { says: 'the longer period − 1', of: 'ti.awesomeoscillator(3, 6)', want: 5 },
    { says: 'length − 1', of: 'ti.chandelierexit(5, 3).exitLong', want: 4 },
    { says: '0', of: 'ti.heikinashi().open', want: 0 },
    { says: 'each period − 1', of: 'ti.ichimokucloud(3, 5, 7, 4).conversion', want: 2 },
    { says: 'each period − 1', of: 'ti.ichimokucloud(3, 5, 7, 4).spanA', want: 4 },
    { says: 'displacement − 1 more', of: 'ti.ichimokucloud(3, 5, 7, 4).cloudB', want: 9 },
    { says: 'the longest rocPer + smaRocPer − 1', of: 'ti.kst(close).kst', want: 44 },
    { says: 'signalPeriod − 1 more', of: 'ti.kst(close).signal', want: 52 },
    {
      says: 'rsiPeriod + stochasticPeriod − 1',
      of: 'ti.stochasticrsi(close, 5, 4, 3, 2).stochRsi',
      want: 8,
    },
    { says: 'k its period − 1 more', of: 'ti.stochasticrsi(close, 5, 4, 3, 2).k', want: 10 },
    { says: 'd its period − 1 more', of: 'ti.stochasticrsi(close, 5, 4, 3, 2).d', want: 11 },
  ])('is $says: $of', ({ of, want }) => {
    const source = `
      const x = ${of}
      const found = state(-1)
      onBar(() => { if (found() < 0 && !na(x())) { found.set(barIndex()); log(barIndex()) } })`
    const { logs, failure } = runRealm(source, { closes: wild })
    expect(failure).toBeUndefined()
    expect(logs).toEqual([`${want}: ${want}`])
  })
})

describe('the examples', () => {
  /** The first weeks of the sample data, under its name. */
  const rows = readFileSync(join(ROOT, 'data/simulated-btc-1h.csv'), 'utf8')
    .split('\n')
    .slice(0, 700)
  const data = { bytes: new TextEncoder().encode(rows.join('\n')), name: 'simulated-btc-1h.csv' }
  const examples = members.filter(({ doc }) => doc.example !== '')
  /** The hours, as shorter bars of a chart of four. */
  const markets = { 'simulated-btc@1h': data }

  it.each(examples.map((member) => ({ path: pathOf(member), source: member.doc.example })))(
    'of $path runs on the sample data',
    async ({ path, source }) => {
      const detail = source.includes('securityLowerTf') ? { timeframe: '4h', markets } : {}
      const { failure, status } = await backtest({
        strategy: { source: source.replace("'5'", "'60'"), name: `${path}.js` },
        data,
        isolation: 'realm',
        ...detail,
      })
      expect(failure ?? null).toBeNull()
      expect(status).toBe('ok')
    },
  )
})
