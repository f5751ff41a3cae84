import { announce, behave, t } from './page';

interface Ceremony { options: string; ticket: string }

/**
 * `data-linli="passkey"` on a hidden button: asks `data-begin` for a ceremony, lets the browser carry it out, and posts
 * the answer to `data-finish`. With `data-make` a passkey is made, otherwise one is used. Ends at `data-then`, or on the
 * same page.
 */
behave('passkey', (button) => {
  const { begin, finish, then } = button.dataset;
  if (!begin || !finish || !window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  button.hidden = false;
  button.addEventListener('click', async () => {
    button.toggleAttribute('disabled', true);
    try {
      const { options, ticket } = await post<Ceremony>(begin, {});
      const credential = await carryOut(JSON.parse(options), 'make' in button.dataset);
      await post(finish, { credential: JSON.stringify(credential), ticket });
      location.assign(then ?? location.href);
    } catch (error) {
      // Closing the browser's own window is no fault.
      const closed = error instanceof DOMException && error.name === 'NotAllowedError';
      announce(button.lastChild!.textContent = closed
        ? t('已取消，可重试', 'Cancelled: try again')
        : t('通行密钥没有通过，请重试', 'The passkey was not accepted: try again'));
      button.toggleAttribute('disabled', false);
    }
  });
});

function carryOut(options: PublicKeyCredentialCreationOptionsJSON & PublicKeyCredentialRequestOptionsJSON, make: boolean) {
  return make
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

async function post<T>(url: string, body: unknown): Promise<T> {
  const response = await fetch(url, {
    method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status}`);
  return await response.json() as T;
}
