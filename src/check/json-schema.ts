import * as z from 'zod'
import { CONFIG } from './schema.ts'

/** The JSON Schema of a configuration, which lets editors complete and check it. */
export function configSchema(): Readonly<Record<string, unknown>> {
  return { title: 'qrun.config.json', ...z.toJSONSchema(CONFIG, { io: 'input' }) }
}
