// What a document looks like in numbers: returns the texts with too little contrast, what is too small to be hit by a
// finger, what sticks out, and pictures that have not come.
(() => {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((v) => {
      v /= 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      if (e.matches('.box')) return numbers(getComputedStyle(e.querySelector('rect')).fill);
      const colour = numbers(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const isSeen = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !e.closest('.unseen, .skip');
  const contrast = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const written = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.textContent.trim() && element.localName !== 'title' && isSeen(element)) written.add(element);
  }
  for (const field of document.querySelectorAll('input, select')) if (isSeen(field)) written.add(field);
  for (const element of written) {
    const style = getComputedStyle(element);
    const [a, b] = [luminance(numbers(element.localName === 'text' ? style.fill : style.color)), luminance(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) contrast.push(`${ratio.toFixed(2)}: ${element.textContent.trim().slice(0, 40)}`);
  }
  const small = [...document.querySelectorAll('button, input, select, nav a, .tabs a, .tiles a')]
    .filter(isSeen)
    .map((e) => [e, e.getBoundingClientRect()])
    .filter(([e, r]) => e.type !== 'hidden' && (r.height < 24 || r.width < 24))
    .map(([e, r]) => `${Math.round(r.width)}x${Math.round(r.height)}: ${e.textContent || e.name}`);
  const out = [...document.querySelectorAll('body *')]
    .filter((e) => isSeen(e) && !e.closest('.wide, pre') && e.getBoundingClientRect().right > innerWidth + 1)
    .map((e) => `${e.localName}.${e.getAttribute('class')}`);
  const missing = [...document.images].filter((i) => i.complete && !i.naturalWidth).map((i) => i.src);
  return { contrast, small, out, missing, wide: document.documentElement.scrollWidth > innerWidth };
})()
