import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { jailFlags } from '../../src/sandbox/flags.ts'

const run = promisify(execFile)
const MAJOR = Number(process.versions.node.split('.')[0])
/** Of the engine, not of Node: each line has knobs of its own. */
const COMPILER = /budget|invocation|efficiency/

describe('the flags of a jail', () => {
  it.each([true, false])('are known to this version, for a short job: %s', async (isShort) => {
    const { stdout } = await run(process.execPath, [...jailFlags(MAJOR, 64, isShort), '-p', '1'])
    expect(stdout).toBe('1\n')
  })

  it.each([
    { major: 20, isShort: true, want: ['--interrupt-budget=405504'] },
    { major: 20, isShort: false, want: [] },
    { major: 22, isShort: true, want: ['--invocation-count-for-turbofan=6000'] },
    { major: 22, isShort: false, want: [] },
    { major: 24, isShort: true, want: ['--efficiency-mode', '--efficiency-mode-delay-turbofan=0'] },
    {
      major: 24,
      isShort: false,
      want: ['--efficiency-mode', '--efficiency-mode-delay-turbofan=0'],
    },
    {
      major: 26,
      isShort: false,
      want: ['--efficiency-mode', '--efficiency-mode-delay-turbofan-multiply=0'],
    },
    { major: 23, isShort: true, want: [] },
    { major: 25, isShort: true, want: [] },
    { major: 27, isShort: true, want: [] },
  ])('tell the compiler of Node $major, short $isShort: $want', ({ major, isShort, want }) => {
    expect(jailFlags(major, 64, isShort).filter((flag) => COMPILER.test(flag))).toEqual(want)
  })

  it('take no wall away from a short job', () => {
    for (const major of [20, 22, 24, 26])
      expect(jailFlags(major, 64, true)).toEqual(
        expect.arrayContaining(jailFlags(major, 64, false)),
      )
  })
})
