export const FRAME_OF_FACTS = 30

/**
 * What runs in place of the jail's script when its walls are tried: the attempts of code that owns the
 * process, before anything is taken away from it. Answers with one frame, `{ attempt: wasRefused }`.
 * `port` is one that the parent listens on.
 */
export const probeOf = (port: number): string => `((powers) => {
  const { process, fs, writeSync } = powers
  const ask = powers.Module.createRequire('/')
  const attempts = {
    'read a file': () => fs.readFileSync('/etc/hosts'),
    'list a folder': () => fs.readdirSync('/'),
    'write a file': () => fs.writeFileSync('/qrun-doctor', ''),
    'start a process': () => { const { error } = ask('child_process').spawnSync('true'); if (error) throw error },
    'start a worker': () => new (ask('worker_threads').Worker)('0', { eval: true }),
    'load an addon': () => process.dlopen({ exports: {} }, '/x.node'),
    'open the inspector': () => { const i = ask('inspector'); i.open(0); if (i.url() === undefined) throw new Error('closed') },
    'open a database': () => new (ask('node:sqlite').DatabaseSync)('/qrun-doctor.db'),
    'read the environment': () => { if (Object.keys(process.env).every((name) => name === 'TZ' || name === 'SystemRoot')) throw new Error('empty') },
    'signal the caller': () => process.kill(process.ppid, 0),
    'code from text': () => Function('return 1')(),
  }
  const refused = {}
  for (const name of Object.keys(attempts)) try { attempts[name](); refused[name] = false } catch { refused[name] = true }
  const answer = () => {
  const bytes = Buffer.from(JSON.stringify(refused))
  const head = Buffer.alloc(8)
  head.writeUInt32LE(${FRAME_OF_FACTS}, 0)
  head.writeUInt32LE(bytes.length, 4)
  writeSync(1, head, 0, 8)
  writeSync(1, bytes, 0, bytes.length)
  process.reallyExit(0)
  }
  const tell = (wasRefused) => () => { refused['reach the network'] = wasRefused; answer() }
  try { ask('net').connect(${port}, '127.0.0.1').on('connect', tell(false)).on('error', tell(true)) } catch { tell(true)() }
})`
