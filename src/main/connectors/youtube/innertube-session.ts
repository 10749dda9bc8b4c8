import type { Innertube } from 'youtubei.js';
import { deadline } from '#main/platform/deadline.ts';
import type { Clock } from '#main/platform/host.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { resolvedSchema, watchPageSchema } from './innertube.wire.ts';

/** YouTube's own interface for its web page, without a key. The only file that knows youtubei.js. */
export interface InnertubeSession {
  /** Where a page's address leads: its video when it has one. */
  videoAt(url: string, signal: AbortSignal): Promise<string | undefined>;
  /** Where the chat of a live broadcast begins; undefined when it has none (now). */
  chatOf(videoId: string, signal: AbortSignal): Promise<string | undefined>;
  /** youtubei.js's parsed answer, unchecked. */
  chatPage(continuation: string, signal: AbortSignal): Promise<unknown>;
  /** YouTube's clock at its last answer, ms; undefined before. */
  readonly serverMs: number | undefined;
}

export interface InnertubeOptions {
  readonly region: string;
  readonly clock: Clock;
  /** Stands in for the runtime's in tests; requests go to youtube.com. */
  readonly fetch: typeof fetch;
  /** youtubei.js could not read a part of an answer. */
  readonly onUnreadable: (what: string) => void;
}

const TIMEOUT_MS = 15_000;
const HOST = 'www.youtube.com';

/** Loads youtubei.js now, which takes a moment. Rejects `network` or `timeout` when YouTube cannot be reached. */
export async function openInnertube(options: InnertubeOptions, signal: AbortSignal): Promise<InnertubeSession> {
  const { region, clock, onUnreadable } = options;
  const { Innertube, Log, Parser } = await import('youtubei.js');
  // It would write every new kind of node to the console.
  Log.setLevel(Log.Level.NONE);
  Parser.setParserErrorHandler((problem) => onUnreadable(`${problem.error_type}-${problem.classname}`));
  let serverMs: number | undefined;
  /** Of the call that runs; calls of one session come one after another. */
  let current = signal;
  const fetchWithin: typeof fetch = async (input, init) => {
    const answer = await options.fetch(input, { ...init, signal: current });
    const dateMs = Date.parse(answer.headers.get('date') ?? '');
    if (!Number.isNaN(dateMs)) serverMs = dateMs;
    return answer;
  };

  async function within<T>(outer: AbortSignal, task: () => Promise<T>): Promise<T> {
    const limit = deadline(clock, TIMEOUT_MS, outer);
    current = limit.signal;
    try {
      return await task();
    } catch (cause) {
      if (outer.aborted) throw new StudioError('cancelled', `The request to ${HOST} was stopped.`, { cause });
      if (limit.passed()) throw new StudioError('timeout', `${HOST} did not answer within ${TIMEOUT_MS / 1000} s.`, { cause });
      throw new StudioError('network', `${HOST} gave no usable answer (${messageFromUnknown(cause)}).`, { cause });
    } finally {
      limit.release();
    }
  }

  const youtube: Innertube = await within(signal, () =>
    Innertube.create({
      fetch: fetchWithin,
      // English words are what memberships and gift counts are read from.
      lang: 'en',
      location: region === '' ? 'US' : region.toUpperCase(),
      generate_session_locally: true,
      retrieve_innertube_config: false,
      retrieve_player: false,
      enable_session_cache: false,
    }),
  );

  return {
    get serverMs() {
      return serverMs;
    },
    async videoAt(url, outer) {
      const answer = await within(outer, () => youtube.actions.execute('/navigation/resolve_url', { url }));
      const resolved = resolvedSchema.safeParse(answer.data);
      return resolved.success ? resolved.data.endpoint?.watchEndpoint?.videoId : undefined;
    },
    async chatOf(videoId, outer) {
      const answer = await within(outer, () =>
        youtube.actions.execute('/next', { videoId, racyCheckOk: true, contentCheckOk: true }),
      );
      const page = watchPageSchema.safeParse(answer.data);
      const chat = page.success ? page.data.contents?.twoColumnWatchNextResults?.conversationBar?.liveChatRenderer : undefined;
      if (chat === undefined || chat.isReplay === true) return undefined;
      return chat.continuations[0]?.reloadContinuationData?.continuation;
    },
    async chatPage(continuation, outer) {
      const answer = await within(outer, () =>
        youtube.actions.execute('/live_chat/get_live_chat', { continuation, parse: true }),
      );
      return answer.continuation_contents;
    },
  };
}
