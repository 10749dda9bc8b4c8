import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { OBSWebSocket } from 'obs-websocket-js/msgpack';
import WebSocket from 'ws';
import { z } from 'zod';
import { SUBSCRIPTION } from '#main/obs/link/obs-subscriptions.ts';
import { createObsMirror } from '#main/obs/mirror/obs-mirror.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { eventually, linkTo, wallClock } from '../../support/real-obs.ts';

interface At {
  readonly pid: number;
  readonly url: string;
  readonly password: string;
}
/** One way of asking OBS, all events on; its answers come in ms. */
interface Way {
  switchTo(sceneName: string): Promise<unknown>;
  readState(): Promise<unknown>;
  close(): Promise<unknown>;
}

const EVERYTHING = SUBSCRIPTION.all | SUBSCRIPTION.volumeMeters | SUBSCRIPTION.transforms;
const WARM_UP = 4;

/** The product with its mirror, the bare library and a bare socket, in turns: what the machine does meanwhile falls on all of them alike. */
export async function answerTimes(obs: At, calls: number) {
  const answers = { ours: emptyAnswers(), library: emptyAnswers(), bare: emptyAnswers() };
  const rounds = 10;
  for (let round = 0; round < rounds; round += 1) {
    await measured(obs.pid, await ours(obs), calls / rounds, answers.ours);
    await measured(obs.pid, await library(obs), calls / rounds, answers.library);
    await measured(obs.pid, await bare(obs), calls / rounds, answers.bare);
  }
  return answers;
}

/** All in ms. `processor`: what OBS's own process worked for each call, all that it does beside it included. */
export interface Answers {
  readonly alone: number[];
  readonly withReadings: number[];
  readonly processor: number[];
}
const emptyAnswers = (): Answers => ({ alone: [], withReadings: [], processor: [] });

/** Alone, and with three readings under way. */
async function measured(pid: number, way: Way, calls: number, { alone, withReadings, processor }: Answers): Promise<void> {
  let turn = 0;
  const next = (): string => (turn++ % 2 === 0 ? 'Main' : 'Ending');
  for (let call = 0; call < WARM_UP; call += 1) await way.switchTo(next());
  const worked = processorMs(pid);
  for (let call = 0; call < calls; call += 1) {
    const from = performance.now();
    await way.switchTo(next());
    alone.push(performance.now() - from);
  }
  processor.push((processorMs(pid) - worked) / calls);
  for (let call = 0; call < calls / 2; call += 1) {
    const from = performance.now();
    const reading = [way.readState(), way.readState(), way.readState()];
    await way.switchTo(next());
    withReadings.push(performance.now() - from);
    await Promise.all(reading);
  }
  await way.close();
}

/** In its threads, of user and kernel; Linux tells it in hundredths of a second. */
function processorMs(pid: number): number {
  const [, afterName = ''] = /^.*\) (.*)$/su.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  const fields = afterName.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function ours(obs: At): Promise<Way> {
  const link = linkTo(obs);
  const mirror = createObsMirror({ link, clock: wallClock, logger: silentLogger });
  link.want('volume-meters');
  await eventually(
    () => link.status.get().state === 'ready',
    () => `not connected: ${link.status.get().message}`,
  );
  return {
    switchTo: (sceneName) => link.call('SetCurrentProgramScene', { sceneName }),
    readState: () => link.call('GetInputList'),
    close() {
      mirror.close();
      return link.close();
    },
  };
}

/** Two connections, as its users are advised to have. */
async function library({ url, password }: At): Promise<Way> {
  const commands = new OBSWebSocket();
  const events = new OBSWebSocket();
  await commands.connect(url, password, { eventSubscriptions: 0 });
  await events.connect(url, password, { eventSubscriptions: EVERYTHING });
  return {
    switchTo: (sceneName) => commands.call('SetCurrentProgramScene', { sceneName }),
    readState: () => commands.call('GetInputList'),
    close: () => Promise.all([commands.disconnect(), events.disconnect()]),
  };
}

async function bare(obs: At): Promise<Way> {
  const commands = await bareSocket(obs, 0);
  const events = await bareSocket(obs, EVERYTHING);
  return {
    switchTo: (sceneName) => commands.call('SetCurrentProgramScene', { sceneName }),
    readState: () => commands.call('GetInputList'),
    close: () => Promise.all([commands.close(), events.close()]),
  };
}

const message = z.object({
  op: z.number(),
  d: z.object({
    requestId: z.string().optional(),
    authentication: z.object({ salt: z.string(), challenge: z.string() }).optional(),
  }),
});

/** A WebSocket and JSON, and nothing else. */
async function bareSocket({ url, password }: At, eventSubscriptions: number) {
  const socket = new WebSocket(url, 'obswebsocket.json');
  const waiting = new Map<string, () => void>();
  let asked = 0;
  const say = (op: number, d: object): void => socket.send(JSON.stringify({ op, d }));
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data) => {
      const { op, d } = message.parse(JSON.parse(String(data)));
      if (op === 0 && d.authentication !== undefined) {
        const { salt, challenge } = d.authentication;
        say(1, { rpcVersion: 1, eventSubscriptions, authentication: hash(hash(password + salt) + challenge) });
      } else if (op === 2) resolve();
      else if (op === 7) waiting.get(d.requestId ?? '')?.();
    });
  });
  return {
    call: (requestType: string, requestData?: object) =>
      new Promise<void>((resolve) => {
        const requestId = String(asked++);
        waiting.set(requestId, resolve);
        say(6, { requestType, requestId, requestData });
      }),
    close: () =>
      new Promise<void>((resolve) => {
        socket.once('close', () => resolve());
        socket.close(1000);
      }),
  };
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
