// Fills in the forms of two sites as people would: `node forms.mjs PLAN.json CHROMIUM`. Writes what they made, and what
// is wrong with them, as JSON to the standard output.
import {readFileSync} from 'node:fs'
import {pathToFileURL} from 'node:url'
import {chromium} from 'playwright-core'
import {horizontalScroll, violations} from './looks.mjs'

const [planFile, executablePath] = process.argv.slice(2)
const {github, gitlab, person, team, manager, texts, now} = JSON.parse(readFileSync(planFile, 'utf8'))
const PHONE = {viewport: {width: 390, height: 844}, hasTouch: true, isMobile: true}
const faults = []
const browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']})

/** A tab with a page of a site, at a fixed time; what it asks for outside of the site is answered with nothing. */
async function tab(site, path, options = {}) {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options})
  const base = pathToFileURL(site).href
  await context.route('**', (route) => {
    const address = route.request().url()
    if (address.startsWith(base)) return route.continue()
    return route.fulfill({contentType: 'text/html', body: '<title>forge</title>'})
  })
  const page = await context.newPage()
  page.on('console', (message) => faults.push(`${path}: the console says: ${message.text()}`))
  page.on('pageerror', (error) => faults.push(`${path}: the script fails: ${error.message}`))
  await page.clock.setFixedTime(new Date(now))
  await page.goto(`${base}/${path}`)
  return page
}

/** The file that a form shows. */
const shown = (page, form) => page.evaluate((form) => {
  const details = document.querySelector(form)
  return {path: details.querySelector('code').textContent, text: details.querySelector('[readonly]').value}
}, form)

/** Presses a form's button, and takes the file from the address of the page that opens. */
async function opened(page, press) {
  const [popup] = await Promise.all([page.context().waitForEvent('page'), press()])
  await popup.waitForURL(/^http/)
  const {searchParams} = new URL(popup.url())
  await popup.close()
  return {path: searchParams.get('filename'), text: searchParams.get('value')}
}

/** Types each text into each field of a form, another in each, and takes the file that is made every time. */
const typed = (page, form, fields) => page.evaluate(({form, fields, texts}) => {
  const details = document.querySelector(form)
  const controls = fields.map(({css}) => details.querySelector(css))
  return texts.map((_, turn) => {
    const values = {}
    fields.forEach(({name, step}, index) => {
      const text = texts[(turn + index * 97) % texts.length]
      controls[index].value = step ? `First step\n${text}` : text
      controls[index].dispatchEvent(new Event('input', {bubbles: true}))
      values[name] = controls[index].value
    })
    return {values, path: details.querySelector('code').textContent, text: details.querySelector('[readonly]').value}
  })
}, {form, fields, texts})

/** The number of things that a visitor leaves behind in the browser. */
const stored = (page) => page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length)

async function tabTo(page, css, limit = 200) {
  for (let presses = 0; presses < limit; presses++) {
    if (await page.evaluate((css) => document.activeElement.matches(css), css)) return
    await page.keyboard.press('Tab')
  }
  faults.push(`the key Tab does not reach ${css}`)
}

const result = {}
const own = `2026-Q4/people/${person}.html`
const KEY_RESULT = (id) => `#check-in [data-map="${team}/all-kinds/${id}"]`

// Hostile texts.
let page = await tab(github, own)
result.checkIns = await typed(page, '#check-in', [
  {name: 'note', css: `[data-map="${team}/all-kinds/metric"] [data-key=note]`},
  {name: 'help', css: `[data-map="${team}/all-kinds/metric"] [data-key=help]`},
  {name: 'next', css: `[data-map="${team}/all-kinds/metric"] [data-key=next]`},
  {name: 'objective_note', css: `[data-map="${team}/all-kinds"] [data-key=note]`},
  {name: 'objective_help', css: `[data-map="${team}/all-kinds"] [data-key=help]`},
])
result.opened = [{by: 'button', made: await shown(page, '#check-in')}]
if (await stored(page)) faults.push('the form stores something')

page = await tab(github, `2026-Q4/teams/${team}.html`)
await page.click('#propose > summary')
await page.fill('#propose [data-item] [data-key=owner]', person)
await page.fill('#propose form > label [data-key=owner]', person)
await page.fill('#propose [data-key=baseline]', '0')
await page.fill('#propose [data-key=target]', '3')
result.metrics = await typed(page, '#propose', [
  {name: 'title', css: 'form > label [data-key=title]'},
  {name: 'why', css: '[data-key=why]'},
  {name: 'key_result', css: '[data-item] [data-key=title]'},
  {name: 'unit', css: '[data-kind="metric unmeasured"] [data-key=unit]'},
  {name: 'success', css: '[data-kind="metric unmeasured threshold milestones"] [data-key=success]'},
])
await page.check('#propose [data-part=milestones]')
result.milestones = await typed(page, '#propose', [
  {name: 'steps', step: true, css: '[data-key=steps]'},
  {name: 'key_result', css: '[data-item] [data-key=title]'},
])

// Every kind of measure, with a thumb.
page = await tab(github, own, PHONE)
await page.tap('#check-in > summary')
const kinds = page.locator('#check-in')
await page.fill(`${KEY_RESULT('metric')} [data-key=value]`, '2,5')
await page.fill(`${KEY_RESULT('unmeasured')} [data-key=value]`, '-0.25')
await page.fill(`${KEY_RESULT('threshold')} [data-key=value]`, '1e3')
result.refused = await page.evaluate((css) => document.querySelector(css).validationMessage, `${KEY_RESULT('threshold')} [data-key=value]`)
await page.fill(`${KEY_RESULT('threshold')} [data-key=value]`, '99.75')
await page.locator(KEY_RESULT('milestones')).getByText('Step two').tap()
await page.locator(KEY_RESULT('binary')).getByText('Done', {exact: true}).tap()
await page.locator(`${KEY_RESULT('score')} [data-key=value]`).fill('0.65')
await page.locator(`${KEY_RESULT('score')} [data-key=confidence]`).tap()
result.words = await page.evaluate((css) => [...document.querySelectorAll(`${css} output`)].map(({value}) => value), KEY_RESULT('score'))
await page.locator(`${KEY_RESULT('as-it-was')} [data-in]`).tap()
await page.locator(`${KEY_RESULT('paused')} summary`).tap()
await page.selectOption(`${KEY_RESULT('paused')} [data-key=status]`, 'paused')
await page.tap('#check-in [type=submit]')
if (!(await page.evaluate((css) => document.querySelector(css).matches(':invalid'), `${KEY_RESULT('paused')} [data-key=note]`))) {
  faults.push('a pause needs no note')
}
await page.fill(`${KEY_RESULT('paused')} [data-key=note]`, 'Waits for the audit.')
faults.push(...(await horizontalScroll(page)).map((fault) => `check-in at 390 px: ${fault}`))
await page.fill(`#check-in [data-map="${team}/all-kinds"] [data-key=note]`, 'It grows.')
result.kinds = {shown: await shown(page, '#check-in'), opened: await opened(page, () => page.tap('#check-in [type=submit]'))}
result.small = await page.evaluate(() => [...document.querySelectorAll('#check-in :is(button, input, textarea, select, summary, .tick)')]
  .filter((control) => control.checkVisibility() && !control.closest('.tick')?.matches(':not(:scope)'))
  .map((control) => (control.closest('.tick') ?? control).getBoundingClientRect())
  .filter(({width, height}) => width < 24 || height < 24).length)

// Every kind of measure that can be proposed.
result.proposals = {}
const PARTS = {
  metric: {baseline: '40', target: '60', stretch: '80', unit: 'sign-ups'},
  unmeasured: {target: '1200', unit: 'ms'},
  threshold: {at_least: '99.5', unit: '%'},
  milestones: {steps: 'The first step\n\nThe first step\nNull\n'},
  binary: {success: 'The contract is signed.'},
  score: {success: 'Everybody says so.'},
}
for (const [part, values] of Object.entries(PARTS)) {
  page = await tab(github, `2026-Q4/teams/${team}.html`, PHONE)
  await page.tap('#propose > summary')
  await page.fill('#propose form > label [data-key=title]', `What we measure by ${part}`)
  await page.selectOption('#propose [data-key=commitment]', 'aspirational')
  await page.fill('#propose form > label [data-key=owner]', person)
  await page.fill('#propose [data-item] [data-key=title]', 'The same title')
  await page.fill('#propose [data-item] [data-key=owner]', person)
  await page.check(`#propose [data-part=${part}]`)
  if (part === 'unmeasured') await page.selectOption('#propose [data-key=direction]', 'down')
  for (const [key, value] of Object.entries(values)) await page.locator(`#propose [data-key=${key}]:enabled`).fill(value)
  faults.push(...(await horizontalScroll(page)).map((fault) => `${part} at 390 px: ${fault}`))
  if (part === 'binary') {
    await page.tap('#propose [data-add]')
    const second = page.locator('#propose [data-item]').nth(1)
    await second.locator('[data-key=title]').fill('The same title')
    await second.locator('[data-key=owner]').fill(person)
    await second.locator('[data-part=score]').check()
    await second.locator('[data-key=success]:enabled').fill('We say so.')
    await page.tap('#propose [data-add]')
    await page.locator('#propose [data-remove]').nth(2).tap()
  }
  result.proposals[part] = await opened(page, () => page.tap('#propose form > p > button[type=submit]'))
}

// By keyboard alone.
page = await tab(github, own)
await tabTo(page, '#check-in > summary')
await page.keyboard.press('Enter')
await tabTo(page, `${KEY_RESULT('metric')} [data-key=value]`)
await page.keyboard.type('3')
await tabTo(page, `${KEY_RESULT('metric')} [data-key=confidence]`)
await page.keyboard.press('Home')
await page.keyboard.press('ArrowRight')
await tabTo(page, `${KEY_RESULT('milestones')} [value=two]`)
await page.keyboard.press('Space')
await tabTo(page, '#check-in [type=submit]')
const byKeyboard = await opened(page, () => page.keyboard.press('Enter'))
result.byKeyboard = {shown: await shown(page, '#check-in'), opened: byKeyboard}

page = await tab(github, `2026-Q4/people/${manager}.html`)
await tabTo(page, '#agree > summary')
await page.keyboard.press('Enter')
await tabTo(page, '#agree [type=submit]')
result.agreed = await opened(page, () => page.keyboard.press('Enter'))
await page.keyboard.press('Shift+Tab')
await tabTo(page, '#agree [data-in]')
for (const tick of (await page.$$('#agree [data-in]')).slice(1)) await tick.uncheck()
result.agreedToOne = await shown(page, '#agree')
await page.uncheck('#agree [data-in] >> nth=0')
await page.click('#agree [type=submit]')
result.nothing = await page.textContent('#agree [role=status]')

page = await tab(github, `2026-Q4/teams/${team}.html`)
await tabTo(page, '#propose > summary')
await page.keyboard.press('Enter')
await tabTo(page, '#propose form > label [data-key=title]')
await page.keyboard.type('Known by everybody')
await tabTo(page, '#propose form > label [data-key=owner]')
await page.keyboard.type(person)
await tabTo(page, '#propose [data-item] [data-key=title]')
await page.keyboard.type('Every team has heard of it')
await tabTo(page, '#propose [data-item] [data-key=owner]')
await page.keyboard.type(person)
await tabTo(page, '#propose [type=radio]')
for (let press = 0; press < 4; press++) await page.keyboard.press('ArrowDown')
await tabTo(page, '#propose [data-key=success]:enabled')
await page.keyboard.type('Each says so.')
await tabTo(page, '#propose form > p > button[type=submit]')
result.proposedByKeyboard = await opened(page, () => page.keyboard.press('Enter'))

// Where the text does not go into the address, it is copied.
for (const [site, note] of [[gitlab, 'Short.'], [github, `${'Long. '.repeat(1200)}End.`]]) {
  page = await tab(site, own)
  await page.click('#check-in > summary')
  await page.fill(`${KEY_RESULT('metric')} [data-key=note]`, note)
  await page.click('#check-in [type=submit]')
  const {text} = await shown(page, '#check-in')
  const status = await page.textContent('#check-in [role=status]')
  const address = await page.getAttribute('#check-in [target]', 'href')
  await page.focus(`${KEY_RESULT('metric')} [data-key=help]`)
  await page.keyboard.press('Control+V')
  const pasted = await page.inputValue(`${KEY_RESULT('metric')} [data-key=help]`)
  const forge = site === gitlab ? 'GitLab' : 'GitHub'
  if (pasted !== text) faults.push(`${forge}: what is copied is not the file`)
  if (!status.includes('copied') || !status.includes(forge)) faults.push(`${forge}: says ${status}`)
  if (!/[?&]file_?name=/.test(address) || address.includes('value=')) faults.push(`${forge}: leads to ${address}`)
  if (page.context().pages().length > 1) faults.push(`${forge}: opens a page without being asked`)
}

// Without scripts there is no form, and a link is there.
page = await tab(github, own, {javaScriptEnabled: false})
if (await page.isVisible('#check-in')) faults.push('shows a form that nothing answers')
if (!(await page.isVisible('[data-instead=check-in] a'))) faults.push('has no link without scripts')

// As axe sees them open.
for (const colorScheme of ['light', 'dark']) {
  for (const [path, form] of [[own, '#check-in'], [`2026-Q4/teams/${team}.html`, '#propose'], [`2026-Q4/people/${manager}.html`, '#agree']]) {
    page = await tab(github, path, {colorScheme, viewport: {width: 320, height: 900}})
    await page.evaluate((form) => document.querySelectorAll(`${form}, ${form} details`).forEach((details) => { details.open = true }), form)
    faults.push(...[...(await horizontalScroll(page)), ...(await violations(page))].map((fault) => `${form}, ${colorScheme}, 320 px: ${fault}`))
  }
}
await browser.close()
process.stdout.write(JSON.stringify({...result, faults}))
