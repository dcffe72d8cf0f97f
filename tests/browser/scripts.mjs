// Whether a page can be read where scripts do not run.

/** The lines of a page's text, and the controls in it that only a script could answer. */
export async function linesAndControls(page) {
  // Forms stand in place of links, which are there without scripts.
  await page.evaluate(() => {
    for (const form of document.querySelectorAll('[data-form]:not([hidden])')) form.remove()
  })
  return page.evaluate(() => ({
    lines: document.body.innerText.split('\n').map((line) => line.trim()).filter(Boolean),
    controls: [...document.querySelectorAll('button, input, select, textarea, form')]
      .filter((control) => control.checkVisibility())
      .map((control) => control.outerHTML.slice(0, 120)),
  }))
}

/** Lines and controls that a reader without scripts misses. */
export function missedWithoutScripts({lines: withScripts}, {lines, controls}) {
  const without = new Set(lines)
  const missed = withScripts.filter((line) => !without.has(line))
  return [
    ...(lines.length === 0 ? ['says nothing without scripts'] : []),
    ...(missed.length > 0 ? [`says only with scripts: ${missed.slice(0, 3).join(' / ')}`] : []),
    ...controls.map((control) => `has a control without scripts: ${control}`),
  ]
}
