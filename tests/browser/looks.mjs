// What is wrong with a page as a reader sees it: what axe finds, what it asks for, what it says, whether it fits.
import axe from 'axe-core'

export const LOOKS = ['light', 'dark'].flatMap((scheme) => [320, 1280].map((width) => ({scheme, width})))

/** Opens a page, with its own policy in force, and collects what it did while it loaded. */
export async function opened(page, address, base, visit) {
  const faults = []
  const listeners = {
    console: (message) => faults.push(`the console says: ${message.text()}`),
    pageerror: (error) => faults.push(`a script fails: ${error.message}`),
    request: (request) => {
      if (!request.url().startsWith(base)) faults.push(`asks for ${request.url()}`)
    },
    requestfailed: (request) => {
      // What is aborted is the icon of a page that was left.
      if (request.failure()?.errorText !== 'net::ERR_ABORTED') faults.push(`cannot load ${request.url()}`)
    },
  }
  for (const [event, listener] of Object.entries(listeners)) page.on(event, listener)
  await page.goto(address, {waitUntil: 'load'})
  for (const [event, listener] of Object.entries(listeners)) page.off(event, listener)
  return [...faults, ...(await visit(page))]
}

/** The elements that make a page wider than its window. */
export async function horizontalScroll(page) {
  return page.evaluate(() => {
    const {scrollWidth, clientWidth} = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const scrolls = (element) => element && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement))
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1 && !scrolls(element.parentElement),
    )
    const names = wide.slice(-3).map((element) => `${element.localName}.${element.getAttribute('class') ?? ''}`)
    return [`is ${scrollWidth - clientWidth} px too wide: ${names.join(', ')}`]
  })
}

/** The violations that axe finds. */
export async function violations(page) {
  await page.evaluate(axe.source)
  const {violations} = await page.evaluate(() => window.axe.run(document, {preload: false, resultTypes: ['violations']}))
  return violations.flatMap(({id, nodes}) => {
    const [first] = nodes
    return `axe ${id}, ${nodes.length} times, first: ${first.html.slice(0, 160)} (${first.any[0]?.message ?? first.all[0]?.message ?? first.none[0]?.message ?? ''})`
  })
}
