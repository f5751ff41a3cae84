import { setSending } from './forms';
import { announce, make, t, wake } from './page';

/** A form that could not be sent, as it lies on this device until it can. */
interface Waiting {
  key: string;
  person: string;
  url: string;
  page: string;
  fields: [string, FormDataEntryValue][];
  refused: boolean;
}

const keyField = 'IdempotencyKey';
const tokenField = '__RequestVerificationToken';
const signIn = '/sign-in';

/**
 * `<form data-offline-queue>`: sent in the background; when there is no connection it is kept here with its files
 * and sent again by itself. The key the server wrote into the form goes along on every try, so however often it is
 * sent, it counts once. The server answers success with a redirect, and problems with the form itself.
 */
export function queueForms(): void {
  if (!('indexedDB' in window)) return;
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (!('offlineQueue' in form.dataset) || event.defaultPrevented) return;
    event.preventDefault();
    if (form.dataset.sending === 'true') return;
    void send(form, (event as SubmitEvent).submitter);
  });
  addEventListener('online', () => void sendWaiting());
  setInterval(() => void sendWaiting(), 30_000);
  void sendWaiting();
}

async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const data = new FormData(form, submitter);
  setSending(form, true);
  let answer: Response;
  try {
    answer = await fetch(form.action, { method: 'POST', body: data });
  } catch {
    await keep(form, data);
    setSending(form, false);
    return;
  }
  if (answer.redirected) return location.assign(answer.url);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.querySelector('main');
  setSending(form, false);
  if (!fresh) return announce(t('没有送到，请再试一次。', 'Not delivered. Please try again.'));
  document.querySelector('main')!.replaceWith(fresh);
  wake(fresh);
  fresh.querySelector<HTMLElement>('[data-problems]')?.focus();
}

async function keep(form: HTMLFormElement, data: FormData): Promise<void> {
  const key = String(data.get(keyField) ?? '');
  await change((store) => store.put({
    key, person: person(), url: form.action, page: location.href, fields: [...data], refused: false,
  } satisfies Waiting));
  form.reset();
  const field = form.elements.namedItem(keyField);
  if (field instanceof HTMLInputElement) field.value = crypto.randomUUID();
  announce(t('现在没有网络，已存在手机里，有网会自动送出。', 'No connection. Kept on this phone; it will be sent by itself.'));
  await showBanner();
}

/** Sends what waits, one after the other and in one tab at a time. */
async function sendWaiting(): Promise<void> {
  if (!navigator.onLine) return showBanner();
  await navigator.locks.request('linli.offline-queue', { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    for (const item of (await mine()).filter((one) => !one.refused)) {
      const outcome = await sendAgain(item).catch(() => 'later' as const);
      if (outcome === 'later') break;
      if (outcome === 'done') {
        await change((store) => store.delete(item.key));
        announce(t('刚才存下的一条已经送出。', 'What was waiting has been sent.'));
      } else {
        await change((store) => store.put({ ...item, refused: true }));
      }
    }
  });
  await showBanner();
}

async function sendAgain(item: Waiting): Promise<'done' | 'later' | 'refused'> {
  const token = await freshToken(item.page);
  if (token === null) return 'later';
  const data = new FormData();
  for (const [name, value] of item.fields) data.append(name, name === tokenField ? token : value);
  const answer = await fetch(item.url, { method: 'POST', body: data });
  if (answer.status >= 500 || new URL(answer.url).pathname.startsWith(signIn)) return 'later';
  return answer.redirected ? 'done' : 'refused';
}

/** The token in the old form may have gone stale; null while the person is signed out. */
async function freshToken(page: string): Promise<string | null> {
  const answer = await fetch(page);
  if (!answer.ok || new URL(answer.url).pathname.startsWith(signIn)) return null;
  const read = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return read.querySelector<HTMLInputElement>(`input[name=${tokenField}]`)?.value ?? '';
}

async function showBanner(): Promise<void> {
  const items = await mine();
  document.getElementById('waiting')?.remove();
  if (items.length === 0) return;
  const refused = items.find((item) => item.refused);
  const text = refused
    ? t('有一条没有被接收，请打开再填一次。', 'One item was not accepted. Please open and fill it in again.')
    : t(`${items.length} 条等待发送，有网会自动送出`, `${items.length} item${items.length > 1 ? 's' : ''} waiting; sent by itself when online`);
  const banner = make('div', { id: 'waiting', className: 'waiting-banner' }, make('span', { textContent: text }));
  banner.setAttribute('role', 'status');
  if (refused) {
    const open = make('a', { href: refused.page, textContent: t('打开', 'Open') });
    open.addEventListener('click', () => void change((store) => store.delete(refused.key)));
    banner.append(open);
  }
  (document.querySelector('main') ?? document.body).prepend(banner);
}

/** Only what the person who is signed in now has written; another person on the same phone sends nothing of it. */
const person = () => document.body.dataset.person ?? '';
const mine = async () => (await all()).filter((item) => item.person === person());

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('linli', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('waiting', { keyPath: 'key' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction('waiting', mode);
    const request = act(transaction.objectStore('waiting'));
    transaction.oncomplete = () => (database.close(), resolve(request.result));
    transaction.onerror = transaction.onabort = () => (database.close(), reject(transaction.error));
  });
}

const change = (act: (store: IDBObjectStore) => IDBRequest) => run('readwrite', act);
const all = () => run<Waiting[]>('readonly', (store) => store.getAll());
