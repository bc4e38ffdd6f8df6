import { blank } from './blank.ts'
import { breakout } from './breakout.ts'
import { cross } from './cross.ts'
import { meanReversion } from './mean-reversion.ts'
import { mtf } from './mtf.ts'
import { session } from './session.ts'
import type { Template } from './text.ts'

export { JSCONFIG } from './jsconfig.ts'

/** What `qrun new --template` offers, by name. */
export const TEMPLATES: Readonly<Record<string, Template>> = {
  blank,
  cross,
  breakout,
  'mean-reversion': meanReversion,
  mtf,
  session,
}
