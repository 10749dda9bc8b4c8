import type { ObsFinder, ObsPlace } from '#main/obs/finder/obs-finder.types.ts';
import { openObsConnection } from '#main/obs/link/obs-connection.ts';
import { createObsLink } from '#main/obs/link/obs-link.ts';
import type { ObsLink } from '#main/obs/obs.types.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { ObsStatus } from '#shared/obs/obs-status.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createFakeObs, type FakeObs, type FakeObsOptions } from './obs-server.ts';

/** A link to one place, on a clock that stands still; the place and the switch can be changed while it runs. */
export interface ObsLinkHarness {
  readonly link: ObsLink;
  readonly clock: FakeClock;
  readonly place: { url: string; password: string | undefined; enabled: boolean };
  /** Every state with its reason, in order: 'waiting closed'. */
  readonly states: readonly string[];
  /** Resolves with the status as soon as it is in this state (and of this reason). */
  until(state: ObsStatus['state'], reason?: string): Promise<ObsStatus>;
  /** Lets the link try again until it is in this state, as time would. */
  untilByTime(state: ObsStatus['state'], reason?: string): Promise<ObsStatus>;
}

export function createObsLinkHarness(at: { readonly url: string; readonly password?: string }): ObsLinkHarness {
  const clock = createFakeClock();
  const place = { url: at.url, password: at.password, enabled: true };
  const finder: ObsFinder = {
    places: async (): Promise<readonly ObsPlace[]> => [{ url: place.url, password: place.password, from: 'streamer' }],
    explain: async (failure) => failure,
    settingsKey: () => JSON.stringify(place),
  };
  const link = createObsLink({
    enabled: () => place.enabled,
    finder,
    clock,
    logger: silentLogger,
    random: () => 0.5,
    load: async () => ({ openObsConnection }),
  });
  const states: string[] = [];
  link.status.subscribe(({ state, reason }) => states.push(`${state} ${reason}`));

  const until = (state: ObsStatus['state'], reason?: string): Promise<ObsStatus> =>
    new Promise((resolve) => {
      let unsubscribe = (): void => {};
      const check = (status: ObsStatus): void => {
        if (status.state !== state || (reason !== undefined && status.reason !== reason)) return;
        unsubscribe();
        resolve(status);
      };
      unsubscribe = link.status.subscribe(check);
      check(link.status.get());
    });
  return {
    link,
    clock,
    place,
    states,
    until,
    async untilByTime(state, reason) {
      const reached = until(state, reason);
      let isReached = false;
      void reached.then(() => {
        isReached = true;
      });
      while (!isReached) {
        clock.advance(100);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      return reached;
    },
  };
}

/** Servers and links of a test, all of which `end` closes. */
export function createObsBench() {
  const ends: (() => Promise<void>)[] = [];
  return {
    async fakeObs(options: FakeObsOptions = {}): Promise<FakeObs> {
      const obs = await createFakeObs(options);
      ends.push(obs.close);
      return obs;
    },
    linkTo(at: { readonly url: string; readonly password?: string }): ObsLinkHarness {
      const harness = createObsLinkHarness(at);
      ends.push(harness.link.close);
      return harness;
    },
    later: (end: () => Promise<void>): void => void ends.push(end),
    /** The last one first. */
    async end(): Promise<void> {
      for (const end of ends.splice(0).reverse()) await end();
    },
  };
}
