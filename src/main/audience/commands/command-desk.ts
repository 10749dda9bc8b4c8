import { type Command, mergeCommands } from '#shared/audience/command.ts';
import { DEFAULT_COMMANDS } from '#shared/audience/default-commands.ts';
import { createCell } from '#shared/cell.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { Reading } from '#shared/live/appraisal.ts';
import type { ChatEvent, ViewerEvent } from '#shared/live/live-event.ts';
import { type AnswerKey, answerText, spokenUser, type Values } from '../answers/answer-texts.ts';
import type { CommandDesk, CommandPorts, CommandRun } from './command.types.ts';
import { ASKED_PREFIX, askedEvent, createCommandActions, type Use, type UseOutcome } from './command-actions.ts';
import { createCommandPurse } from './command-purse.ts';
import { createCooldowns, createSpokenAllowance } from './cooldowns.ts';
import { type CommandMatch, type CommandMatcher, createCommandMatcher } from './match.ts';

const CLAIM = 'command:';
/** Commands under way; more are refused, their viewers are told nothing. */
const MAX_RUNNING = 200;
const KEPT_RUNS = 50;
/** What a command does may take so long. */
const ACTION_TIMEOUT_MS = 30_000;

/** See {@link CommandDesk}. */
export function createCommandDesk(ports: CommandPorts): CommandDesk {
  const { clock, logger } = ports;
  const act = createCommandActions(ports);
  const purse = createCommandPurse(ports.book, logger.child('purse'));
  const cooldowns = createCooldowns();
  const aloud = createSpokenAllowance();
  const runs = createCell<readonly CommandRun[]>([]);
  const underWay = new Set<AbortController>();
  let closed = false;
  const running = new Set<Promise<void>>();
  /** Events that she was asked to answer, with the event that paid for each. */
  const asked = new Map<string, string>();
  let compiled:
    | { readonly changed: unknown; readonly commands: readonly Command[]; readonly matcher: CommandMatcher }
    | undefined;

  const ready = purse.settleLeftovers().then(
    (count) => {
      if (count > 0) logger.info('points of commands that were cut short were given back', { count });
    },
    (cause: unknown) => logger.error('pending prices could not be read', { cause: messageFromUnknown(cause) }),
  );

  const stillPending = (cause: unknown): void =>
    logger.error('a price is still pending: it is given back at the next start', { cause: messageFromUnknown(cause) });

  function current(): { readonly commands: readonly Command[]; readonly matcher: CommandMatcher } {
    const { changed } = ports.settings();
    if (compiled?.changed !== changed) {
      const commands = mergeCommands(DEFAULT_COMMANDS, changed);
      compiled = { changed, commands, matcher: createCommandMatcher(commands, ports.argumentOf) };
    }
    return compiled;
  }

  function matchOf(event: ViewerEvent, reading: Reading | undefined): CommandMatch | undefined {
    // What the streamer says to her goes through her ears' own commands.
    if (event.kind !== 'chat' || event.source === 'microphone' || !ports.settings().enabled) return undefined;
    return current().matcher.match(event.text, reading, event.user);
  }

  function note(use: Use, outcome: CommandRun['outcome'], problem = ''): void {
    const run = {
      at: clock.now(),
      commandId: use.command.id,
      userName: use.event.user.name,
      argument: use.argument,
      outcome,
      problem,
    };
    runs.set([run, ...runs.get()].slice(0, KEPT_RUNS));
  }

  function tell(use: Use, text: string | undefined): void {
    const { reply } = use.command;
    if (text === undefined || text === '' || reply === 'none') return;
    if (reply === 'say') {
      ports.say(text);
      return;
    }
    void ports
      .chat(use.event, text, use.signal)
      .catch((cause: unknown) => {
        logger.warn('an answer could not be written into the chat', { cause: messageFromUnknown(cause) });
        return false;
      })
      .then((written) => {
        if (!written && reply === 'auto' && !closed && aloud.take(clock.now())) ports.say(text);
      });
  }

  function textFor(use: Use, key: AnswerKey, values: Values = {}): string {
    const language = ports.language(use.event.text);
    const currency = ports.pointsName();
    const user = spokenUser(use.event.user.name, language);
    return answerText(language, key, { user, ...(currency === '' ? {} : { currency }), ...values });
  }

  /** Takes the price. False: the use ends here, and its viewer has been told. */
  async function paid(use: Use): Promise<boolean> {
    const { command, event, viewerKey } = use;
    if (command.cost === 0) return true;
    if (viewerKey === undefined) {
      note(use, 'no-identity');
      tell(use, textFor(use, 'noIdentity'));
      return false;
    }
    const outcome = await purse.begin({ eventId: event.id, viewerKey, points: command.cost, commandId: command.id });
    // The line came again after a restart: it was carried out, or its price is back already.
    if (outcome.repeated) return false;
    if (outcome.paid) return true;
    note(use, 'too-poor');
    tell(use, textFor(use, 'tooPoor', { cost: command.cost, points: outcome.balance }));
    return false;
  }

  async function conclude(use: Use, outcome: UseOutcome): Promise<void> {
    const { command, event } = use;
    if (outcome.result === 'asked') {
      note(use, 'done');
      if (command.cost > 0) asked.set(askedEvent(use, 0).id, event.id);
      return;
    }
    if (command.cost > 0) await (outcome.result === 'done' ? purse.confirm(event.id) : purse.giveBack(event.id));
    note(use, outcome.result);
    tell(use, outcome.text);
  }

  async function run(use: Use, user: string): Promise<void> {
    await ready;
    let isPaid = false;
    try {
      isPaid = await paid(use);
      if (!isPaid) return cooldowns.undo(use.command, user);
      if (use.signal.aborted) throw new StudioError('cancelled', 'The command came too late to be carried out.');
      await conclude(use, await act(use));
    } catch (cause) {
      const problem = messageFromUnknown(cause);
      logger.warn('a command failed', { command: use.command.id, cause: problem });
      note(use, 'failed', problem);
      cooldowns.undo(use.command, user);
      if (!isPaid) return;
      const costs = use.command.cost > 0;
      if (costs) await purse.giveBack(use.event.id).catch(stillPending);
      tell(use, textFor(use, costs ? 'failed' : 'failedFree'));
    }
  }

  function begin(event: ChatEvent, match: CommandMatch, viewerKey: string | undefined): void {
    const { command, argument } = match;
    const abort = new AbortController();
    const use: Use = { command, event, argument, viewerKey, signal: abort.signal };
    const user = viewerKey ?? event.user.name;
    if (running.size >= MAX_RUNNING) note(use, 'busy');
    else if (!cooldowns.begin(command, user, clock.now())) note(use, 'cooling');
    else {
      const cancel = clock.after(ACTION_TIMEOUT_MS, () => abort.abort());
      underWay.add(abort);
      follow(
        run(use, user).finally(() => {
          cancel();
          underWay.delete(abort);
        }),
      );
    }
  }

  /** `close` waits for it. */
  function follow(work: Promise<void>): void {
    const followed = work.finally(() => running.delete(followed));
    running.add(followed);
  }

  return {
    claim(event, reading) {
      const match = matchOf(event, reading);
      return match === undefined ? undefined : `${CLAIM}${match.command.id}`;
    },
    take(event, reading, viewerKey) {
      if (closed || event.kind !== 'chat') return;
      const match = matchOf(event, reading);
      if (match !== undefined) begin(event, match, viewerKey);
    },
    settled(eventId, decision) {
      const paidBy = asked.get(eventId);
      if (paidBy === undefined || decision === 'waiting' || decision === 'answering') return;
      asked.delete(eventId);
      const heard = decision === 'answered' || decision === 'merged';
      follow((heard ? purse.confirm(paidBy) : purse.giveBack(paidBy)).catch(stillPending));
    },
    instructionFor(event) {
      if (event.kind !== 'redemption' || !event.rewardId.startsWith(ASKED_PREFIX)) return undefined;
      const id = event.rewardId.slice(ASKED_PREFIX.length);
      const action = current().commands.find((command) => command.id === id)?.action;
      if (action?.type === 'ask') return action.instruction;
      return action?.type === 'wish' ? WISH_INSTRUCTION : undefined;
    },
    commands: () => current().commands,
    test(text, user) {
      const match = current().matcher.match(text, undefined, user);
      return match === undefined ? undefined : { commandId: match.command.id, argument: match.argument };
    },
    runs,
    ready,
    async close() {
      closed = true;
      for (const abort of underWay) abort.abort();
      await Promise.allSettled([...running, ready]);
    },
  };
}

/** For the model, as its other instructions are: in English. */
const WISH_INSTRUCTION =
  'The viewer wishes for something that you cannot really do on this stream yet. Say so with charm, play with the idea in a sentence, and promise nothing.';
