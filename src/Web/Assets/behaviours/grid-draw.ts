import { announce, behave, t } from './page';

/**
 * `data-linli="grid-draw"` inside a form: clicks on the map become the corners of a polygon, which can be dragged and taken
 * back; its GeoJSON stands in the form's field `GeoJson`, where it can be typed as well. A polygon that stands there is shown.
 * A little after each change the form is sent as a check, and what the server finds (gaps, overlaps, a border that crosses
 * itself) replaces `#draw-report`. Nothing is saved by that.
 */
behave('grid-draw', (element) => {
  const form = element.closest('form')!;
  const field = form.querySelector<HTMLTextAreaElement>('[name="GeoJson"]')!;
  const message = form.querySelector<HTMLElement>('[data-draw-message]')!;
  const undo = form.querySelector<HTMLButtonElement>('[data-draw-undo]')!;
  const clear = form.querySelector<HTMLButtonElement>('[data-draw-clear]')!;
  const here = form.querySelector<HTMLButtonElement>('[data-draw-add]');
  void import('../map').then(({ drawOn }) => {
    const drawing = drawOn(element, ringIn(field.value), (ring) => {
      const closed = ring.length >= 3;
      later();
      field.value = closed ? JSON.stringify({ type: 'Polygon', coordinates: [[...ring, ring[0]]] }) : '';
      announce(message.textContent = closed
        ? t(`${ring.length} 个点，边界已闭合`, `${ring.length} corners, the border is closed`)
        : t(`${ring.length} 个点，至少要 3 个`, `${ring.length} corners, at least 3 are needed`));
    });
    undo.hidden = clear.hidden = false;
    if (here) {
      here.hidden = false;
      here.addEventListener('click', () => drawing.addHere());
    }
    let timer = 0;
    let asked = 0;
    function later(): void {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void check(), 700);
    }
    async function check(): Promise<void> {
      const number = ++asked;
      const report = document.getElementById('draw-report');
      if (!report || !field.value) return;
      const body = new FormData(form);
      body.set('Do', 'check');
      try {
        const answer = await fetch(form.action || location.href, { method: 'POST', body, credentials: 'same-origin' });
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const found = page.getElementById('draw-report');
        // A later change has been asked about meanwhile.
        if (!found || number !== asked) return;
        report.dataset.crossing = found.dataset.crossing ?? '';
        report.replaceChildren(...Array.from(found.childNodes, (node) => document.importNode(node, true)));
        const [lon, lat] = (found.dataset.crossing ?? '').split(',').map(Number);
        drawing.mark(lon && lat ? [lon, lat] : null);
        announce(report.textContent?.trim().replace(/\s+/g, ' ').slice(0, 200) ?? '');
      } catch {
        // Without a connection the button checks later.
      }
    }
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
