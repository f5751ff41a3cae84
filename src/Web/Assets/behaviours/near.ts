import { announce, behave, t } from './page';

/** `data-linli="near"` on a hidden button inside a GET form: adds the phone's position as `lat` and `lon` and sends the form. */
behave('near', (button) => {
  const form = button.closest('form');
  if (!form || !('geolocation' in navigator)) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        for (const [name, degrees] of [['lat', coords.latitude], ['lon', coords.longitude]] as const) {
          const field = form.elements.namedItem(name);
          if (field instanceof HTMLInputElement) [field.disabled, field.value] = [false, degrees.toFixed(5)];
        }
        form.submit();
      },
      () => announce(button.textContent = t('没有取得位置', 'Your position is not available')),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 });
  });
});
