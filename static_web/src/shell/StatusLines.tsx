import { Glyph } from "../widgets/icons";
import { useOnline } from "./media";
import { useTexts } from "./texts";

export function OfflineBar() {
  const texts = useTexts();
  if (useOnline()) return null;
  return (
    <p className="offline" role="status">
      <Glyph name="alert" size={16} />
      {texts.offlineNow}
    </p>
  );
}

/** Stands in the composer's place when nothing more can be said. */
export function ClosedThread({
  status,
  onNew,
}: {
  status: { type: string; reason?: string };
  onNew(): void;
}) {
  const texts = useTexts();
  return (
    <div className="closed">
      <Glyph name="lock" size={18} />
      <p>
        {status.type === "closed" ? texts.closedThread : texts.lockedThread} {status.reason}
      </p>
      <button type="button" className="btn v-outline tone-secondary btn-sm" onClick={onNew}>
        {texts.startNew}
      </button>
    </div>
  );
}
