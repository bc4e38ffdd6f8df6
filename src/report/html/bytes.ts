/** Columns of numbers as text for the page: bytes in base64, read again by `page/decode.ts`. */

/** Doubles, exact; null becomes NaN. */
export function packDoubles(values: readonly (number | null)[]): string {
  return base64(Float64Array.from(values, (value) => value ?? Number.NaN))
}

/** Single precision: about seven digits, for what is drawn or shown rounded. */
export function packFloats(values: readonly (number | null)[]): string {
  return base64(Float32Array.from(values, (value) => value ?? Number.NaN))
}

/** Whole numbers from 0 to 255. */
export function packBytes(values: readonly number[]): string {
  return base64(Uint8Array.from(values))
}

function base64(values: Float64Array | Float32Array | Uint8Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64')
}

/** Whole numbers of any size in as few bytes as each needs: seven bits a byte, lowest first. */
export type Varints = {
  /** Of at least 0. */
  whole(value: number): void
  signed(value: number): void
  text(): string
}

export function createVarints(): Varints {
  let bytes = Buffer.alloc(4096)
  let length = 0
  function whole(value: number): void {
    // A double holds 53 bits: at most eight bytes of seven.
    if (length + 8 > bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2)
    let rest = value
    while (rest >= 128) {
      bytes[length++] = (rest % 128) + 128
      rest = Math.floor(rest / 128)
    }
    bytes[length++] = rest
  }
  return {
    whole,
    signed: (value) => whole(value < 0 ? -2 * value - 1 : 2 * value),
    text: () => bytes.toString('base64', 0, length),
  }
}

/** Whole numbers, each as the difference from the one before. */
export function packSteps(values: readonly number[]): string {
  const out = createVarints()
  let before = 0
  for (const value of values) {
    out.signed(value - before)
    before = value
  }
  return out.text()
}
