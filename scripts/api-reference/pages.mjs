// Which declarations stand on which page of docs/api.

/**
 * A section is of globals, or of the members of an interface under a prefix; `table` lists members in
 * one table instead of giving each a heading of its own, `only` takes functions or values, `kernels` links
 * to the formulas, `describes: false` leaves out what the interface says of itself.
 */
export const PAGES = [
  {
    file: 'series.md',
    title: 'Series and bars',
    intro:
      'Everything that changes from bar to bar is a series: a function that is called to read it. The guide explains [the one idea](../strategy-guide.md#the-one-idea) and [the two phases](../strategy-guide.md#two-phases).',
    sections: [
      {
        heading: 'The bars of the chart',
        values: [
          'open',
          'high',
          'low',
          'close',
          'volume',
          'time',
          'timeClose',
          'hl2',
          'hlc3',
          'ohlc4',
          'hlcc4',
          'barIndex',
        ],
      },
      { heading: 'Series of your own', functions: ['series', 'state'] },
      { heading: 'Missing values', functions: ['na', 'nz'] },
      { heading: 'Where the run stands', namespace: 'barstate', of: 'Barstate', table: true },
      { heading: 'Callbacks', functions: ['onBar', 'onFill'] },
      { heading: 'Fields of a fill', type: 'Fill', table: true },
      { heading: 'Types', types: ['Series', 'BooleanSeries', 'State', 'BarFlag'] },
    ],
  },
  {
    file: 'ta.md',
    title: 'ta: indicators',
    sections: [
      { namespace: 'ta', of: 'Ta', kernels: true },
      { heading: 'Types', types: ['Source', 'Length', 'OnMarket'] },
    ],
  },
  {
    file: 'ti.md',
    title: 'ti: further indicators and candlestick patterns',
    sections: [{ namespace: 'ti', of: 'Ti', kernels: true }],
  },
  {
    file: 'math.md',
    title: 'math and random',
    intro:
      'JavaScript’s own `Math` has the rest: `Math.abs`, `Math.max`, `Math.log`, `Math.round`. `Math.random` is error [S311](../errors/S311.md).',
    sections: [
      { namespace: 'math', of: 'PineMath', kernels: true },
      { heading: 'Random numbers', functions: ['random'] },
    ],
  },
  {
    file: 'strategy.md',
    title: 'strategy: declaration, orders, account',
    intro:
      'How and at which price orders fill stands in [fill-model.md](../fill-model.md), how to size them in the [guide](../strategy-guide.md#sizing).',
    sections: [
      {
        heading: 'The declaration and the orders',
        namespace: 'strategy',
        of: 'Strategy',
        only: 'functions',
      },
      { heading: 'Properties of the declaration', type: 'StrategyOptions', table: true },
      { heading: 'Options of entries and orders', type: 'OrderOptions', table: true },
      { heading: 'Options of exits', type: 'ExitOptions', table: true },
      { heading: 'Options of closes', type: 'CloseOptions', table: true },
      { heading: 'Options of closeAll', type: 'CloseAllOptions', table: true },
      {
        heading: 'Account',
        namespace: 'strategy',
        of: 'Strategy',
        only: 'values',
        table: true,
        describes: false,
      },
      {
        heading: 'Closed trades',
        namespace: 'strategy.closedtrades',
        of: 'ClosedTrades',
        table: true,
      },
      { heading: 'Open trades', namespace: 'strategy.opentrades', of: 'OpenTrades', table: true },
      { heading: 'Risk rules', namespace: 'strategy.risk', of: 'Risk' },
      { heading: 'Types', types: ['Direction', 'OcaType'] },
    ],
  },
  {
    file: 'input.md',
    title: 'input: values to change from outside',
    sections: [
      { namespace: 'input', of: 'Input' },
      { heading: 'Options of numbers', type: 'NumberOptions', table: true },
      { heading: 'Options of lists', type: 'InputOptions', table: true },
      { heading: 'Words', type: 'InputWords', table: true },
    ],
  },
  {
    file: 'request.md',
    title: 'request: other timeframes and markets',
    intro: 'The guide has [examples and the rule of time](../strategy-guide.md#other-timeframes).',
    sections: [
      { namespace: 'request', of: 'Request' },
      { heading: 'A market', type: 'Market', table: true },
      { heading: 'Bars inside the bar', type: 'BarsInside', table: true },
    ],
  },
  {
    file: 'timeframe.md',
    title: 'timeframe',
    sections: [
      { namespace: 'timeframe', of: 'TimeframeFacts', only: 'values', table: true },
      {
        heading: 'Functions',
        namespace: 'timeframe',
        of: 'TimeframeFacts',
        only: 'functions',
        describes: false,
      },
    ],
  },
  {
    file: 'time.md',
    title: 'clock and session',
    intro: '`time` and `timeClose` are [series of the bars](series.md#the-bars-of-the-chart).',
    sections: [
      { heading: 'Clock', functions: ['clock'] },
      { heading: 'Fields of a clock', type: 'Clock', table: true },
      { heading: 'Session', namespace: 'session', of: 'Session' },
    ],
  },
  {
    file: 'syminfo.md',
    title: 'syminfo: what is traded',
    sections: [{ namespace: 'syminfo', of: 'Syminfo', table: true }],
  },
  {
    file: 'plot.md',
    title: 'plot and its relatives',
    intro:
      'What is plotted stands in the [HTML report](../report.md) and, as numbers, in the [result](../result.md). Colours are CSS colours: there is no `color` namespace.',
    sections: [
      { heading: 'Plots', functions: ['plot', 'hline', 'plotshape', 'bgcolor', 'label'] },
      { heading: 'Options of plots', type: 'PlotOptions', table: true },
    ],
  },
  {
    file: 'log.md',
    title: 'log, console, alert',
    sections: [
      { heading: 'Records', functions: ['log', 'alert'] },
      { heading: 'Console', namespace: 'console', of: 'Console', table: true },
    ],
  },
]
