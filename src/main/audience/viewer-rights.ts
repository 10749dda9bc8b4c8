import type { Clock } from '#main/platform/host.ts';
import type { ViewerEvent } from '#shared/live/live-event.ts';
import type { AudienceSettings } from '#shared/settings/settings.ts';
import type { ViewerRights } from './audience.types.ts';
import type { AudienceDesk } from './audience-desk.types.ts';
import type { BookClient } from './book/book-client.ts';
import { nothingRow } from './book/book-protocol.ts';
import { accountOf } from './identity/account.ts';
import type { Identity } from './identity/identity.ts';
import { createLinkCodes } from './identity/link-codes.ts';
import type { KnownViewers } from './known-viewers.ts';
import { noteText } from './known-viewers.ts';

export interface ViewerRightsOptions {
  readonly client: BookClient;
  readonly desk: AudienceDesk;
  readonly identity: Identity;
  readonly known: KnownViewers;
  readonly clock: Clock;
  readonly settings: () => AudienceSettings;
  readonly random: () => number;
}

/** What viewers can ask for in chat: to be one person on two platforms, to be remembered, to be forgotten, to hear what is known. */
export function createViewerRights(options: ViewerRightsOptions): ViewerRights {
  const { client, desk, identity, known, clock, settings } = options;
  const codes = createLinkCodes(clock, options.random);
  const personOf = (event: ViewerEvent): string | undefined => {
    const account = accountOf(event);
    return account === undefined ? undefined : identity.personOf(account);
  };

  return {
    async link(event, code) {
      const account = accountOf(event);
      if (account === undefined) return { kind: 'no-identity' };
      const side = { account, name: event.user.name };
      const outcome = code === undefined || code.trim() === '' ? codes.ask(side) : codes.give(side, code);
      if (outcome.kind !== 'agreed') return outcome;
      const { asker, claimant } = outcome;
      await desk.merge(asker.account, claimant.account);
      return { kind: 'linked', viewerKey: identity.personOf(asker.account), names: [asker.name, claimant.name] };
    },
    async remember(event) {
      const account = accountOf(event);
      const person = personOf(event);
      if (account === undefined || person === undefined) return 'no-identity';
      if (settings().memory.mode === 'off') return 'switched-off';
      const regular = known.touch(person);
      if (regular.consent === 'agreed') return 'already';
      const change = { kind: 'consent' as const, account, consent: 'agreed' as const, atMs: Math.round(clock.now()) };
      await client.ask({ type: 'change', change }, nothingRow);
      known.touch(person).consent = 'agreed';
      return 'agreed';
    },
    async forget(event, what) {
      const person = personOf(event);
      if (person === undefined) return 'no-identity';
      await desk.forget(person, what.points);
      return 'forgotten';
    },
    async tell(event) {
      const person = personOf(event);
      const card = person === undefined ? undefined : await desk.card(person);
      if (!card) return undefined;
      const { name, consent, firstSeenMs, visits, messages, points } = card;
      const notes = card.notes.map((note) => ({ id: note.id, atMs: note.atMs, text: noteText(note) }));
      return { name, consent, firstSeenMs, visits, messages, points, notes };
    },
  };
}
