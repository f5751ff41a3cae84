import { behave } from './page';

// Maps and charts are large: they come only with a page that shows one, and only when it comes into view.
behave('map', (element) => inView(element, () => void import('../map').then(({ show }) => show(element))));
behave('chart', (element) => inView(element, () => void import('../charts').then(({ draw }) => draw(element))));

function inView(element: HTMLElement, act: () => void): void {
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    act();
  }, { rootMargin: '200px' });
  watcher.observe(element);
}
