import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageFromUnknown } from '#shared/errors.ts';
import { keepCompiledCode } from './node/compile-cache.ts';
import { createNodeHost } from './node/node-host.ts';

/** Entry of the studio without windows: `headless [--port N] [--data-dir D] [--json] [--practice]`. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'data-dir': { type: 'string' },
      json: { type: 'boolean', default: false },
      practice: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    // npm and the start script may pass options on that are not ours.
    strict: false,
  });
  if (values.help) {
    process.stdout.write('headless [--port N] [--data-dir DIR] [--json] [--practice]\n');
    return;
  }
  const port = typeof values.port === 'string' ? portFromText(values.port) : undefined;
  const json = values.json === true;
  const host = createNodeHost({
    dataDir: typeof values['data-dir'] === 'string' ? values['data-dir'] : process.env.YINGXI_DATA_DIR,
    console: !json,
    environment: process.env,
    // The application's folder: the built file lies in out/main.
    rootDir: join(__dirname, '..', '..'),
  });
  keepCompiledCode(host.paths.data);
  // Most of the program.
  const { createStudio } = await import('./studio.ts');
  const studio = await createStudio(host, { ...(port === undefined ? {} : { port }), practice: values.practice === true });
  await studio.complete;
  let closing = false;
  const close = (): void => {
    if (closing) return;
    closing = true;
    const giveUp = setTimeout(() => process.exit(1), 3000);
    void studio
      .close()
      .then(() => host.close())
      .finally(() => {
        clearTimeout(giveUp);
        process.exit(0);
      });
  };
  process.on('SIGINT', close);
  process.on('SIGTERM', close);
  process.on('disconnect', close);
  // The show goes on: what nobody foresaw is logged, not fatal.
  process.on('uncaughtException', (error) => host.logger.error('uncaught', { error: error.stack ?? error.message }));
  process.on('unhandledRejection', (reason) => host.logger.error('unhandled rejection', { error: messageFromUnknown(reason) }));

  const { urls } = studio;
  if (json)
    process.stdout.write(
      `${JSON.stringify({ ready: true, port: urls.port, apiUrl: urls.apiUrl, studioUrl: urls.studioUrl, stageUrl: urls.stageUrl, token: urls.token })}\n`,
    );
  else
    process.stdout.write(
      `\n  影戏 Yingxi is ready (no window).\n\n  Studio   ${urls.studioUrl}\n  Stage    ${urls.stageUrl}\n\n  Press Ctrl+C to end.\n\n`,
    );
}

function portFromText(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    process.stderr.write(`--port ${text} is not a port: give a number from 0 (any free one) to 65535\n`);
    process.exit(2);
  }
  return port;
}

main().catch((error: unknown) => {
  process.stderr.write(`Yingxi could not start: ${messageFromUnknown(error)}\n`);
  process.exit(1);
});
