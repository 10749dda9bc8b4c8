import { SegmentedControl } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { WidgetId } from '#shared/overlays/overlay-list.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { SavedNumber, SavedSwitch, SavedText } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { ClockOptions } from './clock-options.tsx';
import { FrameOptions, StatusOptions } from './moment-options.tsx';
import { useWidget } from './use-widget.ts';

/** What an overlay shows; those without choices say where their content comes from. */
export function OptionsPanel({ id }: { readonly id: WidgetId }) {
  const { overlays: words } = useStrings();
  const options = optionsOf(id);
  if (options === undefined) return null;
  return (
    <Panel title={words.options} icon={<IconAdjustments size="1.25rem" />}>
      {options}
    </Panel>
  );
}

function optionsOf(id: WidgetId): ReactNode {
  switch (id) {
    case 'chat':
      return <ChatOptions />;
    case 'goals':
      return <GoalOptions />;
    case 'songs':
      return <SongOptions />;
    case 'ranking':
      return <RankingOptions />;
    case 'status':
      return <StatusOptions />;
    case 'cards':
      return <CardOptions />;
    case 'clock':
      return <ClockOptions />;
    case 'frame':
      return <FrameOptions />;
    case 'qr':
      return <QrOptions />;
    case 'lottery':
      return <LotteryOptions />;
    case 'wheel':
      return <Hint of="wheelHint" />;
    case 'captions':
      return <Hint of="captionsHint" />;
    default:
      return undefined;
  }
}

function Hint({ of }: { readonly of: 'wheelHint' | 'lotteryHint' | 'captionsHint' }) {
  const { overlays: words } = useStrings();
  return <p className="field-hint">{words[of]}</p>;
}

function ChatOptions() {
  const { chat } = useStrings().overlays;
  const { value, set } = useWidget('chat');
  const path = 'overlays.widgets.chat';
  return (
    <div className="overlay-fields">
      <SavedNumber
        path={`${path}.lines`}
        label={chat.lines}
        min={1}
        max={40}
        value={value.lines}
        onSave={(lines) => set({ lines })}
      />
      <SavedNumber
        path={`${path}.staySeconds`}
        label={chat.stay}
        description={chat.stayHint}
        min={0}
        max={600}
        value={value.staySeconds}
        onSave={(staySeconds) => set({ staySeconds })}
      />
      <div>
        <span className="field-label">{chat.newest}</span>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={chat.newest}
          value={value.newest}
          onChange={(next) => void set({ newest: next === 'top' ? 'top' : 'bottom' })}
          data={[
            { value: 'bottom', label: chat.bottom },
            { value: 'top', label: chat.top },
          ]}
        />
      </div>
      <div className="overlay-switches">
        {(['platforms', 'badges', 'emotes', 'deeds'] as const).map((key) => (
          <SavedSwitch
            key={key}
            path={`${path}.${key}`}
            label={chat[key]}
            value={value[key]}
            onSave={(on) => set({ [key]: on })}
          />
        ))}
      </div>
    </div>
  );
}

function GoalOptions() {
  const { goals } = useStrings().overlays;
  const { value, set } = useWidget('goals');
  return (
    <SavedSwitch
      path="overlays.widgets.goals.numbers"
      label={goals.numbers}
      value={value.numbers}
      onSave={(numbers) => set({ numbers })}
    />
  );
}

function SongOptions() {
  const { songs } = useStrings().overlays;
  const { value, set } = useWidget('songs');
  return (
    <div className="overlay-fields">
      <SavedNumber
        path="overlays.widgets.songs.upcoming"
        label={songs.upcoming}
        min={0}
        max={10}
        value={value.upcoming}
        onSave={(upcoming) => set({ upcoming })}
      />
    </div>
  );
}

function RankingOptions() {
  const { ranking } = useStrings().overlays;
  const { value, set } = useWidget('ranking');
  return (
    <div className="overlay-fields">
      <SavedNumber
        path="overlays.widgets.ranking.rows"
        label={ranking.rows}
        min={1}
        max={20}
        value={value.rows}
        onSave={(rows) => set({ rows })}
      />
      <SavedSwitch
        path="overlays.widgets.ranking.points"
        label={ranking.points}
        value={value.points}
        onSave={(points) => set({ points })}
      />
    </div>
  );
}

function LotteryOptions() {
  const { lottery } = useStrings().overlays;
  const { value, set } = useWidget('lottery');
  return (
    <div className="overlay-fields">
      <Hint of="lotteryHint" />
      <SavedSwitch
        path="overlays.widgets.lottery.offer"
        label={lottery.offer}
        value={value.offer}
        onSave={(offer) => set({ offer })}
      />
      <SavedNumber
        path="overlays.widgets.lottery.prizes"
        label={lottery.prizes}
        min={1}
        max={12}
        value={value.prizes}
        onSave={(prizes) => set({ prizes })}
      />
      <SavedNumber
        path="overlays.widgets.lottery.seconds"
        label={lottery.seconds}
        min={2}
        max={60}
        value={value.seconds}
        onSave={(seconds) => set({ seconds })}
      />
    </div>
  );
}

function CardOptions() {
  const { cardsWidget } = useStrings().overlays;
  const { value, set } = useWidget('cards');
  return (
    <div className="overlay-fields">
      <SavedNumber
        path="overlays.widgets.cards.seconds"
        label={cardsWidget.seconds}
        min={2}
        max={120}
        value={value.seconds}
        onSave={(seconds) => set({ seconds })}
      />
    </div>
  );
}

function QrOptions() {
  const { qr } = useStrings().overlays;
  const { value, set } = useWidget('qr');
  return (
    <div className="overlay-fields">
      <SavedText
        path="overlays.widgets.qr.text"
        label={qr.text}
        maxLength={500}
        value={value.text}
        onSave={(text) => set({ text })}
      />
      <SavedText
        path="overlays.widgets.qr.label"
        label={qr.label}
        maxLength={80}
        value={value.label}
        onSave={(label) => set({ label })}
      />
    </div>
  );
}
