import { Button, Checkbox, FileButton, Tooltip } from '@mantine/core';
import { IconExternalLink, IconFileImport } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';

interface CoreStepsProps {
  readonly accepted: boolean;
  readonly onAccept: (accepted: boolean) => void;
  readonly busy: boolean;
  readonly onFile: (file: File) => void;
}

/** The way to a Core, in three steps. */
export function CoreSteps({ accepted, onAccept, busy, onFile }: CoreStepsProps) {
  const { cubism } = useStrings();
  return (
    <>
      <p className="prose">{cubism.why}</p>
      <ol className="core-steps">
        <li>
          <p>{cubism.step1}</p>
          <Button
            component="a"
            href={cubism.downloadUrl}
            target="_blank"
            rel="noreferrer"
            size="xs"
            variant="light"
            rightSection={<IconExternalLink size="0.9rem" />}
          >
            {cubism.download}
          </Button>
        </li>
        <li>
          <p>{cubism.step2}</p>
          <Checkbox
            checked={accepted}
            onChange={(event) => onAccept(event.currentTarget.checked)}
            label={
              <>
                {cubism.accept}{' '}
                <a href={cubism.termsUrl} target="_blank" rel="noreferrer">
                  {cubism.terms}
                </a>
              </>
            }
          />
        </li>
        <li>
          <p>{cubism.step3}</p>
          <CoreFileButton label={cubism.choose} primary disabled={!accepted} busy={busy} onFile={onFile} />
        </li>
      </ol>
      <p className="quiet-line">
        {cubism.stays} {cubism.needless}
      </p>
    </>
  );
}

interface CoreFileButtonProps {
  readonly label: string;
  /** The next step of the way, or one of several things to do. */
  readonly primary: boolean;
  readonly disabled: boolean;
  readonly busy: boolean;
  readonly onFile: (file: File) => void;
}

/** Off until the terms are accepted; says so. */
export function CoreFileButton({ label, primary, disabled, busy, onFile }: CoreFileButtonProps) {
  const { cubism } = useStrings();
  return (
    <FileButton
      accept=".js,.zip,text/javascript,application/zip"
      disabled={disabled}
      onChange={(file) => (file === null ? undefined : onFile(file))}
    >
      {(props) => (
        <Tooltip label={cubism.acceptFirst} disabled={!disabled} events={{ hover: true, focus: true, touch: true }}>
          <Button
            {...props}
            size="xs"
            {...(disabled ? { 'data-disabled': true } : {})}
            aria-disabled={disabled}
            variant={primary && !disabled ? 'filled' : 'default'}
            leftSection={<IconFileImport size="1rem" />}
            loading={busy}
          >
            {label}
          </Button>
        </Tooltip>
      )}
    </FileButton>
  );
}
