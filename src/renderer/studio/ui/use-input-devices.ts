import { useEffect, useState } from 'react';

export interface InputDevice {
  readonly id: string;
  /** '' until one of its kind was allowed once. */
  readonly label: string;
}

/** The microphones or cameras of this computer. `epoch`: asks again when it changes, for names appear only once one of them was allowed. */
export function useInputDevices(kind: 'audioinput' | 'videoinput', epoch: unknown): readonly InputDevice[] {
  const [devices, setDevices] = useState<readonly InputDevice[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new epoch asks again
  useEffect(() => {
    const media = navigator.mediaDevices;
    if (media === undefined) return;
    let gone = false;
    const ask = async (): Promise<void> => {
      const all = await media.enumerateDevices().catch(() => []);
      const inputs = all.filter((one) => one.kind === kind && one.deviceId !== '' && one.deviceId !== 'default');
      if (!gone) setDevices(inputs.map(({ deviceId, label }) => ({ id: deviceId, label })));
    };
    void ask();
    media.addEventListener('devicechange', ask);
    return () => {
      gone = true;
      media.removeEventListener('devicechange', ask);
    };
  }, [kind, epoch]);
  return devices;
}
