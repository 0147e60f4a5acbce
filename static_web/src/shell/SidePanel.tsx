import { useEffect, useRef, type ReactNode } from "react";
import { Glyph } from "../widgets/icons";
import { Dialog } from "./Dialog";
import { EXTRA_WIDE, useMedia } from "./media";
import { useTexts } from "./texts";

interface SidePanelProps {
  title: string;
  onClose(): void;
  children: ReactNode;
}

/** A panel on the right; beside the conversation where there is room, over it elsewhere. */
export function SidePanel({ title, onClose, children }: SidePanelProps) {
  const texts = useTexts();
  const isBeside = useMedia(EXTRA_WIDE);
  const body = (
    <>
      <div className="panel-head">
        <h2>{title}</h2>
        <button type="button" className="icon-btn" aria-label={texts.closePanel(title)} onClick={onClose}>
          <Glyph name="close" size={18} />
        </button>
      </div>
      <div className="panel-body">{children}</div>
    </>
  );
  if (isBeside) return <BesidePanel {...{ title, onClose }}>{body}</BesidePanel>;
  return (
    <Dialog label={title} className="drawer drawer-right" onClose={onClose}>
      {body}
    </Dialog>
  );
}

function BesidePanel({ title, onClose, children }: SidePanelProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <aside
      ref={panel}
      className="panel"
      aria-label={title}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      {children}
    </aside>
  );
}
