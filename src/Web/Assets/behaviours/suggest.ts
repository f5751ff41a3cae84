import { announce, behave } from './page';

/**
 * `data-linli="suggest" data-url data-fields="Text PlaceId"` inside a form: while one of the fields changes, their
 * values are posted to the URL and the HTML fragment that comes back is shown here; 204 clears it.
 */
behave('suggest', (area) => {
  const form = area.closest('form')!;
  const names = (area.dataset.fields ?? '').split(' ').filter(Boolean);
  const minLength = Number(area.dataset.minLength ?? 6);
  let timer = 0;
  let current: AbortController | undefined;

  const ask = async () => {
    const all = new FormData(form);
    const some = new URLSearchParams();
    for (const name of [...names, '__RequestVerificationToken']) {
      const value = all.get(name);
      if (typeof value === 'string') some.set(name, value);
    }
    if ((some.get(names[0]!) ?? '').trim().length < minLength) return area.replaceChildren();
    current?.abort();
    current = new AbortController();
    try {
      const answer = await fetch(area.dataset.url!, { method: 'POST', body: some, signal: current.signal });
      if (!answer.ok) return;
      const fragment = answer.status === 204 ? '' : await answer.text();
      const read = new DOMParser().parseFromString(fragment, 'text/html');
      area.replaceChildren(...read.body.childNodes);
      const heading = area.querySelector('[data-announce], h2, h3, strong')?.textContent;
      if (heading) announce(heading);
    } catch {
      // A hint that cannot be fetched is no reason to disturb somebody who is writing.
    }
  };

  form.addEventListener('input', (event) => {
    if (!names.includes((event.target as HTMLInputElement).name)) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), 600);
  });
});
