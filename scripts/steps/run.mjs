import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

const TAIL = 20_000;

/**
 * Runs a command and waits. Never rejects: resolves to { code, signal, timedOut, output } where `output` is the last 20 000 characters of both streams
 * and `code` is null when it could not be started. A command that runs too long gets SIGTERM, then SIGKILL, with all its children.
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
    // Own group: a Ctrl+C of the terminal does not reach it by itself.
    const interrupted = () => {
      end('SIGTERM');
      process.exit(130);
    };
    process.once('SIGINT', interrupted);
    process.once('SIGTERM', interrupted);
    const finish = (result) => {
      clearTimeout(soft);
      clearTimeout(hard);
      process.off('SIGINT', interrupted);
      process.off('SIGTERM', interrupted);
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
