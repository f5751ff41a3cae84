import { behave, t } from './page';

const api = '/api/v1/notices/push/subscriptions';

interface Ringing { id: string; mark: string }

/**
 * `data-linli="push" data-key="…"`: turns notifications of this browser on and off, and says plainly where that is not
 * possible and what to do about it. What the server wrote stays where the browser cannot do it at all.
 */
behave('push', (area) => {
  const state = area.querySelector<HTMLElement>('[data-push-state]')!;
  const on = area.querySelector<HTMLButtonElement>('[data-push-on]')!;
  const off = area.querySelector<HTMLButtonElement>('[data-push-off]')!;
  const key = area.dataset.key;
  const say = (text: string, button?: HTMLButtonElement) => {
    state.textContent = text;
    on.hidden = button !== on;
    off.hidden = button !== off;
  };

  const why = cannot(key);
  if (why !== null) {
    if (why) say(why);
    return;
  }
  const show = async () => {
    if (Notification.permission === 'denied') return say(t(
      '您之前不允许本站发通知。请点浏览器地址栏旁的图标，把“通知”改为允许，再回到这里。',
      'You told this browser not to show notifications from here. Allow them beside the address bar, then come back.'));
    const mine = await own();
    markThisDevice(mine?.mark);
    if (mine) say(t('已开启：有新消息时，这台设备会提醒您。', 'On: this device tells you when there is a message.'), off);
    else say(t('未开启。开启后，不打开网页也能知道有新消息。', 'Off. Turn them on to hear of messages without opening the page.'), on);
  };
  const act = (button: HTMLButtonElement, work: () => Promise<string | null>) => button.addEventListener('click', async () => {
    button.setAttribute('aria-disabled', 'true');
    const failed = await work().catch(() => t('没有成功，请检查网络后再试。', 'That did not work. Check your connection and try again.'));
    button.removeAttribute('aria-disabled');
    if (failed === null) location.assign(location.pathname);
    else say(failed, button);
  });
  act(on, () => turnOn(key!));
  act(off, turnOff);
  void show().catch(() => undefined);
});

/** Why this browser cannot: a sentence, an empty one for the server's own words, or null when it can. */
function cannot(key: string | undefined): string | null {
  const apple = /iPhone|iPad/.test(navigator.userAgent);
  if (apple && !matchMedia('(display-mode: standalone)').matches) {
    return t('苹果手机请先点“分享”，选“添加到主屏幕”，再从主屏幕打开邻里，就能开启提醒。',
      'On an iPhone, first choose Share and "Add to Home Screen"; open Linli from there, and you can turn notifications on.');
  }
  if (/MicroMessenger/.test(navigator.userAgent)) {
    return t('微信里不能提醒。请点右上角，选“在浏览器打开”，再来开启。',
      'Not inside WeChat: choose "Open in browser" at the top right, then turn notifications on.');
  }
  const can = key && isSecureContext && 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  return can ? null : '';
}

async function turnOn(key: string): Promise<string | null> {
  if (await Notification.requestPermission() !== 'granted') {
    return t('没有得到允许，所以没有开启。', 'It was not allowed, so notifications stay off.');
  }
  const worker = await ready();
  const subscription = await worker.pushManager.getSubscription()
    ?? await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }).catch(() => null);
  if (!subscription) {
    return t('浏览器连不上它的提醒服务，没有开启。有的手机在国内用不了，请照旧打开“消息”查看，或请社区打电话。',
      'The browser cannot reach its push service, so notifications stay off. Some phones cannot; please open Notices as before.');
  }
  const answer = await fetch(api, {
    method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(subscription),
  });
  if (answer.ok) return null;
  const problem = await answer.json().catch(() => null) as { title?: string } | null;
  return problem?.title ?? t('没有开启，请稍后再试。', 'Not turned on. Please try again later.');
}

async function turnOff(): Promise<null> {
  const mine = await own();
  if (mine) await fetch(`${api}/${mine.id}`, { method: 'DELETE', credentials: 'same-origin' });
  await (await subscriptionOf(await ready()))?.unsubscribe();
  return null;
}

/** The subscription of this browser, if it is the signed-in person's: the phone may have been somebody else's before. */
async function own(): Promise<Ringing | undefined> {
  const subscription = await subscriptionOf(await navigator.serviceWorker.getRegistration());
  if (!subscription) return undefined;
  const [answer, mark] = await Promise.all([fetch(api, { credentials: 'same-origin' }), sha256(subscription.endpoint)]);
  return (await answer.json() as Ringing[]).find((one) => one.mark === mark);
}

function markThisDevice(mark: string | undefined): void {
  const name = mark && document.querySelector(`[data-push-device="${mark}"] .rows-name small`);
  if (name) name.append(t(' · 就是这台', ' · this one'));
}

/**
 * Whoever signs out on a borrowed phone is not rung on it any more: the push service then tells the server that the
 * subscription is gone. Never holds the sign-out up for long.
 */
export function stopRingingOnSignOut(): void {
  if (!('serviceWorker' in navigator)) return;
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (new URL(form.action).pathname !== '/sign-out' || form.dataset.quiet === 'true') return;
    event.preventDefault();
    form.dataset.quiet = 'true';
    const quiet = navigator.serviceWorker.getRegistration().then(subscriptionOf).then((one) => one?.unsubscribe());
    const patience = new Promise((resolve) => setTimeout(resolve, 1500));
    void Promise.race([quiet, patience]).catch(() => undefined).then(() => form.submit());
  });
}

const subscriptionOf = async (worker: ServiceWorkerRegistration | undefined) => await worker?.pushManager?.getSubscription() ?? null;

/** The service worker, once it runs; a browser that never starts it is told apart from one that is slow. */
async function ready(): Promise<ServiceWorkerRegistration> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no service worker')), 10_000));
  return Promise.race([navigator.serviceWorker.ready, late]);
}

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
