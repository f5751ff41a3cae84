import { announce, behave, t } from './page';

/**
 * `data-linli="grid-draw"` inside a form: clicks on the map become the corners of a polygon, which can be dragged and taken
 * back; its GeoJSON stands in the form's field `GeoJson`, where it can be typed as well. A polygon that stands there is shown.
 */
behave('grid-draw', (element) => {
  const form = element.closest('form')!;
  const field = form.querySelector<HTMLTextAreaElement>('[name="GeoJson"]')!;
  const message = form.querySelector<HTMLElement>('[data-draw-message]')!;
  const undo = form.querySelector<HTMLButtonElement>('[data-draw-undo]')!;
  const clear = form.querySelector<HTMLButtonElement>('[data-draw-clear]')!;
  void import('../map').then(({ drawOn }) => {
    const drawing = drawOn(element, ringIn(field.value), (ring) => {
      const closed = ring.length >= 3;
      field.value = closed ? JSON.stringify({ type: 'Polygon', coordinates: [[...ring, ring[0]]] }) : '';
      announce(message.textContent = closed
        ? t(`${ring.length} 个点，边界已闭合`, `${ring.length} corners, the border is closed`)
        : t(`${ring.length} 个点，至少要 3 个`, `${ring.length} corners, at least 3 are needed`));
    });
    undo.hidden = clear.hidden = false;
    undo.addEventListener('click', () => drawing.undo());
    clear.addEventListener('click', () => drawing.clear());
    field.addEventListener('change', () => drawing.replace(ringIn(field.value)));
  });
});

function ringIn(text: string): [number, number][] {
  try {
    const { type, coordinates } = JSON.parse(text) as { type: string; coordinates: [number, number][][] };
    return type === 'Polygon' ? coordinates[0]!.slice(0, -1) : [];
  } catch {
    return [];
  }
}
