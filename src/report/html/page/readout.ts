import {
  type IChartApi,
  type ISeriesApi,
  MismatchDirection,
  type MouseEventParams,
  type SeriesType,
  type Time,
} from 'lightweight-charts'
import { formatExact } from '../../numbers.ts'
import { make } from './dom.ts'
import { formatSeconds } from './times.ts'

/** A series whose value at the pointer is told. */
export type Told = {
  readonly name: string
  readonly series: ISeriesApi<SeriesType>
  readonly colour: string
  readonly format: (value: number) => string
}

/** Tells in a line above a chart what it has where the pointer is; the last values otherwise. */
export function addReadout(
  chart: IChartApi,
  place: HTMLElement,
  barMs: number,
  told: () => readonly Told[],
): void {
  function tell(param: MouseEventParams<Time> | undefined): void {
    if (param?.time === undefined || param.logical === undefined) {
      place.replaceChildren(make('span', {}, 'Point at the chart to read its values.'))
      return
    }
    const parts: HTMLElement[] = [make('strong', {}, formatSeconds(Number(param.time), barMs))]
    for (const { name, series, colour, format } of told()) {
      // A sampled series has no point on some bars: the one before holds there.
      const point = series.dataByIndex(param.logical, MismatchDirection.NearestLeft)
      if (point === null) continue
      const part = make('span', {}, name === '' ? '' : `${name} `)
      if (colour !== '') part.style.color = colour
      if ('close' in point) {
        const { open, high, low, close } = point
        part.append(`O ${format(open)}  H ${format(high)}  L ${format(low)}  C ${format(close)}`)
      } else if ('value' in point && point.value !== undefined) part.append(format(point.value))
      else continue
      parts.push(part)
    }
    place.replaceChildren(...parts)
  }
  chart.subscribeCrosshairMove(tell)
  tell(undefined)
}

/** Six digits of a plot's value. */
export function plotText(value: number): string {
  return formatExact(Number(value.toPrecision(6)))
}
