import type { IChartApi } from 'lightweight-charts'

/** Width of a sheet's column in CSS pixels. */
const PAPER_WIDTH = 690

/** A canvas has no time to follow the sheet: it gets its width before the page is laid out for print. */
export function fitPrint(chart: IChartApi, place: HTMLElement): void {
  addEventListener('beforeprint', () => {
    chart.applyOptions({ autoSize: false })
    chart.resize(PAPER_WIDTH, place.clientHeight, true)
  })
  addEventListener('afterprint', () => {
    chart.resize(place.clientWidth, place.clientHeight, true)
    chart.applyOptions({ autoSize: true })
  })
}
