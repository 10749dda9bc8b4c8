import { Button, FileButton } from '@mantine/core';
import { IconGift, IconPhotoOff, IconUpload } from '@tabler/icons-react';
import type { ItemsView } from '#shared/contract/items.ts';
import { lookUp } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { useAddItem } from '../items/use-add-item.ts';

type ShelfFile = ItemsView['files'][number];

/** Pictures of the item shelf, which prizes can show; undefined until they are known. */
export function usePictures(): readonly ShelfFile[] | undefined {
  return useWatch((api) => api.items.watch).value?.files.filter(({ kind }) => kind !== 'model3d');
}

/** A prize's picture, or a parcel for one without. */
export function PrizePicture({ picture, files }: { readonly picture: string; readonly files: readonly ShelfFile[] | undefined }) {
  const url = files?.find(({ fileName }) => fileName === picture)?.url;
  return (
    <span className="prize-picture">
      {url === undefined ? <IconGift size="1.25rem" aria-hidden /> : <img src={url} alt="" loading="lazy" />}
    </span>
  );
}

interface PicturePickerProps {
  readonly picture: string;
  readonly onPick: (picture: string) => void;
}

/** One picture of the shelf or none; a new one joins the shelf and is picked. */
export function PicturePicker({ picture, onPick }: PicturePickerProps) {
  const { games, items } = useStrings();
  const words = games.lottery;
  const files = usePictures() ?? [];
  const { add, busy } = useAddItem();
  const upload = async (file: File | null): Promise<void> => {
    const kept = file === null ? undefined : await add(file);
    if (kept !== undefined) onPick(kept);
  };
  const option = (fileName: string, label: string, content: React.ReactNode) => (
    <button
      key={fileName}
      type="button"
      className="prize-picture"
      aria-pressed={picture === fileName}
      aria-label={label}
      title={label}
      onClick={() => onPick(fileName)}
    >
      {content}
    </button>
  );
  return (
    <fieldset className="prize-pictures">
      <legend>{words.picture}</legend>
      <div>
        {option('', words.pictureNone, <IconPhotoOff size="1.1rem" aria-hidden />)}
        {files.map(({ fileName, url, shipped }) =>
          option(
            fileName,
            (shipped ? lookUp(items.names, fileName) : undefined) ?? fileName.replace(/\.\w+$/u, ''),
            <img src={url} alt="" loading="lazy" />,
          ),
        )}
      </div>
      <FileButton accept="image/png,image/apng,image/jpeg,image/gif,image/webp" onChange={(file) => void upload(file)}>
        {(props) => (
          <Button {...props} variant="default" size="compact-sm" loading={busy} leftSection={<IconUpload size="0.9rem" />}>
            {words.pictureAdd}
          </Button>
        )}
      </FileButton>
      <p className="field-hint">{words.pictureHint}</p>
    </fieldset>
  );
}
