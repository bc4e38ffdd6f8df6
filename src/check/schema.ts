import * as z from 'zod'
import type { Config } from './config-file.ts'
import { COMPARE } from './plan.ts'

const text = z.string().min(1)
const value = z.union([z.string(), z.number(), z.boolean()], {
  error: 'a text, a number, true or false was expected',
})
const values = z.record(z.string(), value)
const positive = z.number().positive()

const texts = z.union([text, z.array(text).min(1)], {
  error: 'a name, or a list of names, was expected',
})

/** How a file of bars is read, and what is traded: the flags of the command line by their names. */
const DATA = z.strictObject({
  path: text,
  format: text.optional(),
  columns: z.record(z.string(), text).optional(),
  delimiter: text.optional(),
  decimal: z.enum(['.', ',']).optional(),
  skipRows: z.int().nonnegative().optional(),
  timeUnit: z.enum(['s', 'ms', 'us', 'ns']).optional(),
  dateFormat: text.optional(),
  tz: text.optional(),
  stamp: z.enum(['open', 'close']).optional(),
  tf: text.optional(),
  symbol: text.optional(),
  adjust: z.enum(['none', 'close']).optional(),
  onGap: z.enum(['keep', 'fill', 'error']).optional(),
  onDuplicate: z.enum(['error', 'first', 'last']).optional(),
  onBad: z.enum(['error', 'drop']).optional(),
  order: z.enum(['auto', 'sort']).optional(),
  allowNonpositive: z.boolean().optional(),
  tick: positive.optional(),
  lot: positive.optional(),
  pointValue: positive.optional(),
  currency: text.optional(),
  exchangeTz: text.optional(),
})

const CHECK = z.strictObject({
  name: text,
  strategy: text,
  data: texts,
  set: values.optional(),
  prop: values.optional(),
  from: text.optional(),
  to: text.optional(),
  warmup: z.boolean().optional(),
  tf: text.optional(),
  fx: text.optional(),
  seed: z.int().nonnegative().optional(),
  expect: z.array(text).optional(),
  compare: z.enum(COMPARE).optional(),
  tolerance: z.record(z.string(), z.number().nonnegative()).optional(),
})

const DEFAULTS = z.record(
  z.string(),
  z.union([value, z.array(value), values], {
    error: 'the value of a flag, or a list of them, was expected',
  }),
)

/** `qrun.config.json`. Unknown keys are errors, so that a mistyped one is not a setting that is missing. */
export const CONFIG: z.ZodType<Config> = z.strictObject({
  $schema: z.string().optional(),
  data: z.record(text, DATA).optional(),
  checks: z.array(CHECK).optional(),
  baselines: text.optional(),
  defaults: DEFAULTS.optional(),
  profiles: z.record(text, DEFAULTS).optional(),
})
