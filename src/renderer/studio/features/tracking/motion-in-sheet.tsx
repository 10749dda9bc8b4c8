import { Button, Modal, NumberInput, Switch, TagsInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { MotionIn } from '#shared/tracking/tracking-settings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { Advanced } from '../../ui/advanced.tsx';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { useSave } from '../../ui/use-save.ts';
import { APP_FACTS, looksLikeAddress, looksLikeTarget, MOTION_APPS, newInput, rivalOf, usualPort } from './motion-apps.ts';
import './motion-in.css';

interface MotionInSheetProps {
  /** Undefined: a new one. */
  readonly input: MotionIn | undefined;
  /** `shown`: whose steps should be open afterwards. */
  readonly onClose: (shown?: string) => void;
}

/** A phone or program in a few fields; what fits most people stands there already. */
export function MotionInSheet({ input, onClose }: MotionInSheetProps) {
  const { motionLinks } = useStrings();
  const inputs = useSettings((all) => all.tracking.inputs);
  const save = useSave();
  const [draft, setDraft] = useState<MotionIn>(() => input ?? newInput('ifacialmocap', inputs));
  const change = (patch: Partial<MotionIn>): void => setDraft({ ...draft, ...patch });
  const facts = APP_FACTS[draft.kind];
  const address = draft.address.trim();
  const needed = draft.tcp && draft.kind === 'ifacialmocap' && address === '';
  const wrongAddress = needed || (address !== '' && !looksLikeAddress(address));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (wrongAddress || rivalOf(draft, inputs) !== undefined) return;
    const kept = { ...draft, name: draft.name.trim(), address };
    const next = input === undefined ? [...inputs, kept] : inputs.map((other) => (other.id === kept.id ? kept : other));
    void save({ tracking: { inputs: next } });
    onClose(input === undefined ? kept.id : undefined);
  };
  const choose = (next: string): void => {
    const kind = MOTION_APPS.find((app) => app === next);
    if (kind !== undefined) setDraft({ ...newInput(kind, inputs), name: draft.name, address: draft.address });
  };
  const title =
    input === undefined
      ? motionLinks.addTitle
      : fill(motionLinks.editTitle, { name: input.name === '' ? motionLinks.kinds[input.kind] : input.name });
  return (
    <Modal opened onClose={() => onClose()} title={title} size="lg">
      <form className="track-form" onSubmit={submit}>
        {input === undefined ? (
          <ChoiceCards
            label={motionLinks.app}
            value={draft.kind}
            onChange={choose}
            choices={MOTION_APPS.map((app) => ({ value: app, title: motionLinks.kinds[app], hint: motionLinks.apps[app] }))}
          />
        ) : null}
        <div className="two-columns">
          <TextInput
            label={motionLinks.name}
            placeholder={motionLinks.namePlaceholder}
            maxLength={60}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <PortField draft={draft} inputs={inputs} onChange={(port) => change({ port })} />
        </div>
        {facts.phoneAddress === 'never' ? null : (
          <TextInput
            label={motionLinks.phone}
            description={facts.phoneAddress === 'optional' ? motionLinks.phoneOptional : motionLinks.phoneHint}
            placeholder="192.168.1.23"
            error={needed ? motionLinks.tcpNeedsPhone : wrongAddress ? motionLinks.phoneWrong : undefined}
            value={draft.address}
            onChange={(event) => change({ address: event.currentTarget.value })}
          />
        )}
        <Switch
          label={motionLinks.network}
          description={motionLinks.networkHint}
          checked={draft.fromNetwork}
          onChange={(event) => change({ fromNetwork: event.currentTarget.checked })}
        />
        <Advanced>
          {draft.kind === 'ifacialmocap' ? (
            <Switch
              label={motionLinks.tcp}
              description={motionLinks.tcpHint}
              checked={draft.tcp}
              onChange={({ currentTarget: { checked: tcp } }) => change({ tcp, port: usualPort({ kind: draft.kind, tcp }) })}
            />
          ) : null}
          <TagsInput
            label={motionLinks.passOn}
            description={motionLinks.passOnHint}
            placeholder="127.0.0.1:49984"
            maxTags={8}
            value={draft.passOn}
            onChange={(passOn) => change({ passOn: passOn.map((target) => target.trim()).filter(looksLikeTarget) })}
            acceptValueOnBlur
          />
        </Advanced>
        <div className="button-row track-form-foot">
          <Button variant="default" onClick={() => onClose()}>
            {motionLinks.cancel}
          </Button>
          <Button type="submit">{input === undefined ? motionLinks.create : motionLinks.save}</Button>
        </div>
      </form>
    </Modal>
  );
}

interface PortFieldProps {
  readonly draft: MotionIn;
  readonly inputs: readonly MotionIn[];
  readonly onChange: (port: number) => void;
}

function PortField({ draft, inputs, onChange }: PortFieldProps) {
  const { motionLinks } = useStrings();
  const { fixed } = APP_FACTS[draft.kind];
  const rival = rivalOf(draft, inputs);
  const rivalName = rival && (rival.name === '' ? motionLinks.kinds[rival.kind] : rival.name);
  return (
    <NumberInput
      label={motionLinks.port}
      description={fixed ? fill(motionLinks.portFixed, { port: usualPort(draft) }) : motionLinks.portFree}
      error={rivalName === undefined ? undefined : fill(motionLinks.portSame, { name: rivalName })}
      min={1}
      max={65_535}
      allowDecimal={false}
      clampBehavior="blur"
      value={draft.port}
      onChange={(next) => (typeof next === 'number' && next >= 1 && next <= 65_535 ? onChange(next) : undefined)}
    />
  );
}
