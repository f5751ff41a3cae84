import './resident.css';
import './behaviours/draw-check';
import './behaviours/layers';
import './behaviours/lazy';
import './behaviours/near';
import './behaviours/passkey';
import './behaviours/photo';
import './behaviours/place';
import './behaviours/renew';
import './behaviours/suggest';
import './behaviours/tiles';
import { openDialogs } from './behaviours/dialogs';
import { forgetSentText, guardAgainstDoubleSubmit } from './behaviours/forms';
import { listen } from './behaviours/live';
import { followNotices } from './behaviours/notices';
import { queueForms } from './behaviours/offline-queue';
import { wake } from './behaviours/page';
import { stopRingingOnSignOut } from './behaviours/push';

forgetSentText();
openDialogs();
queueForms();
stopRingingOnSignOut();
guardAgainstDoubleSubmit();
wake();
followNotices();
listen();

if ('serviceWorker' in navigator) addEventListener('load', () => void navigator.serviceWorker.register('/sw.js'));
