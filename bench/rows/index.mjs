// The rows in the order of the table. `when`: `always`, or only with `--full`, or only when `--only` asks.
export const ROWS = [
  {
    name: 'warm',
    when: 'always',
    says: 'per bar when everything is warm, layer 1 of the sandbox, broker, trades and equity',
  },
  {
    name: 'magnifier',
    when: 'always',
    says: 'bars with four smaller ones inside, against our own run without',
  },
  {
    name: 'whole',
    when: 'always',
    says: 'the whole command, 1 M bars of CSV, both layers, report on the terminal',
  },
  { name: 'small', when: 'always', says: 'the whole command, 41,307 bars (five years of hours)' },
  { name: 'long', when: 'full', says: '10 M bars against 1 M' },
  { name: 'formats', when: 'always', says: 'other files of the same bars against CSV' },
  { name: 'sweep', when: 'always', says: 'many inputs over the same bars' },
  { name: 'kernels', when: 'always', says: 'indicators in blocks' },
  { name: 'growth', when: 'always', says: 'indicators of length 1,024 against length 16' },
  { name: 'csv', when: 'always', says: 'reading CSV' },
  { name: 'layers', when: 'asked', says: 'what each layer of the sandbox costs' },
  { name: 'html', when: 'asked', says: 'the HTML report in a browser' },
]
