import { MOMO } from './momo.mjs';

/** `resources/avatars/index.json`, in the order in which the library shows them: avatars of the generator, then puppets. */
export function avatarsIndex(generated) {
  const vrms = generated.map(({ id, file, options }) => ({
    id,
    name: options.name,
    file: `${file}.vrm`,
    thumbnail: `${file}.png`,
  }));
  const puppets = [MOMO].map(({ id, name, folder }) => ({
    id,
    name,
    file: `${folder}/puppet.json`,
    thumbnail: `${folder}/thumbnail.png`,
    format: 'puppet',
  }));
  return Buffer.from(`${JSON.stringify({ models: [...vrms, ...puppets] }, undefined, 2)}\n`);
}
