import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Comparison, writeComparisonHtml } from '../../../src/report/index.ts'
import { findChromium, launch } from './chromium.ts'

const HOSTILE = '</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">'
const HOUR = 3_600_000
const curve = (slope: number) => ({
  timeMs: [0, 1, 2, 3].map((hour) => hour * HOUR),
  value: [0, 1, 2, 3].map((hour) => 10_000 + (hour < 2 ? 0 : slope * hour)),
})
const section: Comparison['sections'][0] = {
  name: HOSTILE,
  verdict: { word: 'fail', isGood: false },
  says: HOSTILE,
  lines: [HOSTILE],
  names: [HOSTILE, 'now'],
  curves: { what: 'Equity', before: curve(40), now: curve(-70) },
  figures: Array.from({ length: 12 }, (_, i) => ({ name: `figure${i}`, before: i, now: null })),
  trades: {
    columns: [{ name: 'Side', isNumber: false }],
    says: '1 of 3 trades equal',
    rows: [
      { kind: 'changed', before: [HOSTILE], now: ['short'] },
      { kind: 'new', before: null, now: ['long'] },
    ],
    firstMs: 2 * HOUR,
  },
}
const PAGE: Comparison = {
  title: HOSTILE,
  summary: HOSTILE,
  version: '1.2.3',
  sections: [section, { ...section, name: 'another', verdict: { word: 'pass', isGood: true } }],
  remarks: [HOSTILE],
}

const executable = findChromium()
if (executable === undefined)
  console.warn('no browser tests: neither QRUN_CHROMIUM nor chromium on the path')

describe.skipIf(executable === undefined)('a comparison in a browser', () => {
  let browser: Browser
  let address: string
  const complaints: string[] = []

  beforeAll(async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'qrun-comparison-')), 'page.html')
    const pieces: string[] = []
    writeComparisonHtml(PAGE, (piece) => pieces.push(piece))
    writeFileSync(path, pieces.join(''))
    address = pathToFileURL(path).href
    browser = await launch(executable!)
  })
  afterAll(async () => {
    await browser?.close()
  })

  async function open(width: number, work: (page: Page) => Promise<void>): Promise<void> {
    complaints.length = 0
    const page = await browser.newPage({ viewport: { width, height: 900 } })
    page.on('console', (message) => complaints.push(`console: ${message.text()}`))
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
    page.on('request', (request) => {
      if (!request.url().startsWith(address) && !request.url().startsWith('data:'))
        complaints.push(`request: ${request.url()}`)
    })
    try {
      await page.goto(address)
      await page.waitForSelector('html[data-ready]', { state: 'attached' })
      await work(page)
      expect(complaints).toEqual([])
      expect(await page.evaluate('window.pwned')).toBeUndefined()
    } finally {
      await page.close()
    }
  }

  it('draws the curves of every section, without a complaint or a request', async () => {
    await open(1280, async (page) => {
      for (const id of ['curves-0', 'curves-1'])
        expect(await page.locator(`#${id} canvas`).count()).toBeGreaterThan(4)
      expect(await page.locator('h1').textContent()).toBe(HOSTILE)
      expect(await page.locator('nav a').allTextContents()).toEqual([
        `fail ${HOSTILE}`,
        'pass another',
      ])
    })
  })

  it('marks the first difference and what differs in it', async () => {
    await open(1280, async (page) => {
      const first = page.locator('#part-0 .diff tbody').first()
      expect(await first.locator('.tag').textContent()).toBe('first difference')
      expect(await first.locator('mark').allTextContents()).toEqual([HOSTILE, 'short'])
      expect(await page.locator('#part-0 .diff .tag').count()).toBe(1)
    })
  })

  it('keeps further figures behind a click', async () => {
    await open(1280, async (page) => {
      const more = page.locator('#part-0 details')
      expect(await more.locator('tbody tr').first().isVisible()).toBe(false)
      await more.locator('summary').click()
      expect(await more.locator('tbody tr').count()).toBe(4)
      expect(await more.locator('tbody tr').first().isVisible()).toBe(true)
    })
  })

  it('reads both curves and their difference under the pointer', async () => {
    await open(1280, async (page) => {
      await page.locator('#curves-1').scrollIntoViewIfNeeded()
      const box = (await page.locator('#curves-1').boundingBox())!
      await page.locator('#curves-1').hover({ position: { x: box.width * 0.6, y: 40 } })
      await expect
        .poll(() => page.locator('#read-1').textContent())
        .toMatch(/10 080\.00.*now 9 860\.00.*Difference -220\.00/)
    })
  })

  it('fits a window of 390 pixels', async () => {
    await open(390, async (page) => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    })
  })
})
