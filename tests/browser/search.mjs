// Whether search finds what it should, by keyboard alone.
import {violations} from './looks.mjs'

/** How long the index takes to come, in ms: longer than it takes to type, as on a slow line. */
const INDEX_DELAY = 150

/** Waits until the list says what was found; gives the titles, and the one that is chosen. */
async function found(page, text) {
  await page.keyboard.press('/')
  await page.keyboard.type(text)
  await page.waitForFunction(() => document.querySelector('[role=search] [role=status]').textContent)
  return page.evaluate(() => {
    const [field, list] = document.querySelector('[role=search]').children
    return {
      titles: [...list.children].map((option) => option.textContent),
      chosen: list.querySelector('[aria-selected=true]')?.id ?? '',
      active: field.getAttribute('aria-activedescendant'),
      isOpen: field.getAttribute('aria-expanded') === 'true' && !list.hidden,
      isFocused: document.activeElement === field,
    }
  })
}

/** Faults of the search of a page; `finds` has addresses of pages below `base` by what is typed. */
export async function searchFaults(page, address, base, finds) {
  const faults = []
  const asked = []
  page.on('request', (request) => asked.push(request.url()))
  await page.route('**/search-index.js', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, INDEX_DELAY))
    await route.continue()
  })
  await page.goto(address)
  if (!(await page.locator('[role=search]').count())) return ['has no search']
  if (asked.some((url) => url.endsWith('search-index.js'))) faults.push('loads the index of its search before it is used')
  for (const [text, target] of Object.entries(finds)) {
    await page.goto(address)
    const {titles, chosen, active, isOpen, isFocused} = await found(page, text)
    if (target === null) {
      if (titles.length || isOpen) faults.push(`search finds ${titles[0]} for ${text}`)
      continue
    }
    if (!isOpen || !isFocused || !chosen || chosen !== active) faults.push(`search for ${text} has no chosen row in an open list`)
    faults.push(...(await violations(page)))
    await page.keyboard.press('Enter')
    await page.waitForURL(base + target, {timeout: 2000}).catch(() => faults.push(`search for ${text} leads to ${page.url()}`))
  }
  return [...faults, ...(await keyFaults(page, address)), ...(await elementsMade(page, address))]
}

/** Faults of the keys that walk through the list and leave it; `a` is in more than one title. */
async function keyFaults(page, address) {
  await page.goto(address)
  const {titles} = await found(page, 'a')
  const chosen = () => page.evaluate(() => [...document.querySelectorAll('[role=option]')].findIndex((option) => option.ariaSelected === 'true'))
  const walk = []
  for (const key of ['ArrowDown', 'ArrowUp', 'ArrowUp', 'ArrowDown']) {
    await page.keyboard.press(key)
    walk.push(await chosen())
  }
  const expected = [1, 0, titles.length - 1, 0]
  const faults = `${walk}` === `${expected}` ? [] : [`the arrows walk through what is found by ${walk}, not ${expected}`]
  await page.keyboard.press('Escape')
  if (await page.locator('[role=listbox]').isVisible()) faults.push('Escape does not close the list of what is found')
  await page.keyboard.press('ArrowDown')
  if (!(await page.locator('[role=listbox]').isVisible())) faults.push('an arrow does not open the list again')
  await page.keyboard.press('Tab')
  if (await page.locator('[role=listbox]').isVisible()) faults.push('the list stays open where the field is left')
  return faults
}

/** The elements that texts of data made in the list of what is found, whatever they say. */
async function elementsMade(page, address) {
  await page.goto(address)
  await found(page, 'a')
  return page.evaluate(() =>
    [...document.querySelectorAll('[role=listbox] *')]
      .filter((element) => !element.matches('a[role=option], a[role=option] > small'))
      .map((element) => `search makes an element of a title: ${element.outerHTML.slice(0, 80)}`),
  )
}
