import { createServer } from 'node:net'
import { systemWalls } from './layers.ts'
import { FRAME_OF_FACTS, probeOf } from './probe.ts'
import { startJail } from './process.ts'

/** Which walls of the jail stand on this machine, as attempts from inside tell. */
export type JailFacts = {
  /** Whether the jail started and answered. */
  readonly starts: boolean
  /** Attempts by name; true when it was refused. */
  readonly refused: Readonly<Record<string, boolean>>
  /** What keeps the jail off the network once code owned its process. */
  readonly network: 'permission model' | 'namespace' | 'neutralised only'
  readonly namespaces: readonly string[]
  readonly memory: 'prlimit' | 'watch' | 'heap bound only'
}

const NEEDED = [
  'read a file',
  'write a file',
  'start a process',
  'start a worker',
  'code from text',
]

let cached: Promise<JailFacts> | undefined

/** Runs a jail that attempts everything it may not do; once for this process. */
export function jailFacts(): Promise<JailFacts> {
  cached ??= attempt()
  return cached
}

/** Whether the second layer can be had: a jail starts, and its permission model refuses what it must. */
export function hasJail({ starts, refused }: JailFacts): boolean {
  return starts && NEEDED.every((name) => refused[name] === true)
}

async function attempt(): Promise<JailFacts> {
  const walls = await systemWalls()
  let refused: Record<string, boolean> = {}
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve).once('error', resolve))
  const address = server.address()
  const jail = startJail({
    jailScript: probeOf(typeof address === 'object' ? (address?.port ?? 9) : 9),
    timeMs: 10_000,
    memoryMb: 128,
    isTypeScript: false,
    outputBytes: 1 << 16,
    walls,
    onFrame: (type, bytes) => {
      if (type !== FRAME_OF_FACTS) return
      const told: unknown = JSON.parse(bytes.toString('utf8'))
      refused = Object.fromEntries(
        Object.entries(told as Record<string, unknown>).map(([name, value]) => [
          name,
          value === true,
        ]),
      )
    },
  })
  const end = await jail.ended
  server.close()
  return {
    starts: end.kind === 'exit' && Object.keys(refused).length > 0,
    refused,
    network:
      refused['reach the network'] !== true
        ? 'neutralised only'
        : Number(process.versions.node.split('.')[0]) >= 25
          ? 'permission model'
          : 'namespace',
    namespaces: walls.namespaces,
    memory: walls.hasMemoryBound
      ? 'prlimit'
      : process.platform === 'linux'
        ? 'watch'
        : 'heap bound only',
  }
}
