// Looks at web sites in a browser: `node check.mjs FOLDER CHROMIUM`. Prints a line a fault; ends with 1 where there is one.
// FOLDER holds the sites; `sites.json` in it has their folders, what search finds in them, and of one the overview that a
// reader opens first.
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {chromium} from 'playwright-core'
import {LAPTOP, notInFirstView} from './first_view.mjs'
import {invalidHtml} from './html.mjs'
import {deadLinks, idsAndLinks} from './links.mjs'
import {LOOKS, horizontalScroll, opened, violations} from './looks.mjs'
import {pagesBelow, pagesOfEachKind} from './pages.mjs'
import {lostOnPaper} from './paper.mjs'
import {linesAndControls, missedWithoutScripts} from './scripts.mjs'
import {searchFaults} from './search.mjs'
import {serve} from './server.mjs'

const AT_ONCE = 3
const [top, executablePath] = process.argv.slice(2)
const sites = JSON.parse(readFileSync(join(top, 'sites.json'), 'utf8'))
const faults = new Map()
const counts = {}
const browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']})

function say(site, path, how, found) {
  // The same fault in other looks is one fault.
  for (const fault of found) {
    const line = `${site}/${path}: ${fault}`
    faults.set(line, [...(faults.get(line) ?? []), how])
  }
}

/**
 * Does something with each page of a list, a few at a time. A tab is for pages of one site: a browser asks for the icon of a
 * site when it likes, which may be while the next page of the same tab loads.
 */
async function eachPage(what, options, items, look) {
  const started = Date.now()
  const context = await browser.newContext(options)
  const left = [...items]
  const work = async () => {
    let tab = {}
    for (let item = left.shift(); item; item = left.shift()) {
      if (tab.site !== item.site || !tab.page) {
        await tab.page?.close()
        tab = {site: item.site, page: await context.newPage()}
      }
      await look(tab.page, item)
    }
  }
  await Promise.all(Array.from({length: AT_ONCE}, work))
  await context.close()
  const entry = (counts[what] ??= {pages: 0, seconds: 0})
  entry.pages += items.length
  entry.seconds += (Date.now() - started) / 1000
}

const listed = (pick) => sites.flatMap(({name}) => pick(join(top, name)).map((page) => ({site: name, ...page})))
const all = listed((folder) => pagesBelow(folder).map((path) => ({path})))
const some = listed(pagesOfEachKind)
const base = (site) => `${pathToFileURL(join(top, site)).href}/`

// The largest page of a kind is looked at in every way; what is left takes turns, as axe needs half a second a page.
const largest = new Map()
for (const page of some) {
  if (page.size > (largest.get(page.kind)?.size ?? 0)) largest.set(page.kind, page)
}
for (const [turn, {scheme, width}] of LOOKS.entries()) {
  const how = `${scheme}, ${width} px`
  const options = {colorScheme: scheme, viewport: {width, height: 900}}
  const seen = some.filter((page, index) => largest.get(page.kind) === page || index % LOOKS.length === turn)
  await eachPage('seen in both schemes and widths', options, seen, async (page, {site, path}) => {
    const visit = async () => [...(await horizontalScroll(page)), ...(await violations(page))]
    say(site, path, how, await opened(page, base(site) + path, base(site), visit))
  })
}

const known = new Map()
await eachPage('followed link by link', {viewport: {width: 320, height: 900}}, all, async (page, {site, path}) => {
  const visit = async () => {
    known.set(base(site) + path, await idsAndLinks(page))
    return horizontalScroll(page)
  }
  say(site, path, '320 px', await opened(page, base(site) + path, base(site), visit))
})
for (const [address, fault] of deadLinks(known)) {
  const [site, ...path] = decodeURI(address.slice(pathToFileURL(top).href.length + 1)).split('/')
  say(site, path.join('/'), 'links', [fault])
}

const read = new Map()
await eachPage('printed', {viewport: LAPTOP}, some, async (page, {site, path}) => {
  await page.goto(base(site) + path)
  read.set(site + path, await linesAndControls(page))
  const isAgenda = path.includes('/teams/') && sites.some(({name, opens}) => name === site && opens)
  say(site, path, 'on paper', await lostOnPaper(page, isAgenda))
})
await eachPage('read without scripts', {viewport: LAPTOP, javaScriptEnabled: false}, some, async (page, {site, path}) => {
  await page.goto(base(site) + path)
  say(site, path, 'no scripts', missedWithoutScripts(read.get(site + path), await linesAndControls(page)))
})

const server = await serve(top)
await eachPage('served below a path', {viewport: LAPTOP}, some, async (page, {site, path}) => {
  const address = `${server.address}${site}/`
  say(site, path, 'below a path', await opened(page, address + path, address, () => []))
})
server.close()

const searched = sites.filter(({finds}) => finds).map((site) => ({...site, site: site.name}))
for (const width of [320, 1280]) {
  await eachPage('searched by keyboard', {viewport: {width, height: 900}}, searched, async (page, {name, finds}) => {
    say(name, 'index.html', `${width} px`, await searchFaults(page, `${base(name)}index.html`, base(name), finds))
  })
}

await eachPage('seen at first', {viewport: LAPTOP}, sites.filter(({opens}) => opens), async (page, {name, opens}) => {
  await page.goto(base(name) + opens)
  say(name, opens, `${LAPTOP.width} × ${LAPTOP.height}`, await notInFirstView(page))
})
await browser.close()

const started = Date.now()
for (const {site, path} of all) say(site, path, 'HTML', await invalidHtml(join(top, site), path))
counts['validated'] = {pages: all.length, seconds: (Date.now() - started) / 1000}

for (const [what, {pages, seconds}] of Object.entries(counts)) console.log(`${pages} pages ${what}: ${seconds.toFixed(1)} s`)
if (some.length === 0 || sites.every(({opens}) => !opens)) throw new Error('there is nothing to look at')
for (const [line, hows] of faults) console.log(`${line} [${[...new Set(hows)].join('; ')}]`)
console.log(faults.size ? `${faults.size} faults` : 'no fault')
process.exitCode = faults.size ? 1 : 0
