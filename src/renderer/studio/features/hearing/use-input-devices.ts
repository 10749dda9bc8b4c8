import { useEffect, useState } from 'react';

export interface InputDevice {
  readonly id: string;
  /** '' until the microphone was allowed once. */
  readonly label: string;
}

/** The microphones of this computer. `epoch`: asks again when it changes, for names appear only once the microphone was allowed. */
export function useInputDevices(epoch: unknown): readonly InputDevice[] {
  const [devices, setDevices] = useState<readonly InputDevice[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new epoch asks again
  useEffect(() => {
    const media = navigator.mediaDevices;
    if (media === undefined) return;
    let gone = false;
    const ask = async (): Promise<void> => {
      const all = await media.enumerateDevices().catch(() => []);
      const inputs = all.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '' && deviceId !== 'default');
      if (!gone) setDevices(inputs.map(({ deviceId, label }) => ({ id: deviceId, label })));
    };
    void ask();
    media.addEventListener('devicechange', ask);
    return () => {
      gone = true;
      media.removeEventListener('devicechange', ask);
    };
  }, [epoch]);
  return devices;
}
