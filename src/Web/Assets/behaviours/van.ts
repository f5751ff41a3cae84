import { behave, t } from './page';

/** Least seconds between two positions: often enough for a map, seldom enough for a battery. */
const every = 15_000;

/** `data-linli="van" data-run="id"`: while the page is open, says where the van is. Nothing is kept on the phone. */
behave('van', (element) => {
  const run = element.dataset.run;
  if (!run || !('geolocation' in navigator)) return;
  let last = 0;
  navigator.geolocation.watchPosition(
    ({ coords, timestamp }) => {
      if (timestamp - last < every) return;
      last = timestamp;
      void fetch(`/api/v1/kitchen/runs/${run}/position`, {
        method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ at: new Date(timestamp).toISOString(), longitude: coords.longitude, latitude: coords.latitude }),
      }).catch(() => undefined);
    },
    () => { element.textContent = t('没有取得位置，厨房看不到车；可以在手机设置里允许。', 'No position: the kitchen does not see the van. Allow it in the settings of the phone.'); },
    { enableHighAccuracy: true, maximumAge: 10_000 });
});

/** `data-linli="print"` on a button prints the page. */
behave('print', (button) => button.addEventListener('click', () => window.print()));
