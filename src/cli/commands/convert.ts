import { stat } from 'node:fs/promises'
import { Command } from 'commander'
import {
  type BarFeed,
  type DataOptions,
  type DataSource,
  encodeBarFile,
  encodeBars,
  openBars,
  QrunError,
  renderInspection,
} from '../../index.ts'
import { addDataFlags, type DataFlags, dataOptionsOf, sourceOf } from '../data-flags.ts'
import { exists, writeWhole } from '../files.ts'
import { withInterrupts } from '../run-flags.ts'

type Flags = DataFlags & { readonly out: string; readonly force?: boolean }

const FORMS = ['csv', 'qbars'] as const
type Form = (typeof FORMS)[number]

/** `qrun data convert IN -o OUT`: the bars of a file in another form, that of OUT's ending. */
export function convertCommand(): Command {
  return addTo(
    new Command('convert').description('write the bars of a file in another form'),
  ).action(run)
}

/** `qrun data resample IN --tf TF -o OUT`: the same with longer bars. */
export function resampleCommand(): Command {
  return addTo(
    new Command('resample').description('write longer bars made of the bars of a file'),
  ).action((file: string, flags: Flags) => {
    if (flags.tf === undefined)
      throw new QrunError({
        code: 'U103',
        message: '--tf was not given',
        hint: 'say how long the bars shall be, e.g. --tf 4h',
      })
    return run(file, flags)
  })
}

function addTo(command: Command): Command {
  return addDataFlags(
    command
      .argument('<file>', 'a file of bars, or - for standard input')
      .requiredOption('-o, --out <path>', 'NAME.csv, or NAME.qbars for a file that is read faster')
      .option('--force', 'write over an existing file'),
  )
}

async function run(file: string, flags: Flags): Promise<void> {
  const { out, force } = flags
  const form = formOf(out)
  if (force !== true && (await exists(out)))
    throw new QrunError({
      code: 'U106',
      message: `"${out}" exists already`,
      hint: 'choose another name, or write over it with --force',
    })
  const given = sourceOf(file)
  const source: DataSource = typeof given === 'string' ? { path: given } : given
  const options = dataOptionsOf(flags)
  const feed = await withInterrupts(async (signal) => {
    const isOver = overBy(signal)
    const opened = await Promise.race([openBars(source, options), isOver])
    await writeWhole(out, (write) => pump(opened, form, options, write, isOver))
    return opened
  })
  process.stdout.write(`wrote ${visible(out)}\n\n`)
  process.stdout.write(
    renderInspection({
      head: feed.head,
      summary: feed.summary(),
      bytes: 'path' in source ? (await stat(source.path)).size : undefined,
    }),
  )
  if (form === 'csv') await tellFlags(out, feed)
}

/** @throws `U102` for a name that tells no form. */
function formOf(out: string): Form {
  const form = FORMS.find((ending) => out.toLowerCase().endsWith(`.${ending}`))
  if (form !== undefined) return form
  throw new QrunError({
    code: 'U102',
    message: `--out was "${out}", whose ending tells no form`,
    hint: 'name it NAME.csv, or NAME.qbars for a file that is read faster',
  })
}

/** Fails when the signal fires: the source may never answer. */
function overBy(signal: AbortSignal): Promise<never> {
  const isOver = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(new QrunError({ code: 'X504', message: 'interrupted', hint: 'nothing was written' })),
    )
  })
  isOver.catch(() => {})
  return isOver
}

async function pump(
  feed: BarFeed,
  form: Form,
  options: DataOptions,
  write: (piece: string | Uint8Array) => void,
  isOver: Promise<never>,
): Promise<void> {
  const pieces = form === 'csv' ? encodeBars(feed) : encodeBarFile(feed, options)
  for (;;) {
    const next = await Promise.race([pieces.next(), isOver])
    if (next.done === true) break
    write(next.value)
  }
  if (feed.summary().bars > 0) return
  throw new QrunError({
    code: 'D202',
    message: 'no bars are left to be written',
    hint: 'qrun data inspect tells why rows were dropped',
    place: { file: feed.head.name },
  })
}

/** A CSV holds no symbol and no timeframe, which are part of the hash: says which flags give them back. */
async function tellFlags(path: string, { head }: BarFeed): Promise<void> {
  const read = await openBars({ path }).catch(() => undefined)
  await read?.close()
  const flags = [
    ...(read?.head.symbol === head.symbol ? [] : [`--symbol "${visible(head.symbol)}"`]),
    ...(read?.head.timeframe.name === head.timeframe.name ? [] : [`--tf ${head.timeframe.name}`]),
  ]
  if (flags.length > 0)
    process.stderr.write(`read it with ${flags.join(' ')} to have the same hash\n`)
}

/** One visible line. */
function visible(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
}
