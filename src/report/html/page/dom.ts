type Child = Node | string

/** An element with attributes; children that are strings become text nodes, never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

export function button(text: string, says: string, onClick: () => void): HTMLButtonElement {
  const element = make('button', { type: 'button', class: 'quiet', title: says }, text)
  if (says !== text) element.setAttribute('aria-label', says)
  element.addEventListener('click', onClick)
  return element
}

export function byId(id: string): HTMLElement | null {
  return document.getElementById(id)
}

/** Tells readers of screens what happened. */
export function say(text: string): void {
  const place = byId('said')
  if (place !== null) place.textContent = text
}
