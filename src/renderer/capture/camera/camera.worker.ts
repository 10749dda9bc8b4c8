import { z } from 'zod';
import { createCameraHost } from './camera-host.ts';
import type { FromCamera, ToCamera } from './camera-messages.ts';

// NOTICE: zod probes for `new Function`, which the page's content policy reports as a violation; without the probe it parses the same.
z.config({ jitless: true });

const host = createCameraHost((message: FromCamera) => self.postMessage(message));
self.onmessage = ({ data }: MessageEvent<ToCamera>) => host.receive(data);
