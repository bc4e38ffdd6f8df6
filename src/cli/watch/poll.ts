import { type Stats, statSync } from 'node:fs'
import { stat } from 'node:fs/promises'

/** Looks at files again and again. */
export type Poller = {
  /** The files to look at from now on; what they are like now is what they are compared with. */
  watch(files: readonly string[]): void
  stop(): void
}

const EVERY_MS = 100
/** A file that is replaced is gone for a moment; one that stays away is told. */
const AWAY_LOOKS = 10

/**
 * Tells which files are others than they were when `watch` was called. A file is told once it has looked
 * the same twice, so that several writes in a row count as one; it may be replaced, or deleted and made
 * again. Looking beats being told by the system here: a handful of files, and on every file system.
 */
export function createPoller(
  onChange: (files: readonly string[]) => void,
  everyMs = EVERY_MS,
): Poller {
  let known = new Map<string, string>()
  let before = new Map<string, string>()
  let away = 0
  let isLooking = false
  async function look(): Promise<void> {
    const base = known
    const now = new Map<string, string>()
    for (const file of base.keys()) now.set(file, await markOf(file))
    if (base !== known) return
    const changed = [...base].filter(([file, mark]) => now.get(file) !== mark)
    const isSettled = [...now].every(([file, mark]) => before.get(file) === mark)
    const isAway = changed.some(([file]) => now.get(file) === NONE)
    away = isAway ? away + 1 : 0
    before = now
    if (changed.length === 0 || !isSettled || (isAway && away < AWAY_LOOKS)) return
    known = now
    onChange(changed.map(([file]) => file))
  }
  const timer = setInterval(() => {
    if (isLooking) return
    isLooking = true
    look().finally(() => {
      isLooking = false
    })
  }, everyMs)
  return {
    watch(files) {
      const marks = files.map((file) => [file, known.get(file) ?? markOfNow(file)] as const)
      known = new Map(marks)
      before = new Map(marks)
      away = 0
    },
    stop: () => clearInterval(timer),
  }
}

const NONE = 'none'

async function markOf(file: string): Promise<string> {
  return stat(file).then(markIn, () => NONE)
}

function markOfNow(file: string): string {
  const facts = statSync(file, { throwIfNoEntry: false })
  return facts === undefined ? NONE : markIn(facts)
}

/** Other where the file is another, or was written to. */
function markIn({ dev, ino, size, mtimeMs, ctimeMs }: Stats): string {
  return [dev, ino, size, mtimeMs, ctimeMs].join(':')
}
