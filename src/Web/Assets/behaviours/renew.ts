import { announce, behave, t } from './page';

/**
 * `data-linli="renew"` on a picture that is good for `data-seconds`: fetched anew from `data-source` (`{ svg, token, seconds }`)
 * shortly before it runs out, for as long as the page is looked at. Seconds instead of a time of day, since a phone's clock may
 * be wrong. Once it has run out and no new one came the picture is hidden, so that nobody stands at a gate or a till with a dead code.
 * Without this script the button beside it does the same.
 */
const ahead = 10;
const again = 5;

behave('renew', (element) => {
  const message = element.parentElement?.querySelector<HTMLElement>('[data-renew-message]');
  let runsOut = performance.now() + Number(element.dataset.seconds) * 1000;
  let timer = 0;

  const say = (text: string) => {
    if (message) message.textContent = text;
    announce(text);
  };
  const sleep = (seconds: number) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void renew(), Math.max(0, seconds) * 1000);
  };
  const over = (text: string) => {
    element.hidden = true;
    say(text);
  };

  async function renew(): Promise<void> {
    if (!element.isConnected) return;
    // Nobody looks: the next code is fetched when somebody does.
    if (document.hidden) return;
    try {
      const answer = await fetch(element.dataset.source!, { credentials: 'same-origin', cache: 'no-store' });
      if (answer.status === 404 || answer.status === 401 || answer.status === 403) {
        return over(t('这个码已停用，请用下面的其他方式。', 'This code has ended: use one of the other ways below.'));
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const next = (await answer.json()) as { svg: string; token: string; seconds: number };
      const picture = new DOMParser().parseFromString(next.svg, 'image/svg+xml').documentElement;
      element.replaceChildren(document.importNode(picture, true));
      element.dataset.token = next.token;
      element.hidden = false;
      runsOut = performance.now() + next.seconds * 1000;
      say(t('已换新码', 'New code shown'));
      sleep(Math.max(again, next.seconds - ahead));
    } catch {
      const left = (runsOut - performance.now()) / 1000;
      if (left <= 0) over(t('没有网络，码已过期。有网后会自动换新码；也可以刷卡。', 'No connection: the code has run out. A new one comes with the connection; your card works too.'));
      sleep(again);
    }
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden || !element.isConnected) return;
    const left = (runsOut - performance.now()) / 1000;
    sleep(left - ahead);
  });
  sleep(Number(element.dataset.seconds) - ahead);
});
