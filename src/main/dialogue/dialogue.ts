import type { Clock } from '#main/platform/host.ts';
import { joinSignals } from '#main/platform/join-signals.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { WhenCalm } from '#main/platform/when-calm.ts';
import type { BrainView, LocalServer } from '#shared/contract/brain.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { textOfEvent, type ViewerEvent } from '#shared/live/live-event.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { createBrainHealth } from './brain-health.ts';
import { type BrainTestResult, testBrain } from './brain-test.ts';
import type { DialogueDelta, DialogueTurn, HistoryStore } from './dialogue.types.ts';
import { DEFAULT_LOCAL_SERVERS, findLocalServers } from './discovery.ts';
import { createFaqIndex, type FaqIndex } from './faq/faq-index.ts';
import { answerLanguage } from './language.ts';
import { createMemory } from './memory.ts';
import type { Occasion, OccasionOf } from './occasion.types.ts';
import { createOfflinePersona } from './offline/offline-persona.ts';
import { addressOf } from './openai/base-url.ts';
import { createHttpClient } from './openai/http-client.ts';
import { createOpenAiProvider, type ProviderRequest } from './openai/openai-provider.ts';
import type { FailureReason, ProviderFailure } from './openai/provider-failure.ts';
import { type AboutViewer, promptFromTurn, viewerLine } from './prompt/prompt.ts';
import { type Ask, createQuestion } from './question.ts';
import { rehearsalTurns, rehearseReply } from './rehearsal.ts';
import { chooseMind, type MindChoice, serverName } from './target.ts';
import { createTranslator, type Translate } from './translator.ts';

export interface DialogueOptions {
  readonly brain: () => Settings['brain'];
  readonly persona: () => Settings['persona'];
  readonly apiKey: () => string | undefined;
  readonly interfaceLanguage: () => Language;
  readonly history: HistoryStore;
  /** What is special about a turn; without it she thanks and welcomes all alike. */
  readonly occasionOf?: OccasionOf;
  /** What she remembers of who did this, one fact a line, in the viewer's own words; without it she remembers nobody. */
  readonly aboutViewer?: (event: ViewerEvent) => string | undefined;
  /** `data:` URL of what the stream shows, if this message is to be answered with it; without it she sees nothing. Never rejects, and in bounded time. */
  readonly look?: (text: string, signal: AbortSignal) => Promise<string | undefined>;
  readonly clock: Clock;
  /** The look for local servers and the rehearsal wait for this. */
  readonly whenCalm: WhenCalm;
  readonly logger: Logger;
  /** Health of the part `brain`. */
  readonly report: (health: HealthReport) => void;
  /** Base URLs on this machine that are looked at; others are left alone. */
  readonly localServers?: readonly string[];
  /** 0 ≤ x < 1 */
  readonly random?: () => number;
}

/** What she says: a language model's words, or the offline persona's when there is none or it fails. */
export interface Dialogue {
  /**
   * `requested` once, then text as it comes. Never throws. Ends early, without another delta, when `signal` aborts. A model that fails
   * before its first word is replaced by the offline persona; one that fails later simply ends. Health tells why.
   */
  answer(turn: DialogueTurn, signal: AbortSignal): AsyncIterable<DialogueDelta>;
  /** Keeps what was heard; nothing heard, nothing kept. */
  remember(exchange: { readonly turn: DialogueTurn; readonly heard: string; readonly cutShort: boolean }): void;
  view(): BrainView;
  /** Calls on every change of the view; returns an unsubscribe. */
  onView(listener: (view: BrainView) => void): () => void;
  /** Looks for model servers on this machine. Calls at the same time share one look. */
  discover(): Promise<BrainView>;
  /** Models of the endpoint in use; none without one. Throws `unavailable` when it cannot be asked. */
  models(): Promise<readonly string[]>;
  test(signal: AbortSignal): Promise<BrainTestResult>;
  /** A sentence in another language, by the model in use; see {@link Translate}. */
  readonly translate: Translate;
  /** A short question beside the conversation; see {@link Ask}. */
  readonly ask: Ask;
  /** Forgets the conversation. */
  forget(): void;
  /** Who speaks in the answer that runs, else who is expected to speak in the next. */
  readonly mind: 'model' | 'offline';
  /** Settings or key may have changed. Cheap when they have not. */
  refresh(): void;
  /** Idempotent. Ends running answers. */
  close(): Promise<void>;
}

/** After the start's own work. */
const REHEARSAL_DELAY_MS = 300;
const DISCOVERY_INTERVAL_MS = 30_000;
/** The second look comes sooner: a busy start can miss a server that is there. */
const SECOND_LOOK_MS = 3000;
/** Viewers of one turn whom she remembers; each costs up to ten lines of the prompt. */
const MAX_REMEMBERED_VIEWERS = 3;
/** An answer is cut here, in UTF-16 units: some ten minutes of speech. */
const MAX_ANSWER_CHARS = 8000;
/** Failures of the check that say nothing about answering: many servers have no list of models. */
const CHECK_MAY_FAIL: ReadonlySet<FailureReason> = new Set([
  'not-an-api',
  'bad-request',
  'no-model',
  'server-error',
  'rate-limited',
  'malformed-stream',
]);

/** Checks the configured endpoint at once and looks for local servers soon, in the background. */
export function createDialogue(options: DialogueOptions): Dialogue {
  const { brain, persona, clock, logger, interfaceLanguage } = options;
  const random = options.random ?? Math.random;
  const candidates = options.localServers ?? DEFAULT_LOCAL_SERVERS;
  const http = createHttpClient();
  const provider = createOpenAiProvider({ http, clock, logger, random });
  const offline = createOfflinePersona(random);
  const memory = createMemory(options.history, logger);
  const health = createBrainHealth(clock, options.report);
  const closing = new AbortController();
  const listeners = new Set<(view: BrainView) => void>();
  let found: readonly LocalServer[] = [];
  let looking: Promise<BrainView> | undefined;
  let looks = 0;
  let cancelNextLook: (() => void) | undefined;
  let present: 'model' | 'offline' | undefined;
  let faq: { readonly text: string; readonly examples: unknown; readonly index: FaqIndex } | undefined;
  let choice = choose();
  let choiceName = '';
  let check = new AbortController();
  let lastView = '';

  function choose(): MindChoice {
    return chooseMind(brain(), options.apiKey(), found);
  }

  function expected(): 'model' | 'offline' {
    return choice.mind === 'model' && !health.isAiling && health.canAsk() ? 'model' : 'offline';
  }

  function view(): BrainView {
    const target = choice.mind === 'model' ? choice.target : undefined;
    return {
      active: expected(),
      baseUrl: target === undefined ? '' : shownUrl(target.baseUrl),
      model: target === undefined ? '' : target.model || (provider.firstModel(target) ?? ''),
      found: found.map((server) => ({ ...server, models: [...server.models] })),
    };
  }

  function announce(): void {
    const now = view();
    const text = JSON.stringify(now);
    if (text === lastView) return;
    lastView = text;
    for (const listener of listeners) listener(now);
  }

  function faqIndex(): FaqIndex {
    const { faq: text, examples } = persona();
    if (faq === undefined || faq.text !== text || faq.examples !== examples)
      faq = { text, examples, index: createFaqIndex({ faq: text, examples }) };
    return faq.index;
  }

  /** Takes up changed settings: the choice of mind, its health, and the check of a new endpoint. */
  function settle(): void {
    const chosen = choose();
    const name = JSON.stringify(chosen);
    if (name !== choiceName) {
      choice = chosen;
      choiceName = name;
      check.abort();
      check = new AbortController();
      if (choice.mind === 'offline') health.restart(choice.health);
      else if (choice.local !== undefined) health.restart({ status: 'ready', message: readyMessage(choice) });
      else void checkEndpoint(choice, check.signal);
    }
    faqIndex();
    scheduleLook();
    announce();
  }

  /** One look at the list of models: tells a wrong key before the first viewer does, and opens the connection. */
  async function checkEndpoint(checked: Extract<MindChoice, { mind: 'model' }>, signal: AbortSignal): Promise<void> {
    health.restart({
      status: 'connecting',
      reason: 'checking',
      message: `Asking ${addressOf(checked.target.baseUrl)} for its models.`,
    });
    const result = await provider.models(checked.target, brain().connectTimeoutMs, signal).catch(() => undefined);
    if (result === undefined || signal.aborted || closing.signal.aborted) return;
    if (result.ok || CHECK_MAY_FAIL.has(result.failure.reason)) health.succeeded(readyMessage(checked));
    else health.failed(result.failure, false);
    announce();
  }

  function readyMessage(ready: Extract<MindChoice, { mind: 'model' }>): string {
    const model = ready.target.model || (provider.firstModel(ready.target) ?? 'its first model');
    const where = ready.local === undefined ? addressOf(ready.target.baseUrl) : `${serverName(ready.local)} on this computer`;
    return `${model} at ${where} answers.`;
  }

  function scheduleLook(): void {
    const { mode, baseUrl } = brain();
    const needed = mode === 'auto' && baseUrl.trim() === '' && !found.some((server) => server.models.length > 0);
    if (!needed || closing.signal.aborted) {
      cancelNextLook?.();
      cancelNextLook = undefined;
    } else {
      cancelNextLook ??= clock.after(looks < 2 ? SECOND_LOOK_MS : DISCOVERY_INTERVAL_MS, () => {
        cancelNextLook = undefined;
        void discover();
      });
    }
  }

  function discover(): Promise<BrainView> {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  async function look(): Promise<BrainView> {
    const servers = await findLocalServers({ http, clock }, candidates, closing.signal);
    if (closing.signal.aborted) return view();
    looks++;
    found = servers;
    settle();
    return view();
  }

  function requestFor(chosen: Extract<MindChoice, { mind: 'model' }>, messages: ProviderRequest['messages']): ProviderRequest {
    const { temperature, maxTokens, connectTimeoutMs, firstTokenTimeoutMs, idleTimeoutMs, retries } = brain();
    return {
      target: chosen.target,
      messages,
      temperature,
      maxTokens,
      connectTimeoutMs,
      firstTokenTimeoutMs,
      idleTimeoutMs,
      retries: health.isAiling ? 0 : retries,
      maxChars: MAX_ANSWER_CHARS,
    };
  }

  const translate = createTranslator({ choice: () => choice, provider, request: requestFor, clock });
  const ask = createQuestion({ choice: () => choice, provider, request: requestFor });

  function occasionOf(turn: DialogueTurn): Occasion | undefined {
    return options.occasionOf?.(turn, answerLanguage(textOfEvent(turn.primary), persona(), interfaceLanguage()));
  }

  /** Of the first few viewers of a turn. */
  function aboutViewers(turn: DialogueTurn): readonly AboutViewer[] {
    const about = new Map<string, AboutViewer>();
    for (const event of [turn.primary, ...turn.merged]) {
      const key = event.user.id ?? event.user.name;
      const facts = about.has(key) ? undefined : options.aboutViewer?.(event);
      if (facts !== undefined) about.set(key, { user: event.user, facts });
      if (about.size >= MAX_REMEMBERED_VIEWERS) break;
    }
    return [...about.values()];
  }

  function promptOf(turn: DialogueTurn, occasion?: Occasion, picture?: string): ProviderRequest['messages'] {
    return promptFromTurn({
      turn,
      occasion,
      picture,
      about: aboutViewers(turn),
      persona: persona(),
      faq: faqIndex(),
      history: memory.all(),
      historyTurns: brain().historyTurns,
      interfaceLanguage: interfaceLanguage(),
      nowMs: clock.now(),
    });
  }

  async function* answer(turn: DialogueTurn, outer: AbortSignal): AsyncGenerator<DialogueDelta, void, undefined> {
    const { signal, release } = joinSignals(outer, closing.signal);
    try {
      if (signal.aborted) return;
      const said = { requested: false, words: false };
      const occasion = occasionOf(turn);
      if (occasion?.line !== undefined) {
        present = 'offline';
        yield { type: 'requested' };
        yield { type: 'text', text: occasion.line };
        return;
      }
      if (choice.mind === 'model' && health.canAsk()) {
        present = 'model';
        const failure = yield* modelWords({ turn, occasion }, choice, signal, said);
        if (signal.aborted || failure === undefined) return;
        logger.warn('the model failed', {
          turnId: turn.turnId,
          reason: failure.reason,
          message: failure.message,
          spoke: said.words,
        });
        if (said.words) return;
      }
      present = 'offline';
      if (!said.requested) yield { type: 'requested' };
      if (!signal.aborted) yield { type: 'text', text: offlineWords(turn, occasion) };
    } finally {
      present = undefined;
      release();
    }
  }

  /** Relays the model's words; returns why they are missing or end early. */
  async function* modelWords(
    { turn, occasion }: { readonly turn: DialogueTurn; readonly occasion: Occasion | undefined },
    chosen: Extract<MindChoice, { mind: 'model' }>,
    signal: AbortSignal,
    said: { requested: boolean; words: boolean },
  ): AsyncGenerator<DialogueDelta, ProviderFailure | undefined, undefined> {
    const picture = await options.look?.([turn.primary, ...turn.merged].map(textOfEvent).join('\n'), signal);
    if (signal.aborted) return undefined;
    for await (const delta of provider.stream(requestFor(chosen, promptOf(turn, occasion, picture)), signal)) {
      if (signal.aborted) return undefined;
      if (delta.type === 'failed') {
        concluded(chosen, delta.failure, said.words);
        return delta.failure;
      }
      if (delta.type === 'requested') said.requested = true;
      else said.words = true;
      yield delta;
    }
    if (!signal.aborted && said.words) concluded(chosen, undefined, true);
    return undefined;
  }

  function concluded(chosen: Extract<MindChoice, { mind: 'model' }>, failure: ProviderFailure | undefined, spoke: boolean): void {
    if (chosen !== choice) return; // settings changed meanwhile: this says nothing about the new endpoint
    check.abort();
    if (failure === undefined) health.succeeded(readyMessage(chosen));
    else health.failed(failure, spoke);
    announce();
    if (failure?.reason === 'unreachable' && chosen.local !== undefined) void discover();
  }

  function offlineWords(turn: DialogueTurn, occasion: Occasion | undefined): string {
    return offline.reply(turn, {
      occasion,
      persona: persona(),
      faq: faqIndex(),
      interfaceLanguage: interfaceLanguage(),
      nowMs: clock.now(),
    });
  }

  /** Answers for nobody; see `rehearsalTurns`. */
  function rehearse(): void {
    const context = { persona: persona(), faq: faqIndex(), interfaceLanguage: interfaceLanguage(), nowMs: clock.now() };
    const understudy = createOfflinePersona(() => 0);
    for (const turn of rehearsalTurns()) {
      promptOf(turn);
      understudy.reply(turn, context);
    }
    rehearseReply();
  }

  settle();
  let cancelRehearsal = (): void => {};
  const cancelWaiting = options.whenCalm(() => {
    void discover();
    cancelRehearsal = clock.after(REHEARSAL_DELAY_MS, rehearse);
  });
  return {
    answer,
    remember({ turn, heard, cutShort }) {
      if (heard.trim() === '') return;
      memory.add({ turnId: turn.turnId, atMs: clock.now(), viewer: viewerLine(turn), her: heard, cutShort });
    },
    view,
    onView(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    discover,
    async models() {
      if (choice.mind === 'offline') return [];
      const result = await provider.models(choice.target, brain().connectTimeoutMs, closing.signal);
      if (!result.ok) throw new StudioError('unavailable', result.failure.message);
      announce();
      return result.models;
    },
    test: (outer) => {
      const { signal, release } = joinSignals(outer, closing.signal);
      const tried = choice;
      return testBrain({ choice: tried, provider, clock, language: interfaceLanguage(), request: requestFor, signal })
        .then((result) => {
          if (tried.mind === 'model' && !signal.aborted) concluded(tried, result.failure, false);
          return result.view;
        })
        .finally(release);
    },
    translate,
    ask,
    forget: () => memory.clear(),
    get mind() {
      return present ?? expected();
    },
    refresh: settle,
    async close() {
      closing.abort();
      check.abort();
      cancelNextLook?.();
      cancelWaiting();
      cancelRehearsal();
      listeners.clear();
      http.close();
    },
  };
}

/** Host and path only: what follows a `?` may be a secret. */
function shownUrl(baseUrl: string): string {
  return baseUrl.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//');
}
