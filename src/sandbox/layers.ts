import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'

/** What of the operating system stands around a jail (J5, J6). */
export type SystemWalls = {
  /** Namespaces of its own, `net` and `ipc`, also `user` where the caller is not privileged. */
  readonly namespaces: readonly string[]
  /** Whether `prlimit` can bound memory outside the script heap. */
  readonly hasMemoryBound: boolean
  /** Whether the system kills the jail when its parent is killed, so that none outlives it. */
  readonly diesWithParent: boolean
}

const NONE: SystemWalls = { namespaces: [], hasMemoryBound: false, diesWithParent: false }
/** Tried in turn. No process namespace: the jail would be its first process, and those heed no signal of their own abort. */
const NAMESPACES = [
  ['net', 'ipc'],
  ['user', 'net', 'ipc'],
] as const
const PATIENCE_MS = 2000

let found: Promise<SystemWalls> | undefined

/** What this machine lets a jail have, found out once by trying. Where nothing works, none; never an error. */
export function systemWalls(): Promise<SystemWalls> {
  found ??= process.platform === 'linux' ? probe() : Promise.resolve(NONE)
  return found
}

async function probe(): Promise<SystemWalls> {
  // Most machines have all of it: one process tells that, and only where it fails four have to be asked.
  for (const namespaces of NAMESPACES) {
    const all: SystemWalls = { namespaces, hasMemoryBound: true, diesWithParent: true }
    if (await succeeds([...wrap(all, { major: 20, memoryMb: 1024 }), toolAt('unshare'), '--help']))
      return all
  }
  const [hasMemoryBound = false, diesWithParent = false, ...works] = await Promise.all([
    succeeds([...boundCommand(1024), toolAt('prlimit'), '--help']),
    succeeds([...deathCommand(), toolAt('unshare'), '--help']),
    ...NAMESPACES.map((names) => succeeds([...unshareCommand(names), toolAt('unshare'), '--help'])),
  ])
  const namespaces = NAMESPACES.find((_, index) => works[index]) ?? []
  return { namespaces, hasMemoryBound, diesWithParent }
}

/** The tools by their places: a name would be looked up along PATH. */
const toolAt = (name: string): string =>
  [`/usr/bin/${name}`, `/bin/${name}`].find((path) => existsSync(path)) ?? `/usr/bin/${name}`

function unshareCommand(namespaces: readonly string[]): string[] {
  return [toolAt('unshare'), ...namespaces.map((name) => `--${name}`), '--']
}

function boundCommand(dataMb: number): string[] {
  return [toolAt('prlimit'), `--data=${dataMb * 1024 * 1024}`, '--']
}

function deathCommand(): string[] {
  return [toolAt('setpriv'), '--pdeathsig', 'KILL', '--']
}

function succeeds([command, ...args]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command!, args, { stdio: 'ignore', env: {}, timeout: PATIENCE_MS })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}

/** Address space that the engine asks for beside the script heap; below it newer ones do not start (J5). */
const DATA_MB = (major: number): number => (major === 20 ? 260 : 860)

/**
 * The words to put before the command of a jail. Each replaces itself by the next, so that process
 * number, signals and exit code stay those of the jail.
 */
export function wrap(
  { namespaces, hasMemoryBound, diesWithParent }: SystemWalls,
  { major, memoryMb }: { readonly major: number; readonly memoryMb: number | null },
): string[] {
  return [
    ...(hasMemoryBound && memoryMb !== null ? boundCommand(memoryMb + DATA_MB(major)) : []),
    ...(namespaces.length > 0 ? unshareCommand(namespaces) : []),
    // Last: a new user namespace would clear it.
    ...(diesWithParent ? deathCommand() : []),
  ]
}
