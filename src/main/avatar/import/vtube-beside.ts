import { z } from 'zod';

/** The few fields of a `.vtube.json` by which it is matched with its model. Its form is documented nowhere: whatever is odd counts as absent. */
const text = z.string().max(1000).catch('').default('');
const vtubeSchema = z.object({
  Name: text,
  FileReferences: z.object({ Icon: text, Model: text }).catch({ Icon: '', Model: '' }).default({ Icon: '', Model: '' }),
});

export interface VtubeBeside {
  readonly file: string;
  readonly name: string;
  /** A picture in the model's folder; undefined: none. */
  readonly icon: string | undefined;
}

/** The settings of VTube Studio that lie beside `entry` and are meant for it. Unreadable ones are passed over: the model does without. */
export async function vtubeBeside(
  paths: readonly string[],
  entry: string,
  read: (path: string) => Promise<string>,
): Promise<VtubeBeside | undefined> {
  const folder = folderOf(entry);
  const candidates = paths.filter((path) => /\.vtube\.json$/iu.test(path) && folderOf(path) === folder);
  const found: { readonly isMeant: boolean; readonly beside: VtubeBeside }[] = [];
  for (const file of candidates.slice(0, 20)) {
    const parsed = vtubeSchema.safeParse(jsonFrom(await read(file).catch(() => '')));
    if (!parsed.success) continue;
    const { Name, FileReferences } = parsed.data;
    const icon = FileReferences.Icon === '' ? undefined : paths.find((path) => path === joined(folder, FileReferences.Icon));
    found.push({
      isMeant: joined(folder, FileReferences.Model).toLowerCase() === entry.toLowerCase(),
      beside: { file, name: Name.trim().slice(0, 200), icon },
    });
  }
  return (found.find(({ isMeant }) => isMeant) ?? (found.length === 1 ? found[0] : undefined))?.beside;
}

function jsonFrom(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
const joined = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
