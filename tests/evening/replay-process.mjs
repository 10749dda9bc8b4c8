import { join } from 'node:path';
import { runnerImport } from 'vite';

// Replays a recorded evening in a process of its own and prints the hash of all decisions.
const root = join(import.meta.dirname, '../..');
const options = { configFile: false, root, logLevel: 'error' };
const { module: file } = await runnerImport(join(root, 'tests/evening/evening-file.ts'), options);
const { module: room } = await runnerImport(join(root, 'tests/evening/evening-room.ts'), options);
const { hash } = await room.playEvening(await file.readEvening(process.argv[2]));
process.stdout.write(hash);
process.exit(0);
