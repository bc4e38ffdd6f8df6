/**
 * What `node -e` runs in the jail: reads the jail script from standard input and hands it the last
 * powers of this process. It is text because it must reach a process that can read no file (J1).
 */
export const BOOT = `'use strict';
const fs = require('fs');
const vm = require('vm');
const { readSync, writeSync } = fs;
const take = (bytes) => {
  for (let done = 0; done < bytes.length; ) {
    const got = readSync(0, bytes, done, bytes.length - done, null);
    if (got === 0) return false;
    done += got;
  }
  return true;
};
// Types are stripped by the engine's own parser, which has to be awake before its powers go.
let strip;
if (process.argv.includes('typescript')) {
  strip = require('module').stripTypeScriptTypes;
  if (strip) strip('let a: number');
}
const header = new Uint8Array(8);
if (!take(header)) process.reallyExit(0);
const text = Buffer.alloc(new DataView(header.buffer).getUint32(4, true));
if (!take(text)) process.reallyExit(0);
const script = new vm.Script(text.toString('utf8'), { filename: 'qrun-jail' });
script.runInThisContext({ displayErrors: false })({ fs, vm, process, Module: require('module'), take, writeSync, strip });
`
