// Search; its index loads on first use.
{
const base = document.currentScript.src.slice(0, -9)
const [field, list, status] = document.querySelector('[role=search]').children
const make = (tag, properties) => Object.assign(document.createElement(tag), properties)
const fold = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase()
let links = [], at

window.okrsIndex = (pages, titles) => {
  links = titles.map(([title, page, place], n) => {
    const [path, where] = pages[page]
    const link = make('a', {id: 'F' + n, href: base + path + place, role: 'option', dir: 'auto', tabIndex: -1})
    link.append(title, ' ', make('small', {textContent: where}))
    link.key = fold(link.textContent)
    return link
  })
  find()
}

const find = () => {
  const words = fold(field.value).match(/\S+/g) ?? ['\n']
  const found = links.filter(({key}) => words.every((word) => key.includes(word)))
    .sort((a, b) => a.key.indexOf(words[0]) - b.key.indexOf(words[0]))
  list.replaceChildren(...found.slice(0, 12))
  status.textContent = links[0] && field.value && found.length + ' found'
  mark(0)
}

const mark = (n) => {
  const {id = ''} = list.children[at = n] ?? {}
  for (const link of list.children) link.ariaSelected = link.id === id
  list.hidden = !id
  field.ariaExpanded = !!id
  field.setAttribute('aria-activedescendant', id)
}

field.parentElement.hidden = false
field.addEventListener('focus', () => document.head.append(make('script', {src: base + 'search-index.js'})), {once: true})
field.oninput = find
field.onblur = () => mark(-1)
list.onmousedown = () => false
field.onkeydown = ({key}) => {
  const {length} = list.children
  const step = {ArrowDown: 1, ArrowUp: -1}[key]
  if (key === 'Escape') mark(-1)
  if (key === 'Enter') list.children[at]?.click()
  if (step) mark((at + step + length) % length)
  return !step
}
document.onkeydown = ({key, target}) =>
  key !== '/' || target.matches('input, textarea') || !!field.focus()
}
