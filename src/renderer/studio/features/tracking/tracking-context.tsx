import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { CameraTracker, CameraView } from '#renderer/capture/camera/camera-tracker.types.ts';
import type { TrackingView } from '#shared/contract/tracking.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { useSession, useSettings } from '../../session/session-context.tsx';
import type { Mirrored } from '../../session/studio-session.ts';
import { useWatch } from '../../session/use-watch.ts';
import { useSave } from '../../ui/use-save.ts';

interface TrackingScope {
  readonly tracking: Mirrored<TrackingView>;
  /** Of this page; undefined until the webcam was wanted for the first time. */
  readonly tracker: CameraTracker | undefined;
  readonly camera: CameraView | undefined;
  /** Why this page's part for cameras did not load. */
  readonly loadProblem: string | undefined;
  /** Keeps `tracking` told while it is needed though nothing is switched on. Returns how to end it. */
  readonly look: () => () => void;
}
const TrackingContext = createContext<TrackingScope>({
  tracking: { value: undefined, problem: undefined },
  tracker: undefined,
  camera: undefined,
  loadProblem: undefined,
  look: () => () => undefined,
});

const UNKNOWN: Mirrored<TrackingView> = { value: undefined, problem: undefined };

/**
 * Stands around every screen: the webcam is followed wherever in the studio the streamer is. Nothing of it is loaded, here or in the studio, before
 * something is switched on or a page looks.
 */
export function TrackingProvider({ children }: { readonly children: ReactNode }) {
  const settings = useSettings((all) => all.tracking);
  const [tracking, setTracking] = useState(UNKNOWN);
  const [lookers, setLookers] = useState(0);
  const { webcam } = settings;
  const used = webcam.enabled || [...settings.inputs, ...settings.outputs].some(({ enabled }) => enabled);
  const { tracker, camera, loadProblem } = useTracker(webcam.enabled, tracking.value?.officialModel.url ?? '');
  useEffect(() => {
    if (webcam.enabled) tracker?.start(webcam);
    else tracker?.stop();
  }, [tracker, webcam]);
  const look = useCallback(() => {
    setLookers((count) => count + 1);
    return () => setLookers((count) => count - 1);
  }, []);
  const scope = useMemo(() => ({ tracking, tracker, camera, loadProblem, look }), [tracking, tracker, camera, loadProblem, look]);
  return (
    <TrackingContext value={scope}>
      {used || lookers > 0 ? <Watch onTold={setTracking} /> : null}
      {children}
    </TrackingContext>
  );
}

function Watch({ onTold }: { readonly onTold: (told: Mirrored<TrackingView>) => void }) {
  const told = useWatch((api) => api.tracking.watch);
  useEffect(() => onTold(told), [told, onTold]);
  return null;
}

export const useTracking = (): TrackingScope => useContext(TrackingContext);

/** For pages that show how tracking fares also while nothing is switched on. */
export function useLookAtTracking(): void {
  const { look } = useTracking();
  useEffect(() => look(), [look]);
}

/** `officialFace`: address of the larger model; '' while it is not there. */
function useTracker(wanted: boolean, officialFace: string): Pick<TrackingScope, 'tracker' | 'camera' | 'loadProblem'> {
  const { settings } = useSession();
  const save = useSave();
  const [everWanted, setEverWanted] = useState(wanted);
  const [tracker, setTracker] = useState<CameraTracker>();
  const [camera, setCamera] = useState<CameraView>();
  const [loadProblem, setLoadProblem] = useState<string>();
  useEffect(() => {
    if (wanted) setEverWanted(true);
  }, [wanted]);
  useEffect(() => {
    if (!everWanted) return;
    let gone = false;
    let made: CameraTracker | undefined;
    const onRecentered = (rest: readonly number[]): void => {
      const before = settings.getState().view?.settings.tracking.webcam.calibration ?? null;
      void save({ tracking: { webcam: { calibration: { measures: {}, ...before, atMs: Date.now(), rest: [...rest] } } } });
    };
    loadCamera().then(
      ({ createCameraTracker, cameraModels }) => {
        if (gone) return;
        made = createCameraTracker({
          socketUrl: trackingSocketUrl(),
          models: cameraModels(officialFace === '' ? undefined : officialFace),
          onRecentered,
        });
        made.onView(setCamera);
        setCamera(made.view());
        setTracker(made);
        setLoadProblem(undefined);
      },
      (error: unknown) => setLoadProblem(messageFromUnknown(error)),
    );
    return () => {
      gone = true;
      made?.close();
      setTracker(undefined);
    };
  }, [everWanted, officialFace, settings, save]);
  return { tracker, camera, loadProblem };
}

async function loadCamera() {
  const [{ createCameraTracker }, { cameraModels }] = await Promise.all([
    import('#renderer/capture/camera/camera-tracker.ts'),
    import('#renderer/capture/camera/camera-models.ts'),
  ]);
  return { createCameraTracker, cameraModels };
}

/** A socket also in the program's own window: a worker cannot be handed the window's message port. */
function trackingSocketUrl(): string {
  const token = new URLSearchParams(location.search).get('token') ?? '';
  return `${location.origin.replace(/^http/u, 'ws')}/ws/tracking?token=${encodeURIComponent(token)}`;
}
