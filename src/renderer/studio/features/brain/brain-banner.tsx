import { IconCpu, IconInfoCircle } from '@tabler/icons-react';
import type { BrainView } from '#shared/contract/brain.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useMirror } from '../../session/session-context.tsx';
import { healthText } from '../../ui/health-text.ts';

/** Says plainly what answers now; the offline persona must never pass for a language model. */
export function BrainBanner({ view }: { readonly view: BrainView }) {
  const { brain } = useStrings();
  const language = useInterfaceLanguage();
  const part = useMirror('health').value?.parts.find(({ id }) => id === 'brain');
  const trouble =
    part !== undefined && (part.status === 'failed' || part.status === 'degraded') ? healthText(language, part) : undefined;
  const offline = view.active === 'offline';
  return (
    <div className={offline ? 'banner banner-offline' : 'banner banner-model'} role="status">
      {offline ? <IconInfoCircle size="1.375rem" aria-hidden /> : <IconCpu size="1.375rem" aria-hidden />}
      <div>
        <strong>{offline ? brain.offlineBanner : brain.activeModel}</strong>
        <p>{offline ? brain.offlineBannerHint : fill(brain.modelBanner, { model: view.model, url: view.baseUrl })}</p>
        {trouble === undefined ? null : <p className="banner-trouble">{trouble}</p>}
      </div>
    </div>
  );
}
