import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { LoadProblem } from '#main/avatar/items.types.ts';
import { ITEM_LIMITS, type Item } from '#shared/avatar/items.ts';
import { StudioError } from '#shared/errors.ts';
import { bytesFromBase64, type ImageFacts, imageFacts } from '../access/image-facts.ts';
import { VtsError } from '../protocol/error-ids.ts';
import { flag, number, text, within } from '../protocol/fields.ts';
import { defineRequest, type RequestContext } from '../protocol/request-kind.ts';
import { emptyPrompt, requirePlugin } from './access-requests.ts';
import { freeSlot, isSlot, takenSlots } from './item-words.ts';

const PERMISSION = 'LoadCustomImagesAsItems';
const DEFAULT_SIZE = 0.32;
const DEFAULT_ORDER = 1;
const POPUPS_MOST = 6;
const CUSTOM_BYTES = 5 * 1000 * 1000;
const CUSTOM_SIDE = { least: 64, most: 2048 };
const GIF_FRAMES_MOST = 1024;
/** Larger pictures are asked about by name only: every page of the studio would be sent them. */
const SHOWN_BYTES = 1024 * 1024;
const CUSTOM_NAME = /^[A-Za-z0-9-]+\.(jpg|png|gif)$/i;

const schema = z.object({
  fileName: text,
  positionX: number,
  positionY: number,
  size: number,
  rotation: number,
  fadeTime: number,
  order: number,
  failIfOrderTaken: flag,
  smoothing: number,
  censored: flag,
  flipped: flag,
  locked: flag,
  unloadWhenPluginDisconnects: flag,
  customDataBase64: text,
  customDataAskUserFirst: flag,
  customDataSkipAskingUserIfWhitelisted: flag,
  customDataAskTimer: number,
});
type LoadData = z.output<typeof schema>;

export const itemLoad = defineRequest({
  type: 'ItemLoadRequest',
  permission: PERMISSION,
  schema,
  async answer(data, context) {
    const { world } = context;
    if (data.fileName === '') throw new VtsError('ItemFileNameMissing', 'fileName is missing.');
    refuseBadValues(data);
    const item = data.customDataBase64 === '' ? loadFile(data, context) : await loadCustom(data, context);
    world.itemNotes.keep(item.instanceId, { smoothing: data.smoothing ?? 0, censored: data.censored });
    return { instanceID: item.instanceId, fileName: item.file.fileName };
  },
});

function refuseBadValues({ positionX, positionY, size, fadeTime, smoothing, rotation, order }: LoadData): void {
  const good =
    within(positionX ?? 0, -1000, 1000) &&
    within(positionY ?? 0, -1000, 1000) &&
    within(size ?? 0, 0, 1) &&
    within(fadeTime ?? 0, 0, 2) &&
    within(smoothing ?? 0, 0, 1) &&
    Number.isFinite(rotation ?? 0);
  if (!good)
    throw new VtsError('ItemLoadValuesInvalid', 'Allowed are: position -1000 to 1000, size, smoothing 0 to 1, fadeTime 0 to 2.');
  if (order !== undefined && !isSlot(order))
    throw new VtsError('ItemOrderInvalid', 'order must be a whole number from -30 to 30, and not 0.');
}

function loadFile(data: LoadData, context: RequestContext): Item {
  const { world, session } = context;
  if (!world.items.files.get().some((file) => file.fileName === data.fileName))
    throw new VtsError('ItemFileNameNotFound', 'There is no item file of this name; names are case-sensitive.');
  const options = { ...placementOf(data, context), failIfOrderTaken: data.failIfOrderTaken };
  return itemOrError(world.items.load(session.id, data.fileName, options));
}

/** Where it goes and how it looks. Throws when the scene is full or the wanted slot is taken and nothing else will do. */
function placementOf(data: LoadData, { world }: RequestContext) {
  const taken = takenSlots(world);
  const wanted = data.order ?? DEFAULT_ORDER;
  if (data.failIfOrderTaken && taken.has(wanted)) throw new VtsError('ItemOrderAlreadyTaken', 'Another item has this order.');
  const order = freeSlot(wanted, taken);
  if (order === undefined || world.items.items.get().length >= ITEM_LIMITS.loaded) throw sceneFull();
  return {
    x: data.positionX ?? 0,
    y: data.positionY ?? 0,
    size: data.size ?? DEFAULT_SIZE,
    rotation: (data.rotation ?? 0) % 360,
    flipped: data.flipped,
    locked: data.locked,
    order,
    glide: data.fadeTime ?? 0,
    goesWithOwner: data.unloadWhenPluginDisconnects,
  };
}

function itemOrError(item: Item | LoadProblem): Item {
  if (item === 'unknown-file') throw new VtsError('ItemFileNameNotFound', 'There is no item file of this name.');
  if (item === 'full') throw sceneFull();
  if (item === 'order-taken') throw new VtsError('ItemOrderAlreadyTaken', 'Another item has this order.');
  return item;
}
const sceneFull = (): VtsError => new VtsError('CannotLoadItemSceneFull', `There are ${ITEM_LIMITS.loaded} items already.`);

async function loadCustom(data: LoadData, context: RequestContext): Promise<Item> {
  const { world, session } = context;
  if (!requirePlugin(context).permissions.some((one) => one === PERMISSION))
    throw new VtsError('RequestRequiresPermission', `Ask for the permission ${PERMISSION} first.`);
  const { bytes, facts } = readCustomImage(data);
  if (data.customDataAskUserFirst) await askForImage(data, bytes, facts, context);
  if (session.signal.aborted) throw rejected();
  try {
    return itemOrError(await world.items.loadCustom(session.id, data.fileName, bytes, placementOf(data, context)));
  } catch (error) {
    if (error instanceof StudioError && error.code === 'invalid-input')
      throw new VtsError('ItemCustomDataInvalid', error.message.slice(0, 200));
    throw error;
  }
}

function readCustomImage({ fileName, customDataBase64 }: LoadData): { bytes: Buffer; facts: ImageFacts } {
  if (fileName.length < 8 || fileName.length > 32 || !CUSTOM_NAME.test(fileName))
    throw badImage('fileName must be 8 to 32 letters, digits or hyphens and end in .jpg, .png or .gif');
  const bytes = bytesFromBase64(customDataBase64);
  const facts = bytes && imageFacts(bytes);
  if (bytes === undefined || facts === undefined) throw badImage('customDataBase64 is not base64 of a PNG, JPG or GIF');
  if (bytes.byteLength >= CUSTOM_BYTES) throw badImage('the picture must be smaller than 5 MB');
  const { least, most } = CUSTOM_SIDE;
  if (!within(facts.width, least, most) || !within(facts.height, least, most))
    throw badImage(`the picture is ${facts.width}×${facts.height}; each side must be ${least} to ${most} pixels`);
  if (facts.frames > GIF_FRAMES_MOST) throw badImage(`the GIF has more than ${GIF_FRAMES_MOST} frames`);
  return { bytes, facts };
}
const badImage = (reason: string): VtsError =>
  new VtsError('ItemCustomDataInvalid', `The custom image cannot be used: ${reason}.`);
const rejected = (): VtsError =>
  new VtsError('ItemCustomDataLoadRequestRejectedByUser', 'The streamer did not accept the picture.');

async function askForImage(data: LoadData, bytes: Buffer, facts: ImageFacts, context: RequestContext): Promise<void> {
  const { world, session } = context;
  const plugin = requirePlugin(context);
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (data.customDataSkipAskingUserIfWhitelisted && plugin.images.includes(hash)) return;
  if (world.prompts.count('item') >= POPUPS_MOST)
    throw new VtsError('ItemCustomDataCannotAskRightNow', `${POPUPS_MOST} pictures wait for the streamer already.`);
  const seconds = data.customDataAskTimer ?? 0;
  const answer = await world.prompts.ask(
    {
      ...emptyPrompt('item', plugin.name, plugin.developer, session.origin),
      image: bytes.byteLength > SHOWN_BYTES ? null : dataUrl(bytes, facts),
      fileName: data.fileName,
      known: true,
    },
    session.signal,
    seconds > 0 ? Math.min(seconds, 3600) * 1000 : undefined,
  );
  if (answer !== 'allowed') throw rejected();
  world.book.acceptImage(plugin.id, hash);
}

const dataUrl = (bytes: Buffer, { type }: ImageFacts): string =>
  `data:image/${type === 'jpg' ? 'jpeg' : type};base64,${bytes.toString('base64')}`;
