import { type Command, Option } from 'commander'
import type { OutputFlags } from './outputs.ts'
import { FORMATS, formatList, wholeNumber } from './parse.ts'

/** The flags that say what is printed and written, for every command that shows a result. */
export function addOutputFlags(command: Command): Command {
  return command
    .optionsGroup('Output:')
    .option('--json', 'print the result as one JSON document')
    .option(
      '-f, --format-out <list>',
      `${FORMATS.join(', ')}; separated by commas, or repeated`,
      formatList,
    )
    .option('-o, --out <path>', 'folder, or a file when one format is chosen')
    .option('--open', 'open the HTML report afterwards; never in CI')
    .addOption(
      new Option('--csv-style <style>', 'columns of trades.csv')
        .choices(['qrun', 'tradingview'])
        .default('qrun'),
    )
    .option('--trades [n]', 'print the last trades (10 without a number)', wholeNumber)
    .addOption(
      new Option('--by <period>', 'print returns by calendar period').choices([
        'day',
        'week',
        'month',
        'year',
      ]),
    )
    .addOption(
      new Option('--metrics <set>', 'figures to print').choices(['core', 'full']).default('core'),
    )
    .option('-q, --quiet', 'print errors only')
    .addOption(
      new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'),
    )
    .option('--ascii', 'ASCII only')
}

/** What the report on the terminal, or in a text file, holds beside its figures. */
export function listsOf({ metrics, trades, by }: OutputFlags): {
  readonly metrics: OutputFlags['metrics']
  readonly trades?: number
  readonly by?: NonNullable<OutputFlags['by']>
} {
  return {
    metrics,
    ...(trades === undefined ? {} : { trades: trades === true ? 10 : trades }),
    ...(by === undefined ? {} : { by }),
  }
}
