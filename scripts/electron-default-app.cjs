// Default app of the development runtime: starts the application folder that the command line names, as a stock Electron does.
// NOTICE: the runtime comes without one of its own. `-r FILE` (used by test drivers) loads FILE first.
const { app } = require('electron');
const { readFileSync, statSync } = require('node:fs');
const Module = require('node:module');
const { join, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');

function parse(argv) {
  const preloads = [];
  let target;
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index];
    if (argument === '-r' || argument === '--require') {
      index += 1;
      preloads.push(argv[index]);
    } else if (target === undefined && !argument.startsWith('-')) target = argument;
  }
  return { preloads, target };
}

function entryOf(target) {
  const path = resolve(target);
  if (!statSync(path).isDirectory()) return path;
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  app.setName(manifest.productName || manifest.name);
  if (manifest.version && app.setVersion) app.setVersion(manifest.version);
  if (app.setAppPath) app.setAppPath(path);
  app.setPath('userData', join(app.getPath('appData'), app.getName()));
  return join(path, manifest.main || 'index.js');
}

const { preloads, target } = parse(process.argv.slice(1));
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
for (const file of preloads) require(resolve(file));
if (target === undefined) {
  console.error('usage: electron <application folder>');
  app.exit(1);
} else {
  const entry = entryOf(target);
  if (entry.endsWith('.mjs')) import(pathToFileURL(entry).href);
  else Module._load(entry, Module, true);
}
