import { useEffect, useRef } from "react";

const SLOW_MS = 15_000;
const FAST_MS = 3_000;

interface Poll {
  /** A case is open in this conversation. */
  active: boolean;
  /** Until this moment, in ms, something is expected soon. */
  fastUntil: number;
  ask(): void;
}

/** Asks again on focus, and slowly while a case is open; not in a hidden tab. */
export function usePolling({ active, fastUntil, ask }: Poll): void {
  const latest = useRef(ask);
  latest.current = ask;

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") latest.current();
    };
    addEventListener("focus", look);
    addEventListener("online", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      removeEventListener("focus", look);
      removeEventListener("online", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);

  useEffect(() => {
    if (!active) return;
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      timer = setTimeout(
        () => {
          if (document.visibilityState === "visible") latest.current();
          wait();
        },
        Date.now() < fastUntil ? FAST_MS : SLOW_MS,
      );
    };
    wait();
    return () => clearTimeout(timer);
  }, [active, fastUntil]);
}
