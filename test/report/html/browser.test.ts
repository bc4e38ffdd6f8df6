import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder, qrun, SAMPLE } from '../../cli/command.ts'
import { findChromium, launch } from './chromium.ts'

const TITLE = '</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">'
const STRATEGY = `strategy('${TITLE}', { initialCapital: 10000, defaultQtyValue: 0.1 })
const fast = ta.sma(close, 9), slow = ta.sma(close, 40), rsi = ta.rsi(close, 14)
const up = ta.crossover(fast, slow), down = ta.crossunder(fast, slow)
plot('<b onclick=window.pwned=1>fast</b>', fast, { color: 'red;background:url(https://example.com/x)' })
plot('rsi', rsi)
plot('far', series(() => close() / 2), { pane: 'price', style: 'stepline' })
plot('own', close, { pane: 'mine', style: 'columns' })
hline('seventy', 70)
bgcolor('hot', series(() => rsi() > 70), { color: 'orange' })
plotshape('cold', series(() => rsi() < 25))
onBar(() => {
  if (up()) {
    strategy.entry('"><svg onload=window.pwned=1>', 'long', { comment: '<script>window.pwned=1</script>' })
    log('<img src=x onerror=window.pwned=1>')
    label('up & <i>away</i>')
  }
  if (down()) strategy.entry('S', 'short')
  strategy.exit('X', { profit: 90000, loss: 60000 })
})`

// Scripts for the page stand as text: this project knows no types of browsers.
const REPORT_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) =>
  console.error('policy: ' + event.violatedDirective))`

const COUNT_INK = `(id) => {
  const style = getComputedStyle(document.documentElement)
  const wanted = ['--gain', '--loss'].map((name) => style.getPropertyValue(name).trim())
  let hits = 0
  let all = 0
  for (const canvas of document.querySelectorAll('#' + id + ' canvas')) {
    if (canvas.width === 0) continue
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    for (let i = 0; i < data.length; i += 4) {
      all++
      const parts = [data[i], data[i + 1], data[i + 2]]
      const hex = '#' + parts.map((part) => part.toString(16).padStart(2, '0')).join('')
      if (wanted.includes(hex)) hits++
    }
  }
  return (hits / all) * 1000
}`

const executable = findChromium()
if (executable === undefined)
  console.warn('no browser tests: neither QRUN_CHROMIUM nor chromium on the path')

describe.skipIf(executable === undefined)('the report in a browser', () => {
  let browser: Browser
  let address: string
  const complaints: string[] = []

  beforeAll(async () => {
    const cwd = folder({ 's.js': STRATEGY })
    const run = qrun(['backtest', 's.js', '-d', SAMPLE, '-q', '--out', 'report.html'], { cwd })
    expect(run.stderr).toBe('')
    address = pathToFileURL(join(cwd, 'report.html')).href
    browser = await launch(executable!)
  })
  afterAll(async () => {
    await browser?.close()
  })

  /** The report in a window of its own; whatever goes wrong there is written down. */
  async function open(
    options: { width?: number; dark?: boolean } = {},
    work: (page: Page) => Promise<void>,
  ): Promise<void> {
    complaints.length = 0
    const page = await browser.newPage({
      viewport: { width: options.width ?? 1280, height: 900 },
      reducedMotion: 'reduce',
      colorScheme: options.dark === true ? 'dark' : 'light',
    })
    page.on('console', (message) => complaints.push(`console: ${message.text()}`))
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
    page.on('request', (request) => {
      const url = request.url()
      if (url !== address && !url.startsWith(`${address}#`) && !url.startsWith('data:'))
        complaints.push(`request: ${url}`)
    })
    await page.addInitScript({ content: REPORT_VIOLATIONS })
    try {
      await page.goto(address)
      await page.waitForSelector('html[data-ready]', { state: 'attached' })
      await settle(page)
      await work(page)
      expect(complaints).toEqual([])
      expect(await page.evaluate('window.pwned')).toBeUndefined()
    } finally {
      await page.close()
    }
  }

  /** Some frames later: charts are painted on the next one. */
  const settle = (page: Page): Promise<unknown> =>
    page.evaluate(`new Promise((done) => {
      let frames = 0
      const wait = () => (++frames > 6 ? done() : requestAnimationFrame(wait))
      wait()
    })`)

  /** Share of the chart's pixels that have the colour of a gain or a loss, in a thousand. */
  const inked = (page: Page, id: string): Promise<number> =>
    page.evaluate<number>(`(${COUNT_INK})('${id}')`)

  it.each([
    { says: 'light', dark: false },
    { says: 'dark', dark: true },
  ])('draws its charts in $says colours, without a complaint or a request', async ({ dark }) => {
    await open({ dark }, async (page) => {
      expect(await inked(page, 'price-chart')).toBeGreaterThan(1)
      expect(await inked(page, 'overview-chart')).toBeGreaterThan(0.5)
      expect(await page.locator('#price-chart a#tv-attr-logo').count()).toBe(1)
    })
  })

  it('shows a hostile title as it was written', async () => {
    await open({}, async (page) => {
      expect(await page.locator('h1').textContent()).toBe(TITLE)
      expect(await page.locator('#chart-legend').textContent()).toContain(
        '<b onclick=window.pwned=1>fast</b>',
      )
      expect(await page.locator('#trade-table script, #trade-table svg').count()).toBe(0)
    })
  })

  it('sorts the trades by a column, either way', async () => {
    await open({}, async (page) => {
      const profits = async (): Promise<number[]> => {
        const texts = await page.locator('.trades tbody td:nth-child(9)').allTextContents()
        return texts.map((text) => Number(text.replaceAll(' ', '')))
      }
      const head = page.locator('.trades th', { hasText: 'Profit' })
      await head.locator('button').click()
      const falling = await profits()
      expect(falling).toHaveLength(50)
      expect(falling).toEqual([...falling].sort((a, b) => b - a))
      expect(await head.getAttribute('aria-sort')).toBe('descending')
      await head.locator('button').click()
      const rising = await profits()
      expect(rising).toEqual([...rising].sort((a, b) => a - b))
      expect(rising[0]).toBeLessThan(falling[0]!)
      expect(await head.getAttribute('aria-sort')).toBe('ascending')
    })
  })

  it('filters the trades', async () => {
    await open({}, async (page) => {
      await page.locator('#trade-table select').first().selectOption('short')
      const sides = await page.locator('.trades tbody td:nth-child(2)').allTextContents()
      expect(new Set(sides)).toEqual(new Set(['short']))
      await page.locator('#trade-table input[type=search]').fill('nothing has this signal')
      expect(await page.locator('.trades tbody').textContent()).toBe('No trade is like that.')
    })
  })

  it('jumps to the bars of a trade', async () => {
    await open({}, async (page) => {
      expect(await page.locator('#chart-said').textContent()).toMatch(/^213 trades in view/)
      await page.locator('.trades tbody tr').nth(6).locator('td').nth(4).click()
      await settle(page)
      expect(await page.locator('.picked').textContent()).toMatch(/^Trade 7, /)
      expect(await page.locator('.trades tr[aria-current]').getAttribute('data-row')).toBe('6')
      const inView = await page.locator('#chart-said').textContent()
      expect(Number.parseInt(inView!, 10)).toBeLessThan(12)
      const box = await page.locator('#price-chart').boundingBox()
      expect(box!.y).toBeGreaterThanOrEqual(0)
      expect(box!.y).toBeLessThan(400)
    })
  })

  it('draws stops and targets, tells them of the chosen trade, and hides them', async () => {
    await open({}, async (page) => {
      await page.locator('.trades tbody .jump').nth(6).click()
      await settle(page)
      // 60,000 and 90,000 ticks from the entry.
      const [, entry] = /in at ([\d .]+) on/.exec((await page.locator('.picked').textContent())!)!
      const price = Number(entry!.replaceAll(' ', ''))
      const side = /long/.test((await page.locator('.picked').textContent())!) ? 1 : -1
      const text = await page.locator('.picked').textContent()
      const plain = text!.replaceAll(/(?<=\d) (?=\d)/g, '')
      expect(plain).toContain(`stop ${+(price - side * 600).toFixed(2)}`)
      expect(plain).toContain(`target ${+(price + side * 900).toFixed(2)}`)
      const drawn = (): Promise<string> =>
        page.evaluate<string>(
          `[...document.querySelectorAll('#price-chart canvas')].map((canvas) => canvas.toDataURL()).join()`,
        )
      const toggle = async (): Promise<string> => {
        await page.evaluate(`document.querySelector('.levels input').click()`)
        await settle(page)
        return drawn()
      }
      const shown = await drawn()
      expect((await toggle()) === shown).toBe(false)
      expect((await toggle()) === shown).toBe(true)
    })
  })

  it('puts plots into the panes that they name or need', async () => {
    await open({}, async (page) => {
      const rows = await page.locator('#price-chart table tr').count()
      // The price, rsi with its level, the named one, two edges between them and the time.
      expect(rows).toBe(6)
      expect(await page.locator('#price-chart').getAttribute('class')).toContain('panes2')
    })
  })

  it('reads the values under the pointer', async () => {
    await open({}, async (page) => {
      const box = (await page.locator('#price-chart').boundingBox())!
      await page.evaluate('window.scrollTo(0, 0)')
      await page.locator('#price-chart').hover({ position: { x: box.width / 2, y: 60 } })
      await settle(page)
      expect(await page.locator('#chart-read').textContent()).toMatch(
        /^2024-\d\d-\d\d \d\d:00O [\d .]+H [\d .]+L [\d .]+C [\d .]+.*rsi \d/,
      )
    })
  })

  it('is worked by keys', async () => {
    await open({}, async (page) => {
      await page.locator('.trades tbody .jump').nth(2).focus()
      await page.keyboard.press('Enter')
      await settle(page)
      expect(await page.locator('#said').textContent()).toMatch(/^Trade 3, /)
      expect(await page.evaluate('document.activeElement?.id')).toBe('price-chart')
      await page.keyboard.press('PageDown')
      expect(await page.locator('#said').textContent()).toMatch(/^Trade 4, /)
      await page.keyboard.press('Home')
      await settle(page)
      expect(await page.locator('#chart-said').textContent()).toMatch(/^213 trades in view/)
    })
  })

  it('has the definition of a metric one click away', async () => {
    await open({}, async (page) => {
      const row = page.locator('.performance details', { hasText: 'Profit factor (gross' })
      expect(await row.locator('.definition').isVisible()).toBe(false)
      await row.locator('summary').click()
      expect(await row.locator('.definition').isVisible()).toBe(true)
      expect(await row.locator('.definition').textContent()).toContain('Gross profit / gross loss')
    })
  })

  it('turns dark when asked', async () => {
    await open({}, async (page) => {
      const ground = (): Promise<string> =>
        page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
      const light = await ground()
      await page.locator('#theme').click()
      expect(await ground()).not.toBe(light)
      expect(await page.locator('#theme').getAttribute('aria-pressed')).toBe('true')
      expect(await inked(page, 'price-chart')).toBeGreaterThan(1)
    })
  })

  it('fits a window of 390 pixels', async () => {
    await open({ width: 390 }, async (page) => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
      expect(await inked(page, 'price-chart')).toBeGreaterThan(1)
    })
  })

  it('prints its charts, not empty canvases', async () => {
    await open({ dark: true }, async (page) => {
      await page.evaluate(`addEventListener('beforeprint', () => {
        window.printed = [...document.querySelectorAll('.printing > canvas.printed')].map((canvas) => {
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
          const colours = new Set()
          for (let i = 0; i < data.length; i += 4)
            colours.add(data[i] + ',' + data[i + 1] + ',' + data[i + 2])
          return { width: canvas.width, colours: colours.size }
        })
      })`)
      await page.pdf({ format: 'A4' })
      const printed = await page.evaluate<{ width: number; colours: number }[]>('window.printed')
      expect(printed).toHaveLength(2)
      for (const { width, colours } of printed) {
        expect(width).toBeGreaterThan(1000)
        expect(colours).toBeGreaterThan(20)
      }
      expect(await page.locator('.printed').count()).toBe(0)
    })
  })

  it('prints in light colours', async () => {
    await open({ dark: true }, async (page) => {
      await page.evaluate(`addEventListener('beforeprint', () => {
        document.documentElement.dataset.printed = document.documentElement.dataset.theme
      })`)
      expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000)
      expect(await page.evaluate('document.documentElement.dataset.printed')).toBe('light')
      expect(await page.evaluate('document.documentElement.dataset.theme')).toBeUndefined()
    })
  })
})
