import { z } from 'zod';
import { studioProcedure } from '#shared/contract/procedure.ts';
import { liveEventSchema } from '#shared/live/live-event.ts';
import { bridgeSettingsSchema } from '#shared/settings/settings.ts';

const bridgeId = bridgeSettingsSchema.shape.id;

/** Where a program finds a bridge that waits for it. Both addresses hold the key. */
export const bridgeAddressSchema = z.object({ websocketUrl: z.string(), httpUrl: z.string() });
export type BridgeAddress = z.infer<typeof bridgeAddressSchema>;

/** What an example message would become. */
export const bridgePreviewSchema = z.object({
  events: z.array(liveEventSchema),
  /** The dialect by which it was read. */
  dialect: bridgeSettingsSchema.shape.dialect.unwrap().exclude(['auto']).optional(),
  fault: z
    .object({
      code: z.enum(['not-json', 'unknown-dialect', 'invalid']),
      message: z.string(),
      /** Of mapped messages: the field that nothing was found for. */
      field: z.enum(['list', 'userName', 'text', 'amount', 'giftName']).optional(),
    })
    .optional(),
  /** Kinds of messages that were passed over, by code. */
  passedOver: z.record(z.string(), z.number()),
});
export type BridgePreview = z.infer<typeof bridgePreviewSchema>;

/** Programs that bring messages of platforms without an open door; the bridges themselves are in the settings. */
export const bridgesContract = {
  /** Makes the key when there is none yet. */
  address: studioProcedure.input(z.object({ id: bridgeId })).output(bridgeAddressSchema),
  /** Another key: programs with the old one are shut out. */
  renew: studioProcedure.input(z.object({ id: bridgeId })).output(bridgeAddressSchema),
  /** Reads an example message as the bridge would. Nothing is taken in. */
  preview: studioProcedure
    .input(
      z
        .object({ text: z.string().max(262_144) })
        .extend(bridgeSettingsSchema.pick({ platform: true, dialect: true, fields: true }).shape),
    )
    .output(bridgePreviewSchema),
};
