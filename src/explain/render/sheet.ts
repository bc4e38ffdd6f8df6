import {
  createPen,
  MIN_COLUMNS,
  type Pen,
  packItems,
  type RenderOptions,
  widthOf,
} from '../../report/index.ts'

/** Lines of text that are broken where the terminal ends; no value is ever cut. */
export type Sheet = {
  readonly pen: Pen
  /** An empty line, and a heading. */
  readonly heading: (text: string) => void
  /**
   * A name, padded to `width` cells, and items beside it, broken between items only; where there is no
   * room beside it, below it. Texts must be clean; `paint` colours the name.
   */
  readonly row: (
    indent: number,
    name: string,
    width: number,
    items: readonly string[],
    paint?: (text: string) => string,
  ) => void
  readonly text: () => string
}

/** Least room beside a name. */
const LEAST = 24

export function createSheet(options: RenderOptions): Sheet {
  const pen = createPen(options)
  const columns = Math.max(MIN_COLUMNS, options.columns)
  const lines: string[] = []
  return {
    pen,
    heading(text) {
      if (lines.length > 0) lines.push('')
      lines.push(`  ${pen.colour.bold(text)}`)
    },
    row(indent, name, width, items, paint = (text) => text) {
      const shown = items.filter((item) => item !== '')
      const beside = indent + Math.max(width, widthOf(name)) + 2
      const hasRoom = name !== '' && columns - beside >= LEAST
      const start = name === '' ? indent : hasRoom ? beside : indent + 2
      const body = pack(shown, columns - start)
      const margin = ' '.repeat(start)
      if (name !== '' && (!hasRoom || body.length === 0))
        for (const line of pack([name], columns - indent))
          lines.push(' '.repeat(indent) + paint(line))
      body.forEach((line, i) => {
        const isFirst = i === 0 && hasRoom
        const gap = ' '.repeat(Math.max(0, start - indent - widthOf(name)))
        lines.push(isFirst ? ' '.repeat(indent) + paint(name) + gap + line : margin + line)
      })
    },
    text: () => lines.map((line) => `${line.trimEnd()}\n`).join(''),
  }
}

/** Items in lines; the groups of a number stay together. */
function pack(items: readonly string[], room: number): readonly string[] {
  const bound = items.map((item) => item.replace(/(?<=\d) (?=\d{3}(?!\d))/g, '\u00a0'))
  return packItems(bound, room).map((line) => line.replaceAll('\u00a0', ' '))
}

/** Widest of the names that still leaves room for what stands beside it. */
export function nameWidth(names: readonly string[], most = 28): number {
  return Math.max(0, ...names.map(widthOf).filter((width) => width <= most))
}
