import { audienceContract } from '#shared/contract/audience.ts';
import { automationContract } from '#shared/contract/automation.ts';
import { avatarContract } from '#shared/contract/avatar.ts';
import { bindingsContract } from '#shared/contract/bindings.ts';
import { brainContract } from '#shared/contract/brain.ts';
import { bridgesContract } from '#shared/contract/bridges.ts';
import { clipsContract } from '#shared/contract/clips.ts';
import { coHostContract } from '#shared/contract/co-host.ts';
import { commandsContract } from '#shared/contract/commands.ts';
import { cubismContract } from '#shared/contract/cubism.ts';
import { gamesContract } from '#shared/contract/games.ts';
import { hearingContract } from '#shared/contract/hearing.ts';
import { intentContract } from '#shared/contract/intent.ts';
import { itemsContract } from '#shared/contract/items.ts';
import { liveContract } from '#shared/contract/live.ts';
import { localModelsContract } from '#shared/contract/local-models.ts';
import { modelsContract } from '#shared/contract/models.ts';
import { moderationContract } from '#shared/contract/moderation.ts';
import { musicContract } from '#shared/contract/music.ts';
import { obsContract } from '#shared/contract/obs.ts';
import { obsControlContract } from '#shared/contract/obs-control.ts';
import { obsSetupContract } from '#shared/contract/obs-setup.ts';
import { overlaysContract } from '#shared/contract/overlays.ts';
import { parametersContract } from '#shared/contract/parameters.ts';
import { performancesContract } from '#shared/contract/performances.ts';
import { pluginsContract } from '#shared/contract/plugins.ts';
import { recognitionContract } from '#shared/contract/recognition.ts';
import { roomsContract } from '#shared/contract/rooms.ts';
import { speechContract } from '#shared/contract/speech.ts';
import { stageContract } from '#shared/contract/stage.ts';
import { studioContract } from '#shared/contract/studio.ts';
import { drivingContract, trackingContract } from '#shared/contract/tracking.ts';

/**
 * All that a client can ask of the studio, over MessagePort, WebSocket or (procedures with a `path`) REST under /api/v1.
 * Three verbs: query, command, and *watch*: an iterator that yields one snapshot, then changes, until it is aborted.
 */
export const contract = {
  studio: studioContract,
  live: liveContract,
  speech: speechContract,
  stage: stageContract,
  brain: brainContract,
  audience: audienceContract,
  automation: automationContract,
  avatar: avatarContract,
  coHost: coHostContract,
  cubism: cubismContract,
  models: modelsContract,
  localModels: localModelsContract,
  moderation: moderationContract,
  items: itemsContract,
  intent: intentContract,
  bindings: bindingsContract,
  parameters: parametersContract,
  plugins: pluginsContract,
  hearing: hearingContract,
  recognition: recognitionContract,
  commands: commandsContract,
  games: gamesContract,
  rooms: roomsContract,
  bridges: bridgesContract,
  obs: obsContract,
  obsControl: obsControlContract,
  obsSetup: obsSetupContract,
  overlays: overlaysContract,
  music: musicContract,
  clips: clipsContract,
  performances: performancesContract,
  tracking: trackingContract,
  driving: drivingContract,
};
export type Contract = typeof contract;
