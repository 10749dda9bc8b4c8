import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { IconHeartHandshake, IconMessageHeart } from '@tabler/icons-react';
import { REACTION_NAMES, type ReactionRule, USUAL_RULE } from '#shared/audience/reaction.ts';
import { fill, lookUp } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedNumber, SavedSwitch, SavedTags } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useDraft } from '../../ui/use-draft.ts';
import { useSave } from '../../ui/use-save.ts';

const MICROS = 1_000_000;

/** How she welcomes and thanks: when, and in whose words. */
export function ReactionsCards() {
  return (
    <div className="cards">
      <WhenCard />
      <RulesCard />
    </div>
  );
}

function WhenCard() {
  const { reactions: words } = useStrings().commands;
  const director = useSettings((all) => all.director);
  const { welcome, reactions } = useSettings((all) => all.audience);
  const save = useSave();
  return (
    <Panel title={words.master} hint={words.masterHint} icon={<IconHeartHandshake size="1.25rem" />}>
      <SavedSwitch
        path="director.thanksGifts"
        label={words.thanks}
        value={director.thanksGifts}
        onSave={(thanksGifts) => save({ director: { thanksGifts } })}
      />
      <SavedSwitch
        path="director.greetsArrivals"
        label={words.greets}
        value={director.greetsArrivals}
        onSave={(greetsArrivals) => save({ director: { greetsArrivals } })}
      />
      <SavedSwitch
        path="audience.welcome.enabled"
        label={words.welcome}
        disabled={!director.greetsArrivals}
        value={welcome.enabled}
        onSave={(enabled) => save({ audience: { welcome: { enabled } } })}
      />
      <div className="command-rules">
        <SavedNumber
          path="audience.welcome.everySeconds"
          label={words.every}
          min={5}
          max={600}
          value={welcome.everySeconds}
          onSave={(everySeconds) => save({ audience: { welcome: { everySeconds } } })}
        />
        <SavedNumber
          path="audience.welcome.names"
          label={words.names}
          min={1}
          max={30}
          allowDecimal={false}
          value={welcome.names}
          onSave={(names) => save({ audience: { welcome: { names } } })}
        />
        <SavedNumber
          path="audience.reactions.regularVisits"
          label={words.regular}
          min={2}
          max={1000}
          allowDecimal={false}
          value={reactions.regularVisits}
          onSave={(regularVisits) => save({ audience: { reactions: { regularVisits } } })}
        />
        <SavedNumber
          path="audience.reactions.likeEverySeconds"
          label={words.likeEvery}
          min={0}
          max={3600}
          value={reactions.likeEverySeconds}
          onSave={(likeEverySeconds) => save({ audience: { reactions: { likeEverySeconds } } })}
        />
        <SavedNumber
          path="audience.reactions.mediumMicros"
          label={words.medium}
          min={0}
          max={1_000_000}
          value={reactions.mediumMicros / MICROS}
          onSave={(yuan) => save({ audience: { reactions: { mediumMicros: Math.round(yuan * MICROS) } } })}
        />
        <SavedNumber
          path="audience.reactions.largeMicros"
          label={words.large}
          min={0}
          max={1_000_000}
          value={reactions.largeMicros / MICROS}
          onSave={(yuan) => save({ audience: { reactions: { largeMicros: Math.round(yuan * MICROS) } } })}
        />
        <SavedNumber
          path="audience.reactions.largeRaidViewers"
          label={words.largeRaid}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          value={reactions.largeRaidViewers}
          onSave={(largeRaidViewers) => save({ audience: { reactions: { largeRaidViewers } } })}
        />
      </div>
      <SavedTags
        path="audience.reactions.notWelcomed"
        label={words.notWelcomed}
        hint={words.notWelcomedHint}
        placeholder={words.notWelcomedPlaceholder}
        maxTags={500}
        value={reactions.notWelcomed}
        onSave={(notWelcomed) => save({ audience: { reactions: { notWelcomed: [...notWelcomed] } } })}
      />
    </Panel>
  );
}

function RulesCard() {
  const { reactions: words } = useStrings().commands;
  const rules = useSettings((all) => all.audience.reactions.rules);
  return (
    <Panel title={words.rules} hint={words.rulesHint} icon={<IconMessageHeart size="1.25rem" />}>
      <ul className="command-list">
        {REACTION_NAMES.map((name) => (
          <RuleRow key={name} name={name} rule={rules[name] ?? USUAL_RULE} />
        ))}
      </ul>
    </Panel>
  );
}

const MODES = ['think', 'template', 'off'] as const;

function RuleRow({ name, rule }: { readonly name: string; readonly rule: ReactionRule }) {
  const { commands, common } = useStrings();
  const words = commands.reactions;
  const save = useSave();
  const put = (next: ReactionRule): void => void save({ audience: { reactions: { rules: { [name]: next } } } });
  const title = lookUp(words.kinds, name) ?? name;
  const reset = (): void => {
    put(USUAL_RULE);
    showToast({ tone: 'plain', title: words.ruleReset, action: { label: common.undo, run: () => put(rule) } });
  };
  return (
    <li className="reaction-row" data-off={rule.mode === 'off' || undefined}>
      <strong>{title}</strong>
      <SegmentedControl
        size="xs"
        aria-label={title}
        value={rule.mode}
        onChange={(next) => put({ ...rule, mode: MODES.find((mode) => mode === next) ?? rule.mode })}
        data={MODES.map((mode) => ({ value: mode, label: words.modes[mode] }))}
      />
      {JSON.stringify(rule) === JSON.stringify(USUAL_RULE) ? null : (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={reset}>
          {words.resetRule}
        </Button>
      )}
      {rule.mode === 'template' ? <TemplatesField rule={rule} onSave={put} /> : null}
      {rule.mode === 'think' ? <HintField rule={rule} onSave={put} title={title} /> : null}
    </li>
  );
}

interface FieldProps {
  readonly rule: ReactionRule;
  readonly onSave: (rule: ReactionRule) => void;
}
const GAPS = '{viewer} {gift} {count} {amount} {tier} {viewers} {text} {visits}';
const TYPING_PAUSE_MS = 800;

function TemplatesField({ rule, onSave }: FieldProps) {
  const { reactions: words } = useStrings().commands;
  const draft = useDraft(rule.templates.join('\n'), (text) => onSave({ ...rule, templates: linesOf(text) }), TYPING_PAUSE_MS);
  return (
    <Textarea
      className="reaction-wide"
      label={words.templates}
      description={rule.templates.length === 0 ? words.templatesMissing : fill(words.templatesHint, { gaps: GAPS })}
      autosize
      minRows={2}
      maxRows={10}
      value={draft.value}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.flush}
    />
  );
}

function HintField({ rule, onSave, title }: FieldProps & { readonly title: string }) {
  const { reactions: words } = useStrings().commands;
  const draft = useDraft(rule.hint, (hint) => onSave({ ...rule, hint }), TYPING_PAUSE_MS);
  return (
    <TextInput
      className="reaction-wide"
      size="xs"
      aria-label={`${title}: ${words.hint}`}
      placeholder={words.hintPlaceholder}
      maxLength={300}
      value={draft.value}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.flush}
    />
  );
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim().slice(0, 300))
    .filter((line) => line !== '')
    .slice(0, 30);
