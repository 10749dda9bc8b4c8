import { readFile } from 'node:fs/promises';
import { importSource } from './import-source.mjs';

const usage = (platforms) => `Usage: npm run --silent decode -- PLATFORM FILE

Prints the live events in a captured file, one JSON object on each line, and nothing else on standard output.
PLATFORM is one of: ${platforms.join(', ')}.
FILE holds raw frames as they came off the socket, or JSON: one message, an array, or one message on each line.
What cannot be read is named on standard error.
`;

/** Returns the exit status: 0, or 1 when the command was not understood or nothing could be read. */
export async function runDecode(args) {
  const { CAPTURE_DECODERS } = await importSource('src', 'main', 'connectors', 'decoders.ts');
  const platforms = [...CAPTURE_DECODERS.keys()];
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usage(platforms));
    return 0;
  }
  const [platform, file, ...others] = args;
  if (platform === undefined || file === undefined || others.length > 0) {
    process.stderr.write(usage(platforms));
    return 1;
  }
  const create = CAPTURE_DECODERS.get(platform);
  if (create === undefined) {
    process.stderr.write(`There is no platform "${platform}". Choose one of: ${platforms.join(', ')}.\n`);
    return 1;
  }
  let bytes;
  try {
    bytes = await readFile(file);
  } catch (error) {
    process.stderr.write(`${file}: ${reasonOf(error)}\n`);
    return 1;
  }
  const decoder = create();
  const events = await decoder.decode(bytes, Date.now());
  await write(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const faults = Object.entries(decoder.errors ?? {});
  for (const [code, count] of faults) process.stderr.write(`${file}: ${count} × ${code}\n`);
  return events.length === 0 && faults.length > 0 ? 1 : 0;
}

/** Waits for a slow reader of the pipe; one that went away is no failure of ours. */
function write(text) {
  return new Promise((resolve) => {
    process.stdout.on('error', resolve);
    process.stdout.write(text, resolve);
  });
}

function reasonOf(error) {
  if (error?.code === 'ENOENT') return 'there is no such file';
  if (error?.code === 'EISDIR') return 'this is a folder; name a file in it';
  return error instanceof Error ? error.message : String(error);
}
