import { z } from 'zod';
import { bytesFromBase64, imageFacts } from '../access/image-facts.ts';
import type { NewPrompt } from '../access/prompts.ts';
import { shownName } from '../access/shown-name.ts';
import { PERMISSIONS } from '../access/token-book.ts';
import { SPOKEN_VERSION } from '../protocol/envelope.ts';
import { VtsError } from '../protocol/error-ids.ts';
import { anything, text } from '../protocol/fields.ts';
import { defineRequest, type RequestContext } from '../protocol/request-kind.ts';

const NAME_LEAST = 3;
const NAME_MOST = 32;
const ICON_SIDE = 128;
/** Questions of new plugins at the same time; more would bury the page. */
const TOKEN_PROMPTS = 5;
/** A plugin that was turned down is not asked about again at once. */
const TURNED_DOWN_MS = 10_000;
const TURNED_DOWN_KEPT = 200;

export const apiState = defineRequest({
  type: 'APIStateRequest',
  open: true,
  schema: z.unknown(),
  answer: (_data, { session }) => ({
    active: true,
    vTubeStudioVersion: SPOKEN_VERSION,
    currentSessionAuthenticated: session.plugin() !== undefined,
  }),
});

export const authenticationToken = defineRequest({
  type: 'AuthenticationTokenRequest',
  open: true,
  schema: z.object({ pluginName: anything, pluginDeveloper: anything, pluginIcon: anything }),
  async answer({ pluginName, pluginDeveloper, pluginIcon }, { world, session }) {
    if (!isName(pluginName))
      throw new VtsError('TokenRequestPluginNameInvalid', `pluginName must have ${NAME_LEAST} to ${NAME_MOST} characters.`);
    if (!isName(pluginDeveloper))
      throw new VtsError(
        'TokenRequestDeveloperNameInvalid',
        `pluginDeveloper must have ${NAME_LEAST} to ${NAME_MOST} characters.`,
      );
    const image = readIcon(pluginIcon);
    refuseSecondPrompt({ world, session }, pluginName, pluginDeveloper);
    const answer = await world.prompts.ask(
      {
        ...emptyPrompt('token', pluginName, pluginDeveloper, session.origin),
        image,
        known: world.book.find(pluginName, pluginDeveloper) !== undefined,
      },
      session.ended,
    );
    if (answer !== 'allowed') {
      if (answer === 'denied') world.turnedDown.set(keyOf(pluginName, pluginDeveloper), world.clock.now() + TURNED_DOWN_MS);
      throw new VtsError('TokenRequestDenied', 'The streamer did not allow this plugin.');
    }
    return { authenticationToken: world.book.allow(pluginName, pluginDeveloper) };
  },
});

export const authentication = defineRequest({
  type: 'AuthenticationRequest',
  open: true,
  schema: z.object({ authenticationToken: text, pluginName: text, pluginDeveloper: text }),
  answer({ authenticationToken: token, pluginName, pluginDeveloper }, { world, session }) {
    if (token === '') throw new VtsError('AuthenticationTokenMissing', 'authenticationToken is missing.');
    if (pluginName === '') throw new VtsError('AuthenticationPluginNameMissing', 'pluginName is missing.');
    if (pluginDeveloper === '') throw new VtsError('AuthenticationPluginDeveloperMissing', 'pluginDeveloper is missing.');
    const plugin = world.book.authenticate(pluginName, pluginDeveloper, token);
    if (plugin === undefined)
      return { authenticated: false, reason: 'The token is not valid for this plugin and developer, or access was taken back.' };
    session.authenticate(plugin);
    return { authenticated: true, reason: 'Token valid. The plugin is authenticated for the duration of this session.' };
  },
});

export const permission = defineRequest({
  type: 'PermissionRequest',
  schema: z.object({ requestedPermission: text }),
  async answer({ requestedPermission: name }, { world, session }) {
    const wanted = PERMISSIONS.find((one) => one === name);
    if (name !== '' && wanted === undefined)
      throw new VtsError('PermissionRequestUnknownPermission', `There is no permission "${name.slice(0, 64)}".`);
    if (wanted === undefined) return permissionWords({ world, session }, '', false);
    const plugin = requirePlugin({ world, session });
    if (plugin.permissions.includes(wanted)) return permissionWords({ world, session }, wanted, true);
    const waiting = world.prompts.cell
      .get()
      .some((one) => one.kind === 'permission' && one.plugin.name === shownName(plugin.name));
    if (waiting || world.prompts.count('permission') >= TOKEN_PROMPTS)
      throw new VtsError('PermissionRequestCannotRequestRightNow', 'Another question waits for the streamer; ask again later.');
    const answer = await world.prompts.ask(
      { ...emptyPrompt('permission', plugin.name, plugin.developer, session.origin), permission: wanted, known: true },
      session.signal,
    );
    const granted = answer === 'allowed';
    if (granted && !world.book.grant(plugin.id, wanted))
      throw new VtsError('PermissionRequestFileProblem', 'The permission could not be saved; it holds until the program ends.');
    return permissionWords({ world, session }, wanted, granted);
  },
});

function permissionWords(context: RequestContext, requestedPermission: string, grantSuccess: boolean): object {
  const { permissions } = requirePlugin(context);
  return {
    grantSuccess,
    requestedPermission,
    permissions: PERMISSIONS.map((name) => ({ name, granted: permissions.includes(name) })),
  };
}

/** The authenticated plugin as it is now; only requests that need authentication may ask. */
export function requirePlugin({ world, session }: RequestContext) {
  const plugin = session.plugin();
  const current = plugin && world.book.find(plugin.name, plugin.developer);
  if (current === undefined) throw new VtsError('RequestRequiresAuthetication', 'Authenticate this session first.');
  return current;
}

export function emptyPrompt(kind: NewPrompt['kind'], name: string, developer: string, origin: string | null): NewPrompt {
  return {
    kind,
    plugin: { name: shownName(name), developer: shownName(developer) },
    origin,
    image: null,
    permission: null,
    fileName: null,
    known: false,
  };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length >= NAME_LEAST && value.length <= NAME_MOST && value.trim() !== '';
}

const keyOf = (name: string, developer: string): string => `${name}\n${developer}`;

/** null: none was sent. Only a picture of the right format and size is ever handed to the page. */
function readIcon(icon: unknown): string | null {
  if (icon === undefined || icon === null || icon === '') return null;
  const bytes = typeof icon === 'string' ? bytesFromBase64(icon) : undefined;
  const facts = bytes && imageFacts(bytes);
  if (
    bytes === undefined ||
    facts === undefined ||
    facts.type === 'gif' ||
    facts.width !== ICON_SIDE ||
    facts.height !== ICON_SIDE
  )
    throw new VtsError('TokenRequestPluginIconInvalid', `pluginIcon must be base64 of a ${ICON_SIDE}×${ICON_SIDE} PNG or JPG.`);
  return `data:image/${facts.type === 'png' ? 'png' : 'jpeg'};base64,${bytes.toString('base64')}`;
}

function refuseSecondPrompt({ world, session }: RequestContext, name: string, developer: string): void {
  const { prompts, turnedDown, clock } = world;
  const now = clock.now();
  for (const [key, until] of turnedDown) if (until <= now || turnedDown.size > TURNED_DOWN_KEPT) turnedDown.delete(key);
  if (turnedDown.has(keyOf(name, developer)))
    throw new VtsError('TokenRequestDenied', 'The streamer did not allow this plugin a moment ago; ask again later.');
  const tokens = prompts.cell.get().filter(({ kind }) => kind === 'token');
  const same = tokens.some(({ plugin }) => plugin.name === shownName(name) && plugin.developer === shownName(developer));
  const page = session.origin !== null && tokens.some(({ origin }) => origin === session.origin);
  if (same || page || tokens.length >= TOKEN_PROMPTS)
    throw new VtsError('TokenRequestCurrentlyOngoing', 'A question for access waits for the streamer already.');
}
