import { useEffect, useRef, type RefObject } from "react";
import { COMPOSER_ID } from "./Composer";

const CONTROLS =
  'button:not([aria-disabled="true"]), a[href], input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [role="button"]:not([aria-disabled="true"])';

/**
 * Moves focus to the next card when the card that had it was answered. Call `leaving` when an action
 * starts; focus that was elsewhere stays where it is.
 */
export function useCardFocus(log: RefObject<HTMLElement | null>, streaming: boolean) {
  const from = useRef<string | null>(null);

  useEffect(() => {
    if (streaming || !from.current || !log.current) return;
    const itemId = from.current;
    from.current = null;
    if (isElsewhere(log.current, itemId)) return;
    const cards = [...log.current.querySelectorAll<HTMLElement>("[data-item]")];
    const at = cards.findIndex((card) => card.dataset["item"] === itemId);
    const next = cards.slice(at + 1).map((card) => card.querySelector<HTMLElement>(CONTROLS));
    const target = next.findLast(Boolean) ?? document.getElementById(COMPOSER_ID);
    target?.focus({ preventScroll: true });
  }, [log, streaming]);

  return {
    leaving(itemId: string) {
      const card = log.current?.querySelector(`[data-item="${CSS.escape(itemId)}"]`);
      if (card?.contains(document.activeElement)) from.current = itemId;
    },
  };
}

/** The customer has meanwhile gone to another control. */
function isElsewhere(log: HTMLElement, itemId: string): boolean {
  const active = document.activeElement;
  if (!active || active === document.body) return false;
  return !log.querySelector(`[data-item="${CSS.escape(itemId)}"]`)?.contains(active);
}
