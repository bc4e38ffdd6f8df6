import { type Jail, type JailEnd, startJail, systemWalls } from '../sandbox/index.ts'
import type { Child, ChildOptions } from './child.ts'

/**
 * A child in a jailed process of its own (rules J), behind what the operating system offers (J6). It starts
 * as soon as that is known; what is asked of it before waits. Its time is kept by who asks.
 */
export function startProcess({ bounds, ...options }: ChildOptions): Child {
  let jail: Jail | undefined
  let isKilled = false
  let hold: 'ref' | 'unref' = 'ref'
  const early: (readonly [type: number, text: string])[] = []

  const begin = async (): Promise<JailEnd> => {
    const walls = await systemWalls()
    if (isKilled) return { kind: 'killed' }
    jail = startJail({
      ...options,
      walls: { ...walls, hasMemoryBound: walls.hasMemoryBound && bounds },
      timeMs: null,
      isTypeScript: false,
      // Each answer is bounded by the size of its frame.
      outputBytes: Number.POSITIVE_INFINITY,
    })
    jail[hold]()
    for (const [type, text] of early) void jail.send(type, text)
    return jail.ended
  }
  const keep = (how: 'ref' | 'unref'): void => {
    hold = how
    jail?.[how]()
  }
  return {
    send(type, text) {
      if (jail === undefined) early.push([type, text])
      else void jail.send(type, text)
    },
    kill() {
      isKilled = true
      jail?.kill()
    },
    ref: () => keep('ref'),
    unref: () => keep('unref'),
    ended: begin(),
  }
}
