import type { LiveMessage } from './live';
import { behave, make } from './page';

interface Alarm {
  id: string;
  name: { zh: string; en: string };
  state: string;
  raisedAt: string;
  test: boolean;
  shelvedUntil: string | null;
}

/** Rings again after so long, while nobody has taken the alarm. */
const againAfter = 1500;
let sound: AudioContext | undefined;
let ringing = 0;

const audible = () => sound?.state === 'running';

/**
 * A browser plays nothing before somebody has touched the page, unless it was started for a wall (kiosk). So it is tried at
 * once, and again at the first touch of anything.
 */
function wakeSound(): void {
  sound ??= new AudioContext();
  void sound.resume().then(() => document.dispatchEvent(new Event('linli:sound')));
}

/** `data-linli="siren"`: a button that says whether an alarm would be heard, and lets one hear it. */
behave('siren', (button) => {
  const show = () => {
    button.textContent = (audible() ? button.dataset.on : button.dataset.off) ?? '';
    button.classList.toggle('wall-sound-on', audible());
    button.setAttribute('aria-pressed', String(audible()));
  };
  document.addEventListener('linli:sound', show);
  button.addEventListener('click', () => {
    wakeSound();
    setTimeout(() => beep(0, 880, 0.12), 50);
  });
  show();
});

function beep(after: number, pitch: number, seconds: number): void {
  if (!sound || !audible()) return;
  const [tone, volume] = [sound.createOscillator(), sound.createGain()];
  const start = sound.currentTime + after;
  tone.type = 'square';
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(0.2, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + seconds);
  tone.connect(volume).connect(sound.destination);
  tone.start(start);
  tone.stop(start + seconds);
}

function ring(sheet: HTMLElement, on: boolean): void {
  clearInterval(ringing);
  delete sheet.dataset.rings;
  if (!on) return;
  const once = () => {
    [0, 0.35, 0.7].forEach((after, i) => beep(after, i % 2 ? 660 : 990, 0.3));
    sheet.dataset.rings = audible() ? 'aloud' : 'silently';
  };
  once();
  ringing = window.setInterval(once, againAfter);
}

/**
 * `data-linli="alarm-sheet"`: a red sheet over the page while a critical alarm is open that nobody has taken. It looks at
 * once when anything happens to an alarm or a notice comes in, and every ten seconds in case a message was lost. The alarm whose
 * page is open (`data-except`) needs no sheet.
 */
behave('alarm-sheet', (sheet) => {
  const later = new Set<string>(sheet.dataset.except ? [sheet.dataset.except] : []);
  let shown = '';

  wakeSound();
  for (const touch of ['pointerdown', 'keydown'])
    document.addEventListener(touch, wakeSound, { once: true, capture: true });

  const look = async () => {
    const answer = await fetch('/api/v1/sensing/alarms?open=true&test=false&severity=critical&take=20', { credentials: 'same-origin' }).catch(() => null);
    if (!answer?.ok) return;
    const { items } = (await answer.json()) as { items: Alarm[] };
    const waiting = items.filter((a) => a.state === 'raised' && !later.has(a.id) && !(a.shelvedUntil && new Date(a.shelvedUntil) > new Date()));
    const now = waiting.map((a) => a.id).join(' ');
    if (now === shown) return;
    shown = now;
    const [first] = waiting;
    sheet.hidden = !first;
    ring(sheet, Boolean(first));
    sheet.replaceChildren(...(first ? draw(first, waiting.length - 1) : []));
    sheet.querySelector('a')?.focus();
  };

  const draw = (alarm: Alarm, more: number): Node[] => {
    const english = document.documentElement.lang.startsWith('en');
    const go = make('a', { className: 'alarm-go', href: `/desk/alarms/${alarm.id}?camera=nearest`, textContent: sheet.dataset.look ?? '' });
    const wait = make('button', { type: 'button', className: 'alarm-later', textContent: sheet.dataset.later ?? '' });
    wait.addEventListener('click', () => {
      later.add(alarm.id);
      void look();
    });
    const at = new Date(alarm.raisedAt).toLocaleTimeString('zh-CN', { hour12: false, timeZone: 'Asia/Shanghai' });
    const others = more > 0 ? [make('p', { className: 'alarm-more', textContent: (sheet.dataset.more ?? '').replace('{n}', String(more)) })] : [];
    return [make('h2', { textContent: english ? alarm.name.en : alarm.name.zh }), make('p', { textContent: at }), ...others, make('div', {}, go, wait)];
  };

  document.addEventListener('linli:live', (event) => {
    const { topic } = (event as CustomEvent<LiveMessage>).detail;
    if (topic.startsWith('linli.alarm') || topic.startsWith('linli.notices')) void look();
  });
  setInterval(() => void look(), 10_000);
  void look();
});

/** `data-linli="since"`: seconds since `datetime`, running; over `data-target` seconds it is marked. */
behave('since', (clock) => {
  const began = new Date(clock.getAttribute('datetime') ?? '').getTime();
  // The wall's own clock may be wrong: what counts is the server's at the moment it drew the page.
  const ahead = Date.now() - new Date(clock.dataset.now ?? '').getTime();
  const show = () => {
    const seconds = Math.max(0, Math.floor((Date.now() - ahead - began) / 1000));
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    clock.classList.toggle('since-over', seconds > Number(clock.dataset.target ?? Infinity));
  };
  show();
  const timer = setInterval(() => (clock.isConnected ? show() : clearInterval(timer)), 1000);
});

/** `data-linli="camera"`: where no picture comes, the page says so in place of a broken one. */
behave('camera', (picture) => {
  const fail = () => picture.replaceWith(make('p', { className: 'camera-lost', textContent: picture.dataset.lost ?? '' }));
  picture.addEventListener('error', fail);
  const image = picture as HTMLImageElement;
  if (image.complete && image.naturalWidth === 0) fail();
});
