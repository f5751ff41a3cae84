import { behave, t } from './page';

interface Ticket { number: number; party: number; mark: string; won: boolean }
interface DrawRecord { seed: string | null; seedHash: string; places: number; order: Ticket[] }

const sha = async (text: string): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Whether the published record follows from its seed: decision note 40, in ten lines. */
export async function holds(record: DrawRecord): Promise<boolean> {
  if (!record.seed || await sha(record.seed) !== record.seedHash) return false;
  const marked = await Promise.all(record.order.map(async (ticket) => ({ ...ticket, own: await sha(`${record.seed}:${ticket.number}`) })));
  marked.sort((a, b) => (a.own < b.own ? -1 : 1));
  let left = record.places;
  return marked.every((ticket) => {
    const won = ticket.party <= left;
    if (won) left -= ticket.party;
    return won === ticket.won && ticket.own === ticket.mark;
  });
}

/** `data-linli="draw-check" data-record="address"` on a button: does the draw again on this phone and says what came out. */
behave('draw-check', (button) => button.addEventListener('click', () => {
  const verdict = document.getElementById(button.getAttribute('aria-controls') ?? '');
  if (!verdict || !button.dataset.record) return;
  void fetch(button.dataset.record)
    .then(async (answer) => holds(await answer.json() as DrawRecord))
    .then((good) => {
      verdict.className = `draw-verdict notice ${good ? 'notice-success' : 'notice-danger'}`;
      verdict.textContent = good
        ? t('手机重算一致：种子与公布的校验值相符，中签名单正确。', 'Your phone agrees: the seed fits its hash, and the drawn tickets are right.')
        : t('手机重算不一致，请截屏并联系服务台。', 'Your phone does not agree: take a picture and ask at the desk.');
    })
    .catch(() => {
      // Browsers compute hashes for pages that came over https only.
      verdict.textContent = globalThis.isSecureContext
        ? t('没有取得记录，请稍后再试。', 'The record could not be fetched: try again later.')
        : t('这个网络连接没有加密，手机不能重算；可以下载记录，用电脑核对。', 'This connection is not encrypted, so the phone cannot do it: download the record and check it on a computer.');
    });
}));
