// Writes the file of a form; forms.html.j2 explains the attributes. Nothing is stored or sent.
'use strict'
{

const UNSEEN = /(?![\n\u200c\u200d\ufe00-\ufe0f\ufff0-\ufff8\u{e0100}-\u{e01ef}])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{DI}\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]/gu
let ids, reserved

/** A text as files hold it: nothing unseen, but joiners in words and emoji. */
function clean(text, before) {
  while (text !== before) {
    before = text
    text = text.replace(/\r\n?/g, '\n').replace(/\t/g, ' ').replace(UNSEEN, '').trim()
      .replace(/[\u200c\u200d]/g, (joiner, at, all) => all[at - 1] > '\x7f' && all[at + 1] > '\x7f' ? joiner : '')
  }
  return text
}

/** An id of a title's first words; from then on it is taken. */
function newId(title, taken, fallback) {
  const words = clean(title).normalize('NFKD').replace(/[^\0-\x7f]/g, '').toLowerCase().match(/[a-z0-9]+/g) ?? []
  while (/^\d/.test(words[0])) words.shift()
  const first = words.slice(0, 4).join('-').slice(0, 64).replace(/-$/, '') || fallback
  let id = first
  for (let n = 2; taken.includes(id); n++) id = `${first.slice(0, 60)}-${n}`
  taken.push(id)
  return id
}

/** Six hex digits of a text's SHA-256. */
function digest(text) {
  const primes = []
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n)
  const fraction = (root) => ((root % 1) * 2 ** 32) | 0
  const turn = (word, ...by) => by.reduce((all, n) => all ^ (word >>> n) ^ (word << (32 - n)), 0)
  const state = primes.slice(0, 8).map((prime) => fraction(prime ** (1 / 2)))
  const data = [...new TextEncoder().encode(text), 128]
  const bits = data.length * 8 - 8
  while (data.length % 64 !== 56) data.push(0)
  data.push(0, 0, 0, 0, 0, bits >> 16, (bits >> 8) & 255, bits & 255)
  for (let at = 0; at < data.length;) {
    const w = []
    let [a, b, c, d, e, f, g, h] = state
    for (let i = 0; i < 64; i++) {
      const [x, y] = [w[i - 15], w[i - 2]]
      w[i] = i < 16 ? data.slice(at, (at += 4)).reduce((word, byte) => (word << 8) | byte)
        : (w[i - 16] + w[i - 7] + (turn(x, 7, 18) ^ (x >>> 3)) + (turn(y, 17, 19) ^ (y >>> 10))) | 0
      const t = h + turn(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + fraction(primes[i] ** (1 / 3)) + w[i]
      const u = turn(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [(t + u) | 0, a, b, c, (d + t) | 0, e, f, g]
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = (state[i] + word) | 0 })
  }
  return (state[0] >>> 8).toString(16).padStart(6, '0')
}

const WRITERS = {
  text: ({value}) => (value = clean(value)) && JSON.stringify(value),
  plain: (field) => field.type === 'radio' && !field.checked ? '' : field.value.trim(),
  share: ({dataset, value}) => dataset.touched ? `${+value}` : dataset.last,
  flag: ({dataset, checked}) => (dataset.touched || dataset.last) && `${checked}`,
  steps: (field) => (field.dataset.touched || field.dataset.last) && `[${[...field.querySelectorAll(':checked')].map(({value}) => value).join(', ')}]`,
  number(field) {
    // A comma is a point, unless it may part thousands.
    const text = field.value.trim().replace(/^[\u2212\u2013]/, '-')
    const value = /^[-+]?(\d+\.?|\d*[.,]\d+)$/.test(text) && !/^[-+]?[1-9]\d{0,2},\d{3}$/.test(text) ? +text.replace(',', '.') : NaN
    field.setCustomValidity(!text || isFinite(value) ? '' : field.title)
    return isFinite(value) && `${value}`
  },
  id: (field) => newId(field.parentElement.querySelector('[data-key=title]').value, ids, 'result'),
  titles({value}) {
    const own = [...reserved]
    return value.split('\n').map((line) => clean(line)).filter(Boolean)
      .flatMap((title) => [`  - id: ${newId(title, own, 'step')}`, `    title: ${JSON.stringify(title)}`])
  },
}

/** The lines of YAML of an element's fields. */
const lines = (element) => [...element.children].flatMap((child) => {
  const {map, list, item, key, as = 'text', ready} = child.dataset
  if (child.disabled || ('opt' in child.dataset && !child.querySelector('[data-in]').checked)) return []
  if (ready) return JSON.parse(ready)
  if (key) {
    const value = WRITERS[as](child)
    return !value?.length ? [] : value.map ? [`${key}:`, ...value] : `${key}: ${value}`
  }
  const inner = lines(child)
  if (item) return inner.map((line, at) => (at ? '  ' : '- ') + line)
  return (map || list) && inner[0] ? [`${map || list}:`, ...inner.map((line) => `  ${line}`)] : inner
})

const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 6e4).toISOString().slice(0, 10)

/** A form's file, and its address; null while nothing is said. */
function file(form) {
  const {folder, by, address, content, limit} = form.dataset
  const day = today()
  const taken = form.dataset.taken.split(' ')
  reserved = form.dataset.reserved.split(' ')
  ids = [...reserved]
  const said = lines(form)
  if (!said[0]) return null
  const text = [...(by ? [`by: ${by}`, `date: ${day}`] : []), ...said, ''].join('\n')
  const before = taken.find((name) => name.startsWith(day))
  const name = by ? `${before || `${day}-${by}`}.${digest(text)}.yaml`
    : `${newId(form.querySelector('[data-key=title]').value, [...taken, ...reserved], 'objective')}.yaml`
  const filled = `${address}${name}&${content}=${encodeURIComponent(text)}`
  const fits = content && filled.length <= limit
  return {path: folder + name, text, fits, address: fits ? filled : address + name}
}

for (const details of document.querySelectorAll('[data-form]')) {
  const form = details.querySelector('form')
  const [shown, path, status, link] = ['[readonly]', 'code', '[role=status]', '[target]'].map((part) => form.querySelector(part))
  const template = form.querySelector('template')

  const refresh = () => {
    const made = file(form)
    path.textContent = made?.path ?? ''
    shown.value = made?.text ?? ''
    return made
  }
  const add = () => {
    const item = template.content.cloneNode(true)
    const name = Math.random()
    for (const radio of item.querySelectorAll('[type=radio]')) radio.name = name;
    (item.querySelector('[data-today]') ?? {}).value = today()
    template.parentElement.append(item)
  }
  const touch = (field) => {
    (field.closest('[data-as]') ?? field).dataset.touched = 1
    const {words, key} = field.dataset
    const opt = field.closest('[data-opt]')
    if (opt && !('in' in field.dataset)) opt.querySelector('[data-in]').checked = true
    if (words) field.nextElementSibling.value = words.split('|').findLast((word) => parseFloat(word) <= field.value).replace(/^\S+/, field.value + ':')
    if (key === 'status') opt.querySelector('[data-key=note]').required = field.value === 'paused'
    if (key === 'type') for (const part of field.closest('[data-item]').querySelectorAll('[data-kind]')) part.disabled = !part.dataset.kind.includes(field.dataset.part)
    refresh()
  }

  form.addEventListener('input', ({target}) => touch(target))
  // A slider may be tapped where it stands.
  form.addEventListener('pointerup', ({target}) => target.type === 'range' && touch(target))
  form.addEventListener('click', ({target}) => {
    if ('add' in target.dataset) add()
    if ('remove' in target.dataset) target.closest('[data-item]').remove()
    refresh()
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const made = refresh()
    status.textContent = form.dataset.empty
    if (!made) return
    link.hidden = false
    link.href = made.address
    shown.closest('details').open = !made.fits
    shown.select()
    if (made.fits) open(made.address, '_blank', 'noopener')
    status.textContent = form.dataset[made.fits ? 'opened' : document.execCommand('copy') ? 'copied' : 'copy']
  })
  if (template) add()
  refresh()
  details.hidden = false
  details.open ||= location.hash === `#${details.id}`
  for (const other of document.querySelectorAll(`[data-instead=${details.id}]`)) other.hidden = true
}

}
