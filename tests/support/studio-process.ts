import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** The repository's root, whatever folder the test runs in. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** A real headless studio in a process of its own. */
export interface StudioProcess {
  readonly port: number;
  readonly apiUrl: string;
  readonly studioUrl: string;
  readonly stageUrl: string;
  readonly token: string;
  readonly dataDir: string;
  readonly child: ChildProcess;
  /** ms from the start of the process to its ready line. */
  readonly readyMs: number;
  /** Everything written to standard output, by line. */
  readonly lines: readonly string[];
  /** How it is, for a message: whether it still runs, and the end of what it wrote to standard error. */
  tell(): string;
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  /** SIGTERM, then SIGKILL after 20 s; resolves with the exit code. The data folder stays when it was given. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface StudioProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Kept after the end; by default a new folder that is removed. */
  readonly dataDir?: string;
  /** Options for node itself. */
  readonly nodeArgs?: readonly string[];
}

export async function startStudio(options: StudioProcessOptions = {}): Promise<StudioProcess> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'yingxi-test-')));
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [...(options.nodeArgs ?? []), join(ROOT, 'out/main/headless.cjs'), '--json', '--data-dir', dataDir, ...(options.args ?? [])],
    { cwd: ROOT, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  const lines: string[] = [];
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const first = new Promise<string>((done, fail) => {
    if (!child.stdout) return fail(new Error('no standard output'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      done(line);
    });
    void exited.then((code) => fail(new Error(`the studio ended with ${code} before it was ready: ${errors}`)));
  });
  const ready: unknown = JSON.parse(await first);
  const readyMs = performance.now() - startedAt;
  if (!isReady(ready)) throw new Error(`not a ready line: ${lines[0]}`);

  const tell = (): string => {
    const end = child.exitCode ?? child.signalCode;
    return `the studio ${end === null ? 'runs' : `ended with ${end}`}; it wrote last: ${errors || 'nothing'}`;
  };
  const call = async (path: string, init: RequestInit): Promise<unknown> => {
    const headers = { authorization: `Bearer ${ready.token}`, 'content-type': 'application/json' };
    const response = await fetch(`${ready.apiUrl}${path}`, { ...init, headers }).catch((error: unknown) => {
      // fetch itself says no more than "fetch failed".
      const { cause } = error instanceof Error ? error : { cause: undefined };
      throw new Error(`${path}: ${error} (${cause}); ${tell()}`, { cause: error });
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    ...ready,
    dataDir,
    child,
    readyMs,
    lines,
    tell,
    get: (path) => call(path, {}),
    post: (path, body) => call(path, { method: 'POST', body: JSON.stringify(body) }),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
      const code = await exited;
      clearTimeout(timer);
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
      return code;
    },
  };
}

interface Ready {
  readonly port: number;
  readonly apiUrl: string;
  readonly studioUrl: string;
  readonly stageUrl: string;
  readonly token: string;
}

function isReady(value: unknown): value is Ready & { ready: true } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'ready' in value &&
    value.ready === true &&
    'apiUrl' in value &&
    'token' in value &&
    'port' in value
  );
}
