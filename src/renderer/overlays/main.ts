import './page.css';
import './themes/glass.css';
import './themes/comic.css';
import './themes/pixel.css';
import './themes/ink.css';
import './themes/neon.css';
import './themes/plain.css';
import { StudioError } from '#shared/errors.ts';
import { createOverlayPage } from './overlay-page.ts';
import { readOverlayAddress } from './page-address.ts';

const root = document.getElementById('overlays');
if (root === null) throw new StudioError('internal', 'the overlay page has no #overlays; rebuild the program');
createOverlayPage(root, readOverlayAddress(location.search));
