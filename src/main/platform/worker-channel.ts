import { z } from 'zod';

/** A worker process's end of its link to main. */
export interface WorkerChannel {
  post(message: unknown): void;
  listen(listener: (message: unknown) => void): void;
}

/** Electron's utilityProcess adds `process.parentPort`; its messages come wrapped in an event. */
const parentPortSchema = z.object({
  parentPort: z.custom<{
    postMessage(message: unknown): void;
    on(type: 'message', listener: (event: { data: unknown }) => void): void;
  }>((value) => typeof value === 'object' && value !== null && 'postMessage' in value),
});

/** For the entry of a worker started by fork (Node) or utilityProcess (Electron). A forked one ends with its parent; Electron sees to the other. */
export function openWorkerChannel(): WorkerChannel {
  const electron = parentPortSchema.safeParse(process);
  if (electron.success) {
    const port = electron.data.parentPort;
    return {
      post: (message) => port.postMessage(message),
      listen: (listener) => port.on('message', (event) => listener(event.data)),
    };
  }
  process.on('disconnect', () => process.exit(0));
  return { post: (message) => process.send?.(message), listen: (listener) => process.on('message', listener) };
}
