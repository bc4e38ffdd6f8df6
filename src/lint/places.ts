/** Lines of a text, by the line ends of JavaScript. */
export type Lines = {
  readonly placeOf: (offset: number) => { readonly line: number; readonly column: number }
  /** The text of a line, without its end; empty where there is none, or more of it than anybody reads. */
  readonly textOf: (line: number) => string
}

const LONGEST = 1000

export function readLines(source: string): Lines {
  const starts = [0]
  const ends: number[] = []
  for (const match of source.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) {
    ends.push(match.index)
    starts.push(match.index + match[0].length)
  }
  ends.push(source.length)
  return {
    placeOf(offset) {
      let low = 0
      let high = starts.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (starts[middle]! <= offset) low = middle
        else high = middle - 1
      }
      return { line: low + 1, column: offset - starts[low]! + 1 }
    },
    textOf(line) {
      if (line < 1 || ends[line - 1]! - starts[line - 1]! > LONGEST) return ''
      return source.slice(starts[line - 1], ends[line - 1])
    },
  }
}
