import '@mantine/core/styles.css';
import './theme/base.css';
import './ui/ui.css';
import { createRoot } from 'react-dom/client';
import { createStudioClient } from '#renderer/shared/client/client.ts';
import { StudioError } from '#shared/errors.ts';
import { App } from './app.tsx';
import { createStudioSession } from './session/studio-session.ts';

const root = document.getElementById('root');
if (root === null) throw new StudioError('internal', 'the studio page has no #root; rebuild the program');
const session = createStudioSession(createStudioClient());
window.addEventListener('pagehide', (event) => {
  if (!event.persisted) session.close();
});
createRoot(root).render(<App session={session} />);
