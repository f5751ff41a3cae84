/// <reference lib="webworker" />
// Keeps the look and one page for when there is no connection. Pages with somebody's data are never stored.
const worker = self as unknown as ServiceWorkerGlobalScope;
const store = 'linli-1';
const offlinePage = '/offline.html';

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(store).then((cache) => cache.addAll([offlinePage, '/offline.css', '/icons/icon-192.png'])).then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== store) await caches.delete(name);
    await worker.clients.claim();
  })());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(async () => (await caches.match(offlinePage)) ?? Response.error()));
  } else if (url.pathname.startsWith('/assets/') || url.pathname.startsWith('/icons/') || url.pathname === '/offline.css') {
    event.respondWith(asset(request));
  }
});

/** Names with a fingerprint never change; the others are asked for first and served from here without a connection. */
async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(store);
  const kept = await cache.match(request);
  if (kept && /\.[a-z0-9]{10}\.\w+$/.test(new URL(request.url).pathname)) return kept;
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(request, fresh.clone());
    return fresh;
  } catch {
    return kept ?? Response.error();
  }
}

// What a push says is decided by the server; it carries no personal data.
worker.addEventListener('push', (event) => {
  const message = event.data?.json() as { title?: string; text?: string | null; href?: string; tag?: string } | undefined;
  if (!message?.title) return;
  event.waitUntil(worker.registration.showNotification(message.title, {
    body: message.text ?? undefined, tag: message.tag, icon: '/icons/icon-192.png', badge: '/icons/icon-192.png', data: message.href,
    lang: /[\u4e00-\u9fff]/.test(message.title) ? 'zh-CN' : 'en',
  }));
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const href: unknown = event.notification.data;
  // A path of this site only, and in a window of its own: what somebody is writing in another one stays.
  const path = typeof href === 'string' && /^\/(?![/\\])/.test(href) ? href : '/';
  event.waitUntil(worker.clients.openWindow(path));
});

// The browser has changed its address at the push service: the server gets the new one.
worker.addEventListener('pushsubscriptionchange', (event) => {
  const { oldSubscription, newSubscription } = event as Event as { oldSubscription?: PushSubscription; newSubscription?: PushSubscription };
  const key = oldSubscription?.options.applicationServerKey;
  (event as ExtendableEvent).waitUntil((async () => {
    const fresh = newSubscription ?? (key && await worker.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
    if (fresh) await fetch('/api/v1/notices/push/subscriptions', {
      method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(fresh),
    });
  })());
});
