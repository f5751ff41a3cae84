import type { LiveMessage } from './live';
import { t } from './page';
import { readyForToasts, toast } from './toast';

interface Phrase { zh: string; en: string }
interface Notice { id: string; title: Phrase; body: Phrase; link: string }

const topic = 'linli.notices.inbox-changed';
const inbox = '/notices';
const arrived = new Set<string>();
let timer = 0;

/**
 * Keeps the number beside the bell true, and says quietly that a notice came in. The live message says only that the
 * inbox changed; what it says is fetched by the person's own browser.
 */
export function followNotices(): void {
  if (!document.body.dataset.live) return;
  readyForToasts();
  document.addEventListener('linli:live', (event) => {
    const message = (event as CustomEvent<LiveMessage>).detail;
    if (message.topic !== topic) return;
    if (message.data?.added === true && typeof message.data.notice === 'string') arrived.add(message.data.notice);
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), 300);
  });
}

async function look(): Promise<void> {
  const answer = await fetch('/api/v1/notices?unreadOnly=true&take=20', { credentials: 'same-origin' }).catch(() => null);
  if (!answer?.ok) return;
  const { unread, items } = await answer.json() as { unread: number; items: Notice[] };
  showUnread(unread);
  const fresh = items.filter(({ id }) => arrived.has(id));
  arrived.clear();
  // Nobody sees a toast in a tab behind another.
  if (document.visibilityState === 'hidden') return;
  const news = fresh.filter((one) => !isShownHere(one));
  // The list itself says so where it is open.
  if (news.length === 0 || location.pathname === inbox) return;
  const [first] = news;
  toast(news.length === 1 && first
    ? { title: t(first.title.zh, first.title.en), text: t(first.body.zh, first.body.en), href: `${inbox}/${first.id}` }
    : { title: t(`您有 ${news.length} 条新消息`, `${news.length} new messages`), href: inbox });
}

/** What the open page is about follows by itself: its news counts as read. */
function isShownHere({ id, link }: Notice): boolean {
  if (link !== location.pathname) return false;
  void fetch(`/api/v1/notices/${id}/read`, { method: 'POST', credentials: 'same-origin' });
  return true;
}

function showUnread(count: number): void {
  for (const badge of document.querySelectorAll<HTMLElement>('[data-unread]')) {
    badge.querySelector('[data-unread-count]')!.textContent = count > 99 ? '99+' : String(count);
    badge.hidden = count === 0;
  }
}
