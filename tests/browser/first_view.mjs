// What the overview of the running cycle answers at once, on a laptop, without scrolling.
export const LAPTOP = {width: 1280, height: 900}
const ANSWERS = {
  'whether we are going to make it': '#outlook .huge',
  'the first request for help': '#help .asks blockquote',
}
const LATER = {'the first change': '#changes li'}

/** The answers that are not in the window. */
export async function notInFirstView(page) {
  const faults = []
  const there = {}
  for (const [what, selector] of Object.entries(LATER)) {
    // A page that has no such section yet is said to have none, so that nobody takes the check for passed.
    if (await page.locator(selector.split(' ')[0]).count()) there[what] = selector
    else console.log(`note: the overview has no ${selector.split(' ')[0]}, so ${what} is not looked for`)
  }
  for (const [what, selector] of Object.entries({...ANSWERS, ...there})) {
    const element = page.locator(selector).first()
    const box = (await element.count()) ? await element.boundingBox() : null
    if (!box) faults.push(`does not show ${what} (${selector})`)
    else if (box.y < 0 || box.y + box.height > LAPTOP.height) {
      faults.push(`shows ${what} only down to ${Math.round(box.y + box.height)} px of ${LAPTOP.height}`)
    }
  }
  return faults
}
