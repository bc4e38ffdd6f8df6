// A floor that did other work would be no floor.

/** @throws when the two did not do the same work. */
export function sameTrades(ours, bare) {
  if (ours.trades !== bare.trades || Math.abs(ours.netProfit - bare.netProfit) > 1e-6)
    throw new Error(
      `not the same work: ${ours.trades} trades with ${ours.netProfit}, bare ${bare.trades} with ${bare.netProfit}`,
    )
  return `${ours.trades} trades, net profit ${ours.netProfit}, the same in both`
}
