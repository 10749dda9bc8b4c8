import { checkNodeVersion } from './steps/node-version.mjs';

// `npm start`: installs, builds, finds Electron, opens the studio; without a display or runtime it starts headless.
checkNodeVersion();
import('./steps/start-studio.mjs')
  .then(({ startStudio }) => startStudio(process.argv.slice(2)))
  .catch((error) => import('./steps/say.mjs').then(({ fail }) => fail(error)));
