/** One mistake, where it is found, and whether a run says the same. */
export type Case = {
  readonly says: string
  readonly source: string
  /** `code line:column`, in order; `code` alone for the file as a whole. */
  readonly want: readonly string[]
  /** The code with which a run ends, where it does. */
  readonly run?: string
  /** The text after --fix, where it changes anything. */
  readonly fixed?: string
}

const onBar = (body: string): string => `onBar(() => { ${body} })`

export const CASES: readonly Case[] = [
  // S301: a series as a value
  {
    says: 'a comparison of series',
    source: onBar('if (close > open) log(1)'),
    want: ['S301 1:19'],
    run: 'S301',
    fixed: onBar('if (close() > open()) log(1)'),
  },
  {
    says: 'a constant made by an indicator',
    source: `const fast = ta.sma(close, 10)\n${onBar('if (close() > fast) log(1)')}`,
    want: ['S301 2:19'],
    run: 'S301',
    fixed: `const fast = ta.sma(close, 10)\n${onBar('if (close() > fast()) log(1)')}`,
  },
  {
    says: 'one of several outputs',
    source: `const { hist } = ta.macd(close, 12, 26, 9)\n${onBar('if (hist > 0) log(1)')}`,
    want: ['S301 2:19'],
    run: 'S301',
    fixed: `const { hist } = ta.macd(close, 12, 26, 9)\n${onBar('if (hist() > 0) log(1)')}`,
  },
  {
    says: 'an output read by its name',
    source: `const m = ta.macd(close, 12, 26, 9)\n${onBar('log(m.hist + 1)')}`,
    want: ['S301 2:19'],
    run: 'S301',
    fixed: `const m = ta.macd(close, 12, 26, 9)\n${onBar('log(m.hist() + 1)')}`,
  },
  {
    says: 'the position, which no run would notice',
    source: onBar("if (strategy.positionSize === 0) strategy.entry('L', 'long')"),
    want: ['S301 1:19'],
    fixed: onBar("if (strategy.positionSize() === 0) strategy.entry('L', 'long')"),
  },
  {
    says: 'an uncalled condition',
    source: `const up = ta.crossover(close, open)\n${onBar('if (up) log(1)')}`,
    want: ['S301 2:19'],
    run: 'S301',
    fixed: `const up = ta.crossover(close, open)\n${onBar('if (up()) log(1)')}`,
  },
  {
    says: 'both sides of &&, and a flag of the run',
    source: onBar('if (barstate.isfirst && !barstate.islast) log(1)'),
    want: ['S301 1:19', 'S301 1:39'],
    fixed: onBar('if (barstate.isfirst() && !barstate.islast()) log(1)'),
  },
  {
    says: 'a template, a sum and Math',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the strategy's own template
    source: onBar('let n = 0; n += close; log(`${high} ${Math.abs(low)} ${n}`)'),
    want: ['S301 1:26', 'S301 1:45', 'S301 1:62'],
    run: 'S301',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the strategy's own template
    fixed: onBar('let n = 0; n += close(); log(`${high()} ${Math.abs(low())} ${n}`)'),
  },
  {
    says: "Pine's brackets",
    source: onBar('if (close() > close[1]) log(1)'),
    want: ['S301 1:29'],
    run: 'S301',
    fixed: onBar('if (close() > close(1)) log(1)'),
  },
  {
    says: 'brackets at the account',
    source: onBar('log(strategy.equity[1])'),
    want: ['S301 1:19'],
    fixed: onBar('log(strategy.equity(1))'),
  },
  {
    says: 'arithmetic before there are bars, which no fix can know',
    source: `const range = high - low\n${onBar('log(range)')}`,
    want: ['S301 1:15'],
    run: 'S301',
  },
  {
    says: 'na of a series, and nz',
    source: `const atr = ta.atr(14)\n${onBar('if (na(atr)) log(nz(atr, 1))')}`,
    want: ['S301 2:22', 'S301 2:35'],
    run: 'S301',
    fixed: `const atr = ta.atr(14)\n${onBar('if (na(atr())) log(nz(atr(), 1))')}`,
  },
  {
    says: 'a series kept in a variable that holds a number',
    source: `let entry = 0\n${onBar('entry = barIndex; log(entry)')}`,
    want: ['S301 2:15'],
    fixed: `let entry = 0\n${onBar('entry = barIndex(); log(entry)')}`,
  },
  {
    says: 'a market and a clock',
    source: `const d = request.security('', 'D')\nconst c = clock()\n${onBar('if (d.close > 1 && c.hour === 10) log(1)')}`,
    want: ['S301 3:19', 'S301 3:34'],
    run: 'S301',
    fixed: `const d = request.security('', 'D')\nconst c = clock()\n${onBar('if (d.close() > 1 && c.hour() === 10) log(1)')}`,
  },
  {
    says: 'a condition as an argument, of several series',
    source: `const s = ta.barssince(close > open && high > low)\n${onBar('log(s())')}`,
    want: ['S301 1:24'],
    run: 'S301',
    fixed: `const s = ta.barssince(series(() => close() > open() && high() > low()))\n${onBar('log(s())')}`,
  },
  {
    says: 'arithmetic and brackets as arguments',
    source: `const a = ta.sma(Math.max(high, low) - close, 3)\nconst t = ta.highest(high[1], 20)\n${onBar('log(a(), t())')}`,
    want: ['S301 1:18', 'S301 2:22'],
    run: 'S301',
    fixed: `const a = ta.sma(series(() => Math.max(high(), low()) - close()), 3)\nconst t = ta.highest(series(() => high(1)), 20)\n${onBar('log(a(), t())')}`,
  },
  {
    says: 'indicators compared where they are made',
    source: `const up = ta.sma(close, 3) > ta.sma(close, 5)\n${onBar('if (up) log(1)')}`,
    want: ['S301 1:12'],
    run: 'S301',
  },
  {
    says: 'an indicator as a condition of a bar, which is a declaration',
    source: onBar('if (ta.crossover(close, open)) log(1)'),
    want: ['S304 1:19'],
    run: 'S304',
  },
  {
    says: 'a member of a series',
    source: onBar('log(close.value)'),
    want: ['W108 1:19'],
  },
  // W115, W116: forms
  {
    says: 'outputs taken apart as in Pine',
    source: `const [macd, signal, hist] = ta.macd(close, 12, 26, 9)\n${onBar('log(macd, signal, hist)')}`,
    want: ['W115 1:7'],
    run: 'S307',
    fixed: `const { macd, signal, hist } = ta.macd(close, 12, 26, 9)\n${onBar('log(macd, signal, hist)')}`,
  },
  {
    says: 'outputs taken apart under other names',
    source: `const [m, s] = ta.macd(close, 12, 26, 9)\n${onBar('log(m, s)')}`,
    want: ['W115 1:7'],
    run: 'S307',
  },
  {
    says: 'calls of what is no function',
    source: `const n = input('n', 3)\n${onBar('log(n, syminfo.mintick())')}`,
    want: ['W116 1:11', 'W116 2:22'],
    run: 'S307',
    fixed: `const n = input('n', 3)\n${onBar('log(n, syminfo.mintick)')}`,
  },
  // S302, S303, S318: history
  {
    says: 'a later bar',
    source: onBar('log(close(-1))'),
    want: ['S302 1:19'],
    run: 'S302',
  },
  { says: 'half a bar', source: onBar('log(close(0.5))'), want: ['S302 1:19'], run: 'S302' },
  {
    says: 'more history than there is',
    source: `strategy('x', { maxBarsBack: 100 })\nconst far = 101\n${onBar('log(close(far))')}`,
    want: ['S303 3:19'],
    run: 'S303',
  },
  {
    says: 'a longer window than there is history',
    source: `const a = ta.sma(close, 6000)\n${onBar('log(a())')}`,
    want: ['S303 1:25'],
    run: 'S303',
  },
  {
    says: 'a series of a later one',
    source: `const a = series(() => b())\nconst b = series(() => close())\n${onBar('log(a())')}`,
    want: ['S318 1:24'],
    run: 'S318',
  },
  {
    says: 'a series of itself',
    source: `const a = series(() => nz(a()) + 1)\n${onBar('log(a())')}`,
    want: ['S318 1:27'],
    run: 'S318',
  },
  // S304, S305, W101, W104: phases
  {
    says: 'an indicator inside onBar',
    source: onBar('log(ta.sma(close, 3)())'),
    want: ['S304 1:19'],
    run: 'S304',
  },
  {
    says: 'an indicator in a function that only onBar calls',
    source: `const mean = () => ta.sma(close, 3)()\nfunction go() { log(mean()) }\n${onBar('go()')}`,
    want: ['S304 1:20'],
    run: 'S304',
  },
  {
    says: 'an input inside a loop of onFill',
    source: `${onBar('')}\nonFill(() => { for (const n of [1]) log(input.int('n', n)) })`,
    want: ['S304 2:41'],
  },
  {
    says: 'an order at the top',
    source: `strategy.entry('L', 'long')\n${onBar('')}`,
    want: ['S305 1:1'],
    run: 'S305',
  },
  {
    says: 'a state set at the top',
    source: `const s = state(1)\ns.set(2)\n${onBar('log(s())')}`,
    want: ['S305 2:1'],
    run: 'S305',
  },
  {
    says: 'a called series as the input of an indicator',
    source: `const a = ta.sma(close(), 3)\n${onBar('log(a())')}`,
    want: ['W101 1:18'],
    fixed: `const a = ta.sma(close, 3)\n${onBar('log(a())')}`,
  },
  {
    says: 'a called condition as an argument',
    source: `const s = ta.barssince(close() > open())\n${onBar('log(s())')}`,
    want: ['W101 1:24', 'W101 1:34'],
    run: 'S306',
    fixed: `const s = ta.barssince(series(() => close() > open()))\n${onBar('log(s())')}`,
  },
  {
    says: 'a value kept from before the first bar',
    source: `const last = close()\n${onBar('log(last)')}`,
    want: ['W101 1:14'],
  },
  {
    says: 'a function that nothing calls',
    source: `function draw() { plot('c', close) }\n${onBar('')}`,
    want: ['W104 1:1'],
  },
  // W102, W103
  {
    says: 'an input that nothing reads',
    source: `const n = input.int('n', 3)\n${onBar('')}`,
    want: ['W102 1:7'],
  },
  {
    says: 'indicators that nothing reads',
    source: `const { k, d } = ti.stochasticrsi(close)\nta.sma(close, 3)\n${onBar('')}`,
    want: ['W103 1:7', 'W103 2:1'],
  },
  {
    says: 'a state that is only written',
    source: `const s = state(0)\n${onBar('s.set(1)')}`,
    want: ['W103 1:7'],
  },
  // W105, W106, W107
  {
    says: 'comparisons with NaN',
    source: onBar('const x = close(1); if (x === NaN || Number.NaN != x) log(1)'),
    want: ['W105 1:39', 'W105 1:52'],
    fixed: onBar('const x = close(1); if (na(x) || !na(x)) log(1)'),
  },
  {
    says: 'a series compared with na',
    source: onBar('if (close == na) log(1)'),
    want: ['W105 1:19'],
    run: 'S301',
    fixed: onBar('if (na(close())) log(1)'),
  },
  {
    says: 'na as a value',
    source: `let x = na\nconst s = state(na)\n${onBar('x = close() > 1 ? na : 1; s.set(nz(x)); log(s())')}`,
    want: ['W106 1:9', 'W106 2:17', 'W106 3:33'],
    run: 'S306',
    fixed: `let x = NaN\nconst s = state(NaN)\n${onBar('x = close() > 1 ? NaN : 1; s.set(nz(x)); log(s())')}`,
  },
  {
    says: 'an assignment as a condition',
    source: onBar('let a = 0; if (a = 1) log(a)'),
    want: ['W107 1:30'],
  },
  // S310, S311, W108, W113, S315: names
  {
    says: 'names of Pine',
    source: onBar('log(bar_index(), hour, color)'),
    want: ['S310 1:19', 'S310 1:32', 'S310 1:38'],
    run: 'S310',
    fixed: onBar('log(barIndex(), hour, color)'),
  },
  {
    says: 'a variable without a declaration, and an argument with a name',
    source: `n = 3\n${onBar("n = n + 1; strategy.entry('L', 'long', when = true)")}`,
    want: ['S310 1:1', 'S310 2:15', 'S310 2:19', 'S310 2:54'],
    run: 'S310',
    fixed: `let n = 3\n${onBar("n = n + 1; strategy.entry('L', 'long', when = true)")}`,
  },
  {
    says: 'members under their names of Pine',
    source: onBar('log(strategy.position_size(), math.abs(1), ta.smma)'),
    want: ['W108 1:19', 'W108 1:45', 'W108 1:58'],
    run: 'S307',
    fixed: onBar('log(strategy.positionSize(), Math.abs(1), ta.smma)'),
  },
  {
    says: 'the clock and chance',
    source: onBar('log(Math.random(), Date.now(), new Date(), Date.UTC(2024), new Date(0))'),
    want: ['S311 1:19', 'S311 1:34', 'S311 1:46'],
    run: 'S311',
    fixed: onBar('log(random(), Date.now(), new Date(), Date.UTC(2024), new Date(0))'),
  },
  {
    says: 'a name of the API taken away inside',
    source: onBar('const open = 1; log(open)'),
    want: ['W113 1:21'],
  },
  {
    says: 'a name of the API written over',
    source: onBar('close = 1'),
    want: ['W113 1:15'],
  },
  {
    says: 'writes to what is frozen',
    source: onBar('strategy.x = 1'),
    want: ['S315 1:15', 'W108 1:15'],
    run: 'S315',
  },
  {
    says: 'a name of the API at the top, which the gate refuses',
    source: `const close = 1\n${onBar('log(close)')}`,
    want: ['S308 1:7'],
    run: 'S308',
  },
  // S306, S314, W109: arguments
  {
    says: 'options under their names of Pine',
    source: `strategy('x', { initial_capital: 1 })\n${onBar('')}`,
    want: ['S306 1:17'],
    run: 'S306',
    fixed: `strategy('x', { initialCapital: 1 })\n${onBar('')}`,
  },
  {
    says: 'an unknown option of an order',
    source: onBar("strategy.entry('L', 'long', { quantity: 1 })"),
    want: ['S306 1:45'],
    run: 'S306',
  },
  {
    says: 'a direction that is none',
    source: onBar("strategy.entry('L', 'up')"),
    want: ['S306 1:35'],
    run: 'S306',
  },
  {
    says: 'a quantity in the place of the options',
    source: onBar("strategy.entry('L', strategy.long, 1)"),
    want: ['S306 1:50'],
    run: 'S306',
  },
  {
    says: 'a series where a price is asked for',
    source: onBar("strategy.entry('L', 'long', { stop: high })"),
    want: ['S306 1:51'],
    run: 'S306',
    fixed: onBar("strategy.entry('L', 'long', { stop: high() })"),
  },
  {
    says: 'an argument too few, and one too many',
    source: `const a = ta.sma(close)\nconst b = ta.sma(close, 3, 4)\n${onBar('log(a(), b())')}`,
    want: ['S306 1:11', 'S306 2:28'],
    run: 'S306',
  },
  {
    says: 'an argument that nobody looks at',
    source: onBar('strategy.cancelAll(1)'),
    want: ['W109 1:34'],
  },
  {
    says: 'an input in the order of Pine',
    source: `const n = input.int(14, 'Length')\n${onBar('log(n)')}`,
    want: ['S314 1:21'],
    run: 'S314',
    fixed: `const n = input.int('Length', 14)\n${onBar('log(n)')}`,
  },
  {
    says: 'an input with a label and bounds of Pine',
    source: `const n = input.int(14, 'Fast length')\nconst m = input.float(1, 'M x', { minval: 0 })\n${onBar('log(n, m)')}`,
    want: ['S314 1:21', 'S314 2:23', 'S306 2:35'],
    run: 'S314',
    fixed: `const n = input.int('fastLength', 14, { title: 'Fast length' })\nconst m = input.float('mX', 1, { title: 'M x', min: 0 })\n${onBar('log(n, m)')}`,
  },
  {
    says: 'an input with a name that is none',
    source: `const n = input.int('Fast length', 14)\n${onBar('log(n)')}`,
    want: ['S314 1:21'],
    run: 'S314',
  },
  {
    says: 'a plot in the order of Pine',
    source: `plot(close, 'c')\n${onBar('')}`,
    want: ['S306 1:6'],
    run: 'S306',
    fixed: `plot('c', close)\n${onBar('')}`,
  },
  {
    says: 'an input declared twice',
    source: `const n = input.int('n', 1)\nconst m = input.int('n', 2)\n${onBar('log(n, m)')}`,
    want: ['S314 2:21'],
    run: 'S314',
  },
  {
    says: 'a flag of the run as the input of an indicator',
    source: `const b = ta.barssince(barstate.isfirst)\n${onBar('log(b())')}`,
    want: ['S306 1:24'],
    run: 'S306',
  },
  // S312, S313, W114: what is said once
  {
    says: 'onBar twice',
    source: `${onBar('')}\n${onBar('')}`,
    want: ['S312 2:1'],
    run: 'S312',
  },
  {
    says: 'a generator as onBar',
    source: 'onBar(function* () { log(1) })',
    want: ['S312 1:7'],
    run: 'S312',
  },
  { says: 'no function as onBar', source: 'onBar({})', want: ['S312 1:7'], run: 'S312' },
  {
    says: 'an async onBar, which the gate refuses',
    source: 'onBar(async () => {})',
    want: ['S309 1:7'],
    run: 'S309',
  },
  {
    says: 'strategy() after a series',
    source: `const a = ta.sma(close, 3)\nstrategy('x')\n${onBar('log(a())')}`,
    want: ['S313 2:1'],
    run: 'S313',
  },
  { says: 'no onBar at all', source: "strategy('x')", want: ['W114'] },
  // W110, W111, W112: orders
  {
    says: 'a look ahead',
    source: `const d = request.security('', 'D', { lookahead: true })\n${onBar('log(d.close())')}`,
    want: ['W110 1:50'],
    run: 'S317',
  },
  {
    says: 'ids that no entry has',
    source: onBar(
      "strategy.entry('L', 'long'); strategy.close('l'); strategy.exit('X', { fromEntry: 'Long', loss: 1 }); strategy.cancel('X')",
    ),
    want: ['W111 1:59', 'W111 1:97'],
  },
  {
    says: 'one id in both directions',
    source: onBar("strategy.entry('A', 'long'); strategy.entry('A', 'short')"),
    want: ['W112 1:59'],
  },
  // The gate alone
  { says: 'no program', source: 'const = 1', want: ['S308 1:7'], run: 'S308' },
  { says: 'a module', source: "import x from 'y'", want: ['S309 1:1'], run: 'S309' },
  // Nothing at all
  {
    says: 'series as arguments, in ??, and in typeof',
    source: `const src = input.source('s', close)\nconst a = ta.sma(src, 3)\nplot('a', a)\n${onBar('log(typeof close, a())')}`,
    want: [],
  },
  {
    says: 'names of the file that look like those of the API',
    source: `const f = (ta) => ta.nothing > 1\n${onBar('const hist = 3; log(hist > 2, f({}))')}`,
    want: ['W113 1:12'],
  },
  {
    says: 'a loop of indicators at the top',
    source: `const all = [5, 10].map((n) => ta.sma(close, n))\n${onBar('for (const a of all) log(a())')}`,
    want: [],
  },
  {
    says: 'ids that are made as the bars run',
    source: onBar("const id = 'L' + barIndex(); strategy.entry(id, 'long'); strategy.close('L1')"),
    want: [],
  },
]
