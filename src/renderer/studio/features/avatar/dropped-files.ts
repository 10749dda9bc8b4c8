/** A file with its place in what was chosen or dropped. */
export interface PlacedFile {
  /** Forward slashes; begins inside the chosen folder. */
  readonly path: string;
  readonly file: File;
}

/** Files that belong together: one import. */
export interface FileGroup {
  readonly name: string;
  readonly files: readonly PlacedFile[];
}

/** More would never be taken; reading on would only freeze the page. */
const MAX_FILES = 5000;
/** Each of these is a model, or an archive of some, by itself. */
const ALONE = /\.(?:vrm|glb|zip)$/iu;

/** What a drop holds: each folder is one import, each model file or archive too, and loose files (pictures) together one. Call it within the event. */
export async function groupsFromDrop(transfer: DataTransfer): Promise<readonly FileGroup[]> {
  const entries = [...transfer.items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry() ?? []) : []));
  // Some browsers offer no entries: then only files can be had.
  if (entries.length === 0) return groupsFromFiles([...transfer.files]);
  const folders: FileGroup[] = [];
  const loose: File[] = [];
  for (const entry of entries) {
    if (isFolder(entry)) folders.push({ name: entry.name, files: await filesBelow(entry) });
    else if (isFile(entry)) loose.push(await fileOf(entry));
  }
  return [...folders.filter(({ files }) => files.length > 0), ...groupsFromFiles(loose)];
}

export function groupsFromFiles(files: readonly File[]): readonly FileGroup[] {
  const alone = files
    .filter(({ name }) => ALONE.test(name))
    .map((file) => ({ name: file.name, files: [{ path: file.name, file }] }));
  const rest = files.filter(({ name }) => !ALONE.test(name)).map((file) => ({ path: file.name, file }));
  const [first] = rest;
  return first === undefined ? alone : [...alone, { name: rest.length === 1 ? first.path : `${first.path} …`, files: rest }];
}

/** Of a folder picker: every file names its path from the folder on. */
export function groupFromFolder(files: readonly File[]): FileGroup | undefined {
  const placed = files
    .slice(0, MAX_FILES + 1)
    .map((file) => ({ path: file.webkitRelativePath.split('/').slice(1).join('/') || file.name, file }));
  const name = files[0]?.webkitRelativePath.split('/')[0] ?? '';
  return placed.length === 0 ? undefined : { name: name || (placed[0]?.path ?? ''), files: placed };
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

async function filesBelow(folder: FileSystemDirectoryEntry): Promise<readonly PlacedFile[]> {
  const found: PlacedFile[] = [];
  const waiting: { readonly entry: FileSystemDirectoryEntry; readonly prefix: string }[] = [{ entry: folder, prefix: '' }];
  for (let next = waiting.pop(); next !== undefined && found.length <= MAX_FILES; next = waiting.pop()) {
    for (const entry of await childrenOf(next.entry)) {
      const path = `${next.prefix}${entry.name}`;
      if (isFolder(entry)) waiting.push({ entry, prefix: `${path}/` });
      else if (isFile(entry)) found.push({ path, file: await fileOf(entry) });
    }
  }
  return found;
}

/** A reader hands out at most a hundred at a time. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0 || all.length > MAX_FILES) return all;
    all.push(...some);
  }
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> => new Promise((resolve, reject) => entry.file(resolve, reject));
