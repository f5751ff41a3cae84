import { make, t } from './page';

/** Opens `<dialog id>` for `data-dialog-open="id"` and asks before anything with `data-confirm="question"`. */
export function openDialogs(): void {
  document.addEventListener('click', (event) => {
    const target = event.target as Element;
    const opener = target.closest<HTMLElement>('[data-dialog-open]');
    if (opener) {
      event.preventDefault();
      (document.getElementById(opener.dataset.dialogOpen!) as HTMLDialogElement | null)?.showModal();
    }
    const closer = target.closest('[data-dialog-close]');
    if (closer) {
      event.preventDefault();
      closer.closest('dialog')?.close();
    }
  });

  document.addEventListener('click', (event) => {
    const asked = (event.target as Element).closest<HTMLElement>('[data-confirm]');
    if (!asked || asked.dataset.confirmed === 'true') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void confirm(asked.dataset.confirm!, asked.textContent?.trim() || t('确定', 'OK')).then((yes) => {
      if (!yes) return;
      asked.dataset.confirmed = 'true';
      asked.click();
      delete asked.dataset.confirmed;
    });
  }, true);
}

/** Asks in a dialog of the page; resolves to true only when the person chose the named act. */
export function confirm(question: string, act: string): Promise<boolean> {
  return new Promise((resolve) => {
    const text = make('p', { id: 'confirm-question', className: 'dialog-text', textContent: question });
    const dialog = make('dialog', { className: 'dialog' },
      make('form', { method: 'dialog' },
        text,
        make('div', { className: 'dialog-actions' },
          make('button', { className: 'btn weui-btn weui-btn_default', value: 'no', textContent: t('取消', 'Cancel') }),
          make('button', { className: 'btn btn-primary weui-btn weui-btn_primary', value: 'yes', textContent: act }))));
    dialog.setAttribute('aria-labelledby', text.id);
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
