/**
 * Workbench keys: `/` search, `j` and `k` through the rows of the first `[data-rows]` table, `Enter` opens,
 * `?` shows the help. Never while somebody types, and never together with Ctrl, Alt or Meta; only Ctrl+Enter sends the
 * form somebody is typing in.
 */
export function useKeys(): void {
  document.addEventListener('keydown', (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey && event.key === 'Enter' && target instanceof HTMLElement) {
      target.closest('form')?.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (target.matches('input, textarea, select, [contenteditable]')) {
      if (event.key === 'Escape') target.blur();
      return;
    }
    if (document.querySelector('dialog[open]')) return;
    const act = keys[event.key];
    if (act?.(target)) event.preventDefault();
  });

  document.addEventListener('click', (event) => {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>('tr[data-href]');
    if (!row || target.closest('a, button, input, label, select, summary') || getSelection()?.toString()) return;
    location.assign(row.dataset.href!);
  });

  document.addEventListener('change', (event) => {
    const all = (event.target as Element).closest<HTMLInputElement>('input[data-check-all]');
    if (!all) return;
    for (const box of all.closest('table')!.querySelectorAll<HTMLInputElement>('tbody input[type=checkbox]')) box.checked = all.checked;
  });
}

const keys: Record<string, (target: HTMLElement) => boolean> = {
  '/': () => focus(document.querySelector<HTMLElement>('[data-search]')),
  '?': () => {
    const help = document.getElementById('keys') as HTMLDialogElement | null;
    help?.showModal();
    return help !== null;
  },
  j: () => step(1),
  k: () => step(-1),
  Enter: (target) => {
    const href = target.closest<HTMLElement>('tr[data-href]')?.dataset.href;
    if (!href || target.matches('a, button')) return false;
    location.assign(href);
    return true;
  },
};

function step(by: number): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('table[data-rows] tbody tr[data-href]')];
  const at = rows.findIndex((row) => row === document.activeElement?.closest('tr'));
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))];
  if (next) next.tabIndex = -1;
  return focus(next ?? null);
}

function focus(element: HTMLElement | null): boolean {
  element?.focus();
  element?.scrollIntoView({ block: 'nearest' });
  return element !== null;
}
