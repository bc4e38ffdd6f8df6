import type { IChartApi } from 'lightweight-charts'

/** Width of a sheet's column in CSS pixels, and how many pixels of a drawing stand on each. */
const PAPER_WIDTH = 690
const DENSITY = 2
const FONT_SIZE = 11

/**
 * A canvas has no time to follow the sheet: before the page is laid out for print, the chart is drawn
 * once at the size of the paper, and that picture takes its place.
 */
export function fitPrint(chart: IChartApi, place: HTMLElement): void {
  let picture: HTMLCanvasElement | undefined
  addEventListener('beforeprint', () => {
    const height = place.clientHeight
    chart.applyOptions({ autoSize: false, layout: { fontSize: FONT_SIZE * DENSITY } })
    chart.resize(PAPER_WIDTH * DENSITY, height * DENSITY, true)
    picture = chart.takeScreenshot()
    picture.className = 'printed'
    place.classList.add('printing')
    place.append(picture)
  })
  addEventListener('afterprint', () => {
    picture?.remove()
    place.classList.remove('printing')
    chart.applyOptions({ layout: { fontSize: FONT_SIZE } })
    chart.resize(place.clientWidth, place.clientHeight, true)
    chart.applyOptions({ autoSize: true })
  })
}
