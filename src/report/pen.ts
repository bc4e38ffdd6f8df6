import picocolors from 'picocolors'
import { sanitize, sanitizeAscii } from './sanitize.ts'

/** Narrowest layout; a narrower terminal breaks lines itself. */
export const MIN_COLUMNS = 40

/** How a text report may look; nothing is asked of the terminal itself. */
export type RenderOptions = {
  /** Cells per line, 40 or more; less counts as 40. */
  readonly columns: number
  /** Whether anything but ASCII may be printed. */
  readonly unicode: boolean
  readonly colour: boolean
}

/** What gives a text a colour, or leaves it as it is. */
type Paint = (text: string) => string

export type Pen = {
  readonly colour: Readonly<Record<'bold' | 'dim' | 'green' | 'red' | 'yellow', Paint>>
  readonly ellipsis: string
  /** One visible line of a stranger's text. */
  readonly clean: (text: string) => string
}

export function createPen({ unicode, colour }: RenderOptions): Pen {
  return {
    colour: picocolors.createColors(colour),
    ellipsis: unicode ? '…' : '...',
    clean: unicode ? sanitize : sanitizeAscii,
  }
}
