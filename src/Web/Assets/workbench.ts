import './workbench.css';
import './behaviours/lazy';
import './behaviours/photo';
import './behaviours/place';
import './behaviours/suggest';
import { openDialogs } from './behaviours/dialogs';
import { forgetSentText, guardAgainstDoubleSubmit } from './behaviours/forms';
import { useKeys } from './behaviours/keyboard';
import { listen } from './behaviours/live';
import { wake } from './behaviours/page';

forgetSentText();
openDialogs();
guardAgainstDoubleSubmit();
useKeys();
wake();
listen();
