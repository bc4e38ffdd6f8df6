import { VERSION } from '../../index.ts'

/** `qrun.config.json` of a new project: one check of its first strategy. */
export function projectConfig(strategy: string): string {
  return `{
  // Keys: docs/check.md of the package.
  "$schema": "./node_modules/qrun/dist/schema/config.json",
  "data": {
    // Invented bars, to try things out: put your own files here.
    "sample": { "path": "data/sample.csv" },
  },
  "checks": [
    // {data} stands for the name of the data, where there are several.
    { "name": "${strategy}-{data}", "strategy": "strategies/${strategy}.js", "data": ["sample"], "expect": ["maxDrawdownPct < 50"] },
  ],
  // Recorded by qrun check, compared from then on: commit them.
  "baselines": "baselines",
}
`
}

/** `.github/workflows/qrun.yml`. */
export const WORKFLOW = `name: qrun
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      # --untrusted: the strategies of a pull request are a stranger's files.
      - run: npx --yes qrun@${VERSION} check --ci --strict --untrusted -f github -f junit -f markdown -o reports
      - if: always()
        run: if [ -f reports/check.md ]; then cat reports/check.md >> "$GITHUB_STEP_SUMMARY"; fi
      - if: always()
        uses: actions/upload-artifact@v4
        with:
          name: qrun
          path: reports
`

export const IGNORED = `node_modules/
.qrun/
out/
reports/
`
