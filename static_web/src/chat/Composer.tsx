import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from "react";
import { useTexts } from "../shell/texts";
import { Glyph } from "../widgets/icons";

export interface ComposerProps {
  draft: string;
  onDraft(text: string): void;
  placeholder: string;
  disclaimer?: string;
  busy: boolean;
  mayStop: boolean;
  onSend(text: string): void;
  onStop(): void;
}

export const COMPOSER_ID = "composer";

export function Composer({
  draft,
  onDraft,
  placeholder,
  disclaimer,
  busy,
  mayStop,
  onSend,
  onStop,
}: ComposerProps) {
  const texts = useTexts();
  const box = useRef<HTMLTextAreaElement>(null);
  const isReady = draft.trim() !== "" && !busy;
  useLayoutEffect(() => growToFit(box.current), [draft, placeholder]);
  useEffect(() => {
    if (!box.current) return;
    let width = box.current.clientWidth;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry || entry.contentRect.width === width) return;
      width = entry.contentRect.width;
      // In the next frame: an observer must not change the size it has just reported.
      requestAnimationFrame(() => growToFit(box.current));
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const send = () => {
    if (isReady) onSend(draft.trim());
    box.current?.focus();
  };
  const key = (event: KeyboardEvent) => {
    // An input method's Enter confirms its own word; 229 is Safari's way to say so.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229)
      return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="composer-box">
        <label className="sr-only" htmlFor={COMPOSER_ID}>
          {texts.message}
        </label>
        <textarea
          ref={box}
          id={COMPOSER_ID}
          rows={1}
          maxLength={8000}
          value={draft}
          placeholder={placeholder}
          onChange={(event) => onDraft(event.target.value)}
          onKeyDown={key}
          enterKeyHint="send"
        />
        {busy && mayStop ? (
          <button type="button" className="round-btn" aria-label={texts.stop} onClick={onStop}>
            <Glyph name="stop-filled" size={18} />
          </button>
        ) : (
          <button
            type="submit"
            className="round-btn"
            aria-label={texts.send}
            aria-disabled={!isReady || undefined}
          >
            <Glyph name="arrow-up" size={20} />
          </button>
        )}
      </div>
      {disclaimer && <p className="disclaimer">{disclaimer}</p>}
    </form>
  );
}

function growToFit(box: HTMLTextAreaElement | null): void {
  if (!box) return;
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
}
