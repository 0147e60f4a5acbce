import { useState, type FormEvent } from "react";
import { Dialog } from "../shell/Dialog";
import { useTexts } from "../shell/texts";
import type { Thread } from "../protocol/types";
import { Glyph } from "../widgets/icons";

export interface HistoryProps {
  threads: Thread[];
  activeId?: string;
  hasMore: boolean;
  onMore(): void;
  onOpen(threadId: string): void;
  onRename(threadId: string, title: string): Promise<void>;
  onDelete(threadId: string): Promise<void>;
}

/** The list of conversations. */
export function History({ threads, activeId, hasMore, onMore, onOpen, onRename, onDelete }: HistoryProps) {
  const texts = useTexts();
  const [renaming, setRenaming] = useState<string | null>(null);
  const [deleting, setDeleting] = useState<Thread | null>(null);
  const titleOf = (thread: Thread) => thread.title ?? texts.untitled;
  if (threads.length === 0) return <p className="side-empty">{texts.noConversations}</p>;
  return (
    <>
      <ul className="history">
        {threads.map((thread) => (
          <li
            key={thread.id}
            className={thread.id === activeId ? "history-row history-active" : "history-row"}
          >
            {renaming === thread.id ? (
              <Rename
                title={titleOf(thread)}
                onDone={(title) => {
                  setRenaming(null);
                  if (title) void onRename(thread.id, title);
                }}
              />
            ) : (
              <>
                <button
                  type="button"
                  className="history-open"
                  aria-current={thread.id === activeId || undefined}
                  onClick={() => onOpen(thread.id)}
                >
                  {titleOf(thread)}
                </button>
                <span className="history-tools">
                  <button
                    type="button"
                    className="icon-btn"
                    aria-label={`${texts.rename}: ${titleOf(thread)}`}
                    onClick={() => setRenaming(thread.id)}
                  >
                    <Glyph name="edit" size={15} />
                  </button>
                  <button
                    type="button"
                    className="icon-btn"
                    aria-label={`${texts.remove}: ${titleOf(thread)}`}
                    onClick={() => setDeleting(thread)}
                  >
                    <Glyph name="trash" size={15} />
                  </button>
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
      {hasMore && (
        <button type="button" className="btn v-ghost tone-secondary btn-sm" onClick={onMore}>
          {texts.showMore(0)}
        </button>
      )}
      {deleting && (
        <ConfirmDelete
          title={titleOf(deleting)}
          onClose={() => setDeleting(null)}
          onConfirm={() => {
            void onDelete(deleting.id);
            setDeleting(null);
          }}
        />
      )}
    </>
  );
}

function Rename({ title, onDone }: { title: string; onDone(title: string | null): void }) {
  const texts = useTexts();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onDone(String(new FormData(event.currentTarget).get("title")).trim() || null);
  };
  return (
    <form className="rename" onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && onDone(null)}>
      <input
        name="title"
        className="w-field"
        defaultValue={title}
        maxLength={120}
        aria-label={texts.renameLabel(title)}
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
      />
      <button type="submit" className="icon-btn" aria-label={texts.save}>
        <Glyph name="check" size={16} />
      </button>
      <button type="button" className="icon-btn" aria-label={texts.cancel} onClick={() => onDone(null)}>
        <Glyph name="close" size={16} />
      </button>
    </form>
  );
}

function ConfirmDelete({ title, onClose, onConfirm }: { title: string; onClose(): void; onConfirm(): void }) {
  const texts = useTexts();
  return (
    <Dialog label={texts.removeTitle} className="dialog" onClose={onClose}>
      <h2>{texts.removeTitle}</h2>
      <p>{texts.removeLead(title)}</p>
      <div className="dialog-foot">
        <button type="button" className="btn v-outline tone-secondary" onClick={onClose}>
          {texts.cancel}
        </button>
        <button type="button" className="btn v-solid tone-danger" onClick={onConfirm}>
          {texts.remove}
        </button>
      </div>
    </Dialog>
  );
}
