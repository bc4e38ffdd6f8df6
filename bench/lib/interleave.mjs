// Runs measurements by turns, A B A B …, so that a busy moment of the machine hits all of them.

/**
 * Samples by name. Every round calls each of `work` once; the first `warmUp` rounds are thrown away. A single
 * round is a try without a warm-up.
 *
 * @param work functions by name, each giving one number or an object of numbers.
 */
export async function interleave(rounds, work, warmUp = rounds > 1 ? 1 : 0) {
  const samples = Object.fromEntries(Object.keys(work).map((name) => [name, []]))
  for (let round = -warmUp; round < rounds; round++)
    for (const [name, run] of Object.entries(work)) {
      const value = await run()
      if (round >= 0) samples[name].push(value)
    }
  return samples
}

/** CPU nanoseconds, user and system of all threads of this process, that `work` takes. */
export function cpuOf(work) {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) * 1000
}

export async function cpuOfAsync(work) {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) * 1000
}

/** The values of one field of all samples. */
export function pick(samples, name) {
  return samples.map((sample) => sample[name])
}
