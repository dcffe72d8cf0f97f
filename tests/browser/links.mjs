// Whether what pages link to is there: the file, and the place in it.
import {existsSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

/** The ids of a page, and as addresses the targets of its links and the files that it is made of. */
export async function idsAndLinks(page) {
  return page.evaluate(() => ({
    ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
    files: [...document.querySelectorAll('link[href], [src]')].map((element) => element.href ?? element.src),
    links: [...document.querySelectorAll('a[href], area[href]')].map((link) => ({
      raw: link.getAttribute('href'),
      address: typeof link.href === 'string' ? link.href : new URL(link.href.baseVal, document.baseURI).href,
    })),
  }))
}

/** Faults of the links of a site; `byAddress` has what `idsAndLinks` says of each page. */
export function deadLinks(byAddress) {
  const faults = []
  for (const [address, {ids, links, files}] of byAddress) {
    if (new Set(ids).size < ids.length) {
      faults.push([address, `has an id twice: ${ids.filter((id, index) => ids.indexOf(id) < index)[0]}`])
    }
    for (const file of files) {
      if (!file.startsWith('file:') || !existsSync(fileURLToPath(file))) faults.push([address, `is made with ${file}, which is not there`])
    }
    for (const {raw, address: target} of links) {
      if (/^https?:\/\//.test(raw)) continue
      const [file, place] = target.split('#')
      const there = byAddress.get(file)
      if (!there) faults.push([address, `links to ${raw}, which is not there`])
      else if (place && !there.ids.includes(decodeURIComponent(place))) {
        faults.push([address, `links to ${raw}, and the page has no such place`])
      }
    }
  }
  return faults
}
