import { readFileSync } from 'node:fs'

const PERIOD_MS = 20

/**
 * Calls `onOver` once the resident size of a process exceeds `limitMb` (P3). Where the system has no
 * /proc the script heap's own bound (J5) is the only one. Returns a function that ends the watch.
 */
export function watchMemory(
  pid: number | undefined,
  limitMb: number,
  onOver: () => void,
): () => void {
  if (pid === undefined || process.platform !== 'linux') return () => {}
  const file = `/proc/${pid}/statm`
  const limitPages = (limitMb * 1024 * 1024) / PAGE_BYTES
  const timer = setInterval(() => {
    try {
      const [, resident = '0'] = readFileSync(file, 'latin1').split(' ')
      if (Number(resident) > limitPages) onOver()
    } catch {
      clearInterval(timer)
    }
  }, PERIOD_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** Linux counts resident memory in pages; 4 KiB on every platform Node ships builds for, save some arm64 kernels. */
const PAGE_BYTES = 4096
