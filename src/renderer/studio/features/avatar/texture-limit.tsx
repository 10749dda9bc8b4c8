import { Select } from '@mantine/core';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

const CHOICES = [1024, 2048, 4096, 8192];

export function TextureLimit() {
  const { avatars } = useStrings();
  const limit = useSettings(({ avatar }) => avatar.textureLimit);
  const save = useSave();
  const lock = useLock('avatar.textureLimit');
  const choices = CHOICES.includes(limit) ? CHOICES : [...CHOICES, limit].sort((a, b) => a - b);
  return (
    <Panel title={avatars.options}>
      <Select
        label={avatars.textureLimit}
        description={lock.note ?? avatars.textureLimitHint}
        disabled={lock.disabled}
        allowDeselect={false}
        maw="26rem"
        data={choices.map((pixels) => ({ value: String(pixels), label: fill(avatars.pixels, { n: pixels }) }))}
        value={String(limit)}
        onChange={(value) => void save({ avatar: { textureLimit: Number(value) } })}
      />
    </Panel>
  );
}
