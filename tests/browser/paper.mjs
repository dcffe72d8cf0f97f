// Whether all that a page says is on paper, also what is folded on the screen.

// It says what it could not draw with, and we draw nothing.
const {log} = console
console.log = () => {}
const {getDocument} = await import('pdfjs-dist/legacy/build/pdf.mjs')
console.log = log

/** Things that paper lacks: words that are folded on the screen, and on each sheet what is at its head; and that it takes several, where it is to be one. */
export async function lostOnPaper(page, isOneSheet) {
  const words = await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = false
    const said = document.querySelector('main').cloneNode(true)
    for (const hidden of said.querySelectorAll('script, style, .actions, form, title, desc')) hidden.remove()
    const texts = document.createTreeWalker(said, NodeFilter.SHOW_TEXT)
    const found = new Set()
    while (texts.nextNode()) {
      // Letters that come back from a PDF as they are; right-to-left text and emoji do not.
      for (const word of texts.currentNode.data.match(/[A-Za-z0-9]{2,}/g) ?? []) found.add(word)
    }
    return [...found]
  })
  const texts = await sheets(await page.pdf({format: 'A4', printBackground: false}))
  const lost = words.filter((word) => !texts.join('').includes(word))
  const heads = await page.evaluate(() => [...document.querySelectorAll('.running-head span')].flatMap(({textContent}) => textContent.match(/[A-Za-z0-9]{2,}/g) ?? []))
  const headless = texts.findIndex((text) => !heads.length || !heads.every((word) => text.includes(word)))
  return [
    ...(lost.length ? [`loses on paper: ${lost.slice(0, 8).join(' ')} (${lost.length} of ${words.length} words)`] : []),
    ...(isOneSheet && texts.length > 1 ? [`takes ${texts.length} sheets of paper`] : []),
    ...(headless < 0 ? [] : [`does not say whose it is on sheet ${headless + 1} of ${texts.length}`]),
  ]
}

/** The text of each sheet of a PDF, without spaces. */
async function sheets(bytes) {
  const pdf = await getDocument({data: new Uint8Array(bytes), verbosity: 0, useSystemFonts: false}).promise
  const texts = []
  for (let number = 1; number <= pdf.numPages; number++) {
    const {items} = await (await pdf.getPage(number)).getTextContent()
    texts.push(items.map((item) => item.str ?? '').join('').normalize('NFKC').replace(/\s+/g, ''))
  }
  await pdf.destroy()
  return texts
}
