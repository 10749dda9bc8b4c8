import { readFile, writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { openMouthReader } from './mouth-reader.mjs';

export const USAGE = `Usage: npm run --silent lipsync -- FILE.wav [MORE.wav …] [--rows OUT.json] [--variant delayed|live] [--model FILE.onnx]

Prints one JSON line for every 10 ms of sound: {"tMs", "vowels": {"aa", "ih", "ou", "ee", "oh"}, "open", "viseme"}.
What a line says is read from sound up to tMs + 10 ms and no later.

  --rows OUT.json   write [aa, ih, ou, ee, oh, open] rows of all files, by file name, instead of printing lines
  --variant         delayed (read with 20 ms more of sound and so 20 ms late; the default) or live (at once)
  --model           another model than models/lipsync/lipsync.onnx

WAV files of 8 to 32 bit or float, any channels, 8000 to 192000 samples a second.
`;

class UsageError extends Error {}

/** Returns the exit status. */
export async function runCommand(args) {
  let options;
  try {
    options = optionsFrom(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const reader = await openMouthReader(options);
  const rows = {};
  let failed = 0;
  for (const file of options.files) {
    try {
      const lines = await reader.read(await readFile(file));
      const name = basename(file, extname(file));
      if (options.rows && rows[name]) throw new Error(`two files are called ${name}; rows are kept by name`);
      if (options.rows) rows[name] = lines.map(({ vowels, open }) => [...Object.values(vowels), open]);
      else process.stdout.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    } catch (error) {
      failed++;
      process.stderr.write(`${file}: ${reasonOf(error)}\n`);
    }
  }
  if (options.rows) await writeFile(options.rows, JSON.stringify(rows));
  return failed > 0 ? 1 : 0;
}

function optionsFrom(args) {
  const options = { files: [], rows: undefined, variant: 'delayed', model: undefined, help: false };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    const value = () => {
      i++;
      if (args[i] === undefined) throw new UsageError(`${arg} needs a value`);
      return args[i];
    };
    if (arg === '--help' || arg === '-h') options.help = true;
    else if (arg === '--rows') options.rows = value();
    else if (arg === '--model') options.model = value();
    else if (arg === '--variant') options.variant = value();
    else if (arg.startsWith('--')) throw new UsageError(`${arg} is no option`);
    else options.files.push(arg);
  }
  if (!['live', 'delayed'].includes(options.variant))
    throw new UsageError(`--variant is live or delayed, not ${options.variant}`);
  if (!options.help && options.files.length === 0) throw new UsageError('No WAV file was named');
  return options;
}

function reasonOf(error) {
  if (error?.code === 'ENOENT') return 'there is no such file';
  if (error?.code === 'EISDIR') return 'this is a folder; name the WAV files in it';
  return error instanceof Error ? error.message : String(error);
}
