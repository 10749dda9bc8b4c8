import { IconBlendMode } from '@tabler/icons-react';
import type { AvatarModel } from '#shared/avatar/model.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import './cubism.css';

/** Which look of the model on stage is not all that its author drew, and what can be done; nothing when it is. */
export function SimplifiedNote({ model }: { readonly model: AvatarModel | undefined }) {
  const { cubism } = useStrings();
  const count = model?.description.simplified ?? 0;
  if (model === undefined || count === 0) return null;
  return (
    <p className="core-note" role="note">
      <IconBlendMode size="1rem" aria-hidden />
      <span>{fill(cubism.simplified, { name: model.name, n: count })}</span>
    </p>
  );
}
