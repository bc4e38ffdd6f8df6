import { Command, Option } from 'commander'
import { checkSandbox, type SandboxCheck, type SandboxReport } from '../../index.ts'
import { EXIT } from '../exit.ts'
import { type LookOptions, lookOf } from '../terminal.ts'

const GROUPS: Readonly<Record<SandboxCheck['group'], string>> = {
  engine: 'engine',
  jail: 'layer 2, the jail: what its process may do before it is emptied',
  realm: 'layer 1, the realm',
  limits: 'limits',
  repeatable: 'repeatable',
}

/** `qrun doctor`: tries the walls of the sandbox on this machine. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('try the walls of the sandbox on this machine')
    .option('--json', 'print one JSON document')
    .addOption(
      new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'),
    )
    .option('--ascii', 'ASCII only')
    .action(async (flags: LookOptions & { readonly json?: boolean }) => {
      const report = await checkSandbox()
      process.exitCode = report.ok ? EXIT.ok : EXIT.no
      process.stdout.write(
        flags.json === true ? `${JSON.stringify(report, null, 2)}\n` : tell(report, flags),
      )
    })
}

function tell({ checks, ok, untrusted, removed }: SandboxReport, flags: LookOptions): string {
  const { colour } = lookOf(process.stdout, flags)
  const paint = (verdict: SandboxCheck['verdict']): string =>
    colour
      ? `\u001b[${{ ok: 32, open: 33, failed: 31 }[verdict]}m${verdict.padEnd(6)}\u001b[39m`
      : verdict.padEnd(6)
  const width = Math.max(...checks.map(({ name }) => name.length))
  const blocks = Object.entries(GROUPS).flatMap(([group, title]) => {
    const own = checks.filter((check) => check.group === group)
    if (own.length === 0) return []
    return [
      [
        title,
        ...own.map(
          ({ name, verdict, text }) => `  ${paint(verdict)}  ${name.padEnd(width)}  ${text}`,
        ),
      ].join('\n'),
    ]
  })
  const end = [
    ok
      ? 'Every wall that a run relies on stands.'
      : 'A wall does not stand: do not run files of strangers here.',
    untrusted ? '--untrusted can be had.' : '--untrusted cannot be had.',
    ...(checks.some(({ verdict }) => verdict === 'open')
      ? ['open: not refused by this wall on this machine; the emptied process stands before it.']
      : []),
    ...(removed.length > 0 ? ['--json names the built-ins that were removed.'] : []),
  ]
  return `${[...blocks, end.join('\n')].join('\n\n')}\n`
}
