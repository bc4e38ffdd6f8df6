import { join } from 'node:path'
import type { Command } from 'commander'
import { configOf } from '../configured.ts'

/** The configuration that a command reads; one that is not there yet may come. */
export function configFiles(command: Command): readonly string[] {
  const { config } = command.opts<{ readonly config?: string | false }>()
  if (config === false) return []
  if (typeof config === 'string') return [config]
  const loaded = configOf(command)
  return [loaded === undefined ? 'qrun.config.json' : join(loaded.root, loaded.file)]
}
