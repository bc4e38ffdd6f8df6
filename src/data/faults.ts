import type { DataErrorCode } from '../shared/failure.ts'

/** Faults of a single row, each with its way out. */
export const ways = {
  D209: {
    droppable: true,
    hint: 'correct the cell, drop such rows with --on-bad drop, or name the columns with --columns close=NAME',
  },
  D210: {
    droppable: true,
    hint: 'give --date-format (YMD, DMY, MDY or a pattern such as dd/MM/yyyy) or --time-unit s|ms|us|ns, or drop such rows with --on-bad drop',
  },
  D211: { droppable: true, hint: 'complete the row, or drop such rows with --on-bad drop' },
  D212: {
    droppable: true,
    hint: 'high must be the largest and low the smallest price; drop such rows with --on-bad drop, or check the order of the columns with --columns',
  },
  D213: {
    droppable: false,
    hint: 'if the prices are meant to be zero or below (spreads, power), give --allow-nonpositive',
  },
  D214: { droppable: true, hint: 'drop such rows with --on-bad drop' },
  D215: {
    droppable: false,
    hint: 'choose one of them with --on-duplicate first or --on-duplicate last',
  },
  D216: {
    droppable: false,
    hint: 'sort the rows by time, or give --order sort to have the whole file loaded and sorted',
  },
  D218: {
    droppable: false,
    hint: 'keep gaps with --on-gap keep (the default) or fill them with flat bars: --on-gap fill',
  },
  D219: {
    droppable: true,
    hint: 'the clock was put forward over this time: give the true zone with --tz, or --tz UTC',
  },
  D222: {
    droppable: true,
    hint: 'give the row the same number of cells as the header, or drop such rows with --on-bad drop',
  },
} as const satisfies Partial<
  Record<DataErrorCode, { readonly droppable: boolean; readonly hint: string }>
>

export type RowFault = keyof typeof ways

/** A value in quotes, short and free of control characters. */
export function quote(value: string): string {
  const clean = [...value.slice(0, 64)]
    .map((char) => (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(char) ? '·' : char))
    .join('')
  return `"${value.length > 64 ? `${clean}…` : clean}"`
}
