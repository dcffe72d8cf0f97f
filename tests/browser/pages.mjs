// The pages of a site on the disk, and which of them stand for their kind.
import {readdirSync, statSync} from 'node:fs'
import {join, posix} from 'node:path'

const CYCLE = /^\d{4}(-Q\d)?$/

/** The paths of all pages below a folder, with `/` between names. */
export function pagesBelow(folder) {
  return readdirSync(folder, {recursive: true})
    .map((path) => path.split(/[\\/]/).join('/'))
    .filter((path) => path.endsWith('.html'))
    .sort()
}

/** The kind of a page: its path with the names taken out that come from the data. */
function kind(path) {
  const names = path.split('/')
  // A cycle has one overview and one retrospective, and what they hold depends on where the cycle stands.
  if (names.length < 3) return path
  const folders = names.slice(0, -1).map((name, depth) => (CYCLE.test(name) ? 'CYCLE' : depth < 2 ? name : '*'))
  return posix.join(...folders, '*.html')
}

/** The largest and the smallest page of each kind in a site, with the kind and the size in bytes. */
export function pagesOfEachKind(folder) {
  const kinds = new Map()
  for (const path of pagesBelow(folder)) {
    const pages = kinds.get(kind(path)) ?? []
    kinds.set(kind(path), [...pages, {path, kind: kind(path), size: statSync(join(folder, path)).size}])
  }
  return [...kinds.values()].flatMap((pages) => {
    const sorted = pages.sort((one, other) => other.size - one.size)
    return sorted.length > 1 ? [sorted[0], sorted.at(-1)] : sorted
  })
}
