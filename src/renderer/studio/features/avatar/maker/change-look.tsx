import { Menu } from '@mantine/core';
import { IconBrush } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { type AvatarOptions, GENERATOR_AUTHOR } from '#shared/avatar/generator/options.ts';
import type { AvatarModel } from '#shared/avatar/model.ts';
import { StudioError } from '#shared/errors.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { recipeFromVrm } from './recipe-from-vrm.ts';

const MakerSheet = lazy(() => import('./maker-sheet.tsx'));

/** Whether the maker made it, as its file says. */
export const isMade = ({ format, meta }: Pick<AvatarModel, 'format' | 'meta'>): boolean =>
  format === 'vrm' && meta.author === GENERATOR_AUTHOR;

/** A made avatar's way back into the maker: the entry of its menu, and the sheet once its file has been read. */
export function useChangeLook(model: AvatarModel) {
  const { maker } = useStrings();
  const [look, setLook] = useState<AvatarOptions>();
  const { run: open } = useAction(maker.openFailed, async () => setLook(await recipeOf(model.url, maker.noRecipe)));
  const item = isMade(model) ? (
    <Menu.Item leftSection={<IconBrush size="1rem" />} onClick={() => void open()}>
      {maker.change}
    </Menu.Item>
  ) : null;
  const sheet =
    look === undefined ? null : (
      <Suspense>
        <MakerSheet from={look} onClose={() => setLook(undefined)} />
      </Suspense>
    );
  return { item, sheet };
}

async function recipeOf(url: string, noRecipe: string): Promise<AvatarOptions> {
  const answer = await fetch(url);
  if (!answer.ok) throw new StudioError('not-found', `HTTP ${answer.status}`);
  const recipe = recipeFromVrm(await answer.arrayBuffer());
  if (recipe === undefined) throw new StudioError('not-found', noRecipe);
  return recipe;
}
