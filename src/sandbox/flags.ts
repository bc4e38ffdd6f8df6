import { QrunError } from '../errors/index.ts'

/** Oldest patch level of each line that has what a realm needs. */
const OLDEST: readonly (readonly [major: number, minor: number])[] = [
  [20, 19],
  [22, 12],
]

export function checkNode(
  version: string,
  versions: Readonly<Record<string, string | undefined>>,
): void {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  const oldest = OLDEST.find(([line]) => line === major)
  const isOld = major < 20 || major === 21 || (oldest !== undefined && minor < oldest[1])
  const other =
    versions.bun !== undefined ? 'Bun' : versions.deno !== undefined ? 'Deno' : undefined
  if (isOld || other !== undefined)
    throw new QrunError({
      code: 'U107',
      message: `${other ?? 'Node.js'} "${version}" cannot hold a strategy safely`,
      hint: 'use Node.js 20.19, 22.12 or newer',
    })
}

/**
 * Command line flags of the jail, by Node's major version: no file, no process, no worker, no addon
 * (J1), no code from text (J2), no native modules that reach files around the permission model (J7),
 * a bound on the script heap (J5). A flag the running version does not know makes it end with code 9,
 * which is reported and never tried again with fewer flags.
 */
export function jailFlags(major: number, memoryMb: number, isShort: boolean): string[] {
  return [
    major >= 22 ? '--permission' : '--experimental-permission',
    '--disallow-code-generation-from-strings',
    '--disable-proto=delete',
    '--no-addons',
    '--unhandled-rejections=none',
    '--no-deprecation',
    '--no-warnings',
    '--no-global-search-paths',
    `--max-old-space-size=${memoryMb}`,
    '--max-semi-space-size=8',
    ...(major === 20 ? ['--no-experimental-fetch'] : []),
    ...(major >= 22 ? ['--no-experimental-sqlite'] : []),
    ...(major >= 24 ? ['--disable-sigusr1'] : []),
    ...(major >= 26 ? ['--no-experimental-ffi'] : []),
    ...compilerFlags(major, isShort),
  ]
}

/**
 * When the engine makes fast machine code, which costs a short job more than it saves. No result depends on it.
 * Each line has knobs of its own, so those that nobody has measured keep what the engine has chosen.
 */
function compilerFlags(major: number, isShort: boolean): string[] {
  switch (major) {
    case 20:
      // Six times the default.
      return isShort ? ['--interrupt-budget=405504'] : []
    case 22:
      // Twice the default.
      return isShort ? ['--invocation-count-for-turbofan=6000'] : []
    // Fewer threads and less memory, without the delay of the last tier that would come with it.
    case 24:
      return ['--efficiency-mode', '--efficiency-mode-delay-turbofan=0']
    case 26:
      return ['--efficiency-mode', '--efficiency-mode-delay-turbofan-multiply=0']
    default:
      return []
  }
}
