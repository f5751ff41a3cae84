import { behave, t } from './page';

/**
 * `data-linli="call-voice"` on a button: after one press (browsers speak only after one) every element with `data-call` that
 * appears is said aloud, twice, once for each key. What was called before the press stays silent.
 */
behave('call-voice', (element) => {
  const button = element as HTMLButtonElement;
  const said = new Set<string>();
  const calls = () => [...document.querySelectorAll<HTMLElement>('[data-call]')].filter((call) => call.dataset.call);
  button.hidden = !('speechSynthesis' in window);

  button.addEventListener('click', () => {
    const on = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(on));
    button.querySelector('span')!.textContent = on ? t('语音已开', 'Voice is on') : t('打开语音', 'Voice on');
    for (const call of calls()) said.add(call.dataset.call!);
    if (on) say(t('语音已打开', 'The voice is on'), 1);
    else speechSynthesis.cancel();
  });

  const board = document.querySelector('.wall-board');
  if (!board) return;
  new MutationObserver(() => {
    if (button.getAttribute('aria-pressed') !== 'true') return;
    // The first called is said first.
    for (const call of calls().reverse()) {
      if (said.has(call.dataset.call!)) continue;
      said.add(call.dataset.call!);
      say(call.dataset.say!, 2);
    }
  }).observe(board, { childList: true, subtree: true });
});

function say(text: string, times: number): void {
  for (let i = 0; i < times; i++) {
    const words = new SpeechSynthesisUtterance(text);
    words.lang = document.documentElement.lang.startsWith('en') ? 'en-GB' : 'zh-CN';
    words.rate = 0.9;
    speechSynthesis.speak(words);
  }
}
