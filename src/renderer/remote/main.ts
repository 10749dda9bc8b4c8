import './remote.css';
import { StudioError } from '#shared/errors.ts';
import { createRemotePage } from './remote-page.ts';
import { remoteLanguage, remoteTexts } from './texts.ts';

const root = document.getElementById('remote');
if (root === null) throw new StudioError('internal', 'the remote page has no #remote; rebuild the program');
const language = remoteLanguage(navigator.languages);
document.documentElement.lang = language;
createRemotePage(root, remoteTexts(language), new URLSearchParams(location.search).get('token') ?? '');
