import { make, t } from './page';

/** What a toast says. */
export interface Toast {
  title: string;
  text?: string;
  /** Where it leads. */
  href?: string;
}

const restful = 8_000;
const unhurried = 20_000;

/** The place for toasts; it lies in the page from the start, or screen readers would not hear the first one. */
export function readyForToasts(): HTMLElement {
  const standing = document.getElementById('toasts');
  if (standing) return standing;
  const stack = make('div', { id: 'toasts', className: 'toasts' });
  stack.setAttribute('role', 'status');
  document.body.append(stack);
  return stack;
}

/** Shows a short message in the corner; it goes by itself, but not from under a finger, a mouse or the focus. */
export function toast({ title, text = '', href }: Toast): void {
  const said = [make('strong', { textContent: title }), make('span', { textContent: text })];
  const body = href === undefined ? make('div', { className: 'toast-body' }, ...said) : make('a', { href, className: 'toast-body' }, ...said);
  const close = make('button', { type: 'button', className: 'toast-close', textContent: '×' });
  close.setAttribute('aria-label', t('关闭', 'Close'));
  const box = make('div', { className: 'linli-toast' }, body, close);
  close.addEventListener('click', () => box.remove());
  readyForToasts().append(box);

  const stay = document.documentElement.classList.contains('elder') ? unhurried : restful;
  let timer = window.setTimeout(() => box.remove(), stay);
  for (const held of ['pointerenter', 'focusin']) box.addEventListener(held, () => clearTimeout(timer));
  for (const free of ['pointerleave', 'focusout']) box.addEventListener(free, () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => box.remove(), stay);
  });
}
