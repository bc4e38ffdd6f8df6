/** Editors that see this file beside a strategy complete and check the globals. */
export const JSCONFIG = `${JSON.stringify(
  {
    compilerOptions: {
      checkJs: true,
      strict: true,
      target: 'ES2023',
      lib: ['ES2023'],
      types: [],
      // Each strategy is a file of its own: two of them may use the same names at the top.
      moduleDetection: 'force',
      noEmit: true,
    },
    include: ['**/*.js', 'qrun-globals.d.ts'],
  },
  null,
  2,
)}\n`
