import { messageFromUnknown } from '#shared/errors.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { createRecentIds } from '#shared/live/recent-ids.ts';
import { createBackOff } from '../back-off.ts';
import type { Connector, ConnectorContext } from '../connector.ts';
import { createErrorCounters } from '../error-counters.ts';
import type { IrcMessage } from './irc-message.wire.ts';
import { openTmiSession, type TmiSession } from './tmi-session.ts';
import { createTwitchTranslator } from './twitch-events.ts';
import { channelFrom, fatalNotice, serverUrlFrom } from './twitch-settings.ts';

/** `serverUrl`: ws:// or wss://, any host, port and path. */
export interface TwitchOptions {
  readonly channel: string;
  readonly serverUrl: string;
  /** False: EventSub tells redemptions, also those with words. */
  readonly withRedemptions: boolean;
}

/** Redelivered events are noticed within this many. */
const REMEMBERED_IDS = 4096;
/** Twitch sends PING about every 5 min; we ask after this silence … */
const SILENCE_MS = 30_000;
/** … and give up when nothing comes within this. */
const ANSWER_MS = 10_000;
/** From opening the socket until the server says that we are in the room. */
const JOIN_MS = 15_000;
const ROOM_COMMANDS = new Set(['PRIVMSG', 'USERNOTICE', 'CLEARCHAT', 'CLEARMSG']);

/**
 * Reads a Twitch channel without an account.
 *   start → connecting → (joined) ready → lost → waiting (1, 2, 4 … 30 s) → connecting …
 *   failed: what trying again cannot mend (bad name, bad address, refused login); the settings must change
 * The back-off starts anew only after a room message or a sign of life that we asked for: a server that lets in and drops is not hammered.
 */
export function createTwitchConnector(
  options: TwitchOptions,
  context: ConnectorContext & { readonly random?: () => number },
): Connector {
  const { clock, logger, report } = context;
  const errors = createErrorCounters();
  const backOff = createBackOff(context.random ?? Math.random);
  const seen = createRecentIds(REMEMBERED_IDS);
  const translator = createTwitchTranslator(errors.add);
  let session: TmiSession | undefined;
  let cancelTimer: (() => void) | undefined;
  let pinged = false;
  let joined = false;
  let state: 'idle' | 'running' | 'over' = 'idle';

  const setTimer = (delayMs: number, task: () => void): void => {
    cancelTimer?.();
    cancelTimer = clock.after(delayMs, task);
  };
  const endSession = (): void => {
    cancelTimer?.();
    cancelTimer = undefined;
    session?.close();
    session = undefined;
    joined = false;
    pinged = false;
  };
  const fail = (reason: string, message: string): void => {
    state = 'over';
    endSession();
    report({ status: 'failed', reason, message });
  };
  const reconnect = (reason: string, what: string): void => {
    endSession();
    const delayMs = backOff.next();
    report({
      status: 'connecting',
      reason,
      message: `${what} Trying again in ${Math.max(1, Math.round(delayMs / 1000))} s by itself; check the network if it goes on.`,
    });
    setTimer(delayMs, connect);
  };
  const watch = (): void => {
    setTimer(pinged ? ANSWER_MS : joined ? SILENCE_MS : JOIN_MS, () => {
      if (!joined) reconnect('join-timeout', `Twitch did not confirm the channel ${options.channel}: check its name.`);
      else if (pinged) reconnect('silence', 'The connection to Twitch went silent.');
      else {
        pinged = true;
        session?.ping();
        watch();
      }
    });
  };

  function connect(): void {
    const url = serverUrlFrom(options.serverUrl);
    const channel = channelFrom(options.channel);
    if (url === undefined)
      fail(
        'bad-server-url',
        `"${options.serverUrl}" is no ws:// or wss:// address: correct the server address of Twitch in the settings.`,
      );
    else if (channel === undefined)
      fail('bad-channel', `"${options.channel}" is no Twitch channel: enter its name as in twitch.tv/name.`);
    else openSession(url, channel);
  }

  function openSession(url: URL, channel: string): void {
    if (backOff.failures === 0)
      report({ status: 'connecting', reason: 'connecting', message: `Connecting to the channel ${channel}.` });
    session = openTmiSession({
      url,
      channel,
      behind: context.behind,
      logger,
      onBytes() {
        if (!joined) return;
        if (pinged) backOff.reset();
        pinged = false;
        watch();
      },
      onMessages: (messages) => take(messages, channel),
      onBroken: errors.add,
      onEnd: (reason) => reconnect('connection-lost', `The connection to Twitch was lost (${reason}).`),
    });
    watch();
  }

  function take(messages: readonly IrcMessage[], channel: string): void {
    const events: LiveEvent[] = [];
    let askedToLeave = false;
    for (const message of messages) {
      // Whatever one message does, the next ones are read.
      try {
        if (message.command === 'RECONNECT') askedToLeave = true;
        noteControl(message, channel);
        const event = translator.eventFrom(message, clock.now());
        if (event === undefined) continue;
        if (ROOM_COMMANDS.has(message.command)) backOff.reset();
        if (event.kind === 'redemption' && !options.withRedemptions) continue;
        if (seen.add(event.id)) events.push(event);
        else errors.add('duplicate');
      } catch (cause) {
        errors.add('bad-message');
        logger.debug('a Twitch message could not be understood', { command: message.command, cause: messageFromUnknown(cause) });
      }
    }
    if (events.length > 0) context.emit(events);
    if (askedToLeave && state === 'running') moveOn();
  }

  function noteControl(message: IrcMessage, channel: string): void {
    const isOurs = message.params.includes(`#${channel}`);
    if (!joined && isOurs && (message.command === 'ROOMSTATE' || message.command === '366')) {
      joined = true;
      report({ status: 'ready' });
      watch();
    }
    const problem = message.command === 'NOTICE' ? fatalNotice(message, channel) : undefined;
    if (problem !== undefined) fail(problem.reason, problem.message);
  }

  /** RECONNECT: at once if this connection had been of use, else a server that says nothing else would be hammered. */
  function moveOn(): void {
    if (backOff.failures > 0 || !joined) {
      reconnect('reconnect-requested', 'Twitch asked for a new connection.');
      return;
    }
    endSession();
    backOff.next();
    connect();
  }

  return {
    errors: errors.counts,
    start() {
      if (state !== 'idle') return;
      state = 'running';
      connect();
    },
    async close() {
      if (state === 'over' && session === undefined) return;
      state = 'over';
      endSession();
    },
  };
}
