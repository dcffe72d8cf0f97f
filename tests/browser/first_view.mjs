// What the overview of the running cycle answers at once, on a laptop, without scrolling.
export const LAPTOP = {width: 1280, height: 900}
const ANSWERS = {
  'whether we are going to make it': '#outlook .headline',
  'the first request for help': '#needs .asks blockquote',
  'the first change': '#changes li',
}

/** The answers that are not in the window. */
export async function notInFirstView(page) {
  const faults = []
  for (const [what, selector] of Object.entries(ANSWERS)) {
    const element = page.locator(selector).first()
    const box = (await element.count()) ? await element.boundingBox() : null
    if (!box) faults.push(`does not show ${what} (${selector})`)
    else if (box.y < 0 || box.y + box.height > LAPTOP.height) {
      faults.push(`shows ${what} only down to ${Math.round(box.y + box.height)} px of ${LAPTOP.height}`)
    }
  }
  return faults
}
