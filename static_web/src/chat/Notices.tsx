import type { ChatState } from "../protocol/reducer";
import { useTexts } from "../shell/texts";
import { Glyph } from "../widgets/icons";
import { Markdown } from "./Markdown";

export function Notices({
  notices,
  onDismiss,
}: {
  notices: ChatState["notices"];
  onDismiss(id: number): void;
}) {
  const texts = useTexts();
  return notices.map((notice) => (
    <div
      key={notice.id}
      className={`notice notice-${notice.level}`}
      role={notice.level === "danger" ? "alert" : "status"}
    >
      <Glyph name={notice.level === "info" ? "info" : "alert"} size={18} />
      <div className="notice-words">
        {notice.title && <b>{notice.title}</b>}
        <Markdown>{notice.message}</Markdown>
      </div>
      <button
        type="button"
        className="icon-btn"
        aria-label={texts.dismiss}
        onClick={() => onDismiss(notice.id)}
      >
        <Glyph name="close" size={16} />
      </button>
    </div>
  ));
}

export function ErrorLine({ error, onRetry }: { error: NonNullable<ChatState["error"]>; onRetry(): void }) {
  const texts = useTexts();
  const own = {
    lost: navigator.onLine ? texts.errorLost : texts.errorOffline,
    refused: texts.errorRefused,
    generic: texts.errorGeneric,
  };
  return (
    <div className="notice notice-danger" role="alert">
      <Glyph name="alert" size={18} />
      <p className="notice-words">{error.message ?? own[error.reason ?? "generic"]}</p>
      {error.canRetry && (
        <button type="button" className="btn v-outline tone-secondary btn-sm" onClick={onRetry}>
          <Glyph name="refresh" size={15} />
          {texts.tryAgain}
        </button>
      )}
    </div>
  );
}

export function ProgressLine({ progress }: { progress: { text: string; icon?: string } }) {
  return (
    <p className="progress">
      {progress.icon ? (
        <Glyph name={progress.icon} size={16} />
      ) : (
        <span className="spinner" aria-hidden="true" />
      )}
      <span>{progress.text}</span>
    </p>
  );
}
