/**
 * What a thread runs: it takes frames from messages as a jail takes them from its pipe, and hands the
 * script that comes first what a jail would have kept. It is text, since threads begin with a file or a text.
 */
export const THREAD_BOOT = `'use strict';
const { parentPort, receiveMessageOnPort, workerData } = require('node:worker_threads');
const { createContext, compileFunction, Script, constants } = require('node:vm');
const bell = new Int32Array(workerData);
let chunk = new Uint8Array(0);
const next = () => {
  for (;;) {
    const rung = Atomics.load(bell, 0);
    const got = receiveMessageOnPort(parentPort);
    if (got !== undefined) return got.message;
    Atomics.wait(bell, 0, rung);
  }
};
const take = (bytes) => {
  for (let done = 0; done < bytes.length; ) {
    if (chunk.length === 0) chunk = next();
    const part = chunk.subarray(0, bytes.length - done);
    bytes.set(part, done);
    chunk = chunk.subarray(part.length);
    done += part.length;
  }
  return true;
};
let pass = () => {};
process.on('unhandledRejection', (reason) => pass(reason));
const tick = process._tickCallback.bind(process);
const exit = process.exit.bind(process);
const { now } = performance;
const elapsed = now.bind(performance);
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });
const header = new Uint8Array(8);
take(header);
const text = new Uint8Array(new DataView(header.buffer).getUint32(4, true));
take(text);
const main = new Script(decoder.decode(text), { filename: 'qrun-jail' }).runInThisContext({ displayErrors: false });
main({ kept: {
  take,
  strip: undefined,
  write: (bytes) => parentPort.postMessage(bytes.slice()),
  exit,
  rejections(tell) { pass = tell; tick(); },
  encode: (text) => encoder.encode(text),
  decode: (bytes) => decoder.decode(bytes),
  elapsed,
  vm: { createContext, compileFunction, Script, constants },
} });
`
