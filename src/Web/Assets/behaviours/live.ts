import { announce, fetchPage, wake } from './page';

/** What `/live` sends: an unnamed event whose data is this, with an id to resume from. */
export interface LiveMessage {
  topic: string;
  data?: Record<string, unknown>;
}

const lastSeen = 'linli.live-last';
let stream: EventSource | undefined;

/**
 * Opens the one stream of the page when `<body data-live="/live">` says so. Every message becomes a DOM event
 * `linli:live` on the document.
 */
export function listen(): void {
  const url = document.body.dataset.live;
  if (!url) return;
  addEventListener('pageshow', () => open(url));
  addEventListener('pagehide', () => stream?.close());
  if (document.readyState === 'complete') open(url);
  document.addEventListener('linli:live', (event) => {
    refreshFor((event as CustomEvent<LiveMessage>).detail.topic);
  });
}

function open(url: string): void {
  if (stream && stream.readyState !== EventSource.CLOSED) return;
  // A page shown again from the browser's memory is older than what this tab has heard since.
  const drawn = Number(new URL(url, location.href).searchParams.get('after') ?? 0);
  const after = Math.max(drawn, Number(sessionStorage.getItem(lastSeen) ?? 0));
  stream = new EventSource(after > 0 ? `/live?after=${after}` : url);
  stream.onopen = () => document.documentElement.removeAttribute('data-live-lost');
  stream.onerror = () => document.documentElement.setAttribute('data-live-lost', '');
  stream.onmessage = (event: MessageEvent<string>) => {
    if (event.lastEventId) sessionStorage.setItem(lastSeen, event.lastEventId);
    document.dispatchEvent(new CustomEvent<LiveMessage>('linli:live', { detail: JSON.parse(event.data) as LiveMessage }));
  };
}

let refreshTimer = 0;
const waiting = new Set<string>();

/**
 * `data-live-refresh="topic other"` on an element with an id: when such a topic arrives (or one below it, as
 * `alarms.raised` is below `alarms`), the current page is fetched again and only this element's content replaced.
 */
function refreshFor(topic: string): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-live-refresh][id]')) {
    const topics = element.dataset.liveRefresh!.split(' ');
    if (topics.some((known) => topic === known || topic.startsWith(`${known}.`))) waiting.add(element.id);
  }
  if (waiting.size === 0) return;
  clearTimeout(refreshTimer);
  refreshTimer = window.setTimeout(() => void refresh(), 300);
}

async function refresh(): Promise<void> {
  const ids = [...waiting];
  waiting.clear();
  const page = await fetchPage(location.href).catch(() => null);
  for (const id of ids) {
    const old = document.getElementById(id);
    const fresh = page?.getElementById(id);
    if (!old || !fresh) continue;
    if (isBeingUsed(old)) {
      waiting.add(id);
      continue;
    }
    const focused = old.contains(document.activeElement) ? document.activeElement!.getAttribute('href') : null;
    const unfolded = folds(old).filter((fold) => fold.open).map(nameOf);
    old.replaceChildren(...fresh.childNodes);
    for (const fold of folds(old)) fold.open ||= unfolded.includes(nameOf(fold));
    wake(old);
    if (focused) old.querySelector<HTMLElement>(`[href="${CSS.escape(focused)}"]`)?.focus();
    if (old.dataset.liveAnnounce) announce(old.dataset.liveAnnounce);
  }
  if (waiting.size > 0) refreshTimer = window.setTimeout(() => void refresh(), 3000);
}

// What somebody unfolded stays so: the part is replaced under their finger.
const folds = (element: HTMLElement) => [...element.querySelectorAll('details')];
const nameOf = (fold: HTMLDetailsElement) => fold.querySelector('summary')?.textContent?.trim();

/** Nothing is pulled away from somebody who is typing, has written or ticked something or has a dialog open. */
function isBeingUsed(element: HTMLElement): boolean {
  // What is asked about must still be there when the answer comes.
  if (document.querySelector('dialog[open]')) return true;
  return element.matches(':focus-within') && document.activeElement!.matches('input, textarea, select')
    || element.querySelector('input[type=checkbox]:checked, input[type=radio]:checked, dialog[open]') !== null
    || [...element.querySelectorAll('textarea')].some((field) => field.value !== field.defaultValue);
}
