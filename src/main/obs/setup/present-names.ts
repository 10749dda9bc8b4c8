import type { ObsSnapshot } from './obs-snapshot.types.ts';
import { findOurs } from './ours.ts';
import type { CollectionRecord } from './record.ts';

/** New names of things that the streamer renamed since they were written down. */
export function newNames(snapshot: ObsSnapshot, record: CollectionRecord): Map<string, string> {
  const ours = findOurs(snapshot, record);
  const names = new Map<string, string>();
  for (const [id, { name }] of Object.entries(record.sources)) names.set(name, ours.inputs.get(id)?.name ?? name);
  for (const [id, { name }] of Object.entries(record.scenes)) names.set(name, ours.scenes.get(id)?.name ?? name);
  return names;
}

/** uuids are known only once a thing is there; names that the streamer gave stay with the streamer, so only uuids are taken over. */
export function withUuids(record: CollectionRecord, snapshot: ObsSnapshot): CollectionRecord {
  const ours = findOurs(snapshot, record);
  const withUuid = <Entry extends { readonly uuid: string }>(
    entries: Readonly<Record<string, Entry>>,
    things: ReadonlyMap<string, { readonly uuid: string }>,
  ): Record<string, Entry> =>
    Object.fromEntries(
      Object.entries(entries).map(([id, entry]) => [id, { ...entry, uuid: things.get(id)?.uuid ?? entry.uuid }]),
    );
  return { ...record, scenes: withUuid(record.scenes, ours.scenes), sources: withUuid(record.sources, ours.inputs) };
}
