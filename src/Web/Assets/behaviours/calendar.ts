import { behave } from './page';

const pad = (n: number): string => String(n).padStart(2, '0');
const local = (at: Date): string => `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;

/**
 * `data-linli="calendar"` around days with `data-day` (and `data-hour`): an entry with `data-move` can be dragged onto another day or
 * hour. What is dropped fills the form `#move` below, which is sent as it always is: with a reason, by a person. The form alone does the
 * same by keyboard.
 */
behave('calendar', (calendar) => {
  const form = document.querySelector<HTMLFormElement>('#move form');
  if (!form) return;
  let dragged: HTMLElement | null = null;
  for (const entry of calendar.querySelectorAll<HTMLElement>('[data-move]')) {
    entry.draggable = true;
    entry.addEventListener('dragstart', (event) => {
      dragged = entry;
      event.dataTransfer?.setData('text/plain', entry.dataset.move ?? '');
    });
    entry.addEventListener('dragend', () => { dragged = null; });
  }

  for (const cell of calendar.querySelectorAll<HTMLElement>('[data-day]')) {
    cell.addEventListener('dragover', (event) => {
      if (!dragged) return;
      event.preventDefault();
      cell.classList.add('cal-over');
    });
    cell.addEventListener('dragleave', () => cell.classList.remove('cal-over'));
    cell.addEventListener('drop', (event) => {
      cell.classList.remove('cal-over');
      if (!dragged) return;
      event.preventDefault();
      fill(dragged, cell, form);
    });
  }
});

/** Puts the dropped entry with its new time into the form and asks for the reason. */
function fill(entry: HTMLElement, cell: HTMLElement, form: HTMLFormElement): void {
  const { move, start, end } = entry.dataset;
  const { day, hour } = cell.dataset;
  if (!move || !start || !end || !day) return;
  const from = new Date(`${day}T${hour ? `${pad(Number(hour))}:${start.slice(14, 16)}` : start.slice(11, 16)}`);
  const until = new Date(from.getTime() + new Date(end).getTime() - new Date(start).getTime());
  for (const [name, value] of [['Session', move], ['Start', local(from)], ['End', local(until)]] as const) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
  const box = form.closest('details');
  if (box) box.open = true;
  const reason = form.elements.namedItem('Reason');
  if (reason instanceof HTMLElement) {
    reason.scrollIntoView({ block: 'center' });
    reason.focus();
  }
}
