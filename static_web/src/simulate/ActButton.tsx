import { useId } from "react";
import { useTexts } from "../shell/texts";
import { Glyph } from "../widgets/icons";

interface ActButtonProps {
  label: string;
  icon?: string;
  /** The states in which the act is possible. */
  needs: string[];
  state: string | undefined;
  running: boolean;
  /** Leaves the reason to the button before it, where several share one. */
  quiet?: boolean;
  onAct(): void;
}

/** A button that says why it cannot be used now. */
export function ActButton({ label, icon, needs, state, running, quiet, onAct }: ActButtonProps) {
  const texts = useTexts();
  const reasonId = useId();
  const name = (code: string) => texts.states[code] ?? code;
  const isPossible = state !== undefined && needs.includes(state);
  const reason =
    state === undefined ? texts.noCase : texts.needsState(needs.map(name).join(", "), name(state));
  const isOff = running || !isPossible;
  return (
    <>
      <button
        type="button"
        className="btn v-outline tone-secondary btn-sm"
        aria-disabled={isOff || undefined}
        aria-describedby={isPossible ? undefined : reasonId}
        title={isPossible ? undefined : reason}
        onClick={() => !isOff && onAct()}
      >
        <Glyph name={icon} size={15} />
        {label}
      </button>
      {!isPossible && (
        <p id={reasonId} className={quiet ? "sr-only" : "sim-reason"}>
          {reason}
        </p>
      )}
    </>
  );
}
