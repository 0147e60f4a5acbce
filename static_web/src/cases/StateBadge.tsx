import { useTexts } from "../shell/texts";
import { toneOf } from "./format";

export function StateBadge({ state }: { state: string }) {
  const texts = useTexts();
  return (
    <span className={`w-badge w-badge-sm v-soft tone-${toneOf(state)}`}>{texts.states[state] ?? state}</span>
  );
}
