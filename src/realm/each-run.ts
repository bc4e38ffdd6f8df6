const beginnings: (() => void)[] = []

/**
 * Has `begin` give a module's variables their first values: now, and again before each further run in this realm.
 * All that a run leaves in the library goes through here, or the next one would find it (R7); a test looks for
 * variables that do not.
 */
export function eachRun(begin: () => void): void {
  beginnings[beginnings.length] = begin
  begin()
}

/** The library is as it was before its first run, in the order in which its modules were evaluated. */
export function beginAgain(): void {
  for (let i = 0; i < beginnings.length; i++) beginnings[i]!()
}
