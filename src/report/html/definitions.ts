/**
 * What each metric is, in a sentence or two: by its id, with `tv.` in front where TradingView's row of
 * the same id is another one. The rule number beside it leads to the formula's source.
 */
export const DEFINITIONS: Readonly<Record<string, string>> = {
  initialCapital: 'The money the account began with, as strategy() declares it.',
  netProfit:
    'Sum of the profits of all closed trades after fees, less the entry fees that lots still open have paid.',
  netProfitPct:
    'Net profit / initial capital × 100. Long and short also refer to the whole capital.',
  openProfit:
    'Profit of the lots still open, valued at the last close. Their entry fees are not in it.',
  openProfitPct: 'Open profit / (initial capital + net profit) × 100.',
  totalProfit: 'Net profit + open profit: what the account gained, positions still open included.',
  totalProfitPct: 'Total profit / initial capital × 100.',
  grossProfit: 'Sum of the profits of the winning trades, after fees.',
  grossProfitPct: 'Gross profit / initial capital × 100.',
  grossLoss:
    'Sum of the losses of the losing trades, after fees and without a sign, plus the entry fees of open lots.',
  grossLossPct: 'Gross loss / initial capital × 100.',
  profitFactor: 'Gross profit / gross loss. Above 1 the strategy earned more than it lost.',
  commissionPaid: 'Entry and exit fees of all trades, entry fees of open lots included.',
  expectancy: 'Net profit / number of closed trades.',
  buyHold:
    'Profit of one long position of the whole capital, bought at the entry price of the first trade and held to the last close, rounded down to whole lots, without fees.',
  buyHoldOfCapitalPct: 'Buy & hold profit from the first entry / initial capital × 100.',
  'tv.buyHoldPct': '(Last close / entry price of the first trade − 1) × 100.',
  outperformance: 'Net profit − buy & hold profit from the first entry.',
  outperformancePct: 'Strategy outperformance / initial capital × 100.',
  'tv.sharpe':
    '(Mean return − risk-free rate) / population deviation of the returns. Returns are those of the realized equity from month to month, or from day to day in tests of fewer than three months; the result is not annualized.',
  'tv.sortino':
    'As the Sharpe ratio, but divided by the downside deviation: the root of the mean square of the returns below the risk-free rate, over all periods.',
  trades: 'Number of closed trades. A position closed in two parts counts as two.',
  openTrades: 'Number of lots still open at the end.',
  winningTrades: 'Closed trades with a profit above 0 after fees.',
  losingTrades: 'Closed trades with a profit below 0 after fees.',
  evenTrades: 'Closed trades with a profit of exactly 0.',
  winRate: 'Winning trades / closed trades × 100. Even trades stay in the denominator.',
  avgTrade: 'Profit of the closed trades / their number.',
  avgTradePct: 'Mean of the per-trade percents: net profit of each trade / its entry value × 100.',
  avgWin: 'Gross profit / number of winning trades.',
  avgWinPct: 'Mean per-trade percent of the winning trades.',
  avgLoss: 'Gross loss / number of losing trades.',
  avgLossPct: 'Mean per-trade percent of the losing trades, without a sign.',
  payoffRatio: 'Average winning trade / average losing trade.',
  largestWin: 'Profit of the most profitable trade.',
  largestWinPct:
    'The highest per-trade percent; it may belong to another trade than the largest win.',
  largestLoss: 'Loss of the worst trade, without a sign.',
  largestLossPct:
    'The worst per-trade percent, without a sign; it may belong to another trade than the largest loss.',
  largestWinOfGrossPct:
    'Largest win / gross profit × 100: how much of the profit hangs on one trade.',
  largestLossOfGrossPct: 'Largest loss / gross loss × 100.',
  avgBars: 'Mean number of bars in a trade, entry and exit bar included.',
  avgBarsWin: 'Mean number of bars in a winning trade, entry and exit bar included.',
  avgBarsLoss: 'Mean number of bars in a losing trade, entry and exit bar included.',
  outliers:
    'Trades whose percent is more than two sample deviations from the mean of all closed trades.',
  outlierProfit: 'Sum of the profits of the outliers.',
  outlierProfitPct: 'Profit of the outliers / initial capital × 100.',
  maxContracts: 'The largest position held after any fill, in contracts.',
  maxCloseRunup:
    'The largest rise of realized profit between two kept drawdowns, measured at the closes of trades. Phases of fewer than two trades do not count.',
  maxCloseRunupPct: 'The same rise / balance at its beginning × 100.',
  maxCloseRunupDays: 'Days from the beginning to the end of that rise.',
  avgCloseRunup: 'Mean rise over all kept run-up phases.',
  avgCloseRunupPct: 'Mean of the percents of those rises.',
  avgCloseRunupDays: 'Mean duration of those rises in days.',
  maxRunup:
    'The largest rise of the equity above its lowest realized value before, measured inside the bars at the favourable extreme of each open lot.',
  maxRunupPct: 'That rise / the lowest realized equity before it × 100.',
  maxRunupOfCapitalPct: 'That rise / initial capital × 100.',
  maxCloseDrawdown:
    'The largest fall of realized profit from a peak to a trough, measured at the closes of trades. Falls of one trade count only when deeper than 5 %.',
  maxCloseDrawdownPct: 'The same fall / balance at its peak × 100.',
  maxCloseDrawdownDays: 'Days from the peak to the trough of that fall.',
  avgCloseDrawdown: 'Mean fall over all kept drawdown phases.',
  avgCloseDrawdownPct: 'Mean of the percents of those falls.',
  avgCloseDrawdownDays: 'Mean duration of those falls in days.',
  'tv.maxDrawdown':
    'The largest fall of the equity below its highest realized value before, measured inside the bars at the adverse extreme of each open lot.',
  'tv.maxDrawdownPct': 'That fall / the highest realized equity before it × 100.',
  maxDrawdownOfCapitalPct: 'That fall / initial capital × 100.',
  returnOfMaxDrawdown: '(Net profit + open profit) / max equity drawdown; 0 without a drawdown.',
  'tv.cagrPct':
    '((Initial capital + net profit) / initial capital)^(365 / days) − 1, in percent; days from the first to the last bar.',
  returnOnCapitalPct: 'Net profit / initial capital × 100.',
  accountSizeRequired:
    'Max margin used + max equity drawdown inside bars: the capital that would just have been enough.',
  returnOnAccountSizePct: 'Net profit / account size required × 100.',
  netOfLargestLossPct: 'Net profit / largest losing trade × 100.',
  avgMarginUsed:
    'Mean of the margin used at bar closes, from the bar of the first entry to the last but one, bars without a position counted as 0.',
  maxMarginUsed: 'The largest margin used, fills inside bars included.',
  marginEfficiency: '(Net profit + open profit) / average margin used.',
  marginCalls: 'Number of liquidations for want of margin.',
  liquidatedVolume: 'Value of all liquidated contracts: quantity × price × point value.',
  largestLiquidation: 'Value of the largest single liquidation.',
  exposurePct: 'Bars with a position at any moment / all bars × 100.',
  timeInMarketPct: 'Bars with a position at their close / all bars × 100.',
  equityFinal: 'Equity after the last bar, open positions valued at its close.',
  equityPeak: 'The highest equity at the close of any bar.',
  returnPct: '(Final equity / initial capital − 1) × 100.',
  buyHoldPct: '(Last close / first open − 1) × 100.',
  cagrPct: '((Final equity / initial capital)^(1 / years) − 1) × 100, with years of 365.25 days.',
  annualReturnPct:
    'The compounded daily return raised to the number of trading days in a year (365 where weekends trade, else 252), in percent.',
  volatilityPct:
    'Sample deviation of the daily returns × root of the trading days in a year × 100.',
  volatilityCompoundedPct:
    '√((σ² + (1 + g)²)^N − (1 + g)^(2N)) × 100, with g the geometric mean of the daily returns and N the trading days in a year.',
  sharpe: 'Mean daily return / sample deviation of the daily returns × √N, risk-free rate 0.',
  sharpeCompounded: 'Annualized return of the days / compounded volatility.',
  sortino:
    'Mean daily return / downside deviation × √N. The downside deviation is the root of the mean square of the losing days over all days.',
  sortinoCompounded: 'Annualized return of the days / annualized downside deviation.',
  probabilisticSharpe:
    'Probability that the true Sharpe ratio is above 0, given the number of days and the skewness and kurtosis of their returns.',
  maxDrawdownPct:
    'The deepest fall of the bar-close equity below its highest close so far, in percent.',
  maxDrawdown: 'The deepest fall in money; it may lie elsewhere than the deepest in percent.',
  avgDrawdownPct:
    'Mean depth of the drawdown episodes. An episode lasts while the equity is below its peak.',
  drawdowns: 'How often the equity fell below its peak and stayed there for at least one close.',
  maxDrawdownDays: 'Days from the last peak to the bar that regains it, of the longest episode.',
  maxDrawdownBars: 'The same in bars.',
  avgDrawdownDays: 'Mean duration of the episodes in days.',
  avgDrawdownBars: 'Mean duration of the episodes in bars.',
  timeUnderWaterPct: 'Bars whose close is below the peak / all bars × 100.',
  currentDrawdownPct: 'How far the equity was below its peak at the end.',
  currentDrawdownDays: 'How long it had been below its peak at the end.',
  calmar: 'CAGR / max drawdown, both in percent.',
  calmarCompounded: 'Annualized return of the days / max drawdown.',
  recoveryFactor: '(Final equity − initial capital) / max drawdown in money.',
  ulcerIndexPct: 'Root of the mean square of the falls from the peak, at the end of each day.',
  martin: 'Compounded return / ulcer index.',
  painIndexPct: 'Mean fall from the peak over all bars.',
  painRatio: 'CAGR / pain index.',
  profitFactorDays: 'Sum of the gains of winning days / sum of the losses of losing days.',
  gainToPain: 'Sum of all daily returns / sum of the losses of losing days.',
  gainToPainMonths: 'Sum of all monthly returns / sum of the losses of losing months.',
  omega: 'Sum of the daily returns above 0 / sum of those below it.',
  tailRatio: 'Size of the 95 % quantile of the daily returns / size of the 5 % quantile.',
  var95Pct: 'The loss that five days in a hundred exceeded: the 5 % quantile of the daily returns.',
  var95NormalPct: 'The same, supposing normally distributed returns: −(mean − 1.645 × deviation).',
  cvar95Pct: 'Mean loss of the worst five days in a hundred.',
  skew: 'Skewness of the daily returns, bias-corrected. Negative: rare large losses.',
  kurtosis:
    'Excess kurtosis of the daily returns, bias-corrected. Above 0: more extreme days than a normal distribution has.',
  bestMonthPct: 'The highest return of a UTC calendar month.',
  worstMonthPct: 'The lowest return of a UTC calendar month.',
  positiveMonthsPct: 'Months with a return above 0 / all months × 100.',
  bestYearPct: 'The highest return of a calendar year.',
  worstYearPct: 'The lowest return of a calendar year.',
  positiveYearsPct: 'Years with a return above 0 / all years × 100.',
  profitFactorTradesPct: 'Sum of the per-trade percents of winners / sum of those of losers.',
  sqn: 'Root of the number of trades × mean profit / sample deviation of the profits.',
  sqn100: 'The same with the number of trades taken as at most 100.',
  kelly:
    'W − (1 − W) / R, with W the share of winners and R the average win / average loss: the fraction of capital that maximizes growth if the future is like the past.',
  expectancyPct: 'Mean of the per-trade percents.',
  expectancyR: 'Mean profit per trade / average loss: the profit in units of what a loss costs.',
  avgTradeGeometricPct: 'The constant per-trade percent that compounds to the same result.',
  bestTradePct: 'The highest per-trade percent.',
  worstTradePct: 'The lowest per-trade percent.',
  cpcIndex: 'Profit factor × share of winners × payoff ratio.',
  commonSenseRatio: 'Profit factor of the days × tail ratio.',
  maxConsecutiveWins:
    'The longest run of winning trades in order of closing; an even trade ends it.',
  maxConsecutiveLosses:
    'The longest run of losing trades in order of closing; an even trade ends it.',
  maxTradeDays: 'Days from entry to exit of the longest trade.',
  avgTradeDays: 'Mean days from entry to exit.',
  maxTradeBars: 'Bars of the longest trade, entry and exit bar included.',
  tradesPerDay: 'Closed trades / calendar days of the test.',
  turnover: 'Value of all fills / mean equity: how often the account was turned over.',
  riskOfRuin: '((1 − W) / (1 + W))^n with W the share of winners and n the number of trades.',
  avgRunUp: 'Mean of the best open profit that each trade had on its way (MFE).',
  avgAdverse: 'Mean of the worst open loss that each trade had on its way (MAE).',
  edgeRatio: 'Sum of the favourable excursions in percent / sum of the adverse ones.',
  exitEfficiencyPct:
    'Profit of the winning trades / their favourable excursions × 100: how much of the move the exits kept.',
  alphaPct:
    '(Mean daily return − beta × mean daily return of the symbol) × trading days in a year × 100.',
  beta: 'Covariance of the daily returns with those of the symbol / variance of the latter.',
  correlation: 'Correlation of the daily returns with those of the symbol, from −1 to 1.',
  rSquared: 'Correlation squared: the share of the variance that the symbol explains.',
  informationRatio:
    'Mean of the daily returns beyond those of the symbol / their sample deviation × √N.',
  equityRSquared:
    'How close the logarithm of the equity is to a straight line: 1 is a perfect line.',
  kRatio: 'Slope of that line / its standard error / √bars.',
}
