// Looks at mails in a browser: `node mails.mjs FOLDER CHROMIUM`. Prints a line a fault; ends with 1 where there is one.
import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {chromium} from 'playwright-core'
import {horizontalScroll, violations} from './looks.mjs'

const MAX_BYTES = 90_000
const [top, executablePath] = process.argv.slice(2)
const browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']})
const faults = new Set()
const mails = readdirSync(top).filter((name) => name.endsWith('.html'))

for (const [colorScheme, width, hasStyle] of [['light', 600, true], ['dark', 320, true], ['light', 390, false]]) {
  const page = await browser.newPage({colorScheme, viewport: {width, height: 900}, javaScriptEnabled: true})
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) faults.add(`asks for ${request.url()}`)
  })
  for (const name of mails) {
    await page.goto(pathToFileURL(join(top, name)).href)
    // Many readers of mail take the style sheet away.
    if (!hasStyle) await page.evaluate(() => document.querySelectorAll('style').forEach((style) => style.remove()))
    const found = [...(await horizontalScroll(page)), ...(await violations(page))]
    const bytes = new TextEncoder().encode(await page.content()).length
    if (bytes > MAX_BYTES) found.push(`has ${bytes} bytes, and readers of mail cut what is longer than ${MAX_BYTES}`)
    for (const fault of found) faults.add(`mails/${name}, ${colorScheme}, ${width} px${hasStyle ? '' : ', without its style'}: ${fault}`)
  }
  await page.close()
}
await browser.close()
for (const fault of faults) console.log(fault)
console.log(`${mails.length} mails: ${faults.size || 'no'} faults`)
process.exit(faults.size ? 1 : 0)
