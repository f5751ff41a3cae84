/** Words in the language of the page. */
export function t(zh: string, en: string): string {
  return document.documentElement.lang.startsWith('en') ? en : zh;
}

type Behaviour = (element: HTMLElement) => void;
const behaviours = new Map<string, Behaviour>();
const awake = new WeakSet<Element>();

/** Registers what elements with `data-linli="name"` do. Several names may stand in one attribute. */
export function behave(name: string, behaviour: Behaviour): void {
  behaviours.set(name, behaviour);
}

/** Wakes every element below `root`; elements already awake are left alone, so it may run again after a swap. */
export function wake(root: ParentNode = document): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-linli]')) {
    if (awake.has(element)) continue;
    awake.add(element);
    for (const name of element.dataset.linli!.split(' ')) behaviours.get(name)?.(element);
  }
}

/** Says something to screen readers without moving the focus. */
export function announce(text: string): void {
  let region = document.getElementById('announcer');
  if (!region) {
    region = document.createElement('div');
    region.id = 'announcer';
    region.className = 'visually-hidden';
    region.setAttribute('role', 'status');
    document.body.append(region);
  }
  region.textContent = '';
  requestAnimationFrame(() => (region.textContent = text));
}

/** Creates an element; texts are set as text, never as markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K, properties: Partial<HTMLElementTagNameMap[K]> = {}, ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Fetches a page of our own and returns it parsed, or null when it could not be read. */
export async function fetchPage(url: string): Promise<Document | null> {
  const response = await fetch(url, { headers: { 'X-Requested-With': 'linli' }, credentials: 'same-origin' });
  if (!response.ok || response.redirected) return null;
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}
