import { z } from 'zod';
import { StudioError } from '#shared/errors.ts';

/** VTube Studio's plugin API, as a plugin speaks it. https://github.com/DenchiSoft/VTubeStudio */
const API = { apiName: 'VTubeStudioPublicAPI', apiVersion: '1.0' } as const;
export const VTS_PLUGIN = { pluginName: 'Yingxi Tracking', pluginDeveloper: 'Yingxi' } as const;

/** Ids of `APIError` that something is done about. */
export const VTS_ERROR = {
  apiOff: 1,
  notAuthenticated: 8,
  denied: 50,
  asking: 51,
  unknownParameter: 453,
  controlledByOther: 454,
} as const;

export const vtsMessageSchema = z.object({
  messageType: z.string().max(100),
  requestID: z.string().max(100).default(''),
  data: z.unknown(),
});
export const vtsErrorSchema = z.object({ errorID: z.number(), message: z.string().default('') });
export const vtsTokenSchema = z.object({ authenticationToken: z.string().min(1).max(200) });
export const vtsAuthenticatedSchema = z.object({ authenticated: z.boolean() });
const parameter = z.object({ name: z.string() });
export const vtsParametersSchema = z.object({
  defaultParameters: z.array(parameter),
  customParameters: z.array(parameter),
});

/** VTube Studio refused a request. */
export class VtsRefusal extends Error {
  override readonly name = 'VtsRefusal';
  readonly errorId: number;
  constructor(errorId: number, message: string) {
    super(message);
    this.errorId = errorId;
  }
}

export const vtsRequest = (messageType: string, requestID: string, data: object): string =>
  JSON.stringify({ ...API, messageType, requestID, data });

/** Throws `protocol` on what is no message of the API. */
export function vtsMessageFrom(text: string): z.infer<typeof vtsMessageSchema> {
  try {
    return vtsMessageSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new StudioError('protocol', 'what answers is not VTube Studio’s plugin API; correct address and port', { cause });
  }
}
