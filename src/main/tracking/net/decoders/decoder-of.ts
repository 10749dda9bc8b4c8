import type { MotionIn } from '#shared/tracking/tracking-settings.ts';
import type { MotionDecoder } from './decoder.types.ts';
import { createTextDecoder } from './ifacialmocap.ts';
import { createOpenSeeFaceDecoder } from './openseeface.ts';
import { createPhoneDecoder } from './phone-json.ts';
import { createVmcDecoder } from './vmc.ts';

const DECODERS: Readonly<Record<MotionIn['kind'], () => MotionDecoder>> = {
  ifacialmocap: createTextDecoder,
  facemotion3d: createTextDecoder,
  'vts-phone': createPhoneDecoder,
  meowface: createPhoneDecoder,
  openseeface: createOpenSeeFaceDecoder,
  vmc: createVmcDecoder,
};

/** A decoder for one input; it remembers what the protocol needs it to. */
export const decoderOf = (kind: MotionIn['kind']): MotionDecoder => DECODERS[kind]();
