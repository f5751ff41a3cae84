import { announce, behave, t } from './page';

/**
 * `data-linli="tiles" data-suggest-from="Text"` around radio tiles with `data-keywords`: while somebody writes, the tiles
 * whose words occur come to the front and are marked, those of a fold, too. Nothing is chosen for the person.
 */
behave('tiles', (field) => {
  const source = field.closest('form')?.elements.namedItem(field.dataset.suggestFrom ?? '');
  const lists = [...field.querySelectorAll<HTMLElement>('.tiles-choice')];
  const [front] = lists;
  if (!(source instanceof HTMLTextAreaElement) || !front) return;
  const tiles = [...field.querySelectorAll<HTMLElement>('.tile-choice')].map((element) => ({
    element, home: element.parentElement!, words: (element.dataset.keywords ?? '').split(/[\s,，、]+/).filter(Boolean),
  }));
  let first = '';

  source.addEventListener('input', () => {
    const text = source.value.toLowerCase();
    const found = tiles.map((tile) => ({ ...tile, hits: tile.words.filter((word) => text.includes(word.toLowerCase())).length }));
    const ordered = [...found].sort((a, b) => b.hits - a.hits).slice(0, 3).filter((tile) => tile.hits > 0);
    const suggested = new Set(ordered.map((tile) => tile.element));
    for (const { element } of found) element.classList.toggle('tile-suggested', suggested.has(element));
    const now = ordered.map((tile) => tile.element.textContent?.trim()).join();
    if (now === first || field.contains(document.activeElement)) return;
    first = now;
    // A chosen tile stays in sight, even where its words are gone again.
    const stays = (tile: (typeof found)[number]) => tile.element.parentElement === front && tile.element.querySelector('input:checked') !== null;
    const rest = found.filter((tile) => !suggested.has(tile.element));
    for (const list of lists) {
      const own = rest.filter((tile) => (stays(tile) ? front : tile.home) === list).map((tile) => tile.element);
      list.replaceChildren(...(list === front ? ordered.map((tile) => tile.element) : []), ...own);
    }
    if (ordered.length > 0) {
      const name = ordered[0].element.textContent?.trim() ?? '';
      announce(t(`可能是：${name}`, `Perhaps: ${name}`));
    }
  });
});
