import { behave } from './page';

/** A second tap sends nothing twice; coming back with the browser's button makes the form usable again. */
export function guardAgainstDoubleSubmit(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method === 'dialog') return;
    if (form.dataset.sending === 'true') event.preventDefault();
    else if (form.method === 'post') setSending(form, true);
  });
  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sending]')) setSending(form, false);
  });
}

/** Marks the form and its buttons; buttons stay focusable, so that a screen reader does not lose its place. */
export function setSending(form: HTMLFormElement, sending: boolean): void {
  if (sending) form.dataset.sending = 'true';
  else delete form.dataset.sending;
  for (const button of form.querySelectorAll<HTMLButtonElement>('button[type=submit], button:not([type])')) {
    button.setAttribute('aria-disabled', String(sending));
  }
}

const pending = 'linli.sent-from';

/**
 * `data-linli="keep-text"` on a form: what was typed survives a failed request, a closed tab or a wrong turn
 * within this browser session, and is forgotten once the form led to another page.
 */
behave('keep-text', (element) => {
  const form = element as HTMLFormElement;
  const key = `linli.text:${location.pathname}`;
  const fields = () => [...form.elements].filter(
    (field): field is HTMLInputElement | HTMLTextAreaElement =>
      field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === 'text'));

  const kept = JSON.parse(sessionStorage.getItem(key) ?? '{}') as Record<string, string>;
  for (const field of fields()) if (!field.value && kept[field.name]) field.value = kept[field.name]!;

  form.addEventListener('input', () => {
    sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(fields().map((field) => [field.name, field.value]))));
  });
  form.addEventListener('submit', () => sessionStorage.setItem(pending, location.pathname));
});

/** Forgets kept text once its form has led somewhere else. Runs before the forms of this page wake. */
export function forgetSentText(): void {
  const from = sessionStorage.getItem(pending);
  if (from && from !== location.pathname) sessionStorage.removeItem(`linli.text:${from}`);
  sessionStorage.removeItem(pending);
}
