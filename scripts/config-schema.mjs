// Writes schema/config.json, the JSON Schema of qrun.config.json, from the schema that reads it.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['src/check/json-schema.ts'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  logLevel: 'warning',
})
const module = `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
const { configSchema } = await import(module)
writeFileSync(`${root}schema/config.json`, `${JSON.stringify(configSchema(), null, 2)}\n`)
