import { announce, behave, t } from './page';

/**
 * `data-linli="place"`: beside the list of places, "use my position" and a small map set the hidden fields
 * `[data-place-latitude]`, `[data-place-longitude]` and `[data-place-accuracy]` (WGS-84 degrees and metres).
 */
behave('place', (field) => {
  const latitude = field.querySelector<HTMLInputElement>('[data-place-latitude]')!;
  const longitude = field.querySelector<HTMLInputElement>('[data-place-longitude]')!;
  const accuracy = field.querySelector<HTMLInputElement>('[data-place-accuracy]');
  const message = field.querySelector<HTMLElement>('[data-place-message]')!;
  const locate = field.querySelector<HTMLButtonElement>('[data-place-locate]');
  const openMap = field.querySelector<HTMLButtonElement>('[data-place-map-open]');
  const mapBox = field.querySelector<HTMLElement>('[data-place-map]');
  const list = field.querySelector<HTMLSelectElement>('select');
  let moveMarker: ((lat: number, lon: number) => void) | undefined;

  const set = (lat: number, lon: number, metres: number | null, text: string) => {
    latitude.value = lat.toFixed(6);
    longitude.value = lon.toFixed(6);
    if (accuracy) accuracy.value = metres === null ? '' : String(Math.round(metres));
    announce(message.textContent = text);
    if (list) {
      list.value = '';
      list.options[0]!.textContent = t('已选好的位置', 'The position chosen');
    }
    latitude.dispatchEvent(new Event('input', { bubbles: true }));
  };

  // A place chosen from the list takes the place of the point, and says so.
  list?.addEventListener('change', () => {
    if (!latitude.value) return;
    latitude.value = longitude.value = '';
    if (accuracy) accuracy.value = '';
    message.textContent = '';
  });

  if (locate && 'geolocation' in navigator) {
    locate.hidden = false;
    const find = () => {
      message.textContent = t('正在定位…', 'Finding your position…');
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          set(coords.latitude, coords.longitude, coords.accuracy,
            t(`已定位，误差约 ${Math.round(coords.accuracy)} 米`, `Position found, within about ${Math.round(coords.accuracy)} m`));
          moveMarker?.(coords.latitude, coords.longitude);
        },
        () => announce(message.textContent = t('没有取得位置，请从列表里选，或在地图上点一下。',
          'Your position is not available. Choose from the list or tap the map.')),
        { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 });
    };
    locate.addEventListener('click', find);
    if ('placeAuto' in field.dataset && !latitude.value) findByItself(field, find);
  }

  if (openMap && mapBox) {
    openMap.hidden = false;
    openMap.addEventListener('click', () => void (async () => {
      mapBox.hidden = !mapBox.hidden;
      openMap.setAttribute('aria-expanded', String(!mapBox.hidden));
      if (mapBox.hidden || moveMarker) return;
      const { pickOn } = await import('../map');
      moveMarker = pickOn(mapBox, latitude.value && longitude.value ? [Number(longitude.value), Number(latitude.value)] : null,
        (lat, lon) => set(lat, lon, null, t('已在地图上选好位置', 'Position chosen on the map')));
    })());
  }
});

/** Without a question where the person has allowed it before; otherwise the question comes after a photo was taken. */
function findByItself(field: HTMLElement, find: () => void): void {
  void navigator.permissions?.query({ name: 'geolocation' }).then(({ state }) => {
    if (state === 'granted') find();
    if (state !== 'prompt') return;
    const photo = field.closest('form')?.querySelector('input[type=file]');
    photo?.addEventListener('change', () => find(), { once: true });
  });
}
