import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { createMicrophone, type Microphone, type MicrophoneState } from '#renderer/capture/microphone.ts';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { useTalkKey } from './use-talk-key.ts';

interface MicrophoneScope {
  readonly state: MicrophoneState;
  readonly takeBack: () => void;
}
const NOTHING: MicrophoneScope = {
  state: { state: 'off', device: '', detail: '', denoiseFailed: false },
  takeBack: () => undefined,
};
const MicrophoneContext = createContext<MicrophoneScope>(NOTHING);

/** Stands around every screen: the page listens wherever in the studio the streamer is, and also while its window is hidden. */
export function MicrophoneProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient();
  const settings = useSettings((all) => all.hearing);
  const [state, setState] = useState<MicrophoneState>(NOTHING.state);
  const [microphone, setMicrophone] = useState<Microphone>();
  useEffect(() => {
    const made = createMicrophone({ socketUrl: earsUrl(), onState: setState });
    setMicrophone(made);
    return () => made.close();
  }, []);
  const { enabled, deviceId, echoCancellation, noiseSuppression, autoGain } = settings;
  useEffect(() => {
    microphone?.use(enabled ? { deviceId, echoCancellation, noiseSuppression, autoGain } : undefined);
  }, [microphone, enabled, deviceId, echoCancellation, noiseSuppression, autoGain]);
  useTalkKey(client, settings);
  return <MicrophoneContext value={{ state, takeBack: () => microphone?.takeBack() }}>{children}</MicrophoneContext>;
}

export const useMicrophone = (): MicrophoneScope => useContext(MicrophoneContext);

/** The sound goes over a socket also in the program's own window: a worker cannot be handed the window's message port. */
function earsUrl(): string {
  const token = new URLSearchParams(location.search).get('token') ?? '';
  return `${location.origin.replace(/^http/u, 'ws')}/ws/ears?token=${encodeURIComponent(token)}`;
}
