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

let sound: AudioContext | undefined;
let ringing = 0;

/** `data-linli="siren"`: a browser plays nothing before somebody has touched the page; the button says whether it may. */
behave('siren', (button) => {
  const show = () => {
    const on = sound?.state === 'running';
    button.textContent = (on ? button.dataset.on : button.dataset.off) ?? '';
    button.classList.toggle('wall-sound-on', on);
  };
  button.addEventListener('click', () => {
    sound ??= new AudioContext();
    void sound.resume().then(() => {
      show();
      beep(0, 880, 0.12);
    });
  });
  show();
});

function beep(after: number, pitch: number, seconds: number): void {
  if (sound?.state !== 'running') return;
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

function ring(on: boolean): void {
  clearInterval(ringing);
  if (!on) return;
  const once = () => [0, 0.35, 0.7].forEach((after, i) => beep(after, i % 2 ? 660 : 990, 0.3));
  once();
  ringing = window.setInterval(once, 1500);
}

/**
 * `data-linli="wall-alarm"`: a red sheet over the wall while a critical alarm is open that nobody has taken. It looks at
 * once when anything happens to an alarm or a notice comes in, and every ten seconds in case a message was lost.
 */
behave('wall-alarm', (sheet) => {
  const later = new Set<string>();
  let shown = '';

  const look = async () => {
    const answer = await fetch('/api/v1/sensing/alarms?open=true&test=false&severity=critical&take=20', { credentials: 'same-origin' }).catch(() => null);
    if (!answer?.ok) return;
    const { items } = (await answer.json()) as { items: Alarm[] };
    const waiting = items.find((a) => a.state === 'raised' && !later.has(a.id) && !(a.shelvedUntil && new Date(a.shelvedUntil) > new Date()));
    if ((waiting?.id ?? '') === shown) return;
    shown = waiting?.id ?? '';
    sheet.hidden = !waiting;
    ring(Boolean(waiting));
    sheet.replaceChildren(...(waiting ? draw(waiting) : []));
    sheet.querySelector('a')?.focus();
  };

  const draw = (alarm: Alarm): Node[] => {
    const english = document.documentElement.lang.startsWith('en');
    const go = make('a', { className: 'wall-go', href: `/desk/alarms/${alarm.id}?camera=nearest`, textContent: sheet.dataset.look ?? '' });
    const wait = make('button', { type: 'button', className: 'wall-later', textContent: sheet.dataset.later ?? '' });
    wait.addEventListener('click', () => {
      later.add(alarm.id);
      void look();
    });
    const at = new Date(alarm.raisedAt).toLocaleTimeString('zh-CN', { hour12: false, timeZone: 'Asia/Shanghai' });
    return [make('h2', { textContent: english ? alarm.name.en : alarm.name.zh }), make('p', { textContent: at }), make('div', {}, go, wait)];
  };

  document.addEventListener('linli:live', (event) => {
    const { topic } = (event as CustomEvent<LiveMessage>).detail;
    if (topic.startsWith('linli.alarm') || topic.startsWith('linli.notices')) void look();
  });
  setInterval(() => void look(), 10_000);
  void look();
});
