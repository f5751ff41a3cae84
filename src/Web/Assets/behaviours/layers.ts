import { behave } from './page';

/**
 * `data-linli="layers"` around tick boxes named `layer`: a tick shows or hides the layer of that name on the map and its
 * `[data-life-layer]` list at once. Without script the form around them is sent instead.
 */
behave('layers', (switches) => {
  switches.addEventListener('change', (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.name !== 'layer') return;
    for (const list of document.querySelectorAll<HTMLElement>(`[data-life-layer="${box.value}"]`)) list.hidden = !box.checked;
    for (const map of document.querySelectorAll('[data-linli="map"]')) {
      map.dispatchEvent(new CustomEvent('linli:layer', { detail: { name: box.value, shown: box.checked } }));
    }
  });
});
