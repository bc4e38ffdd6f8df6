/** `2022-02-20 03:00 UTC` from an ISO time in UTC; seconds only where they are not zero. */
export function formatMinute(iso: string): string {
  const seconds = iso.slice(17, -1)
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}${seconds === '00' ? '' : `:${seconds}`} UTC`
}
