import './cockpit.css';
import './behaviours/lazy';
import './behaviours/siren';
import { behave, wake } from './behaviours/page';
import { listen } from './behaviours/live';

/** How often the wall is read again, so that no figure on it is older than it says. */
const everySeconds = 15;

behave('clock', (clock) => {
  const show = () => (clock.textContent = new Date().toLocaleTimeString('zh-CN', { hour12: false, timeZone: 'Asia/Shanghai' }));
  show();
  setInterval(show, 1000);
});

const tell = (topic: string) => document.dispatchEvent(new CustomEvent('linli:live', { detail: { topic } }));
setInterval(() => tell('linli.cockpit'), everySeconds * 1000);
setInterval(() => tell('linli.cockpit.map'), 60_000);

wake();
listen();
