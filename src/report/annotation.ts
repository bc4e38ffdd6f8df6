import { cleanLine } from './markup.ts'

/**
 * An annotation of GitHub Actions: a command that the build server reads from standard output, so that
 * all text in it is escaped as it asks for.
 *
 * @param properties `file`, `line`, `col`, `title`, in this order where they are given.
 */
export function annotation(
  kind: 'error' | 'warning' | 'notice',
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`)
  return `::${kind} ${list.join(',')}::${escapeData(message)}`
}

function escapeData(text: string): string {
  return text
    .split('\n')
    .map(cleanLine)
    .join('\n')
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text.replaceAll('\n', ' ')).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
