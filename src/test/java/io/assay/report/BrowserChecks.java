package io.assay.report;

/** Questions to a page, in JavaScript, whose answer should be an empty list. */
final class BrowserChecks {
  /** What can be operated and has no name that a screen reader could say. */
  static final String NAMELESS =
      """
      [...document.querySelectorAll('a, button, input, select, summary, [tabindex], [role=img]')]
        .filter(node => node.checkVisibility())
        .filter(node => !(node.getAttribute('aria-label') || node.textContent.trim()
          || [...node.labels ?? []].some(label => label.textContent.trim())))
        .map(node => node.outerHTML.slice(0, 200))
      """;

  /** Text whose contrast with the colour behind it is less than 4.5, or 3 where it is large. */
  static final String FAINT_TEXT =
"""
(() => {
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d', {willReadFrequently: true});
  const parts = colour => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = node => {
    for (let each = node; each; each = each.parentElement) {
      const found = parts(getComputedStyle(each).backgroundColor);
      if (found[3] === 255) {
        return found;
      }
    }
    return [255, 255, 255];
  };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const texts = [...document.querySelectorAll('body *')].filter(node => node.checkVisibility()
    && [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim() !== ''));
  return texts.filter(node => !node.disabled && !['SCRIPT', 'STYLE'].includes(node.tagName))
    .map(node => {
      const style = getComputedStyle(node);
      const inPicture = node.closest('svg') !== null;
      const ink = parts(inPicture ? style.fill : style.color);
      return {node, least: parseFloat(style.fontSize) >= 24 ? 3 : 4.5,
        found: ratio(light(ink), light(ground(inPicture ? node.closest('div, figure') : node)))};
    })
    .filter(each => each.found < each.least)
    .map(each => `${each.found.toFixed(2)}: ${each.node.textContent.trim().slice(0, 60)}`);
})()
""";

  private BrowserChecks() {}
}
