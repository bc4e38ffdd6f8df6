/** On a terminal alone, so that a log keeps every run; what was scrolled away stays. */
export function clearScreen(): void {
  if (process.stdout.isTTY === true && process.env.TERM !== 'dumb')
    process.stdout.write('\u001b[H\u001b[2J')
}
