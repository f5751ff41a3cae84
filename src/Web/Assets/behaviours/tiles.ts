import { announce, behave, t } from './page';

/**
 * `data-linli="tiles" data-suggest-from="Text"` around radio tiles with `data-keywords`: while somebody writes, the tiles
 * whose words occur come to the front and are marked. Nothing is chosen for the person.
 */
behave('tiles', (field) => {
  const source = field.closest('form')?.elements.namedItem(field.dataset.suggestFrom ?? '');
  const list = field.querySelector<HTMLElement>('.tiles-choice');
  if (!(source instanceof HTMLTextAreaElement) || !list) return;
  const tiles = [...list.querySelectorAll<HTMLElement>('.tile-choice')].map((element) => ({
    element, words: (element.dataset.keywords ?? '').split(/[\s,，、]+/).filter(Boolean),
  }));
  let first = '';

  source.addEventListener('input', () => {
    const text = source.value.toLowerCase();
    const found = tiles.map((tile) => ({ ...tile, hits: tile.words.filter((word) => text.includes(word.toLowerCase())).length }));
    const ordered = [...found].sort((a, b) => b.hits - a.hits).slice(0, 3);
    for (const { element, hits } of found) element.classList.toggle('tile-suggested', hits > 0 && ordered.some((one) => one.element === element));
    const now = found.filter((tile) => tile.hits > 0).map((tile) => tile.element.textContent?.trim()).join();
    if (now === first || list.contains(document.activeElement)) return;
    first = now;
    list.replaceChildren(...[...found].sort((a, b) => b.hits - a.hits).map((tile) => tile.element));
    if (ordered[0] && ordered[0].hits > 0) {
      const name = ordered[0].element.textContent?.trim() ?? '';
      announce(t(`可能是：${name}`, `Perhaps: ${name}`));
    }
  });
});
