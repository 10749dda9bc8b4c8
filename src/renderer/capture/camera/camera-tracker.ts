import { messageFromUnknown } from '#shared/errors.ts';
import { SILENT_REPORT, type SourceReport, type SourceState } from '#shared/tracking/source-state.ts';
import type { WebcamSettings } from '#shared/tracking/tracking-settings.ts';
import type { FollowerPlan, FollowerStatus, FromCamera } from './camera-messages.ts';
import type { CameraResult, CameraTracker, CameraTrackerOptions, CameraView } from './camera-tracker.types.ts';
import { browserWorld, type CameraWorld, type HostLink } from './camera-world.ts';
import { cameraStateOf, MOST_PICTURES_HZ, type OpenCamera } from './open-camera.ts';
import { createPlaceTrial, type Place, type PlaceTrial } from './place-trial.ts';

/** Waits after a failure: longer each time, short again after a good while. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const GOOD_WHILE_MS = 30_000;
/** Another program has the camera: it is asked for again. */
const BUSY_WAIT_MS = 3000;
/** The models are loaded and the first figures are there by then, on the slowest of computers. */
const START_WITHIN_MS = 60_000;
/** A follower says how it fares once a second. */
const SILENT_WITHIN_MS = 10_000;

const IN_WORKER = { place: 'worker', settled: true } as const;
const OFF: CameraView = { report: SILENT_REPORT, displaced: false, place: undefined, delegate: undefined };

const DETAILS: Partial<Record<SourceState, string>> = {
  refused: 'the camera may not be used; allow it in the browser’s or the system’s settings',
  busy: 'another program uses the camera; close it there, it is tried again every few seconds',
  'no-device': 'there is no such camera; plug it in or choose another one',
  lost: 'the camera went away; plug it in again, it goes on by itself',
  still: 'the camera sends no new pictures; unplug it and plug it in again',
  dark: 'the picture is black; open the lens cover or switch the light on',
};

/**
 * Opens the camera and has faces followed in it.
 *
 *   off ──start──► starting ──► tracking ⇄ no-person | several | dark | still      any ──another page──► displaced ──take back──► starting
 *                     │  ▲             └──unplugged──► lost ──devices change──► starting
 *                     ▼  └──a while── busy | failed     (a follower that breaks: starting again, after longer waits each time)
 *                  refused | no-device ──devices or permissions change──► starting
 */
export function createCameraTracker(options: CameraTrackerOptions, world: CameraWorld = browserWorld()): CameraTracker {
  const { models } = options;
  let wish: WebcamSettings | undefined;
  let camera: OpenCamera | undefined;
  let host: HostLink | undefined;
  let view = OFF;
  let place = placeFrom(world.recall('place'));
  let trial: PlaceTrial | undefined;
  /** What of the wish the follower could not have. */
  let note = '';
  let failures = 0;
  let startedMs = 0;
  let latest: Readonly<Record<string, number>> = {};
  /** Rises with every change of mind: what was begun under an older one is thrown away. */
  let attempt = 0;
  let cancelRetry = (): void => undefined;
  let cancelWatch = (): void => undefined;
  const results = new Set<(result: CameraResult) => void>();
  const views = new Set<(view: CameraView) => void>();
  const streams = new Set<(stream: MediaStream | undefined) => void>();

  function show(next: Partial<CameraView>, report: Partial<SourceReport> = {}): void {
    const state = report.state ?? view.report.state;
    const detail = report.detail ?? (report.state === undefined ? view.report.detail : (DETAILS[state] ?? ''));
    const merged = { ...view.report, ...report, detail: detail.slice(0, 500) };
    view = { ...view, ...next, report: { ...merged, device: merged.device.slice(0, 300) } };
    if (view.report.state !== 'off') host?.post({ type: 'report', report: view.report });
    for (const listener of views) listener(view);
  }
  /** Nothing is seen in this state: figures of before say nothing. */
  const showWithout = (state: SourceState, detail?: string): void =>
    show({}, { ...SILENT_REPORT, device: view.report.device, state, detail: detail ?? DETAILS[state] ?? '' });

  function setCamera(next: OpenCamera | undefined): void {
    camera?.close();
    camera = next;
    for (const listener of streams) listener(camera?.stream);
  }

  function closeHost(): void {
    cancelWatch();
    host?.close();
    host = undefined;
    latest = {};
  }

  function end(): void {
    attempt++;
    cancelRetry();
    setCamera(undefined);
    closeHost();
  }

  async function begin(): Promise<void> {
    if (wish === undefined || view.displaced) return;
    const wanted = wish;
    const mine = ++attempt;
    cancelRetry();
    setCamera(undefined);
    connect();
    showWithout('starting');
    try {
      const made = await world.openCamera(wanted, { ended: () => mine === attempt && lost() });
      if (mine !== attempt) return made.close();
      setCamera(made);
      show({}, { device: made.label });
      follow();
    } catch (error) {
      if (mine !== attempt) return;
      const state = cameraStateOf(error);
      const reason = messageFromUnknown(error);
      showWithout(state, [DETAILS[state], reason].filter(Boolean).join(' · '));
      if (state === 'busy' || state === 'failed') retry(state === 'busy' ? BUSY_WAIT_MS : nextWait());
    }
  }

  /** The place of work and the studio's socket; what it was told last is told again. */
  function connect(): void {
    if (host !== undefined || wish === undefined) return;
    const made = world.host(place, {
      told: (message) => host === made && receive(message),
      broke: (reason) => host === made && broke(reason),
    });
    host = made;
    host.post({ type: 'open', url: options.socketUrl });
    host.post({ type: 'tune', tuning: wish });
    host.post({ type: 'results', wanted: results.size > 0 });
  }

  function follow(): void {
    if (camera === undefined || wish === undefined) return;
    const rateHz = Math.min(MOST_PICTURES_HZ, wish.framesPerSecond);
    if (world.recall('place') === undefined && trial === undefined)
      trial = createPlaceTrial(Math.min(rateHz, camera.track.getSettings().frameRate ?? rateHz));
    startedMs = world.now();
    try {
      host?.post({ type: 'pictures', pictures: world.pictures(camera.track), plan: planOf(wish), rateHz });
      watch(START_WITHIN_MS);
    } catch (error) {
      // A track that ended without a word gives no pictures.
      broke(messageFromUnknown(error));
    }
  }

  function planOf({ model, hands, upperBody, delegate }: WebcamSettings): FollowerPlan {
    const remembered = world.recall('delegate');
    return {
      face: models.face,
      officialFace: model === 'official' ? models.officialFace : undefined,
      hand: hands ? models.hand : undefined,
      body: upperBody ? models.body : undefined,
      delegate,
      rememberedDelegate: remembered === 'cpu' || remembered === 'gpu' ? remembered : undefined,
    };
  }

  function receive(message: FromCamera): void {
    if (message.type === 'ready') {
      note = message.detail;
      show({ place, delegate: message.delegate }, { blendshapes: message.blendshapes, detail: note });
      watch(SILENT_WITHIN_MS);
    } else if (message.type === 'status') status(message.status);
    else if (message.type === 'result') {
      latest = message.result.measures;
      for (const listener of results) listener(message.result);
    } else if (message.type === 'delegate-chosen') {
      world.remember('delegate', message.delegate);
      show({ delegate: message.delegate });
    } else if (message.type === 'recentered') options.onRecentered(message.rest);
    else if (message.type === 'failed') broke(message.reason);
    else if (message.type === 'displaced') {
      end();
      show({ ...OFF, displaced: true }, SILENT_REPORT);
    }
  }

  function status({ isPaced, ...next }: FollowerStatus): void {
    watch(SILENT_WITHIN_MS);
    if (world.now() - startedMs > GOOD_WHILE_MS) failures = 0;
    show({}, { ...next, detail: DETAILS[next.state] ?? note });
    if (trial === undefined || next.state !== 'tracking') return;
    // What keeps the stage's pace is quick enough, and the stage needs the page's own thread itself.
    const verdict = isPaced ? IN_WORKER : trial.second(next.framesPerSecond);
    if (verdict.settled) {
      trial = undefined;
      world.remember('place', verdict.place);
    }
    if (verdict.place === place) return;
    place = verdict.place;
    closeHost();
    connect();
    show({ place });
    follow();
  }

  function watch(withinMs: number): void {
    cancelWatch();
    cancelWatch = world.after(withinMs, () => broke(`nothing was heard of it for ${withinMs / 1000} s`));
  }

  /** The follower is gone: a new one, after a while. */
  function broke(reason: string): void {
    closeHost();
    setCamera(undefined);
    attempt++;
    const waitMs = nextWait();
    connect();
    showWithout(failures > 2 ? 'failed' : 'starting', `tracking broke off (${reason}); it is started again`);
    retry(waitMs);
  }
  const nextWait = (): number => Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(10, failures++));
  function retry(waitMs: number): void {
    cancelRetry();
    cancelRetry = world.after(waitMs, () => void begin());
  }

  function lost(): void {
    attempt++;
    closeHost();
    setCamera(undefined);
    connect();
    showWithout('lost');
  }

  /** A camera that comes back, and a permission that is given, are taken up without a click. */
  const stopWatching = world.onChange(() => {
    if (['lost', 'no-device', 'refused', 'busy'].includes(view.report.state)) void begin();
  });

  return {
    start(settings) {
      const before = wish;
      wish = settings;
      if (before === undefined || needsNewCamera(before, settings)) void begin();
      else host?.post({ type: 'tune', tuning: settings });
    },
    stop() {
      if (wish === undefined && view === OFF) return;
      wish = undefined;
      end();
      trial = undefined;
      failures = 0;
      show(OFF, SILENT_REPORT);
    },
    takeBack() {
      view = { ...view, displaced: false };
      failures = 0;
      void begin();
    },
    view: () => view,
    report: () => view.report,
    measures: () => latest,
    stream: () => camera?.stream,
    onView: (listener) => subscribe(views, listener),
    onStream: (listener) => subscribe(streams, listener),
    onResult(listener) {
      const leave = subscribe(results, listener);
      host?.post({ type: 'results', wanted: true });
      return () => {
        leave();
        if (results.size === 0) host?.post({ type: 'results', wanted: false });
      };
    },
    close() {
      stopWatching();
      wish = undefined;
      end();
    },
  };
}

function subscribe<T>(listeners: Set<(value: T) => void>, listener: (value: T) => void): () => void {
  const own = (value: T): void => listener(value);
  listeners.add(own);
  return () => void listeners.delete(own);
}

const placeFrom = (text: string | undefined): Place => (text === 'page' ? 'page' : 'worker');

const CAMERA_FIELDS = ['device', 'width', 'height', 'framesPerSecond', 'model', 'hands', 'upperBody', 'delegate'] as const;
const needsNewCamera = (a: WebcamSettings, b: WebcamSettings): boolean => CAMERA_FIELDS.some((field) => a[field] !== b[field]);
