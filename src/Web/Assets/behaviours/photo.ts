import { announce, behave, make, t } from './page';

/**
 * `data-linli="photo"` around a file input: photos are turned into JPEG of at most `data-max-edge` pixels before
 * they are sent (drawing them anew leaves place and camera data behind), shown small, and can be taken out again.
 */
behave('photo', (field) => {
  const input = field.querySelector<HTMLInputElement>('input[type=file]')!;
  const list = field.querySelector<HTMLElement>('[data-photo-list]')!;
  const message = field.querySelector<HTMLElement>('[data-photo-message]')!;
  const maxEdge = Number(field.dataset.maxEdge ?? 1600);
  const maxFiles = Number(field.dataset.maxFiles ?? 4);
  let photos: File[] = [];

  const show = () => {
    const chosen = new DataTransfer();
    for (const photo of photos) chosen.items.add(photo);
    input.files = chosen.files;
    for (const image of list.querySelectorAll('img')) URL.revokeObjectURL(image.src);
    list.replaceChildren(...photos.map(preview));
    const size = photos.reduce((sum, photo) => sum + photo.size, 0);
    message.textContent = photos.length === 0 ? ''
      : t(`${photos.length} 张，共 ${kilobytes(size)}`, `${photos.length} photo(s), ${kilobytes(size)} in all`);
    field.classList.toggle('photo-full', photos.length >= maxFiles);
  };

  const preview = (photo: File, index: number) => {
    const remove = make('button', { type: 'button', className: 'photo-remove' });
    remove.setAttribute('aria-label', t(`移除第 ${index + 1} 张照片`, `Remove photo ${index + 1}`));
    remove.textContent = '×';
    remove.addEventListener('click', () => {
      photos = photos.filter((_, other) => other !== index);
      show();
      input.focus();
    });
    const image = make('img', { src: URL.createObjectURL(photo), alt: t(`第 ${index + 1} 张照片`, `Photo ${index + 1}`) });
    return make('li', {}, image, remove);
  };

  input.addEventListener('change', () => void (async () => {
    const chosen = [...(input.files ?? [])];
    message.textContent = t('正在处理照片…', 'Preparing photos…');
    const room = maxFiles - photos.length;
    try {
      photos = photos.concat(await Promise.all(chosen.slice(0, room).map((photo) => shrink(photo, maxEdge))));
      show();
      if (chosen.length > room) message.textContent += t(`（最多 ${maxFiles} 张）`, ` (at most ${maxFiles})`);
    } catch {
      show();
      announce(message.textContent = t('这张照片打不开，请换一张。', 'This photo cannot be opened. Please choose another.'));
    }
  })());
});

/** Draws the photo upright on a canvas of at most `maxEdge` pixels and encodes it as JPEG. */
export async function shrink(file: File, maxEdge: number): Promise<File> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, maxEdge / Math.max(picture.width, picture.height));
  const canvas = make('canvas', {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  });
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82));
  if (!blob) throw new Error('The browser could not encode the photo.');
  return new File([blob], `${file.name.replace(/\.[^.]*$/, '')}.jpg`, { type: 'image/jpeg' });
}

const kilobytes = (bytes: number) => bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
