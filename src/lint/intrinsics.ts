/** The names of JavaScript that a strategy has beside those of the API. A test compares them with the sandbox's own. */
export const INTRINSICS: ReadonlySet<string> = new Set(
  (
    'AggregateError Array BigInt Boolean Date Error EvalError Function Infinity JSON Map Math NaN Number Object ' +
    'Proxy RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError WeakMap WeakSet ' +
    'decodeURI decodeURIComponent encodeURI encodeURIComponent globalThis isFinite isNaN parseFloat parseInt undefined'
  ).split(' '),
)

/** Members of `Math`, for those who look for them in Pine's `math`. */
export const MATH: ReadonlySet<string> = new Set(
  (
    'E PI abs acos asin atan atan2 cbrt ceil cos exp floor hypot log log10 log2 max min pow random round sign sin sqrt ' +
    'tan trunc'
  ).split(' '),
)
