import type { SourcePlanner } from '../connector.ts';
import { ownSignIn } from './own-sign-in.ts';

/** A YouTube broadcast's chat: without a key, or by the official API; written into where somebody is signed in. */
export const youtubeSource: SourcePlanner = (wishes) => {
  const {
    settings: { youtube },
    secret,
  } = wishes;
  if (!youtube.enabled || youtube.video.trim() === '') return [];
  const apiKey = youtube.route === 'data-api' ? (secret('youtube.apiKey') ?? '') : '';
  return [
    {
      id: 'youtube',
      // Tokens change every hour under one sign-in; that is no reason to start anew.
      key: JSON.stringify([youtube, apiKey, ownSignIn(wishes)?.signInId]),
      target: youtube.video,
      create: async (context) => (await import('./youtube-by-settings.ts')).createYoutubeBySettings(wishes, context),
    },
  ];
};
