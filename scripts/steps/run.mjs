import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { root } from './paths.mjs';

const TAIL = 20_000;
/** Ends of all commands that run now. They have groups of their own, which a Ctrl+C of the terminal does not reach by itself. */
const running = new Set();

function interrupted() {
  for (const end of running) end('SIGTERM');
  process.exit(130);
}

function add(end) {
  if (running.size === 0) for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, interrupted);
  running.add(end);
}

function remove(end) {
  running.delete(end);
  if (running.size === 0) for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, interrupted);
}

/**
 * Runs a command and waits. Never rejects: resolves to { code, signal, timedOut, output } where `output` is the last 20 000 characters of both streams
 * and `code` is null when it could not be started. A command that runs too long gets SIGTERM, then SIGKILL, with all its children. A `modest` one takes
 * the time that others leave.
 */
export function run(command, args, options = {}) {
  const { timeoutMs = 600_000, live = false, cwd = root, environment = process.env, onOutput } = options;
  return new Promise((resolve) => {
    const grouped = process.platform !== 'win32';
    const child = spawn(command, args, {
      cwd,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: grouped,
      shell: options.shell ?? false,
    });
    let output = '';
    let timedOut = false;
    const take = (chunk) => {
      output = (output + chunk).slice(-TAIL);
      if (live) process.stderr.write(chunk);
      onOutput?.(String(chunk));
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    const end = (signal) => endGroup(child, grouped, signal);
    const soft = setTimeout(() => {
      timedOut = true;
      end('SIGTERM');
    }, timeoutMs);
    const hard = setTimeout(() => end('SIGKILL'), timeoutMs + 5000);
    add(end);
    if (options.modest && child.pid) lower(child.pid);
    const finish = (result) => {
      clearTimeout(soft);
      clearTimeout(hard);
      remove(end);
      resolve({ ...result, timedOut, output });
    };
    child.on('error', (error) => {
      output += error.message;
      finish({ code: null, signal: null });
    });
    child.on('exit', (code, signal) => {
      // Streams may be held open by grandchildren; what was printed by now is enough.
      setTimeout(() => {
        // Nothing that it started may outlive it.
        end('SIGKILL');
        finish({ code, signal });
      }, 50);
    });
  });
}

function lower(pid) {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already.
  }
}

function endGroup(child, grouped, signal) {
  try {
    if (grouped && child.pid) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // It has ended already.
  }
}

/** How to call npm as the one that runs us, or the one on the path. */
export function npmCommand(args) {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.c?js$/.test(cli)) return { command: process.execPath, args: [cli, ...args], shell: false };
  return process.platform === 'win32' ? { command: 'npm.cmd', args, shell: true } : { command: 'npm', args, shell: false };
}

export async function runNpm(args, options = {}) {
  const npm = npmCommand(args);
  return run(npm.command, npm.args, { ...options, shell: npm.shell });
}
