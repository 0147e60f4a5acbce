import { useEffect, useRef, type ReactNode } from "react";

interface DialogProps {
  label: string;
  className: string;
  onClose(): void;
  children: ReactNode;
}

/** A modal dialog: the browser keeps focus inside, closes it on Escape and gives focus back. */
export function Dialog({ label, className, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      className={className}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // A click on the dialog itself, not on what it holds, is a click on the backdrop.
      onClick={(event) => event.target === element.current && onClose()}
    >
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
